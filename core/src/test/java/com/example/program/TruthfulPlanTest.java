package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan tells what will really happen: who cannot be added, who is there already, who stays. */
class TruthfulPlanTest {
    private static Sync from(String... things) {
        return Sync.from(Sources.of(things));
    }

    private static Sync fromNumbered(int from, int to, String... more) {
        List<String> things = new ArrayList<>(Arrays.asList(more));
        for (int i = from; i < to; i++) {
            things.add("p" + i + "@x");
        }
        return Sync.from(Sources.of(things));
    }

    private static State stateOf(Report report, Action action, String thing) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.action() == action && outcome.thing().equals(thing))
                .map(Outcome::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_group_is_not_emptied_for_three_addresses_that_the_service_does_not_know() throws Exception {
        Accounts group = Accounts.with("a@x", "b@x", "c@x");
        Sync sync = from("d@x", "e@x", "f@x");

        Plan plan = sync.plan(group);

        assertThat(plan.additions()).isEmpty();
        assertThat(plan.cannotAdd()).containsOnlyKeys("d@x", "e@x", "f@x");
        assertThat(plan.objections()).extracting(Objection::option).contains("allow-empty-destination");
        assertThatThrownBy(() -> sync.syncWith(group)).isInstanceOf(PlanRejectedException.class);
        assertThat(group.writes()).isEmpty();
    }

    @Test
    void nobody_is_removed_where_only_the_write_tells_that_three_addresses_are_unknown() {
        Accounts group = Accounts.with("a@x", "b@x", "c@x").tellingAtTheWrite();

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> from("d@x", "e@x", "f@x").syncWith(group));

        assertThat(group.members()).containsExactly("a@x", "b@x", "c@x");
        assertThat(thrown.getMessage()).contains("3 members who should have lost access still have it");
        assertThat(thrown.reports().get(0).notRemoved())
                .contains("3 members who should have lost access still have it");
    }

    @Test
    void a_newcomer_without_an_account_is_reported_and_a_leaver_leaves() {
        Accounts group = Accounts.numbered(20);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> fromNumbered(1, 20, "new@x").syncWith(group));

        Report report = thrown.reports().get(0);
        assertThat(stateOf(report, Action.ADD, "new@x")).isEqualTo(State.FAILED);
        assertThat(stateOf(report, Action.REMOVE, "p0@x")).isEqualTo(State.DONE);
        assertThat(group.writes()).containsExactly("-p0@x");
    }

    @Test
    void a_newcomer_without_an_account_is_skipped_where_that_is_tolerated() {
        Accounts group = Accounts.numbered(20);

        Report report =
                fromNumbered(1, 20, "new@x").tolerate(FailureKind.UNKNOWN_THING).syncWith(group);

        assertThat(stateOf(report, Action.ADD, "new@x")).isEqualTo(State.SKIPPED);
        assertThat(report.isClean()).isTrue();
        assertThat(group.writes()).containsExactly("-p0@x");
    }

    @Test
    void a_plan_that_holds_only_additions_that_cannot_be_made_has_no_changes_and_is_reported() throws Exception {
        Accounts group = Accounts.with("a@x");
        Sync sync = from("a@x", "new@x");

        Plan plan = sync.plan(group);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.objections()).isEmpty();
        assertThat(plan.toString()).contains("? new@x: new@x is unknown to the service");
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.apply(plan, group));
        assertThat(stateOf(thrown.reports().get(0), Action.ADD, "new@x")).isEqualTo(State.FAILED);
        assertThat(group.writes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "INVALID_REQUEST", "MALFORMED_ANSWER", "UNKNOWN"})
    void trouble_with_newcomers_does_not_keep_a_leaver_in(FailureKind trouble) {
        Accounts group = Accounts.numbered(20).account("new@x").additionsFailWith(trouble);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> fromNumbered(1, 20, "new@x").syncWith(group));

        Report report = thrown.reports().get(0);
        assertThat(group.members()).doesNotContain("p0@x");
        assertThat(stateOf(report, Action.REMOVE, "p0@x")).isEqualTo(State.DONE);
        assertThat(stateOf(report, Action.ADD, "new@x")).isNotEqualTo(State.DONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATION", "NOT_FOUND", "READ_ONLY", "RATE_LIMITED"})
    void a_place_that_fails_as_a_whole_ends_the_run(FailureKind failure) {
        Accounts group = Accounts.numbered(20).account("new@x").additionsFailWith(failure);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> fromNumbered(1, 20, "new@x").syncWith(group));

        assertThat(group.writes()).containsExactly("+new@x");
        assertThat(thrown.reports().get(0).notRemoved()).contains("1 member who should have lost access still has it");
    }

    @Test
    void an_address_of_a_member_who_is_listed_under_another_one_is_already_there() throws Exception {
        Accounts group = Accounts.with("ann@x", "bob@x").alsoKnownAs("ann@x", "ann.smith@x");
        Sync sync = from("ann.smith@x", "bob@x");

        Plan plan = sync.plan(group);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsEntry("ann.smith@x", "ann@x");
        assertThat(plan.toString()).contains("= ann.smith@x is already there as ann@x");
        assertThat(sync.syncWith(group).isClean()).isTrue();
        assertThat(group.writes()).isEmpty();
    }

    @Test
    void two_new_addresses_of_one_account_are_added_once() throws Exception {
        Accounts group = Accounts.with("bob@x").account("ann@x", "ann.smith@x");

        Plan plan = from("ann@x", "ann.smith@x", "bob@x").plan(group);

        assertThat(plan.additions()).containsExactly("ann.smith@x");
        assertThat(plan.warnings()).anySatisfy(warning -> assertThat(warning).contains("one member"));
    }

    @ParameterizedTest
    @EnumSource
    void spellings_that_the_place_takes_for_one_are_one_member(Mode mode) throws Exception {
        Matching withoutDots =
                Matching.by(thing -> thing.toLowerCase(Locale.ROOT).replace(".", ""));
        Accounts group =
                Accounts.with("ed.win@x", "bob@x").matching(withoutDots).tellingAtTheWrite();

        Plan plan = from("edwin@x", "bob@x").mode(mode).plan(group);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsEntry("edwin@x", "ed.win@x");
    }

    @Test
    void a_removal_that_may_be_the_member_who_turned_out_to_be_there_does_not_start() {
        Accounts group = Accounts.with("ann@x", "bob@x", "eve@x")
                .alsoKnownAs("ann@x", "ann.smith@x")
                .tellingAtTheWrite();

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> from("ann.smith@x", "bob@x", "eve@x").syncWith(group));

        Outcome added = thrown.reports().get(0).outcomes().get(0);
        assertThat(added.alreadyThere()).isTrue();
        assertThat(added.state()).isEqualTo(State.DONE);
        assertThat(group.members()).contains("ann@x");
        assertThat(stateOf(thrown.reports().get(0), Action.REMOVE, "ann@x")).isEqualTo(State.NOT_STARTED);
    }

    @Test
    void a_note_of_the_adapter_is_part_of_the_outcome() {
        Accounts group = Accounts.with("bob@x").account("ann@x");

        Report report = from("ann@x", "bob@x").syncWith(group);

        assertThat(report.outcomes()).extracting(Outcome::note).containsExactly("invited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\ufeff", "\u00ad", "\u2060"})
    void an_invisible_character_does_not_make_another_person(String invisible) throws Exception {
        Accounts group = Accounts.with("ann@example.com");

        Plan plan = from("ann@example.com" + invisible).plan(group);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("contains invisible characters; they are ignored")
                .contains("ann@example.com\\u");
        assertThat(plan.toString()).doesNotContain(invisible);
    }

    @Test
    void an_address_is_added_without_invisible_characters_and_other_things_as_they_are() throws Exception {
        Accounts group = Accounts.with("x@x").tellingAtTheWrite();

        Plan plan = from("ann@x\u200b", "team\u200bone", "x@x").plan(group);

        assertThat(plan.additions()).containsExactly("ann@x", "team\u200bone");
    }

    @Test
    void an_alias_of_a_thing_with_invisible_characters_counts_for_the_place() throws Exception {
        Accounts group = Accounts.with("ed.win@x", "bob@x")
                .matching(Matching.by(thing -> thing.replace(".", "")))
                .tellingAtTheWrite();
        Team people = Team.of("people", "ann@x\u200b", "bob@x").alias("edwin@x", "ann@x\u200b");

        Plan plan = Sync.from(people).plan(group);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsEntry("ann@x", "ed.win@x");
    }

    @Test
    void a_listed_member_who_is_wanted_only_by_a_chain_of_spellings_stays() throws Exception {
        Accounts group = Accounts.with("ANN@x", "a.nn@x", "bob@x", "eve@x")
                .matching(Matching.by(thing -> thing.toLowerCase(Locale.ROOT).replace(".", "")))
                .tellingAtTheWrite();

        Plan plan = from("ann@x", "bob@x", "eve@x").plan(group);

        assertThat(plan.removals()).isEmpty();
        assertThat(plan.toString()).contains("= ann@x is already there as a.nn@x");
    }

    @Test
    void invisible_characters_count_under_exact_matching() throws Exception {
        Accounts group = Accounts.with("ann@x").tellingAtTheWrite();

        Plan plan = from("ann@x\u200b").matching(Matching.exact()).plan(group);

        assertThat(plan.additions()).containsExactly("ann@x\u200b");
        assertThat(plan.removals()).containsExactly("ann@x");
        assertThat(plan.warnings()).singleElement().asString().contains("the matching is exact");
    }

    @Test
    void a_thing_of_invisible_characters_only_is_a_fault_of_its_side() {
        Accounts group = Accounts.with("ann@x");

        assertThatThrownBy(() -> from("\u200b").plan(group)).hasMessageContaining("a blank");
        assertThatThrownBy(() -> from("\u200b ann@x").plan(group)).hasMessageContaining("padded");
    }

    @Test
    void a_place_that_runs_out_of_stack_fails_its_sync_with_one_message() {
        Accounts group = Accounts.with("ann@x");
        Sync sync = Sync.from(Sources.filter(Sources.of("a".repeat(2000)), thing -> {
            throw new StackOverflowError();
        }));

        assertThatThrownBy(() -> sync.plan(group))
                .isInstanceOf(dev.gosync.adapter.AdapterException.class)
                .hasMessageContaining("ran out of stack");
    }

    @Test
    void a_union_of_unions_is_read_once_for_each_of_its_sources() throws Exception {
        List<Integer> reads = new ArrayList<>();
        dev.gosync.adapter.Source source = Sources.of("people", () -> {
            reads.add(1);
            return List.of("ann@x");
        });
        for (int level = 0; level < 15; level++) {
            source = Sources.union(source, source, source);
        }

        Plan plan = Sync.from(source).plan(Accounts.with("ann@x"));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(reads).hasSize(1);
        assertThat(source.name()).hasSizeLessThan(2000);
        source.close();
    }
}
