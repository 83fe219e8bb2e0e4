package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Small listings of few spellings, in which things, aliases and kept members collide often. */
final class RandomListings {
    private static final List<String> SPELLINGS = List.of(
            "a", "A", "b", "B", "c", "C", "d", "D", "e", "E", "\u00e9", "e\u0301", "\u00c9", "f", "F", "g", "i", "I");
    private static final List<Matching> MATCHINGS = List.of(
            Matching.ignoringCase(),
            Matching.exact(),
            Matching.by(thing -> "abc".contains(thing.toLowerCase(Locale.ROOT)) ? "first" : thing));

    private final Random random;

    RandomListings(Random random) {
        this.random = random;
    }

    Matching matching() {
        return MATCHINGS.get(random.nextInt(MATCHINGS.size()));
    }

    List<String> spellings(int count) {
        return some(SPELLINGS, count);
    }

    Listing listing(int least) {
        Set<String> things = new LinkedHashSet<>(spellings(least + random.nextInt(6)));
        Map<String, String> aliases = new LinkedHashMap<>();
        Map<String, String> kept = new LinkedHashMap<>();
        if (!things.isEmpty()) {
            List<String> listed = List.copyOf(things);
            for (String alias : spellings(random.nextInt(5))) {
                if (!things.contains(alias)) {
                    aliases.put(alias, listed.get(random.nextInt(listed.size())));
                }
            }
            some(listed, random.nextInt(2)).forEach(thing -> kept.put(thing, "owner"));
        }
        return new Listing(things, aliases, kept, Map.of());
    }

    private List<String> some(List<String> of, int count) {
        return random.ints(0, of.size())
                .distinct()
                .limit(Math.min(count, of.size()))
                .mapToObj(of::get)
                .toList();
    }
}
