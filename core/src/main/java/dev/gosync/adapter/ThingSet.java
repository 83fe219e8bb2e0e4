package dev.gosync.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set that keeps its order. A listing may hold ten million things, so this set keeps their bytes, and no object
 * for each: it needs less than half the memory of a linked hash set, and the garbage collector has nothing to copy. A string is
 * made whenever a thing is asked for.
 */
final class ThingSet extends AbstractSet<String> {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCK = 1 << BLOCK_BITS;
    /** A length that does not fit in one byte. */
    private static final int LONG = 255;

    private static final byte[] NOTHING = {};
    private static final int BATCH = 128;
    private static final int POSITION_BITS = 40;
    private static final long POSITION = (1L << POSITION_BITS) - 1;

    /** For each thing: its length in one byte, or 255 and four bytes; and its text in UTF-8. */
    private final List<byte[]> blocks = new ArrayList<>();

    /** What UTF-8 cannot hold, by position: null, and texts with half a surrogate pair. Nearly always empty. */
    private final Map<Long, @Nullable String> odd = new HashMap<>();

    /**
     * For each thing, part of its hash and its position plus 1; 0 is free. The search for the cell of a thing begins at the
     * cell that its hash names. A position is a block and the place in it.
     */
    private final long[] cells;

    private int size;

    /** How much of the last block is used. */
    private int used;

    private ThingSet(Collection<String> things) {
        int capacity = things.size();
        cells = new long[(int) Math.min(1 << 30, Math.max(2, Long.highestOneBit(capacity * 3L / 2) * 2))];
        blocks.add(new byte[(int) Math.min(BLOCK, capacity * 40L)]);
        @Nullable String[] batch = new @Nullable String[Math.max(1, Math.min(BATCH, capacity))];
        int count = 0;
        for (String thing : things) {
            batch[count++] = thing;
            if (count == batch.length) {
                addAll(batch, count);
                count = 0;
            }
        }
        addAll(batch, count);
        trim();
    }

    /** Looks at the first cells of all things before it adds one, so that the processor fetches them at the same time. */
    private void addAll(@Nullable String[] batch, int count) {
        boolean[] isTaken = new boolean[count];
        for (int i = 0; i < count; i++) {
            isTaken[i] = cells[firstCell(Objects.hashCode(batch[i]))] != 0;
        }
        for (int i = 0; i < count; i++) {
            int first = firstCell(Objects.hashCode(batch[i]));
            int cell = isTaken[i] || cells[first] != 0 ? cellOf(batch[i]) : first;
            if (cells[cell] == 0) {
                cells[cell] = (long) Objects.hashCode(batch[i]) << POSITION_BITS | (append(batch[i]) + 1);
                size++;
            }
        }
    }

    static Set<String> of(Collection<String> things) {
        return things instanceof ThingSet known ? known : new ThingSet(things);
    }

    /** Returns the position of the thing. */
    private long append(@Nullable String thing) {
        byte[] text = thing == null ? NOTHING : thing.getBytes(UTF_8);
        boolean isOdd = thing == null || !new String(text, UTF_8).equals(thing);
        long position = append(isOdd ? NOTHING : text);
        if (isOdd) {
            odd.put(position, thing);
        }
        return position;
    }

    private long append(byte[] text) {
        int head = text.length < LONG ? 1 : 1 + Integer.BYTES;
        if (used + head + text.length > last().length) {
            trim();
            blocks.add(new byte[Math.max(BLOCK, head + text.length)]);
            used = 0;
        }
        long position = (long) (blocks.size() - 1) << BLOCK_BITS | used;
        last()[used] = (byte) Math.min(text.length, LONG);
        if (text.length >= LONG) {
            ByteBuffer.wrap(last()).putInt(used + 1, text.length);
        }
        System.arraycopy(text, 0, last(), used + head, text.length);
        used += head + text.length;
        return position;
    }

    private byte[] last() {
        return blocks.get(blocks.size() - 1);
    }

    private void trim() {
        blocks.set(blocks.size() - 1, Arrays.copyOf(last(), used));
    }

    private @Nullable String get(byte[] block, int start, long position) {
        if (!odd.isEmpty() && odd.containsKey(position)) {
            return odd.get(position);
        }
        int length = length(block, start);
        return new String(block, start + head(length), length, UTF_8);
    }

    private static int length(byte[] block, int start) {
        int length = Byte.toUnsignedInt(block[start]);
        return length < LONG ? length : ByteBuffer.wrap(block).getInt(start + 1);
    }

    private static int head(int length) {
        return length < LONG ? 1 : 1 + Integer.BYTES;
    }

    private @Nullable String get(long position) {
        return get(blocks.get((int) (position >>> BLOCK_BITS)), (int) position & (BLOCK - 1), position);
    }

    private int firstCell(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(cells.length) + 1);
    }

    private int cellOf(@Nullable Object thing) {
        int hash = Objects.hashCode(thing);
        int cell = firstCell(hash);
        while (cells[cell] != 0
                && ((cells[cell] ^ (long) hash << POSITION_BITS) >>> POSITION_BITS != 0
                        || !Objects.equals(get((cells[cell] & POSITION) - 1), thing))) {
            cell = (cell + 1) & (cells.length - 1);
        }
        return cell;
    }

    @Override
    public boolean contains(@Nullable Object thing) {
        return cells[cellOf(thing)] != 0;
    }

    @Override
    public Iterator<String> iterator() {
        return new Things();
    }

    @Override
    public int size() {
        return size;
    }

    private final class Things implements Iterator<String> {
        private int block;
        private int start;

        @Override
        public boolean hasNext() {
            return start < blocks.get(block).length || block + 1 < blocks.size();
        }

        @Override
        @SuppressWarnings("NullAway") // A listing with null is refused later, by name.
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (start == blocks.get(block).length) {
                block++;
                start = 0;
            }
            byte[] text = blocks.get(block);
            String thing = get(text, start, (long) block << BLOCK_BITS | start);
            int length = length(text, start);
            start += head(length) + length;
            return thing;
        }
    }
}
