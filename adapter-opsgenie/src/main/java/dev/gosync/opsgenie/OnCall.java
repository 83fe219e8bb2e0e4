package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * The people who are on call in one schedule. Immutable; threads may share it.
 *
 * @param <S> the public class, so that the options return it
 */
abstract sealed class OnCall<S extends OnCall<S>> implements Source permits JsmOnCall, OpsgenieOnCall {
    final OnCallService service;
    private final ScheduleKey key;
    private final Optional<Instant> time;

    OnCall(OnCallService service, ScheduleKey key, Optional<Instant> time) {
        this.service = service;
        this.key = key;
        this.time = time;
    }

    /** Returns a copy for another schedule or time of the same connection. */
    abstract S with(ScheduleKey key, Optional<Instant> time);

    /**
     * Takes the schedule's key for an id. By default a key that looks like an id is one.
     *
     * @return the same, of the schedule with that id
     */
    public S byId() {
        return with(key.byId(), time);
    }

    /**
     * Takes the schedule's key for a name, even if it looks like an id.
     *
     * @return the same, of the schedule with that name
     */
    public S byName() {
        return with(key.byName(), time);
    }

    /**
     * Asks for another time than now.
     *
     * @param time in the past or the future; fractions of a second are dropped
     * @return the people who are on call then
     */
    public S at(Instant time) {
        return with(key, Optional.of(Objects.requireNonNull(time, "time").truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public String name() {
        return service.client().label() + " on-call of schedule " + key.value()
                + time.map(at -> " at " + at).orElse("");
    }

    /**
     * Reads the people who are on call.
     *
     * @return their e-mail addresses; accounts that do not show one are left out and counted
     * @throws AdapterException if they cannot be read completely: NOT_FOUND if the schedule does not exist, PERMISSION
     *     if the credentials may not see it
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        return service.onCall(name(), key, time);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
