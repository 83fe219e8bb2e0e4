package dev.gosync.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** How a rule says that it does not hold. */
final class Violation {
    private static final int NAMED = 5;

    private Violation() {}

    /** An error that reads "expected ..., but ...; check that ..."; the caller puts its number before it. */
    static AssertionFailedError of(String expected, String but, String check) {
        return new AssertionFailedError("expected " + expected + ", but " + but + "; check that " + check);
    }

    static AssertionFailedError of(String expected, String but, String check, Throwable cause) {
        return new AssertionFailedError("expected " + expected + ", but " + but + "; check that " + check, cause);
    }

    /** What a throwable says, with its type, in one line. */
    static String text(Throwable thrown) {
        String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null ? type : type + " \"" + message.replaceAll("\\s*\\R\\s*", " | ") + "\"";
    }

    /** How one list differs from another, each counted as often as it stands there; empty where they do not. */
    static String difference(Collection<String> expected, Collection<String> found) {
        if (expected.size() == found.size() && isOnce(expected, found)) {
            return "";
        }
        List<String> missing = without(expected, found);
        List<String> tooMany = without(found, expected);
        List<String> parts = new ArrayList<>();
        if (!missing.isEmpty()) {
            parts.add(missing.size() + " missing (" + some(missing) + ")");
        }
        if (!tooMany.isEmpty()) {
            parts.add(tooMany.size() + " too many (" + some(tooMany) + ")");
        }
        return String.join(" and ", parts);
    }

    /** The usual case, found out quickly: both hold the same, and each of it once. */
    private static boolean isOnce(Collection<String> expected, Collection<String> found) {
        Set<String> left = new HashSet<>(expected);
        return left.size() == found.size() && found.stream().allMatch(left::remove);
    }

    static String some(Collection<String> things) {
        return things.stream().sorted().limit(NAMED).collect(Collectors.joining(", "))
                + (things.size() > NAMED ? ", ..." : "");
    }

    private static List<String> without(Collection<String> things, Collection<String> others) {
        var left = others.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        List<String> without = new ArrayList<>();
        for (String thing : things) {
            if (left.merge(thing, -1L, Long::sum) < 0) {
                without.add(thing);
            }
        }
        return without;
    }
}
