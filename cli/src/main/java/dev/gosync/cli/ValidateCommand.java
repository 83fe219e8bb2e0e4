package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
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
        return cli.withConfiguration(file, selected, configuration -> {
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
                    out.text("  checked without these values, which are not set: "
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
        });
    }
}
