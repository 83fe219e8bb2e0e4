package dev.gosync;

import dev.gosync.adapter.Matching;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The things of a source by key. A source may hold ten million things, so this keeps no object for each entry, and no key:
 * it computes the key again where the hash of a key is found.
 */
final class WantedThings {
    private static final int LONGEST_TABLE = 1 << 30;

    private final Matching matching;
    private final List<String> things;
    private final int[] hashes;
    private final BitSet found = new BitSet();
    private final BitSet dropped = new BitSet();

    /** Positions in the list plus 1, each in the first free cell from the one that the hash of its key names. */
    private final int[] cells;

    WantedThings(int capacity, Matching matching) {
        this.matching = matching;
        this.things = new ArrayList<>(capacity);
        this.hashes = new int[capacity];
        this.cells = new int[(int) Math.min(LONGEST_TABLE, Math.max(2, Long.highestOneBit(capacity * 3L / 2) * 2))];
    }

    /** Adds a thing, or returns the thing with the same key that is there already. */
    Optional<String> add(String thing) {
        String key = matching.key(thing);
        int cell = cellOf(key);
        if (cells[cell] != 0) {
            return Optional.of(things.get(cells[cell] - 1));
        }
        hashes[things.size()] = key.hashCode();
        things.add(thing);
        cells[cell] = things.size();
        return Optional.empty();
    }

    /** Uses another spelling of a key that is there. */
    void replace(String key, String thing) {
        things.set(cells[cellOf(key)] - 1, thing);
    }

    Optional<String> get(String key) {
        int position = cells[cellOf(key)] - 1;
        return position < 0 || dropped.get(position) ? Optional.empty() : Optional.of(things.get(position));
    }

    /** Takes a thing out. */
    Optional<String> drop(String key) {
        Optional<String> thing = get(key);
        if (thing.isPresent()) {
            dropped.set(cells[cellOf(key)] - 1);
        }
        return thing;
    }

    /** Marks a thing as found at the destination. Returns whether it is wanted. */
    boolean find(String key) {
        int position = cells[cellOf(key)] - 1;
        if (position < 0 || dropped.get(position)) {
            return false;
        }
        found.set(position);
        return true;
    }

    /** Adds the things that were not found to a list. */
    void addMissingTo(Collection<String> missing) {
        for (int i = 0; i < things.size(); i++) {
            if (!found.get(i) && !dropped.get(i)) {
                missing.add(things.get(i));
            }
        }
    }

    private int cellOf(String key) {
        int hash = key.hashCode();
        int cell = (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(cells.length) + 1);
        while (cells[cell] != 0) {
            int position = cells[cell] - 1;
            if (hashes[position] == hash && matching.key(things.get(position)).equals(key)) {
                break;
            }
            cell = (cell + 1) & (cells.length - 1);
        }
        return cell;
    }
}
