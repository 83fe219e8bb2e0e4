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
import java.util.function.Function;

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

    /** The address under which each of these accounts is listed, by id. */
    static Map<String, String> listed(Map<String, Account> accounts) {
        Map<String, String> emails = new HashMap<>();
        accounts.forEach((id, account) -> {
            if (account.email() != null) {
                emails.put(id, account.email());
            }
        });
        return emails;
    }

    /**
     * What the directory tells about additions before the write.
     *
     * @param found the accounts with these addresses, by {@link Directory#key}
     * @param listed the address under which a member was listed, by id
     * @param refusal why the place will refuse a person, if it certainly will
     */
    static Preview preview(
            List<String> additions,
            Map<String, Account> found,
            Map<String, String> listed,
            Function<String, AdapterException> unknown,
            BiFunction<String, Account, Optional<AdapterException>> refusal) {
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (String thing : additions) {
            Account account = found.get(Directory.key(thing));
            if (account == null) {
                failures.put(thing, unknown.apply(thing).failure());
                continue;
            }
            String shown = listed.getOrDefault(account.id(), Objects.requireNonNull(account.email()));
            if (!Directory.key(shown).equals(Directory.key(thing))) {
                sameAs.put(thing, shown);
            }
            if (!listed.containsKey(account.id())) {
                refusal.apply(thing, account).ifPresent(cause -> failures.put(thing, cause.failure()));
            }
        }
        return new Preview(failures, sameAs);
    }

    /**
     * The change without removals of an account that is also added. The preview leaves none of these in a plan, but an
     * address may have moved to another account since. The person stays.
     */
    static Change withoutCrossed(Change change, Map<String, Account> found, Outcomes outcomes) {
        Map<String, String> added = new HashMap<>();
        for (String thing : change.additions()) {
            Account account = found.get(Directory.key(thing));
            if (account != null) {
                added.putIfAbsent(account.id(), thing);
            }
        }
        List<String> removals = new ArrayList<>();
        for (String thing : change.removals()) {
            Account account = found.get(Directory.key(thing));
            String addition = account == null ? null : added.get(account.id());
            if (addition == null) {
                removals.add(thing);
            } else {
                outcomes.succeeded(thing, "the same account as " + addition + ", which stays");
            }
        }
        return new Change(change.additions(), removals, change.mode());
    }

    /** The things that are the address of a person. The others are reported as unknown. */
    static List<String> known(
            List<String> things, Map<String, Account> found, String place, Refusals refusals, Outcomes outcomes) {
        List<String> known = new ArrayList<>();
        for (String thing : things) {
            if (found.containsKey(Directory.key(thing))) {
                known.add(thing);
            } else {
                outcomes.failed(thing, refusals.unknown(place, thing));
            }
        }
        return known;
    }

    /** The id of a thing that is known. */
    static String id(String thing, Map<String, Account> found) {
        return Objects.requireNonNull(found.get(Directory.key(thing))).id();
    }
}
