package dev.gosync.opsgenie;

import java.time.Instant;
import java.util.Optional;

/**
 * The people who are on call in a schedule of Jira Service Management, by e-mail address: over all its rotations and
 * overrides, with teams and escalations resolved to people. It can only be read. If nobody is on call, the listing is
 * empty. One call reads it. Another call reads up to 100 accounts that are not known yet.
 *
 * <p>Made by {@link JiraOperations#onCall}, which owns the connection; closing this closes nothing. Immutable; threads
 * may share it. Each option returns a changed copy.
 */
public final class JsmOnCall extends OnCall<JsmOnCall> {
    JsmOnCall(OnCallService service, ScheduleKey key, Optional<Instant> time) {
        super(service, key, time);
    }

    @Override
    JsmOnCall with(ScheduleKey key, Optional<Instant> time) {
        return new JsmOnCall(service, key, time);
    }
}
