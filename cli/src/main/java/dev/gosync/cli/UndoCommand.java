package dev.gosync.cli;

import dev.gosync.config.ConfiguredSync;
import dev.gosync.journal.Journal;
import dev.gosync.journal.NoSuchRunException;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.Undo;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync undo}. */
final class UndoCommand extends Subcommand {
    static final String INCLUDE_UNKNOWN = "--include-unknown";

    UndoCommand() {
        super("undo", "Undo a run: plan the opposite of what it did, ask for confirmation, and make the changes.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("RUN")
                        .type(String.class)
                        .description("The id of the run, as " + ProgramName.inHelp("history")
                                + " lists it. last is the last run that changed something.")
                        .build())
                .addOption(JournalOptions.config("The configuration file: by default the one that the run used."))
                .addOption(JournalOptions.state())
                .addOption(flag("Apply without confirmation.", "-y", RunCommand.YES))
                .addOption(flag("Show the plan only. Changes nothing.", RunCommand.DRY_RUN))
                .addOption(flag(
                        "Also undo changes of which it is not known whether they were made, and additions of members who"
                                + " were members already.",
                        INCLUDE_UNKNOWN))
                .addOption(RunCommand.only("Undo only at the sync or destination with this name. Can be repeated."))
                .addOption(RunCommand.allow());
        View.describe(spec);
        spec.usageMessage().footer("", RunCommand.EXIT_CODES);
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        State state = JournalOptions.stateWithRuns(cli, parsed, name());
        Journal journal = state.journal().orElseThrow();
        boolean includeUnknown = isGiven(parsed, INCLUDE_UNKNOWN);
        String id = JournalOptions.run(
                cli, parsed, journal, name(), run -> History.mayHaveChanged(run) || journal.isInProgress(run));
        Undo undo = undo(journal, id, includeUnknown);
        List<String> only = parsed.matchedOptionValue(RunCommand.ONLY, List.of());
        boolean needsConfiguration = !undo.isEmpty() || !only.isEmpty();
        String file = parsed.hasMatchedOption(JournalOptions.CONFIG) || !needsConfiguration
                ? parsed.matchedOptionValue(JournalOptions.CONFIG, "")
                : recordedFile(cli, undo.run());
        RunRequest request = new RunRequest(
                file,
                true,
                isGiven(parsed, RunCommand.DRY_RUN),
                isGiven(parsed, RunCommand.YES),
                false,
                GuardOverride.parse(parsed.matchedOptionValue(GuardOverride.OPTION, List.of())),
                false,
                only,
                cli.wordsOf(parsed),
                SavedPlanOptions.none(),
                Optional.empty());
        if (!needsConfiguration) {
            PlannedUndo nothing = new PlannedUndo(undo, List.of(), List.of(), options(parsed));
            return run(
                    cli, View.of(parsed), request.undoing(nothing), RunJournal.none(cli.context()), GuardMemory.none());
        }
        return cli.withConfiguration(file, reader -> reader.only(only), configuration -> {
            PlannedUndo planned = PlannedUndo.of(undo, configuration, only, options(parsed));
            RunInfo info = RunSession.info(name(), cli.resolve(file))
                    .undoing(undo.run().id());
            List<ConfiguredSync> syncs =
                    planned.batches().stream().flatMap(List::stream).toList();
            GuardMemory memory = GuardMemory.of(syncs, request, state, info.configuration());
            if (planned.isEmpty()) {
                return run(
                        cli,
                        View.of(parsed),
                        request.undoing(planned),
                        RunJournal.none(cli.context()),
                        GuardMemory.none());
            }
            RunSession.checkTerminal(cli, request, name(), RunCommand.DRY_RUN);
            if (request.dryRun()) {
                return run(cli, View.of(parsed), request.undoing(planned), RunJournal.none(cli.context()), memory);
            }
            try (RunJournal own = memory.begin(cli, state, info, Duration.ZERO)) {
                // Another run may have ended in the meantime. From now on there is only this one.
                Undo latest = undo(journal, undo.run().id(), includeUnknown);
                PlannedUndo again = PlannedUndo.of(latest, configuration, only, options(parsed));
                return run(cli, View.of(parsed), request.undoing(again), own, memory);
            }
        });
    }

    private static int run(Cli cli, View view, RunRequest request, RunJournal journal, GuardMemory memory) {
        PlannedUndo undo = request.undo().orElseThrow();
        RunSession session = RunSession.of(cli, view, request, undo.batches(), journal, memory);
        session.printer().undoing(undo);
        RunResult done = session.runner().run(undo.batches(), List.of());
        journal.nothingToDo(undo, done);
        return session.end(done, RunCommand.DEFAULT_KEEP);
    }

    private Undo undo(Journal journal, String run, boolean includeUnknown) {
        try {
            return journal.undo(run, includeUnknown);
        } catch (NoSuchRunException e) {
            throw JournalOptions.fault(name(), TextFormat.message(e));
        }
    }

    /** The configuration file that the run used. */
    private String recordedFile(Cli cli, Run run) {
        String file = run.info().file();
        if (file.isEmpty()) {
            throw JournalOptions.fault(
                    name(), "run " + run.id() + " has no configuration file; name one with " + JournalOptions.CONFIG);
        }
        if (!Files.exists(cli.resolve(file))) {
            throw JournalOptions.fault(
                    name(),
                    "the configuration of run " + run.id() + " is not there any more: " + file + "; name it with "
                            + JournalOptions.CONFIG);
        }
        return file;
    }

    /** The options without which the same command would find another undo. */
    private static List<String> options(ParseResult parsed) {
        List<String> options = new ArrayList<>(JournalOptions.given(parsed));
        if (isGiven(parsed, INCLUDE_UNKNOWN)) {
            options.add(INCLUDE_UNKNOWN);
        }
        return options;
    }
}
