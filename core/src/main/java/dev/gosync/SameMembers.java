package dev.gosync;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Preview;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes additions and removals out of a change that mean one member, as the place's matching and its preview tell. What
 * the sync's matching tells is known already.
 */
final class SameMembers {
    private final Listing source;
    private final Listing destination;
    private final Matching sync;
    private final Matching place;
    private final UnaryOperator<String> written;
    private final TreeSet<String> additions;
    private final TreeSet<String> removals;
    private final Map<String, String> alreadyThere = new TreeMap<>();
    private final Map<String, Failure> cannotAdd = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Map<String, String> sameAs = Map.of();

    /**
     * Compares what is left of a change.
     *
     * @param written how a thing of the source is written when it is added
     * @param additions what to add, in the source's spelling
     */
    SameMembers(
            Listing source,
            Listing destination,
            Matching sync,
            Matching place,
            UnaryOperator<String> written,
            Collection<String> additions,
            Collection<String> removals) {
        this.source = source;
        this.destination = destination;
        this.sync = sync;
        this.place = place;
        this.written = written;
        this.additions = new TreeSet<>();
        additions.forEach(thing -> this.additions.add(written.apply(thing)));
        this.removals = new TreeSet<>(removals);
        if (placeTellsMore()) {
            mergeAdditions();
            keepMembersThatAreWanted();
            dropAdditionsThatAreMembers();
        }
    }

    private boolean placeTellsMore() {
        return !place.equals(Matching.exact()) && !place.equals(sync);
    }

    List<String> additions() {
        return List.copyOf(additions);
    }

    List<String> removals() {
        return List.copyOf(removals);
    }

    /** For each thing that is a member under another spelling: that spelling. */
    Map<String, String> alreadyThere() {
        return alreadyThere;
    }

