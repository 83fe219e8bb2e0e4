package dev.gosync.cli;

import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Durations;
import dev.gosync.config.Fault;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private static final String KEEP = "--keep";
    private static final String DETAILED_EXIT_CODE = "--detailed-exitcode";

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
        spec.addOption(flag("Let guards pass that compare with earlier runs and find none in the journal.", FIRST_RUN));
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
        Optional<SavedPlan> saved = options.read(cli);
        UnaryOperator<ConfigurationReader> selected =
                reader -> saved.map(plan -> reader.onlyIfThere(plan.only())).orElseGet(() -> reader.only(only));
        return cli.withConfiguration(file, selected, configuration -> {
            RunRequest request = new RunRequest(
                    file,
                    writes,
                    !writes || isGiven(parsed, DRY_RUN),
                    !writes || isGiven(parsed, YES) || saved.isPresent(),
                    !writes && isGiven(parsed, DETAILED_EXIT_CODE),
                    GuardOverride.parse(parsed.matchedOptionValue(GuardOverride.OPTION, List.of())),
                    isGiven(parsed, FIRST_RUN),
                    saved.map(SavedPlan::only).orElse(only),
                    cli.wordsOf(parsed, State.OPTION, KEEP),
                    options,
                    Optional.empty());
            checkTerminal(cli, request, name(), "plan");
            State state = State.of(cli, parsed, cli.resolve(file));
            if (saved.isPresent() && request.mayWrite() && state.journal().isEmpty()) {
                throw new ConfigurationException(List.of(Fault.of(State.OPTION, RunJournal.NEEDED_ONCE)));
            }
            RunInfo about = info(name(), cli.resolve(file));
            RunInfo info = saved.map(about::applying).orElse(about);
            GuardMemory memory = GuardMemory.of(configuration.syncs(), request, state, info.configuration());
            if (writes) {
                memory.checkKept(KEEP, keep);
            }
            try (RunJournal journal =
                    request.mayWrite() ? memory.begin(cli, state, info, wait) : RunJournal.none(cli.context())) {
                ResultPrinter printer =
                        printer(cli, view, request, configuration.syncs().size(), journal);
                Runner runner = runner(cli, request, printer, journal, memory);
                List<Vanished> vanished = vanished(state, info, configuration, request.only());
                RunResult done;
                if (saved.isPresent()) {
                    done = applied(cli, saved.get(), configuration, info, runner, printer, vanished);
                } else {
                    Instant began = cli.context().clock().instant();
                    done = saved(cli, runner.run(configuration.batches(), vanished), runner, info, began);
                }
                if (request.only().isEmpty()) {
                    journal.remember(VanishedValues.of(inPlan(saved, configuration.syncs())));
                }
                RunResult result = journal.end(done, keep);
                printer.runFinished(result);
                cli.notifier().runFinished(result);
                return result.exitCode();
            }
        });
    }

    /**
     * Checks that the user can be asked.
     *
     * @param instead what shows the plan without asking
     * @throws ConfigurationException if there is no terminal
     */
    static void checkTerminal(Cli cli, RunRequest request, String command, String instead) {
        if (request.mustAsk() && !cli.context().terminal().isInteractive()) {
            throw new ConfigurationException(List.of(Fault.of(
                    command,
                    "there is no terminal to ask for confirmation; add --yes to apply without confirmation, or use "
                            + instead)));
        }
    }

    static Runner runner(Cli cli, RunRequest request, ResultPrinter printer, RunJournal journal, GuardMemory memory) {
        return new Runner(
                cli.context(),
                request,
                printer,
                sync -> List.of(cli.listener(), journal.listener(sync)),
                memory.before(journal.id()),
                cli.progress(),
                cli::debug);
    }

    static RunInfo info(String command, Path file) {
        return RunInfo.of(command, String.valueOf(file.getFileName())).from(file);
    }

    private static List<ConfiguredSync> inPlan(Optional<SavedPlan> saved, List<ConfiguredSync> syncs) {
        return syncs.stream()
                .filter(sync -> saved.isEmpty() || saved.get().syncs().contains(sync.name()))
                .toList();
    }

    private static RunResult applied(
            Cli cli,
            SavedPlan saved,
            Configuration configuration,
            RunInfo info,
            Runner runner,
            ResultPrinter printer,
            List<Vanished> vanished) {
        runner.request().saved().checkAge(cli, saved); // again, as another run may have been in the way
        List<String> newSyncs = configuration.syncs().stream()
                .map(ConfiguredSync::name)
                .filter(name -> !saved.syncs().contains(name))
                .toList();
        List<List<ConfiguredSync>> batches = configuration.batches().stream()
                .map(batch -> inPlan(Optional.of(saved), batch))
                .filter(batch -> !batch.isEmpty())
                .toList();
        String file = runner.request().saved().plan().orElseThrow();
        return new SavedPlanRunner(runner, printer, cli.context().clock())
                .run(batches, vanished, SavedPlanUse.applied(saved, file, info, newSyncs));
    }

    /** Saves the plan, if that is wanted and everything could be planned. */
    private static RunResult saved(Cli cli, RunResult result, Runner runner, RunInfo info, Instant began) {
        SavedPlanOptions options = result.request().saved();
        if (options.out().isEmpty()) {
            return result;
        }
        String file = options.out().get();
        if (result.exitCode() != ExitCode.DONE && result.exitCode() != ExitCode.CHANGES) {
            cli.context()
                    .printMessage("The plan was not saved in " + file + ", because not every sync can be applied."
                            + (Files.exists(cli.resolve(file)) ? " The file still has an earlier plan." : ""));
            return result;
        }
        SavedPlan plan = SavedPlan.of(info, began, result.request().only(), runner.plansToSave());
        plan.write(cli.resolve(file), options.key());
        return result.with(SavedPlanUse.saved(plan, file));
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

    static ResultPrinter printer(Cli cli, View view, RunRequest request, int configuredSyncs, RunJournal journal) {
        ProgramContext context = cli.context();
        boolean isText = view.format() == Format.TEXT;
        // A user who must confirm a plan must see it, even with --quiet.
        boolean isQuiet = cli.verbosity() == Cli.Verbosity.QUIET && !request.mustAsk();
        TextOutput text = new TextOutput(isText ? context.out() : context.err(), cli.screen(), view.all());
        NextCommand commands = new NextCommand(request, configuredSyncs);
        ResultPrinter printer =
                new TextPrinter(text, isQuiet, request, commands, journal.id().isPresent());
        if (isText) {
            return printer;
        }
        Optional<ResultPrinter> asked = request.mustAsk() ? Optional.of(printer) : Optional.empty();
        return new DocumentAtEnd(
                view.format() == Format.JSON
                        ? new JsonPrinter(context.out())::run
                        : new MarkdownPrinter(context.out(), commands)::run,
                asked);
    }
}
