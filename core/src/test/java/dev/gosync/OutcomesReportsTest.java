package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.ScriptedPlace.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.ScriptedPlace.Half;
import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomesReportsTest {
    private final List<List<String>> calls = new ArrayList<>();

    private static Written adding(Half half) {
        return new ScriptedPlace().adding(half).write("a", "b", "c");
    }

    // Within a method, outside of any call

    @Test
    void a_method_that_reports_nothing_and_returns_has_done_everything() {
        Written written = adding((things, outcomes) -> calls.add(things));

        assertThat(calls).containsExactly(List.of("a", "b", "c"));
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", DONE));
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void a_method_that_reports_some_leaves_the_others_not_known() {
        Written written = adding((things, outcomes) -> {
            outcomes.succeeded("b");
            outcomes.failed("c", failure(FailureKind.UNKNOWN_THING));
        });

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", DONE, "c", FAILED));
        assertThat(written.of("a").reason()).isEqualTo("the adapter did not report what happened");
        assertThat(written.report().isClean()).isFalse();
        assertThat(written.failure()).isPresent();
    }

    @Test
    void a_method_that_reports_all_is_believed() {
        Written written = adding((things, outcomes) -> things.forEach(outcomes::succeeded));

        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void a_method_that_makes_some_of_the_calls_leaves_the_others_not_known() {
        Written written = adding((things, outcomes) -> outcomes.each(things.subList(0, 2), thing -> {}));

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", NOT_KNOWN));
        assertThat(written.failure()).isPresent();
    }

    @Test
    void reports_of_one_half_do_not_affect_the_other() {
        ScriptedPlace place = new ScriptedPlace("old").removing((things, outcomes) -> outcomes.succeeded("old"));
        place.adding((things, outcomes) -> calls.add(things));

        Written written = place.write("a", "b");

        assertThat(written.states()).isEqualTo(Map.of("old", DONE, "a", DONE, "b", DONE));
        assertThat(written.failure()).isEmpty();
    }

    @Test
    void a_method_that_throws_and_reported_nothing_leaves_everything_not_known() {
        Written written = adding((things, outcomes) -> {
            throw failure(FailureKind.UNAVAILABLE);
        });

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_KNOWN, "c", NOT_KNOWN));
        assertThat(written.of("a").reason())
                .contains("did not report how far it got")
                .contains("it said no");
        assertThat(written.report().failure().orElseThrow().kind()).contains(FailureKind.UNAVAILABLE);
    }

    @Test
    void a_method_that_throws_a_raw_exception_is_accounted_for_too() {
        Written written = adding((things, outcomes) -> {
            outcomes.succeeded("a");
            throw new IOException("reset");
        });

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_KNOWN, "c", NOT_KNOWN));
        assertThat(written.failure().orElseThrow()).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_method_that_throws_an_error_is_accounted_for_too() {
        Written written = adding((things, outcomes) -> {
            throw new StackOverflowError();
        });

        assertThat(written.states()).containsValues(NOT_KNOWN).doesNotContainValue(DONE);
        assertThat(written.failure().orElseThrow()).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_half_that_throws_something_unknown_leaves_its_things_not_known_and_does_not_stop_the_other() {
        ScriptedPlace place = new ScriptedPlace("old")
                .removing((things, outcomes) -> {
                    throw new IllegalStateException("odd");
                })
                .adding((things, outcomes) -> calls.add(things));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(calls).containsExactly(List.of("a"));
        assertThat(written.states()).isEqualTo(Map.of("old", NOT_KNOWN, "a", DONE));
        assertThat(written.report().failure().orElseThrow().problem()).isEqualTo("odd");
    }

    @Test
    void a_half_that_throws_a_failure_of_the_whole_place_stops_the_other() {
        ScriptedPlace place = new ScriptedPlace("old")
                .removing((things, outcomes) -> {
                    throw failure(FailureKind.AUTHENTICATION);
                })
                .adding((things, outcomes) -> calls.add(things));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("old", NOT_KNOWN, "a", NOT_STARTED));
    }

    @Test
    void no_loop_begins_after_a_failure_that_concerns_the_place() {
        Written written = adding((things, outcomes) -> {
            outcomes.failed("a", failure(FailureKind.AUTHENTICATION));
            outcomes.each(List.of("b", "c"), thing -> calls.add(List.of(thing)));
        });

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", NOT_STARTED, "c", NOT_STARTED));
    }

    @Test
    void what_a_method_does_not_report_after_a_failure_of_the_place_is_not_known() {
        Written written = adding((things, outcomes) -> outcomes.failed("a", failure(FailureKind.AUTHENTICATION)));

        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", NOT_KNOWN, "c", NOT_KNOWN));
    }

    @Test
    void a_bulk_answer_can_be_reported_to_its_end_after_a_failure_that_concerns_the_place() {
        Written written = adding((things, outcomes) -> {
            outcomes.failed("a", failure(FailureKind.PERMISSION));
            outcomes.succeeded("b");
            outcomes.succeeded("c");
        });

        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", DONE, "c", DONE));
        assertThat(written.report().failure().orElseThrow().kind()).contains(FailureKind.PERMISSION);
    }

    // Within a call

    private static Written answering(Outcomes.Call<Outcomes> answer) {
        return adding((things, outcomes) -> outcomes.attempt(things, all -> answer.on(outcomes)));
    }

    @Test
    void a_call_that_reports_some_things_leaves_the_others_not_known() {
        Written written = answering(outcomes -> {
            outcomes.succeeded("a");
            outcomes.failed("b", failure(FailureKind.REFUSED_THING));
        });

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", NOT_KNOWN));
        assertThat(written.failure()).isPresent();
    }

    @Test
    void a_call_that_throws_has_failed_for_the_things_it_had_not_reported() {
        Written written = answering(outcomes -> {
            outcomes.succeeded("a");
            throw failure(FailureKind.INVALID_REQUEST);
        });

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", FAILED));
    }

    @Test
    void a_bulk_answer_with_a_failure_that_concerns_the_place_is_the_last_call() {
        Written written = adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
            calls.add(batch);
            outcomes.succeeded("a");
            outcomes.failed("b", failure(FailureKind.PERMISSION));
        }));

        assertThat(calls).hasSize(1);
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", NOT_STARTED));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "UNAVAILABLE", "UNKNOWN"})
    void a_later_and_milder_failure_of_a_call_does_not_hide_the_one_that_ends_it(FailureKind lesser) {
        Written written = adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
            calls.add(batch);
            outcomes.failed("a", failure(FailureKind.PERMISSION));
            outcomes.failed("b", failure(lesser));
        }));

        assertThat(calls).hasSize(1);
        assertThat(written.report().failure().orElseThrow().kind()).contains(FailureKind.PERMISSION);
    }

    @Test
    void an_exception_of_a_call_does_not_hide_a_reported_failure_that_ends_it() {
        Written written = adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
            calls.add(batch);
            outcomes.failed("a", failure(FailureKind.PERMISSION));
            throw failure(FailureKind.UNKNOWN_THING);
        }));

        assertThat(calls).hasSize(1);
        assertThat(written.of("c").state()).isEqualTo(NOT_STARTED);
    }

    @Test
    void trouble_in_a_bulk_answer_counts_whatever_the_order_of_the_reports() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
                    calls.add(batch);
                    outcomes.failed(batch.get(0), failure(FailureKind.UNAVAILABLE));
                    outcomes.failed(batch.get(1), failure(FailureKind.UNKNOWN_THING));
                }));

        place.write("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(calls).hasSize(3);
    }

    @Test
    void a_bulk_answer_that_did_something_is_no_trouble_with_the_place() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
                    calls.add(batch);
                    outcomes.failed(batch.get(0), failure(FailureKind.UNAVAILABLE));
                    outcomes.succeeded(batch.get(1));
                }));

        Written written = place.write("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(calls).hasSize(4);
        assertThat(written.report().count(DONE)).isEqualTo(4);
    }

    // What an adapter must not do

    @Test
    void a_report_of_a_thing_that_was_not_asked_for_is_refused() {
        Written written = adding((things, outcomes) -> {
            things.forEach(outcomes::succeeded);
            assertThatThrownBy(() -> outcomes.succeeded("A"))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("'A' was not asked for")
                    .hasMessageContaining("fault of the adapter");
        });

        assertThat(written.report().count(DONE)).isEqualTo(3);
        assertThat(written.report().failure().orElseThrow().kind()).contains(FailureKind.UNKNOWN);
        assertThat(written.failure()).isPresent();
    }

    @Test
    void a_report_of_a_thing_of_the_other_half_is_refused() {
        ScriptedPlace place = new ScriptedPlace("old").removing((things, outcomes) -> {
            outcomes.succeeded("old");
            outcomes.succeeded("a");
        });

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(written.states()).isEqualTo(Map.of("old", DONE, "a", NOT_STARTED));
        assertThat(written.report().failure().orElseThrow().message()).contains("'a' was not asked for");
        assertThat(place.members).doesNotContain("a");
    }

    @Test
    void a_call_for_a_thing_that_was_not_asked_for_is_refused() {
        Written written =
                adding((things, outcomes) -> outcomes.each(List.of("a", "x"), thing -> calls.add(List.of(thing))));

        assertThat(calls).containsExactly(List.of("a"));
        assertThat(written.of("a").state()).isEqualTo(DONE);
        assertThat(written.report().failure().orElseThrow().message()).contains("'x' was not asked for");
    }

    @Test
    void no_thing_can_be_reported_twice() {
        Written written = answering(outcomes -> {
            outcomes.succeeded("a");
            outcomes.failed("a", failure(FailureKind.UNKNOWN_THING));
        });

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_KNOWN, "c", NOT_KNOWN));
        assertThat(written.report().failure().orElseThrow().message()).contains("'a' was reported twice");
    }

    @Test
    void no_thing_can_be_in_two_calls() {
        Written written = adding((things, outcomes) -> {
            outcomes.each(things, thing -> calls.add(List.of(thing)));
            outcomes.each(things, thing -> calls.add(List.of(thing)));
        });

        assertThat(calls).hasSize(3);
        assertThat(written.failure().orElseThrow()).hasMessageContaining("'a' was reported twice");
    }

    @Test
    void a_fault_of_the_adapter_cannot_be_hidden_by_catching_it() {
        Written written = answering(outcomes -> {
            try {
                outcomes.succeeded("x");
            } catch (AdapterException e) {
                calls.add(List.of());
            }
        });

        assertThat(calls).hasSize(1);
        assertThat(written.report().count(NOT_KNOWN)).isEqualTo(3);
        assertThat(written.report().isClean()).isFalse();
    }

    @Test
    void what_an_adapter_may_have_done_without_a_loop_before_its_fault_is_not_known() {
        Written written = adding((things, outcomes) -> {
            outcomes.succeeded("a");
            outcomes.succeeded("x");
        });

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_KNOWN, "c", NOT_KNOWN));
    }

    @Test
    void no_call_begins_inside_another() {
        Written written = adding((things, outcomes) ->
                outcomes.attempt(things, all -> outcomes.each(all, thing -> calls.add(List.of(thing)))));

        assertThat(calls).isEmpty();
        assertThat(written.report().count(NOT_KNOWN)).isEqualTo(3);
        assertThat(written.failure().orElseThrow()).hasMessageContaining("a call began inside another");
    }
}
