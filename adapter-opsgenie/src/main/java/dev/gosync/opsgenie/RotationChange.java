package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.WholeList;
import dev.gosync.adapter.WholeList.Draft;
import dev.gosync.adapter.WholeList.Refusal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes the participants of one rotation. For one change, and for one thread at a time. */
final class RotationChange implements WholeList.Service<Participant> {
    private final String place;
    private final OnCallService service;
    private final Rotation rotation;

    private Map<String, String> addresses = Map.of();

    /** The keys of the participants of the last read, by user name. A newcomer in Opsgenie has only a user name. */
    private volatile Map<String, String> byUsername;

    /**
     * Several accounts may show one address. They leave together, so they count as one: key of each, key of the first.
     */
    private final Map<String, String> sameLeaver = new HashMap<>();

    RotationChange(String place, OnCallService service, Rotation rotation) {
        this.place = place;
        this.service = service;
        this.rotation = rotation;
        this.byUsername = byUsername(rotation.participants());
    }

    private static Map<String, String> byUsername(List<Participant> participants) {
        return participants.stream()
                .filter(each -> !each.username().isBlank())
                .collect(Collectors.toUnmodifiableMap(
                        each -> folded(each.username()), Participant::key, (one, other) -> one));
    }

    /**
     * Adds to {@code people} the participants that are to be removed. A listed member is removed even if its address
     * has changed since. Addresses that were not listed are compared with those that the participants have now.
     *
     * @param listed the addresses of the last read of the place, by {@link Participant#key()}
     * @return whether the rotation is still as it was read, because no address had to be looked up
     */
    boolean findLeavers(Change change, Map<String, Participant> people, Map<String, String> listed)
            throws InterruptedException {
        List<Participant> present =
                rotation.participants().stream().filter(Participant::isPerson).toList();
        Map<String, String> leaving = new HashMap<>();
        change.removals().forEach(thing -> leaving.put(folded(thing), thing));
        Map<String, String> notListed = new HashMap<>(leaving);
        listed.values().forEach(address -> notListed.remove(folded(address)));
        addresses = listed;
        addLeavers(present, leaving, people);
        if (notListed.isEmpty()) {
            return true;
        }
        OnCallService.Addresses found = service.addresses(place, present);
        addresses = found.byKey();
        addLeavers(present, notListed, people);
        return !found.wereAsked();
    }

    private void addLeavers(List<Participant> present, Map<String, String> leaving, Map<String, Participant> people) {
        for (Participant participant : present) {
            String address = addresses.get(participant.key());
            String thing = address == null ? null : leaving.get(folded(address));
            Participant first = thing == null ? null : people.putIfAbsent(thing, participant);
            if (first != null && !first.key().equals(participant.key())) {
                sameLeaver.put(participant.key(), first.key());
            }
        }
    }

    private static String folded(String address) {
        return Matching.ignoringCase().key(address);
    }

    @Override
    public List<Participant> read() throws IOException {
        List<Participant> participants = service.reread(place, rotation).participants();
        byUsername = byUsername(participants);
        return participants;
    }

    @Override
    public String key(Participant member) {
        String key = member.key();
        if (member.id().isBlank() && !member.username().isBlank()) {
            key = byUsername.getOrDefault(folded(member.username()), key);
        }
        return sameLeaver.getOrDefault(key, key);
    }

    @Override
    public boolean isWritable(List<Participant> members) {
        return members.stream().anyMatch(each -> !each.isEmptySlot());
    }

    @Override
    public Optional<Refusal> write(Draft<Participant> draft) throws InterruptedException {
        Retry.Call<Optional<Refusal>> attempt = () -> {
            List<Participant> participants = draft.forAttempt();
            if (!draft.isNeeded()) {
                return Optional.empty();
            }
            if (!isWritable(participants)) {
                throw nobodyLeft();
            }
            return service.update(place, rotation, participants);
        };
        return service.client()
                .retry()
                .call(place, service.updateOperation(), attempt)
                .map(this::withSameLeavers);
    }

    private Refusal withSameLeavers(Refusal refusal) {
        return new Refusal(
                refusal.failure(),
                refusal.keys().stream()
                        .map(key -> sameLeaver.getOrDefault(key, (String) key))
                        .collect(Collectors.toSet()));
    }

    private AdapterException nobodyLeft() {
        return AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        place,
                        service.updateOperation(),
                        "the change would leave nobody in the rotation " + words(rotation.title()))
                .remedy("Keep at least one participant in it, or disable the schedule by hand. Nothing was written.")
                .build();
    }

    private String words(String said) {
        return service.client().failures().words(said);
    }

    @Override
    public AdapterException unknown(String thing) {
        return service.unknown(place, thing);
    }

    @Override
    public AdapterException refused(String thing, Refusal refusal) throws InterruptedException {
        return service.refused(place, thing, refusal.failure());
    }

    @Override
    public AdapterException refusedAsItIs(List<Participant> members, Refusal refusal) {
        if (members.isEmpty()) {
            return refusal.failure();
        }
        String names = members.stream()
                .map(each -> each.isPerson()
                        ? addresses.getOrDefault(each.key(), each.username().isBlank() ? each.id() : each.username())
                        : each.type() + " " + each.id())
                .map(this::words)
                .distinct()
                .collect(Collectors.joining(", "));
        return AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        place,
                        service.updateOperation(),
                        service.vendor() + " no longer accepts a present participant of the rotation: " + names + " ("
                                + refusal.failure().problem() + ")")
                .remedy("Remove " + names
                        + " from the rotation by hand, or make them able to be on call, then run again.")
                .cause(refusal.failure())
                .build();
    }
}
