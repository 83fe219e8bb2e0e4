package dev.gosync.cli;

import static dev.gosync.cli.Markdown.code;
import static dev.gosync.cli.Markdown.message;

import dev.gosync.config.Fault;
import java.io.PrintWriter;
import java.util.List;

/** Prints why a command did not run as one Markdown document. */
final class MarkdownFaults implements FaultPrinter {
    private static final int MOST_FAULTS = 50;

    private final PrintWriter out;

    MarkdownFaults(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void faults(String command, List<Fault> faults) {
        print(command, "Nothing was done: the configuration or the command line cannot be used.", faults);
    }

    @Override
    public void failure(String command, int exitCode, String problem) {
        String result = exitCode == ExitCode.REFUSED ? "Refused. Nothing was written." : "Failed.";
        print(command, result, List.of(Fault.of("go-sync", problem)));
    }

    private void print(String command, String result, List<Fault> faults) {
        Markdown document = new Markdown(MOST_FAULTS);
        document.paragraph("## go-sync " + code(command));
        document.paragraph("**" + result + "**");
        document.list(TextFormat.count(faults.size(), "fault", "faults"), faults, fault -> message(fault.toString()));
        out.print(document);
        out.flush();
    }
}
