package dev.gosync.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does in one process what most runs do, so that the launcher learns which classes to keep in its archive. */
final class Training {
    private Training() {}

    public static void main(String[] args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Terminal nobody = new Terminal() {
            @Override
            public boolean isInteractive() {
                return false;
            }

            @Override
            public Optional<String> readLine() {
                return Optional.empty();
            }
        };
        Surroundings around = new Surroundings(Path.of(""), Map.of(), nowhere, nowhere, Clock.systemUTC(), nobody);
        for (List<String> line : List.of(
                List.of("--help"),
                List.of("demo"),
                List.of("adapters", "file"),
                List.of("validate", DemoCommand.FOLDER + "/people.csv"),
                List.of("plan", DemoCommand.FOLDER + "/go-sync.yml", "--format", "json"))) {
            Cli.run(around, line.toArray(String[]::new));
        }
        Program.run(new String[] {"plan", DemoCommand.FOLDER + "/go-sync.yml"});
    }
}
