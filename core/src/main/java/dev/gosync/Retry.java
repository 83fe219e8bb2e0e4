package dev.gosync;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
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
 * The gate that every call to a vendor goes through: it bounds each call, answers interrupts while a server hangs, and
 * repeats what failed in passing ({@link Kind#RATE_LIMITED}, {@link Kind#UNAVAILABLE}) until it succeeds, the attempts
 * are used up or the deadline is near. One attempt is one request, so the vendor's own repeating must be off.
 *
 * <p>A server's word on when to come back is obeyed exactly; without one, waits double from the first to the longest,
 * each multiplied by a random share ("full jitter").
 *
 * <p>Immutable, and safe for use by several threads; each option returns a new value.
 */
public final class Retry {
    /** Runs the calls, so that a caller who is interrupted can leave one behind. */
    private static final ExecutorService HELPERS = Executors.newCachedThreadPool(work -> {
        Thread helper = new Thread(work, "go-sync-call");
        helper.setDaemon(true);
        return helper;
    });

    /**
     * One request to a service, its answer translated.
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
         * @throws IOException if no answer came
         * @throws InterruptedException if the thread is interrupted
         */
        T run() throws IOException, InterruptedException;
    }

    /** Waits; a test's own only notes for how long. */
    @FunctionalInterface
    public interface Sleeper {
        /**
         * Returns after this time.
         *
         * @param time how long, positive
         * @throws InterruptedException if the thread is interrupted meanwhile
         */
        void sleep(Duration time) throws InterruptedException;
    }

    /** Written to only before the {@link Retry} that holds it is made. */
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
     * {@return the gate with its defaults} 6 attempts, waits of 0.5 s doubling to 30 s, a deadline of 5 minutes and a
     * timeout of 30 s for each call.
     */
    public static Retry standard() {
        return new Retry(new Settings());
    }

    /**
     * Bounds the number of requests made for one call.
     *
     * @param attempts at least 1, which repeats nothing
     * @return a gate with this setting
     */
    public Retry attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, and is " + attempts);
        }
        return new Retry(settings.changed(with -> with.attempts = attempts));
    }

    /**
     * Sets the waits between attempts where the service does not name one.
     *
     * @param first the bound of the first wait; the bound doubles for each that follows
     * @param longest the bound that it never exceeds
     * @return a gate with this setting
     */
    public Retry waits(Duration first, Duration longest) {
        positive("first", first);
        positive("longest", longest);
        return new Retry(settings.changed(with -> {
            with.firstWait = first;
            with.longestWait = longest;
        }));
    }

    /**
     * Bounds the time in which the attempts for one call may begin; the last may take the time for one attempt besides.
     *
     * @param deadline after which no attempt begins
     * @return a gate with this setting
     */
    public Retry deadline(Duration deadline) {
        positive("deadline", deadline);
        return new Retry(settings.changed(with -> with.deadline = deadline));
    }

    /**
     * Bounds the time for one attempt.
     *
     * @param callTimeout after which the request is left behind and taken for lost
     * @return a gate with this setting
     */
    public Retry callTimeout(Duration callTimeout) {
        positive("callTimeout", callTimeout);
        return new Retry(settings.changed(with -> with.callTimeout = callTimeout));
    }

    /**
     * Sets what time it is and how to wait, so that a test needs neither.
     *
     * @param clock tells the time
     * @param sleeper waits
     * @param jitter the share of each wait that is waited, from 0 to 1
     * @return a gate with this setting
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

    /** {@return the time for one attempt, which a vendor's client is given too} */
    public Duration callTimeout() {
        return settings.callTimeout;
    }

    /** {@return what tells the time, for a server that says when to come back in a way of its own; see {@link #retryAt}} */
    public Clock clock() {
        return settings.clock;
    }

    /**
     * Reads the HTTP header {@code Retry-After}, for {@link AdapterException#retryAt()}.
     *
     * @param retryAfter its value, a number of seconds or an HTTP date; {@code null} where there is none
     * @return when to come back; nothing where it does not say so
     */
    public Optional<Instant> retryAt(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String value = retryAfter.strip();
        try {
            return Optional.of(
                    value.matches("\\d+")
                            ? settings.clock.instant().plusSeconds(Long.parseLong(value))
                            : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes one call, in as many attempts as it needs.
     *
     * @param <T> what the answer holds
     * @param adapter the {@linkplain Source#name() name} of the place, for errors
     * @param operation what is being done, for errors
     * @param call one request, its errors translated; it runs on another thread
     * @return its answer
     * @throws AdapterException if it failed for good; where an attempt may have taken effect, this one says so
     * @throws InterruptedException if this thread is interrupted; a request under way is left behind
     */
    public <T> T call(String adapter, String operation, Call<T> call) throws InterruptedException {
        Instant deadline = settings.clock.instant().plus(settings.deadline);
        boolean mayHaveHappened = false;
        for (int attempt = 1; ; attempt++) {
            AdapterException failure;
            try {
                return once(adapter, operation, call);
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
            logWait(adapter, operation, failure.kind(), wait);
            if (wait.compareTo(Duration.ZERO) > 0) {
                settings.sleeper.sleep(wait);
            }
            if (settings.clock.instant().isAfter(deadline)) { // overslept, on a machine that was suspended
                throw gaveUp(failure, attempt, next, mayHaveHappened);
            }
        }
    }

    /** The logger is looked for when it is needed: it brings a whole logging library into the process. */
    private static void logWait(String adapter, String operation, Kind kind, Duration wait) {
        System.getLogger("dev.gosync")
                .log(
                        Level.INFO,
                        () -> adapter + ": " + operation + ": " + kind + ", trying again in "
                                + Math.max(0, wait.toMillis()) + " ms");
    }

    private AdapterException gaveUp(AdapterException failure, int attempts, Instant next, boolean mayHaveHappened) {
        StringBuilder problem = new StringBuilder(failure.problem());
        if (attempts > 1) {
            problem.append(", after ").append(attempts).append(" attempts");
        }
        boolean comeBack =
                failure.kind() == Kind.RATE_LIMITED || failure.retryAt().isPresent();
        if (comeBack) {
            problem.append(", come back at ").append(next);
        }
        AdapterException.Builder last = AdapterException.of(
                        failure.kind(), failure.adapter(), failure.operation(), problem.toString())
                .remedy(failure.remedy())
                .cause(failure);
        if (comeBack) {
            last.retryAt(next);
        }
        if (mayHaveHappened) {
            last.answerLost();
        }
        return last.build();
    }

    private Duration jittered(int attempt) {
        Duration bound = settings.firstWait;
        for (int i = 1; i < attempt && bound.compareTo(settings.longestWait) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        if (bound.compareTo(settings.longestWait) > 0) {
            bound = settings.longestWait;
        }
        return Duration.ofNanos((long) (bound.toNanos() * settings.jitter.getAsDouble()));
    }

    private <T> T once(String adapter, String operation, Call<T> call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Future<T> answer = HELPERS.submit(call::run);
        try {
            return answer.get(settings.callTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw AdapterException.of(
                            Kind.UNAVAILABLE,
                            adapter,
                            operation,
                            "no answer within " + settings.callTimeout.toMillis() + " ms")
                    .answerLost()
                    .cause(e)
                    .build();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw translated(adapter, operation, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** What a call threw, as the engine and the adapters understand it. */
    static AdapterException translated(String adapter, String operation, Throwable thrown) {
        if (thrown instanceof AdapterException known) {
            return known;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        boolean unreached = thrown instanceof ConnectException
                || thrown instanceof UnknownHostException
                || thrown instanceof NoRouteToHostException;
        boolean noAnswer = thrown instanceof IOException || thrown instanceof InterruptedException;
        String text = thrown.getMessage();
        AdapterException.Builder failure = AdapterException.of(
                        noAnswer ? Kind.UNAVAILABLE : Kind.UNKNOWN,
                        adapter,
                        operation,
                        text == null || text.isBlank() ? thrown.getClass().getSimpleName() : text)
                .cause(thrown);
        return unreached ? failure.build() : failure.answerLost().build();
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, and is " + value);
        }
    }
}
