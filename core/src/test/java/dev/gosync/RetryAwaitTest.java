package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.CallListener;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for an operation that the service finishes later. */
@Timeout(60)
class RetryAwaitTest {
    private final SettableClock clock = new SettableClock();
    private final List<Duration> waits = new ArrayList<>();
    private int looks;

    private Retry retry() {
        return Retry.standard().time(clock, this::sleep, () -> 1);
    }

    private void sleep(Duration time) {
        waits.add(time);
        clock.advance(time);
    }

    private Optional<String> finishedAtLook(int number) {
        return ++looks < number ? Optional.empty() : Optional.of("finished");
    }

    private static List<Duration> seconds(double... seconds) {
        List<Duration> durations = new ArrayList<>();
        for (double each : seconds) {
            durations.add(Duration.ofMillis((long) (each * 1000)));
        }
        return durations;
    }

    @Test
    void an_operation_that_has_finished_needs_one_look_and_no_wait() throws InterruptedException {
        assertThat(retry().<String>await("Team A", "jobs.get", () -> finishedAtLook(1)))
                .isEqualTo("finished");

        assertThat(looks).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void waits_between_looks_double_and_no_chance_shortens_them() throws InterruptedException {
        Retry unlucky = Retry.standard().time(clock, this::sleep, () -> 0);

        assertThat(unlucky.<String>await("Team A", "jobs.get", () -> finishedAtLook(5)))
                .isEqualTo("finished");

        assertThat(looks).isEqualTo(5);
        assertThat(waits).isEqualTo(seconds(0.5, 1, 2, 4));
    }

    @Test
    void the_last_look_is_made_at_the_deadline() throws InterruptedException {
        Retry shortened = retry().deadline(Duration.ofSeconds(5));

        assertThat(shortened.<String>await("Team A", "jobs.get", () -> finishedAtLook(5)))
                .isEqualTo("finished");

        assertThat(waits).isEqualTo(seconds(0.5, 1, 2, 1.5));
    }

    @Test
    void an_operation_that_does_not_finish_by_the_deadline_may_still_finish() {
        AdapterException failure = catchThrowableOfType(
                AdapterException.class, () -> retry().await("Team A", "jobs.get", () -> finishedAtLook(1000)));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.place()).isEqualTo("Team A");
        assertThat(failure.operation()).isEqualTo("jobs.get");
        assertThat(failure.problem()).isEqualTo("the service has not finished within 300 s");
        assertThat(failure.answerLost()).isTrue();
        assertThat(waits).isEqualTo(seconds(0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30, 28.5));
        assertThat(looks).isEqualTo(waits.size() + 1);
    }

    @Test
    void looks_that_take_long_count() {
        AdapterException failure = catchThrowableOfType(
                AdapterException.class,
                () -> retry().await("Team A", "jobs.get", () -> {
                    clock.advance(Duration.ofMinutes(2));
                    return finishedAtLook(1000);
                }));

        assertThat(failure.answerLost()).isTrue();
        assertThat(looks).isEqualTo(3);
    }

    @Test
    void a_look_is_retried_like_any_call() throws InterruptedException {
        String result = retry().await("Team A", "jobs.get", () -> {
            if (looks == 0) {
                looks++;
                throw new IOException("reset");
            }
            return finishedAtLook(3);
        });

        assertThat(result).isEqualTo("finished");
        assertThat(waits).isEqualTo(seconds(0.5, 0.5));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RATE_LIMITED", "UNAVAILABLE"})
    void a_look_that_fails_says_nothing_about_the_operation(FailureKind kind) {
        AdapterException failure = catchThrowableOfType(
                AdapterException.class,
                () -> retry().await("Team A", "jobs.get", () -> {
                    looks++;
                    throw AdapterException.of(kind, "Team A", "jobs.get", "it said no")
                            .remedy("Ask again.")
                            .build();
                }));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).isEqualTo("it said no");
        assertThat(failure.remedy()).isEqualTo("Ask again.");
        assertThat(failure.answerLost()).isTrue();
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void looks_that_stay_unavailable_end_it_and_say_when_to_come_back() {
        AdapterException failure = catchThrowableOfType(
                AdapterException.class,
                () -> retry().await("Team A", "jobs.get", () -> {
                    throw AdapterException.of(FailureKind.RATE_LIMITED, "Team A", "jobs.get", "slow down")
                            .retryAt(clock.instant().plusSeconds(3600))
                            .build();
                }));

        assertThat(failure.retryAt()).contains(SettableClock.START.plusSeconds(3600));
        assertThat(failure.answerLost()).isTrue();
    }

    @Test
    void a_listener_hears_each_look_and_each_wait() throws Exception {
        List<String> heard = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void callBegan(String place, String operation, int attempt) {
                heard.add("call " + attempt);
            }

            @Override
            public void waiting(String place, String operation, Duration wait, Failure why) {
                heard.add(place + ", " + operation + ", " + wait.toMillis() + " ms: " + why.message());
            }
        };

        Retry.listening(listener, () -> retry().await("Team A", "jobs.get", () -> finishedAtLook(3)));

        assertThat(heard)
                .containsExactly(
                        "call 1",
                        "Team A, jobs.get, 500 ms: the service has not finished yet",
                        "call 1",
                        "Team A, jobs.get, 1000 ms: the service has not finished yet",
                        "call 1");
    }

    @Test
    void an_interrupt_ends_the_wait() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Retry waiting = Retry.standard().time(clock, time -> never.await(), () -> 1);
        Background<String> background =
                Background.start(() -> waiting.await("Team A", "jobs.get", () -> finishedAtLook(1000)));

        background.untilItWaits().interrupt();

        assertThatThrownBy(background::get).isInstanceOf(InterruptedException.class);
        assertThat(looks).isLessThanOrEqualTo(1);
    }

    @Test
    void an_operation_that_was_not_seen_to_finish_is_not_known() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(
                        things, thing -> retry().await(ScriptedPlace.NAME, "jobs.get", () -> finishedAtLook(1000))));

        Written written = place.write("a");

        assertThat(written.of("a").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(written.of("a").reason()).contains("the service has not finished within 300 s");
    }
}
