package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A random source, destination and sync. Each has a number, its seed. */
final class RandomWorld {
    private static final List<Mode> MODES = List.of(Mode.values());

    final Random random;
    final Listing source;
    final Listing destination;
    final Matching matching;
    final Mode mode;
    final List<String> protectedThings;
    final InMemoryPlace people;
    final InMemoryPlace team;
    final Sync sync;
    private @Nullable Plan plan;

    RandomWorld(int seed) {
        random = new Random(seed);
        RandomListings listings = new RandomListings(random);
        matching = listings.matching();
        source = random.nextInt(4) == 0
                ? ListingAlgebra.union(listings.listing(1), listings.listing(1), listings.matching())
                : listings.listing(1);
        destination = listings.listing(0);
        mode = MODES.get(random.nextInt(MODES.size()));
        protectedThings = listings.spellings(random.nextInt(2));
        people = place("people", source);
        team = place("team", destination);
        sync = Sync.from(people)
                .mode(mode)
                .matching(matching)
                .protect(protectedThings)
                .guard(Guards.maxRemovals(1000))
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination());
    }

    static InMemoryPlace place(String name, Listing listing) {
        InMemoryPlace place = InMemoryPlace.of(name, listing.things());
        listing.aliases().forEach(place::alias);
        listing.kept().forEach(place::kept);
        return place;
    }

    /** The plan, made once, for properties that apply nothing. */
    Plan plan() throws InterruptedException {
        Plan made = plan;
        if (made == null) {
            made = sync.plan(team);
            plan = made;
        }
        return made;
    }

    /** The keys under which a listing knows the person behind this thing. */
    Set<String> keys(Listing listing, String thing) {
        Set<String> keys = new HashSet<>(Set.of(matching.key(thing)));
        listing.aliases().forEach((alias, listed) -> {
            if (matching.key(listed).equals(matching.key(thing))) {
                keys.add(matching.key(alias));
            }
        });
        return keys;
    }

    /**
     * The keys of a source's thing, and of all other listed things that are the same person because the key of one is an
     * alias of the other.
     */
    Set<String> keysOfPerson(String thing) {
        Set<String> listedKeys = source.things().stream().map(matching::key).collect(Collectors.toSet());
        Set<String> persons = new HashSet<>(Set.of(matching.key(thing)));
        Deque<String> open = new ArrayDeque<>(persons);
        while (!open.isEmpty()) {
            String key = open.remove();
            source.aliases().forEach((alias, listed) -> {
                String aliasKey = matching.key(alias);
                String listedKey = matching.key(listed);
                if (listedKeys.contains(aliasKey) && (aliasKey.equals(key) || listedKey.equals(key))) {
                    for (String found : List.of(aliasKey, listedKey)) {
                        if (persons.add(found)) {
                            open.add(found);
                        }
                    }
                }
            });
        }
        Set<String> keys = new HashSet<>();
        source.things().stream()
                .filter(other -> persons.contains(matching.key(other)))
                .forEach(other -> keys.addAll(keys(source, other)));
        return keys;
    }

    /** Whether a member means something that the source wants, by a chain of keys and aliases. */
    boolean isWanted(String member) {
        return new Chains(List.of(source, destination), List.of(matching), Map.of())
                .meanOne(List.of(member), source.things());
    }

    /** Whether the destination or an option keeps this member, or another of the same key. */
    boolean isKept(String member) {
        Set<String> folded =
                protectedThings.stream().map(Matching.ignoringCase()::key).collect(Collectors.toSet());
        Set<String> keys = protectedThings.stream().map(matching::key).collect(Collectors.toSet());
        return destination.things().stream()
                .filter(other -> matching.key(other).equals(matching.key(member)))
                .anyMatch(other -> {
                    Set<String> spellings = new HashSet<>(Set.of(other));
                    destination.aliases().forEach((alias, listed) -> {
                        if (listed.equals(other)) {
                            spellings.add(alias);
                        }
                    });
                    return destination.kept().containsKey(other)
                            || spellings.stream()
                                    .anyMatch(spelling -> keys.contains(matching.key(spelling))
                                            || folded.contains(
                                                    Matching.ignoringCase().key(spelling)));
                });
    }

    @Override
    public String toString() {
        return source.things() + " " + source.aliases() + " -> " + destination.things() + " "
                + destination.aliases() + " kept " + destination.kept() + " protected " + protectedThings + " "
                + mode + " " + matching;
    }

    /** Which spellings mean one member, by a chain of keys, aliases and what a preview says. */
    static final class Chains {
        private final List<Set<String>> sets = new ArrayList<>();

        Chains(List<Listing> listings, List<Matching> matchings, Map<String, String> sameAs) {
            Map<String, String> links = new LinkedHashMap<>(sameAs);
            Set<String> spellings = new LinkedHashSet<>();
            List<Set<String>> joined = new ArrayList<>();
            for (Listing listing : listings) {
                spellings.addAll(listing.things());
                spellings.addAll(listing.aliases().keySet());
                listing.aliases().forEach((alias, thing) -> joined.add(Set.of(alias, thing)));
            }
            links.forEach((one, other) -> {
                spellings.addAll(List.of(one, other));
                joined.add(new HashSet<>(List.of(one, other)));
            });
            spellings.forEach(spelling -> joined.add(Set.of(spelling)));
            for (Matching matching : matchings) {
                joined.addAll(spellings.stream()
                        .collect(Collectors.groupingBy(matching::key, Collectors.toSet()))
                        .values());
            }
            joined.forEach(this::join);
        }

        private void join(Set<String> spellings) {
            Set<String> all = new HashSet<>(spellings);
            sets.removeIf(set -> {
                boolean meets = !Collections.disjoint(set, spellings);
                if (meets) {
                    all.addAll(set);
                }
                return meets;
            });
            sets.add(all);
        }

        boolean meanOne(Collection<String> some, Collection<String> others) {
            return sets.stream()
                    .anyMatch(set -> !Collections.disjoint(set, some) && !Collections.disjoint(set, others));
        }
    }
}
