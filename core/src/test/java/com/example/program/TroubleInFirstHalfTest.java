package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** After trouble of the place in the first half, the second half is judged and begun, or not. */
class TroubleInFirstHalfTest {
    private static final Set<FailureKind> THING = Set.of(FailureKind.UNKNOWN_THING, FailureKind.REFUSED_THING);
    private static final Set<FailureKind> LEAVES_SECOND_HALF = Set.of(
            FailureKind.PERMISSION, FailureKind.INVALID_REQUEST, FailureKind.MALFORMED_ANSWER, FailureKind.UNKNOWN);

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    /** What a test does instead of a call, or before it. */
    @FunctionalInterface
    private interface Hook {
        void before(String call, Outcomes outcomes) throws IOException, InterruptedException;
    }

    /** A place whose own loops make both halves, without {@code halves}. */
    private static class OwnLoops implements Adapter {
        final Set<String> members = new LinkedHashSet<>();
        final List<String> calls = new ArrayList<>();
        final Hook hook;

        OwnLoops(Hook hook, String... members) {
            this.hook = hook;
            this.members.addAll(List.of(members));
        }

        @Override
        public String name() {
            return "own loops";
        }

        @Override
        public Listing get() {
            return Listing.of(members);
        }

        @Override
        public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
            for (Action action : change.mode().actions()) {
                if (action == Action.ADD) {
                    add(change.additions(), outcomes);
                } else {
                    remove(change.removals(), outcomes);
                }
            }
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            outcomes.each(things, thing -> {
                call("+ " + thing, outcomes);
                members.add(thing);
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            outcomes.each(things, thing -> {
                call("- " + thing, outcomes);
                members.remove(thing);
            });
        }

        private void call(String call, Outcomes outcomes) throws IOException, InterruptedException {
            calls.add(call);
            hook.before(call, outcomes);
        }
    }

    /** The same place with the default {@code change}. */
    private static class Halves extends OwnLoops {
        Halves(Hook hook, String... members) {
            super(hook, members);
        }

        @Override
        public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
            outcomes.halves(change, things -> add(things, outcomes), things -> remove(things, outcomes));
        }
    }

    private static OwnLoops place(boolean ownLoops, Hook hook, String... members) {
        return ownLoops ? new OwnLoops(hook, members) : new Halves(hook, members);
    }

    private static Hook failing(String calls, FailureKind kind) {
        return (call, outcomes) -> {
            if (call.startsWith(calls)) {
                throw failure(kind);
            }
        };
    }

    private static AdapterException failure(FailureKind kind) {
        return AdapterException.of(kind, "own loops", "members.change", "it said no")
                .build();
    }

    private static Map<String, State> states(Report report) {
        return report.outcomes().stream().collect(Collectors.toMap(Outcome::thing, Outcome::state));
    }

    private static SyncException sync(Mode mode, Adapter place) {
        return sync(mode, place, "a", "b", "c", "m");
    }

