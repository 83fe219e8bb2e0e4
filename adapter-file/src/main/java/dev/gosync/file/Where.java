package dev.gosync.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conditions that select rows of a CSV, or objects in YAML and JSON. All of them must hold. Case counts; white space at
 * both ends and invisible characters are ignored.
 *
 * @param conditions in the order of the configuration, each with another name
 */
record Where(List<Condition> conditions) {
    static final Where ALL = new Where(List.of());

    /**
     * A condition on one value.
     *
     * @param name the column, or the path of the value
     * @param negated whether the value must be none of these; otherwise it must be one of them
     * @param values at least one, stripped
     * @param visible the same without invisible characters, for comparisons
     */
    record Condition(String name, boolean negated, List<String> values, List<String> visible) {
        static Condition of(String name, boolean negated, List<String> values) {
            List<String> stripped = values.stream().map(WhiteSpace::strip).toList();
            return new Condition(
                    WhiteSpace.visible(name),
                    negated,
                    stripped,
                    stripped.stream().map(WhiteSpace::visible).toList());
        }

        /**
         * {@return whether a value is one of these only without its invisible characters}
         *
         * @param raw the value, stripped
         * @param value the value for comparisons
         */
        boolean differsInvisibly(String raw, String value) {
            return raw.length() != value.length() && visible.contains(value) && !values.contains(raw);
        }

        /** {@return the value of a new row} An empty value is none of those that are excluded. */
        String valueOfNewRow() {
            return negated ? "" : values.get(0);
        }
    }

    Where {
        conditions = List.copyOf(conditions);
    }

    static Where of(Map<String, List<String>> anyOf, Map<String, List<String>> noneOf) {
        List<Condition> conditions = new ArrayList<>();
        anyOf.forEach((name, values) -> conditions.add(Condition.of(name, false, values)));
        noneOf.forEach((name, values) -> conditions.add(Condition.of(name, true, values)));
        return new Where(conditions);
    }

    static Where of(Map<String, String> values) {
        return new Where(values.entrySet().stream()
                .map(value -> Condition.of(value.getKey(), false, List.of(value.getValue())))
                .toList());
    }

    /** {@return these conditions, with one that replaces the condition on the same value} */
    Where with(String name, boolean negated, String... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("where needs a value for '" + name + "'");
        }
        Condition added = Condition.of(name, negated, List.of(values));
        Map<String, Condition> byName = new LinkedHashMap<>();
        Stream.concat(conditions.stream(), Stream.of(added))
                .forEach(condition -> byName.put(condition.name, condition));
        return new Where(List.copyOf(byName.values()));
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    Optional<Condition> on(String name) {
        return conditions.stream()
                .filter(condition -> condition.name.equals(WhiteSpace.visible(name)))
                .findFirst();
    }

    /** {@return the conditions for the name of a place} Their order in the configuration does not change it. */
    String part() {
        if (conditions.isEmpty()) {
            return "";
        }
        return conditions.stream()
                .sorted(Comparator.comparing(Condition::name))
                .map(condition -> condition.name
                        + (condition.negated ? "!=" : "=")
                        + condition.visible.stream().sorted().collect(Collectors.joining("|")))
                .collect(Collectors.joining(", ", "where ", ""));
    }

    /** {@return the conditions after another part of a name} */
    String after(String part) {
        return Stream.of(part, part()).filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    /** {@return a new count of the rows or objects that this selects} */
    Selection selection() {
        return new Selection(conditions);
    }

    /** For one reading by one thread: which rows or objects are selected, and which values of the conditions there are. */
    static final class Selection {
        private final List<Condition> conditions;
        private final boolean[][] seen;
        private int unseen;
        private boolean anySelected;

        private Selection(List<Condition> conditions) {
            this.conditions = conditions;
            this.seen = new boolean[conditions.size()][];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = new boolean[conditions.get(i).visible.size()];
                unseen += seen[i].length;
            }
        }

        /** {@return whether a condition holds for a value} */
        boolean holds(int condition, String value) {
            return holds(condition, List.of(value));
        }

        /** {@return whether a condition holds for a value that is a list} */
        boolean holds(int condition, Collection<String> values) {
            Condition checked = conditions.get(condition);
            boolean found = false;
            for (int i = 0; i < seen[condition].length; i++) {
                if (values.contains(checked.visible.get(i))) {
                    found = true;
                    if (!seen[condition][i]) {
                        seen[condition][i] = true;
                        unseen--;
                    }
                }
            }
            return found != checked.negated;
        }

        /** {@return whether a condition that does not hold ends the check, because all values were seen} */
        boolean knowsAllValues() {
            return unseen == 0;
        }

        /** A row or an object meets all conditions. */
        void select() {
            anySelected = true;
        }

        /** {@return whether the file must be read again with {@link WhereHint}, because a value may be misspelled} */
        boolean isSuspicious() {
            return !conditions.isEmpty() && (!anySelected || unseen > 0);
        }
    }
}
