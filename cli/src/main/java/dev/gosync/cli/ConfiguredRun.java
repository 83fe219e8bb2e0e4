package dev.gosync.cli;

import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlan;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One {@code plan} or {@code apply} of a configuration that was read.
 *
 * @param configuration the selected syncs and destinations
 * @param state where the journal is
 */
record ConfiguredRun(Cli cli, View view, RunRequest request, Configuration configuration, State state) {
    /**
     * Plans, and applies what the request allows.
     *
     * @param command the name of the command, for the journal
     * @param saved the plan to apply, if there is one
     * @param wait how long to wait for another run
     * @param keep how long runs stay in the journal
     * @return the exit code
     */
    int run(String command, Optional<SavedPlan> saved, Duration wait, Duration keep) {
        if (saved.isPresent() && request.mayWrite() && state.journal().isEmpty()) {
            throw new ConfigurationException(List.of(Fault.of(State.OPTION, RunJournal.NEEDED_ONCE)));
        }
        RunInfo about = isRecorded()
                ? RunSession.info(command, cli.resolve(request.file()))
                : RunInfo.of(command, RunSession.configuration(cli.resolve(request.file())));
        RunInfo info = saved.map(about::applying).orElse(about);
        GuardMemory memory = GuardMemory.of(configuration.syncs(), request, state, info.configuration());
        if (request.writes()) {
            memory.checkKept(RunCommand.KEEP, keep);
        }
        try (RunJournal journal =
                request.mayWrite() ? memory.begin(cli, state, info, wait) : RunJournal.none(cli.context())) {
            RunSession session = RunSession.of(cli, view, request, configuration.batches(), journal, memory);
            Runner runner = session.runner();
            List<Vanished> vanished = vanished(info);
            RunResult done;
            if (saved.isPresent()) {
                done = applied(saved.get(), info, runner, session.printer(), vanished);
            } else {
                Instant began = cli.context().clock().instant();
                done = saved(runner.run(configuration.batches(), vanished), runner, info, began);
            }
            if (request.only().isEmpty()) {
                journal.remember(VanishedValues.of(inPlan(saved, configuration.syncs())));
            }
            return session.end(done, keep);
        }
    }

    /** Whether a journal or a saved plan has the run. Otherwise nobody asks for the digest of the file. */
    private boolean isRecorded() {
        SavedPlanOptions saved = request.saved();
        return request.mayWrite() || saved.out().isPresent() || saved.plan().isPresent();
    }

    private List<Vanished> vanished(RunInfo info) {
        return request.only().isEmpty() && state.journal().isPresent()
                ? VanishedValues.since(state.journal().get(), info.configuration(), configuration.syncs())
                : List.of();
    }

    private static List<ConfiguredSync> inPlan(Optional<SavedPlan> saved, List<ConfiguredSync> syncs) {
        return syncs.stream()
                .filter(sync -> saved.isEmpty() || saved.get().syncs().contains(sync.name()))
                .toList();
    }

    private RunResult applied(
            SavedPlan saved, RunInfo info, Runner runner, ResultPrinter printer, List<Vanished> vanished) {
        request.saved().checkAge(cli, saved); // again, as another run may have been in the way
        List<String> newSyncs = configuration.syncs().stream()
                .map(ConfiguredSync::name)
                .filter(name -> !saved.syncs().contains(name))
                .toList();
        List<List<ConfiguredSync>> batches = configuration.batches().stream()
                .map(batch -> inPlan(Optional.of(saved), batch))
                .filter(batch -> !batch.isEmpty())
                .toList();
        String file = request.saved().plan().orElseThrow();
        return new SavedPlanRunner(runner, printer, cli.context().clock())
                .run(batches, vanished, SavedPlanUse.applied(saved, file, info, newSyncs));
    }

    /** Saves the plan, if that is wanted and everything could be planned. */
    private RunResult saved(RunResult result, Runner runner, RunInfo info, Instant began) {
        SavedPlanOptions options = request.saved();
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
        SavedPlan plan = SavedPlan.of(info, began, request.only(), runner.plansToSave());
        plan.write(cli.resolve(file), options.key());
        return result.with(SavedPlanUse.saved(plan, file));
    }
}
