package dev.gosync.cli;

import dev.gosync.adapter.Action;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.journal.Run;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run.
 *
 * @param request the options of the run
 * @param syncs one result for each sync, in the order of the file
 * @param vanished the syncs of the last {@code apply} whose value of {@code for-each} is gone
 * @param run the id of the run in the journal, if it left one
 * @param cutShort the run before this one, if it was cut short
 * @param saved the saved plan that was applied, or was written by {@code plan}
 * @param isJournalIncomplete whether the journal could not be written to its end
 */
record RunResult(
        RunRequest request,
        List<SyncResult> syncs,
        List<Vanished> vanished,
        Optional<String> run,
        Optional<Run> cutShort,
        Optional<SavedPlanUse> saved,
        boolean isJournalIncomplete) {

    RunResult(RunRequest request, List<SyncResult> syncs, List<Vanished> vanished) {
        this(request, syncs, vanished, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    RunResult with(SavedPlanUse use) {
        return new RunResult(request, syncs, vanished, run, cutShort, Optional.of(use), isJournalIncomplete);
    }

    /** Whether the user declined something, and everything else is done. */
    boolean isOnlyDeclined() {
        return count(SyncResult.Status.DECLINED) > 0
                && !isJournalIncomplete()
                && syncs().stream().noneMatch(SyncResult::hasFailure);
    }

    int exitCode() {
        int exitCode = exitCodeOfSyncs();
        return exitCode == ExitCode.DONE && isJournalIncomplete ? ExitCode.FAILED : exitCode;
    }

    private int exitCodeOfSyncs() {
        if (any(Status.INTERRUPTED) || any(Status.NOT_STARTED)) {
            return ExitCode.INTERRUPTED;
        }
        if (syncs.stream().anyMatch(SyncResult::hasFailure) || any(Status.DECLINED)) {
            return ExitCode.FAILED;
        }
        if (any(Status.REFUSED) || saved.filter(SavedPlanUse::isStale).isPresent()) {
            return ExitCode.REFUSED;
        }
        return request.detailedExitCode() && any(Status.PLANNED) ? ExitCode.CHANGES : ExitCode.DONE;
    }

    private boolean any(Status status) {
        return count(status) > 0;
    }

    int count(Status status) {
        return (int) syncs.stream().filter(sync -> sync.status() == status).count();
    }

    /** The planned changes. Nothing of a refused sync may be done, so its changes do not count. */
    int planned(Action action) {
        return syncs.stream()
                .filter(sync -> sync.status() != Status.REFUSED)
                .mapToInt(sync -> sync.planned(action))
                .sum();
    }

    /** Whether no place could be compared with its source. */
    boolean isNothingPlanned() {
        return syncs.stream()
                .flatMap(sync -> sync.reports().stream())
                .allMatch(report -> report.plan().isEmpty());
    }

    int cannotAdd() {
        return syncs.stream()
                .filter(sync -> sync.status() != Status.REFUSED)
                .mapToInt(SyncResult::cannotAdd)
                .sum();
    }

    /** {@return how many changes were not made, and failures of whole places and syncs, which no number tells} */
    int notDone() {
        return syncs.stream().mapToInt(SyncResult::notDone).sum();
    }

    int done() {
        return done(Action.ADD) + done(Action.REMOVE);
    }

    int done(Action action) {
        return syncs.stream().mapToInt(sync -> sync.done(action)).sum();
    }
}
