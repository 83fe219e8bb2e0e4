package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.Outcome.State.SKIPPED;
import static dev.gosync.ScriptedPlace.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome.State;
import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesLoopsTest {
    private final List<List<String>> calls = new ArrayList<>();

    /** Adds one by one; the calls at these indices fail with this kind. */
    private ScriptedPlace failingAt(FailureKind kind, Integer... indices) {
        Set<Integer> failing = Set.of(indices);
        return new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(List.of(thing));
                    if (failing.contains(calls.size() - 1)) {
                        throw failure(kind);
                    }
                }));
    }

    @Test
    void each_makes_one_call_for_each_thing_in_order() {
        ScriptedPlace place = failingAt(FailureKind.UNKNOWN);

        Written written = place.write("b", "a", "c");

        assertThat(calls).containsExactly(List.of("a"), List.of("b"), List.of("c"));
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", DONE));
        assertThat(written.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, Integer.MAX_VALUE})
    void batches_passes_everything_once_and_never_more_than_the_size_at_a_time(int size) {
        ScriptedPlace place =
                new ScriptedPlace().adding((things, outcomes) -> outcomes.batches(things, size, calls::add));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, size));
        assertThat(calls).hasSize((int) Math.ceil(5.0 / size));
        assertThat(calls.stream().flatMap(List::stream)).containsExactly("a", "b", "c", "d", "e");
        assertThat(written.report().count(DONE)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void batches_refuses_a_size_below_one(int size) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> assertThatThrownBy(() -> outcomes.batches(things, size, calls::add))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("size must be at least 1, but is " + size));

        place.write("a");

        assertThat(calls).isEmpty();
    }

    @Test
    void attempt_makes_one_call_for_all() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> outcomes.attempt(things, calls::add));

        Written written = place.write("a", "b");

        assertThat(calls).containsExactly(List.of("a", "b"));
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE));
    }

    @Test
    void no_loop_makes_a_call_for_nothing() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            outcomes.attempt(List.of(), calls::add);
            outcomes.batches(List.of(), 10, calls::add);
            outcomes.each(List.of(), thing -> calls.add(List.of(thing)));
        });

        Written written = place.write("a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", DONE));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void bad_things_never_block_the_others(FailureKind kind) {
        ScriptedPlace place = failingAt(kind, 0, 1, 2, 3);

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).hasSize(5);
        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", FAILED, "c", FAILED, "d", FAILED, "e", DONE));
        assertThat(written.report().failure()).isEmpty();
        assertThat(written.failure()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER", "INVALID_REQUEST", "UNKNOWN"})
    void trouble_with_the_place_is_tolerated_twice_in_a_row(FailureKind kind) {
        ScriptedPlace place = failingAt(kind, 0, 1);

        Written written = place.write("a", "b", "c");

        assertThat(calls).hasSize(3);
        assertThat(written.of("b").state()).isIn(FAILED, NOT_KNOWN);
        assertThat(written.of("c").state()).isEqualTo(DONE);
        assertThat(written.report().failure()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER", "INVALID_REQUEST", "UNKNOWN"})
    void the_third_trouble_in_a_row_ends_it(FailureKind kind) {
        ScriptedPlace place = failingAt(kind, 1, 2, 3);

        Written written = place.write("a", "b", "c", "d", "e", "f");

        assertThat(calls).hasSize(4);
        assertThat(written.of("a").state()).isEqualTo(DONE);
        assertThat(written.of("e").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("f").state()).isEqualTo(NOT_STARTED);
        assertThat(written.report().failure().orElseThrow().kind()).contains(kind);
        assertThat(written.failure().orElseThrow()).cause().isInstanceOf(AdapterException.class);
    }

    @Test
    void three_troubles_of_different_kinds_are_three_in_a_row() {
        List<FailureKind> kinds = List.of(FailureKind.UNAVAILABLE, FailureKind.INVALID_REQUEST, FailureKind.UNKNOWN);
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(List.of(thing));
                    throw failure(kinds.get(calls.size() - 1));
                }));

        Written written = place.write("a", "b", "c", "d");

        assertThat(calls).hasSize(3);
        assertThat(written.of("d").state()).isEqualTo(NOT_STARTED);
    }

    @Test
    void a_success_resets_the_count_of_troubles() {
        ScriptedPlace place = failingAt(FailureKind.UNAVAILABLE, 0, 1, 3, 4, 6);

        Written written = place.write("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(calls).hasSize(8);
        assertThat(written.of("h").state()).isEqualTo(DONE);
    }

    @Test
    void a_failure_of_one_thing_resets_the_count_of_troubles() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(List.of(thing));
                    throw failure(thing.equals("c") ? FailureKind.UNKNOWN_THING : FailureKind.UNAVAILABLE);
                }));

        Written written = place.write("a", "b", "c", "d", "e");

        assertThat(calls).hasSize(5);
        assertThat(written.report().failure()).isEmpty();
    }

    @Test
    void troubles_in_a_row_are_counted_over_all_loops_of_a_method() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            for (String thing : things) {
                outcomes.attempt(List.of(thing), all -> {
                    calls.add(all);
                    throw failure(FailureKind.UNAVAILABLE);
                });
            }
        });

        place.write("a", "b", "c", "d");

        assertThat(calls).hasSize(3);
    }

    @Test
    void a_batch_in_trouble_counts_once_however_many_things_it_has() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.batches(things, 3, batch -> {
                    calls.add(batch);
                    throw failure(FailureKind.UNAVAILABLE);
                }));

        Written written = place.write("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

        assertThat(calls).hasSize(3);
        assertThat(written.report().count(FAILED)).isEqualTo(9);
        assertThat(written.of("j").state()).isEqualTo(NOT_STARTED);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNKNOWN_THING", "REFUSED_THING", "UNAVAILABLE", "MALFORMED_ANSWER", "INVALID_REQUEST", "UNKNOWN"})
    void a_failure_that_concerns_the_place_ends_the_loop_at_once(FailureKind kind) {
        ScriptedPlace place = failingAt(kind, 1);

        Written written = place.write("a", "b", "c");

        assertThat(calls).hasSize(2);
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED, "c", NOT_STARTED));
        assertThat(written.of("b").kind()).contains(kind);
        assertThat(written.of("c").kind()).isEmpty();
        assertThat(written.of("c").reason()).contains("members.add: it said no (" + kind + ")");
        assertThat(written.report().failure().orElseThrow().kind()).contains(kind);
    }

    @Test
    void an_adapter_that_catches_the_end_of_a_loop_makes_no_further_call() {
        List<Class<?>> thrown = new ArrayList<>();
        ScriptedPlace place = new ScriptedPlace("old").adding((things, outcomes) -> {
            for (String thing : things) {
                try {
                    outcomes.attempt(List.of(thing), all -> {
                        calls.add(all);
                        throw failure(FailureKind.PERMISSION);
                    });
                } catch (AdapterException e) {
                    thrown.add(e.getClass());
                }
            }
        });

        Written written = place.write(sync -> sync.mode(dev.gosync.adapter.Mode.ADD_REMOVE), "a", "b", "c");

        assertThat(calls).hasSize(1);
        assertThat(thrown).hasSize(3);
        assertThat(written.states())
                .isEqualTo(Map.of("a", FAILED, "b", NOT_STARTED, "c", NOT_STARTED, "old", NOT_STARTED));
        assertThat(place.members).contains("old");
    }

    @Test
    void a_reason_says_operation_problem_and_remedy() {
        ScriptedPlace place = failingAt(FailureKind.UNKNOWN_THING, 0);

        Written written = place.write("a");

        assertThat(written.of("a").reason())
                .isEqualTo("members.add: it said no. Check its spelling, or tolerate unknown-thing to skip it.");
        assertThat(written.of("a").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(written.failure().orElseThrow()).cause().hasMessageContaining("UNKNOWN_THING");
    }

    @Test
    void an_outcome_says_how_long_its_call_took() {
        AtomicInteger seconds = new AtomicInteger();
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH.plusSeconds(seconds.get());
            }
        };
        ScriptedPlace place =
                new ScriptedPlace().adding((things, outcomes) -> outcomes.each(things, thing -> seconds.addAndGet(7)));

        Written written = place.write(sync -> sync.clock(clock), "a", "b");

        assertThat(written.of("a").took()).isEqualTo(Duration.ofSeconds(7));
        assertThat(written.of("b").took()).isEqualTo(Duration.ofSeconds(7));
        assertThat(written.report().took()).isEqualTo(Duration.ofSeconds(14));
    }

    // What a call throws

    private Written writeThrowing(Exception thrown, String... wanted) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(List.of(thing));
                    if (thrown instanceof IOException e) {
                        throw e;
                    }
                    throw (RuntimeException) thrown;
                }));
        return place.write(wanted);
    }

    @Test
    void a_raw_io_exception_is_an_answer_that_was_lost() {
        Written written = writeThrowing(new SocketException("Connection reset"), "a");

        assertThat(written.of("a").state()).isEqualTo(NOT_KNOWN);
        assertThat(written.of("a").kind()).contains(FailureKind.UNAVAILABLE);
        assertThat(written.of("a").reason()).contains("Connection reset");
        assertThat(written.report().isClean()).isFalse();
        assertThat(written.failure().orElseThrow()).cause().hasMessageContaining("Connection reset");
    }

    @Test
    void a_place_that_was_never_reached_did_nothing() {
        Written written = writeThrowing(new ConnectException("Connection refused"), "a");

        assertThat(written.of("a").state()).isEqualTo(FAILED);
        assertThat(written.of("a").kind()).contains(FailureKind.UNAVAILABLE);
    }

    @Test
    void a_raw_runtime_exception_is_unknown_and_so_is_what_it_did() {
        Written written = writeThrowing(new IllegalStateException("odd"), "a", "b", "c", "d");

        assertThat(calls).hasSize(3);
        assertThat(written.of("a").kind()).contains(FailureKind.UNKNOWN);
        assertThat(written.states())
                .isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_KNOWN, "c", NOT_KNOWN, "d", NOT_STARTED));
    }

    @Test
    void an_exception_without_a_message_is_not_called_by_its_name() {
        Written written = writeThrowing(new IllegalStateException(), "a");

        assertThat(written.of("a").reason())
                .contains("an unexpected error without a message")
                .doesNotContain("IllegalStateException");
    }

    @Test
    void an_error_ends_it_and_all_is_accounted_for() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    if (thing.equals("b")) {
                        throw new StackOverflowError();
                    }
                }));

        Written written = place.write("a", "b", "c");

        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_KNOWN, "c", NOT_STARTED));
        assertThat(written.failure().orElseThrow()).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(written.report().failure().orElseThrow().message()).isEqualTo("it ran out of stack");
    }

    @Test
    void a_thing_with_a_malformed_answer_is_not_known() {
        Written written = failingAt(FailureKind.MALFORMED_ANSWER, 0).write("a");

        assertThat(written.of("a").state()).isEqualTo(NOT_KNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_answer_is_not_known_whatever_its_kind_and_even_if_tolerated(FailureKind kind) {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    throw AdapterException.of(kind, "the place", "add", "no answer")
                            .answerLost()
                            .build();
                }));

        Written written = place.write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING, FailureKind.REFUSED_THING), "a");

        assertThat(written.of("a").state()).isEqualTo(NOT_KNOWN);
        assertThat(written.of("a").kind()).contains(kind);
        assertThat(written.failure()).isPresent();
    }

    // Tolerance

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void what_is_tolerated_is_skipped_and_the_run_is_clean(FailureKind kind) {
        Written written = failingAt(kind, 0).write(sync -> sync.tolerate(kind), "a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", SKIPPED, "b", DONE));
        assertThat(written.of("a").reason()).contains("it said no");
        assertThat(written.report().isClean()).isTrue();
        assertThat(written.failure()).isEmpty();
    }

    @Test
    void tolerating_one_kind_does_not_tolerate_the_other() {
        Written written =
                failingAt(FailureKind.REFUSED_THING, 0).write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a");

        assertThat(written.states()).isEqualTo(Map.of("a", FAILED));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNKNOWN_THING", "REFUSED_THING"})
    void nothing_else_can_be_tolerated(FailureKind kind) {
        Sync sync = Sync.from(Sources.of("a"));

        assertThatThrownBy(() -> sync.tolerate(FailureKind.UNKNOWN_THING, kind))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.name());
    }

    @Test
    void a_failure_of_a_whole_call_is_not_tolerated_for_its_things() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            outcomes.attempt(List.of("a", "b"), batch -> {
                throw failure(FailureKind.UNKNOWN_THING);
            });
            outcomes.each(List.of("c"), thing -> {
                throw failure(FailureKind.UNKNOWN_THING);
            });
        });

        Written written = place.write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a", "b", "c");

        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", FAILED, "c", SKIPPED));
    }

    @Test
    void one_thing_of_a_bulk_answer_is_tolerated() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.attempt(things, all -> {
                    outcomes.failed("a", failure(FailureKind.UNKNOWN_THING));
                    outcomes.succeeded("b");
                }));

        Written written = place.write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", SKIPPED, "b", DONE));
        assertThat(written.failure()).isEmpty();
    }

    // Preparing

    @Test
    void prepare_returns_what_was_read() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            int size = outcomes.prepare(() -> 2);
            outcomes.batches(things, size, calls::add);
        });

        Written written = place.write("a", "b", "c");

        assertThat(calls).containsExactly(List.of("a", "b"), List.of("c"));
        assertThat(written.report().isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_starts_if_prepare_fails_even_if_its_answer_was_lost(FailureKind kind) {
        ScriptedPlace place = new ScriptedPlace("old").adding((things, outcomes) -> {
            outcomes.prepare(() -> {
                throw AdapterException.of(kind, "the place", "directory.read", "no answer")
                        .answerLost()
                        .build();
            });
            outcomes.each(things, thing -> calls.add(List.of(thing)));
        });

        Written written = place.write(sync -> sync.mode(dev.gosync.adapter.Mode.ADD_REMOVE), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED, "old", NOT_STARTED));
        assertThat(written.report().failure().orElseThrow().kind()).contains(kind);
    }

    @Test
    void a_raw_failure_of_preparing_is_translated() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> assertThatThrownBy(() -> outcomes.prepare(() -> {
                            throw new IOException("gone");
                        }))
                        .isInstanceOfSatisfying(
                                AdapterException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE)));

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED));
    }

    @Test
    void nothing_starts_after_an_error_while_preparing() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.prepare(() -> {
                    throw new StackOverflowError();
                }));

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED));
        assertThat(written.failure().orElseThrow()).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void what_is_read_within_a_call_fails_that_call_only() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(
                        things,
                        thing -> outcomes.prepare(() -> {
                            if (thing.equals("a")) {
                                throw failure(FailureKind.UNKNOWN_THING);
                            }
                            return thing;
                        })));

        Written written = place.write("a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", FAILED, "b", DONE));
    }

    @Test
    void one_report_shows_every_state() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    switch (thing) {
                        case "b" -> throw failure(FailureKind.REFUSED_THING);
                        case "c" -> throw failure(FailureKind.UNKNOWN_THING);
                        case "d" -> throw new IOException("reset");
                        case "e" -> throw failure(FailureKind.RATE_LIMITED);
                        default -> calls.add(List.of(thing));
                    }
                }));

        Written written = place.write(sync -> sync.tolerate(FailureKind.UNKNOWN_THING), "a", "b", "c", "d", "e", "f");

        assertThat(written.report().outcomes())
                .extracting(Outcome::state)
                .containsExactly(DONE, FAILED, SKIPPED, NOT_KNOWN, FAILED, NOT_STARTED);
        assertThat(Set.of(State.values())).isEqualTo(Set.copyOf(written.states().values()));
    }

    @Test
    void a_listener_gets_a_list_that_the_adapter_cannot_change() {
        List<List<String>> heard = new ArrayList<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                heard.add(things);
            }
        };
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            List<String> own = new ArrayList<>(things);
            outcomes.attempt(own, all -> Collections.reverse(own));
            own.clear();
        });

        place.write(sync -> sync.listener(listener), "a", "b");

        assertThat(heard).containsExactly(List.of("a", "b"));
    }
}
