package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import java.util.List;
import java.util.Set;

/**
 * Prints a run as text: each plan with one line for each thing that is added or removed, then the result, then a summary.
 * Things that cannot be added, stay, are not done or have a note share a line if they have the same reason.
 */
final class TextPrinter implements ResultPrinter {
    private static final int INDENTATION = 4;

    private final TextOutput out;
    private final TextOutput results;
    private final boolean onlyProblems;
    private final RunRequest request;
    private final NextCommand commands;
    private final EarlierAdditions earlier;

    /**
     * Makes a printer.
     *
     * @param onlyProblems whether it prints nothing if there is no problem
     * @param earlier the additions of the run, of which there is none yet
     * @param hasJournal whether the run leaves a journal
     */
    TextPrinter(
            TextOutput out,
            boolean onlyProblems,
            RunRequest request,
            NextCommand commands,
            EarlierAdditions earlier,
            boolean hasJournal) {
        this.out = out;
        this.results = out.forResults(hasJournal);
        this.onlyProblems = onlyProblems;
        this.request = request;
        this.commands = commands;
        this.earlier = earlier;
    }

    @Override
    public void undoing(PlannedUndo undo) {
        if (!onlyProblems) {
            new UndoText(out, undo).before();
        }
    }

    @Override
    public void planned(ConfiguredSync setup, Plans plans) {
        if (!plans.isRefused()) {
            earlier.add(setup, plans.reports());
        }
        List<Report> shown = plans.reports().stream()
                .filter(report -> !onlyProblems || isProblem(report) || isWithoutThings(setup, report, plans))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        TextLine line = out.line(0)
                .name(Style.TITLE, shownIn(setup.name()))
                .text(request.undo().isPresent() ? ": undo of " : ": from ")
                .text(shownIn(setup.source().name()));
        plans.plans().stream()
                .filter(plan -> request.undo().isEmpty())
                .findFirst()
                .ifPresent(
                        plan -> line.text(", " + TextFormat.count(plan.source().size(), "member", "members")
                                + TextFormat.leftOut(plan.source().listing().leftOut())));
        line.print();
        boolean hasCommand =
                plans.isRefused() && commands.of(setup, plans.reports()).isPresent();
        ToldReasons told = new ToldReasons();
        for (Report report : shown) {
            String title = title(setup.destination(report));
            if (report.plan().isEmpty()) {
                out.line(2)
                        .text(Style.TITLE, title)
                        .text(": ")
                        .text(Style.REFUSAL, "could not be read")
                        .print();
                failure(report);
            } else {
                Plan plan = report.plan().get();
                PlanText text =
                        new PlanText(out, plan, earlier.sentences(request, setup, setup.destination(report), plan));
                if (!onlyProblems || isProblem(report)) {
                    text.print(title, hasCommand, told);
                } else {
                    text.printProblems(title, told);
                }
            }
        }
        boolean isAsked = request.mustAsk() && !plans.isRefused() && !plans.isEmpty();
        if (isAsked) {
            allowed(2);
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

    @Override
    public void compared(SavedPlanUse use) {
        new SavedPlanText(out).print(use, onlyProblems);
        out.flush();
    }

    @Override
    public void syncFinished(SyncResult result) {
        String name = shownIn(result.setup().name());
        result.failure()
                .ifPresent(failure -> out.line(0)
                        .name(Style.TITLE, name)
                        .text(": ")
                        .text(Style.REFUSAL, result.status() == Status.REFUSED ? "REFUSED: " : "FAILED: ")
                        .text(TextFormat.oneLine(failure.message()))
                        .print());
        switch (result.status()) {
            case REFUSED -> refused(result, name);
            case DECLINED -> out.line(2).text(Style.WARNING, "Not applied.").print();
            case NOT_STARTED ->
                out.line(0).name(Style.TITLE, name).text(": not started").print();
            case INTERRUPTED -> {
                if (result.reports().isEmpty()) {
                    out.line(0)
                            .name(Style.TITLE, name)
                            .text(": interrupted, nothing written")
                            .print();
                }
                outcomes(result);
            }
            case DONE, FAILED, NOTHING_TO_DO -> outcomes(result);
            case PLANNED -> {}
        }
        out.flush();
    }

    private void refused(SyncResult result, String name) {
        if (commands.configuredSyncs() > 1 || onlyProblems) { // otherwise the summary says it
            out.line(2)
                    .text(Style.REFUSAL, "Refused:")
                    .text(" nothing was written to any destination of ")
                    .name(name + ".")
                    .print();
        }
        commands.of(result.setup(), result.reports()).ifPresent(command -> {
            RefusalAdvice advice = RefusalAdvice.of(result.reports(), request);
            advice.warning()
                    .ifPresent(warning -> out.line(2)
                            .text(Style.WARNING, "WARNING: " + warning)
                            .print());
            out.line(2).text(advice.check()).print();
            out.command(INDENTATION, command);
        });
    }

    private void outcomes(SyncResult result) {
        // Destinations that were only planned, could not be read or need nothing were printed with the plan.
        List<Report> shown = result.reports().stream()
                .filter(report -> !report.dryRun() && report.plan().isPresent())
                .filter(report ->
                        !report.outcomes().isEmpty() || report.failure().isPresent())
                .filter(report -> !onlyProblems || !report.isClean())
                .toList();
        if (onlyProblems && !shown.isEmpty()) {
            out.line(0)
                    .name(Style.TITLE, shownIn(result.setup().name()))
                    .text(": not everything was done")
                    .print();
        }
        ToldReasons told = new ToldReasons();
        for (Report report : shown) {
            OutcomeCount.of(report)
                    .print(out.line(2)
                            .text(
                                    Style.TITLE,
                                    shownIn(result.setup().destination(report).name()))
                            .text(": "));
            failure(report);
            ThingsByReason lines = new ThingsByReason(told);
            report.outcomes().stream().filter(this::isWorthALine).forEach(outcome -> {
                boolean isInPlan = !onlyProblems && isInPlan(outcome, report);
                String text = isInPlan ? resultAfterPlan(outcome) : result(outcome, report);
                lines.add(style(outcome), TextFormat.sign(outcome.action()), outcome.thing(), text, isInPlan);
            });
            lines.print(results);
        }
    }

    /** Whether the plan has said already that this thing cannot be added, and why. */
    private static boolean isInPlan(Outcome outcome, Report report) {
        return outcome.action() == Action.ADD
                && report.plan()
                        .map(plan -> plan.cannotAdd().get(outcome.thing()))
                        .filter(failure ->
                                outcome.failure().filter(failure::equals).isPresent())
                        .isPresent();
    }

    private static String resultAfterPlan(Outcome outcome) {
        String state = TextFormat.words(outcome.state());
        return outcome.failure()
                .filter(failure -> !TextFormat.isTolerated(outcome))
                .map(failure -> state + ". " + failure.remedy())
                .orElse(state);
    }

    /** What stopped the work on a destination is told once, and not again for each thing that it concerns. */
    private static String result(Outcome outcome, Report report) {
        boolean isTold = report.failure()
                .filter(failure -> outcome.failure().filter(failure::equals).isPresent()
                        || failure.message().equals(outcome.reason()))
                .isPresent();
        String state = TextFormat.words(outcome.state());
        String reason = TextFormat.reason(outcome);
        return isTold || reason.isEmpty() ? state : state + " (" + reason + ")";
    }

    private boolean isWorthALine(Outcome outcome) {
        return outcome.state() != Outcome.State.DONE
                || (!onlyProblems && !outcome.reason().isEmpty());
    }

    private static Style style(Outcome outcome) {
        return switch (outcome.state()) {
            case DONE -> PlanText.style(outcome.action());
            case SKIPPED -> Style.WARNING;
            case FAILED, NOT_KNOWN, NOT_STARTED -> Style.REFUSAL;
        };
    }

    private void failure(Report report) {
        report.failure().ifPresent(failure -> {
            TextLine line = out.line(INDENTATION);
            if (TextFormat.isInterrupt(failure)) {
                line.text(Style.REFUSAL, TextFormat.INTERRUPTED).print();
            } else {
                line.text(Style.REFUSAL, "FAILED: ")
                        .text(TextFormat.oneLine(failure.message()))
                        .print();
            }
        });
    }

    private void allowed(int indentation) {
        request.allowed()
                .ifPresent(allowed -> out.line(indentation)
                        .text(Style.WARNING, "Allowed for this run: " + allowed)
                        .print());
    }

    private static String title(ConfiguredDestination destination) {
        return PlanText.title(destination.name(), destination.place().name());
    }

    @Override
    public void runFinished(RunResult run) {
        run.vanished()
                .forEach(vanished -> out.line(0)
                        .text(Style.WARNING, "warning: " + shownIn(vanished.toString()) + ".")
                        .print());
        if (onlyProblems) {
            out.flush();
            return;
        }
        allowed(0);
        run.saved()
                .filter(use -> !use.isBlocked())
                .flatMap(SavedPlanText::left)
                .ifPresent(left -> out.line(0).text(left).print());
        RunSummary summary = RunSummary.of(run, commands);
        out.line(0).text(summary.style(), summary.result()).print();
        TextLine next = out.line(0);
        run.saved()
                .filter(use -> !request.writes())
                .ifPresent(use -> next.text("Saved in ")
                        .name(shownIn(use.file()))
                        .text(summary.next().isEmpty() ? "." : ". "));
        if (!summary.next().isEmpty() || (run.saved().isPresent() && !request.writes())) {
            next.text(summary.next()).print();
        }
        summary.command().ifPresent(command -> out.command(2, command));
        UndoText.next(run).ifPresent(undone -> out.line(0).text(undone).print());
        out.flush();
    }
}
