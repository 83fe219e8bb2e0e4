package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.Outcome.State.SKIPPED;
import static dev.gosync.ScriptedPlace.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that refuses a whole batch because of one thing in it. */
class OutcomesBatchesTest {
    private final List<String> calls = new ArrayList<>();

    private static String name(int number) {
        return "%03d".formatted(number);
    }

    private static String[] names(int size) {
        return IntStream.range(0, size).mapToObj(OutcomesBatchesTest::name).toArray(String[]::new);
    }

    /** Takes batches of this size, and refuses a whole batch that holds one of these things. */
    private ScriptedPlace refusing(int size, FailureKind kind, String... things) {
        Set<String> refused = Set.of(things);
        ScriptedPlace place = new ScriptedPlace();
        return place.adding((all, outcomes) -> outcomes.batches(all, size, batch -> {
            calls.add(String.join(" ", batch));
            if (!Collections.disjoint(batch, refused)) {
                throw failure(kind);
            }
            place.members.addAll(batch);
        }));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void a_refused_batch_is_tried_again_in_halves(FailureKind kind) {
        Written written = refusing(10, kind, "d").write("a", "b", "c", "d", "e");

        assertThat(calls).containsExactly("a b c d e", "a b", "c d e", "c", "d e", "d", "e");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", DONE, "d", FAILED, "e", DONE));
        assertThat(written.of("d").kind()).contains(kind);
        assertThat(written.report().failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 5", "4, 5", "64, 13", "100, 15", "128, 15"})
    void one_refused_thing_is_found_in_few_calls(int size, int most) {
        for (int refused = 0; refused < size; refused++) {
            calls.clear();

            Written written =
                    refusing(size, FailureKind.REFUSED_THING, name(refused)).write(names(size));

            assertThat(calls).hasSizeLessThanOrEqualTo(most);
            assertThat(written.of(name(refused)).state()).isEqualTo(FAILED);
            assertThat(written.report().count(DONE)).isEqualTo(size - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 25", "3, 37", "8, 97"})
    void several_refused_things_are_found_and_the_others_are_done(int refused, int most) {
        String[] bad = IntStream.range(0, refused)
                .mapToObj(number -> name(number * 17))
                .toArray(String[]::new);
        ScriptedPlace place = refusing(64, FailureKind.UNKNOWN_THING, bad);

        Written written = place.write(names(150));

        assertThat(calls).hasSizeLessThanOrEqualTo(most + 3);
        assertThat(written.report().count(FAILED)).isEqualTo(refused);
        assertThat(written.report().count(DONE)).isEqualTo(150 - refused);
        Set<String> expected = new TreeSet<>(List.of(names(150)));
        List.of(bad).forEach(expected::remove);
        assertThat(place.members).containsExactlyElementsOf(expected);
    }

    @Test
    void when_all_are_refused_each_is_alone_in_the_end() {
        Written written =
                refusing(4, FailureKind.REFUSED_THING, "a", "b", "c", "d").write("a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c d", "a b", "a", "b", "c d", "c", "d");
        assertThat(written.report().count(FAILED)).isEqualTo(4);
    }

    @Test
    void a_batch_that_is_taken_is_one_call() {
        Written written = refusing(2, FailureKind.REFUSED_THING, "e").write("a", "b", "c", "d", "e");

        assertThat(calls).containsExactly("a b", "c d", "e");
        assertThat(written.of("e").state()).isEqualTo(FAILED);
    }

    @Test
    void a_refused_thing_that_is_tolerated_is_skipped() {
        Written written = refusing(10, FailureKind.UNKNOWN_THING, "b")
                .write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a", "b", "c", "d");

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", SKIPPED, "c", DONE, "d", DONE));
        assertThat(written.report().isClean()).isTrue();
        assertThat(written.failure()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNKNOWN_THING", "REFUSED_THING"})
    void a_failure_of_the_place_is_not_split(FailureKind kind) {
        Written written = refusing(4, kind, "b").write("a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c d");
        assertThat(written.report().count(FAILED) + written.report().count(NOT_KNOWN))
                .isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void a_lost_answer_is_not_split(FailureKind kind) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 4, batch -> {
                    calls.add(String.join(" ", batch));
                    throw failure(kind).toBuilder().answerLost().build();
                }));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).containsExactly("a b c d", "e");
        assertThat(written.report().count(NOT_KNOWN)).isEqualTo(5);
    }

    @Test
    void the_other_loops_do_not_split() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.attempt(all, things -> {
                    calls.add(String.join(" ", things));
                    throw failure(FailureKind.REFUSED_THING);
                }));

        Written written = place.write("a", "b");

        assertThat(calls).containsExactly("a b");
        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", FAILED));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATION", "PERMISSION", "NOT_FOUND", "READ_ONLY", "RATE_LIMITED"})
    void a_failure_of_the_place_in_the_middle_leaves_the_rest_not_started(FailureKind kind) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 4, batch -> {
                    calls.add(String.join(" ", batch));
                    throw failure(batch.size() == 4 ? FailureKind.REFUSED_THING : kind);
                }));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).containsExactly("a b c d", "a b");
        assertThat(written.states())
                .isEqualTo(Map.of("a", FAILED, "b", FAILED, "c", NOT_STARTED, "d", NOT_STARTED, "e", NOT_STARTED));
        assertThat(written.of("a").kind()).contains(kind);
        assertThat(written.of("c").reason()).contains(kind.name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_interrupt_in_the_middle_leaves_the_rest_not_started(boolean duringTheCall) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 4, batch -> {
                    calls.add(String.join(" ", batch));
                    if (batch.size() == 4) {
                        throw failure(FailureKind.REFUSED_THING);
                    }
                    if (duringTheCall) {
                        throw new InterruptedException();
                    }
                    Thread.currentThread().interrupt();
                }));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(calls).containsExactly("a b c d", "a b");
        assertThat(written.of("a").state()).isEqualTo(duringTheCall ? NOT_KNOWN : DONE);
        assertThat(written.of("c").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("d").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("e").state()).isEqualTo(NOT_STARTED);
    }

    @Test
    void an_error_in_the_middle_leaves_the_rest_not_started() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 4, batch -> {
                    if (batch.size() == 4) {
                        throw failure(FailureKind.REFUSED_THING);
                    }
                    throw new StackOverflowError();
                }));

        Written written = place.write("a", "b", "c", "d");

        assertThat(written.states())
                .isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_KNOWN, "c", NOT_STARTED, "d", NOT_STARTED));
    }

    @Test
    void what_a_batch_reported_before_it_was_refused_is_settled() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 5, batch -> {
                    calls.add(String.join(" ", batch));
                    if (batch.size() == 5) {
                        outcomes.succeeded("a", "invited");
                        outcomes.failed("b", failure(FailureKind.UNKNOWN_THING));
                        throw failure(FailureKind.REFUSED_THING);
                    }
                }));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).containsExactly("a b c d e", "c", "d e");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", DONE, "d", DONE, "e", DONE));
        assertThat(written.of("a").reason()).isEqualTo("invited");
    }

    @Test
    void the_last_thing_that_a_batch_did_not_report_is_alone() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 3, batch -> {
                    calls.add(String.join(" ", batch));
                    outcomes.succeeded("a");
                    outcomes.succeeded("b");
                    throw failure(FailureKind.UNKNOWN_THING);
                }));

        Written written = place.write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a", "b", "c");

        assertThat(calls).containsExactly("a b c");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", SKIPPED));
    }

    @Test
    void a_batch_that_reported_all_before_it_threw_is_not_tried_again() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 2, batch -> {
                    calls.add(String.join(" ", batch));
                    batch.forEach(outcomes::succeeded);
                    throw failure(FailureKind.UNKNOWN_THING);
                }));

        Written written = place.write("a", "b", "c");

        assertThat(calls).containsExactly("a b", "c");
        assertThat(written.report().count(DONE)).isEqualTo(3);
    }

    @Test
    void a_worse_failure_that_a_refused_batch_reported_ends_it() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 3, batch -> {
                    calls.add(String.join(" ", batch));
                    outcomes.failed("a", failure(FailureKind.AUTHENTICATION));
                    throw failure(FailureKind.UNKNOWN_THING);
                }));

        Written written = place.write("a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c");
        assertThat(written.states())
                .isEqualTo(Map.of("a", FAILED, "b", NOT_STARTED, "c", NOT_STARTED, "d", NOT_STARTED));
    }

    @Test
    void each_call_is_heard_with_its_outcomes_before_the_next() {
        RecordingListener listener = new RecordingListener();

        refusing(4, FailureKind.REFUSED_THING, "b").write(sync -> sync.listener(listener), "a", "b", "c", "d");

        assertThat(listener.events().stream()
                        .filter(event -> event.startsWith("calling") || event.startsWith("happened")))
                .containsExactly(
                        "calling the place: [a, b, c, d]",
                        "calling the place: [a, b]",
                        "calling the place: [a]",
                        "happened the place: a DONE",
                        "calling the place: [b]",
                        "happened the place: b FAILED",
                        "calling the place: [c, d]",
                        "happened the place: c DONE",
                        "happened the place: d DONE");
    }

    @Test
    void a_listener_that_throws_at_a_half_leaves_the_rest_not_started() {
        RecordingListener listener = new RecordingListener().throwingAt("calling the place: [c, d]"::equals);

        Written written =
                refusing(4, FailureKind.REFUSED_THING, "b").write(sync -> sync.listener(listener), "a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c d", "a b", "a", "b");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", NOT_STARTED, "d", NOT_STARTED));
    }

    @Test
    void each_half_in_trouble_counts_as_one_call_in_trouble() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 8, batch -> {
                    calls.add(String.join(" ", batch));
                    throw failure(batch.size() == 8 ? FailureKind.REFUSED_THING : FailureKind.UNAVAILABLE);
                }));

        Written written = place.write("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

        assertThat(calls).containsExactly("a b c d e f g h", "a b c d", "e f g h", "i j");
        assertThat(written.report().count(FAILED)).isEqualTo(10);
        assertThat(written.report().failure().orElseThrow().kind()).contains(FailureKind.UNAVAILABLE);
    }

    @Test
    void a_refused_batch_resets_the_count_of_troubles() {
        List<FailureKind> kinds = List.of(
                FailureKind.UNAVAILABLE,
                FailureKind.UNAVAILABLE,
                FailureKind.REFUSED_THING,
                FailureKind.UNAVAILABLE,
                FailureKind.UNAVAILABLE);
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 2, batch -> {
                    calls.add(String.join(" ", batch));
                    if (calls.size() <= kinds.size()) {
                        throw failure(kinds.get(calls.size() - 1));
                    }
                }));

        Written written = place.write("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(calls).containsExactly("a b", "c d", "e f", "e", "f", "g h");
        assertThat(written.of("h").state()).isEqualTo(DONE);
    }

    @Test
    void removals_are_split_as_well() {
        ScriptedPlace place = new ScriptedPlace("a", "b", "c", "d");
        place.removing((all, outcomes) -> outcomes.batches(all, 4, batch -> {
            calls.add(String.join(" ", batch));
            if (batch.contains("c")) {
                throw failure(FailureKind.REFUSED_THING);
            }
            place.members.removeAll(batch);
        }));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ONLY), "x");

        assertThat(calls).containsExactly("a b c d", "a b", "c d", "c", "d");
        assertThat(written.of("c").state()).isEqualTo(FAILED);
        assertThat(place.members).containsExactly("c");
    }

    @Test
    void a_thing_that_an_adapter_postponed_before_its_batch_was_refused_is_not_tried_again() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((all, outcomes) -> outcomes.batches(all, 4, batch -> {
                    calls.add(String.join(" ", batch));
                    if (batch.size() == 4) {
                        outcomes.postpone(List.of("d"));
                        throw failure(FailureKind.REFUSED_THING);
                    }
                }));

        Written written = place.write("a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c d", "a", "b c");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", DONE, "d", NOT_STARTED));
    }

    @Test
    void an_adapter_that_gives_up_between_halves_is_stopped_and_everything_is_accounted_for() {
        ScriptedPlace place = new ScriptedPlace().adding((all, outcomes) -> {
            try {
                outcomes.batches(all, 4, batch -> {
                    calls.add(String.join(" ", batch));
                    throw failure(batch.size() == 4 ? FailureKind.REFUSED_THING : FailureKind.PERMISSION);
                });
            } catch (AdapterException e) {
                outcomes.each(all, thing -> calls.add(thing));
            }
        });

        Written written = place.write("a", "b", "c", "d");

        assertThat(calls).containsExactly("a b c d", "a b");
        assertThat(written.report().outcomes()).hasSize(4);
    }
}
