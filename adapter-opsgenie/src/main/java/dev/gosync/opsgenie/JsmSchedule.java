package dev.gosync.opsgenie;

import java.util.Optional;

/**
 * The people of a schedule of Jira Service Management, by e-mail address: those of all its rotations, or of the one
 * that {@code rotation} names. One call reads about 25 rotations. Another call reads up to 100 accounts that are not
 * known yet.
 *
 * <p>To be written, the schedule must have one rotation, or {@code rotation} must name one. The order of duty is kept.
 * New people come at the end, in the order of the plan. A removed person is removed from every position. Teams,
 * escalations and empty slots stay where they are and are not listed. A change that would leave nobody in the rotation
 * is refused. All additions and removals are one write. Each attempt to write reads the rotation again.
 *
 * <p>A change can shift who is on call now, because the service counts the turns of all participants from the start
 * date of the rotation.
 *
 * <p>Made by {@link JiraOperations#schedule}, which owns the connection; closing this closes nothing. Threads may
 * share it. Each option returns a changed copy.
 */
public final class JsmSchedule extends Schedule<JsmSchedule> {
    JsmSchedule(OnCallService service, ScheduleKey key, Optional<String> rotation) {
        super(service, key, rotation);
    }

    @Override
    JsmSchedule with(ScheduleKey key, Optional<String> rotation) {
        return new JsmSchedule(service, key, rotation);
    }
}
