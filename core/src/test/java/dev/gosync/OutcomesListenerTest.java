package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.ScriptedPlace.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesListenerTest {
    private final List<String> events = new ArrayList<>();

    /** Records every event, and throws at those that a test names. */
    private final class Noting implements SyncListener {
        private final Predicate<String> fatal;
        private final RuntimeException thrown;

        Noting(Predicate<String> fatal) {
            this(fatal, new IllegalStateException("the journal is full"));
        }

        Noting(Predicate<String> fatal, RuntimeException thrown) {
            this.fatal = fatal;
            this.thrown = thrown;
        }

        private void note(String event) {
            events.add(event);
            if (fatal.test(event)) {
                throw thrown;
            }
        }

        @Override
        public void reading(String place) {
            note("reading " + place);
        }

        @Override
        public void read(String place, Listing listing) {
            note("read " + place + " " + listing.things());
        }

        @Override
        public void planned(Plan plan) {
            note("planned");
        }

        @Override
        public void starting(Plan plan, List<String> things) {
            note("starting " + things);
        }

        @Override
        public void calling(Plan plan, List<String> things) {
            note("calling " + things);
        }

        @Override
        public void happened(Plan plan, Outcome outcome) {
            note("happened " + outcome.thing() + " " + outcome.state());
        }

        @Override
        public void finished(Report report) {
            note("finished");
        }
    }

    private ScriptedPlace noting(String... members) {
        return new ScriptedPlace(members)
                .adding((things, outcomes) -> outcomes.each(things, thing -> events.add("add " + thing)))
                .removing((things, outcomes) -> outcomes.each(things, thing -> events.add("remove " + thing)));
    }

    @Test
    void every_step_is_heard_in_order_each_call_before_it_and_each_outcome_before_the_next_call() {
        ScriptedPlace place = noting("x");

        place.write(sync -> sync.listener(new Noting(event -> false)), "a", "b");

        assertThat(events)
                .containsExactly(
                        "reading 2 given things (d928252dd0b3)",
                        "read 2 given things (d928252dd0b3) [a, b]",
                        "reading the place",
                        "read the place [x]",
                        "planned",
                        "starting [a, b, x]",
                        "starting [a, b]",
                        "calling [a]",
                        "add a",
                        "happened a DONE",
                        "calling [b]",
                        "add b",
                        "happened b DONE",
                        "starting [x]",
                        "calling [x]",
                        "remove x",
                        "happened x DONE",
                        "finished");
    }

    @Test
    void everything_is_heard_on_the_working_thread() {
        List<Thread> threads = new ArrayList<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                threads.add(Thread.currentThread());
            }

            @Override
            public void happened(Plan plan, Outcome outcome) {
                threads.add(Thread.currentThread());
            }
        };
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    threads.add(Thread.currentThread());
                }));

        place.write(sync -> sync.listener(listener), "a");

        assertThat(threads).hasSize(3).containsOnly(threads.get(0));
    }

    @Test
    void outcomes_of_a_bulk_answer_are_heard_after_the_call_in_the_order_of_the_reports() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.attempt(things, all -> {
                    outcomes.failed("c", failure(FailureKind.UNKNOWN_THING));
                    outcomes.succeeded("a");
                    outcomes.succeeded("b");
                    events.add("answered");
                }));

        place.write(sync -> sync.listener(new Noting(event -> false)), "a", "b", "c");

        assertThat(events)
                .containsSubsequence(
                        "calling [a, b, c]", "answered", "happened c FAILED", "happened a DONE", "happened b DONE");
    }

    @Test
    void what_is_reported_outside_of_a_call_is_heard_at_once() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            outcomes.succeeded("a");
            events.add("between");
            outcomes.succeeded("b");
        });

        place.write(sync -> sync.listener(new Noting(event -> false)), "a", "b");

        assertThat(events).containsSubsequence("happened a DONE", "between", "happened b DONE");
    }

    @Test
    void outcomes_that_did_not_start_are_heard_too() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    throw failure(FailureKind.PERMISSION);
                }));

        place.write(sync -> sync.listener(new Noting(event -> false)), "a", "b");

        assertThat(events).containsSubsequence("happened a FAILED", "happened b NOT_STARTED", "finished");
    }

    @Test
    void an_adapter_that_makes_both_halves_at_once_starts_with_both() {
        ScriptedPlace place = new ScriptedPlace("x") {
            @Override
            public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
                outcomes.prepare(() -> events.add("prepared"));
                outcomes.attempt(List.of("a", "x"), all -> events.add("changed"));
            }
        };

        place.write(sync -> sync.listener(new Noting(event -> false)), "a");

        assertThat(events)
                .containsSubsequence(
                        "planned",
                        "starting [a, x]",
                        "prepared",
                        "calling [a, x]",
                        "changed",
                        "happened a DONE",
                        "happened x DONE",
                        "finished")
                .doesNotContain("starting [x]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting [x, a, b]", "starting [x]", "calling [x]"})
    void nothing_starts_if_a_listener_throws_before_the_first_write(String fatal) {
        ScriptedPlace place = noting("x");

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD).listener(new Noting(fatal::equals)), "a", "b");

        assertThat(events).noneMatch(event -> event.startsWith("add") || event.startsWith("remove"));
        assertThat(written.states()).isEqualTo(Map.of("x", NOT_STARTED, "a", NOT_STARTED, "b", NOT_STARTED));
        assertThat(written.of("a").reason()).isEqualTo("the journal is full");
        assertThat(written.report().failure().orElseThrow().message()).isEqualTo("the journal is full");
        assertThat(written.failure().orElseThrow()).hasCauseInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"happened a DONE", "calling [b]"})
    void a_listener_that_throws_in_the_middle_stops_the_next_write_and_loses_no_outcome(String fatal) {
        ScriptedPlace place = noting("x");

        Written written =
                place.write(sync -> sync.mode(Mode.REMOVE_ADD).listener(new Noting(fatal::equals)), "a", "b", "c");

        assertThat(events).contains("add a").doesNotContain("add b", "add c");
        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", DONE, "b", NOT_STARTED, "c", NOT_STARTED));
        assertThat(events).containsSubsequence("happened b NOT_STARTED", "happened c NOT_STARTED", "finished");
    }

    @Test
    void a_listener_that_throws_still_hears_every_outcome_of_the_call_that_was_made() {
        ScriptedPlace place =
                new ScriptedPlace().adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {}));

        Written written = place.write(sync -> sync.listener(new Noting("happened a DONE"::equals)), "a", "b", "c");

        assertThat(events).contains("happened a DONE", "happened b DONE", "happened c NOT_STARTED");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", NOT_STARTED));
    }

    @Test
    void if_a_listener_throws_the_others_still_hear_the_event() {
        ScriptedPlace place = noting();
        SyncListener broken = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                throw new IllegalStateException("no terminal");
            }
        };

        place.write(sync -> sync.listener(broken).listener(new Noting(event -> false)), "a", "b");

        assertThat(events).contains("happened a DONE", "happened b NOT_STARTED");
    }

    @Test
    void if_several_listeners_throw_the_first_is_named_and_the_others_are_suppressed() {
        ScriptedPlace place = noting();
        Predicate<String> fatal = "calling [a]"::equals;
        SyncListener first = new Noting(fatal, new IllegalStateException("first"));
        SyncListener second = new Noting(fatal, new IllegalStateException("second"));

        Written written = place.write(sync -> sync.listener(first).listener(second), "a");

        assertThat(written.failure().orElseThrow().getCause()).hasMessage("first");
        assertThat(written.failure().orElseThrow().getCause().getSuppressed())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage("second"));
    }

    @Test
    void an_error_of_a_listener_stops_the_next_write_and_all_is_accounted_for() {
        ScriptedPlace place = noting();
        SyncListener broken = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                throw new AssertionError("not as expected");
            }
        };

        Written written = place.write(sync -> sync.listener(broken), "a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_STARTED));
        assertThat(written.failure().orElseThrow()).hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void the_exception_of_a_listener_is_not_an_answer_of_the_service() {
        ScriptedPlace place = noting();
        SyncListener broken = new Noting("happened a DONE"::equals, failure(FailureKind.UNKNOWN_THING));

        Written written = place.write(sync -> sync.listener(broken).tolerate(FailureKind.UNKNOWN_THING), "a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_STARTED));
    }

    @Test
    void a_listener_that_throws_at_the_end_changes_nothing() {
        ScriptedPlace place = noting();

        Written written = place.write(sync -> sync.listener(new Noting("finished"::equals)), "a");

        assertThat(written.states()).isEqualTo(Map.of("a", DONE));
        assertThat(written.failure()).isEmpty();
    }

    @Test
    void an_outcome_that_is_heard_is_the_one_in_the_report() {
        List<Outcome> heard = new ArrayList<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                heard.add(outcome);
            }
        };
        ScriptedPlace place = new ScriptedPlace("x")
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    throw failure(FailureKind.REFUSED_THING);
                }));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD).listener(listener), "a", "b");

        assertThat(heard).isEqualTo(written.report().outcomes());
        assertThat(heard).extracting(Outcome::state).containsExactly(DONE, FAILED, FAILED);
    }
}
