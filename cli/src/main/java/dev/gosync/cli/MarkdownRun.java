package dev.gosync.cli;

import static dev.gosync.cli.Markdown.code;
import static dev.gosync.cli.Markdown.codeInCell;
import static dev.gosync.cli.Markdown.message;

import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.journal.PlanCheck;
import dev.gosync.journal.Undo;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes a run as Markdown: a summary, a table with a row for each destination, then the lists of each. */
final class MarkdownRun {
    private final Markdown document;
    private final RunResult run;
    private final NextCommand commands;
    private final EarlierAdditions earlier;
    private final int mostDestinations;

    MarkdownRun(
            Markdown document, RunResult run, NextCommand commands, EarlierAdditions earlier, int mostDestinations) {
        this.document = document;
        this.run = run;
        this.commands = commands;
        this.earlier = earlier;
        this.mostDestinations = mostDestinations;
    }

    void write() {
        RunSummary summary = RunSummary.of(run, commands);
        document.paragraph("## go-sync " + run.request().command() + " "
                + code(run.request()
                        .undo()
                        .map(undo -> undo.run().id())
                        .orElse(run.request().file())));
        document.paragraph("**" + summary.result() + "**");
        UndoText.next(run).ifPresent(next -> document.paragraph(message(next)));
        table();
        run.request().allowed().ifPresent(allowed -> document.paragraph("Allowed for this run: " + code(allowed)));
        document.list("Warnings", run.vanished(), gone -> message(gone.toString()));
        run.request().undo().ifPresent(this::undo);
        run.saved().ifPresent(this::saved);
        int left = mostDestinations;
        int syncsLeft = mostDestinations;
        for (SyncResult sync : syncs()) {
            if (syncsLeft-- > 0) {
                sync(sync);
            }
            for (ConfiguredDestination destination : sync.setup().destinations()) {
                Optional<Report> report = sync.report(destination);
                if (report.isPresent() && left-- > 0) {
                    destination(sync, destination, report.get());
                }
            }
        }
        next(summary);
    }

    /** The syncs in their order. If not all can be shown, those with a problem come first. */
    private List<SyncResult> syncs() {
        return mostDestinations == Integer.MAX_VALUE
                ? run.syncs()
                : run.syncs().stream()
                        .sorted(Comparator.comparing(MarkdownRun::isGood))
                        .toList();
    }

    private static boolean isGood(SyncResult sync) {
        return sync.status() == Status.DONE || sync.status() == Status.PLANNED || sync.status() == Status.NOTHING_TO_DO;
    }

    private void next(RunSummary summary) {
        if (!summary.next().isEmpty()) {
            document.paragraph(summary.next());
        }
        summary.command().ifPresent(document::command);
    }

    // --- The table

    private void table() {
        if (run.syncs().isEmpty()) {
            return;
        }
        boolean isApplied = run.request().mayWrite();
        if (isApplied) {
            document.row("Sync", "Destination", "Added", "Removed", "Not done", "Result");
        } else {
            document.row("Sync", "Destination", "To add", "To remove", "Cannot be added", "Stay", "Result");
        }
        document.row("---", "---", "---:", "---:", "---:", isApplied ? "---" : "---: | ---");
        int rows = 0;
        int all = 0;
        for (SyncResult sync : syncs()) {
            for (ConfiguredDestination destination : sync.setup().destinations()) {
                all++;
                if (rows < mostDestinations) {
                    rows++;
                    row(sync, destination, isApplied);
                }
            }
        }
        document.line("");
        if (rows < all) {
            document.paragraph("... and " + document.cut(all - rows) + " more destinations");
        }
    }

