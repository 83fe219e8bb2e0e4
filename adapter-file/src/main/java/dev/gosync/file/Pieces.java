package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gosync.adapter.Listing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final @Nullable String[] things;
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
        this.things = builder.things;
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
        private @Nullable String[] things;
        private final Map<String, String> positions = new LinkedHashMap<>();

        Builder(byte[] bytes) {
            this.bytes = bytes;
            int guess = bytes.length / 32 + 16;
            this.starts = new int[guess];
            this.things = new @Nullable String[guess];
        }

        void add(int start, @Nullable String thing) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                things = Arrays.copyOf(things, count * 2);
            }
            starts[count] = start;
            things[count] = thing;
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
        List<String> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String thing = things[i];
            if (thing != null) {
                found.add(thing);
            }
        }
        Listing listing = Listing.of(found);
        return leftOut.isEmpty() && positions.isEmpty() && warnings.isEmpty()
                ? listing
                : new Listing(listing.things(), Map.of(), Map.of(), leftOut, positions, warnings);
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
            String thing = things[i];
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
