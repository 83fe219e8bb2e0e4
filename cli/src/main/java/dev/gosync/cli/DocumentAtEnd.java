package dev.gosync.cli;

import dev.gosync.Plans;
import dev.gosync.config.ConfiguredSync;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Prints one document when all syncs have ended.
 *
 * @param document prints it
 * @param planPrinter shows each plan to the user, if the user confirms plans
 */
record DocumentAtEnd(Consumer<RunResult> document, Optional<ResultPrinter> planPrinter) implements ResultPrinter {
    @Override
    public void undoing(PlannedUndo undo) {
        planPrinter.ifPresent(printer -> printer.undoing(undo));
    }

    @Override
    public void planned(ConfiguredSync setup, Plans plans) {
        planPrinter.ifPresent(printer -> printer.planned(setup, plans));
    }

    @Override
    public void compared(SavedPlanUse use) {
        planPrinter.ifPresent(printer -> printer.compared(use));
    }

    @Override
    public void syncFinished(SyncResult result) {
        // The document has all syncs.
    }

    @Override
    public void runFinished(RunResult run) {
        document.accept(run);
    }
}
