package dev.gosync.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gosync.adapter.Listing;
import java.io.ByteArrayOutputStream;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file in pieces: the lines of a text, or the rows of a CSV. A change keeps or drops a whole piece.
 * Several pieces can have the same thing. Comments, blank lines and rows that are not selected have no thing. Immutable.
 */
final class Pieces {
    private final byte[] bytes;
    private final int count;
    private final int[] starts;
    private final int[] plainLengths;
    private final @Nullable String @Nullable [] things;
    private final int thingCount;
    private final Map<String, String> positions;
    private final Map<String, Integer> leftOut;
    private final List<String> warnings;
    private final UnaryOperator<String> newPiece;
    private final int end;

    private Pieces(
            Builder builder, Map<String, Integer> leftOut, List<String> warnings, UnaryOperator<String> newPiece) {
        this.bytes = builder.bytes;
        this.count = builder.count;
        this.starts = builder.starts;
        this.plainLengths = builder.plainLengths;
        this.things = builder.things;
        this.thingCount = builder.thingCount;
        this.positions = builder.positions;
        this.leftOut = leftOut;
        this.warnings = warnings;
        this.newPiece = newPiece;
        this.end = builder.end < 0 ? count : builder.end;
    }

    /** Collects the pieces in their order. */
    static final class Builder {
        private final byte[] bytes;
        private int count;
        private int end = -1;
        private int[] starts;
        private int[] plainLengths;
        private @Nullable String @Nullable [] things;
        private int thingCount;
        private final Map<String, String> positions = new LinkedHashMap<>();

        Builder(byte[] bytes) {
            this.bytes = bytes;
            int guess = bytes.length / 32 + 16;
            this.starts = new int[guess];
            this.plainLengths = new int[guess];
        }

        /** Adds a piece whose first bytes are its thing, in ASCII. A file may have millions of them; so no text is made. */
        void addPlain(int start, int length) {
            add(start);
            plainLengths[count - 1] = length;
            thingCount++;
        }

        void add(int start, @Nullable String thing) {
            add(start);
            if (thing != null) {
                if (things == null || things.length < count) {
                    things =
                            things == null ? new @Nullable String[starts.length] : Arrays.copyOf(things, starts.length);
                }
                things[count - 1] = thing;
                thingCount++;
            }
        }

        private void add(int start) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                plainLengths = Arrays.copyOf(plainLengths, count * 2);
            }
            starts[count] = start;
            count++;
        }

        /** Adds a piece, and notes its line if its thing contains invisible characters. */
        void add(int start, @Nullable String thing, int line) {
            add(start, thing);
            if (thing != null) {
                LineNumbers.note(positions, thing, line);
            }
        }

        /** Adds the last piece, which is not changed. New pieces are added before it. */
        void end(int start) {
            end = count;
            add(start, null);
        }

        /**
         * Ends the file.
         *
         * @param leftOut the number of pieces that should have a thing and have none, by reason
         * @param warnings what a reader of the plan should know
         * @param newPiece makes the text of a piece from its thing, without a line ending
         */
        Pieces build(Map<String, Integer> leftOut, List<String> warnings, UnaryOperator<String> newPiece) {
            return new Pieces(this, leftOut, warnings, newPiece);
        }
    }

    Listing listing() {
        Listing listing = Listing.of(new AbstractCollection<>() {
            @Override
            public int size() {
                return thingCount;
            }

            @Override
            public Iterator<String> iterator() {
                return new Things();
            }
        });
        return leftOut.isEmpty() && positions.isEmpty() && warnings.isEmpty()
                ? listing
                : new Listing(listing.things(), Map.of(), Map.of(), leftOut, positions, warnings);
    }

    private @Nullable String thing(int piece) {
        if (plainLengths[piece] > 0) {
            return new String(bytes, starts[piece], plainLengths[piece], ISO_8859_1);
        }
        return things == null || piece >= things.length ? null : things[piece];
    }

    /** The things of the pieces, in order. */
    private final class Things implements Iterator<String> {
        private int piece;
        private @Nullable String next = following();

        private @Nullable String following() {
            @Nullable String thing = null;
            while (thing == null && piece < count) {
                thing = thing(piece++);
            }
            return thing;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String next() {
            String thing = next;
            if (thing == null) {
                throw new NoSuchElementException();
            }
            next = following();
            return thing;
        }
    }

    /**
     * A file after a change.
     *
     * @param bytes the new bytes; empty if nothing changes
     * @param alreadyThere the additions that were in the file already
     */
    record Changed(Optional<byte[]> bytes, Set<String> alreadyThere) {}

    /**
     * Makes a change.
     *
     * @param additions the things to append, except for those that the file has already
     * @param removals the things to remove, with all their pieces
     * @return the file after the change
     */
    Changed with(Collection<String> additions, Collection<String> removals) {
        Set<String> unwanted = new HashSet<>(removals);
        Set<String> missing = new LinkedHashSet<>(additions);
        Set<String> alreadyThere = new HashSet<>();
        BitSet dropped = new BitSet();
        for (int i = 0; i < count; i++) {
            String thing = thing(i);
            if (thing != null && unwanted.contains(thing)) {
                dropped.set(i);
            } else if (thing != null && missing.remove(thing)) {
                alreadyThere.add(thing);
            }
        }
        return new Changed(
                dropped.isEmpty() && missing.isEmpty() ? Optional.empty() : Optional.of(rebuilt(dropped, missing)),
                alreadyThere);
    }

    private byte[] rebuilt(BitSet dropped, Collection<String> missing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64 * missing.size());
        int prefix = start(0);
        out.write(bytes, 0, prefix);
        int lastByte = '\n';
        for (int from = dropped.nextClearBit(0); from < end; ) {
            int to = dropped.nextSetBit(from);
            to = to < 0 ? end : to;
            out.write(bytes, start(from), start(to) - start(from));
            lastByte = bytes[start(to) - 1];
            from = dropped.nextClearBit(to);
        }
        String lineEnding = lineEnding();
        if (!missing.isEmpty() && lastByte != '\n') {
            out.writeBytes(lineEnding.getBytes(UTF_8));
        }
        for (String thing : missing) {
            out.writeBytes((newPiece.apply(thing) + lineEnding).getBytes(UTF_8));
        }
        out.write(bytes, start(end), bytes.length - start(end));
        return out.toByteArray();
    }

    private int start(int piece) {
        return piece < count ? starts[piece] : bytes.length;
    }

    private String lineEnding() {
        int second = start(1);
        return second >= 2 && bytes[second - 2] == '\r' && bytes[second - 1] == '\n' ? "\r\n" : "\n";
    }
}
