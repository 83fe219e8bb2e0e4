package dev.gosync.cli;

import java.util.List;
import java.util.Optional;

/**
 * The options of one {@code plan}, {@code apply} or {@code undo}.
 *
 * @param file the configuration file, as the user named it
 * @param writes whether the command is {@code apply} or {@code undo}
 * @param dryRun whether nothing may be written
 * @param confirmed whether plans are applied without confirmation
 * @param detailedExitCode whether a plan with changes has its own exit code
 * @param overrides the guards to override in this run
 * @param firstRun whether guards may find no earlier run to compare with
 * @param only the names of the selected syncs and destinations; if empty, all are selected
 * @param saved the options about saved plans
 * @param undo what to undo, if the command is {@code undo}
 */
record RunRequest(
        String file,
        boolean writes,
        boolean dryRun,
        boolean confirmed,
        boolean detailedExitCode,
        List<GuardOverride> overrides,
        boolean firstRun,
        List<String> only,
        SavedPlanOptions saved,
        Optional<PlannedUndo> undo) {

    RunRequest undoing(PlannedUndo planned) {
        return new RunRequest(
                file,
                writes,
                dryRun,
                confirmed,
                detailedExitCode,
                overrides,
                firstRun,
                only,
                saved,
                Optional.of(planned));
    }

    /** Whether anything may be changed. */
    boolean mayWrite() {
        return writes && !dryRun;
    }

    /** Whether the user must confirm each plan. */
    boolean mustAsk() {
        return writes && !dryRun && !confirmed;
    }
}
