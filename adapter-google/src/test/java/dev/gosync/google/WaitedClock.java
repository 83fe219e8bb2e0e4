package dev.gosync.google;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A clock that stands still, except for the waits. */
final class WaitedClock extends Clock {
    private final List<Duration> waits;

    WaitedClock(List<Duration> waits) {
        this.waits = waits;
    }

    @Override
    public Instant instant() {
        return GoogleFixture.NOW.plus(waits.stream().reduce(Duration.ZERO, Duration::plus));
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
