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

/** A clock that moves only when an adapter waits, which takes no time. Safe for use by several threads. */
final class TestTime extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private Runnable onWait = () -> {};
    private final CountDownLatch waiting = new CountDownLatch(1);
    private BooleanSupplier isForReal = () -> false;

    /** The sleeper of an adapter. */
    void sleep(Duration time) throws InterruptedException {
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

    /** Lets time pass that nobody waits for. */
    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** What happens during the next waits. */
    synchronized void onWait(Runnable then) {
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

    synchronized List<Duration> waits() {
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
