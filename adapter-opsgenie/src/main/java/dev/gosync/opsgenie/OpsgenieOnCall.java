package dev.gosync.opsgenie;

import java.time.Instant;
import java.util.Optional;

/**
 * The people who are on call in a schedule of Opsgenie, by e-mail address: over all its rotations and
 * overrides, with teams and escalations resolved to people. It can only be read. If nobody is on call, the listing is
 * empty. One call reads it.
 *
 * <p>Made by {@link Opsgenie#onCall}, which owns the connection; closing this closes nothing. Immutable; threads may
 * share it. Each option returns a changed copy.
 */
public final class OpsgenieOnCall extends OnCall<OpsgenieOnCall> {
    OpsgenieOnCall(OnCallService service, ScheduleKey key, Optional<Instant> time) {
        super(service, key, time);
    }

    @Override
    OpsgenieOnCall with(ScheduleKey key, Optional<Instant> time) {
        return new OpsgenieOnCall(service, key, time);
    }
}
