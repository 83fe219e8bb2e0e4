package dev.gosync.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * A clock for tests of adapters. It moves only when an adapter waits or a test lets time pass, and neither takes time. Give it to
 * a fake ({@link FakeServer#clock}) and to an adapter: {@code Retry.standard().time(time, time::sleep, () -> 0.5)}. Threads may
 * share it.
 */
public final class TestTime extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private Runnable onWait = () -> {};
    private final CountDownLatch waiting = new CountDownLatch(1);
    private BooleanSupplier isForReal = () -> false;

    /** Makes a clock that shows noon of 1 March 2026, in UTC. */
    public TestTime() {}

    /**
     * Waits without taking time: the sleeper of an adapter.
     *
     * @param time how long
     * @throws InterruptedException never, except while the kit itself interrupts an adapter
     */
    public void sleep(Duration time) throws InterruptedException {
        Runnable then;
        BooleanSupplier real;
        synchronized (this) {
            waits.add(time);
            now = now.plus(time);
            then = onWait;
            real = isForReal;
        }
        boolean forReal = real.getAsBoolean();
        if (forReal) {
            waiting.countDown();
        }
        then.run();
        if (forReal) {
            Thread.sleep(time.toMillis());
        }
    }

    /**
     * Lets time pass that nobody waits for.
     *
     * @param time how long
     */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /**
     * Sets what happens during each wait from now on.
     *
     * @param then runs on the thread that waits, after the clock has moved
     */
    public synchronized void onWait(Runnable then) {
        onWait = then;
    }

    /** From now on, waits that begin under this condition last as long as they say. */
    synchronized void waitForReal(BooleanSupplier condition) {
        isForReal = condition;
    }

    /** Counted down once the adapter waits for real. */
    CountDownLatch waiting() {
        return waiting;
    }

    /** {@return how long each wait was, in order} */
    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
