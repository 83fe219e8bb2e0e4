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
    private final BitSet found = new BitSet();
    private final BitSet dropped = new BitSet();

    /** The hash of a key and the position in the list plus 1, in the first free cell from the one that the hash names. */
    private final long[] cells;

    WantedThings(int capacity, Matching matching) {
        this.matching = matching;
        this.things = new ArrayList<>(capacity);
        this.cells = new long[(int) Math.min(LONGEST_TABLE, Math.max(2, Long.highestOneBit(capacity * 3L / 2) * 2))];
    }

    /** Adds a thing, or returns the thing with the same key that is there already. */
    Optional<String> add(String thing) {
        String key = matching.key(thing);
        int cell = cellOf(key);
        if (cells[cell] != 0) {
            return Optional.of(things.get(positionIn(cell)));
        }
        things.add(thing);
        cells[cell] = (long) key.hashCode() << Integer.SIZE | things.size();
        return Optional.empty();
    }

    /** Uses another spelling of a key that is there. */
    void replace(String key, String thing) {
        things.set(positionIn(cellOf(key)), thing);
    }

    Optional<String> get(String key) {
        int position = positionIn(cellOf(key));
        return position < 0 || dropped.get(position) ? Optional.empty() : Optional.of(things.get(position));
    }

    /** Takes a thing out. */
    Optional<String> drop(String key) {
        Optional<String> thing = get(key);
        if (thing.isPresent()) {
            dropped.set(positionIn(cellOf(key)));
        }
        return thing;
    }

    /** Marks a thing as found at the destination. Returns whether it is wanted. */
    boolean find(String key) {
        int position = positionIn(cellOf(key));
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

    /** The position of the thing in a cell; -1 if the cell is free. */
    private int positionIn(int cell) {
        return (int) cells[cell] - 1;
    }

    private int cellOf(String key) {
        int hash = key.hashCode();
        int cell = (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(cells.length) + 1);
        while (cells[cell] != 0) {
            if ((int) (cells[cell] >>> Integer.SIZE) == hash
                    && matching.key(things.get(positionIn(cell))).equals(key)) {
                break;
            }
            cell = (cell + 1) & (cells.length - 1);
        }
        return cell;
    }
}
