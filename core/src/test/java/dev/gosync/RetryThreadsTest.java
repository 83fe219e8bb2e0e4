package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryThreadsTest {
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void releaseWhatHangs() {
        never.countDown();
        Thread.interrupted();
    }

    /** Ignores interrupts, like a socket read. */
    private void hang() {
        boolean hanging = true;
        while (hanging) {
            try {
                never.await();
                hanging = false;
            } catch (InterruptedException e) {
                assertThat(never.getCount()).isEqualTo(1);
            }
        }
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work, "caller");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void an_interrupt_is_answered_within_a_second_while_a_call_hangs_and_ignores_it() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        FutureTask<Throwable> caught = new FutureTask<>(() -> catchThrowableOfType(
                Throwable.class,
                () -> Retry.standard().call("Team A", "members.list", () -> {
                    hanging.countDown();
                    hang();
                    return "late";
                })));
        Thread caller = started(caught);
        hanging.await();

        caller.interrupt();
        Throwable thrown = caught.get(1, TimeUnit.SECONDS);

        assertThat(thrown).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupt_is_answered_within_a_second_while_waiting_for_the_next_attempt() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        Retry retry = Retry.standard()
                .time(
                        Clock.systemUTC(),
                        wait -> {
                            waiting.countDown();
                            never.await();
                        },
                        () -> 1);
        FutureTask<Throwable> caught = new FutureTask<>(() -> catchThrowableOfType(
                Throwable.class,
                () -> retry.call("Team A", "members.list", () -> {
                    requests.incrementAndGet();
                    throw ScriptedPlace.failure(FailureKind.UNAVAILABLE);
                })));
        Thread caller = started(caught);
        waiting.await();

        caller.interrupt();
        Throwable thrown = caught.get(1, TimeUnit.SECONDS);

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void an_interrupt_is_answered_while_the_standard_sleeper_waits() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Retry retry = Retry.standard()
                .firstWait(Duration.ofDays(300))
                .longestWait(Duration.ofDays(300))
                .deadline(Duration.ofDays(900));
        FutureTask<Throwable> caught = new FutureTask<>(() -> catchThrowableOfType(
                Throwable.class,
                () -> retry.call("Team A", "members.list", () -> {
                    tried.countDown();
                    throw ScriptedPlace.failure(FailureKind.UNAVAILABLE);
                })));
        Thread caller = started(caught);
        tried.await();

        caller.interrupt();
        Throwable thrown = caught.get(10, TimeUnit.SECONDS);

        assertThat(thrown).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_abandoned_request_is_interrupted() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Thread test = Thread.currentThread();

        Throwable thrown = catchThrowableOfType(
                Throwable.class,
                () -> Retry.standard().call("Team A", "members.list", () -> {
                    test.interrupt();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        told.countDown();
                    }
                    return "late";
                }));

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_request_begins_once_the_thread_is_interrupted() {
        Set<Thread> began = ConcurrentHashMap.newKeySet();

        for (int i = 0; i < 200; i++) {
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowableOfType(
                    Throwable.class,
                    () -> Retry.standard().call("Team A", "members.add", () -> began.add(Thread.currentThread())));
            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }

        assertThat(began).isEmpty();
    }

    @Test
    void no_further_attempt_begins_after_an_interrupt_between_two() {
        AtomicInteger requests = new AtomicInteger();
        Retry retry = Retry.standard()
                .time(Clock.systemUTC(), wait -> Thread.currentThread().interrupt(), () -> 1);

        Throwable thrown = catchThrowableOfType(
                Throwable.class,
                () -> retry.call("Team A", "members.add", () -> {
                    requests.incrementAndGet();
                    throw ScriptedPlace.failure(FailureKind.UNAVAILABLE);
                }));

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_call_that_does_not_answer_in_time_is_abandoned_lost_and_repeated() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Retry retry = Retry.standard()
                .callTimeout(Duration.ofMillis(20))
                .attempts(2)
                .time(Clock.systemUTC(), wait -> {}, () -> 1);

        AdapterException failure = catchThrowableOfType(
                AdapterException.class,
                () -> retry.call("Team A", "members.add", () -> {
                    requests.incrementAndGet();
                    hang();
                    return "late";
                }));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.problem()).isEqualTo("no answer within 20 ms, after 2 attempts");
        assertThat(failure.answerLost()).isTrue();
        assertThat(requests).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void one_attempt_is_one_request_at_a_time_on_a_thread_that_does_not_keep_the_program_alive() throws Exception {
        List<Thread> helpers = new ArrayList<>();

        Retry.standard().call("Team A", "members.list", () -> helpers.add(Thread.currentThread()));

        assertThat(helpers).singleElement().satisfies(helper -> {
            assertThat(helper).isNotSameAs(Thread.currentThread());
            assertThat(helper.isDaemon()).isTrue();
            assertThat(helper.getName()).startsWith("go-sync");
        });
    }

    @Test
    void a_call_may_make_another_with_the_same_retry() throws Exception {
        Retry retry = Retry.standard();

        String answer = retry.call("Team A", "outer", () -> retry.call("Team A", "inner", () -> "there"));

        assertThat(answer).isEqualTo("there");
    }

    @Test
    void many_threads_share_one_retry_each_with_its_own_attempts() throws Exception {
        int threads = 16;
        CyclicBarrier allInside = new CyclicBarrier(threads);
        ConcurrentLinkedQueue<Duration> waits = new ConcurrentLinkedQueue<>();
        Retry retry = Retry.standard().time(Clock.systemUTC(), waits::add, () -> 1);
        List<FutureTask<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            AtomicInteger requests = new AtomicInteger();
            Callable<Integer> work = () -> retry.call("Team " + number, "members.list", () -> {
                if (requests.getAndIncrement() == 0) {
                    try {
                        allInside.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    throw ScriptedPlace.failure(FailureKind.UNAVAILABLE);
                }
                return number;
            });
            answers.add(new FutureTask<>(work));
        }

        answers.forEach(RetryThreadsTest::started);
        Set<Integer> numbers = new HashSet<>();
        for (FutureTask<Integer> answer : answers) {
            numbers.add(answer.get());
        }

        assertThat(numbers).hasSize(threads);
        assertThat(waits).hasSize(threads).containsOnly(Duration.ofMillis(500));
    }
}
