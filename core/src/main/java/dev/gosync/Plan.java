package dev.gosync;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What would be done at one destination, and what speaks against it. A value: nothing in it can change, equal plans are
 * equal, and its lists are in {@code compareTo} order.
 *
 * @param source where the things come from, as it was read
 * @param destination where they are to be, as it was read
 * @param mode which halves are made, and in which order
 * @param additions what is to be added, in the source's spelling
 * @param removals what is to be removed, in the destination's own spelling
 * @param kept what would be removed but for a reason, and the reason: {@code protected}, or the destination's own
 * @param warnings what a reader should know and nothing objects to
 * @param emptyParts the names of the source, or of the parts of a combined one, that are empty and were not said to be
 *     allowed to
 * @param objections what the guards say; one is enough and nothing is written anywhere
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
     * One side of a sync as it was read.
     *
     * @param name the {@linkplain Source#name() name} of the place
     * @param listing what it held
     * @param readAt when that was known to be true
     */
    public record Side(String name, Listing listing, Instant readAt) {
        /** {@return how many things it held} */
        public int size() {
            return listing.things().size();
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

    /** {@return how many members stay as they are} */
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

    Plan withObjections(List<Objection> objections) {
        return new Plan(source, destination, mode, additions, removals, kept, warnings, emptyParts, objections);
    }

    /** {@return the plan for people to read, a line for each thing that is added, removed or kept} */
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
