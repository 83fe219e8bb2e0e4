package dev.gosync.opsgenie;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One change of a rotation: a read and a write where nobody is refused.
 *
 * <p>Before every further write, also one that is repeated because its answer was lost or there were too many calls, the
 * rotation is read again, so that what was changed by hand in the meantime is kept. Used by one thread, once.
 */
final class RotationChange {
    private final String place;
    private final OnCallService service;

    /** As it was when the change began. */
    private final Rotation rotation;

    private final Change change;
    private final Outcomes outcomes;

    /** The e-mail addresses of all who are to leave, whatever their case. Whoever is to be added stays. */
    private final Set<String> leaving;

    /** What was read and not yet used for a write; requests run on other threads. */
    private final AtomicReference<@Nullable Rotation> fresh;

    /** Whom the call that is being made is to remove, until they have left. */
    private List<String> removals = List.of();

    /** Whether they wait for a call of their own, as an addition failed. */
    private boolean removalsWait;

    private boolean isAboutSomebody;

    /** Somebody to add. */
    private record Newcomer(String thing, Participant person) {}

    private RotationChange(
            String place, OnCallService service, Rotation rotation, boolean isFresh, Change change, Outcomes outcomes) {
        this.place = place;
        this.service = service;
        this.rotation = rotation;
        this.change = change;
        this.outcomes = outcomes;
        this.leaving = change.removals().stream().map(RotationChange::folded).collect(Collectors.toSet());
        change.additions().forEach(thing -> leaving.remove(folded(thing)));
        this.fresh = new AtomicReference<>(isFresh ? rotation : null);
    }

    static void make(
            String place, OnCallService service, Retry.Call<Rotation> destination, Change change, Outcomes outcomes)
            throws InterruptedException {
        Map<String, Participant> found = outcomes.prepare(() -> service.find(place, change.additions()));
        Rotation rotation = outcomes.prepare(destination);
        List<Participant> people =
                rotation.participants().stream().filter(Participant::isPerson).toList();
        // While people are looked up, the rotation may be changed by hand.
        boolean isFresh = change.removals().isEmpty() || !outcomes.prepare(() -> service.learn(place, people));
        new RotationChange(place, service, rotation, isFresh, change, outcomes).make(found);
    }

    private void make(Map<String, Participant> found) throws InterruptedException {
        List<Newcomer> newcomers = new ArrayList<>();
        for (String thing : change.additions()) {
            Participant person = found.get(thing);
            if (person == null) {
                outcomes.failed(thing, service.unknown(place, thing));
                removalsWait = change.mode() == Mode.ADD_REMOVE;
            } else {
                newcomers.add(new Newcomer(thing, person));
            }
        }
        List<String> leavers = removalsWait ? List.of() : change.removals();
        List<String> asked = new ArrayList<>();
        for (Action half : change.mode().actions()) {
            asked.addAll(
                    half == Action.REMOVE
                            ? leavers
                            : newcomers.stream().map(Newcomer::thing).toList());
        }
        outcomes.attempt(asked, all -> inOne(newcomers, leavers));
        if (removalsWait) { // before this call, what must remain is judged again
            outcomes.attempt(change.removals(), all -> inOne(List.of(), all));
        }
    }

    private void inOne(List<Newcomer> additions, List<String> leavers) throws InterruptedException {
        removals = leavers;
        if (!additions.isEmpty()) {
            addWithout(additions);
        }
        if (!removals.isEmpty()) {
            mustBeTaken(write(List.of()));
        }
    }

    /** Adds people and makes the removals with it; whoever is refused is reported and left out. */
    private void addWithout(List<Newcomer> additions) throws InterruptedException {
        Sent sent = write(additions);
        if (sent.refusal().isEmpty()) {
            for (Newcomer each : additions) {
                if (sent.there().contains(service.key(each.person()))) {
                    outcomes.alreadyThere(each.thing());
                } else {
                    outcomes.succeeded(each.thing());
                }
            }
            mustBeTaken(sent);
            return;
        }
        if (change.mode() == Mode.ADD_REMOVE && !removals.isEmpty()) {
            outcomes.postpone(removals);
            removals = List.of();
            removalsWait = true;
        }
        Refusal refusal = sent.refusal().get();
        Set<String> blamed = blamed(sent, refusal).map(service::key).collect(Collectors.toSet());
        List<Newcomer> refused = additions.stream()
                .filter(each -> blamed.contains(service.key(each.person())))
                .toList();
        if (refused.isEmpty()) {
            if (!refusal.positions().isEmpty()) {
                throw refusedAsItIs(sent, refusal);
            }
            mustBeAboutSomebody();
            if (additions.size() > 1) {
                int middle = additions.size() / 2;
                addWithout(additions.subList(0, middle));
                addWithout(additions.subList(middle, additions.size()));
                return;
            }
            refused = additions;
        }
        for (Newcomer each : refused) {
            outcomes.failed(each.thing(), service.refused(place, each.thing(), refusal));
        }
        List<Newcomer> others = new ArrayList<>(additions);
        others.removeAll(refused);
        if (!others.isEmpty()) {
            addWithout(others);
        }
    }

