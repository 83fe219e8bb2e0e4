package dev.gosync.cli;

import dev.gosync.Action;
import dev.gosync.Kind;
import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.cli.Configuration.SyncSetup;
import java.util.List;
import java.util.Optional;

/**
 * What became of one sync.
 *
 * @param setup what it was to do
 * @param end how it ended
 * @param failure what kept it from being planned at all
 * @param reports one for each destination, in their order; none where it was not planned
 */
record SyncResult(SyncSetup setup, End end, Optional<Report.Failure> failure, List<Report> reports) {
    /** How a sync ended. */
    enum End {
        /** There was nothing to do. */
        NOTHING_TO_DO,
        /** There is something to do, and no more than a plan was asked for. */
        PLANNED,
        /** Everything was done. */
        DONE,
        /** Something could not be read or was not done. */
        FAILED,
        /** A guard refused it, and nothing was written. */
        REFUSED,
        /** Somebody was asked, and did not say yes. */
        DECLINED,
        /** It was interrupted. */
        INTERRUPTED,
        /** An interrupt came before its turn. */
        NOT_STARTED
    }

    static SyncResult of(SyncSetup setup, End end, List<Report> reports) {
        return new SyncResult(setup, end, Optional.empty(), List.copyOf(reports));
    }

    static SyncResult failed(SyncSetup setup, Optional<Kind> kind, String message) {
        return new SyncResult(setup, End.FAILED, Optional.of(new Report.Failure(kind, message)), List.of());
    }

    boolean somethingFailed() {
        return end == End.FAILED
                || reports.stream().anyMatch(report -> report.failure().isPresent());
    }

    int planned(Action action) {
        return reports.stream()
                .flatMap(report -> report.plan().stream())
                .mapToInt(plan -> plan.change().of(action).size())
                .sum();
    }

    int done(Action action) {
        int count = 0;
        for (Report report : reports) {
            for (Outcome outcome : report.outcomes()) {
                if (outcome.action() == action && outcome.state() == Outcome.State.DONE) {
                    count++;
                }
            }
        }
        return count;
    }
}
