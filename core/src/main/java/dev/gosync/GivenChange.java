package dev.gosync;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a given change still has to do at a destination. Additions that are there already, and removals that are not there,
 * are left out. A removal names the member in the destination's own spelling. A member that is also to be added stays, also
 * if only an alias of the source tells that both are one.
 */
final class GivenChange {
    private final List<String> additions;
    private final List<String> removals;

    GivenChange(Change change, Listing source, Listing destination, Matching matching) {
        Map<String, Set<String>> membersByKey = new HashMap<>();
        destination
                .things()
                .forEach(member -> membersByKey
                        .computeIfAbsent(matching.key(member), key -> new HashSet<>())
                        .add(member));
        destination
                .aliases()
                .forEach((alias, member) -> membersByKey
                        .computeIfAbsent(matching.key(alias), key -> new HashSet<>())
                        .add(member));
        Map<String, Set<String>> otherKeys = otherKeys(source, matching);
        Map<String, String> missing = new HashMap<>();
        Set<String> staying = new HashSet<>();
        for (String thing : new TreeSet<>(change.additions())) {
            String key = matching.key(thing);
            Set<String> members = new HashSet<>(membersByKey.getOrDefault(key, Set.of()));
            otherKeys
                    .getOrDefault(key, Set.of())
                    .forEach(other -> members.addAll(membersByKey.getOrDefault(other, Set.of())));
            staying.addAll(members);
            if (members.isEmpty()) {
                missing.putIfAbsent(key, thing);
            }
        }
        Set<String> leaving = new TreeSet<>();
        for (String thing : change.removals()) {
            leaving.addAll(
                    destination.things().contains(thing)
                            ? Set.of(thing)
                            : membersByKey.getOrDefault(matching.key(thing), Set.of()));
        }
        leaving.removeAll(staying);
        this.additions = missing.values().stream().sorted().toList();
        this.removals = List.copyOf(leaving);
    }

    /** For each key of a thing or an alias of the source: all keys of that thing, if it has aliases. */
    private static Map<String, Set<String>> otherKeys(Listing source, Matching matching) {
        Map<String, Set<String>> keysByThing = new HashMap<>();
        source.aliases()
                .forEach((alias, thing) -> keysByThing
                        .computeIfAbsent(thing, first -> new HashSet<>(Set.of(matching.key(thing))))
                        .add(matching.key(alias)));
        Map<String, Set<String>> otherKeys = new HashMap<>();
        keysByThing
                .values()
                .forEach(keys -> keys.forEach(key ->
                        otherKeys.computeIfAbsent(key, first -> new HashSet<>()).addAll(keys)));
        return otherKeys;
    }

    List<String> additions() {
        return additions;
    }

    List<String> removals() {
        return removals;
    }
}
