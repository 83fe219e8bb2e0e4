package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.PartialSync;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync validate}. */
final class ValidateCommand extends Subcommand {
    private static final String OFFLINE = "--offline";
    private static final String EXPLAIN = "--explain";

    ValidateCommand() {
        super("validate", "Check a configuration without reading any place.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(file())
                .addOption(RunCommand.only(
                        "Check the variables of only the sync or destination with this name. Can be repeated."))
                .addOption(flag("Check the configuration without its variables.", OFFLINE))
                .addOption(flag("Say in sentences what the configuration means.", EXPLAIN))
                .addOption(format());
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        String file = file(parsed);
        Format format = format(parsed);
        List<String> only = parsed.matchedOptionValue(RunCommand.ONLY, List.of());
        boolean isExplained = isGiven(parsed, EXPLAIN);
        boolean isOffline = isGiven(parsed, OFFLINE);
        UnaryOperator<ConfigurationReader> selected =
                reader -> isOffline ? reader.only(only).offline() : reader.only(only);
        try {
            return cli.withConfiguration(
                    file, selected, configuration -> valid(cli, file, configuration, format, isExplained));
        } catch (ConfigurationException e) {
            if (isOffline
                    || format == Format.JSON
                    || !isValid(cli, file, reader -> reader.only(only).offline())) {
                throw e;
            }
            int exitCode = cli.reportFailure(e);
            cli.context()
                    .printMessage(
                            "The rest of the configuration is valid. To check and explain it without these values: "
                                    + WholeText.of(ProgramName.with(
                                            "validate " + NextCommand.quoted(file) + " " + OFFLINE + " " + EXPLAIN)));
            return exitCode;
        }
    }

    private static boolean isValid(Cli cli, String file, UnaryOperator<ConfigurationReader> options) {
        try {
            return cli.withConfiguration(file, options, configuration -> ExitCode.DONE) == ExitCode.DONE;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    private static int valid(Cli cli, String file, Configuration configuration, Format format, boolean isExplained) {
        if (format == Format.JSON) {
            new JsonPrinter(cli.context().out()).valid(configuration, isExplained);
        } else if (isExplained || cli.verbosity() != Cli.Verbosity.QUIET) {
            TextOutput out = TextOutput.of(cli);
            int destinations = configuration.partialSyncs().stream()
                    .mapToInt(PartialSync::configuredDestinations)
                    .sum();
            out.line(0)
                    .name(InvisibleCharacters.shownIn(file) + ": ")
                    .text("valid ("
                            + TextFormat.count(configuration.partialSyncs().size(), "sync", "syncs") + ", "
                            + TextFormat.count(destinations, "destination", "destinations") + ")")
                    .print();
            if (!configuration.unsetVariables().isEmpty()) {
                out.text("  not checked, because these variables are not set: "
                        + String.join(", ", configuration.unsetVariables()));
            }
            if (isExplained) {
                Explanation.of(configuration).forEach(out::text);
            }
            if (cli.verbosity() != Cli.Verbosity.QUIET) {
                out.next("To see the changes without making them:", "plan " + NextCommand.quoted(file));
            }
        }
        return ExitCode.DONE;
    }
}
