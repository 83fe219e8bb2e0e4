package dev.gosync.adapter;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call to a vendor, with a timeout for each attempt, and answers an interrupt even while a server hangs. It
 * retries transient failures ({@link FailureKind#RATE_LIMITED}, {@link FailureKind#UNAVAILABLE}) until the call succeeds,
 * the attempts are used up or the deadline is near. One attempt is one request, so the retries of the vendor's client
 * must be off.
 *
 * <p>If a server says when to come back, {@code Retry} waits until exactly then. Otherwise the waits double from the
 * first to the longest, each multiplied by a random share ("full jitter").
 *
 * <p>Immutable; threads may share it. Each option returns a changed copy.
 */
public final class Retry {
    private static final ThreadLocal<@Nullable CallListener> LISTENER = new ThreadLocal<>();

    /** Runs the calls, so that an interrupted caller can abandon one. */
    private static final ExecutorService HELPERS = Executors.newCachedThreadPool(work -> {
        Thread helper = new Thread(work, "go-sync-call");
        helper.setDaemon(true);
        return helper;
    });

    /**
     * One request to a service.
     *
     * @param <T> what the answer holds
     */
    @FunctionalInterface
    public interface Call<T> {
        /**
         * Makes one request.
         *
         * @return what the service answered
         * @throws AdapterException if the service answered with an error
         * @throws IOException if there was no answer
         * @throws InterruptedException if the thread is interrupted
         */
        T run() throws IOException, InterruptedException;
    }

    /** Waits. A test replaces it with one that only records the time. */
    @FunctionalInterface
    public interface Sleeper {
        /**
         * Returns after the given time.
         *
         * @param time how long, positive
         * @throws InterruptedException if the thread is interrupted while waiting
         */
        void sleep(Duration time) throws InterruptedException;
    }

    /** Changed only before the {@link Retry} that holds it is made. */
    private static final class Settings {
        int attempts = 6;
        Duration firstWait = Duration.ofMillis(500);
        Duration longestWait = Duration.ofSeconds(30);
        Duration deadline = Duration.ofMinutes(5);
        Duration callTimeout = Duration.ofSeconds(30);
        Clock clock = Clock.systemUTC();
        Sleeper sleeper = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());
        DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

        Settings changed(Consumer<Settings> change) {
            Settings copy = new Settings();
            copy.attempts = attempts;
            copy.firstWait = firstWait;
            copy.longestWait = longestWait;
            copy.deadline = deadline;
            copy.callTimeout = callTimeout;
            copy.clock = clock;
            copy.sleeper = sleeper;
            copy.jitter = jitter;
            change.accept(copy);
            return copy;
        }
    }

    private final Settings settings;

    private Retry(Settings settings) {
        this.settings = settings;
    }

    /**
     * {@return the default policy} 6 attempts, waits of 0.5 s doubling to 30 s, a deadline of 5 minutes and a timeout of
     * 30 s for each attempt.
     */
    public static Retry standard() {
        return new Retry(new Settings());
    }

    /**
     * Limits the number of attempts for one call.
     *
     * @param attempts at least 1, which means no retries
     * @return the changed policy
     */
    public Retry attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, but is " + attempts);
        }
        return new Retry(settings.changed(with -> with.attempts = attempts));
    }

    /**
     * Limits the first wait between attempts, if the service does not say how long to wait.
     *
     * @param first the upper bound; it doubles for each following wait
     * @return the changed policy
     */
    public Retry firstWait(Duration first) {
        positive("firstWait", first);
        return new Retry(settings.changed(with -> with.firstWait = first));
    }

    /**
     * Limits every wait between attempts, if the service does not say how long to wait.
     *
     * @param longest the upper bound
     * @return the changed policy
     */
    public Retry longestWait(Duration longest) {
        positive("longestWait", longest);
        return new Retry(settings.changed(with -> with.longestWait = longest));
    }

    /**
     * Limits the time in which attempts for one call may begin. The last attempt may run one call timeout longer.
     *
     * @param deadline the time after which no attempt begins
     * @return the changed policy
     */
    public Retry deadline(Duration deadline) {
        positive("deadline", deadline);
        return new Retry(settings.changed(with -> with.deadline = deadline));
    }

    /**
     * Limits the time for one attempt.
     *
     * @param callTimeout the time after which the request is abandoned and its answer counts as lost
     * @return the changed policy
     */
    public Retry callTimeout(Duration callTimeout) {
        positive("callTimeout", callTimeout);
        return new Retry(settings.changed(with -> with.callTimeout = callTimeout));
    }

    /**
     * Sets the clock, how to wait and the jitter, so that tests neither wait nor depend on chance.
     *
     * @param clock tells the time
     * @param sleeper waits
     * @param jitter the share of each wait that is really waited, from 0 to 1
     * @return the changed policy
     */
    public Retry time(Clock clock, Sleeper sleeper, DoubleSupplier jitter) {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(sleeper, "sleeper");
        Objects.requireNonNull(jitter, "jitter");
        return new Retry(settings.changed(with -> {
            with.clock = clock;
            with.sleeper = sleeper;
            with.jitter = jitter;
        }));
    }

    /** {@return the timeout of one attempt, to configure a vendor's client with} */
    public Duration callTimeout() {
        return settings.callTimeout;
    }

    /** {@return the clock, to compute {@link AdapterException#retryAt()} from a vendor's own header} */
    public Clock clock() {
        return settings.clock;
    }

    /**
     * Makes one call, with as many attempts as it needs.
     *
     * @param <T> what the answer holds
     * @param place the {@linkplain Source#name() name} of the place, for errors
     * @param operation what is being done, for errors
     * @param call makes one request and translates its errors; it runs on another thread
     * @return its answer
     * @throws AdapterException if the call failed for good; it says if any attempt may have taken effect
     * @throws InterruptedException if this thread is interrupted; a running request is abandoned
     */
    public <T> T call(String place, String operation, Call<T> call) throws InterruptedException {
        Instant deadline = settings.clock.instant().plus(settings.deadline);
        boolean mayHaveHappened = false;
        for (int attempt = 1; ; attempt++) {
            AdapterException failure;
            try {
                return heard(place, operation, attempt, call);
            } catch (AdapterException e) {
                failure = e;
            }
            mayHaveHappened |= failure.answerLost();
            if (!failure.kind().isTransient()) {
                throw mayHaveHappened
                                && !failure.answerLost()
                                && !failure.kind().concernsOneThing()
                        ? failure.toBuilder().answerLost().build()
                        : failure;
            }
            Instant now = settings.clock.instant();
            Instant next = failure.retryAt().orElse(now.plus(jittered(attempt)));
            if (attempt >= settings.attempts || next.isAfter(deadline)) {
                throw gaveUp(failure, attempt, next, mayHaveHappened);
            }
            Duration wait = Duration.between(now, next);
            logWait(place, operation, failure.kind(), wait);
            pause(place, operation, wait.isNegative() ? Duration.ZERO : wait, failure.failure());
            if (settings.clock.instant().isAfter(deadline)) { // the machine was suspended meanwhile
                throw gaveUp(failure, attempt, next, mayHaveHappened);
            }
        }
    }

    /**
     * Waits until the service has finished an operation that it accepted earlier. It looks once, then again after each
     * wait. The waits double from the first to the longest, and the last look is made at the deadline. Each look is a
     * separate {@linkplain #call call}.
     *
     * @param <T> what the finished operation gives
     * @param place the {@linkplain Source#name() name} of the place, for errors
     * @param operation what is being done, for errors
     * @param look asks the service; empty if the operation has not finished yet
     * @return the result
     * @throws AdapterException if a look failed for good, or the operation has not finished by the deadline. The answer
     *     then counts as lost: the service may still finish.
     * @throws InterruptedException if this thread is interrupted
     */
    public <T> T await(String place, String operation, Call<Optional<T>> look) throws InterruptedException {
        Instant deadline = settings.clock.instant().plus(settings.deadline);
        for (int looks = 1; ; looks++) {
            Optional<T> result;
            try {
                result = call(place, operation, look);
            } catch (AdapterException e) {
                throw e.toBuilder().answerLost().build();
            }
            if (result.isPresent()) {
                return result.get();
            }
            Duration left = Duration.between(settings.clock.instant(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw AdapterException.of(
                                FailureKind.UNAVAILABLE,
                                place,
                                operation,
                                "the service has not finished within " + settings.deadline.toSeconds() + " s")
                        .remedy("Run again later: the service may still finish.")
                        .answerLost()
                        .build();
            }
            Duration wait = bound(looks).compareTo(left) < 0 ? bound(looks) : left;
            String unfinished = "the service has not finished yet";
            pause(
                    place,
                    operation,
                    wait,
                    new Failure(Optional.empty(), place, operation, unfinished, "", Optional.empty()));
        }
    }

    /**
     * Does some work whose calls a listener hears. The listener hears the calls that the work makes on this thread, and
     * replaces the one that was bound before.
     *
     * @param <T> what the work returns
     * @param listener hears each call and each wait; must not throw
     * @param work what to do
     * @return what the work returned
     * @throws IOException if the work throws it
     * @throws InterruptedException if the work throws it
     */
    public static <T> T listening(CallListener listener, Call<T> work) throws IOException, InterruptedException {
        @Nullable CallListener before = LISTENER.get();
        LISTENER.set(listener);
        try {
            return work.run();
        } finally {
            if (before == null) {
                LISTENER.remove();
            } else {
                LISTENER.set(before);
            }
        }
    }

    private <T> T heard(String place, String operation, int attempt, Call<T> call) throws InterruptedException {
        @Nullable CallListener listener = LISTENER.get();
        if (listener == null) {
            return once(place, operation, call);
        }
        listener.callBegan(place, operation, attempt);
        @Nullable Failure failure = null;
        try {
            return once(place, operation, call);
        } catch (AdapterException e) {
            failure = e.failure();
            throw e;
        } catch (InterruptedException | Error e) {
            String problem = e instanceof InterruptedException ? "interrupted" : e.toString();
            failure = new Failure(Optional.empty(), place, operation, problem, "", Optional.empty());
            throw e;
        } finally {
            listener.callEnded(place, operation, Optional.ofNullable(failure));
        }
    }

    private void pause(String place, String operation, Duration wait, Failure why) throws InterruptedException {
        @Nullable CallListener listener = LISTENER.get();
        if (listener != null) {
            listener.waiting(place, operation, wait, why);
        }
        if (!wait.isZero()) {
            settings.sleeper.sleep(wait);
        }
    }

    /** The logger is found only when it is needed, because it loads a whole logging library. */
    private static void logWait(String place, String operation, FailureKind kind, Duration wait) {
        System.getLogger("dev.gosync")
                .log(
                        Level.INFO,
                        () -> place + ": " + operation + ": " + kind + ", trying again in "
                                + Math.max(0, wait.toMillis()) + " ms");
    }

    private AdapterException gaveUp(AdapterException failure, int attempts, Instant next, boolean mayHaveHappened) {
        StringBuilder problem = new StringBuilder(failure.problem());
        if (attempts > 1) {
            problem.append(", after ").append(attempts).append(" attempts");
        }
        boolean comeBack =
                failure.kind() == FailureKind.RATE_LIMITED || failure.retryAt().isPresent();
        if (comeBack) {
            problem.append(", come back at ").append(next);
        }
        AdapterException.Builder last = failure.toBuilder().problem(problem.toString());
        if (comeBack) {
            last.retryAt(next);
        }
        if (mayHaveHappened) {
            last.answerLost();
        }
        return last.build();
    }

    private Duration jittered(int attempt) {
        return Duration.ofNanos((long) (bound(attempt).toNanos() * settings.jitter.getAsDouble()));
    }

    private Duration bound(int attempt) {
        Duration bound = settings.firstWait;
        for (int i = 1; i < attempt && bound.compareTo(settings.longestWait) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        return bound.compareTo(settings.longestWait) > 0 ? settings.longestWait : bound;
    }

    private <T> T once(String place, String operation, Call<T> call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Future<T> answer = HELPERS.submit(call::run);
        try {
            return answer.get(settings.callTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw AdapterException.of(
                            FailureKind.UNAVAILABLE,
                            place,
                            operation,
                            "no answer within " + settings.callTimeout.toMillis() + " ms")
                    .answerLost()
                    .cause(e)
                    .build();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw AdapterException.translated(place, operation, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
