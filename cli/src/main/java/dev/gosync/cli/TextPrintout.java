package dev.gosync.cli;

import static dev.gosync.cli.Words.visible;

import dev.gosync.Action;
import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import dev.gosync.cli.SyncResult.End;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Tells a run to a person: a line for each thing that is added, removed or kept, and afterwards for each that is not done.
 * Written for long lists: straight to the writer, which buffers.
 */
final class TextPrintout implements Printout {
    private final PrintWriter out;
    private final boolean onlyProblems;

    TextPrintout(PrintWriter out, boolean onlyProblems) {
        this.out = out;
        this.onlyProblems = onlyProblems;
    }

    @Override
    public void planned(SyncSetup sync, List<Report> reports) {
        List<Destination> destinations = sync.destinations();
        if (onlyProblems && reports.stream().noneMatch(TextPrintout::isProblem)) {
            return;
        }
        out.print(sync.name());
        out.print(": from ");
        out.print(visible(sync.source().name()));
        reports.stream().flatMap(report -> report.plan().stream()).findFirst().ifPresent(plan -> {
            out.print(", which has ");
            out.print(plan.source().size());
            leftOut(plan.source().listing().leftOut());
        });
        out.println();
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            if (!onlyProblems || isProblem(report)) {
                out.print("  ");
                out.print(title(destinations.get(i)));
                if (report.plan().isPresent()) {
                    plan(report.plan().get());
                } else {
                    out.println(": not read");
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
                out.println(visible(thing));
            }
        }
        for (Map.Entry<String, String> kept : plan.kept().entrySet()) {
            out.print("    = ");
            out.print(visible(kept.getKey()));
            out.print(" (");
            out.print(visible(kept.getValue()));
            out.println(")");
        }
        for (String warning : plan.warnings()) {
            out.print("    warning: ");
            out.println(visible(warning));
        }
        for (Objection objection : plan.objections()) {
            out.print("    REFUSED by ");
            out.print(objection.option());
            out.print(": ");
            out.println(visible(objection.toString()));
        }
    }

    private void leftOut(Map<String, Integer> leftOut) {
        if (!leftOut.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "; left out: ", "");
            leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
            out.print(visible(reasons.toString()));
        }
    }

    @Override
    public void ended(SyncResult sync) {
        sync.failure().ifPresent(failure -> {
            out.print(sync.setup().name());
            out.print(": FAILED: ");
            out.println(visible(failure.message()));
        });
        switch (sync.end()) {
            case REFUSED ->
                out.println("  A guard refused: nothing is written to any destination of "
                        + sync.setup().name() + ". To lift it for one run: --allow OPTION=VALUE.");
            case DECLINED -> out.println("  Not applied.");
            case NOT_STARTED -> out.println(sync.setup().name() + ": not started");
            case INTERRUPTED -> {
                if (sync.reports().isEmpty()) {
                    out.println(sync.setup().name() + ": interrupted, nothing written");
                }
                done(sync);
            }
            case DONE, FAILED -> done(sync);
            case PLANNED, NOTHING_TO_DO -> {}
        }
        out.flush();
    }

    private void done(SyncResult sync) {
        for (int i = 0; i < sync.reports().size(); i++) {
            Report report = sync.reports().get(i);
            // What was only planned, or could not even be read, was said with the plan.
            if (report.dryRun() || report.plan().isEmpty() || (onlyProblems && report.isClean())) {
                continue;
            }
            out.print("  ");
            out.print(visible(sync.setup().destinations().get(i).name()));
            out.print(": ");
            out.println(numbers(report));
            failure(report);
            for (Outcome outcome : report.outcomes()) {
                if (outcome.state() != Outcome.State.DONE) {
                    out.print("    ");
                    out.println(visible(outcome.toString()));
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
            out.println(visible(failure.message()));
        });
    }

    private static String title(Destination destination) {
        String place = destination.place().name();
        return visible(destination.name().equals(place) ? place : destination.name() + " (" + place + ")");
    }

    @Override
    public void finished(RunResult run) {
        if (onlyProblems) {
            return;
        }
        if (!run.request().allowed().isEmpty()) {
            out.println("Allowed for this run: " + joined(run.request().allowed()));
        }
        if (run.syncs().stream().allMatch(sync -> sync.end() == End.NOTHING_TO_DO)) {
            out.println("Nothing to do.");
        } else if (run.request().writes() && !run.request().dryRun()) {
            String end = run.exitCode() == ExitCode.DONE ? "Done" : "Not all done";
            out.println(unlessInterrupted(run, end) + run.done(Action.ADD) + " added, " + run.done(Action.REMOVE)
                    + " removed.");
        } else {
            String end = run.exitCode() == ExitCode.FAILED ? "Not all planned" : "Planned";
            out.println(unlessInterrupted(run, end) + run.planned(Action.ADD) + " to add, " + run.planned(Action.REMOVE)
                    + " to remove. Nothing was written.");
        }
        out.flush();
    }

    private static String unlessInterrupted(RunResult run, String end) {
        return (run.exitCode() == ExitCode.INTERRUPTED ? "Interrupted" : end) + ": ";
    }

    private static String joined(List<Allowance> allowances) {
        StringJoiner joined = new StringJoiner(", ");
        allowances.forEach(allowance -> joined.add(allowance.toString()));
        return joined.toString();
    }
}
