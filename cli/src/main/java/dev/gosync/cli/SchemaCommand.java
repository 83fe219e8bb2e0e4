package dev.gosync.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code go-sync schema}. */
final class SchemaCommand extends Subcommand {
    SchemaCommand() {
        super("schema", "Print the JSON Schema of configurations, by which editors check and complete them.");
    }

    @Override
    void describe(CommandSpec spec) {}

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        new Schema(new Providers()).write(cli.around().out());
        return ExitCode.DONE;
    }
}
