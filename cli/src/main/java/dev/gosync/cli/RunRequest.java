package dev.gosync.cli;

import java.util.List;

/**
 * The options of one {@code plan} or {@code apply}.
 *
 * @param file the configuration file, as the user named it
 * @param writes whether the command is {@code apply}
 * @param dryRun whether nothing may be written
 * @param confirmed whether plans are applied without confirmation
 * @param detailedExitCode whether a plan with changes has its own exit code
 * @param overrides the guards to override in this run
 * @param only the names of the selected syncs and destinations; if empty, all are selected
 */
record RunRequest(
        String file,
        boolean writes,
        boolean dryRun,
        boolean confirmed,
        boolean detailedExitCode,
        List<GuardOverride> overrides,
        List<String> only) {

    /** Whether anything may be changed. */
    boolean mayWrite() {
        return writes && !dryRun;
    }

    /** Whether the user must confirm each plan. */
    boolean mustAsk() {
        return writes && !dryRun && !confirmed;
    }
}
