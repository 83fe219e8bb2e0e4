package dev.gosync.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the most common commands in one process. The launcher records the classes that they load in a class archive. */
final class ClassArchiveTraining {
    private ClassArchiveTraining() {}

    public static void main(String[] args) {
        PrintWriter discarded = new PrintWriter(Writer.nullWriter());
        Terminal noTerminal = new Terminal() {
            @Override
            public boolean isInteractive() {
                return false;
            }

            @Override
            public Optional<String> readLine() {
                return Optional.empty();
            }
        };
        ProgramContext context =
                new ProgramContext(Path.of(""), Map.of(), discarded, discarded, Clock.systemUTC(), noTerminal);
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("demo"),
                List.of("adapters", "file"),
                List.of("validate", DemoCommand.FOLDER + "/people.csv"),
                List.of("plan", DemoCommand.FOLDER + "/go-sync.yml", "--format", "json"))) {
            Cli.run(context, command.toArray(String[]::new));
        }
        Program.run(new String[] {"plan", DemoCommand.FOLDER + "/go-sync.yml"});
    }
}
