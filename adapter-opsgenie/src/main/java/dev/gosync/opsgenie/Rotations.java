package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.WholeList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The people of one schedule: all its rotations, or one of them. {@link OpsgenieSchedule} and {@link JsmSchedule} are
 * its public faces. Threads may share it.
 */
final class Rotations {
    private static final String SHIFT_WARNING =
            "Adding people to a rotation can change who is on call now, because the service counts the turns of all"
                    + " participants from the start date of the rotation. Check who is on call after the change.";

    private final OnCallService service;
    private final ScheduleKey schedule;
    private final Optional<String> rotation;
    private final String name;

    /** The e-mail addresses of the last read, by {@link Participant#key()}. */
    private volatile Map<String, String> listed = Map.of();

    Rotations(OnCallService service, ScheduleKey schedule, Optional<String> rotation) {
        this.service = service;
        this.schedule = schedule;
        this.rotation = rotation;
        this.name = service.client().label() + " schedule " + schedule.value()
                + rotation.map(one -> ", rotation " + one).orElse("");
    }

    Rotations byId() {
        return new Rotations(service, schedule.byId(), rotation);
    }

    Rotations byName() {
        return new Rotations(service, schedule.byName(), rotation);
    }

    Rotations rotation(String idOrName) {
        if (Objects.requireNonNull(idOrName, "idOrName").isBlank()) {
            throw new IllegalArgumentException("idOrName must be the id or the name of a rotation, but is blank");
        }
        return new Rotations(service, schedule, Optional.of(idOrName));
    }

    String name() {
        return name;
    }

    Listing get() throws InterruptedException {
        service.client().checkOpen();
        List<Rotation> all = service.rotations(name, schedule);
        Set<Participant> participants = (rotation.isEmpty() ? all : List.of(named(all, rotation.get())))
                .stream()
                        .flatMap(each -> each.participants().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> addresses = addresses(participants).byKey();
        Set<String> things = new LinkedHashSet<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (Participant participant : participants) {
            String address = addresses.get(participant.key());
            if (address != null) {
                things.add(address);
            } else if (!participant.isEmptySlot()) {
                leftOut.merge(participant.isPerson() ? "no e-mail" : participant.type(), 1, Integer::sum);
            }
        }
        listed = Map.copyOf(addresses);
        return new Listing(things, Map.of(), Map.of(), leftOut);
    }

    private OnCallService.Addresses addresses(Collection<Participant> participants) throws InterruptedException {
        return service.addresses(
                name, participants.stream().filter(Participant::isPerson).toList());
    }

    Preview preview(List<String> additions) throws InterruptedException {
        service.client().checkOpen();
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (int i = 0; i < additions.size(); i++) {
            String thing = additions.get(i);
            Optional<Participant> person;
            try {
                person = service.find(name, thing);
            } catch (AdapterException e) {
                if (e.kind() != FailureKind.PERMISSION) {
                    throw e;
                }
                // Credentials that may not look people up can still remove.
                additions.subList(i, additions.size()).forEach(rest -> failures.put(rest, e.failure()));
                break;
            }
            String member = person.map(found -> listed.get(found.key())).orElse(null);
            if (person.isEmpty()) {
                failures.put(thing, service.unknown(name, thing).failure());
            } else if (member != null) {
                sameAs.put(thing, member);
            }
        }
        boolean nothingIsAdded = failures.size() + sameAs.size() == additions.size();
        return new Preview(failures, sameAs, nothingIsAdded ? List.of() : List.of(SHIFT_WARNING));
    }

    void change(Change change, Outcomes outcomes) throws InterruptedException {
        service.client().checkOpen();
        if (change.isEmpty()) {
            return;
        }
        Map<String, Participant> people = new HashMap<>();
        outcomes.prepare(() -> {
            for (String thing : change.additions()) {
                service.find(name, thing).ifPresent(person -> people.put(thing, person));
            }
            return people;
        });
        Rotation now = outcomes.prepare(this::destination);
        RotationUpdate update = new RotationUpdate(name, service, now);
        boolean isFresh =
                change.removals().isEmpty() || outcomes.prepare(() -> update.findLeavers(change, people, listed));
        WholeList.of(name, service.updateOperation(), service.client().retry(), update)
                .change(change, people, isFresh ? now.participants() : null, outcomes);
    }

    /** Returns the one rotation that is written. */
    private Rotation destination() throws InterruptedException {
        List<Rotation> all = service.rotations(name, schedule);
        if (rotation.isPresent()) {
            return named(all, rotation.get());
        }
        if (all.isEmpty()) {
            throw failure(FailureKind.NOT_FOUND, "the schedule has no rotation", "Add a rotation to the schedule.");
        }
        if (all.size() > 1) {
            throw failure(
                    FailureKind.INVALID_REQUEST,
                    "the schedule has " + all.size() + " rotations, and the configuration names none of them",
                    "Name the rotation to write: " + titles(all) + ".");
        }
        return all.get(0);
    }

    private Rotation named(List<Rotation> all, String idOrName) {
        List<Rotation> found =
                all.stream().filter(each -> each.isCalled(idOrName)).toList();
        if (found.size() > 1) {
            throw failure(
                    FailureKind.INVALID_REQUEST,
                    found.size() + " rotations have the name " + idOrName,
                    "Name the rotation by its id: "
                            + found.stream().map(Rotation::id).collect(Collectors.joining(", ")) + ".");
        }
        if (found.isEmpty()) {
            throw failure(
                    FailureKind.NOT_FOUND,
                    "the schedule has no rotation " + idOrName,
                    all.isEmpty()
                            ? "Add a rotation to the schedule."
                            : "Name one of its rotations: " + titles(all) + ".");
        }
        return found.get(0);
    }

    private AdapterException failure(FailureKind kind, String problem, String remedy) {
        return AdapterException.of(kind, name, "choose the rotation", problem)
                .remedy(remedy)
                .build();
    }

    private static String titles(List<Rotation> rotations) {
        return rotations.stream().map(Rotation::title).collect(Collectors.joining(", "));
    }
}
