package dev.gosync.file;

import dev.gosync.adapter.ConfigException.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds out why conditions select nothing, or never find one of their values. It sees all rows or objects again. For one
 * reading by one thread.
 */
final class WhereHint {
    private static final int VALUES_SHOWN = 8;

    /** More different values are not counted, because the column has names or numbers then. */
    private static final int MAX_VALUES = 10_000;

    private static final String REMEDY = "Correct where in the configuration, or the file. Case counts.";

    private final List<Where.Condition> conditions;
    private final List<Map<String, Integer>> counts = new ArrayList<>();
    private final int[] held;
    private int total;
    private boolean anySelected;

    WhereHint(Where where) {
        this.conditions = where.conditions();
        this.held = new int[conditions.size()];
        conditions.forEach(condition -> counts.add(new HashMap<>()));
    }

    /**
     * Sees a row or an object.
     *
     * @param values its values by condition; a value that is a list has several
     */
    void see(List<? extends Collection<String>> values) {
        total++;
        boolean selected = true;
        for (int i = 0; i < conditions.size(); i++) {
            Where.Condition condition = conditions.get(i);
            boolean holds = values.get(i).stream().anyMatch(condition.visible()::contains) != condition.negated();
            held[i] += holds ? 1 : 0;
            selected &= holds;
            Map<String, Integer> known = counts.get(i);
            for (String value : values.get(i)) {
                if (known.size() < MAX_VALUES || known.containsKey(value)) {
                    known.merge(value, 1, Integer::sum);
                }
            }
        }
        anySelected |= selected;
    }

    /**
     * Ends the file.
     *
     * @return for an empty result: how many were not selected, and the nearest values there are
     * @throws MalformedFileException if a value of a condition is in the file only in another spelling
     */
    Map<String, Integer> leftOut() throws MalformedFileException {
        for (int i = 0; i < conditions.size(); i++) {
            checkSpellings(conditions.get(i), counts.get(i));
        }
        return anySelected || total == 0 ? Map.of() : Map.of("not selected by where: " + reason(), total);
    }

    private static void checkSpellings(Where.Condition condition, Map<String, Integer> counts)
            throws MalformedFileException {
        for (String wanted : condition.visible()) {
            Predicate<String> isOtherSpelling = value ->
                    folded(value).equals(folded(wanted)) && !condition.visible().contains(value);
            Optional<Map.Entry<String, Integer>> other = counts.containsKey(wanted)
                    ? Optional.empty()
                    : counts.entrySet().stream()
                            .filter(entry -> isOtherSpelling.test(entry.getKey()))
                            .max(Map.Entry.<String, Integer>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()));
            if (other.isPresent()) {
                throw MalformedFileException.whole(
                        "where " + (condition.negated() ? "excludes '" : "selects '") + wanted + "', but "
                                + condition.name() + " is '" + other.get().getKey() + "' "
                                + times(other.get().getValue()) + " and never '" + wanted + "'",
                        REMEDY);
            }
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private String reason() {
        for (int i = 0; i < conditions.size(); i++) {
            Where.Condition condition = conditions.get(i);
            if (held[i] == 0) {
                return condition.negated()
                        ? condition.name() + " is always " + quoted(condition.visible())
                        : condition.name() + " is never " + quoted(condition.visible())
                                + nearest(condition, counts.get(i));
            }
        }
        return "nothing meets all of its conditions";
    }

    private static String nearest(Where.Condition condition, Map<String, Integer> counts) {
        List<String> found = counts.keySet().stream()
                .filter(value -> !value.isEmpty())
                .sorted(Comparator.<String, Integer>comparing(counts::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (found.isEmpty()) {
            return "; it is empty everywhere";
        }
        for (String wanted : condition.visible()) {
            String problem = Fault.unknownValue(condition.name(), wanted, found).problem();
            int hint = problem.indexOf("; did you mean");
            if (hint >= 0) {
                return problem.substring(hint);
            }
        }
        String shown = found.stream().limit(VALUES_SHOWN).collect(Collectors.joining(", "));
        int more = found.size() - VALUES_SHOWN;
        return "; known are: " + shown
                + (more <= 0 ? "" : counts.size() < MAX_VALUES ? " and " + more + " more" : " and many more");
    }

    private static String quoted(List<String> values) {
        return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(" or "));
    }

    /** Without case and without white space. */
    private static String folded(String value) {
        return value.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
