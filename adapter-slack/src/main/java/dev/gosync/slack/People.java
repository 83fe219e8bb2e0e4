package dev.gosync.slack;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The members of one place: Slack knows them by id, a plan by e-mail address. Threads may share it. */
final class People {
    /**
     * The members as they were listed last.
     *
     * @param emails by id
     * @param ids by {@link SlackDirectory#key}
     */
    private record Listed(Map<String, String> emails, Map<String, String> ids) {}

    private final SlackApi api;
    private final SlackDirectory directory;
    private final String place;
    private volatile Listed listed = new Listed(Map.of(), Map.of());

    People(SlackApi api, SlackDirectory directory, String place) {
        this.api = api;
        this.directory = directory;
        this.place = place;
    }

    /** Lists members by their e-mail addresses, and counts the others by reason. */
    Listing listing(Collection<String> members) throws InterruptedException {
        Map<String, SlackAccount> accounts = directory.members(place, members);
        Listed now = new Listed(new HashMap<>(), new HashMap<>());
        Set<String> emails = new LinkedHashSet<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (String id : members) {
            SlackAccount account = Objects.requireNonNull(accounts.get(id));
            if (account.email() != null) {
                emails.add(account.email());
                now.emails.put(id, account.email());
                now.ids.put(SlackDirectory.key(account.email()), id);
            } else {
                leftOut.merge(account.standing().reason(), 1, Integer::sum);
            }
        }
        listed = now;
        return new Listing(emails, Map.of(), Map.of(), leftOut);
    }

    /**
     * Tells what the directory knows about additions.
     *
     * @param refusal why the place will refuse a person, if that is certain
     */
    Preview preview(List<String> additions, BiFunction<String, SlackAccount, Optional<AdapterException>> refusal)
            throws InterruptedException {
        Map<String, SlackAccount> found = directory.people(place, additions);
        Map<String, String> emails = listed.emails;
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (String thing : additions) {
            SlackAccount account = found.get(SlackDirectory.key(thing));
            if (account == null) {
                failures.put(thing, unknown().failure());
                continue;
            }
            String shown = emails.getOrDefault(account.id(), Objects.requireNonNull(account.email()));
            if (!SlackDirectory.key(shown).equals(SlackDirectory.key(thing))) {
                sameAs.put(thing, shown);
            }
            if (!emails.containsKey(account.id())) {
                refusal.apply(thing, account).ifPresent(cause -> failures.put(thing, cause.failure()));
            }
        }
        return new Preview(failures, sameAs);
    }

    /**
     * Finds the ids for a change. A removal means the member that was listed, whose address may be another person's by
     * now; only without a listing it is looked up by its address.
     *
     * @return by thing, without things that the workspace does not know
     */
    Map<String, String> ids(Change change) throws InterruptedException {
        Map<String, String> ids = new HashMap<>();
        List<String> others = new ArrayList<>(change.additions());
        for (String thing : change.removals()) {
            String id = listed.ids.get(SlackDirectory.key(thing));
            if (id == null) {
                others.add(thing);
            } else {
                ids.put(thing, id);
            }
        }
        Map<String, SlackAccount> found = directory.people(place, others);
        for (String thing : others) {
            SlackAccount account = found.get(SlackDirectory.key(thing));
            if (account != null) {
                ids.put(thing, account.id());
            }
        }
        return ids;
    }

    /** The additions that the workspace knows. The others are reported. */
    List<String> additions(Change change, Map<String, String> ids, Outcomes outcomes) {
        return known(change.additions(), ids, outcomes);
    }

    /**
     * The removals that the workspace knows. The others are reported, and so are removals of an account that is also
     * added: the preview keeps them out of a plan, but an address may have moved since. That account stays.
     */
    List<String> removals(Change change, Map<String, String> ids, Outcomes outcomes) {
        Map<String, String> added = new HashMap<>();
        for (String thing : change.additions()) {
            String id = ids.get(thing);
            if (id != null) {
                added.putIfAbsent(id, thing);
            }
        }
        List<String> removals = new ArrayList<>();
        for (String thing : known(change.removals(), ids, outcomes)) {
            String addition = added.get(id(thing, ids));
            if (addition == null) {
                removals.add(thing);
            } else {
                outcomes.succeeded(thing, "the same member as " + addition + ", who stays");
            }
        }
        return removals;
    }

    private List<String> known(List<String> things, Map<String, String> ids, Outcomes outcomes) {
        List<String> known = new ArrayList<>();
        for (String thing : things) {
            if (ids.containsKey(thing)) {
                known.add(thing);
            } else {
                outcomes.failed(thing, unknown());
            }
        }
        return known;
    }

    /** The failure of an address that no active person of the workspace has. */
    AdapterException unknown() {
        return api.failures().unknown(place, directory.workspace());
    }

    /** The id of a thing that has one. */
    static String id(String thing, Map<String, String> ids) {
        return Objects.requireNonNull(ids.get(thing));
    }
}
