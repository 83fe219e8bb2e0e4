package dev.gosync.cli;

import dev.gosync.adapter.Action;
import dev.gosync.cli.SyncResult.Status;
import java.util.Optional;

/**
 * What a run came to, and what to do next.
 *
 * @param style how good the news is
 * @param result one or two sentences
 * @param next what the command is for, as sentences that end with a colon; empty if there is none
 * @param command the command to run next
 */
record RunSummary(Style style, String result, String next, Optional<String> command) {
    private static final String NOTHING_WRITTEN = "Nothing was written.";
    private static final String APPLIED_ONCE = "A saved plan is applied once. ";

    private static RunSummary of(Style style, String result) {
        return new RunSummary(style, result, "", Optional.empty());
    }

    private RunSummary then(String sentence, String run) {
        return new RunSummary(style, result, sentence, Optional.of(run));
    }

    private RunSummary thenUndo(RunResult run, NextCommand commands) {
        boolean canUndo = run.request().undo().isEmpty() && run.done() > 0;
        return run.run()
                .filter(id -> canUndo)
                .map(id -> then("To undo this run:", commands.ofUndo(id)))
                .orElse(this);
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
                            "Nothing to do, but " + TextFormat.count(cannotAdd, "member", "members")
                                    + " cannot be added.");
        }
        if (refused > 0 && refused + run.count(Status.NOTHING_TO_DO) == all) {
            return of(
                    Style.REFUSAL,
                    "Refused" + (all == 1 ? "" : ": " + refused + " of " + all + " syncs") + ". " + NOTHING_WRITTEN);
        }
        String before = refused == 0 ? "" : "Refused: " + refused + " of " + all + " syncs. ";
        if (run.saved().filter(SavedPlanUse::isBlocked).isPresent()) {
            RunSummary blocked = of(Style.REFUSAL, before + blocked(run) + NOTHING_WRITTEN);
            return refused > 0
                    ? blocked
                    : blocked.then("The plan can still be applied. To try again:", commands.ofSame());
        }
        return run.request().mayWrite() ? done(run, before, commands) : planned(run, before, commands);
    }

    private static String blocked(RunResult run) {
        return switch (run.exitCode()) {
            case ExitCode.INTERRUPTED -> "Interrupted. ";
            case ExitCode.FAILED -> "Not everything was planned. ";
            default -> "";
        };
    }

    private static RunSummary done(RunResult run, String before, NextCommand commands) {
        String numbers = ": " + run.done(Action.ADD) + " added, " + run.done(Action.REMOVE) + " removed.";
        boolean isSaved = run.saved().isPresent();
        if (run.exitCode() == ExitCode.INTERRUPTED) {
            return of(Style.REFUSAL, before + "Interrupted" + numbers)
                    .then(
                            (isSaved ? APPLIED_ONCE : "") + "To make the remaining changes:",
                            isSaved ? commands.ofNewPlan() : commands.ofSame());
        }
        boolean isDone = run.exitCode() == ExitCode.DONE || run.exitCode() == ExitCode.REFUSED;
        if (isDone) {
            RunSummary done = of(before.isEmpty() ? Style.DONE : Style.REFUSAL, before + "Done" + numbers);
            return done.thenUndo(run, commands);
        }
        int declined = run.count(Status.DECLINED);
        if (run.isOnlyDeclined()) {
            return declined == run.syncs().size()
                    ? of(Style.WARNING, "You declined. " + NOTHING_WRITTEN)
                    : of(
                                    Style.WARNING,
                                    before + "You declined " + declined + " of "
                                            + run.syncs().size() + " syncs. "
                                            + (run.done() == 0 ? NOTHING_WRITTEN : "Done" + numbers))
                            .thenUndo(run, commands);
        }
        RunSummary failed = of(Style.REFUSAL, before + "Not everything was done" + numbers);
        String again = isSaved ? commands.ofNewPlan() : commands.ofSame();
        int addedSince = EarlierAdditions.countAddedSince(run.syncs(), isSaved);
        if (addedSince > 0 && addedSince == run.notDone()) {
            return failed.then(
                    TextFormat.count(addedSince, "member was", "members were")
                            + " unknown to the service when the plan was made. This run has added "
                            + (addedSince == 1 ? "this member" : "them") + " to it since. "
                            + (isSaved ? "Plan again:" : "Run again:"),
                    again);
        }
        return isSaved
                ? failed.then(APPLIED_ONCE + "Repair the cause, then plan again:", again)
                : failed.then(
                        "Repair the cause, then run the same command again. It makes only the changes that are left:",
                        again);
    }

    private static RunSummary planned(RunResult run, String before, NextCommand commands) {
        int cannotAdd = run.cannotAdd();
        int changes = run.planned(Action.ADD) + run.planned(Action.REMOVE);
        String numbers = ": " + run.planned(Action.ADD) + " to add, " + run.planned(Action.REMOVE) + " to remove"
                + (cannotAdd == 0 ? "" : ", " + cannotAdd + " cannot be added") + ". Nothing has changed yet.";
        return switch (run.exitCode()) {
            case ExitCode.INTERRUPTED ->
                of(Style.REFUSAL, before + "Interrupted" + numbers).then("To plan again:", commands.ofSame());
            case ExitCode.FAILED ->
                of(
                                Style.REFUSAL,
                                run.isNothingPlanned()
                                        ? "Nothing could be planned."
                                        : before + "Not everything was planned" + numbers)
                        .then("Repair the cause, then plan again:", commands.ofSame());
            default -> {
                RunSummary planned = of(before.isEmpty() ? Style.TITLE : Style.REFUSAL, before + "Planned" + numbers);
                if (run.saved().isPresent() && !run.request().writes()) {
                    yield planned.then(
                            "To apply exactly this plan:",
                            commands.ofSaved(run.saved().get().file()));
                }
                yield changes == 0 ? planned : planned.then(toMake(run), commands.ofPlanned(run));
            }
        };
    }

    private static String toMake(RunResult run) {
        int refused = run.count(Status.REFUSED);
        String what = run.request().saved().out().isPresent() ? "To save these changes" : "To make these changes";
        return what + (refused == 0 ? "" : ", without the refused " + (refused == 1 ? "sync" : "syncs")) + ":";
    }
}
