package dev.gosync.cli;

import static dev.gosync.cli.TextFormat.escaped;

import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import dev.gosync.cli.SyncResult.Status;
import java.io.PrintWriter;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Prints a run as text: each plan with one line for each thing that is added, removed or kept, then one line for each
 * thing that is not done. Prints directly to the buffered writer, because lists can be long.
 */
final class TextPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final boolean onlyProblems;

    TextPrinter(PrintWriter out, boolean onlyProblems) {
        this.out = out;
        this.onlyProblems = onlyProblems;
    }

    @Override
    public void planned(SyncSetup setup, Plans plans) {
        if (onlyProblems && plans.reports().stream().noneMatch(TextPrinter::isProblem)) {
            return;
        }
        out.print(setup.name());
        out.print(": from ");
        out.print(escaped(setup.source().name()));
        plans.plans().stream().findFirst().ifPresent(plan -> {
            out.print(", ");
            out.print(TextFormat.count(plan.source().size(), "thing", "things"));
            leftOut(plan.source().listing().leftOut());
        });
        out.println();
        for (Report report : plans.reports()) {
            if (!onlyProblems || isProblem(report)) {
                out.print("  ");
                out.print(title(setup.destination(report)));
                if (report.plan().isPresent()) {
                    plan(report.plan().get());
                } else {
                    out.println(": could not be read");
                    failure(report);
                }
            }
        }
        out.flush();
    }

    private static boolean isProblem(Report report) {
        return report.failure().isPresent()
                || report.plan().filter(plan -> !plan.objections().isEmpty()).isPresent();
    }

    private void plan(Plan plan) {
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
        out.print(plan.unchanged());
        out.print(plan.unchanged() == 1 ? " stays" : " stay");
        leftOut(plan.destination().listing().leftOut());
        out.println();
        for (Action action : plan.mode().actions()) {
            String sign = action == Action.ADD ? "    + " : "    - ";
            for (String thing : plan.change().of(action)) {
                out.print(sign);
                out.println(escaped(thing));
            }
        }
        for (Map.Entry<String, String> kept : plan.kept().entrySet()) {
            out.print("    = ");
            out.print(escaped(kept.getKey()));
            out.print(" (");
            out.print(escaped(kept.getValue()));
            out.println(")");
        }
        for (String warning : plan.warnings()) {
            out.print("    warning: ");
            out.println(escaped(warning));
        }
        for (Objection objection : plan.objections()) {
            out.print("    REFUSED by ");
            out.print(objection.option());
            out.print(": ");
            out.println(escaped(objection.toString()));
        }
    }

    private void leftOut(Map<String, Integer> leftOut) {
        if (!leftOut.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "; left out: ", "");
            leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
            out.print(escaped(reasons.toString()));
        }
    }

    @Override
    public void syncFinished(SyncResult result) {
        String name = result.setup().name();
        result.failure().ifPresent(failure -> {
            out.print(name);
            out.print(result.status() == Status.REFUSED ? ": REFUSED: " : ": FAILED: ");
            out.println(escaped(failure.message()));
        });
        switch (result.status()) {
            case REFUSED -> {
                out.println("  Refused: nothing was written to any destination of " + name + ".");
                if (result.failure().isEmpty()) {
                    out.println("  To override a guard for one run, add --allow GUARD=VALUE.");
                }
            }
            case DECLINED -> out.println("  Not applied.");
            case NOT_STARTED -> out.println(name + ": not started");
            case INTERRUPTED -> {
                if (result.reports().isEmpty()) {
                    out.println(name + ": interrupted, nothing written");
                }
                outcomes(result);
            }
            case DONE, FAILED -> outcomes(result);
            case PLANNED, NOTHING_TO_DO -> {}
        }
        out.flush();
    }

    private void outcomes(SyncResult result) {
        for (Report report : result.reports()) {
            // Destinations that were only planned or could not be read were printed with the plan.
            if (report.dryRun() || report.plan().isEmpty() || (onlyProblems && report.isClean())) {
                continue;
            }
            out.print("  ");
            out.print(escaped(result.setup().destination(report).name()));
            out.print(": ");
            out.println(numbers(report));
            failure(report);
            for (Outcome outcome : report.outcomes()) {
                if (outcome.state() != Outcome.State.DONE) {
                    out.print("    ");
                    out.println(escaped(outcome.toString()));
                }
            }
        }
    }

    private static String numbers(Report report) {
        int added = 0;
        int removed = 0;
        int skipped = 0;
        int undone = 0;
        for (Outcome outcome : report.outcomes()) {
            switch (outcome.state()) {
                case DONE -> {
                    if (outcome.action() == Action.ADD) {
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
        if (removed > 0) {
            numbers.add(removed + " removed");
        }
        if (added > 0) {
            numbers.add(added + " added");
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
        report.failure().ifPresent(failure -> {
            out.print("    FAILED: ");
            out.println(escaped(failure.message()));
        });
    }

    private static String title(Destination destination) {
        String place = destination.place().name();
        return escaped(destination.name().equals(place) ? place : destination.name() + " (" + place + ")");
    }

    @Override
    public void runFinished(RunResult run) {
        if (onlyProblems) {
            return;
        }
        RunRequest request = run.request();
        if (!request.overrides().isEmpty()) {
            StringJoiner overrides = new StringJoiner(", ");
            request.overrides().forEach(override -> overrides.add(override.toString()));
            out.println("Allowed for this run: " + overrides);
        }
        if (run.syncs().stream().allMatch(sync -> sync.status() == Status.NOTHING_TO_DO)) {
            out.println("Nothing to do.");
        } else if (request.writes() && !request.dryRun()) {
            String result = run.exitCode() == ExitCode.DONE ? "Done" : "Not everything was done";
            out.println(unlessInterrupted(run, result) + ": " + run.done(Action.ADD) + " added, "
                    + run.done(Action.REMOVE) + " removed.");
        } else {
            String result = run.exitCode() == ExitCode.FAILED ? "Not everything was planned" : "Planned";
            out.println(unlessInterrupted(run, result) + ": " + run.planned(Action.ADD) + " to add, "
                    + run.planned(Action.REMOVE) + " to remove. Nothing was written.");
        }
        out.flush();
    }

    private static String unlessInterrupted(RunResult run, String result) {
        return run.exitCode() == ExitCode.INTERRUPTED ? "Interrupted" : result;
    }
}
