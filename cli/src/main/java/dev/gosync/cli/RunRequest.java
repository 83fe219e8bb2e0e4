package dev.gosync.cli;

import java.util.List;

/**
 * What a run is to do.
 *
 * @param file the configuration, as it was named
 * @param writes whether plans are applied, and not only made
 * @param dryRun whether it stops before the first write
 * @param confirmed whether nobody needs to be asked
 * @param detailedExitCode whether changes have an exit code of their own
 * @param allowed guards lifted for this run
 */
record RunRequest(
        String file,
        boolean writes,
        boolean dryRun,
        boolean confirmed,
        boolean detailedExitCode,
        List<Allowance> allowed) {

    boolean mustAsk() {
        return writes && !dryRun && !confirmed;
    }
}
