package dev.gosync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code go-sync demo}. */
@Command(
        name = "demo",
        description = "Make a folder " + DemoCommand.FOLDER + " with a list of people, two places and a configuration,"
                + " and bring the places in step. Run again, it uses the folder that is there.")
final class DemoCommand implements Callable<Integer> {
    static final String FOLDER = "go-sync-demo";
    static final List<String> FILES = List.of("go-sync.yml", "people.csv", "out/platform.txt", "out/roster.csv");

    private static final String CONFIGURATION = FOLDER + "/go-sync.yml";

    private final Cli cli;

    DemoCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() throws IOException {
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
        out.println("What to try next:");
        out.println("  - change people.csv in " + FOLDER + " and run ./go-sync demo again: it does just that;");
        out.println("  - ./go-sync plan " + CONFIGURATION + " shows what it would do;");
        out.println("  - ./go-sync validate " + CONFIGURATION + " checks the configuration, which is commented;");
        out.println("  - ./go-sync adapters file lists what a place of type file can be told.");
        return exitCode;
    }

    private static void write(String file, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream content = DemoCommand.class.getResourceAsStream("demo/" + file)) {
            Files.copy(Objects.requireNonNull(content, file), target);
        }
    }
}
