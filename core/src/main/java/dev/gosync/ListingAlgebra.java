package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Combines two listings. Two things are the same if any of their spellings share a key; the left spelling is used. */
final class ListingAlgebra {
    private final Listing left;
    private final Listing right;

    /** For each thing on the right: the same things on the left. */
    private final Map<String, Set<String>> same = new LinkedHashMap<>();

    private final Set<String> matchedLeft = new LinkedHashSet<>();

    private ListingAlgebra(Listing left, Listing right, Matching matching) {
        this.left = left;
        this.right = right;
        Map<String, Set<String>> leftByKey = new HashMap<>();
        spellings(left)
                .forEach((spelling, thing) -> leftByKey
                        .computeIfAbsent(matching.key(spelling), key -> new LinkedHashSet<>())
                        .add(thing));
        spellings(right).forEach((spelling, thing) -> {
            Set<String> found = leftByKey.getOrDefault(matching.key(spelling), Set.of());
            same.computeIfAbsent(thing, first -> new LinkedHashSet<>()).addAll(found);
            matchedLeft.addAll(found);
        });
    }

    static Listing union(Listing left, Listing right, Matching matching) {
        ListingAlgebra both = new ListingAlgebra(left, right, matching);
        Set<String> things = new LinkedHashSet<>(left.things());
        right.things().stream()
                .filter(thing -> both.sameOnTheLeft(thing).isEmpty())
                .forEach(things::add);
        return both.listing(things);
    }

    static Listing intersection(Listing left, Listing right, Matching matching) {
        ListingAlgebra both = new ListingAlgebra(left, right, matching);
        Set<String> things = new LinkedHashSet<>(left.things());
        things.retainAll(both.matchedLeft);
        return both.listing(things);
    }

    static Listing minus(Listing left, Listing right, Matching matching) {
        ListingAlgebra both = new ListingAlgebra(left, right, matching);
        Listing rest = filter(left, thing -> !both.matchedLeft.contains(thing));
        return new Listing(
                rest.things(), rest.aliases(), rest.kept(), rest.leftOut(), rest.positions(), both.warnings());
    }

    static Listing filter(Listing listing, Predicate<String> wanted) {
        Set<String> things = new LinkedHashSet<>(listing.things());
        things.removeIf(wanted.negate());
        Map<String, String> aliases = new LinkedHashMap<>();
        listing.aliases().forEach((alias, thing) -> addAlias(aliases, things, alias, thing));
        Map<String, String> kept = new LinkedHashMap<>(listing.kept());
        kept.keySet().retainAll(things);
        Map<String, String> positions = new LinkedHashMap<>(listing.positions());
        positions.keySet().retainAll(things);
        return new Listing(things, aliases, kept, listing.leftOut(), positions, listing.warnings());
    }

    /** The same listing, whose positions and warnings say which place they are about. */
    static Listing positionedIn(String place, Listing listing) {
        Map<String, String> positions = new LinkedHashMap<>();
        listing.positions().forEach((thing, position) -> positions.put(thing, place + ", " + position));
        List<String> warnings = listing.warnings().stream()
                .map(warning -> place + ": " + warning)
                .toList();
        return new Listing(listing.things(), listing.aliases(), listing.kept(), listing.leftOut(), positions, warnings);
    }

    static Listing map(Listing listing, UnaryOperator<String> spelling) {
        Set<String> things = new LinkedHashSet<>();
        listing.things().forEach(thing -> things.add(spelling.apply(thing)));
        Map<String, String> aliases = new LinkedHashMap<>();
        listing.aliases()
                .forEach((alias, thing) -> addAlias(aliases, things, spelling.apply(alias), spelling.apply(thing)));
        Map<String, String> kept = new LinkedHashMap<>();
        listing.kept().forEach((thing, why) -> kept.putIfAbsent(spelling.apply(thing), why));
        return new Listing(things, aliases, kept, listing.leftOut(), Map.of(), listing.warnings());
    }

    /** Collects what both sides know about these things. */
    private Listing listing(Set<String> things) {
        Map<String, String> aliases = new LinkedHashMap<>();
        left.aliases().forEach((alias, thing) -> addAlias(aliases, things, alias, thing));
        spellings(right)
                .forEach((spelling, thing) -> addAlias(
                        aliases,
                        things,
                        spelling,
                        sameOnTheLeft(thing).stream()
                                .filter(things::contains)
                                .findFirst()
                                .orElse(thing)));
        Map<String, String> kept = new LinkedHashMap<>(right.kept());
        kept.putAll(left.kept());
        kept.keySet().retainAll(things);
        Map<String, Integer> leftOut = new LinkedHashMap<>(left.leftOut());
        right.leftOut().forEach((reason, count) -> leftOut.merge(reason, count, Integer::sum));
        Map<String, String> positions = new LinkedHashMap<>(right.positions());
        positions.putAll(left.positions());
        positions.keySet().retainAll(things);
        return new Listing(things, aliases, kept, leftOut, positions, warnings());
    }

    private List<String> warnings() {
        return Stream.of(left, right)
                .flatMap(listing -> listing.warnings().stream())
                .distinct()
                .toList();
    }

    private Set<String> sameOnTheLeft(String rightThing) {
        return same.getOrDefault(rightThing, Set.of());
    }

    /** Every spelling, and its listed thing. */
    private static Map<String, String> spellings(Listing listing) {
        Map<String, String> spellings = new LinkedHashMap<>(listing.aliases());
        listing.things().forEach(thing -> spellings.put(thing, thing));
        return spellings;
    }

    private static void addAlias(Map<String, String> aliases, Set<String> things, String alias, String thing) {
        if (things.contains(thing) && !things.contains(alias)) {
            aliases.putIfAbsent(alias, thing);
        }
    }
}
