package dev.gosync.cli;

import dev.gosync.config.ConfiguredSync;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints a run as one Markdown document when all syncs have ended, for a comment on a pull request or the summary of a job.
 * GitHub accepts 65,536 characters in a comment.
 */
final class MarkdownPrinter {
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
    private final NextCommand commands;
    private final List<List<ConfiguredSync>> batches;

    /** @param batches the syncs of the run, as they are planned together */
    MarkdownPrinter(PrintWriter out, NextCommand commands, List<List<ConfiguredSync>> batches) {
        this.out = out;
        this.commands = commands;
        this.batches = batches;
    }

    /** Prints the document of a run. */
    void run(RunResult run) {
        out.print(document(run));
        out.flush();
    }

    private String document(RunResult run) {
        EarlierAdditions earlier = EarlierAdditions.of(run, batches);
        Markdown document = new Markdown(0);
        for (int[] limits : LIMITS) {
            document = new Markdown(limits[0]);
            new MarkdownRun(document, run, commands, earlier, limits[1]).write();
            if (document.length() <= MOST_CHARACTERS - FOR_THE_NOTE) {
                break;
            }
        }
        if (document.cut() > 0) {
            document.paragraph("_Cut to fit a comment: "
                    + TextFormat.count(document.cut(), "entry is", "entries are") + " not shown. "
                    + (run.request().mayWrite()
                            ? Markdown.code(ProgramName.with("history")) + " has all of them if the run has a journal._"
                            : "The plan as text has all of them._"));
        }
        return document.toString();
    }
}
