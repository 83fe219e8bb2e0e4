package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines about things with a reason. Things with the same reason share one line, and their names follow below it. */
final class ThingsByReason {
    private static final int INDENTATION = 4;

    /** What a line says before and after its things. */
    private record Line(
            Style style, String sign, String reason, boolean inBrackets, boolean namedBefore, List<String> things) {}

    /** By what must be equal, as text: in a new process, the first hash of a record takes longer than all that is printed. */
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private final ToldReasons told;

    /** @param told the reasons that need not be told again; those of these lines are added */
    ThingsByReason(ToldReasons told) {
        this.told = told;
    }

    /**
     * Adds a thing.
     *
     * @param sign what the line begins with, for example {@code +}
     * @param reason what the line says about the thing
     * @param namedBefore whether the output has named the thing with this reason already; then several things are only
     *     counted
     */
    void add(Style style, String sign, String thing, String reason, boolean namedBefore) {
        add(thing, new Line(style, sign, reason, false, namedBefore, new ArrayList<>()));
    }

    /** Adds a thing whose reason is in brackets: {@code = root (protected)}. */
    void addInBrackets(Style style, String sign, String thing, String reason) {
        add(thing, new Line(style, sign, reason, true, false, new ArrayList<>()));
    }

    private void add(String thing, Line line) {
        String key = line.style + line.sign + line.inBrackets + line.namedBefore + line.reason;
        lines.computeIfAbsent(key, absent -> line).things.add(thing);
    }

    /** Prints the lines, in the order in which the reasons were added. */
    void print(TextOutput out) {
        for (Line line : lines.values()) {
            List<String> things = line.things;
            TextLine text = out.line(INDENTATION).name(line.style, line.sign + " ");
            if (things.size() == 1) {
                text.name(line.style, InvisibleCharacters.shownIn(things.get(0)));
            } else {
                text.text(line.style, things.size() + (line.namedBefore ? " members (listed above)" : " members"));
            }
            String reason = told.once(TextFormat.oneLine(line.reason));
            if (line.inBrackets) {
                text.text(line.style, " (" + reason + ")").print();
            } else {
                text.text(": " + reason).print();
            }
            if (things.size() > 1 && !line.namedBefore) {
                printNames(things, out);
            }
        }
    }

    private static void printNames(List<String> names, TextOutput out) {
        TextLine line = out.list(INDENTATION * 2);
        int shown = out.shown(names.size());
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                line.text(", ");
            }
            line.name(InvisibleCharacters.shownIn(names.get(i)));
        }
        if (shown < names.size()) {
            line.text(", ").text(Style.QUIET, out.more(names.size()));
        }
        line.print();
    }
}
