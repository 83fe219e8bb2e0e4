package dev.gosync.cli;

import dev.gosync.Report;
import dev.gosync.cli.Configuration.SyncSetup;
import java.util.List;

/** How a run is told, as it goes. */
interface Printout {
    /** Plans were made, and nothing was done yet. */
    void planned(SyncSetup sync, List<Report> reports);

    /** A sync is over. */
    void ended(SyncResult sync);

    /** All is over. */
    void finished(RunResult run);
}
