package dev.gosync;

import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Matching;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The things and patterns that must not be removed. Immutable. */
record Protection(List<String> things, List<String> patterns) {
    private static final char ANYTHING = '*';

    /** What people write when they take a pattern for a regular expression. */
    private static final Pattern REGULAR_EXPRESSION =
            Pattern.compile("^\\^|\\$$|^\\.[*+]|\\\\|\\[\\^|\\[a-z|\\(.*\\|.*\\)");

    static final Protection NONE = new Protection(List.of(), List.of());

    Protection {
        things = List.copyOf(things);
        patterns = List.copyOf(patterns);
    }

    /**
     * Adds things and patterns.
     *
     * @throws IllegalArgumentException that names every wrong entry
     */
    Protection and(Collection<String> entries) {
        List<String> allThings = new ArrayList<>(things);
        List<String> allPatterns = new ArrayList<>(patterns);
        List<String> faults = new ArrayList<>();
        for (String entry : entries) {
            String shown = "'" + InvisibleCharacters.shownIn(entry) + "'";
            String visible = InvisibleCharacters.removedFrom(entry);
            if (visible.isBlank()) {
                faults.add("protect names a blank thing");
            } else if (!visible.equals(visible.strip())) {
                faults.add("protect names " + shown + ", which is padded with white space");
            } else if (visible.chars().allMatch(c -> c == ANYTHING)) {
                faults.add(
                        "protect names " + shown + ", which protects everybody; use mode: add-only to remove nobody");
            } else if (REGULAR_EXPRESSION.matcher(visible).find()) {
                faults.add("protect names " + shown
                        + ", which looks like a regular expression; use * for any characters, such as *@example.com");
            } else if (visible.indexOf(ANYTHING) >= 0) {
                allPatterns.add(folded(visible));
            } else {
                allThings.add(entry);
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new Protection(allThings, allPatterns);
    }

    boolean isEmpty() {
        return things.isEmpty() && patterns.isEmpty();
    }

    /** Whether a pattern matches a spelling, ignoring case and invisible characters. */
    boolean matchesPattern(String spelling) {
        if (patterns.isEmpty()) {
            return false;
        }
        String folded = folded(spelling);
        return patterns.stream().anyMatch(pattern -> matches(pattern, folded));
    }

    private static String folded(String text) {
        return Matching.ignoringCase().key(text);
    }

    /** Matches in linear steps back: only the last star is ever tried again. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int afterStar = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANYTHING) {
                star = p++;
                afterStar = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == ANYTHING) {
            p++;
        }
        return p == pattern.length();
    }
}
