package dev.gosync.adapter;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a place holds. Immutable; threads may share it. The engine checks the content when it reads a place, so that an
 * error names that place.
 *
 * @param things the members, each under one spelling, none null, blank or padded with white space
 * @param aliases other spellings of a listed thing, such as a person's other e-mail addresses, and the listed thing. A
 *     key must not be listed itself, a value must be.
 * @param kept listed things that must not be removed, and why: {@code owner}, {@code maintainer}
 * @param leftOut members without a usable identifier, how many for each reason: {@code bot}, {@code no e-mail}
 * @param positions where in the place a thing is, such as {@code line 7}, for things that a warning may be about; may be
 *     empty
 * @param warnings what a reader of the plan should know about this reading, in sentences without the name of the place; may
 *     be empty
 */
public record Listing(
        Set<String> things,
        Map<String, String> aliases,
        Map<String, String> kept,
        Map<String, Integer> leftOut,
        Map<String, String> positions,
        List<String> warnings) {

    /** Copies everything and keeps its order. */
    public Listing {
        things = ThingSet.of(things);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
        warnings = List.copyOf(warnings);
    }

    /**
     * Makes a listing without positions and warnings.
     *
     * @param things the members
     * @param aliases other spellings of a listed thing, and the listed thing
     * @param kept listed things that must not be removed, and why
     * @param leftOut members without a usable identifier, how many for each reason
     */
    public Listing(
            Set<String> things, Map<String, String> aliases, Map<String, String> kept, Map<String, Integer> leftOut) {
        this(things, aliases, kept, leftOut, Map.of(), List.of());
    }

    /**
     * Makes a listing of things without aliases.
     *
     * @param things the members; duplicates count once
     * @return the listing
     */
    public static Listing of(Collection<String> things) {
        return new Listing(ThingSet.of(things), Map.of(), Map.of(), Map.of());
    }

    /** {@return the sizes, without any names} */
    @Override
    public String toString() {
        return "Listing of " + things.size() + " (" + aliases.size() + " aliases, " + kept.size() + " kept, left out "
                + leftOut + ")";
    }
}
