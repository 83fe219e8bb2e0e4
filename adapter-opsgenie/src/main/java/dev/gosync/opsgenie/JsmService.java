package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The schedules of a Jira Service Management site. A person is an account id, and Jira knows its e-mail address.
 * Threads may share it.
 */
final class JsmService implements OnCallService {
    private final JsmApi api;
    private final JsmDirectory directory;

    JsmService(JsmApi api, JsmDirectory directory) {
        this.api = api;
        this.directory = directory;
    }

    @Override
    public OpsgenieClient client() {
        return api.client();
    }

    @Override
    public String vendor() {
        return "Jira Service Management";
    }

    @Override
    public Listing onCall(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException {
        Set<String> accounts =
                new LinkedHashSet<>(directory.<List<String>>ask(place, schedule, id -> api.onCall(place, id, at)));
        Map<String, String> shown = directory.addresses(place, accounts).byAccount();
        Set<String> things = new LinkedHashSet<>();
        accounts.stream().filter(shown::containsKey).map(shown::get).forEach(things::add);
        int hidden = accounts.size() - shown.size();
        return new Listing(things, Map.of(), Map.of(), hidden == 0 ? Map.of() : Map.of("no e-mail", hidden));
    }

    @Override
    public List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException {
        return directory.ask(place, schedule, id -> api.rotations(place, id));
    }

    @Override
    public Rotation reread(String place, Rotation rotation) throws IOException {
        return api.rotation(place, rotation);
    }

    @Override
    public String updateOperation() {
        return JsmApi.UPDATE;
    }

    @Override
    public Optional<WholeList.Refusal> update(String place, Rotation rotation, List<Participant> participants)
            throws IOException {
        return api.update(place, rotation, participants);
    }

    @Override
    public Addresses addresses(String place, Collection<Participant> people) throws InterruptedException {
        List<String> ids = people.stream()
                .map(Participant::id)
                .filter(id -> !id.isBlank())
                .distinct()
                .toList();
        JsmDirectory.Shown shown = directory.addresses(place, ids);
        Map<String, String> byKey = new HashMap<>();
        for (Participant person : people) {
            String address = shown.byAccount().get(person.id());
            if (address != null) {
                byKey.put(person.key(), address);
            }
        }
        return new Addresses(byKey, shown.wereAsked());
    }

    @Override
    public Optional<Participant> find(String place, String email) throws InterruptedException {
        return directory.find(place, email).map(Participant::ofAccount);
    }

    @Override
    public AdapterException unknown(String place, String email) {
        return AdapterException.of(
                        FailureKind.UNKNOWN_THING,
                        place,
                        JsmApi.FIND_USERS,
                        "no active account shows this e-mail address")
                .remedy(
                        "Check its spelling, and that the account's profile shows its e-mail address to the account that"
                                + " Go Sync uses; or tolerate unknown-thing to skip such people.")
                .build();
    }

    @Override
    public AdapterException refused(String place, String email, AdapterException refusal) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        place,
                        JsmApi.UPDATE,
                        "Jira Service Management refuses " + email + " in a rotation (" + refusal.problem() + ")")
                .remedy("Give " + email
                        + " a license for Jira Service Management, or tolerate refused-thing to skip such people.")
                .cause(refusal)
                .build();
    }
}
