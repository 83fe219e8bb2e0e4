package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

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
import java.util.stream.Collectors;

/**
 * Prints a run as text: each plan with one line for each thing that is added, removed, kept or cannot be added, then one
 * line for each thing that is not done or has a note. Prints directly to the buffered writer, because lists can be long.
 */
final class TextPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final boolean onlyProblems;
    private final AllowCommand allowCommand;

    TextPrinter(PrintWriter out, boolean onlyProblems, AllowCommand allowCommand) {
        this.out = out;
        this.onlyProblems = onlyProblems;
        this.allowCommand = allowCommand;
    }

    @Override
    public void planned(SyncSetup setup, Plans plans) {
        if (onlyProblems && plans.reports().stream().noneMatch(TextPrinter::isProblem)) {
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
        if (!plan.cannotAdd().isEmpty()) {
            out.print(plan.cannotAdd().size());
            out.print(" cannot be added, ");
        }
        out.print(plan.unchanged());
        out.print(plan.unchanged() == 1 ? " stays" : " stay");
        leftOut(plan.destination().listing().leftOut());
        out.println();
        for (Action action : plan.mode().actions()) {
            String sign = action == Action.ADD ? "    + " : "    - ";
            for (String thing : plan.change().of(action)) {
                out.print(sign);
                out.println(shownIn(thing));
            }
        }
        plan.cannotAdd().forEach((thing, failure) -> line("? " + thing + ": " + failure.problem()));
        plan.kept().forEach((member, why) -> line("= " + member + " (" + why + ")"));
        plan.alreadyThere().forEach((thing, member) -> line("= " + thing + " is already there as " + member));
        plan.movedDomains()
                .forEach((removal, addition) -> line("moved to another domain? " + removal + " -> " + addition));
        plan.warnings().forEach(warning -> line("warning: " + warning));
        for (Objection objection : plan.objections()) {
            out.print("    REFUSED by ");
            out.print(objection.option());
            out.print(": ");
            out.println(shownIn(objection.toString()));
        }
    }

    private void line(String text) {
        out.print("    ");
        out.println(shownIn(text));
    }

    private void leftOut(Map<String, Integer> leftOut) {
        if (!leftOut.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "; left out: ", "");
            leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
            out.print(shownIn(reasons.toString()));
        }
    }

    @Override
    public void syncFinished(SyncResult result) {
        String name = shownIn(result.setup().name());
        result.failure().ifPresent(failure -> {
            out.print(name);
            out.print(result.status() == Status.REFUSED ? ": REFUSED: " : ": FAILED: ");
            out.println(shownIn(failure.message()));
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
        for (Report report : result.reports()) {
            // Destinations that were only planned or could not be read were printed with the plan.
            if (report.dryRun() || report.plan().isEmpty() || (onlyProblems && report.isClean())) {
                continue;
            }
            out.print("  ");
            out.print(shownIn(result.setup().destination(report).name()));
            out.print(": ");
            report.notRemoved().ifPresent(text -> out.print(text + "; "));
            out.println(numbers(report));
            failure(report);
            report.outcomes().stream().filter(this::isWorthALine).forEach(outcome -> line(outcome.toString()));
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
        report.failure().ifPresent(failure -> {
            // The engine's own messages can have several lines. Text of a service must not make lines.
            String message = failure.kind().isPresent()
                    ? failure.message()
                    : failure.message().lines().map(String::strip).collect(Collectors.joining(" "));
            line("FAILED: " + message);
        });
    }

    private static String title(Destination destination) {
        String place = destination.place().name();
        return shownIn(destination.name().equals(place) ? place : destination.name() + " (" + place + ")");
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
        out.println(lastLine(run));
        out.flush();
    }

    /** A refused sync has no part in the numbers, because nothing of it may be done. */
    private static String lastLine(RunResult run) {
        int all = run.syncs().size();
        int refused = run.count(Status.REFUSED);
        int cannotAdd = run.cannotAdd();
        if (run.count(Status.NOTHING_TO_DO) == all) {
            return cannotAdd == 0
                    ? "Nothing to do."
                    : "Nothing to do, but " + TextFormat.count(cannotAdd, "thing", "things") + " cannot be added.";
        }
        if (refused > 0 && refused + run.count(Status.NOTHING_TO_DO) == all) {
            return "Refused" + (all == 1 ? "" : ": " + refused + " of " + all + " syncs") + ". Nothing was written.";
        }
        String result = refused == 0 ? "" : "Refused: " + refused + " of " + all + " syncs. ";
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