    private void row(SyncResult sync, ConfiguredDestination destination, boolean isApplied) {
        Optional<Report> report = sync.report(destination);
        Optional<Plan> plan = report.flatMap(Report::plan);
        List<String> cells = new ArrayList<>();
        cells.add(codeInCell(sync.setup().name()));
        cells.add(codeInCell(destination.name()));
        if (isApplied) {
            Optional<OutcomeCount> count = report.filter(done -> !done.dryRun()).map(OutcomeCount::of);
            int invited = count.map(OutcomeCount::invited).orElse(0);
            cells.add(number(count.map(OutcomeCount::added)) + (invited == 0 ? "" : " (" + invited + " only invited)"));
            cells.add(number(count.map(OutcomeCount::removed)));
            cells.add(number(count.map(each -> each.undone() + each.notKnown())));
        } else {
            cells.add(number(plan.map(made -> made.additions().size())));
            cells.add(number(plan.map(made -> made.removals().size())));
            cells.add(number(plan.map(made -> made.cannotAdd().size())));
            cells.add(number(plan.map(Plan::unchanged)));
        }
        cells.add(result(sync, report));
        document.row(cells.toArray(String[]::new));
    }

    private static String number(Optional<Integer> number) {
        return number.map(String::valueOf).orElse("");
    }

    private static String result(SyncResult sync, Optional<Report> report) {
        if (report.isPresent() && report.get().plan().isEmpty()) {
            return "**could not be read**";
        }
        if (sync.status() == Status.FAILED && report.filter(Report::isClean).isPresent()) {
            return resultBesideFailure(report.get()); // another destination failed
        }
        String status = TextFormat.words(sync.status());
        return isGood(sync) ? status : "**" + status + "**";
    }

    private static String resultBesideFailure(Report report) {
        boolean isEmpty = report.plan().filter(Plan::isEmpty).isPresent();
        return TextFormat.words(isEmpty ? Status.NOTHING_TO_DO : report.dryRun() ? Status.PLANNED : Status.DONE);
    }

    // --- What belongs to the whole run

    private void undo(PlannedUndo undo) {
        for (Undo.Place place : undo.leavingAlone()) {
            document.paragraph("Left alone in " + code(place.name()) + ":");
            document.grouped(
                    place.leftAlone().size() + " left alone",
                    byReason(place.leftAlone(), PlannedUndo::why, Undo.LeftAlone::thing));
        }
        document.list("Places that the configuration does not have", undo.notConfigured(), place -> code(place.name()));
        document.list("Warnings", undo.warnings(), Markdown::message);
    }

    private void saved(SavedPlanUse use) {
        document.paragraph(
                "Saved plan " + code(use.file()) + " of " + use.plan().madeAt().truncatedTo(ChronoUnit.SECONDS) + " by "
                        + code(use.plan().madeBy().who()));
        if (use.isConfigurationChanged()) {
            document.paragraph("The configuration has changed since then.");
        }
        use.check().ifPresent(check -> {
            checked("stale", check.stale());
            checked("done already", check.done());
        });
        if (!use.isBlocked()) {
            SavedPlanText.left(use).ifPresent(left -> document.paragraph(message(left)));
        }
    }

    private void checked(String title, List<PlanCheck.Item> items) {
        document.list(
                items.size() + " " + title,
                items,
                item -> "\\" + TextFormat.sign(item.action()) + " " + code(item.thing()) + " in " + code(item.place())
                        + ": " + message(item.reason()));
    }

    // --- What belongs to one sync

    private void sync(SyncResult sync) {
        sync.failure()
                .ifPresent(failure -> document.paragraph(
                        "**Failed**: " + code(sync.setup().name()) + ": " + message(failure.message())));
        if (sync.status() == Status.REFUSED) {
            document.paragraph("**Refused**: nothing was written to any destination of "
                    + code(sync.setup().name()) + ".");
            commands.of(sync.setup(), sync.reports()).ifPresent(command -> {
                RefusalAdvice advice = RefusalAdvice.of(sync.reports(), run.request());
                advice.warning().ifPresent(warning -> document.paragraph("**Warning**: " + warning));
                document.paragraph(advice.check()).command(command);
            });
        }
    }

