package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * How many things ended in which way at one destination.
 *
 * @param report the report of the destination
 * @param added things that are members now and were not
 * @param invited those of them that are only invited
 * @param removed things that were members and are not now
 * @param alreadyThere additions that were members already
 * @param skipped failures that are tolerated
 * @param undone things that are not as the plan wanted them
 * @param notKnown things whose call has no answer
 */
record OutcomeCount(
        Report report, int added, int invited, int removed, int alreadyThere, int skipped, int undone, int notKnown) {
    private static final String INVITED = "invited";

    private record Part(Style style, String text) {}

    static OutcomeCount of(Report report) {
        int added = 0;
        int invited = 0;
        int removed = 0;
        int alreadyThere = 0;
        int skipped = 0;
        int undone = 0;
        int notKnown = 0;
        for (Outcome outcome : report.outcomes()) {
            switch (outcome.state()) {
                case DONE -> {
                    if (outcome.alreadyThere()) {
                        alreadyThere++;
                    } else if (outcome.action() == Action.ADD) {
                        added++;
                        invited += outcome.note().startsWith(INVITED) ? 1 : 0;
                    } else {
                        removed++;
                    }
                }
                case SKIPPED -> skipped++;
                case FAILED, NOT_STARTED -> undone++;
                case NOT_KNOWN -> notKnown++;
            }
        }
        return new OutcomeCount(report, added, invited, removed, alreadyThere, skipped, undone, notKnown);
    }

    /** Adds the numbers to a line, and prints it. If members still have access, that comes first. */
    void print(TextLine line) {
        report.notRemoved().ifPresent(text -> line.text(Style.REFUSAL, text).text("; "));
        String separator = "";
        for (Part part : parts()) {
            line.text(separator).name(part.style(), part.text());
            separator = ", ";
        }
        line.print();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        add(parts, Style.ADDITION, added, " added" + (invited == 0 ? "" : " (" + invited + " only invited)"));
        add(parts, Style.REMOVAL, removed, " removed");
        add(parts, Style.PLAIN, alreadyThere, " already there");
        add(parts, Style.WARNING, skipped, " skipped");
        add(parts, Style.REFUSAL, undone, " NOT done");
        add(parts, Style.REFUSAL, notKnown, " not known");
        return parts.isEmpty() ? List.of(new Part(Style.PLAIN, "nothing to do")) : parts;
    }

    private static void add(List<Part> parts, Style style, int count, String text) {
        if (count > 0) {
            parts.add(new Part(style, count + text));
        }
    }
}
