package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetryTest {
    private static final Instant START = Instant.parse("2026-03-29T00:59:00Z");

    /** The time that a test controls: waiting moves it on. */
    private static final class ControlledTime extends Clock {
        final List<Duration> waits = new ArrayList<>();
        Instant now = START;

        void sleep(Duration time) {
            waits.add(time);
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final ControlledTime time = new ControlledTime();
    private int requests;

    private Retry retry() {
        return retry(() -> 1);
    }

    private Retry retry(DoubleSupplier jitter) {
        return Retry.standard().time(time, time::sleep, jitter);
    }

    private AdapterException giveUp(Retry retry, Supplier<? extends Exception> failure) {
        return catchThrowableOfType(
                AdapterException.class, () -> retry.call("Team A", "members.list", () -> fail(failure.get())));
    }

    private int fail(Exception failure) throws IOException {
        requests++;
        if (failure instanceof IOException e) {
            throw e;
        }
        throw (RuntimeException) failure;
    }

    private static AdapterException.Builder answer(FailureKind kind) {
        return AdapterException.of(kind, "Team A", "members.list", "it said no");
    }

    @Test
    void an_answer_is_returned_after_one_request_and_no_wait() throws InterruptedException {
        String answer = retry().call("Team A", "members.list", () -> "a" + requests++);

        assertThat(answer).isEqualTo("a0");
        assertThat(requests).isEqualTo(1);
        assertThat(time.waits).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE"})
    void a_transient_failure_is_retried_until_it_succeeds(FailureKind kind) throws InterruptedException {
        String answer = retry().call("Team A", "members.list", () -> {
            if (requests++ < 2) {
                throw answer(kind).build();
            }
            return "there";
        });

        assertThat(answer).isEqualTo("there");
        assertThat(requests).isEqualTo(3);
        assertThat(time.waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"RATE_LIMITED", "UNAVAILABLE"})
    void other_failures_are_not_retried(FailureKind kind) {
        AdapterException original = answer(kind).build();

        AdapterException failure = giveUp(retry(), () -> original);

        assertThat(failure).isSameAs(original);
        assertThat(requests).isEqualTo(1);
        assertThat(time.waits).isEmpty();
    }

    @Test
    void six_attempts_are_made_at_the_most() {
        AdapterException failure =
                giveUp(retry(), () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(requests).isEqualTo(6);
        assertThat(time.waits).hasSize(5);
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.place()).isEqualTo("Team A");
        assertThat(failure.operation()).isEqualTo("members.list");
        assertThat(failure.problem()).isEqualTo("it said no, after 6 attempts");
        assertThat(failure.remedy())
                .isEqualTo(answer(FailureKind.UNAVAILABLE).build().remedy());
        assertThat(failure.retryAt()).isEmpty();
        assertThat(failure).hasCauseInstanceOf(AdapterException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void the_number_of_attempts_can_be_chosen(int attempts) {
        giveUp(retry().attempts(attempts), () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(requests).isEqualTo(attempts);
        assertThat(time.waits).hasSize(attempts - 1);
    }

    @Test
    void waits_double_from_half_a_second_to_thirty_seconds() {
        giveUp(retry().attempts(10), () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(time.waits)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L);
    }

    @Test
    void waits_can_be_chosen_and_the_longest_bounds_the_first() {
        giveUp(
                retry().attempts(4).firstWait(Duration.ofSeconds(3)).longestWait(Duration.ofSeconds(7)),
                () -> answer(FailureKind.UNAVAILABLE).build());
        giveUp(
                retry().attempts(2).firstWait(Duration.ofSeconds(9)).longestWait(Duration.ofSeconds(7)),
                () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(time.waits).extracting(Duration::toSeconds).containsExactly(3L, 6L, 7L, 7L);
    }

    @Test
    void each_wait_is_a_random_share_of_a_bound_that_doubles() {
        List<Double> shares = new ArrayList<>(List.of(0.5, 0.0, 0.25, 1.0, 0.125, 1.0));

        giveUp(
                retry(() -> shares.remove(0)),
                () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(time.waits)
                .extracting(Duration::toMillis)
                .as("shares of 0.5, 1, 2, 4 and 8 seconds; nothing is no wait")
                .containsExactly(250L, 500L, 4000L, 1000L);
        assertThat(requests).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE"})
    void the_time_to_come_back_that_a_server_names_is_obeyed_exactly(FailureKind kind) {
        giveUp(
                retry(() -> 0.123).attempts(2),
                () -> answer(kind).retryAt(START.plusMillis(41_234)).build());

        assertThat(time.waits).containsExactly(Duration.ofMillis(41_234));
        assertThat(time.now).isEqualTo(START.plusMillis(41_234));
    }

    @Test
    void there_is_no_wait_if_the_time_to_come_back_is_past() {
        giveUp(
                retry().attempts(3),
                () -> answer(FailureKind.RATE_LIMITED)
                        .retryAt(START.minusSeconds(1))
                        .build());

        assertThat(requests).isEqualTo(3);
        assertThat(time.waits).isEmpty();
    }

    @Test
    void a_time_to_come_back_at_the_deadline_is_obeyed() {
        giveUp(
                retry().attempts(2),
                () -> answer(FailureKind.RATE_LIMITED)
                        .retryAt(START.plus(Duration.ofMinutes(5)))
                        .build());

        assertThat(requests).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE"})
    void a_time_to_come_back_beyond_the_deadline_gives_up_at_once_and_is_named(FailureKind kind) {
        Instant tomorrow = Instant.parse("2026-03-30T12:00:00Z");

        AdapterException failure =
                giveUp(retry(), () -> answer(kind).retryAt(tomorrow).build());

        assertThat(requests).isEqualTo(1);
        assertThat(time.waits).isEmpty();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryAt()).contains(tomorrow);
        assertThat(failure).hasMessageContaining("come back at 2026-03-30T12:00:00Z");
        assertThat(failure.problem()).doesNotContain("attempts");
    }

    @Test
    void a_limit_without_a_time_says_when_to_come_back_too() {
        AdapterException failure = giveUp(
                retry().attempts(1), () -> answer(FailureKind.RATE_LIMITED).build());

        assertThat(failure.retryAt()).contains(START.plusMillis(500));
        assertThat(failure).hasMessageContaining("come back at 2026-03-29T00:59:00.500Z");
    }

    @Test
    void no_wait_goes_beyond_the_deadline() {
        giveUp(
                retry().attempts(100).deadline(Duration.ofSeconds(10)),
                () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(time.waits).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L);
        assertThat(requests).isEqualTo(5);
    }

    @Test
    void the_deadline_is_five_minutes_for_each_call_and_counts_the_time_of_the_requests() {
        AdapterException failure = giveUp(retry().attempts(100), () -> {
            time.now = time.now.plusSeconds(100);
            return answer(FailureKind.UNAVAILABLE).build();
        });
        int first = requests;
        giveUp(retry().attempts(100), () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(first).isEqualTo(3);
        assertThat(failure.problem()).endsWith("after 3 attempts");
        assertThat(requests - first)
                .as("another call has a deadline of its own")
                .isGreaterThan(10);
    }

    @Test
    void no_request_follows_a_sleep_that_lasts_beyond_the_deadline() {
        Retry retry = Retry.standard().time(time, asked -> time.sleep(Duration.ofHours(8)), () -> 1);

        AdapterException failure =
                giveUp(retry, () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(requests).isEqualTo(1);
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void each_option_returns_a_changed_copy_of_the_policy() {
        Retry retry = retry();

        retry.attempts(1)
                .deadline(Duration.ofMillis(1))
                .firstWait(Duration.ofDays(1))
                .longestWait(Duration.ofDays(1));
        retry.callTimeout(Duration.ofMillis(1));
        giveUp(retry, () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(requests).isEqualTo(6);
        assertThat(time.waits.get(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(retry.callTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_standard_call_timeout_is_thirty_seconds_and_clients_are_told_the_one_in_use() {
        assertThat(Retry.standard().callTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Retry.standard().callTimeout(Duration.ofSeconds(3)).callTimeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void adapters_are_told_the_clock_in_use() {
        assertThat(retry().clock()).isSameAs(time);
    }

    @Test
    void invalid_settings_are_refused_by_name() {
        Retry retry = Retry.standard();

        assertThatThrownBy(() -> retry.attempts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attempts must be at least 1, but is 0");
        assertThatThrownBy(() -> retry.deadline(Duration.ZERO)).hasMessageStartingWith("deadline must be positive");
        assertThatThrownBy(() -> retry.callTimeout(Duration.ofSeconds(-1)))
                .hasMessageStartingWith("callTimeout must be positive");
        assertThatThrownBy(() -> retry.firstWait(Duration.ZERO)).hasMessageStartingWith("firstWait must be positive");
        assertThatThrownBy(() -> retry.longestWait(Duration.ZERO))
                .hasMessageStartingWith("longestWait must be positive");
    }

    // Answers that were lost

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNKNOWN_THING", "REFUSED_THING"})
    void a_lost_answer_is_remembered_whatever_later_attempts_say_about_the_place(FailureKind last) {
        AdapterException failure = giveUp(
                retry(),
                () -> requests == 0
                        ? new SocketException("Connection reset")
                        : answer(last).build());

        assertThat(failure.kind()).isEqualTo(last);
        assertThat(failure.answerLost()).isTrue();
        assertThat(failure.problem()).startsWith("it said no");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void a_later_answer_about_the_thing_itself_settles_a_lost_answer(FailureKind last) {
        AdapterException failure = giveUp(
                retry(),
                () -> requests == 0
                        ? new SocketException("Connection reset")
                        : answer(last).build());

        assertThat(failure.answerLost()).isFalse();
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void without_a_lost_answer_a_failure_is_certain() {
        AdapterException failure =
                giveUp(retry(), () -> answer(FailureKind.UNAVAILABLE).build());

        assertThat(failure.answerLost()).isFalse();
    }

    @Test
    void when_all_answers_were_lost_the_failure_says_so() {
        AdapterException failure = giveUp(retry(), () -> new EOFException("closed"));

        assertThat(failure.answerLost()).isTrue();
        assertThat(requests).isEqualTo(6);
    }

    @Test
    void a_success_after_a_lost_answer_is_a_success() throws InterruptedException {
        int answer = retry().call("Team A", "members.add", () -> requests == 0 ? fail(new EOFException()) : requests);

        assertThat(answer).isEqualTo(1);
    }

    @Test
    void a_write_whose_answer_was_lost_before_it_was_forbidden_is_not_known() {
        ScriptedPlace place = new ScriptedPlace()
                .adding((things, outcomes) -> outcomes.each(
                        things,
                        thing -> retry().call(
                                        "Team A",
                                        "members.add",
                                        () -> fail(
                                                requests == 0
                                                        ? new EOFException()
                                                        : answer(FailureKind.PERMISSION)
                                                                .build()))));

        Written written = place.write("a");

        assertThat(written.of("a").state()).isEqualTo(Outcome.State.NOT_KNOWN);
        assertThat(written.of("a").kind()).contains(FailureKind.PERMISSION);
    }

    // Translation

    @Test
    void a_place_that_was_not_reached_is_unavailable_and_has_done_nothing() {
        for (IOException unreached : List.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("nowhere.invalid"),
                new NoRouteToHostException("No route to host"))) {
            AdapterException failure = giveUp(retry().attempts(1), () -> unreached);

            assertThat(failure.kind()).as("%s", unreached).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.answerLost()).as("%s", unreached).isFalse();
            assertThat(failure.problem())
                    .isEqualTo((unreached instanceof UnknownHostException ? "unknown host " : "")
                            + unreached.getMessage());
        }
    }

    @Test
    void a_connection_that_broke_is_unavailable_and_may_have_done_it() {
        for (IOException broken : List.of(
                new SocketException("Connection reset"),
                new EOFException("closed"),
                new IOException("HTTP/1.1 header parser received no bytes"))) {
            AdapterException failure = giveUp(retry().attempts(1), () -> broken);

            assertThat(failure.kind()).as("%s", broken).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.answerLost()).as("%s", broken).isTrue();
        }
    }

    @Test
    void a_raw_exception_is_unknown_names_the_place_and_keeps_its_cause() {
        IllegalStateException raw = new IllegalStateException("unexpected end of file");

        AdapterException failure = giveUp(retry(), () -> raw);

        assertThat(requests).isEqualTo(1);
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(failure.place()).isEqualTo("Team A");
        assertThat(failure.operation()).isEqualTo("members.list");
        assertThat(failure.problem()).isEqualTo("unexpected end of file");
        assertThat(failure.answerLost()).isTrue();
        assertThat(failure).hasCause(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void a_raw_exception_without_a_message_gets_one(String message) {
        AdapterException failure = giveUp(retry(), () -> new IllegalStateException(message));

        assertThat(failure.problem()).isEqualTo("an unexpected error without a message");
    }

    @Test
    void an_error_is_passed_on_as_it_is() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> retry().call("Team A", "members.list", () -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void an_answer_that_is_translated_already_stays_as_it_is() {
        AdapterException translated = answer(FailureKind.NOT_FOUND).build();

        assertThat(giveUp(retry(), () -> translated)).isSameAs(translated);
    }

    // Retry-After
}
