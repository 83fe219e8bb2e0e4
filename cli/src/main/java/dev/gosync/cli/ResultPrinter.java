package dev.gosync.cli;

import dev.gosync.Plans;
import dev.gosync.config.ConfiguredSync;

/** Prints the plans and results of a run. */
interface ResultPrinter {
    /** An undo is about to be planned. */
    void undoing(PlannedUndo undo);

    /** A sync was planned. Nothing was written yet. */
    void planned(ConfiguredSync setup, Plans plans);

    /** A saved plan was compared with fresh plans. Nothing was written yet. */
    void compared(SavedPlanUse use);

    /** A sync has ended. */
    void syncFinished(SyncResult result);

    /** All syncs have ended. */
    void runFinished(RunResult run);
}
