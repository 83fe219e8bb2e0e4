package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines about things with a reason. Things with the same reason share one line, and their names follow below it. */
final class ThingsByReason {
    private static final String INDENTATION = "    ";
    private static final String SEPARATOR = ", ";
    private static final int WIDTH = 100;

    /** What a line says before and after its things. */
    private record Reason(String sign, String text, boolean namedBefore) {}

    private final Map<Reason, List<String>> things = new LinkedHashMap<>();

    /**
     * Adds a thing.
     *
     * @param sign what the line begins with, for example {@code +}
     * @param reason what the line says about the thing
     * @param namedBefore whether the output has named the thing with this reason already; then several things are only
     *     counted
     */
    void add(String sign, String thing, String reason, boolean namedBefore) {
        things.computeIfAbsent(new Reason(sign, reason, namedBefore), absent -> new ArrayList<>())
                .add(thing);
    }

    /** Prints the lines, in the order in which the reasons were added. */
    void print(PrintWriter out) {
        things.forEach((reason, names) -> {
            out.print(INDENTATION);
            out.print(reason.sign);
            out.print(' ');
            if (names.size() == 1) {
                out.print(InvisibleCharacters.shownIn(names.get(0)));
            } else {
                out.print(names.size());
                out.print(reason.namedBefore ? " things (listed above)" : " things");
            }
            out.print(": ");
            out.println(TextFormat.oneLine(reason.text));
            if (names.size() > 1 && !reason.namedBefore) {
                printNames(names, out);
            }
        });
    }

    private static void printNames(List<String> names, PrintWriter out) {
        int column = 0;
        for (String each : names) {
            String name = InvisibleCharacters.shownIn(each);
            if (column == 0 || column + SEPARATOR.length() + name.length() > WIDTH) {
                out.print(column == 0 ? "" : "," + System.lineSeparator());
                out.print(INDENTATION.repeat(2));
                column = INDENTATION.length() * 2;
            } else {
                out.print(SEPARATOR);
                column += SEPARATOR.length();
            }
            out.print(name);
            column += name.length();
        }
        out.println();
    }
}
