package dev.gosync.cli;

import dev.gosync.Action;
import dev.gosync.cli.SyncResult.End;
import java.util.List;

/**
 * What became of a whole run.
 *
 * @param request what was asked for
 * @param syncs in the file's order
 */
record RunResult(RunRequest request, List<SyncResult> syncs) {
    int exitCode() {
        if (any(End.INTERRUPTED) || any(End.NOT_STARTED)) {
            return ExitCode.INTERRUPTED;
        }
        if (syncs.stream().anyMatch(SyncResult::somethingFailed) || any(End.DECLINED)) {
            return ExitCode.FAILED;
        }
        if (any(End.REFUSED)) {
            return ExitCode.REFUSED;
        }
        return request.detailedExitCode() && any(End.PLANNED) ? ExitCode.CHANGES : ExitCode.DONE;
    }

    boolean any(End end) {
        return syncs.stream().anyMatch(sync -> sync.end() == end);
    }

    int planned(Action action) {
        return syncs.stream().mapToInt(sync -> sync.planned(action)).sum();
    }

    int done(Action action) {
        return syncs.stream().mapToInt(sync -> sync.done(action)).sum();
    }
}
