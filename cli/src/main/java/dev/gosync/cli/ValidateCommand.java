package dev.gosync.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code go-sync validate}. */
final class ValidateCommand extends Subcommand {
    ValidateCommand() {
        super("validate", "Check a configuration without reading any place.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(file()).addOption(format());
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        String file = file(parsed);
        Format format = format(parsed);
        return cli.withConfiguration(file, format, name(), configuration -> {
            if (format == Format.JSON) {
                new JsonPrintout(cli.around().out()).valid(configuration);
            } else if (cli.verbosity() != Cli.Verbosity.QUIET) {
                int destinations = configuration.syncs().stream()
                        .mapToInt(sync -> sync.destinations().size())
                        .sum();
                cli.around()
                        .out()
                        .println(file + ": valid, "
                                + Words.count(configuration.syncs().size(), "sync", "syncs") + " to "
                                + Words.count(destinations, "destination", "destinations"));
            }
            return ExitCode.DONE;
        });
    }
}
