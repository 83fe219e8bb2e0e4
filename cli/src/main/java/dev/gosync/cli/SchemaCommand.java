package dev.gosync.cli;

import dev.gosync.config.ConfigurationReader;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync schema}. */
final class SchemaCommand extends Subcommand {
    SchemaCommand() {
        super("schema", "Print the JSON Schema of the configuration. Editors use it to check and complete the file.");
    }

    @Override
    void describe(CommandSpec spec) {}

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        ConfigurationReader.of(cli.adapters()).writeSchema(cli.context().out());
        return ExitCode.DONE;
    }
}
