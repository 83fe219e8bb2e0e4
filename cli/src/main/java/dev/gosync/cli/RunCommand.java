package dev.gosync.cli;

import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Durations;
import dev.gosync.config.Fault;
import dev.gosync.journal.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String WAIT = "--wait";
    private static final String KEEP = "--keep";
    private static final Duration DEFAULT_KEEP = Duration.ofDays(400);
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
            spec.addOption(text(
                    WAIT,
                    "TIME",
                    "Wait if another run of the same configuration is in progress, for example 5m. Without it, such a run"
                            + " is refused."));
            spec.addOption(text(KEEP, "TIME", "Keep runs in the journal for this time: by default 400d."));
        } else {
            spec.addOption(flag("Exit with code 4 if there are changes.", DETAILED_EXIT_CODE));
        }
        spec.addOption(only("Run only the sync or destination with this name. Can be repeated."));
        spec.addOption(repeatable(
                GuardOverride.OPTION,
                "GUARD[=VALUE]",
                "Override a guard for this run, for example max-removals=30 or allow-shrinking. Can be repeated."));
        spec.addOption(State.option());
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

    private static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
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
        Duration wait = duration(parsed, WAIT, Duration.ZERO);
        Duration keep = duration(parsed, KEEP, DEFAULT_KEEP);
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
            State state = State.of(cli, parsed, cli.resolve(file));
            RunInfo info = info(cli.resolve(file));
            try (RunJournal journal =
                    request.mayWrite() ? RunJournal.begin(cli, state, info, wait) : RunJournal.none(cli.context())) {
                ResultPrinter printer =
                        printer(cli, format, request, configuration.syncs().size());
                Runner runner = new Runner(
                        cli.context(),
                        request,
                        printer,
                        sync -> List.of(cli.listener(), journal.listener(sync)),
                        cli::debug);
                RunResult done = runner.run(configuration.batches(), vanished(state, info, configuration, only));
                if (only.isEmpty()) {
                    journal.remember(VanishedValues.of(configuration.syncs()));
                }
                RunResult result = journal.end(done, keep);
                printer.runFinished(result);
                return result.exitCode();
            }
        });
    }

    private RunInfo info(Path file) {
        return RunInfo.of(name(), String.valueOf(file.getFileName())).from(file);
    }

    private static List<Vanished> vanished(State state, RunInfo info, Configuration configuration, List<String> only) {
        return only.isEmpty() && state.journal().isPresent()
                ? VanishedValues.since(state.journal().get(), info.configuration(), configuration.syncs())
                : List.of();
    }

    private static Duration duration(ParseResult parsed, String option, Duration usual) {
        String text = parsed.matchedOptionValue(option, "");
        try {
            return text.isEmpty() ? usual : Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(Fault.of(option, text + " " + e.getMessage())));
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
