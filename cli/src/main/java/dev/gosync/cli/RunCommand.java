package dev.gosync.cli;

import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands {@code go-sync plan} and {@code go-sync apply}. Only {@code apply} writes. */
final class RunCommand extends Subcommand {
    static final String ONLY = "--only";

    private static final String YES = "--yes";
    private static final String DRY_RUN = "--dry-run";
    private static final String DETAILED_EXIT_CODE = "--detailed-exitcode";

    private final boolean writes;

    RunCommand(boolean writes) {
        super(
                writes ? "apply" : "plan",
                writes
                        ? "Plan each sync, ask for confirmation, and make the changes."
                        : "Show which members would be added and removed. Changes nothing.");
        this.writes = writes;
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(file());
        if (writes) {
            spec.addOption(flag("Apply without confirmation.", "-y", YES));
            spec.addOption(flag("Show the plan only. Changes nothing.", DRY_RUN));
        } else {
            spec.addOption(flag("Exit with code 4 if there are changes.", DETAILED_EXIT_CODE));
        }
        spec.addOption(only("Run only the sync or destination with this name. Can be repeated."));
        spec.addOption(repeatable(
                GuardOverride.OPTION,
                "GUARD[=VALUE]",
                "Override a guard for this run, for example max-removals=30 or allow-shrinking. Can be repeated."));
        spec.addOption(format());
        spec.usageMessage()
                .footer(
                        "",
                        writes
                                ? "Exit codes: 0 all done or nothing to do; 1 something failed or you declined a plan;"
                                        + " 2 invalid usage or configuration; 3 a guard refused a plan; 130 interrupted."
                                : "Exit codes: 0 planned; 1 a place could not be read; 2 invalid usage or"
                                        + " configuration; 3 a guard refused a plan; 4 there are changes (only with "
                                        + DETAILED_EXIT_CODE + "); 130 interrupted.");
    }

    static OptionSpec only(String description) {
        return repeatable(ONLY, "NAME", description);
    }

    private static OptionSpec repeatable(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        String file = file(parsed);
        Format format = format(parsed);
        List<String> only = parsed.matchedOptionValue(ONLY, List.of());
        UnaryOperator<ConfigurationReader> selected = reader -> reader.only(only);
        return cli.withConfiguration(file, selected, configuration -> {
            RunRequest request = new RunRequest(
                    file,
                    writes,
                    !writes || isGiven(parsed, DRY_RUN),
                    !writes || isGiven(parsed, YES),
                    !writes && isGiven(parsed, DETAILED_EXIT_CODE),
                    GuardOverride.parse(parsed.matchedOptionValue(GuardOverride.OPTION, List.of())),
                    only);
            if (request.mustAsk() && !cli.context().terminal().isInteractive()) {
                throw new ConfigurationException(List.of(Fault.of(
                        name(),
                        "there is no terminal to ask for confirmation; add --yes to apply without confirmation, or use"
                                + " plan")));
            }
            VanishedValues memory = new VanishedValues(cli.resolve(file));
            RunResult result = new Runner(
                            cli.context(),
                            request,
                            printer(cli, format, request, configuration.syncs().size()),
                            cli.listener(),
                            cli::debug)
                    .run(configuration.batches(), only.isEmpty() ? memory.since(configuration.syncs()) : List.of());
            if (writes && !request.dryRun() && only.isEmpty()) {
                remember(memory, configuration, cli);
            }
            return result.exitCode();
        });
    }

    /** A run is worth more than its memory. */
    private static void remember(VanishedValues memory, Configuration configuration, Cli cli) {
        try {
            memory.remember(configuration.syncs());
        } catch (IOException e) {
            if (cli.verbosity() != Cli.Verbosity.QUIET) {
                cli.context()
                        .printMessage("The values of for-each cannot be remembered in the folder .go-sync beside the"
                                + " configuration, so a value that vanishes will not be reported.");
            }
        }
    }

    private static ResultPrinter printer(Cli cli, Format format, RunRequest request, int configuredSyncs) {
        ProgramContext context = cli.context();
        if (format == Format.TEXT) {
            // A user who must confirm a plan must see it, even with --quiet.
            return new TextPrinter(
                    context.out(),
                    cli.verbosity() == Cli.Verbosity.QUIET && !request.mustAsk(),
                    request,
                    configuredSyncs);
        }
        return new JsonPrinter(
                context.out(),
                request.mustAsk()
                        ? Optional.of(new TextPrinter(context.err(), false, request, configuredSyncs))
                        : Optional.empty());
    }
}
