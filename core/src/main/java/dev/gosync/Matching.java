package dev.gosync;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * When two spellings stand for one thing: when their keys are equal. Immutable, and safe for use by several threads as
 * far as the function of {@link #by} is.
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
     * {@return the default: case does not matter, nor whether an accent is composed} The key is {@code
     * NFC(lowercase(ROOT, NFC(thing)))}, whatever the machine's locale.
     */
    public static Matching ignoringCase() {
        return IGNORING_CASE;
    }

    /** {@return a matching in which every difference counts} */
    public static Matching exact() {
        return EXACT;
    }

    /**
     * A matching of one's own.
     *
     * @param key gives the same key for spellings of one thing, neither null nor blank
     * @return that matching
     */
    public static Matching by(Function<String, String> key) {
        return new Matching("by a function", Objects.requireNonNull(key, "key"));
    }

    /**
     * Gives the key of a thing.
     *
     * @param thing one spelling
     * @return what it has in common with the other spellings of the same thing
     * @throws IllegalArgumentException if a function of one's own gave null or a blank
     */
    public String key(String thing) {
        String found = key.apply(thing);
        if (found == null || found.isBlank()) {
            throw new IllegalArgumentException("The matching gives no key for '" + thing + "'; a key may not be blank");
        }
        return found;
    }

    private static String folded(String thing) {
        boolean capitals = false;
        for (int i = 0; i < thing.length(); i++) {
            char c = thing.charAt(i);
            if (c >= 0x80) {
                return nfc(nfc(thing).toLowerCase(Locale.ROOT));
            }
            capitals |= c >= 'A' && c <= 'Z';
        }
        return capitals ? thing.toLowerCase(Locale.ROOT) : thing;
    }

    private static String nfc(String thing) {
        return Normalizer.normalize(thing, Normalizer.Form.NFC);
    }

    /** {@return how it matches, in a word or two} */
    @Override
    public String toString() {
        return name;
    }
}
