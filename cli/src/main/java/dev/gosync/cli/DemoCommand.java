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

/** {@code go-sync demo}. */
final class DemoCommand extends Subcommand {
    static final String FOLDER = "go-sync-demo";
    static final List<String> FILES = List.of("go-sync.yml", "people.csv", "out/platform.txt", "out/roster.csv");

    private static final String CONFIGURATION = FOLDER + "/go-sync.yml";

    DemoCommand() {
        super("demo", "Apply an example in the folder " + FOLDER + ", which it makes where there is none.");
    }

    @Override
    void describe(CommandSpec spec) {}

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        PrintWriter out = cli.around().out();
        Path folder = cli.resolve(FOLDER);
        if (Files.exists(folder)) {
            out.println("Using the folder " + FOLDER + " that is here.");
        } else {
            for (String file : FILES) {
                write(file, folder.resolve(file));
            }
            out.println("Made the folder " + FOLDER + ": people.csv, two places in out/, and go-sync.yml.");
        }
        out.println();
        out.println("$ go-sync apply " + CONFIGURATION + " --yes");
        int exitCode = Cli.run(cli.around(), "apply", CONFIGURATION, "--yes");
        out.println();
        if (exitCode == ExitCode.WRONG_USAGE) {
            out.println("Correct that, or move the folder " + FOLDER + " away: go-sync demo makes it again.");
            return exitCode;
        }
        out.println("What to try next (in a clone, go-sync is ./go-sync):");
        out.println("  - change people.csv in " + FOLDER + " and run go-sync demo again: it does just that;");
        out.println("  - go-sync plan " + CONFIGURATION + " shows what it would do;");
        out.println("  - go-sync validate " + CONFIGURATION + " checks the configuration, which is commented;");
        out.println("  - go-sync adapters file lists what a place of type file can be told.");
        return exitCode;
    }

    private static void write(String file, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream content = DemoCommand.class.getResourceAsStream("demo/" + file)) {
            Files.copy(Objects.requireNonNull(content, file), target);
        }
    }
}
