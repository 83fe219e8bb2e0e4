package dev.gosync.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** What one rule is checked with: places, declared limitations, and a limit for what might never end. */
final class Rig implements AutoCloseable {
    /** The body of a rule. */
    @FunctionalInterface
    interface Check {
        void on(Rig rig) throws Exception;
    }

    /** How much longer than one call a bounded number of attempts may take. */
    private static final int PATIENCE = 20;

    private static final int LONGER = 10;

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long it may take until something is seen that has to happen. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SourceContract contract;
    private final Set<Limitation> declared;
    private final Set<Limitation> met = EnumSet.noneOf(Limitation.class);
    private final List<Place> places = new ArrayList<>();
    private final Limits limits;
    private @Nullable Class<?> adapter;

    /**
     * How long the kit waits in real time.
     *
     * @param callTimeout how long an adapter waits for an answer that does not come
     * @param patience how long it may take until an interrupt is answered; a busy machine needs more than a second
     * @param rule how long a rule may take
     * @param seeds of the chaos runs
     */
    record Limits(Duration callTimeout, Duration patience, Duration rule, List<Long> seeds) {}

    Rig(SourceContract contract, Limits limits) {
        this.contract = contract;
        this.declared = Set.copyOf(contract.limitations());
        this.limits = limits;
    }

    /** Starts a service with one empty place in it. */
    Place place() throws Exception {
        SourceHarness harness = contract.harness();
        if (harness == null) {
            throw Violation.of("harness() to give a harness", "it gave null", "it makes a new one for each call");
        }
        Place place = new Place(this, harness);
        synchronized (places) {
            places.add(place);
        }
        return place;
    }

    /** Whether this was declared; if so, the rule has to check that it is so, and the certificate says it. */
    boolean cannot(Limitation limitation) {
        if (declares(limitation)) {
            met.add(limitation);
            return true;
        }
        return false;
    }

    /** Whether this was declared, where the rule holds anyway. */
    boolean declares(Limitation limitation) {
        return declared.contains(limitation);
    }

    /** Whether things can be added and removed. */
    boolean canWrite() {
        return contract instanceof AdapterContract && !declares(Limitation.READ_ONLY);
    }

    Set<Limitation> met() {
        return Collections.unmodifiableSet(met);
    }

    Limits limits() {
        return limits;
    }

    /** All places that were made so far. */
    List<Place> places() {
        synchronized (places) {
            return List.copyOf(places);
        }
    }

    /** Something that depends on how long an adapter waits for an answer that does not come. */
    interface Waiting {
        void with(Duration callTimeout) throws Exception;
    }

    /** On a busy machine a right answer may take longer than the timeout. What fails is tried again with a longer one. */
    void patiently(Waiting waiting) throws Exception {
        try {
            waiting.with(limits.callTimeout());
        } catch (AssertionFailedError e) {
            places().forEach(Place::heal);
            waiting.with(limits.callTimeout().multipliedBy(LONGER));
        }
    }

    void opened(Class<?> type) {
        adapter = type;
    }

    /** The class of the adapter, once there is one. */
    @Nullable Class<?> adapter() {
        return adapter;
    }

    /** Does something on a daemon thread. */
    static Thread start(Runnable work) {
        Thread thread = new Thread(work, "go-sync-testkit");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until something is so, or for a long time; the caller checks which. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000);
        }
    }

    /** Does what is bounded by call timeouts, and waits for it no longer than it can take. */
    <T> T bounded(String what, Duration callTimeout, Callable<T> work) throws Exception {
        Duration limit = callTimeout.multipliedBy(PATIENCE).plus(GRACE);
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt(); // and nothing else: another part of the rule may be waiting at another place
            throw Violation.of(
                    what + " to end by the call timeout of " + callTimeout.toMillis() + " ms and the attempts allowed",
                    "it was still going on after " + limit.toMillis() + " ms",
                    "every call goes through the Retry of the conditions and its client has that timeout");
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    /** A part of a rule. */
    interface Part {
        void run() throws Exception;
    }

    /** Runs two parts at the same time, since both wait most of the time. They use different places. */
    static void together(Part one, Part other) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            other.run();
            return true;
        });
        start(task);
        one.run();
        try {
            task.get();
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static Exception cause(ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
            return cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return e;
    }

    /** Closes every place, also if the harness of one of them fails. */
    @Override
    public void close() throws IOException {
        @Nullable Throwable failure = null;
        for (Place place : places()) {
            try {
                place.close();
            } catch (IOException | RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else if (!failure.equals(e)) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
