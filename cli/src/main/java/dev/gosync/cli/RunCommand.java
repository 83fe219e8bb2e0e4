package dev.gosync.cli;

import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Durations;
import dev.gosync.config.Fault;
import dev.gosync.journal.SavedPlan;
import dev.gosync.journal.SavedPlanException;
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
    static final String FIRST_RUN = "--first-run";

    static final String YES = "--yes";
    static final String DRY_RUN = "--dry-run";
    static final Duration DEFAULT_KEEP = Duration.ofDays(400);

    private static final String WAIT = "--wait";
    static final String KEEP = "--keep";
    static final String DETAILED_EXIT_CODE = "--detailed-exitcode";

    static final String EXIT_CODES =
            "Exit codes: 0 all done or nothing to do; 1 something failed or you declined a plan;"
                    + " 2 invalid usage or configuration; 3 a guard refused a plan; 130 interrupted.";

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
        SavedPlanOptions.describe(spec, writes);
        spec.addOption(only("Run only the sync or destination with this name. Can be repeated."));
        spec.addOption(allow());
        spec.addOption(flag("For the first run: let guards pass that need an earlier run to compare with.", FIRST_RUN));
        spec.addOption(State.option());
        View.describe(spec);
        spec.usageMessage()
                .footer(
                        "",
                        writes
                                ? EXIT_CODES
                                : "Exit codes: 0 planned; 1 a place could not be read; 2 invalid usage or"
                                        + " configuration; 3 a guard refused a plan; 4 there are changes (only with "
                                        + DETAILED_EXIT_CODE + "); 130 interrupted.");
    }

    static OptionSpec only(String description) {
        return repeatable(ONLY, "NAME", description);
    }

    static OptionSpec allow() {
        return repeatable(
                GuardOverride.OPTION,
                "GUARD[=VALUE]",
                "Override a guard for this run, for example max-removals=30 or allow-shrinking. Can be repeated.");
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
        View view = View.of(parsed);
        Duration wait = duration(parsed, WAIT, Duration.ZERO);
        Duration keep = duration(parsed, KEEP, DEFAULT_KEEP);
        List<String> only = parsed.matchedOptionValue(ONLY, List.of());
        SavedPlanOptions options = SavedPlanOptions.of(cli, parsed, only);
        RunRequest request = request(cli, parsed, file, only, options);
        Optional<SavedPlan> saved = saved(cli, request);
        UnaryOperator<ConfigurationReader> selected =
                reader -> saved.map(plan -> reader.onlyIfThere(plan.only())).orElseGet(() -> reader.only(only));
        RunRequest selecting = saved.map(SavedPlan::only).map(request::only).orElse(request);
        try {
            return cli.withConfiguration(file, selected, configuration -> {
                RunSession.checkTerminal(cli, selecting, name(), "plan");
                State state = State.of(cli, parsed, cli.resolve(file));
                return new ConfiguredRun(cli, view, selecting, configuration, state).run(name(), saved, wait, keep);
            });
        } catch (SavedPlanException e) {
            throw RefusedPlanException.of(e, selecting);
        }
    }

    private static Optional<SavedPlan> saved(Cli cli, RunRequest request) {
        try {
            return request.saved().read(cli);
        } catch (SavedPlanException e) {
            throw RefusedPlanException.of(e, request);
        }
    }

    private RunRequest request(Cli cli, ParseResult parsed, String file, List<String> only, SavedPlanOptions options) {
        return new RunRequest(
                file,
                writes,
                !writes || isGiven(parsed, DRY_RUN),
                !writes || isGiven(parsed, YES) || options.plan().isPresent(),
                !writes && isGiven(parsed, DETAILED_EXIT_CODE),
                GuardOverride.parse(parsed.matchedOptionValue(GuardOverride.OPTION, List.of())),
                isGiven(parsed, FIRST_RUN),
                only,
                cli.wordsOf(parsed, State.OPTION, KEEP),
                options,
                Optional.empty());
    }

    private static Duration duration(ParseResult parsed, String option, Duration usual) {
        String text = parsed.matchedOptionValue(option, "");
        try {
            return text.isEmpty() ? usual : Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(Fault.of(option, text + " " + e.getMessage())));
        }
    }
}
