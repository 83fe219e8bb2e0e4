package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import java.util.List;
import java.util.Optional;

/**
 * The result of one sync.
 *
 * @param setup the sync
 * @param status how the sync ended
 * @param failure why the sync could not be planned or applied as a whole
 * @param reports one report for each destination; empty if the sync was not planned
 */
record SyncResult(ConfiguredSync setup, Status status, Optional<Failure> failure, List<Report> reports) {
    /** How a sync ended. */
    enum Status {
        /** All destinations are up to date, except for things that cannot be added. */
        NOTHING_TO_DO,
        /** There are changes, and the request was only to plan them. */
        PLANNED,
        /** All changes were made. */
        DONE,
        /** A place could not be read, or not all changes were made. */
        FAILED,
        /** A guard refused a plan. Nothing was written. */
        REFUSED,
        /** The user did not confirm the plan. */
        DECLINED,
        /** The sync was interrupted. */
        INTERRUPTED,
        /** The run was interrupted before this sync. */
        NOT_STARTED
    }

    static SyncResult of(ConfiguredSync setup, Status status, List<Report> reports) {
        return new SyncResult(setup, status, Optional.empty(), List.copyOf(reports));
    }

    static SyncResult failed(ConfiguredSync setup, Failure failure) {
        return new SyncResult(setup, Status.FAILED, Optional.of(failure), List.of());
    }

    static SyncResult refused(ConfiguredSync setup, Failure failure, List<Report> reports) {
        return new SyncResult(setup, Status.REFUSED, Optional.of(failure), List.copyOf(reports));
    }

    /** {@return the report of a destination; empty if the sync was not planned} */
    Optional<Report> report(ConfiguredDestination destination) {
        return reports.stream()
                .filter(report ->
                        report.destination().equals(destination.place().name()))
                .findFirst();
    }

    /** Whether the sync failed, or at least one destination did. */
    boolean hasFailure() {
        return status == Status.FAILED
                || reports.stream().anyMatch(report -> report.failure().isPresent());
    }

    int planned(Action action) {
        return reports.stream()
                .flatMap(report -> report.plan().stream())
                .mapToInt(plan -> plan.change().of(action).size())
                .sum();
    }

    int cannotAdd() {
        return reports.stream()
                .flatMap(report -> report.plan().stream())
                .mapToInt(plan -> plan.cannotAdd().size())
                .sum();
    }

    /** The changes that were not made. The failure of the sync or of a place counts, too. */
    int notDone() {
        return (failure.isPresent() ? 1 : 0)
                + reports.stream()
                        .mapToInt(report -> (report.failure().isPresent() ? 1 : 0)
                                + (int) report.outcomes().stream()
                                        .filter(outcome -> outcome.state() != Outcome.State.DONE
                                                && outcome.state() != Outcome.State.SKIPPED)
                                        .count())
                        .sum();
    }

    /** The changes that were made. An addition that was there already changed nothing. */
    int done(Action action) {
        return (int) reports.stream()
                .flatMap(report -> report.outcomes().stream())
                .filter(outcome ->
                        outcome.action() == action && outcome.state() == Outcome.State.DONE && !outcome.alreadyThere())
                .count();
    }
}
