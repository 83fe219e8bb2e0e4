package dev.gosync.slack;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Members as e-mail addresses, and e-mail addresses as ids. */
final class People {
    private People() {}

    /** The members that e-mail addresses stand for; the others are counted. */
    static Listing listing(Collection<String> ids, Map<String, Account> accounts) {
        Set<String> emails = new LinkedHashSet<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (String id : ids) {
            Account account = Objects.requireNonNull(accounts.get(id));
            if (account.email() != null) {
                emails.add(account.email());
            } else {
                leftOut.merge(account.standing().reason(), 1, Integer::sum);
            }
        }
        return new Listing(emails, Map.of(), Map.of(), leftOut);
    }

    /** The change without removals of somebody who is to be added under another address. */
    static Change uncrossed(Change change, Map<String, String> ids, Outcomes outcomes) {
        return outcomes.uncrossed(change, Matching.by(thing -> {
            String key = Directory.key(thing);
            return ids.getOrDefault(key, key);
        }));
    }

    /** Those of these things that somebody has; the others are reported as unknown. */
    static List<String> known(
            List<String> things, Map<String, String> ids, String place, Refusals refusals, Outcomes outcomes) {
        List<String> known = new ArrayList<>();
        for (String thing : things) {
            if (ids.containsKey(Directory.key(thing))) {
                known.add(thing);
            } else {
                outcomes.failed(thing, refusals.unknown(place, thing));
            }
        }
        return known;
    }

    /** The id of a thing that is known. */
    static String id(String thing, Map<String, String> ids) {
        return Objects.requireNonNull(ids.get(Directory.key(thing)));
    }
}
