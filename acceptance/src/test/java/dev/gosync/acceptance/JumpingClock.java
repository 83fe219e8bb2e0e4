package dev.gosync.acceptance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** The clock of a machine that is set to another time. Safe for use by several threads. */
final class JumpingClock extends Clock {
    private final AtomicInteger asked = new AtomicInteger();
    private final int moment;
    private final Duration jump;

    /**
     * Makes a clock.
     *
     * @param moment how often it is asked before it jumps
     * @param jump how far
     */
    JumpingClock(int moment, Duration jump) {
        this.moment = moment;
        this.jump = jump;
    }

    /** {@return how often it was asked} */
    int asked() {
        return asked.get();
    }

    @Override
    public Instant instant() {
        Instant now = Instant.now();
        return asked.getAndIncrement() < moment ? now : now.plus(jump);
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
