package dev.gosync.adapter;

import java.io.Serial;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A configuration cannot be used. It names every key at fault. Nothing was read or changed. */
public final class ConfigException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of records of strings
    private final List<Fault> faults;

    /**
     * One fault.
     *
     * @param key the key at fault, as it is written in the configuration
     * @param problem what is wrong and what would be right, without a secret and without a full stop
     */
    public record Fault(String key, String problem) implements java.io.Serializable {
        /**
         * Makes the fault of an unknown key, and suggests the nearest known one.
         *
         * @param key the unknown key
         * @param known all keys that are allowed there
         * @return the fault
         */
        public static Fault unknownKey(String key, Collection<String> known) {
            return new Fault(key, "unknown key" + hint(key, known));
        }

        /**
         * Makes the fault of a value that is not allowed, and suggests the nearest allowed one.
         *
         * @param key the key of the value
         * @param value the value, which must not be a secret
         * @param allowed all values that are allowed there
         * @return the fault
         */
        public static Fault unknownValue(String key, String value, Collection<String> allowed) {
            return new Fault(key, "cannot be '" + value + "'" + hint(value, allowed));
        }

        /**
         * Ends a message about a word that is not known: names the nearest known one, or all of them.
         *
         * @param word the word, which must not be a secret
         * @param known all words that are allowed there
         * @return the end of the message, which begins with a semicolon
         */
        public static String hint(String word, Collection<String> known) {
            if (known.isEmpty()) {
                return "; there are none";
            }
            return nearest(word, known)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElseGet(() -> known.stream().sorted().collect(Collectors.joining(", ", "; known are: ", "")));
        }

        private static Optional<String> nearest(String word, Collection<String> known) {
            int tolerance = Math.max(1, word.length() / 3);
            return known.stream()
                    .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                            .thenComparing(Comparator.naturalOrder()))
                    .filter(candidate -> distance(word, candidate) <= tolerance);
        }

        /**
         * The number of letters to insert, delete or replace, or of neighbours to swap, ignoring case (Damerau's distance,
         * in which no letter is changed twice).
         */
        private static int distance(String a, String b) {
            String left = a.toLowerCase(Locale.ROOT);
            String right = b.toLowerCase(Locale.ROOT);
            int[][] least = new int[left.length() + 1][right.length() + 1];
            for (int i = 0; i <= left.length(); i++) {
                for (int j = 0; j <= right.length(); j++) {
                    if (i == 0 || j == 0) {
                        least[i][j] = i + j;
                        continue;
                    }
                    boolean isSame = left.charAt(i - 1) == right.charAt(j - 1);
                    int changed = Math.min(least[i - 1][j], least[i][j - 1]) + 1;
                    least[i][j] = Math.min(changed, least[i - 1][j - 1] + (isSame ? 0 : 1));
                    if (i > 1
                            && j > 1
                            && left.charAt(i - 1) == right.charAt(j - 2)
                            && left.charAt(i - 2) == right.charAt(j - 1)) {
                        least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                    }
                }
            }
            return least[left.length()][right.length()];
        }

        /** {@return the key and its problem, on one line} */
        @Override
        public String toString() {
            return key + ": " + problem;
        }
    }

    /**
     * Makes the exception.
     *
     * @param faults all faults, at least one
     */
    public ConfigException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), null);
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("A ConfigException needs a fault");
        }
        this.faults = List.copyOf(faults);
    }

    /** {@return all faults, in the order of the configuration} */
    public List<Fault> faults() {
        return faults;
    }
}
