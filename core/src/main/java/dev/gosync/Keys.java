package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.AbstractCollection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The keys of a listing's things. A listing may hold ten million things, and most are their own key, so this keeps only the
 * keys that differ from their thing. Immutable.
 */
final class Keys {
    private final Set<String> things;
    private final Matching matching;
    private final Set<String> differing;

    /** How many things differ from their key. Several of them can have one key. */
    private final int differingThings;

    Keys(Listing listing, Matching matching) {
        this.things = listing.things();
        this.matching = matching;
        this.differingThings = (int) keysThatDiffer().count();
        this.differing = Listing.of(new AbstractCollection<>() {
                    @Override
                    public int size() {
                        return differingThings;
                    }

                    @Override
                    public Iterator<String> iterator() {
                        return keysThatDiffer().iterator();
                    }
                })
                .things();
    }

    private Stream<String> keysThatDiffer() {
        return things.stream()
                .map(thing -> {
                    String key = matching.key(thing);
                    return key.equals(thing) ? "" : key; // a key is never blank
                })
                .filter(key -> !key.isEmpty());
    }

    /** Whether a thing of the listing has this key. */
    boolean contain(String key) {
        return isThing(key) || differing.contains(key);
    }

    /** Finds the keys that several things of the listing have. */
    Set<String> shared() {
        Set<String> shared = new TreeSet<>();
        differing.stream().filter(this::isThing).forEach(shared::add);
        if (differing.size() < differingThings) {
            Set<String> seen = new HashSet<>();
            keysThatDiffer().filter(key -> !seen.add(key)).forEach(shared::add);
        }
        return shared;
    }

    /** Whether a key is a thing of the listing, and this thing is its own key. */
    private boolean isThing(String key) {
        return things.contains(key) && matching.key(key).equals(key);
    }
}
