package dev.gosync.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A clock that moves only when an adapter waits, which takes no time. Safe for use by several threads. */
final class TestTime extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private Runnable onWait = () -> {};
    private final CountDownLatch waiting = new CountDownLatch(1);
    private boolean waitsForReal;

    /** The sleeper of an adapter. */
    void sleep(Duration time) throws InterruptedException {
        Runnable then;
        boolean forReal;
        synchronized (this) {
            waits.add(time);
            now = now.plus(time);
            then = onWait;
            forReal = waitsForReal;
        }
        waiting.countDown();
        then.run();
        if (forReal) {
            Thread.sleep(time.toMillis());
        }
    }

    /** What happens during the next waits. */
    synchronized void onWait(Runnable then) {
        onWait = then;
    }

    /** From now on, waits last as long as they say. */
    synchronized void waitForReal() {
        waitsForReal = true;
    }

    /** Counted down once the adapter waits. */
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
