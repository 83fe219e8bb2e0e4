package dev.gosync.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code go-sync schema}. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of configurations, by which editors check and complete them.")
final class SchemaCommand implements Callable<Integer> {
    private final Cli cli;

    SchemaCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() throws IOException {
        new Schema(new Providers()).write(cli.around().out());
        return ExitCode.DONE;
    }
}
