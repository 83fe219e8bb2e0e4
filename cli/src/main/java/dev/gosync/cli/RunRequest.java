package dev.gosync.cli;

import java.util.List;

/**
 * The options of one {@code plan} or {@code apply}.
 *
 * @param writes whether the command is {@code apply}
 * @param dryRun whether nothing may be written
 * @param confirmed whether plans are applied without confirmation
 * @param detailedExitCode whether a plan with changes has its own exit code
 * @param overrides the guards to override in this run
 */
record RunRequest(
        boolean writes, boolean dryRun, boolean confirmed, boolean detailedExitCode, List<GuardOverride> overrides) {

    /** Whether the user must confirm each plan. */
    boolean mustAsk() {
        return writes && !dryRun && !confirmed;
    }
}
