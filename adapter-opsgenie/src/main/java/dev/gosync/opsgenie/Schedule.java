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
import dev.gosync.adapter.WholeList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The people of one schedule: all its rotations, or one of them. Threads may share it.
 *
 * @param <S> the public class, so that the options return it
 */
abstract sealed class Schedule<S extends Schedule<S>> implements Adapter permits JsmSchedule, OpsgenieSchedule {
    private static final String SHIFT_WARNING =
            "Adding people to a rotation can change who is on call now, because the service counts the turns of all"
                    + " participants from the start date of the rotation. Check who is on call after the change.";

    final OnCallService service;
    private final ScheduleKey key;
    private final Optional<String> rotation;
    private final String name;

    /** The e-mail addresses of the last read, by {@link Participant#key()}. */
    private volatile Map<String, String> listed = Map.of();

    Schedule(OnCallService service, ScheduleKey key, Optional<String> rotation) {
        this.service = service;
        this.key = key;
        this.rotation = rotation;
        this.name = service.client().label() + " schedule " + key.value()
                + rotation.map(one -> ", rotation " + one).orElse("");
    }

    /** Returns a copy for another schedule or rotation of the same connection. */
    abstract S with(ScheduleKey key, Optional<String> rotation);

    /**
     * Takes the schedule's key for an id. By default a key that looks like an id is one.
     *
     * @return the schedule with that id
     */
    public S byId() {
        return with(key.byId(), rotation);
    }

    /**
     * Takes the schedule's key for a name, even if it looks like an id.
     *
     * @return the schedule with that name
     */
    public S byName() {
        return with(key.byName(), rotation);
    }

    /**
     * Reads and writes one rotation only.
     *
     * @param idOrName the id or the name of the rotation, not blank
     * @return that rotation of this schedule
     */
    public S rotation(String idOrName) {
        if (Objects.requireNonNull(idOrName, "idOrName").isBlank()) {
            throw new IllegalArgumentException("idOrName must be the id or the name of a rotation, but is blank");
        }
        return with(key, Optional.of(idOrName));
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Reads the people who take turns.
     *
     * @return their e-mail addresses. Teams, escalations, participants of an unknown type and people without a visible
     *     e-mail address are left out and counted.
     * @throws AdapterException if the schedule cannot be read completely: NOT_FOUND if the schedule or the rotation
     *     does not exist, PERMISSION if the credentials may not see it
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        List<Rotation> all = service.rotations(name, key);
        Set<Participant> participants = (rotation.isEmpty() ? all : List.of(named(all, rotation.get())))
                .stream()
                        .flatMap(each -> each.participants().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> addresses = service.addresses(
                        name,
                        participants.stream().filter(Participant::isPerson).toList())
                .byKey();
        Set<String> things = new LinkedHashSet<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (Participant participant : participants) {
            String address = addresses.get(participant.key());
            if (address != null) {
                things.add(address);
            } else if (!participant.isEmptySlot()) {
                leftOut.merge(participant.isPerson() ? "no e-mail" : words(participant.type()), 1, Integer::sum);
            }
        }
        listed = Map.copyOf(addresses);
        return new Listing(things, Map.of(), Map.of(), leftOut);
    }

    /** {@return {@link Matching#ignoringCase()}} */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /**
     * Warns that additions can change who is on call now. In Jira Service Management it looks people up, too: it tells
     * which have no account, and which are members under an earlier e-mail address. In Opsgenie it makes no call, because
     * Opsgenie tells only at the write which people it does not know.
     *
     * @param additions e-mail addresses
     * @return what is known about them
     * @throws AdapterException if the service cannot be asked
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
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

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    /**
     * Makes both halves with one write.
     *
     * @param change the people to add and to remove
     * @param outcomes hears of each of them
     * @throws AdapterException if the place as a whole fails: INVALID_REQUEST if the schedule has several rotations
     *     and none is named, or if nobody would be left
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public void change(Change change, Outcomes outcomes) throws InterruptedException {
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
        RotationChange update = new RotationChange(name, service, now);
        boolean isFresh =
                change.removals().isEmpty() || outcomes.prepare(() -> update.findLeavers(change, people, listed));
        WholeList.of(name, service.updateOperation(), service.client().retry(), update)
                .change(change, people, isFresh ? now.participants() : null, outcomes);
    }

    /** Returns the one rotation that is written. */
    private Rotation destination() throws InterruptedException {
        List<Rotation> all = service.rotations(name, key);
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
                    "Name the rotation by its id: " + quoted(found.stream().map(Rotation::id)) + ".");
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

    private String titles(List<Rotation> rotations) {
        return quoted(rotations.stream().map(Rotation::title));
    }

    private String quoted(Stream<String> names) {
        return names.map(this::words).collect(Collectors.joining(", "));
    }

    private String words(String said) {
        return service.client().failures().words(said);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