    Map<String, Failure> cannotAdd() {
        return cannotAdd;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Takes in what the place knows about the additions. */
    void preview(Preview preview) {
        sameAs = preview.sameAs();
        warnings.addAll(preview.warnings());
        Map<String, List<String>> members = preview.sameAs().isEmpty() ? Map.of() : membersByKey();
        Map<String, String> firstByKey = new HashMap<>();
        for (String addition : additions()) {
            @Nullable String spelling = preview.sameAs().get(addition);
            @Nullable Failure failure = preview.failures().get(addition);
            List<String> found = spelling == null ? List.of() : find(spelling, members);
            if (!found.isEmpty()) {
                stay(addition, found);
            } else if (failure != null) {
                additions.remove(addition);
                cannotAdd.put(addition, failure);
            } else {
                String used = firstByKey.putIfAbsent(place.key(spelling == null ? addition : spelling), addition);
                if (used != null) {
                    drop(addition, used);
                }
            }
        }
    }

    private void mergeAdditions() {
        Map<String, String> firstByKey = new HashMap<>();
        for (String addition : additions()) {
            String used = firstByKey.putIfAbsent(place.key(addition), addition);
            if (used != null) {
                drop(addition, used);
            }
        }
    }

    /** A removal stays if the place takes it, or one of its aliases, for something that the source wants. */
    private void keepMembersThatAreWanted() {
        if (removals.isEmpty()) {
            return;
        }
        Map<String, List<String>> byKey = new HashMap<>();
        removals.forEach(member -> add(byKey, place.key(member), member));
        destination.aliases().forEach((alias, member) -> {
            if (removals.contains(member)) {
                add(byKey, place.key(alias), member);
            }
        });
        source.things().forEach(thing -> stay(written.apply(thing), byKey.getOrDefault(place.key(thing), List.of())));
        source.aliases()
                .forEach((alias, thing) -> stay(written.apply(thing), byKey.getOrDefault(place.key(alias), List.of())));
    }

    private void dropAdditionsThatAreMembers() {
        if (additions.isEmpty()) {
            return;
        }
        Map<String, List<String>> byKey = new HashMap<>();
        additions.forEach(addition -> add(byKey, place.key(addition), addition));
        source.aliases().forEach((alias, thing) -> {
            if (additions.contains(written.apply(thing))) {
                add(byKey, place.key(alias), written.apply(thing));
            }
        });
        destination
                .things()
                .forEach(member -> byKey.getOrDefault(place.key(member), List.of())
                        .forEach(addition -> stay(addition, List.of(member))));
        destination
                .aliases()
                .forEach((alias, member) -> byKey.getOrDefault(place.key(alias), List.of())
                        .forEach(addition -> stay(addition, List.of(member))));
    }

    /** These members stay, and the thing is not added. */
    private void stay(String thing, List<String> members) {
        if (members.isEmpty()) {
            return;
        }
        if (additions.remove(thing)) {
            alreadyThere.put(thing, members.get(0));
        }
        for (String member : members) {
            if (removals.remove(member)) {
                alreadyThere.putIfAbsent(thing, member);
            }
        }
    }

    /**
     * Takes out the removals that mean something that the source wants, by a chain of keys, aliases and the preview. What
     * one step tells is known already, so this can matter only if there is more to tell than the sync's keys do.
     */
    void keepMembersThatAChainMakesWanted() {
        if (removals.isEmpty()
                || (!placeTellsMore()
                        && sameAs.isEmpty()
                        && source.aliases().isEmpty()
                        && destination.aliases().isEmpty())) {
            return;
        }
        Chains chains = new Chains(sync, placeTellsMore() ? place : sync);
        source.things().forEach(chains::node);
        destination.things().forEach(chains::node);
        source.aliases().forEach(chains::join);
        destination.aliases().forEach(chains::join);
        sameAs.forEach(chains::join);
        Map<Integer, String> wanted = new HashMap<>();
        for (String thing : source.things()) {
            wanted.merge(chains.node(thing), written.apply(thing), this::betterName);
        }
        for (String member : removals()) {
            String thing = wanted.get(chains.node(member));
            if (thing != null) {
                removals.remove(member);
                if (!additions.contains(thing)) {
                    alreadyThere.putIfAbsent(thing, member);
                }
            }
        }
    }

    /** Of two wanted things, one that is not added; otherwise the first in order. */
    private String betterName(String one, String other) {
        boolean oneIsAdded = additions.contains(one);
        if (oneIsAdded != additions.contains(other)) {
            return oneIsAdded ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Sets of spellings that mean one member. */
    private static final class Chains {
        private final Matching sync;
        private final Matching place;
        private final Map<String, Integer> bySyncKey = new HashMap<>();
        private final Map<String, Integer> byPlaceKey = new HashMap<>();
        private int[] parents = new int[64];
        private int count;

        Chains(Matching sync, Matching place) {
            this.sync = sync;
            this.place = place;
        }

        /** Returns the set that a spelling belongs to. It changes when sets are joined. */
        int node(String spelling) {
            int node = root(bySyncKey.computeIfAbsent(sync.key(spelling), key -> create()));
            if (place.equals(sync)) {
                return node;
            }
            Integer other = byPlaceKey.putIfAbsent(place.key(spelling), node);
            return other == null ? node : join(node, root(other));
        }

        void join(String one, String other) {
            join(node(one), node(other));
        }

        private int join(int one, int other) {
            int first = root(one);
            parents[root(other)] = first;
            return first;
        }

        private int create() {
            if (count == parents.length) {
                parents = Arrays.copyOf(parents, 2 * count);
            }
            parents[count] = count;
            return count++;
        }

        private int root(int node) {
            int root = node;
            while (parents[root] != root) {
                parents[root] = parents[parents[root]];
                root = parents[root];
            }
            return root;
        }
    }

    private void drop(String addition, String used) {
        additions.remove(addition);
        warnings.add("the destination takes " + used + " and " + addition + " for one member; " + used + " is used");
    }

    private Map<String, List<String>> membersByKey() {
        Map<String, List<String>> members = new HashMap<>();
        destination.things().forEach(member -> addUnderAllKeys(members, member, member));
        destination.aliases().forEach((alias, member) -> addUnderAllKeys(members, alias, member));
        return members;
    }

    private void addUnderAllKeys(Map<String, List<String>> members, String spelling, String member) {
        keys(spelling).forEach(key -> add(members, key, member));
    }

    private List<String> find(String spelling, Map<String, List<String>> members) {
        for (String key : keys(spelling)) {
            List<String> found = members.getOrDefault(key, List.of());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Equal spellings have equal keys, so they need none of their own. */
    private List<String> keys(String spelling) {
        return List.of("sync " + sync.key(spelling), "place " + place.key(spelling));
    }

    private static void add(Map<String, List<String>> map, String key, String value) {
        map.computeIfAbsent(key, first -> new ArrayList<>(1)).add(value);
    }
}