    private void destination(SyncResult sync, ConfiguredDestination destination, Report report) {
        Optional<Plan> plan = report.plan();
        boolean isEmpty = report.failure().isEmpty()
                && plan.filter(made -> !made.isEmpty()
                                || !made.cannotAdd().isEmpty()
                                || !made.kept().isEmpty()
                                || !made.alreadyThere().isEmpty()
                                || !made.warnings().isEmpty()
                                || !made.objections().isEmpty())
                        .isEmpty();
        if (isEmpty) {
            return;
        }
        document.paragraph("### " + code(sync.setup().name()) + ": "
                + code(PlanText.title(destination.name(), destination.place().name())));
        report.failure()
                .ifPresent(failure -> document.paragraph(
                        TextFormat.isInterrupt(failure)
                                ? "**" + TextFormat.INTERRUPTED + "**"
                                : "**Failed**: " + message(failure.message())));
        boolean hasCommand = sync.status() == Status.REFUSED
                && commands.of(sync.setup(), sync.reports()).isPresent();
        plan.ifPresent(
                made -> plan(made, earlier.sentences(run.request(), sync.setup(), destination, made), hasCommand));
        if (!report.dryRun() && plan.isPresent()) {
            outcomes(report);
        }
    }

    private void plan(Plan plan, List<String> earlierAdditions, boolean hasCommand) {
        for (Objection objection : plan.objections()) {
            document.line("- **Refused by " + objection.option() + "**")
                    .line("  - measured: " + message(objection.measured()))
                    .line("  - required: " + message(objection.limit()));
            String remedy =
                    hasCommand || plan.isEmpty() ? NextCommand.withoutOption(objection.remedy()) : objection.remedy();
            document.line(remedy.isEmpty() ? "" : "  - " + message(remedy) + "\n");
        }
        for (Action action : plan.mode().actions()) {
            List<String> things = plan.change().of(action);
            document.list(things.size() + (action == Action.ADD ? " to add" : " to remove"), things, Markdown::code);
        }
        document.grouped(
                plan.cannotAdd().size() + " cannot be added",
                byReason(plan.cannotAdd().entrySet(), thing -> thing.getValue().problem(), Map.Entry::getKey));
        earlierAdditions.forEach(sentence -> document.paragraph(message(sentence)));
        document.grouped(
                plan.kept().size() + " kept", byReason(plan.kept().entrySet(), Map.Entry::getValue, Map.Entry::getKey));
        pairs(" already there under another spelling", plan.alreadyThere(), " as ");
        pairs(" that may have moved to another domain", plan.movedDomains(), " to ");
        document.list("Warnings", plan.warnings(), Markdown::message);
    }

    private void outcomes(Report report) {
        report.notRemoved().ifPresent(text -> document.paragraph("**" + text + "**"));
        Map<String, List<Outcome>> byState = new LinkedHashMap<>();
        for (Outcome outcome : report.outcomes()) {
            if (outcome.state() != Outcome.State.DONE || !outcome.reason().isEmpty()) {
                byState.computeIfAbsent(TextFormat.words(outcome.state()), first -> new ArrayList<>())
                        .add(outcome);
            }
        }
        byState.forEach((state, outcomes) -> document.grouped(
                outcomes.size() + " " + state + (outcomes.get(0).state() == Outcome.State.DONE ? ", with a note" : ""),
                byReason(outcomes, TextFormat::reason, Outcome::thing)));
    }

    private void pairs(String title, Map<String, String> pairs, String between) {
        document.list(
                pairs.size() + title, pairs.entrySet(), pair -> code(pair.getKey()) + between + code(pair.getValue()));
    }

    private static <T> Map<String, List<String>> byReason(
            Collection<T> items, Function<T, String> reason, Function<T, String> thing) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        items.forEach(item -> byReason.computeIfAbsent(reason.apply(item), first -> new ArrayList<>())
                .add(thing.apply(item)));
        return byReason;
    }
}
