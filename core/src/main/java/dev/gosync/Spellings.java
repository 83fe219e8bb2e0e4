package dev.gosync;

import dev.gosync.adapter.Matching;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Things named in an option. They are compared as the sync's matching says, and also ignoring case. */
final class Spellings {
    private final Matching matching;
    private final Map<String, Set<String>> byKey = new HashMap<>();
    private final Map<String, Set<String>> byFoldedKey = new HashMap<>();
    private final Set<String> left = new TreeSet<>();

    Spellings(Collection<String> named, Matching matching) {
        this.matching = matching;
        for (String thing : named) {
            byKey.computeIfAbsent(matching.key(thing), key -> new HashSet<>()).add(thing);
            byFoldedKey
                    .computeIfAbsent(Matching.ignoringCase().key(thing), key -> new HashSet<>())
                    .add(thing);
        }
        left.addAll(named);
    }

    /**
     * Checks what an option names.
     *
     * @throws IllegalArgumentException if a thing is blank
     */
    static List<String> named(String option, Collection<String> things) {
        if (things.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(option + " names a blank thing");
        }
        return List.copyOf(things);
    }

    boolean contains(String thing) {
        return !byKey.isEmpty()
                && (byKey.containsKey(matching.key(thing))
                        || byFoldedKey.containsKey(Matching.ignoringCase().key(thing)));
    }

    /** Marks a thing as found. */
    void strike(String thing) {
        if (contains(thing)) {
            left.removeAll(byKey.getOrDefault(matching.key(thing), Set.of()));
            left.removeAll(byFoldedKey.getOrDefault(Matching.ignoringCase().key(thing), Set.of()));
        }
    }

    /** The things that were not found. */
    Set<String> left() {
        return left;
    }
}
