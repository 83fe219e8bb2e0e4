package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutcomesInterruptTest {
    private final List<String> calls = new ArrayList<>();

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    private void assertInterrupted(Written written) {
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(written.failure().orElseThrow().interrupted()).isTrue();
        assertThat(written.failure().orElseThrow())
                .hasMessageStartingWith("Interrupted")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(written.report().isClean()).isFalse();
        assertThat(written.report().failure().orElseThrow().message()).isEqualTo("interrupted");
    }

    @Test
    void an_interrupt_before_a_call_prevents_it() {
        SyncListener listener = new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                if (things.contains("b")) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> outcomes.each(things, calls::add));

        Written written = place.write(sync -> sync.listener(listener), "a", "b", "c");

        assertThat(calls).containsExactly("a");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_STARTED, "c", NOT_STARTED));
        assertThat(written.of("b").reason()).isEqualTo("interrupted");
        assertInterrupted(written);
    }

    @Test
    void a_call_that_ends_because_of_an_interrupt_leaves_its_things_not_known() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.batches(things, 2, batch -> {
                    calls.addAll(batch);
                    outcomes.succeeded("a");
                    Thread.currentThread().interrupt();
                    never.await();
                }));

        Written written = place.write("a", "b", "c");

        assertThat(calls).containsExactly("a", "b");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_KNOWN, "c", NOT_STARTED));
        assertThat(written.of("b").reason()).isEqualTo("no answer: interrupted");
        assertInterrupted(written);
    }

    @Test
    void an_interrupt_that_a_call_ignores_prevents_the_next_call() {
        ScriptedPlace place = new ScriptedPlace("x")
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(thing);
                    Thread.currentThread().interrupt();
                }));

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a", "b");

        assertThat(calls).containsExactly("a");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", NOT_STARTED, "x", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void an_interrupt_that_a_call_turns_into_another_exception_is_still_noticed() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(things, thing -> {
                    calls.add(thing);
                    Thread.currentThread().interrupt();
                    throw new IOException("closed by interrupt");
                }));

        Written written = place.write("a", "b");

        assertThat(calls).containsExactly("a");
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void an_adapter_that_swallows_the_interrupt_of_a_loop_makes_no_further_call() {
        ScriptedPlace place = new ScriptedPlace("x").removing((things, outcomes) -> outcomes.each(things, calls::add));
        place.adding((things, outcomes) -> {
            for (String thing : things) {
                try {
                    outcomes.attempt(List.of(thing), all -> {
                        calls.addAll(all);
                        throw new InterruptedException();
                    });
                } catch (InterruptedException e) {
                    calls.add("swallowed");
                }
            }
        });

        Written written = place.write(sync -> sync.mode(Mode.ADD_REMOVE), "a", "b");

        assertThat(calls).containsExactly("a", "swallowed", "swallowed");
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_STARTED, "x", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void an_interrupt_of_a_method_without_loops_leaves_everything_not_known() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            throw new InterruptedException();
        });

        Written written = place.write("a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_KNOWN));
        assertInterrupted(written);
    }

    @Test
    void an_interrupt_during_a_first_half_without_loops_prevents_the_second() {
        ScriptedPlace place = new ScriptedPlace("x")
                .removing((things, outcomes) -> Thread.currentThread().interrupt())
                .adding((things, outcomes) -> calls.addAll(things));

        Written written = place.write(sync -> sync.mode(Mode.REMOVE_ADD), "a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void an_interrupt_during_an_adapters_own_change_is_reported_and_hides_nothing_that_was_done() {
        ScriptedPlace place = new ScriptedPlace("x") {
            @Override
            public void change(Change change, Outcomes outcomes) {
                Thread.currentThread().interrupt();
            }
        };

        Written written = place.write("a");

        assertThat(written.states()).isEqualTo(Map.of("x", DONE, "a", DONE));
        assertInterrupted(written);
    }

    @Test
    void nothing_starts_after_an_interrupt_while_preparing() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            outcomes.prepare(() -> {
                Thread.currentThread().interrupt();
                never.await();
                return "directory";
            });
            outcomes.each(things, calls::add);
        });

        Written written = place.write("a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void nothing_is_prepared_after_an_interrupt() {
        ScriptedPlace place = new ScriptedPlace().adding((things, outcomes) -> {
            Thread.currentThread().interrupt();
            outcomes.prepare(() -> calls.add("prepared"));
        });

        Written written = place.write("a");

        assertThat(calls).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("a", NOT_STARTED));
        assertInterrupted(written);
    }

    @Test
    void a_write_that_retry_abandoned_is_not_known() {
        CountDownLatch never = new CountDownLatch(1);
        Thread test = Thread.currentThread();
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(
                        things,
                        thing -> Retry.standard().call(ScriptedPlace.NAME, "add", () -> {
                            test.interrupt();
                            never.await();
                            return thing;
                        })));

        Written written = place.write("a", "b");

        assertThat(written.states()).isEqualTo(Map.of("a", NOT_KNOWN, "b", NOT_STARTED));
        assertInterrupted(written);
    }
}
