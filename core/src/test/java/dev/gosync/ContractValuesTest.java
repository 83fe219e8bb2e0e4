package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Listing}, {@link Change}, {@link Outcome} and {@link Report} as values. */
class ContractValuesTest {

    // Listing

    @Test
    void a_listing_copies_everything_in_its_order_and_never_changes() {
        Set<String> things = new LinkedHashSet<>(List.of("b", "a"));
        Map<String, String> aliases = new LinkedHashMap<>(Map.of("bee", "b"));
        Map<String, String> kept = new LinkedHashMap<>(Map.of("a", "owner"));
        Map<String, Integer> leftOut = new LinkedHashMap<>(Map.of("bot", 2));
        Listing listing = new Listing(things, aliases, kept, leftOut);

        things.clear();
        aliases.clear();
        kept.clear();
        leftOut.clear();

        assertThat(listing.things()).containsExactly("b", "a");
        assertThat(listing.aliases()).containsExactly(Map.entry("bee", "b"));
        assertThat(listing.kept()).containsExactly(Map.entry("a", "owner"));
        assertThat(listing.leftOut()).containsExactly(Map.entry("bot", 2));
        assertThatThrownBy(() -> listing.things().add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.aliases().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.kept().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.leftOut().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_simple_listing_holds_each_thing_once_in_its_order_and_nothing_else() {
        Listing listing = Listing.of(List.of("b", "a", "b"));

        assertThat(listing.things()).containsExactly("b", "a");
        assertThat(listing).isEqualTo(new Listing(Set.of("a", "b"), Map.of(), Map.of(), Map.of()));
    }

    @Test
    void a_listing_accepts_anything_so_that_the_reader_can_name_the_place_at_fault() {
        assertThat(Listing.of(Arrays.asList("a", null, " ")).things()).containsExactly("a", null, " ");
    }

    @Test
    void a_listing_prints_its_sizes_in_any_locale_and_no_member() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
        try {
            Listing listing = new Listing(
                    Set.of("somebody@example.com"),
                    Map.of("other@example.com", "somebody@example.com"),
                    Map.of("somebody@example.com", "owner"),
                    Map.of("bot", 2));

            assertThat(listing).hasToString("Listing of 1 (1 aliases, 1 kept, left out {bot=2})");
        } finally {
            Locale.setDefault(usual);
        }
    }

    // Change

    @Test
    void a_change_copies_its_halves_and_never_changes() {
        List<String> additions = new ArrayList<>(List.of("a"));
        List<String> removals = new ArrayList<>(List.of("b"));
        Change change = new Change(additions, removals, Mode.REMOVE_ADD);

        additions.clear();
        removals.clear();

        assertThat(change.of(Action.ADD)).isEqualTo(change.additions()).containsExactly("a");
        assertThat(change.of(Action.REMOVE)).isEqualTo(change.removals()).containsExactly("b");
        assertThat(change.isEmpty()).isFalse();
        assertThatThrownBy(() -> change.additions().add("c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_change_without_either_half_is_empty() {
        assertThat(new Change(List.of(), List.of(), Mode.ADD_ONLY).isEmpty()).isTrue();
        assertThat(new Change(List.of("a"), List.of(), Mode.ADD_ONLY).isEmpty()).isFalse();
        assertThat(new Change(List.of(), List.of("a"), Mode.REMOVE_ONLY).isEmpty())
                .isFalse();
    }

    @Test
    void a_half_that_the_mode_leaves_out_must_be_empty() {
        assertThatThrownBy(() -> new Change(List.of("a"), List.of(), Mode.REMOVE_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REMOVE_ONLY");
        assertThatThrownBy(() -> new Change(List.of(), List.of("a"), Mode.ADD_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ADD_ONLY");
    }

    // Outcome

    private static Outcome outcome(String thing, Action action, State state, String reason) {
        return new Outcome(thing, action, state, Optional.empty(), reason, false, Duration.ZERO);
    }

    @Test
    void an_outcome_is_one_line_with_action_thing_state_and_reason() {
        assertThat(outcome("a@x", Action.ADD, State.DONE, "")).hasToString("+ a@x: done");
        assertThat(outcome("a@x", Action.REMOVE, State.NOT_KNOWN, "no answer: reset"))
                .hasToString("- a@x: not known (no answer: reset)");
        assertThat(outcome("a@x", Action.ADD, State.NOT_STARTED, "interrupted"))
                .hasToString("+ a@x: not started (interrupted)");
    }

    // Report

    private static final Plan PLAN = new Plan(
            new Plan.Side("the source", Listing.of(List.of("a", "b")), Instant.EPOCH),
            new Plan.Side("the place", Listing.of(List.of()), Instant.EPOCH),
            Mode.REMOVE_ADD,
            List.of("a", "b"),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of());

    private static Report report(Outcome... outcomes) {
        return Report.of(PLAN, List.of(outcomes), Optional.empty());
    }

    @Test
    void a_report_counts_by_state_and_names_only_what_is_not_done() {
        Report report = report(
                outcome("a", Action.ADD, State.DONE, ""),
                outcome("b", Action.ADD, State.SKIPPED, "nobody of that name"));

        assertThat(report.count(State.DONE)).isEqualTo(1);
        assertThat(report.count(State.FAILED)).isZero();
        assertThat(report).hasToString("""
                        the place: 1 done, 1 skipped
                          + b: skipped (nobody of that name)""");
    }

    @ParameterizedTest
    @EnumSource
    void a_report_is_clean_when_everything_is_done_or_was_tolerated(State state) {
        Report report = report(outcome("a", Action.ADD, State.DONE, ""), outcome("b", Action.ADD, state, "why"));

        assertThat(report.isClean()).isEqualTo(state == State.DONE || state == State.SKIPPED);
    }

    @Test
    void a_failure_of_the_place_is_not_clean_even_if_every_thing_was_done() {
        Report report = Report.of(
                PLAN,
                List.of(outcome("a", Action.ADD, State.DONE, "")),
                Optional.of(ScriptedPlace.failure(FailureKind.PERMISSION).failure()));

        assertThat(report.isClean()).isFalse();
        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.PERMISSION);
        assertThat(report.toString().lines()).hasSize(2).last().asString().contains("it said no (PERMISSION)");
    }

    @Test
    void a_failure_that_no_service_caused_has_no_kind() {
        Report report = Report.unread(
                "the place", Failures.of("the place", "read", new IllegalStateException()), Duration.ZERO);

        assertThat(report.failure().orElseThrow())
                .isEqualTo(new Failure(
                        Optional.empty(),
                        "the place",
                        "read",
                        "an unexpected error without a message",
                        "",
                        Optional.empty()));
        assertThat(report).hasToString("the place: not read\n  an unexpected error without a message");
        assertThat(report.plan()).isEmpty();
    }

    @Test
    void a_report_with_nothing_to_do_says_so() {
        assertThat(report()).hasToString("the place: nothing to do");
        assertThat(report().isClean()).isTrue();
    }

    @Test
    void a_plan_that_was_not_carried_out_accounts_for_every_thing_and_is_clean() {
        Report report = Report.planned(PLAN, Duration.ofSeconds(1));

        assertThat(report.outcomes())
                .containsExactly(
                        outcome("a", Action.ADD, State.NOT_STARTED, "only planned"),
                        outcome("b", Action.ADD, State.NOT_STARTED, "only planned"));
        assertThat(report.isClean()).isTrue();
        assertThat(report).hasToString("the place: 2 not started (dry run)");
    }

    @Test
    void a_report_copies_its_outcomes_and_equal_ones_are_equal() {
        List<Outcome> outcomes = new ArrayList<>(List.of(outcome("a", Action.ADD, State.DONE, "")));
        Report report = Report.of(PLAN, outcomes, Optional.empty());

        outcomes.clear();

        assertThat(report.outcomes()).hasSize(1);
        assertThat(report).isEqualTo(report(outcome("a", Action.ADD, State.DONE, "")));
        assertThatThrownBy(() -> report.outcomes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
