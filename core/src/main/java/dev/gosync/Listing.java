package dev.gosync;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a place holds. Immutable; the engine checks its content when it reads it, so that a fault is laid at the door of
 * the place it came from.
 *
 * @param things the members, each under one spelling, none null, blank or padded with white space
 * @param aliases other spellings of a listed thing and the listed one: a person's other e-mail addresses. A key is not
 *     itself listed, a value is.
 * @param kept listed things that are there and must not be removed, and why: {@code owner}, {@code maintainer}
 * @param leftOut members that no thing stands for, how many by reason: {@code bot}, {@code no e-mail}
 */
public record Listing(
        Set<String> things, Map<String, String> aliases, Map<String, String> kept, Map<String, Integer> leftOut) {

    /** Copies everything, keeping its order. */
    public Listing {
        things = Things.of(things);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    }

    /**
     * The simple case: things, and nothing more to say of them.
     *
     * @param things the members; one that stands there twice counts once
     * @return their listing
     */
    public static Listing of(Collection<String> things) {
        return new Listing(Things.of(things), Map.of(), Map.of(), Map.of());
    }

    /** {@return how much it holds, without naming anybody} */
    @Override
    public String toString() {
        return "Listing of " + things.size() + " (" + aliases.size() + " aliases, " + kept.size() + " kept, left out "
                + leftOut + ")";
    }
}
