package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simple run: one source, one destination, four modes. */
class SyncModesTest {
    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob", "eve");
    private final InMemoryPlace team = InMemoryPlace.of("team", "bob", "dan", "kim");

    @Test
    void add_remove_is_the_default_and_adds_first() {
        Sync sync = Sync.from(people);

        Report report = sync.syncWith(team);

        assertThat(team.calls()).containsExactly("+ ann", "+ eve", "- dan", "- kim");
        assertThat(team.members()).containsExactly("ann", "bob", "eve");
        assertThat(report.isClean()).isTrue();
        assertThat(report.plan().map(Plan::mode)).contains(Mode.ADD_REMOVE);
        assertThat(Mode.DEFAULT).isEqualTo(Mode.ADD_REMOVE);
    }

    @Test
    void remove_add_removes_first() {
        Report report = Sync.from(people).mode(Mode.REMOVE_ADD).syncWith(team);

        assertThat(team.calls()).containsExactly("- dan", "- kim", "+ ann", "+ eve");
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void add_remove_adds_first() {
        Sync sync = Sync.from(people).mode(Mode.ADD_REMOVE);

        Report report = sync.syncWith(team);

        assertThat(team.calls()).containsExactly("+ ann", "+ eve", "- dan", "- kim");
        assertThat(team.members()).containsExactly("ann", "bob", "eve");
        assertThat(report.outcomes())
                .extracting(outcome -> outcome.action() + " " + outcome.thing() + " " + outcome.state())
                .containsExactly("ADD ann DONE", "ADD eve DONE", "REMOVE dan DONE", "REMOVE kim DONE");
    }

    @Test
    void add_only_removes_nothing() {
        Sync sync = Sync.from(people).mode(Mode.ADD_ONLY);

        Report report = sync.syncWith(team);

        assertThat(team.calls()).containsExactly("+ ann", "+ eve");
        assertThat(team.members()).containsExactly("ann", "bob", "dan", "eve", "kim");
        assertThat(report.plan().map(Plan::removals)).contains(List.of());
    }

    @Test
    void remove_only_adds_nothing() {
        Sync sync = Sync.from(people).mode(Mode.REMOVE_ONLY);

        Report report = sync.syncWith(team);

        assertThat(team.calls()).containsExactly("- dan", "- kim");
        assertThat(team.members()).containsExactly("bob");
        assertThat(report.plan().map(Plan::additions)).contains(List.of());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nothing_is_called_when_both_sides_are_equal(Mode mode) {
        InMemoryPlace equal = InMemoryPlace.of("equal", "eve", "ann", "bob");

        Report report = Sync.from(people).mode(mode).syncWith(equal);

        assertThat(equal.calls()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).isEmpty();
        assertThat(report).hasToString("equal: nothing to do");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void running_again_changes_nothing_once_everything_was_done(Mode mode) {
        Sync sync = Sync.from(people).mode(mode);
        sync.syncWith(team);
        List<String> calls = team.calls();

        Report second = sync.syncWith(team);

        assertThat(team.calls()).isEqualTo(calls);
        assertThat(second.plan().map(Plan::isEmpty)).contains(true);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_dry_run_reads_and_writes_nothing(Mode mode) {
        Sync sync = Sync.from(people).mode(mode).dryRun();

        Report report = sync.syncWith(team);

        assertThat(team.calls()).isEmpty();
        assertThat(team.reads()).isEqualTo(1);
        assertThat(team.members()).containsExactly("bob", "dan", "kim");
        assertThat(report.dryRun()).isTrue();
        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).isNotEmpty().allMatch(outcome -> outcome.state() == State.NOT_STARTED);
    }

    @Test
    void a_dry_run_is_judged_too() {
        Sync sync = Sync.from(people).guard(Guards.maxRemovals(1)).dryRun();

        assertThatThrownBy(() -> sync.syncWith(team))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("would remove 2");
    }

    @Test
    void planning_changes_nothing_and_applying_does_what_was_planned() throws Exception {
        Sync sync = Sync.from(people);

        Plan plan = sync.plan(team);
        List<String> callsWhilePlanning = team.calls();
        Report report = sync.apply(plan, team);

        assertThat(callsWhilePlanning).isEmpty();
        assertThat(plan.additions()).containsExactly("ann", "eve");
        assertThat(plan.removals()).containsExactly("dan", "kim");
        assertThat(plan.unchanged()).isEqualTo(1);
        assertThat(report.plan()).contains(plan);
        assertThat(team.members()).containsExactly("ann", "bob", "eve");
        assertThat(team.reads()).isEqualTo(1);
    }

    @Test
    void each_option_returns_a_changed_copy_of_the_sync() {
        Sync sync = Sync.from(people);

        Sync other = sync.mode(Mode.ADD_ONLY).matching(Matching.exact()).dryRun();

        assertThat(sync).hasToString("Sync from people (ADD_REMOVE, ignoring case)");
        assertThat(other).hasToString("Sync from people (ADD_ONLY, exact)");
        assertThat(sync.syncWith(team).dryRun()).isFalse();
    }

    @Test
    void case_does_not_matter_by_default_and_what_is_removed_keeps_the_destinations_own_spelling() {
        InMemoryPlace mixed = InMemoryPlace.of("mixed", "ANN", "Bob", "Dan");

        Report report = Sync.from(people).syncWith(mixed);

        assertThat(mixed.calls()).containsExactly("+ eve", "- Dan");
        assertThat(mixed.members()).containsExactly("ANN", "Bob", "eve");
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void case_matters_under_exact_matching() {
        InMemoryPlace mixed = InMemoryPlace.of("mixed", "ANN", "bob");

        Sync.from(people).matching(Matching.exact()).syncWith(mixed);

        assertThat(mixed.calls()).containsExactly("+ ann", "+ eve", "- ANN");
    }

    @Test
    void what_is_added_keeps_the_sources_spelling() {
        InMemoryPlace spelled = InMemoryPlace.of("spelled", "Ann@Example.COM", "bob");

        Sync.from(spelled).syncWith(team);

        assertThat(team.members()).containsExactly("Ann@Example.COM", "bob");
    }

    @Test
    void a_source_that_cannot_be_read_is_named() {
        people.onGet(subject -> {
            throw new IOException("connection reset");
        });

        AdapterException thrown = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(people).syncWith(team));

        assertThat(thrown.place()).isEqualTo("people");
        assertThat(thrown.operation()).isEqualTo("read");
        assertThat(thrown.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(thrown).hasMessageContaining("connection reset").hasRootCauseInstanceOf(IOException.class);
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_destination_that_cannot_be_read_is_named_when_planning() {
        team.onGet(subject -> {
            throw team.failure(FailureKind.PERMISSION);
        });

        assertThatThrownBy(() -> Sync.from(people).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("team: members.change: it said no (PERMISSION).");
    }

    @Test
    void a_destination_that_cannot_be_read_is_reported_when_syncing() {
        team.onGet(subject -> {
            throw team.failure(FailureKind.PERMISSION);
        });

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(team));

        Report report = thrown.reports().get(0);
        assertThat(report.plan()).isEmpty();
        assertThat(report.failure().flatMap(Failure::kind)).contains(FailureKind.PERMISSION);
        assertThat(report.toString())
                .isEqualTo("team: not read\n  team: members.change: it said no (PERMISSION)."
                        + " Give the credentials the missing permission.");
        assertThat(thrown).hasCauseInstanceOf(AdapterException.class);
        assertThat(thrown.interrupted()).isFalse();
    }

    @Test
    void a_failed_addition_is_named_and_does_not_stop_the_others() {
        team.refusing("ann", FailureKind.UNKNOWN_THING);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(team));

        assertThat(team.members()).containsExactly("bob", "eve");
        assertThat(thrown)
                .hasMessage("Not everything was done:\nteam: 3 done, 1 failed\n"
                        + "  + ann: failed (members.change: it said no. Check its spelling, or tolerate unknown-thing to"
                        + " skip it.)")
                .hasCause(team.failure(FailureKind.UNKNOWN_THING));
        assertThat(thrown.reports().get(0).isClean()).isFalse();
    }

    @Test
    void a_failed_removal_is_named_and_does_not_stop_the_others() {
        team.refusing("dan", FailureKind.REFUSED_THING);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(team));

        assertThat(team.members()).containsExactly("ann", "bob", "dan", "eve");
        assertThat(thrown.reports().get(0).toString())
                .startsWith("team: 3 done, 1 failed\n  - dan: failed (members.change: it said no.");
    }

    @Test
    void an_answer_that_was_lost_leaves_a_thing_not_known_and_is_the_cause() {
        team.onAdd(subject -> {
            if (subject.equals("ann")) {
                throw new IOException("reset");
            }
        });

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(team));

        assertThat(thrown.reports().get(0).outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state() + " " + outcome.kind())
                .containsExactly(
                        "ann NOT_KNOWN " + Optional.of(FailureKind.UNAVAILABLE),
                        "eve DONE " + Optional.empty(),
                        "dan DONE " + Optional.empty(),
                        "kim DONE " + Optional.empty());
        assertThat(thrown).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_half_that_gives_up_stops_the_other() {
        team.refusing("dan", FailureKind.AUTHENTICATION);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(people).mode(Mode.REMOVE_ADD).syncWith(team));

        assertThat(team.calls()).containsExactly("- dan");
        assertThat(thrown.reports().get(0).outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state())
                .containsExactly("dan FAILED", "kim NOT_STARTED", "ann NOT_STARTED", "eve NOT_STARTED");
        assertThat(thrown.reports().get(0).failure().flatMap(Failure::kind)).contains(FailureKind.AUTHENTICATION);
    }

    @Test
    void the_failure_of_a_simple_adapter_in_add_names_add() {
        Adapter simple = new SimpleAdapter("simple", List.of("bob")) {
            @Override
            public void add(List<String> things, Outcomes outcomes) throws IOException {
                throw new IOException("disk full");
            }
        };

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(simple));

        Report report = thrown.reports().get(0);
        assertThat(report.count(State.NOT_KNOWN)).isEqualTo(2);
        assertThat(report.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).contains(FailureKind.UNAVAILABLE);
            assertThat(failure.message()).startsWith("simple: add: disk full (UNAVAILABLE)");
        });
        assertThat(thrown).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void the_failure_of_a_simple_adapter_in_remove_names_remove() {
        Adapter simple = new SimpleAdapter("simple", List.of("bob", "zoe")) {
            @Override
            public void remove(List<String> things, Outcomes outcomes) {
                throw new IllegalStateException("no such table");
            }
        };

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(people).syncWith(simple));

        Report report = thrown.reports().get(0);
        assertThat(report.outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state())
                .containsExactly("ann DONE", "eve DONE", "zoe NOT_KNOWN");
        assertThat(report.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).contains(FailureKind.UNKNOWN);
            assertThat(failure.message()).startsWith("simple: remove: no such table (UNKNOWN)");
        });
    }

    @Test
    void a_simple_adapter_that_reports_nothing_and_returns_has_done_everything() {
        Adapter simple = new SimpleAdapter("simple", List.of("bob", "zoe"));

        Report report = Sync.from(people).syncWith(simple);

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(State.DONE)).isEqualTo(3);
    }

    @Test
    void a_sync_closes_nothing() {
        Sync.from(people).syncWith(team);

        assertThat(people.closings()).isZero();
        assertThat(team.closings()).isZero();
    }

    /** The simplest adapter: it uses none of the loops. */
    private static class SimpleAdapter implements Adapter {
        private final String name;
        private final Listing listing;

        SimpleAdapter(String name, List<String> things) {
            this.name = name;
            this.listing = Listing.of(things);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Listing get() {
            return listing;
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {}

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {}
    }
}
