package dev.gosync.adapter;

import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set that keeps its order. A listing may hold a million things, so this set takes half the memory of a
 * linked hash set.
 */
final class ThingSet extends AbstractSet<String> {
    private final List<String> inOrder;

    /** A hash and the position in the list plus 1, in the first free cell from the one that the hash names; 0 is free. */
    private final long[] cells;

    private ThingSet(Collection<String> things) {
        List<String> once = new ArrayList<>(things.size());
        cells = new long[(int) Math.min(1 << 30, Math.max(2, Long.highestOneBit(things.size() * 3L / 2) * 2))];
        for (String thing : things) {
            int cell = cellOf(thing, once);
            if (cells[cell] == 0) {
                once.add(thing);
                cells[cell] = (long) Objects.hashCode(thing) << Integer.SIZE | once.size();
            }
        }
        inOrder = Collections.unmodifiableList(once);
    }

    static Set<String> of(Collection<String> things) {
        return things instanceof ThingSet known ? known : new ThingSet(things);
    }

    private int cellOf(@Nullable Object thing, List<String> among) {
        int hash = Objects.hashCode(thing);
        int cell = (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(cells.length) + 1);
        while (cells[cell] != 0
                && ((int) (cells[cell] >>> Integer.SIZE) != hash
                        || !Objects.equals(among.get((int) cells[cell] - 1), thing))) {
            cell = (cell + 1) & (cells.length - 1);
        }
        return cell;
    }

    @Override
    public boolean contains(@Nullable Object thing) {
        return cells[cellOf(thing, inOrder)] != 0;
    }

    @Override
    public Iterator<String> iterator() {
        return inOrder.iterator();
    }

    @Override
    public int size() {
        return inOrder.size();
    }
}
