package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Prints a run as text: each plan with one line for each thing that is added, removed or kept, then the result. Things
 * that cannot be added, are not done or have a note share a line if they have the same reason. Prints directly to the
 * buffered writer, because lists can be long.
 */
final class TextPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final boolean onlyProblems;
    private final RunRequest request;
    private final AllowCommand allowCommand;

    TextPrinter(PrintWriter out, boolean onlyProblems, RunRequest request, int configuredSyncs) {
        this.out = out;
        this.onlyProblems = onlyProblems;
        this.request = request;
        this.allowCommand = new AllowCommand(request, configuredSyncs);
    }

    @Override
    public void undoing(PlannedUndo undo) {
        if (!onlyProblems) {
            new UndoText(out, undo).before();
        }
    }

    @Override
    public void planned(ConfiguredSync setup, Plans plans) {
        List<Report> shown = plans.reports().stream()
                .filter(report -> !onlyProblems || isProblem(report) || isWithoutThings(setup, report, plans))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        out.print(shownIn(setup.name()));
        out.print(": from ");
        out.print(shownIn(setup.source().name()));
        plans.plans().stream().findFirst().ifPresent(plan -> {
            out.print(", ");
            out.print(TextFormat.count(plan.source().size(), "thing", "things"));
            leftOut(plan.source().listing().leftOut());
        });
        out.println();
        for (Report report : shown) {
            out.print("  ");
            out.print(title(setup.destination(report)));
            if (report.plan().isEmpty()) {
                out.println(": could not be read");
                failure(report);
            } else if (!onlyProblems || isProblem(report)) {
                plan(report.plan().get());
            } else {
                numbers(report.plan().get());
                cannotAdd(report.plan().get());
                movedDomains(report.plan().get());
            }
        }
        out.flush();
    }

    /** Whether things cannot be added, and neither the configuration tolerates that nor will the result report it. */
    private boolean isWithoutThings(ConfiguredSync setup, Report report, Plans plans) {
        boolean hasResult = request.writes() && !request.dryRun() && !plans.isRefused();
        Set<FailureKind> tolerated = setup.destination(report).tolerated();
        return !hasResult
                && report.plan().stream()
                        .flatMap(plan -> plan.cannotAdd().values().stream())
                        .anyMatch(failure ->
                                failure.kind().filter(tolerated::contains).isEmpty());
    }

    private static boolean isProblem(Report report) {
        return report.failure().isPresent()
                || report.plan().filter(plan -> !plan.objections().isEmpty()).isPresent();
    }

    private void plan(Plan plan) {
        numbers(plan);
        for (Action action : plan.mode().actions()) {
            for (String thing : plan.change().of(action)) {
                out.print("    ");
                out.print(TextFormat.sign(action));
                out.print(' ');
                out.println(shownIn(thing));
            }
        }
        cannotAdd(plan);
        plan.kept().forEach((member, why) -> line("= " + shownIn(member) + " (" + TextFormat.oneLine(why) + ")"));
        plan.alreadyThere()
                .forEach((thing, member) -> line("= " + shownIn(thing) + " is already there as " + shownIn(member)));
        movedDomains(plan);
        plan.warnings().forEach(warning -> line("warning: " + TextFormat.oneLine(warning)));
        for (Objection objection : plan.objections()) {
            line("REFUSED by " + objection.option() + ": " + TextFormat.oneLine(objection.toString()));
        }
    }

    private void numbers(Plan plan) {
        out.print(": ");
        if (plan.isEmpty()) {
            out.print("nothing to do, ");
        }
        for (Action action : plan.mode().actions()) {
            int count = plan.change().of(action).size();
            if (count > 0) {
                out.print(count);
                out.print(action == Action.ADD ? " to add, " : " to remove, ");
            }
        }
        if (!plan.cannotAdd().isEmpty()) {
            out.print(plan.cannotAdd().size());
            out.print(" cannot be added, ");
        }
        out.print(plan.unchanged());
        out.print(plan.unchanged() == 1 ? " stays" : " stay");
        leftOut(plan.destination().listing().leftOut());
        out.println();
    }

    private void cannotAdd(Plan plan) {
        ThingsByReason lines = new ThingsByReason();
        plan.cannotAdd().forEach((thing, failure) -> lines.add("?", thing, failure.problem(), false));
        lines.print(out);
    }

    private void movedDomains(Plan plan) {
        plan.movedDomains()
                .forEach((removal, addition) ->
                        line("moved to another domain? " + shownIn(removal) + " -> " + shownIn(addition)));
    }

    private void line(String text) {
        out.print("    ");
        out.println(text);
    }

    private void leftOut(Map<String, Integer> leftOut) {
        if (!leftOut.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "; left out: ", "");
            leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
            out.print(TextFormat.oneLine(reasons.toString()));
        }
    }

    @Override
    public void compared(SavedPlanUse use) {
        new SavedPlanText(out).print(use, onlyProblems);
        out.flush();
    }

    @Override
    public void syncFinished(SyncResult result) {
        String name = shownIn(result.setup().name());
        result.failure().ifPresent(failure -> {
            out.print(name);
            out.print(result.status() == Status.REFUSED ? ": REFUSED: " : ": FAILED: ");
            out.println(TextFormat.oneLine(failure.message()));
        });
        switch (result.status()) {
            case REFUSED -> {
                out.println("  Refused: nothing was written to any destination of " + name + ".");
                allowCommand.of(result).ifPresent(command -> {
                    out.println("  Check the plan. To apply it once as it is:");
                    out.println("    " + command);
                });
            }
            case DECLINED -> out.println("  Not applied.");
            case NOT_STARTED -> out.println(name + ": not started");
            case INTERRUPTED -> {
                if (result.reports().isEmpty()) {
                    out.println(name + ": interrupted, nothing written");
                }
                outcomes(result);
            }
            case DONE, FAILED, NOTHING_TO_DO -> outcomes(result);
            case PLANNED -> {}
        }
        out.flush();
    }

    private void outcomes(SyncResult result) {
        // Destinations that were only planned or could not be read were printed with the plan.
        List<Report> shown = result.reports().stream()
                .filter(report -> !report.dryRun() && report.plan().isPresent())
                .filter(report -> !onlyProblems || !report.isClean())
                .toList();
        if (onlyProblems && !shown.isEmpty()) {
            out.println(shownIn(result.setup().name()) + ": not everything was done");
        }
        for (Report report : shown) {
            out.print("  ");
            out.print(shownIn(result.setup().destination(report).name()));
            out.print(": ");
            report.notRemoved().ifPresent(text -> out.print(text + "; "));
            out.println(numbers(report));
            failure(report);
            Set<String> inPlan = report.plan().orElseThrow().cannotAdd().keySet();
            ThingsByReason lines = new ThingsByReason();
            report.outcomes().stream()
                    .filter(this::isWorthALine)
                    .forEach(outcome -> lines.add(
                            TextFormat.sign(outcome.action()),
                            outcome.thing(),
                            outcome.result(),
                            !onlyProblems && outcome.action() == Action.ADD && inPlan.contains(outcome.thing())));
            lines.print(out);
        }
    }

    private boolean isWorthALine(Outcome outcome) {
        return outcome.state() != Outcome.State.DONE
                || (!onlyProblems && !outcome.reason().isEmpty());
    }

    private static String numbers(Report report) {
        int added = 0;
        int removed = 0;
        int alreadyThere = 0;
        int skipped = 0;
        int undone = 0;
        for (Outcome outcome : report.outcomes()) {
            switch (outcome.state()) {
                case DONE -> {
                    if (outcome.alreadyThere()) {
                        alreadyThere++;
                    } else if (outcome.action() == Action.ADD) {
                        added++;
                    } else {
                        removed++;
                    }
                }
                case SKIPPED -> skipped++;
                case FAILED, NOT_KNOWN, NOT_STARTED -> undone++;
            }
        }
        StringJoiner numbers = new StringJoiner(", ");
        numbers.setEmptyValue("nothing to do");
        if (added > 0) {
            numbers.add(added + " added");
        }
        if (removed > 0) {
            numbers.add(removed + " removed");
        }
        if (alreadyThere > 0) {
            numbers.add(alreadyThere + " already there");
        }
        if (skipped > 0) {
            numbers.add(skipped + " skipped");
        }
        if (undone > 0) {
            numbers.add(undone + " NOT done");
        }
        return numbers.toString();
    }

    private void failure(Report report) {
        report.failure().ifPresent(failure -> line("FAILED: " + TextFormat.oneLine(failure.message())));
    }

    private static String title(ConfiguredDestination destination) {
        String place = destination.place().name();
        return shownIn(destination.name().equals(place) ? place : destination.name() + " (" + place + ")");
    }

    @Override
    public void runFinished(RunResult run) {
        run.vanished().forEach(vanished -> out.println("warning: " + shownIn(vanished.toString()) + "."));
        if (onlyProblems) {
            out.flush();
            return;
        }
        if (!request.overrides().isEmpty() || request.firstRun()) {
            StringJoiner overrides = new StringJoiner(", ");
            request.overrides().forEach(override -> overrides.add(override.toString()));
            if (request.firstRun()) {
                overrides.add("first-run");
            }
            out.println("Allowed for this run: " + overrides);
        }
        run.saved().filter(use -> !use.isBlocked()).ifPresent(new SavedPlanText(out)::printLeft);
        out.println(lastLine(run));
        request.undo().ifPresent(undo -> new UndoText(out, undo).after(run));
        run.saved().filter(use -> !request.writes()).ifPresent(use -> {
            out.println("Saved in " + shownIn(use.file()) + ". To apply exactly this plan:");
            out.println("  " + allowCommand.ofSaved(use.file()));
        });
        out.flush();
    }

    /** A refused sync has no part in the numbers, because nothing of it may be done. */
    private static String lastLine(RunResult run) {
        int all = run.syncs().size();
        int refused = run.count(Status.REFUSED);
        int cannotAdd = run.cannotAdd();
        if (all == 0 && run.request().undo().isPresent()) {
            return "Nothing to undo.";
        }
        if (run.saved().filter(SavedPlanUse::isStale).isPresent()) {
            return "Refused: the saved plan is stale. Nothing was written. Plan again.";
        }
        if (run.count(Status.NOTHING_TO_DO) == all) {
            return cannotAdd == 0
                    ? "Nothing to do."
                    : "Nothing to do, but " + TextFormat.count(cannotAdd, "thing", "things") + " cannot be added.";
        }
        if (refused > 0 && refused + run.count(Status.NOTHING_TO_DO) == all) {
            return "Refused" + (all == 1 ? "" : ": " + refused + " of " + all + " syncs") + ". Nothing was written.";
        }
        String result = refused == 0 ? "" : "Refused: " + refused + " of " + all + " syncs. ";
        if (run.saved().filter(SavedPlanUse::isBlocked).isPresent()) {
            return result
                    + (run.exitCode() == ExitCode.INTERRUPTED
                            ? "Interrupted. "
                            : run.exitCode() == ExitCode.FAILED ? "Not everything was planned. " : "")
                    + "Nothing was written.";
        }
        if (run.request().writes() && !run.request().dryRun()) {
            boolean isDone = run.exitCode() == ExitCode.DONE || run.exitCode() == ExitCode.REFUSED;
            return result + unlessInterrupted(run, isDone ? "Done" : "Not everything was done") + ": "
                    + run.done(Action.ADD) + " added, " + run.done(Action.REMOVE) + " removed.";
        }
        return result
                + unlessInterrupted(run, run.exitCode() == ExitCode.FAILED ? "Not everything was planned" : "Planned")
                + ": " + run.planned(Action.ADD) + " to add, " + run.planned(Action.REMOVE) + " to remove"
                + (cannotAdd == 0 ? "" : ", " + cannotAdd + " cannot be added") + ". Nothing was written.";
    }

    private static String unlessInterrupted(RunResult run, String result) {
        return run.exitCode() == ExitCode.INTERRUPTED ? "Interrupted" : result;
    }
}
