package dev.gosync.slack;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Suggests names that are similar to a wrong one. */
final class Nearest {
    private static final int HOW_MANY = 3;

    private Nearest() {}

    /** A sentence for a message: the names most similar to a wrong one, best first, each with this sign in front. */
    static String of(String word, Collection<String> names, String sign) {
        List<String> nearest = names.stream()
                .distinct()
                .sorted(Comparator.<String>comparingInt(name -> distance(word, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(HOW_MANY)
                .toList();
        return nearest.isEmpty()
                ? "The token may see none."
                : nearest.stream().map(name -> sign + name).collect(Collectors.joining(", ", "Similar names: ", "."));
    }

    /** How many letters to insert, delete or replace, ignoring case. If one name contains the other, they are near. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        if (!a.isEmpty() && !b.isEmpty() && (a.contains(b) || b.contains(a))) {
            return 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
