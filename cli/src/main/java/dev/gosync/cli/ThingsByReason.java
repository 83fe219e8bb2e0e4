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
    private record Reason(Style style, String sign, String text, boolean inBrackets, boolean namedBefore) {}

    private final Map<Reason, List<String>> things = new LinkedHashMap<>();
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
        add(new Reason(style, sign, reason, false, namedBefore), thing);
    }

    /** Adds a thing whose reason is in brackets: {@code = root (protected)}. */
    void addInBrackets(Style style, String sign, String thing, String reason) {
        add(new Reason(style, sign, reason, true, false), thing);
    }

    private void add(Reason reason, String thing) {
        things.computeIfAbsent(reason, absent -> new ArrayList<>()).add(thing);
    }

    /** Prints the lines, in the order in which the reasons were added. */
    void print(TextOutput out) {
        things.forEach((reason, names) -> {
            TextLine line = out.line(INDENTATION).name(reason.style, reason.sign + " ");
            if (names.size() == 1) {
                line.name(reason.style, InvisibleCharacters.shownIn(names.get(0)));
            } else {
                line.text(reason.style, names.size() + (reason.namedBefore ? " members (listed above)" : " members"));
            }
            String text = told.once(TextFormat.oneLine(reason.text));
            if (reason.inBrackets) {
                line.text(reason.style, " (" + text + ")").print();
            } else {
                line.text(": " + text).print();
            }
            if (names.size() > 1 && !reason.namedBefore) {
                printNames(names, out);
            }
        });
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
