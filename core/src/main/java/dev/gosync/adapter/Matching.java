package dev.gosync.adapter;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Decides which spellings mean the same thing: those with equal keys. Immutable; threads may share it, if they may share
 * the function passed to {@link #by}.
 */
public final class Matching {
    private static final Matching IGNORING_CASE = new Matching("ignoring case", Matching::folded);
    private static final Matching EXACT = new Matching("exact", thing -> thing);

    private final String name;
    private final Function<String, String> key;

    private Matching(String name, Function<String, String> key) {
        this.name = name;
        this.key = key;
    }

    /**
     * {@return the default: ignores case, whether an accent is composed, and {@linkplain InvisibleCharacters invisible
     * characters}} The key is {@code NFC(lowercase(ROOT, NFC(thing)))}, whatever the machine's locale.
     */
    public static Matching ignoringCase() {
        return IGNORING_CASE;
    }

    /** {@return a matching in which every difference counts} */
    public static Matching exact() {
        return EXACT;
    }

    /**
     * Makes a matching from a function. It does not see {@linkplain InvisibleCharacters invisible characters}.
     *
     * @param key returns the same key for all spellings of one thing, neither null nor blank. Several threads call it at the
     *     same time
     * @return the matching
     */
    public static Matching by(Function<String, String> key) {
        Objects.requireNonNull(key, "key");
        return new Matching("by a function", thing -> key.apply(InvisibleCharacters.removedFrom(thing)));
    }

    /**
     * Returns the key of a thing.
     *
     * @param thing one spelling
     * @return the key, the same for every spelling of the thing
     * @throws IllegalArgumentException if the function of {@link #by} returned null or a blank
     */
    public String key(String thing) {
        String found = key.apply(thing);
        if (found == null || found.isBlank()) {
            throw new IllegalArgumentException(
                    "The matching returned no key for '" + thing + "'; a key must not be blank");
        }
        return found;
    }

    private static String folded(String thing) {
        boolean capitals = false;
        for (int i = 0; i < thing.length(); i++) {
            char c = thing.charAt(i);
            if (c >= 0x80) {
                return nfc(nfc(InvisibleCharacters.removedFrom(thing)).toLowerCase(Locale.ROOT));
            }
            capitals |= c >= 'A' && c <= 'Z';
        }
        return capitals ? thing.toLowerCase(Locale.ROOT) : thing;
    }

    private static String nfc(String thing) {
        return Normalizer.normalize(thing, Normalizer.Form.NFC);
    }

    /** {@return how it matches, in a few words} */
    @Override
    public String toString() {
        return name;
    }
}
