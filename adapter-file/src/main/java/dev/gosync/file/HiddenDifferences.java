package dev.gosync.file;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what only looks like the configuration: values of conditions and names of columns that are the same except for
 * invisible characters. For one reading by one thread.
 */
final class HiddenDifferences {
    /** The first value with a difference, where it is, and how many more there are. */
    private static final class Found {
        private final String text;
        private final int line;
        private int more;

        Found(String text, int line) {
            this.text = text;
            this.line = line;
        }
    }

    private final List<String> columns = new ArrayList<>();
    private final Map<String, Found> values = new LinkedHashMap<>();

    /** Notes the name of a column as the file spells it. */
    void column(String name, int line) {
        columns.add("the column '" + InvisibleCharacters.shownIn(name) + "' in line " + line
                + " contains invisible characters; they are ignored");
    }

    /** Notes a value as the file spells it. */
    void value(Where.Condition condition, String value, int line) {
        Found first = values.putIfAbsent(condition.name(), new Found(value, line));
        if (first != null) {
            first.more++;
        }
    }

    /** {@return one warning for each column, and one for the values of each condition} */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(columns);
        values.forEach((name, found) -> warnings.add("the value '" + InvisibleCharacters.shownIn(found.text) + "' of "
                + name + " in line " + found.line + " contains invisible characters"
                + (found.more == 0 ? "" : ", like " + found.more + " more " + (found.more == 1 ? "value" : "values"))
                + "; they are ignored"));
        return warnings;
    }
}
