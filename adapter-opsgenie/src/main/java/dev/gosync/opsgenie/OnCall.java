package dev.gosync.opsgenie;

import dev.gosync.adapter.Listing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads who is on call in one schedule. {@link OpsgenieOnCall} and {@link JsmOnCall} are its public faces. Immutable.
 */
record OnCall(OnCallService service, ScheduleKey schedule, Optional<Instant> time) {
    OnCall byId() {
        return new OnCall(service, schedule.byId(), time);
    }

    OnCall byName() {
        return new OnCall(service, schedule.byName(), time);
    }

    OnCall at(Instant time) {
        return new OnCall(
                service,
                schedule,
                Optional.of(Objects.requireNonNull(time, "time").truncatedTo(ChronoUnit.SECONDS)));
    }

    String name() {
        return service.client().label() + " on-call of schedule " + schedule.value()
                + time.map(at -> " at " + at).orElse("");
    }

    Listing get() throws InterruptedException {
        service.client().checkOpen();
        return service.onCall(name(), schedule, time);
    }
}
