package dev.gosync.acceptance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when an adapter waits, or a test lets time pass. Neither takes time. Threads may share it. */
final class WaitingClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T09:00:00Z");

    /** Lets time pass: the sleeper of an adapter. */
    synchronized void pass(Duration time) {
        now = now.plus(time);
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
