package dev.gosync.cli;

import dev.gosync.cli.Configuration.SyncSetup;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code go-sync plan} and {@code go-sync apply}, which differ in whether they write. */
final class RunCommand extends Subcommand {
    private static final String YES = "--yes";
    private static final String DRY_RUN = "--dry-run";
    private static final String DETAILED_EXIT_CODE = "--detailed-exitcode";
    private static final String ONLY = "--only";
    private static final String ALLOW = "--allow";

    private final boolean writes;

    RunCommand(boolean writes) {
        super(
                writes ? "apply" : "plan",
                writes
                        ? "Plan, ask, and do it: each sync in the order of the file."
                        : "Show what would be added and removed. Changes nothing.");
        this.writes = writes;
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(file());
        if (writes) {
            spec.addOption(flag("Do not ask.", "-y", YES));
            spec.addOption(flag("Stop before the first write.", DRY_RUN));
        } else {
            spec.addOption(flag("Exit with 4 when there are changes.", DETAILED_EXIT_CODE));
        }
        spec.addOption(
                repeatable(ONLY, "NAME", "Confine it to the sync or the destination of this name. May be repeated."));
        spec.addOption(
                repeatable(ALLOW, "GUARD=VALUE", "Lift a guard for this run: max-removals=30. May be repeated."));
        spec.addOption(format());
        spec.usageMessage()
                .footer(
                        "",
                        writes
                                ? "Exit code: 0 all done or nothing to do, 1 something failed or was declined, 2 wrong"
                                        + " usage or configuration, 3 a guard refused and nothing failed, 130"
                                        + " interrupted."
                                : "Exit code: 0 planned, 1 something could not be read, 2 wrong usage or"
                                        + " configuration, 3 a guard refuses, 4 there are changes (with "
                                        + DETAILED_EXIT_CODE + "), 130 interrupted.");
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
        return cli.withConfiguration(file, format, name(), configuration -> {
            RunRequest request = new RunRequest(
                    file,
                    writes,
                    !writes || isGiven(parsed, DRY_RUN),
                    !writes || isGiven(parsed, YES),
                    !writes && isGiven(parsed, DETAILED_EXIT_CODE),
                    Allowance.parse(parsed.matchedOptionValue(ALLOW, List.of())));
            List<SyncSetup> syncs = Selection.of(configuration, parsed.matchedOptionValue(ONLY, List.of()));
            if (request.mustAsk() && !cli.around().terminal().isInteractive()) {
                throw new FaultsException(List.of(Fault.ofWhole(
                        name(), "nobody can be asked here; add --yes to apply without a question, or use plan")));
            }
            return new Runner(
                            cli.around(),
                            request,
                            configuration.parallel(),
                            printout(cli, format, request),
                            cli.listener(),
                            cli::debug)
                    .run(syncs)
                    .exitCode();
        });
    }

    private static Printout printout(Cli cli, Format format, RunRequest request) {
        Surroundings around = cli.around();
        if (format == Format.TEXT) {
            // Whoever is asked must see what about.
            return new TextPrintout(around.out(), cli.verbosity() == Cli.Verbosity.QUIET && !request.mustAsk());
        }
        return new JsonPrintout(
                around.out(),
                request.mustAsk() ? Optional.of(new TextPrintout(around.err(), false)) : Optional.empty());
    }
}
