package dev.gosync.opsgenie;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who takes turns in a schedule, by e-mail address. Safe for use by several threads; each option returns a new value.
 *
 * <p>Read, it is the union of the people of all its rotations, or of the one that {@link #rotation} names. Written, it has
 * one rotation or {@link #rotation} names one; anything else fails before any write. The order of duty is kept: new
 * people come at the end, in the order they are asked for; who stands in it twice is removed from both places; teams,
 * escalations and {@code none} stay where they are, and are not listed. What would leave nobody in a rotation is refused.
 *
 * <p>Additions and removals are one write, for which the rotation is read again. A list that is refused because of one
 * person is written without that person, who is reported.
 *
 * <p>Made by {@link Opsgenie#schedule} or {@link JiraOperations#schedule}, which owns the connection; closing this closes
 * nothing.
 */
public final class Schedule implements Adapter {
    private final OnCallService service;
    private final ScheduleKey schedule;
    private final Optional<String> rotation;

    /** The e-mail addresses of the last read, by what makes two participants the same person. */
    private volatile Map<String, String> listed = Map.of();

    Schedule(OnCallService service, ScheduleKey schedule, Optional<String> rotation) {
        this.service = service;
        this.schedule = schedule;
        this.rotation = rotation;
    }

    /**
     * Takes what the schedule was named by for its id. Without this and {@link #byName}, what looks like an id is one.
     *
     * @return the same, of the schedule with that id
     */
    public Schedule byId() {
        return new Schedule(service, schedule.byId(), rotation);
    }

    /**
     * Takes what the schedule was named by for its name, whatever it looks like.
     *
     * @return the same, of the schedule with that name
     */
    public Schedule byName() {
        return new Schedule(service, schedule.byName(), rotation);
    }

    /**
     * Reads and writes one rotation only.
     *
     * @param idOrName which
     * @return that rotation of this schedule
     */
    public Schedule rotation(String idOrName) {
        if (idOrName.isBlank()) {
            throw new IllegalArgumentException("A rotation has an id or a name");
        }
        return new Schedule(service, schedule, Optional.of(idOrName));
    }

    @Override
    public String name() {
        return service.label() + " schedule " + schedule.value()
                + rotation.map(named -> ", rotation " + named).orElse("");
    }

    /**
     * Reads who takes turns.
     *
     * @return their e-mail addresses; teams, escalations and accounts that show no address are left out and counted
     * @throws AdapterException if that cannot be read whole: NOT_FOUND where there is no such schedule or rotation,
     *     PERMISSION where the credentials may not see it
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        List<Rotation> all = service.rotations(name(), schedule);
        Set<Participant> participants = (rotation.isEmpty() ? all : List.of(named(all, rotation.get())))
                .stream()
                        .flatMap(each -> each.participants().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        service.learn(
                name(), participants.stream().filter(Participant::isPerson).toList());
        Set<String> things = new LinkedHashSet<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        Map<String, String> byKey = new HashMap<>();
        for (Participant participant : participants) {
            Optional<String> email = participant.isPerson() ? service.email(participant) : Optional.empty();
            email.ifPresent(address -> {
                things.add(address);
                byKey.put(service.key(participant), address);
            });
            if (email.isEmpty() && !participant.isNobody()) {
                leftOut.merge(participant.isPerson() ? "no e-mail" : participant.type(), 1, Integer::sum);
            }
        }
        listed = byKey;
        return new Listing(things, Map.of(), Map.of(), leftOut);
    }

    /** Ignores case. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /**
     * Tells which people the service does not know, and whose account is in the schedule under another address, if the
     * service looks people up before it adds them. Jira Service Management does, Opsgenie does not.
     *
     * @param additions e-mail addresses
     * @return what is known about them
     * @throws AdapterException if the service cannot be asked
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (int i = 0; i < additions.size(); i++) {
            String thing = additions.get(i);
            Optional<Participant> person;
            try {
                person =
                        Optional.ofNullable(service.find(name(), List.of(thing)).get(thing));
            } catch (AdapterException e) {
                if (e.kind() != FailureKind.PERMISSION) {
                    throw e;
                }
                // Credentials that may not look anybody up can still remove.
                additions.subList(i, additions.size()).forEach(rest -> failures.put(rest, e.failure()));
                break;
            }
            if (person.isEmpty()) {
                failures.put(thing, service.unknown(name(), thing).failure());
            } else if (listed.containsKey(service.key(person.get()))) {
                sameAs.put(thing, listed.get(service.key(person.get())));
            }
        }
        return new Preview(failures, sameAs);
    }

    /**
     * Adds people at the end of the order of duty.
     *
     * @param things their e-mail addresses
     * @param outcomes hears of each of them
     * @throws AdapterException if the place as a whole fails
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    /**
     * Removes people from every place they have in the order of duty.
     *
     * @param things their e-mail addresses
     * @param outcomes hears of each of them
     * @throws AdapterException if the place as a whole fails
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    /**
     * Makes both halves in one write.
     *
     * @param change whom to add and whom to remove
     * @param outcomes hears of each of them
     * @throws AdapterException if the place as a whole fails; INVALID_REQUEST where several rotations leave open which is
     *     meant, or nobody would be left
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public void change(Change change, Outcomes outcomes) throws InterruptedException {
        if (!change.isEmpty()) {
            RotationChange.make(name(), service, this::destination, change, outcomes);
        }
    }

    /** The one rotation that can be meant. */
    private Rotation destination() throws InterruptedException {
        List<Rotation> all = service.rotations(name(), schedule);
        if (rotation.isPresent()) {
            return named(all, rotation.get());
        }
        if (all.isEmpty()) {
            throw failure(FailureKind.NOT_FOUND, "the schedule has no rotation", "Add a rotation to the schedule.");
        }
        if (all.size() > 1) {
            throw failure(
                    FailureKind.INVALID_REQUEST,
                    "the schedule has " + all.size() + " rotations, and it is open which is meant",
                    "Name the rotation to write: " + names(all) + ".");
        }
        return all.get(0);
    }

    private Rotation named(List<Rotation> all, String idOrName) {
        List<Rotation> found =
                all.stream().filter(each -> each.isCalled(idOrName)).toList();
        if (found.size() > 1) {
            throw failure(
                    FailureKind.INVALID_REQUEST,
                    found.size() + " rotations are called " + idOrName,
                    "Name the rotation by its id: "
                            + found.stream().map(Rotation::id).collect(Collectors.joining(", ")) + ".");
        }
        if (found.isEmpty()) {
            throw failure(
                    FailureKind.NOT_FOUND,
                    "the schedule has no rotation " + idOrName,
                    all.isEmpty() ? "Add a rotation to the schedule." : "There is " + names(all) + ".");
        }
        return found.get(0);
    }

    private AdapterException failure(FailureKind kind, String problem, String remedy) {
        return AdapterException.of(kind, name(), "choose the rotation", problem)
                .remedy(remedy)
                .build();
    }

    private static String names(List<Rotation> rotations) {
        return rotations.stream()
                .map(each -> each.name().isBlank() ? each.id() : each.name())
                .collect(Collectors.joining(", "));
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