    /**
     * Where the answer does not say who is at fault: a list that is refused without those who come, too, is refused for
     * another reason. Removals are made with it where they come first, as one of those who leave may be that reason.
     */
    private void mustBeAboutSomebody() throws InterruptedException {
        if (!isAboutSomebody) {
            mustBeTaken(writeWithoutNewcomers());
            isAboutSomebody = true;
        }
    }

    /** What was taken says whether the removals were made with it. */
    private void mustBeTaken(Sent sent) {
        if (sent.refusal().isPresent()) {
            throw refusedAsItIs(sent, sent.refusal().get());
        }
        if (sent.participants().stream().noneMatch(this::leaves)) {
            removals.forEach(outcomes::succeeded);
            removals = List.of();
        }
    }

    private boolean leaves(Participant participant) {
        return participant.isPerson()
                && service.email(participant)
                        .filter(email -> leaving.contains(folded(email)))
                        .isPresent();
    }

    private static String folded(String email) {
        return Matching.ignoringCase().key(email);
    }

    private static Stream<Participant> blamed(Sent sent, Refusal refusal) {
        return refusal.positions().stream()
                .sorted()
                .filter(position -> position < sent.participants().size())
                .map(sent.participants()::get)
                .filter(Participant::isPerson);
    }

    /** A list is refused, and not because of somebody who comes. */
    private AdapterException refusedAsItIs(Sent sent, Refusal refusal) {
        List<String> blamed = blamed(sent, refusal)
                .map(person -> service.email(person).orElse(person.id()))
                .distinct()
                .toList();
        if (blamed.isEmpty()) {
            return refusal.failure();
        }
        String people = String.join(", ", blamed);
        return AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        place,
                        service.writing(),
                        "the rotation is not taken with " + people + ", in it already ("
                                + refusal.failure().problem() + ")")
                .remedy("Take " + people + " out of the rotation by hand, or see that they can be on call.")
                .cause(refusal.failure())
                .build();
    }

    /**
     * A list that was sent, and what was said to it.
     *
     * @param there who stayed in the rotation from before the first attempt
     */
    private record Sent(List<Participant> participants, Optional<Refusal> refusal, Set<String> there) {}

    private Sent write(List<Newcomer> additions) throws InterruptedException {
        boolean removing = !removals.isEmpty();
        AtomicReference<@Nullable Set<String>> before = new AtomicReference<>();
        return service.retry().call(place, service.writing(), () -> {
            Rotation now = current();
            before.compareAndSet(null, keys(edited(now.participants(), List.of(), removing)));
            Set<String> there = Objects.requireNonNull(before.get());
            List<Participant> wanted = edited(now.participants(), additions, removing);
            if (wanted.equals(now.participants())) {
                return new Sent(wanted, Optional.empty(), there);
            }
            if (wanted.stream().allMatch(Participant::isNobody)) {
                throw nobodyLeft(now);
            }
            return new Sent(wanted, service.write(place, now, wanted), there);
        });
    }

    /** Writes even what is there already; removes nobody where nobody would be left. */
    private Sent writeWithoutNewcomers() throws InterruptedException {
        boolean removing = !removals.isEmpty();
        return service.retry().call(place, service.writing(), () -> {
            Rotation now = current();
            List<Participant> rest = edited(now.participants(), List.of(), removing);
            List<Participant> wanted = rest.stream().allMatch(Participant::isNobody) ? now.participants() : rest;
            Optional<Refusal> refusal = wanted.isEmpty() ? Optional.empty() : service.write(place, now, wanted);
            return new Sent(wanted, refusal, keys(wanted));
        });
    }

    private Set<String> keys(List<Participant> participants) {
        return participants.stream()
                .filter(Participant::isPerson)
                .map(service::key)
                .collect(Collectors.toSet());
    }

    /** What was just read, or else reads it: that a read got no answer does not mean that something was written. */
    private Rotation current() {
        Rotation read = fresh.getAndSet(null);
        if (read != null) {
            return read;
        }
        try {
            return service.reread(place, rotation);
        } catch (IOException e) {
            throw AdapterException.of(
                            FailureKind.UNAVAILABLE,
                            place,
                            service.writing(),
                            "could not read the rotation again before writing: "
                                    + e.getClass().getSimpleName())
                    .cause(e)
                    .build();
        }
    }

    private List<Participant> edited(List<Participant> now, List<Newcomer> additions, boolean removing) {
        List<Participant> wanted = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (Participant participant : now) {
            if (removing && leaves(participant)) {
                continue;
            }
            wanted.add(participant);
            if (participant.isPerson()) {
                there.add(service.key(participant));
            }
        }
        for (Newcomer each : additions) {
            if (there.add(service.key(each.person()))) {
                wanted.add(each.person());
            }
        }
        return wanted;
    }

    private AdapterException nobodyLeft(Rotation rotation) {
        return AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        place,
                        service.writing(),
                        "nobody would be left in the rotation "
                                + (rotation.name().isBlank() ? rotation.id() : rotation.name()))
                .remedy("Keep somebody on duty, or disable the schedule by hand; nothing was written.")
                .build();
    }
}
