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
    /** Replaces a source's thing in the table when the destination has it; no thing is empty. */
    private static final String THERE = "";

    private final Matching matching;
    private final Listing source;
    private final Listing destination;
    private final List<String> additions = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** For each key of the source that is not used: the key that is used instead. */
    private final Map<String, String> usedInstead = new HashMap<>();

    Comparison(Listing source, Listing destination, Matching matching, Mode mode) {
        this.matching = matching;
        this.source = source;
        this.destination = destination;
        compare(mode.actions().contains(Action.REMOVE));
        if (!mode.actions().contains(Action.ADD)) {
            additions.clear();
        }
        Collections.sort(additions);
        Collections.sort(removals);
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

    private void compare(boolean removing) {
        Map<String, String> wanted = wanted();
        Map<String, Set<String>> otherKeys = otherKeys(wanted);
        Set<String> stayingByAlias = new HashSet<>();
        destination.aliases().forEach((alias, member) -> {
            if (strike(matching.key(alias), wanted, otherKeys)) {
                stayingByAlias.add(matching.key(member));
            }
        });
        for (String member : destination.things()) {
            String key = matching.key(member);
            boolean stays = strike(key, wanted, otherKeys) || stayingByAlias.contains(key);
            if (!stays && removing) {
                removals.add(member);
            }
        }
        for (String thing : wanted.values()) {
            if (!thing.equals(THERE)) {
                additions.add(thing);
            }
        }
    }

    /** The source's things by key. Of several things with one key, the first in {@code compareTo} order is used. */
    private Map<String, String> wanted() {
        Map<String, String> wanted = new HashMap<>(capacity(source.things().size()));
        Map<String, TreeSet<String>> several = new TreeMap<>();
        for (String thing : source.things()) {
            String key = matching.key(thing);
            String other = wanted.put(key, thing);
            if (other != null) {
                TreeSet<String> spellings = several.computeIfAbsent(key, first -> new TreeSet<>());
                spellings.add(other);
                spellings.add(thing);
            }
        }
        several.forEach((key, spellings) -> {
            String used = spellings.first();
            wanted.put(key, used);
            warnings.add("the source lists one thing as " + String.join(", ", spellings) + "; " + used + " is used");
        });
        return wanted;
    }

    /**
     * The keys of the source's aliases, each with the keys of its things. If an alias is listed as a thing too, that thing is
     * dropped, and its own aliases belong to the thing that is used instead.
     */
    private Map<String, Set<String>> otherKeys(Map<String, String> wanted) {
        Map<String, Set<String>> otherKeys = new HashMap<>();
        new TreeMap<>(source.aliases()).forEach((alias, thing) -> {
            String key = matching.key(alias);
            String keyOfThing = used(matching.key(thing));
            if (key.equals(keyOfThing)) {
                return;
            }
            otherKeys.computeIfAbsent(key, first -> new HashSet<>()).add(keyOfThing);
            String listed = wanted.remove(key);
            if (listed != null) {
                usedInstead.put(key, keyOfThing);
                String used = wanted.get(keyOfThing);
                warnings.add("the source lists one thing as " + used + ", " + listed + "; " + used + " is used");
            }
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
    private boolean strike(String key, Map<String, String> wanted, Map<String, Set<String>> otherKeys) {
        boolean isWanted = wanted.replace(key, THERE) != null;
        for (String other : otherKeys.getOrDefault(key, Set.of())) {
            isWanted |= wanted.replace(used(other), THERE) != null;
        }
        return isWanted;
    }

    private static int capacity(int size) {
        return (int) Math.min(1 << 30, size / 0.75 + 1);
    }
}
