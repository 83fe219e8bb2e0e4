package dev.gosync;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;

/**
 * Finds the differences between a source and a destination. Built for ten million things on each side: each is looked up
 * among the keys of the other side, and both sides are gone through at the same time.
 */
final class Comparison {
    /** From this size on, a second thread costs less than it saves. */
    static final int LARGE = 100_000;

    private final Matching matching;
    private final Listing source;
    private final Keys wanted;
    private final List<String> additions = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** For each key that several things of the source have: the thing that is used. */
    private final Map<String, String> used = new HashMap<>();

    /** For each key of the source that is not used: the key that is used instead. */
    private final Map<String, String> usedInstead = new HashMap<>();

    /** For each key of an alias in the source: the keys of the things that it means. */
    private final Map<String, Set<String>> meant = new HashMap<>();

    /** Finds out what the source means, which needs no destination. */
    Comparison(Listing source, Matching matching) {
        this.matching = matching;
        this.source = source;
        this.wanted = new Keys(source, matching);
        chooseAmongSpellings();
        resolveAliases();
    }

    /** Compares the source with a destination, whose keys are given. Called once. */
    Comparison with(Listing destination, Keys members, Mode mode) throws InterruptedException {
        Set<String> aliases = new HashSet<>();
        destination.aliases().keySet().forEach(alias -> aliases.add(matching.key(alias)));
        FutureTask<List<String>> missing = ParallelTasks.begun(
                () -> missing(members, aliases),
                source.things().size() + destination.things().size() >= LARGE,
                "go-sync-missing");
        if (mode.actions().contains(Action.REMOVE)) {
            removals.addAll(unwanted(destination));
            Collections.sort(removals);
        }
        missing.run(); // does nothing if it has begun
        additions.addAll(SourceReading.resultOf(missing));
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

    /** The members that the source does not want. */
    private List<String> unwanted(Listing destination) {
        Set<String> stayingByAlias = new HashSet<>();
        destination.aliases().forEach((alias, member) -> {
            if (isWanted(matching.key(alias))) {
                stayingByAlias.add(matching.key(member));
            }
        });
        List<String> unwanted = new ArrayList<>();
        for (String member : destination.things()) {
            String key = matching.key(member);
            if (!isWanted(key) && !stayingByAlias.contains(key)) {
                unwanted.add(member);
            }
        }
        return unwanted;
    }

    private boolean isWanted(String key) {
        return (wanted.contain(key) && !usedInstead.containsKey(key)) || meant.containsKey(key);
    }

    /** The source's things that are no members, in order. */
    private List<String> missing(Keys members, Collection<String> aliases) {
        Map<String, Set<String>> otherKeys = new HashMap<>();
        meant.forEach((alias, keys) -> keys.forEach(key -> otherKeys
                .computeIfAbsent(usedKey(key), first -> new HashSet<>())
                .add(alias)));
        List<String> missing = new ArrayList<>();
        for (String thing : source.things()) {
            String key = matching.key(thing);
            if (!usedInstead.containsKey(key)
                    && used.getOrDefault(key, thing).equals(thing)
                    && !members.contain(key)
                    && !aliases.contains(key)
                    && otherKeys.getOrDefault(key, Set.of()).stream()
                            .noneMatch(other -> members.contain(other) || aliases.contains(other))) {
                missing.add(thing);
            }
        }
        Collections.sort(missing);
        return missing;
    }

    /** Of several things with one key, the first in {@code compareTo} order is used. */
    private void chooseAmongSpellings() {
        Set<String> shared = wanted.shared();
        if (shared.isEmpty()) {
            return;
        }
        Map<String, TreeSet<String>> spellings = new TreeMap<>();
        for (String thing : source.things()) {
            String key = matching.key(thing);
            if (shared.contains(key)) {
                spellings.computeIfAbsent(key, first -> new TreeSet<>()).add(thing);
            }
        }
        spellings.forEach((key, things) -> {
            used.put(key, things.first());
            warnings.add(
                    "the source lists one member as " + String.join(", ", things) + "; " + things.first() + " is used");
        });
    }

    /**
     * Finds the keys that aliases of the source mean. If an alias is listed as a thing too, that thing is not used, and its
     * own aliases belong to the thing that is used instead.
     */
    private void resolveAliases() {
        if (source.aliases().isEmpty()) {
            return;
        }
        Set<String> keys = new HashSet<>();
        source.aliases().forEach((alias, thing) -> {
            keys.add(matching.key(alias));
            keys.add(matching.key(thing));
        });
        Map<String, String> spellings = thingsWith(keys);
        new TreeMap<>(source.aliases()).forEach((alias, thing) -> {
            String key = matching.key(alias);
            String keyOfThing = usedKey(matching.key(thing));
            if (key.equals(keyOfThing)) {
                return;
            }
            meant.computeIfAbsent(key, first -> new HashSet<>()).add(keyOfThing);
            if (spellings.containsKey(key) && usedInstead.putIfAbsent(key, keyOfThing) == null) {
                String first = spellings.getOrDefault(keyOfThing, thing);
                warnings.add("the source lists one member as " + first + ", " + spellings.get(key) + "; " + first
                        + " is used");
            }
        });
    }

    /** The keys that are looked for, each with the thing that has it. */
    private Map<String, String> thingsWith(Set<String> keys) {
        Map<String, String> found = new HashMap<>();
        for (String thing : source.things()) {
            String key = matching.key(thing);
            if (keys.contains(key)) {
                found.put(key, used.getOrDefault(key, thing));
            }
        }
        return found;
    }

    private String usedKey(String key) {
        String last = key;
        while (usedInstead.containsKey(last)) {
            last = usedInstead.get(last);
        }
        return last;
    }
}
