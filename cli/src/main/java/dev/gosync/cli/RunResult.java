package dev.gosync.cli;

import dev.gosync.adapter.Action;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.cli.VanishedValues.Vanished;
import java.util.List;

/**
 * The result of a run.
 *
 * @param request the options of the run
 * @param syncs one result for each sync, in the order of the file
 * @param vanished the syncs of the last {@code apply} whose value of {@code for-each} is gone
 */
record RunResult(RunRequest request, List<SyncResult> syncs, List<Vanished> vanished) {
    int exitCode() {
        if (any(Status.INTERRUPTED) || any(Status.NOT_STARTED)) {
            return ExitCode.INTERRUPTED;
        }
        if (syncs.stream().anyMatch(SyncResult::hasFailure) || any(Status.DECLINED)) {
            return ExitCode.FAILED;
        }
        if (any(Status.REFUSED)) {
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

    int cannotAdd() {
        return syncs.stream()
                .filter(sync -> sync.status() != Status.REFUSED)
                .mapToInt(SyncResult::cannotAdd)
                .sum();
    }

    int done(Action action) {
        return syncs.stream().mapToInt(sync -> sync.done(action)).sum();
    }
}
