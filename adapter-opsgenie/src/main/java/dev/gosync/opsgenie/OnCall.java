package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is on call in a schedule, by e-mail address: over all its rotations and overrides, with teams and escalations
 * resolved to people. It can only be read. Nobody on call is an empty listing. One call in Opsgenie. Immutable, and safe
 * for use by several threads.
 *
 * <p>Made by {@link Opsgenie#onCall} or {@link JiraOperations#onCall}, which owns the connection; closing this closes
 * nothing.
 */
public final class OnCall implements Source {
    private final OnCallService service;
    private final ScheduleKey schedule;
    private final Optional<Instant> at;

    OnCall(OnCallService service, ScheduleKey schedule, Optional<Instant> at) {
        this.service = service;
        this.schedule = schedule;
        this.at = at;
    }

    /**
     * Takes what the schedule was named by for its id. Without this and {@link #byName}, what looks like an id is one.
     *
     * @return the same, of the schedule with that id
     */
    public OnCall byId() {
        return new OnCall(service, schedule.byId(), at);
    }

    /**
     * Takes what the schedule was named by for its name, whatever it looks like.
     *
     * @return the same, of the schedule with that name
     */
    public OnCall byName() {
        return new OnCall(service, schedule.byName(), at);
    }

    /**
     * Asks for another time than now.
     *
     * @param time in the past or the future; fractions of a second do not count
     * @return who is on call then
     */
    public OnCall at(Instant time) {
        Objects.requireNonNull(time, "time");
        return new OnCall(service, schedule, Optional.of(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public String name() {
        return service.label() + " on-call of schedule " + schedule.value()
                + at.map(time -> " at " + time).orElse("");
    }

    /**
     * Reads who is on call.
     *
     * @return their e-mail addresses; in Jira Service Management, accounts that show none are left out and counted
     * @throws AdapterException if that cannot be read whole: NOT_FOUND where there is no such schedule, PERMISSION where
     *     the credentials may not see it
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        return service.onDuty(name(), schedule, at);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
