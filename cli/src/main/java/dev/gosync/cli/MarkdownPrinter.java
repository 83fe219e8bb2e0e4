package dev.gosync.cli;

import dev.gosync.Plans;
import dev.gosync.config.ConfiguredSync;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Prints a run as one Markdown document when all syncs have ended, for a comment on a pull request or the summary of a job.
 * GitHub accepts 65,536 characters in a comment.
 */
final class MarkdownPrinter implements ResultPrinter {
    static final int MOST_CHARACTERS = 60_000;

    private static final int FOR_THE_NOTE = 500;

    /** How many items of each list and how many destinations are shown, from all to few. */
    private static final List<int[]> LIMITS = List.of(
            new int[] {1000, Integer.MAX_VALUE},
            new int[] {300, Integer.MAX_VALUE},
            new int[] {100, Integer.MAX_VALUE},
            new int[] {30, 300},
            new int[] {10, 100},
            new int[] {3, 50},
            new int[] {0, 20},
            new int[] {0, 3});

    private final PrintWriter out;
    private final AllowCommand commands;
    private final Optional<ResultPrinter> planPrinter;

    /** @param planPrinter shows each plan to the user, if the user confirms plans */
    MarkdownPrinter(PrintWriter out, AllowCommand commands, Optional<ResultPrinter> planPrinter) {
        this.out = out;
        this.commands = commands;
        this.planPrinter = planPrinter;
    }

    @Override
    public void undoing(PlannedUndo undo) {
        planPrinter.ifPresent(printer -> printer.undoing(undo));
    }

    @Override
    public void planned(ConfiguredSync setup, Plans plans) {
        planPrinter.ifPresent(printer -> printer.planned(setup, plans));
    }

    @Override
    public void compared(SavedPlanUse use) {
        planPrinter.ifPresent(printer -> printer.compared(use));
    }

    @Override
    public void syncFinished(SyncResult result) {
        // The document is printed when all syncs have ended.
    }

    @Override
    public void runFinished(RunResult run) {
        out.print(document(run));
        out.flush();
    }

    private String document(RunResult run) {
        Markdown document = new Markdown(0);
        for (int[] limits : LIMITS) {
            document = new Markdown(limits[0]);
            new MarkdownRun(document, run, commands, limits[1]).write();
            if (document.length() <= MOST_CHARACTERS - FOR_THE_NOTE) {
                break;
            }
        }
        if (document.cut() > 0) {
            document.paragraph("_Cut to fit a comment: " + document.cut() + " entries are not shown. "
                    + (run.request().mayWrite()
                            ? "`go-sync history` has all of them if the run has a journal._"
                            : "The plan as text has all of them._"));
        }
        return document.toString();
    }
}
