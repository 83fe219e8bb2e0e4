package dev.gosync.opsgenie;

import java.util.Optional;

/**
 * The people of a schedule of Opsgenie, by e-mail address: those of all its rotations, or of the one that {@code
 * rotation} names. One call reads it.
 *
 * <p>To be written, the schedule must have one rotation, or {@code rotation} must name one. The order of duty is kept.
 * New people come at the end, in the order of the plan. A removed person is removed from every position. Teams,
 * escalations and empty slots stay where they are and are not listed. A change that would leave nobody in the rotation
 * is refused. All additions and removals are one write. Each attempt to write reads the rotation again.
 *
 * <p>A change can shift who is on call now, because the service counts the turns of all participants from the start
 * date of the rotation.
 *
 * <p>Made by {@link Opsgenie#schedule}, which owns the connection; closing this closes nothing. Threads may share it.
 * Each option returns a changed copy.
 */
public final class OpsgenieSchedule extends Schedule<OpsgenieSchedule> {
    OpsgenieSchedule(OnCallService service, ScheduleKey key, Optional<String> rotation) {
        super(service, key, rotation);
    }

    @Override
    OpsgenieSchedule with(ScheduleKey key, Optional<String> rotation) {
        return new OpsgenieSchedule(service, key, rotation);
    }
}