    private static SyncException sync(Mode mode, Adapter place, String... things) {
        return catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(Sources.of(things)).mode(mode).syncWith(place));
    }

    static Stream<Arguments> everyFailureInBothOrders() {
        return Stream.of(FailureKind.values())
                .filter(kind -> !THING.contains(kind))
                .flatMap(kind -> Stream.of(Mode.ADD_REMOVE, Mode.REMOVE_ADD)
                        .flatMap(mode -> Stream.of(true, false).map(ownLoops -> Arguments.of(kind, mode, ownLoops))));
    }

    @ParameterizedTest
    @MethodSource("everyFailureInBothOrders")
    void the_second_half_runs_after_trouble_with_the_first_and_not_after_a_failure_of_the_whole_place(
            FailureKind kind, Mode mode, boolean ownLoops) {
        boolean addsFirst = mode == Mode.ADD_REMOVE;
        OwnLoops place = place(ownLoops, failing(addsFirst ? "+" : "-", kind), "m", "x", "y", "z");
        SyncException thrown = sync(mode, place);

        Report report = thrown.reports().get(0);
        List<String> second = addsFirst ? List.of("x", "y", "z") : List.of("a", "b", "c");
        State expected = LEAVES_SECOND_HALF.contains(kind) && !addsFirst ? State.DONE : State.NOT_STARTED;
        assertThat(states(report))
                .containsAllEntriesOf(second.stream().collect(Collectors.toMap(t -> t, t -> expected)));
        assertThat(report.failure().flatMap(Failure::kind)).contains(kind);
        assertThat(report.outcomes()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("everyFailureInBothOrders")
    void leavers_leave_after_trouble_with_newcomers_if_enough_members_are_left(
            FailureKind kind, Mode mode, boolean ownLoops) {
        boolean addsFirst = mode == Mode.ADD_REMOVE;
        OwnLoops place = place(ownLoops, failing(addsFirst ? "+" : "-", kind), "m", "n", "o", "x", "y", "z");
        SyncException thrown = sync(mode, place, "a", "b", "c", "m", "n", "o");

        boolean secondRuns = LEAVES_SECOND_HALF.contains(kind);
        Set<String> expected = new TreeSet<>(List.of("m", "n", "o"));
        if (!addsFirst || !secondRuns) {
            expected.addAll(List.of("x", "y", "z"));
        }
        if (!addsFirst && secondRuns) {
            expected.addAll(List.of("a", "b", "c"));
        }
        assertThat(new TreeSet<>(place.members)).isEqualTo(expected);
        assertThat(place.calls).doesNotHaveDuplicates();
        assertThat(thrown.reports().get(0).failure().flatMap(Failure::kind)).contains(kind);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "INVALID_REQUEST", "MALFORMED_ANSWER", "UNKNOWN"})
    void a_report_says_why_the_removals_did_not_start_after_trouble_with_newcomers(FailureKind kind) {
        OwnLoops place = place(true, failing("+", kind), "m", "x", "y", "z");

        SyncException thrown = sync(Mode.ADD_REMOVE, place);

        Report report = thrown.reports().get(0);
        assertThat(report.notRemoved()).contains("3 members who should have lost access still have it");
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.action() == Action.REMOVE)
                .extracting(Outcome::reason)
                .containsOnly("the second half did not start: only 0 of 3 additions succeeded, so 1 of 4 members would"
                        + " be left");
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "UNKNOWN"})
    void what_must_remain_is_judged_again_after_trouble_in_the_first_half(FailureKind kind) {
        OwnLoops place = place(true, failing("+", kind), "m", "x");
        Sync sync = Sync.from(Sources.of("a", "m")).guard(Guards.minRemaining(2));

        assertThatThrownBy(() -> sync.syncWith(place)).isInstanceOf(SyncException.class);

        assertThat(place.calls).containsExactly("+ a");
        assertThat(place.members).containsExactly("m", "x");
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void trouble_in_the_second_half_does_not_begin_it_again(Mode mode) {
        String second = mode == Mode.ADD_REMOVE ? "-" : "+";
        for (boolean ownLoops : List.of(true, false)) {
            OwnLoops place = place(ownLoops, failing(second, FailureKind.PERMISSION), "m", "x");

            SyncException thrown = sync(mode, place);

            assertThat(place.calls).filteredOn(call -> call.startsWith(second)).hasSize(1);
            assertThat(thrown.reports().get(0).failure().flatMap(Failure::kind)).contains(FailureKind.PERMISSION);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_second_half_without_loops_that_throws_is_not_begun_again(Mode mode) {
        List<List<String>> begun = new ArrayList<>();
        OwnLoops place = new Halves((call, outcomes) -> {}, "m", "x") {
            @Override
            public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
                run(Mode.REMOVE_ADD, things);
            }

            @Override
            public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
                run(Mode.ADD_REMOVE, things);
            }

            private void run(Mode second, List<String> things) {
                if (mode == second) {
                    begun.add(things);
                    throw new IllegalStateException("odd");
                }
            }
        };

        SyncException thrown = sync(mode, place);

        assertThat(begun).hasSize(1);
        begun.get(0)
                .forEach(thing -> assertThat(states(thrown.reports().get(0))).containsEntry(thing, State.NOT_KNOWN));
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_broken_contract_in_the_first_half_never_starts_the_second(Mode mode) {
        String first = mode == Mode.ADD_REMOVE ? "+" : "-";
        for (boolean ownLoops : List.of(true, false)) {
            OwnLoops place = place(
                    ownLoops,
                    (call, outcomes) -> {
                        if (call.startsWith(first)) {
                            outcomes.succeeded("somebody else");
                        }
                    },
                    "m",
                    "x");

            SyncException thrown = sync(mode, place);

            assertThat(place.calls).hasSize(1);
            assertThat(thrown.reports().get(0).failure().orElseThrow().message())
                    .contains("'somebody else' was not asked for");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void an_interrupt_in_the_first_half_never_starts_the_second(Mode mode) {
        String first = mode == Mode.ADD_REMOVE ? "+" : "-";
        for (boolean ownLoops : List.of(true, false)) {
            OwnLoops place = place(
                    ownLoops,
                    (call, outcomes) -> {
                        if (call.startsWith(first)) {
                            throw new InterruptedException();
                        }
                    },
                    "m",
                    "x");

            SyncException thrown = sync(mode, place);

            assertThat(place.calls).hasSize(1);
            assertThat(thrown.interrupted()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "UNKNOWN"})
    void an_interrupt_that_comes_with_trouble_in_the_first_half_is_not_lost(FailureKind kind) {
        OwnLoops place = new Halves((call, outcomes) -> {}, "m", "x") {
            @Override
            public void add(List<String> things, Outcomes outcomes) {
                Thread.currentThread().interrupt();
                throw failure(kind);
            }
        };

        SyncException thrown = sync(Mode.ADD_REMOVE, place);

        assertThat(place.calls).isEmpty();
        assertThat(thrown.interrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(states(thrown.reports().get(0))).containsEntry("x", State.NOT_STARTED);
    }

    @Test
    void an_interrupt_in_the_second_half_after_trouble_in_the_first_is_reported_as_an_interrupt() {
        OwnLoops place = place(
                true,
                (call, outcomes) -> {
                    if (call.startsWith("-")) {
                        throw new InterruptedException();
                    }
                    throw failure(FailureKind.PERMISSION);
                },
                "m",
                "x");

        SyncException thrown = sync(Mode.ADD_REMOVE, place);

        assertThat(thrown.interrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(states(thrown.reports().get(0))).containsEntry("x", State.NOT_KNOWN);
    }

    @Test
    void a_listener_that_throws_a_failure_of_its_own_in_the_first_half_never_starts_the_second() {
        OwnLoops place = place(true, (call, outcomes) -> {}, "m", "x");
        SyncListener journal = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                if (outcome.action() == Action.ADD) {
                    throw failure(FailureKind.PERMISSION);
                }
            }
        };

        assertThatThrownBy(() ->
                        Sync.from(Sources.of("a", "b", "m")).listener(journal).syncWith(place))
                .isInstanceOf(SyncException.class);

        assertThat(place.calls).containsExactly("+ a");
    }

    @Test
    void a_reading_between_the_halves_that_fails_does_not_begin_the_second_half_without_a_judgement() {
        int[] reads = {0};
        OwnLoops place = new OwnLoops(failing("+ b", FailureKind.REFUSED_THING), "m", "n", "x") {
            @Override
            public Listing get() {
                if (++reads[0] > 1) {
                    throw failure(FailureKind.MALFORMED_ANSWER);
                }
                return super.get();
            }

            @Override
            public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
                outcomes.attempt(things.subList(0, 1), all -> all.forEach(outcomes::alreadyThere));
                super.add(things.subList(1, things.size()), outcomes);
            }
        };

        SyncException thrown = sync(Mode.ADD_REMOVE, place, "a", "b", "m", "n");

        assertThat(reads[0]).isEqualTo(2);
        assertThat(place.calls).containsExactly("+ b");
        assertThat(states(thrown.reports().get(0))).containsEntry("x", State.NOT_STARTED);
    }

    @Test
    void an_adapter_that_fails_outside_of_its_loops_is_not_begun_again() {
        List<Change> changes = new ArrayList<>();
        OwnLoops place = new OwnLoops(failing("+ a", FailureKind.REFUSED_THING), "m", "x") {
            @Override
            public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
                changes.add(change);
                add(change.additions(), outcomes);
                throw new IllegalStateException("while it removes by itself");
            }
        };

        SyncException thrown = sync(Mode.ADD_REMOVE, place);

        assertThat(changes).hasSize(1);
        assertThat(states(thrown.reports().get(0))).containsEntry("x", State.NOT_KNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_reading_that_fails_before_both_halves_at_once_starts_neither(Mode mode) {
        List<Change> changes = new ArrayList<>();
        OwnLoops place = new OwnLoops((call, outcomes) -> {}, "m", "x") {
            @Override
            public void change(Change change, Outcomes outcomes) throws InterruptedException {
                changes.add(change);
                outcomes.prepare(() -> {
                    throw failure(FailureKind.MALFORMED_ANSWER);
                });
            }
        };

        SyncException thrown = sync(mode, place);

        assertThat(changes).hasSize(1);
        assertThat(states(thrown.reports().get(0)).values()).containsOnly(State.NOT_STARTED);
    }
}
