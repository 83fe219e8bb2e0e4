package dev.gosync;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What would change at one destination, and which guards refuse it. Its lists are in {@code compareTo} order. Immutable;
 * threads may share it.
 *
 * @param source the source, as it was read
 * @param destination the destination, as it was read
 * @param mode which halves are run, and in which order
 * @param additions what to add, in the source's spelling
 * @param removals what to remove, in the destination's own spelling
 * @param cannotAdd things that the source wants and the destination will refuse, each with the failure
 * @param alreadyThere things that the source wants and that are members under another spelling, each with that spelling
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
        Map<String, Failure> cannotAdd,
        Map<String, String> alreadyThere,
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
        cannotAdd = Collections.unmodifiableMap(new TreeMap<>(cannotAdd));
        alreadyThere = Collections.unmodifiableMap(new TreeMap<>(alreadyThere));
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

    /**
     * Finds removals that look like additions under another domain: {@code ann@old.example} and {@code ann@new.example}.
     *
     * @return for each removal that shares the part before the @ with an addition that cannot be made, that addition
     */
    public Map<String, String> movedDomains() {
        Map<String, String> additions = new TreeMap<>();
        cannotAdd.keySet().forEach(thing -> localPart(thing).ifPresent(part -> additions.putIfAbsent(part, thing)));
        Map<String, String> moved = new TreeMap<>();
        if (!additions.isEmpty()) {
            for (String removal : removals) {
                localPart(removal).map(additions::get).ifPresent(addition -> moved.put(removal, addition));
            }
        }
        return moved;
    }

    private static Optional<String> localPart(String thing) {
        int at = thing.lastIndexOf('@');
        return at > 0 ? Optional.of(Matching.ignoringCase().key(thing.substring(0, at))) : Optional.empty();
    }

    /** {@return whether there is nothing to do} Things that cannot be added are nothing to do. */
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
        return with(additions, removals, cannotAdd, kept, objections);
    }

    /** Leaves out every addition, removal and impossible addition that is not among these things. */
    Plan limitedTo(Set<String> things) {
        Map<String, Failure> refused = new TreeMap<>(cannotAdd);
        refused.keySet().retainAll(things);
        return with(
                additions.stream().filter(things::contains).toList(),
                removals.stream().filter(things::contains).toList(),
                refused,
                kept,
                objections);
    }

    Plan withObjections(List<Objection> objections) {
        return with(additions, removals, cannotAdd, kept, objections);
    }

    private Plan with(
            List<String> additions,
            List<String> removals,
            Map<String, Failure> cannotAdd,
            Map<String, String> kept,
            List<Objection> objections) {
        return new Plan(
                source,
                destination,
                mode,
                additions,
                removals,
                cannotAdd,
                alreadyThere,
                kept,
                warnings,
                emptyParts,
                objections);
    }

    /** {@return the plan as text, with one line for each thing that is added, removed or kept} */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("%s -> %s: %d to add, %d to remove, %d stay"
                .formatted(source.name(), destination.name(), additions.size(), removals.size(), unchanged()));
        additions.forEach(thing -> lines.add("  + " + thing));
        cannotAdd.forEach((thing, failure) -> lines.add("  ? " + thing + ": " + failure.problem()));
        removals.forEach(thing -> lines.add("  - " + thing));
        kept.forEach((thing, why) -> lines.add("  = " + thing + " (" + why + ")"));
        alreadyThere.forEach((thing, member) -> lines.add("  = " + thing + " is already there as " + member));
        movedDomains()
                .forEach((removal, addition) -> lines.add("  moved to another domain? " + removal + " -> " + addition));
        leftOut(source, lines);
        leftOut(destination, lines);
        warnings.forEach(warning -> lines.add("  warning: " + warning));
        objections.forEach(objection -> lines.add("  refused: " + objection));
        return lines.stream().map(InvisibleCharacters::shownIn).collect(Collectors.joining("\n"));
    }

    private static void leftOut(Side side, List<String> lines) {
        new TreeMap<>(side.listing().leftOut())
                .forEach((reason, count) -> lines.add("  left out of " + side.name() + ": " + count + " " + reason));
    }
}
