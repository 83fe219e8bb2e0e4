package dev.gosync.entra;

import dev.gosync.adapter.Listing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects the accounts of one read, and makes a listing of them. For one thread only. */
final class AccountListing {
    private final Map<String, String> things = new LinkedHashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final List<EntraAccount> accounts = new ArrayList<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    void add(EntraAccount account) {
        if (!seen.add(account.id())) {
            return; // a page may repeat what moved between two requests
        }
        String key = EntraAccount.key(account.thing());
        things.putIfAbsent(key, account.thing());
        ids.computeIfAbsent(key, ignored -> new LinkedHashSet<>()).add(account.id());
        accounts.add(account);
    }

    void leaveOut(String id, String reason) {
        if (seen.add(id)) {
            leftOut.merge(reason, 1, Integer::sum);
        }
    }

    /** {@return the ids of the accounts, by the key of their address} */
    Map<String, List<String>> ids() {
        Map<String, List<String>> copy = new HashMap<>();
        ids.forEach((key, all) -> copy.put(key, List.copyOf(all)));
        return copy;
    }

    /** An alias that is listed itself, or that two accounts have, leads to none of them. */
    Listing listing() {
        Map<String, String> aliases = new LinkedHashMap<>();
        Map<String, String> owners = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (EntraAccount account : accounts) {
            String thing = Objects.requireNonNull(things.get(EntraAccount.key(account.thing())));
            for (String alias : account.aliases()) {
                String key = EntraAccount.key(alias);
                if (!things.containsKey(key) && !owners.getOrDefault(key, thing).equals(thing)) {
                    ambiguous.add(key);
                }
                if (!things.containsKey(key) && owners.putIfAbsent(key, thing) == null) {
                    aliases.put(alias, thing);
                }
            }
        }
        aliases.keySet().removeIf(alias -> ambiguous.contains(EntraAccount.key(alias)));
        return new Listing(new LinkedHashSet<>(things.values()), aliases, Map.of(), leftOut);
    }
}
