package dev.gosync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync demo}. */
final class DemoCommand extends Subcommand {
    static final String FOLDER = "go-sync-demo";
    static final List<String> FILES = List.of("go-sync.yml", "people.csv", "out/platform.txt", "out/roster.csv");

    private static final String CONFIGURATION = FOLDER + "/go-sync.yml";

    DemoCommand() {
        super("demo", "Apply an example in the folder " + FOLDER + ". Creates the folder if it does not exist.");
    }

    @Override
    void describe(CommandSpec spec) {}

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        PrintWriter out = cli.context().out();
        TextOutput text = TextOutput.of(cli);
        Path folder = cli.resolve(FOLDER);
        if (Files.exists(folder)) {
            out.println("Using the existing folder " + FOLDER + ".");
        } else {
            for (String file : FILES) {
                write(file, folder.resolve(file));
            }
            text.text("Created the folder " + FOLDER + " with people.csv, two destinations in out/, and go-sync.yml.");
        }
        out.println();
        out.println("$ " + ProgramName.with("apply " + CONFIGURATION + " --yes --state none"));
        int exitCode = Cli.run(cli.context(), "apply", CONFIGURATION, "--yes", "--state", "none");
        out.println();
        if (exitCode == ExitCode.WRONG_USAGE) {
            text.text(WholeText.inMessage("Fix the configuration, or move the folder " + FOLDER + " away and run "
                    + ProgramName.with("demo") + " again to create it."));
            return exitCode;
        }
        text.text("What to try next:");
        for (String tip : List.of(
                "Edit " + FOLDER + "/people.csv and run " + ProgramName.with("demo")
                        + " again. It makes only that change.",
                ProgramName.with("plan " + CONFIGURATION) + " shows the changes without making them.",
                "After another edit, " + ProgramName.with("apply " + CONFIGURATION)
                        + " asks, makes the change and keeps a journal.",
                ProgramName.with("history --config " + CONFIGURATION) + " then lists the runs, and "
                        + ProgramName.with("undo last --config " + CONFIGURATION) + " undoes the last one.",
                ProgramName.with("validate " + CONFIGURATION) + " checks the configuration. Its comments explain it.",
                ProgramName.with("adapters file") + " lists the configuration keys of the adapter file.",
                ProgramName.with("init") + " asks a few questions and writes a configuration of your own.")) {
            text.text("  - " + WholeText.inMessage(tip));
        }
        return exitCode;
    }

    private static void write(String file, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream content = DemoCommand.class.getResourceAsStream("demo/" + file)) {
            Files.copy(Objects.requireNonNull(content, file), target);
        }
    }
}
