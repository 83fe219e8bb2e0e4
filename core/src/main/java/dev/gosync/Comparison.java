package dev.gosync;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the differences between a source and a destination. Built for a million things on each side: one table of the
 * source's keys, and one look-up in it for each member.
 */
final class Comparison {
    private final Matching matching;
    private final Listing source;
    private final WantedThings wanted;
    private final List<String> additions = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** For each key of the source that is not used: the key that is used instead. */
    private final Map<String, String> usedInstead = new HashMap<>();

    /** Makes the table of the source, which needs no destination. */
    Comparison(Listing source, Matching matching) {
        this.matching = matching;
        this.source = source;
        this.wanted = wanted();
    }

    /** Compares the source with a destination. Called once. */
    Comparison with(Listing destination, Mode mode) {
        compare(destination, mode.actions().contains(Action.REMOVE));
        Collections.sort(additions);
        Collections.sort(removals);
        return this;
    }

    List<String> additions() {
        return additions;
    }

    List<String> removals() {
        return removals;
    }

    List<String> warnings() {
        return warnings;
    }

    private void compare(Listing destination, boolean removing) {
        Map<String, Set<String>> otherKeys = otherKeys();
        Set<String> stayingByAlias = new HashSet<>();
        destination.aliases().forEach((alias, member) -> {
            if (strike(matching.key(alias), otherKeys)) {
                stayingByAlias.add(matching.key(member));
            }
        });
        for (String member : destination.things()) {
            String key = matching.key(member);
            boolean stays = strike(key, otherKeys) || stayingByAlias.contains(key);
            if (!stays && removing) {
                removals.add(member);
            }
        }
        wanted.addMissingTo(additions);
    }

    /** The source's things by key. Of several things with one key, the first in {@code compareTo} order is used. */
    private WantedThings wanted() {
        WantedThings table = new WantedThings(source.things().size(), matching);
        Map<String, TreeSet<String>> several = new TreeMap<>();
        for (String thing : source.things()) {
            table.add(thing).ifPresent(other -> {
                TreeSet<String> spellings = several.computeIfAbsent(matching.key(thing), first -> new TreeSet<>());
                spellings.add(other);
                spellings.add(thing);
            });
        }
        several.forEach((key, spellings) -> {
            String used = spellings.first();
            table.replace(key, used);
            warnings.add("the source lists one thing as " + String.join(", ", spellings) + "; " + used + " is used");
        });
        return table;
    }

    /**
     * The keys of the source's aliases, each with the keys of its things. If an alias is listed as a thing too, that thing is
     * dropped, and its own aliases belong to the thing that is used instead.
     */
    private Map<String, Set<String>> otherKeys() {
        Map<String, Set<String>> otherKeys = new HashMap<>();
        new TreeMap<>(source.aliases()).forEach((alias, thing) -> {
            String key = matching.key(alias);
            String keyOfThing = used(matching.key(thing));
            if (key.equals(keyOfThing)) {
                return;
            }
            otherKeys.computeIfAbsent(key, first -> new HashSet<>()).add(keyOfThing);
            wanted.drop(key).ifPresent(listed -> {
                usedInstead.put(key, keyOfThing);
                String used = wanted.get(keyOfThing).orElse(thing);
                warnings.add("the source lists one thing as " + used + ", " + listed + "; " + used + " is used");
            });
        });
        return otherKeys;
    }

    private String used(String key) {
        String used = key;
        while (usedInstead.containsKey(used)) {
            used = usedInstead.get(used);
        }
        return used;
    }

    /** Marks a spelling as found at the destination. Returns whether the source wants it. */
    private boolean strike(String key, Map<String, Set<String>> otherKeys) {
        boolean isWanted = wanted.find(key);
        for (String other : otherKeys.getOrDefault(key, Set.of())) {
            isWanted |= wanted.find(used(other));
        }
        return isWanted;
    }
}
