package dev.gosync.cli;

import dev.gosync.adapter.Action;
import dev.gosync.cli.SyncResult.Status;
import java.util.Optional;

/**
 * What a run came to, and what to do next.
 *
 * @param style how good the news is
 * @param result one or two sentences
 * @param next what to do next, as a sentence; empty if there is nothing to do. If there is a command, it ends with a colon
 * @param command the command to run next
 */
record RunSummary(Style style, String result, String next, Optional<String> command) {
    private static final String NOTHING_WRITTEN = "Nothing was written.";
    private static final String PLAN_AGAIN = "A saved plan is applied once. Repair the cause and plan again.";

    private static RunSummary of(Style style, String result) {
        return new RunSummary(style, result, "", Optional.empty());
    }

    private RunSummary then(String sentence) {
        return new RunSummary(style, result, sentence, Optional.empty());
    }

    private RunSummary then(String sentence, String run) {
        return new RunSummary(style, result, sentence, Optional.of(run));
    }

    /** Sums up a run. A refused sync has no part in the numbers, because nothing of it may be done. */
    static RunSummary of(RunResult run, NextCommand commands) {
        int all = run.syncs().size();
        int refused = run.count(Status.REFUSED);
        int cannotAdd = run.cannotAdd();
        if (all == 0 && run.request().undo().isPresent()) {
            return of(Style.DONE, "Nothing to undo.");
        }
        if (run.saved().filter(SavedPlanUse::isStale).isPresent()) {
            return of(Style.REFUSAL, "Refused: the saved plan is stale. " + NOTHING_WRITTEN)
                    .then("To plan again:", commands.ofNewPlan());
        }
        if (run.count(Status.NOTHING_TO_DO) == all) {
            return cannotAdd == 0
                    ? of(Style.DONE, "Nothing to do.")
                    : of(
                            Style.WARNING,
                            "Nothing to do, but " + TextFormat.count(cannotAdd, "thing", "things")
                                    + " cannot be added.");
        }
        if (refused > 0 && refused + run.count(Status.NOTHING_TO_DO) == all) {
            return of(
                    Style.REFUSAL,
                    "Refused" + (all == 1 ? "" : ": " + refused + " of " + all + " syncs") + ". " + NOTHING_WRITTEN);
        }
        String before = refused == 0 ? "" : "Refused: " + refused + " of " + all + " syncs. ";
        if (run.saved().filter(SavedPlanUse::isBlocked).isPresent()) {
            return of(Style.REFUSAL, before + blocked(run) + NOTHING_WRITTEN);
        }
        return run.request().mayWrite() ? done(run, before) : planned(run, before, commands);
    }

    private static String blocked(RunResult run) {
        return switch (run.exitCode()) {
            case ExitCode.INTERRUPTED -> "Interrupted. ";
            case ExitCode.FAILED -> "Not everything was planned. ";
            default -> "";
        };
    }

    private static RunSummary done(RunResult run, String before) {
        String numbers = ": " + run.done(Action.ADD) + " added, " + run.done(Action.REMOVE) + " removed.";
        boolean isSaved = run.saved().isPresent();
        if (run.exitCode() == ExitCode.INTERRUPTED) {
            return of(Style.REFUSAL, before + "Interrupted" + numbers)
                    .then(isSaved ? PLAN_AGAIN : "Run the same command again to make the remaining changes.");
        }
        boolean isDone = run.exitCode() == ExitCode.DONE || run.exitCode() == ExitCode.REFUSED;
        if (isDone) {
            return of(before.isEmpty() ? Style.DONE : Style.REFUSAL, before + "Done" + numbers);
        }
        int declined = run.count(Status.DECLINED);
        if (run.isOnlyDeclined()) {
            return declined == run.syncs().size()
                    ? of(Style.WARNING, "You declined. " + NOTHING_WRITTEN)
                    : of(
                            Style.WARNING,
                            before + "You declined " + declined + " of "
                                    + run.syncs().size() + " syncs. Done" + numbers);
        }
        return of(Style.REFUSAL, before + "Not everything was done" + numbers)
                .then(
                        isSaved
                                ? PLAN_AGAIN
                                : "Repair the cause and run the same command again: it makes only the changes that are"
                                        + " left.");
    }

    private static RunSummary planned(RunResult run, String before, NextCommand commands) {
        int cannotAdd = run.cannotAdd();
        int changes = run.planned(Action.ADD) + run.planned(Action.REMOVE);
        String numbers = ": " + run.planned(Action.ADD) + " to add, " + run.planned(Action.REMOVE) + " to remove"
                + (cannotAdd == 0 ? "" : ", " + cannotAdd + " cannot be added") + ". Nothing has changed yet.";
        return switch (run.exitCode()) {
            case ExitCode.INTERRUPTED -> of(Style.REFUSAL, before + "Interrupted" + numbers);
            case ExitCode.FAILED ->
                of(Style.REFUSAL, before + "Not everything was planned" + numbers)
                        .then("Repair the cause and plan again.");
            default -> {
                RunSummary planned = of(before.isEmpty() ? Style.TITLE : Style.REFUSAL, before + "Planned" + numbers);
                if (run.saved().isPresent() && !run.request().writes()) {
                    yield planned.then(
                            "To apply exactly this plan:",
                            commands.ofSaved(run.saved().get().file()));
                }
                yield changes == 0 ? planned : planned.then("To make these changes:", commands.ofPlanned());
            }
        };
    }
}
