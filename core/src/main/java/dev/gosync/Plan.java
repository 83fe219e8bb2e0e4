package dev.gosync;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What would change at one destination, and which guards refuse it. Its lists are in {@code compareTo} order. Immutable;
 * threads may share it.
 *
 * @param source the source, as it was read
 * @param destination the destination, as it was read
 * @param mode which halves are run, and in which order
 * @param additions what to add, in the source's spelling
 * @param removals what to remove, in the destination's own spelling
 * @param kept what is not removed although the source does not want it, each with the reason: {@code protected}, the
 *     destination's own, or that of {@code Sync.hold}
 * @param warnings what a reader should know
 * @param emptyParts the names of the source, or of the parts of a combined source, that are empty without permission
 * @param objections why guards refuse the plan; if there is one, nothing is written to any destination
 */
public record Plan(
        Side source,
        Side destination,
        Mode mode,
        List<String> additions,
        List<String> removals,
        Map<String, String> kept,
        List<String> warnings,
        List<String> emptyParts,
        List<Objection> objections) {

    /**
     * One side of a sync, as it was read.
     *
     * @param name the {@linkplain dev.gosync.adapter.Source#name() name} of the place
     * @param listing what it held
     * @param readAt when the reading was complete
     */
    public record Side(String name, Listing listing, Instant readAt) {
        /** {@return the number of things it held} */
        public int size() {
            return listing.things().size();
        }

        /** {@return the SHA-256 digest of the listing, in hexadecimal, whatever the order of its things} */
        public String digest() {
            return ListingDigest.of(listing);
        }

        /** Whether this is the same place and it held the same. */
        @SuppressWarnings("ReferenceEquality") // saves two digests of one and the same listing
        boolean heldTheSameAs(Side other) {
            return name.equals(other.name) && (listing == other.listing || digest().equals(other.digest()));
        }
    }

    /** Copies the lists. */
    public Plan {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        additions = List.copyOf(additions);
        removals = List.copyOf(removals);
        kept = Collections.unmodifiableMap(new TreeMap<>(kept));
        warnings = List.copyOf(warnings);
        emptyParts = List.copyOf(emptyParts);
        objections = List.copyOf(objections);
    }

    /** {@return the number of members that stay} */
    public int unchanged() {
        return destination.size() - removals.size();
    }

    /** {@return both halves, as an adapter takes them} */
    public Change change() {
        return new Change(additions, removals, mode);
    }

    /** {@return whether there is nothing to do} */
    public boolean isEmpty() {
        return additions.isEmpty() && removals.isEmpty();
    }

    /**
     * Compares what two plans would do, whatever they rest on and whatever the guards say about it.
     *
     * @param other the plan to compare with
     * @return whether both make the same change at the same destination
     */
    public boolean makesSameChangeAs(Plan other) {
        return destination.name().equals(other.destination.name()) && change().equals(other.change());
    }

    Plan withRemovals(List<String> removals, Map<String, String> kept) {
        return new Plan(source, destination, mode, additions, removals, kept, warnings, emptyParts, objections);
    }

    Plan withObjections(List<Objection> objections) {
        return new Plan(source, destination, mode, additions, removals, kept, warnings, emptyParts, objections);
    }

    /** {@return the plan as text, with one line for each thing that is added, removed or kept} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(source.name())
                .append(" -> ")
                .append(destination.name())
                .append(": ")
                .append(additions.size())
                .append(" to add, ")
                .append(removals.size())
                .append(" to remove, ")
                .append(unchanged())
                .append(" stay");
        additions.forEach(thing -> text.append("\n  + ").append(thing));
        removals.forEach(thing -> text.append("\n  - ").append(thing));
        kept.forEach((thing, why) ->
                text.append("\n  = ").append(thing).append(" (").append(why).append(')'));
        leftOut(source, text);
        leftOut(destination, text);
        warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
        objections.forEach(objection -> text.append("\n  refused: ").append(objection));
        return text.toString();
    }

    private static void leftOut(Side side, StringBuilder text) {
        new TreeMap<>(side.listing().leftOut())
                .forEach((reason, count) -> text.append("\n  left out of ")
                        .append(side.name())
                        .append(": ")
                        .append(count)
                        .append(' ')
                        .append(reason));
    }
}
