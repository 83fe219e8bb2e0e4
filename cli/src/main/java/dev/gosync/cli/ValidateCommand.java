package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync validate}. */
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
        return cli.withConfiguration(file, format, name(), false, configuration -> {
            if (format == Format.JSON) {
                new JsonPrinter(cli.context().out()).valid(configuration);
            } else if (cli.verbosity() != Cli.Verbosity.QUIET) {
                int destinations = configuration.syncs().stream()
                        .mapToInt(sync -> sync.destinations().size())
                        .sum();
                cli.context()
                        .out()
                        .println(InvisibleCharacters.shownIn(file) + ": valid ("
                                + TextFormat.count(configuration.syncs().size(), "sync", "syncs") + ", "
                                + TextFormat.count(destinations, "destination", "destinations") + ")");
            }
            return ExitCode.DONE;
        });
    }
}
