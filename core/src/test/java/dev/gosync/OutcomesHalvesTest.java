package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.ScriptedPlace.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomesHalvesTest {
    private final List<String> calls = new ArrayList<>();

    /** How a test carries out both halves at once. */
    @FunctionalInterface
    private interface Both {
        void make(Change change, Outcomes outcomes) throws IOException, InterruptedException;
    }

    private static ScriptedPlace changing(Both both, String... members) {
        return new ScriptedPlace(members) {
            @Override
            public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
                both.make(change, outcomes);
            }
        };
    }

    private ScriptedPlace noting(String... members) {
        return new ScriptedPlace(members)
                .adding((things, outcomes) -> calls.add("add " + things))
                .removing((things, outcomes) -> calls.add("remove " + things));
    }

    // The default change()

    @ParameterizedTest
    @EnumSource
    void halves_run_in_the_order_of_the_mode(Mode mode) {
        ScriptedPlace place = noting("x", "y");

        Written written = place.write(sync -> sync.mode(mode), "b", "a");

        assertThat(calls)
                .isEqualTo(
                        switch (mode) {
                            case ADD_ONLY -> List.of("add [a, b]");
                            case REMOVE_ONLY -> List.of("remove [x, y]");
                            case REMOVE_ADD -> List.of("remove [x, y]", "add [a, b]");
                            case ADD_REMOVE -> List.of("add [a, b]", "remove [x, y]");
                        });
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void an_adapter_never_gets_an_empty_half() {
        ScriptedPlace place = noting("a");

        place.write("a", "b");

        assertThat(calls).containsExactly("add [b]");
    }

    @Test
    void an_adapter_with_nothing_to_do_is_not_called() {
        ScriptedPlace place = changing((change, outcomes) -> calls.add("change"), "a");

        Written written = place.write("A");

        assertThat(calls).isEmpty();
        assertThat(written.report().outcomes()).isEmpty();
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void outcomes_are_in_the_order_of_the_mode() {
        ScriptedPlace place = noting("x", "y");

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "b", "a");

        assertThat(written.report().outcomes())
                .extracting(Outcome::action, Outcome::thing)
                .extracting(Object::toString)
                .containsExactly("(ADD, \"a\")", "(ADD, \"b\")", "(REMOVE, \"x\")", "(REMOVE, \"y\")");
    }

    @Test
    void a_half_that_gives_up_stops_the_other() {
        ScriptedPlace place = noting("x", "y")
                .removing((things, outcomes) -> outcomes.each(things, thing -> {
                    throw failure(FailureKind.AUTHENTICATION);
                }));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("x", FAILED, "y", NOT_STARTED, "a", NOT_STARTED));
    }

    @Test
    void a_half_with_failures_of_single_things_does_not_stop_the_other() {
        ScriptedPlace place = noting("x")
                .removing((things, outcomes) -> outcomes.each(things, thing -> {
                    throw failure(FailureKind.REFUSED_THING);
                }));

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("x", FAILED, "a", DONE));
    }

    @Test
    void in_add_remove_nothing_is_removed_when_no_addition_succeeded() {
        ScriptedPlace place = noting("x")
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    throw failure(FailureKind.REFUSED_THING);
                }));

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "x", NOT_STARTED));
        assertThat(written.report().failure().orElseThrow().message())
                .contains("only 0 of 1 additions succeeded, so 0 of 1 members would be left");
    }

    // An adapter's own change()

    @Test
    void a_change_in_one_call_that_reports_nothing_has_done_everything() {
        ScriptedPlace place = changing(
                (change, outcomes) -> calls.add(change.additions() + " " + change.removals() + " " + change.mode()),
                "x");

        Written written = place.write("a");

        assertThat(calls).containsExactly("[a] [x] ADD_REMOVE");
        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", DONE));
    }

    @Test
    void both_halves_may_go_into_one_call_which_succeeds_or_fails_as_one() {
        ScriptedPlace place = changing(
                (change, outcomes) -> outcomes.attempt(List.of("a", "x"), all -> {
                    throw failure(FailureKind.PERMISSION);
                }),
                "x");

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("x", FAILED, "a", FAILED));
        assertThat(written.of("x").action()).isEqualTo(Action.REMOVE);
        assertThat(written.of("a").action()).isEqualTo(Action.ADD);
    }

    @Test
    void a_change_that_reports_some_leaves_the_others_not_known() {
        ScriptedPlace place = changing((change, outcomes) -> outcomes.succeeded("x"), "x");

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", NOT_KNOWN));
    }

    @Test
    void a_change_that_throws_leaves_what_it_had_not_reported_not_known() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    outcomes.succeeded("x");
                    throw new IOException("reset");
                },
                "x");

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", NOT_KNOWN));
    }

    @Test
    void an_adapter_that_catches_the_end_of_a_half_does_not_begin_the_other() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    try {
                        outcomes.each(change.removals(), thing -> {
                            throw failure(FailureKind.AUTHENTICATION);
                        });
                    } catch (AdapterException e) {
                        outcomes.each(change.additions(), calls::add);
                    }
                },
                "x",
                "y");

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("x", FAILED, "y", NOT_STARTED, "a", NOT_STARTED));
    }

    @Test
    void what_must_remain_is_judged_again_if_a_change_method_uses_the_loops() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    outcomes.each(change.additions(), thing -> {
                        throw failure(FailureKind.REFUSED_THING);
                    });
                    outcomes.each(change.removals(), calls::add);
                },
                "x");

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "x", NOT_STARTED));
    }

    @Test
    void in_add_remove_a_change_method_cannot_remove_first() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    outcomes.each(change.removals(), calls::add);
                    outcomes.each(change.additions(), calls::add);
                },
                "x");

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED, "x", NOT_STARTED));
        assertThat(written.failure()).isPresent();
    }

    @Test
    void a_change_method_may_use_the_loops_in_the_order_of_the_mode() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    for (Action action : change.mode().actions()) {
                        outcomes.each(change.of(action), calls::add);
                    }
                },
                "x");

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a");

        assertThat(calls).containsExactly("a", "x");
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void a_change_method_may_use_the_halves() {
        ScriptedPlace place = new ScriptedPlace("x") {
            @Override
            public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
                calls.add("change");
                super.change(change, outcomes);
            }
        };

        Written written = place.write("a");

        assertThat(calls).containsExactly("change");
        assertThat(place.members).containsExactly("a");
        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", DONE));
    }

    // What one call postpones for another

    @Test
    void what_a_call_postpones_is_judged_again_before_the_call_that_takes_it() {
        ScriptedPlace place = changing(
                (change, outcomes) -> {
                    outcomes.attempt(List.of("a", "b", "x"), all -> {
                        outcomes.succeeded("a");
                        outcomes.failed("b", failure(FailureKind.REFUSED_THING));
                        outcomes.postpone(List.of("x"));
                    });
                    outcomes.attempt(List.of("x"), all -> calls.add("remove " + all));
                },
                "x");

        Written refused = place.write(sync -> sync.mode(Mode.ADD_REMOVE).guard(Guards.require(List.of("b"))), "a", "b");
        Written passed = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a", "b");

        assertThat(refused.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "x", NOT_STARTED));
        assertThat(refused.report().failure().orElseThrow().message()).contains("b");
        assertThat(calls).containsExactly("remove [x]");
        assertThat(passed.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "x", DONE));
    }

    @Test
    void postponed_things_that_no_call_takes_are_not_started() {
        ScriptedPlace place = changing(
                (change, outcomes) -> outcomes.attempt(List.of("a", "x"), all -> {
                    outcomes.postpone(List.of("x"));
                    throw failure(FailureKind.PERMISSION);
                }),
                "x");
        ScriptedPlace forgetful = changing(
                (change, outcomes) -> outcomes.attempt(List.of("a", "x"), all -> outcomes.postpone(List.of("x"))), "x");

        assertThat(place.write("a").states()).isEqualTo(Map.of("a", FAILED, "x", NOT_STARTED));
        assertThat(forgetful.write("a").states()).isEqualTo(Map.of("a", DONE, "x", NOT_STARTED));
        assertThat(forgetful.write("a").failure()).isPresent();
    }

    @Test
    void postponing_outside_a_call_or_after_a_report_is_a_fault_of_the_adapter() {
        ScriptedPlace outside = changing((change, outcomes) -> outcomes.postpone(List.of("x")), "x");
        ScriptedPlace after = changing(
                (change, outcomes) -> outcomes.attempt(List.of("x"), all -> {
                    outcomes.succeeded("x");
                    outcomes.postpone(List.of("x"));
                }),
                "x");

        assertThat(outside.write(sync -> sync.mode(Mode.REMOVE_ADD), "a")
                        .report()
                        .failure()
                        .orElseThrow()
                        .message())
                .contains("outside a call");
        assertThat(after.write(sync -> sync.mode(Mode.REMOVE_ADD), "a")
                        .report()
                        .failure()
                        .orElseThrow()
                        .message())
                .contains("reported twice");
    }

    @Test
    void adding_and_removing_work_on_an_adapter_that_was_never_read() {
        ScriptedPlace read = new ScriptedPlace("x");
        ScriptedPlace fresh = new ScriptedPlace("x") {
            @Override
            public Listing get() {
                throw new AssertionError("it was read");
            }
        };
        Sync sync = Sync.from(Sources.of("a"));

        Report report = sync.apply(planOf(sync, read), fresh);

        assertThat(report.isClean()).isTrue();
        assertThat(fresh.members).containsExactly("a");
    }

    private static Plan planOf(Sync sync, Adapter place) {
        try {
            return sync.plan(place);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // An addition and a removal of one member

    @Test
    void an_addition_and_a_removal_that_the_place_takes_for_one_member_do_not_begin() {
        ScriptedPlace place = new ScriptedPlace("ann", "bob") {
            @Override
            public Matching matching() {
                return Matching.ignoringCase();
            }
        };
        place.adding((things, outcomes) -> calls.add("add " + things))
                .removing((things, outcomes) -> calls.add("remove " + things));

        Written written = place.write(sync -> sync.matching(Matching.exact()), "Ann", "cyd");

        assertThat(calls).containsExactlyInAnyOrder("add [cyd]", "remove [bob]");
        assertThat(written.report().isClean()).isTrue();
        assertThat(written.report().plan().orElseThrow().alreadyThere()).containsEntry("Ann", "ann");
    }
}
