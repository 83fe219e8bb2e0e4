package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.cli.History.Item;
import dev.gosync.journal.Entry;
import dev.gosync.journal.RecordedPlan;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Prints the history as text. */
final class HistoryText {
    private static final String SEPARATOR = "  ";

    private static final List<String> HEADER = List.of("RUN", "BEGAN", "COMMAND", "CHANGES", "RESULT", "BY");

    private final TextOutput out;
    private final History history;
    private final String options;

    /** @param options the options that name the journal, as a shell takes them, each after a space */
    HistoryText(TextOutput out, History history, String options) {
        this.out = out;
        this.history = history;
        this.options = options;
    }

    /** One line for each run. On a screen that is too narrow for the table, each run has a short text. */
    void list() {
        List<List<String>> rows = new ArrayList<>();
        boolean isOnScreen = out.width().isPresent();
        if (isOnScreen) {
            rows.add(HEADER);
        }
        history.items().forEach(item -> item.run().ifPresent(run -> rows.add(row(item, run))));
        List<Integer> widths = widths(rows);
        int width =
                widths.stream().mapToInt(column -> column + SEPARATOR.length()).sum();
        boolean isNarrow = width > out.width().orElse(Integer.MAX_VALUE);
        if (isOnScreen && !isNarrow) {
            out.line(0).name(Style.TITLE, line(HEADER, widths)).print();
        }
        for (Item item : history.items()) {
            if (item.run().isEmpty()) {
                unreadable(item);
            } else if (isNarrow) {
                List<String> row = row(item, item.run().get());
                out.line(0)
                        .name(row.get(0))
                        .text(" ")
                        .name(row.get(1))
                        .text(" " + row.get(2) + ": " + row.get(3) + ", " + row.get(4) + ", by " + row.get(5))
                        .print();
            } else {
                out.command(0, line(row(item, item.run().get()), widths));
            }
        }
        if (isOnScreen) {
            out.text("To see a run, or to undo it:");
            out.command(2, ProgramName.with("history RUN" + options));
            out.command(2, ProgramName.with("undo RUN" + options));
        }
        out.flush();
    }

    private static List<Integer> widths(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEADER.size(); column++) {
            int current = column;
            widths.add(rows.stream()
                    .mapToInt(row -> DisplayWidth.of(row.get(current)))
                    .max()
                    .orElse(0));
        }
        return widths;
    }

    private static List<String> row(Item item, Run run) {
        return List.of(
                run.id(),
                time(run.began()),
                shownIn(command(run.info())),
                changes(run),
                result(item, run),
                shownIn(run.info().who()));
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell)
                    .append(" ".repeat(widths.get(column) - DisplayWidth.of(cell)))
                    .append(SEPARATOR);
        }
        return line.toString().stripTrailing();
    }

    private void unreadable(Item item) {
        out.line(0)
                .name(shownIn(item.id()) + SEPARATOR)
                .text("cannot be read: " + TextFormat.oneLine(item.problem()))
                .print();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String command(RunInfo info) {
        return info.command() + info.undoes().map(run -> " of " + run).orElse("") + " " + info.configuration();
    }

    private static String changes(Run run) {
        StringJoiner numbers = new StringJoiner(", ");
        numbers.add("+" + run.changes(Action.ADD) + " -" + run.changes(Action.REMOVE));
        count(run.count(State.FAILED), "failed", numbers);
        count(run.count(State.NOT_KNOWN), "not known", numbers);
        count(History.notStarted(run), "not started", numbers);
        return numbers.toString();
    }

    private static void count(int count, String what, StringJoiner numbers) {
        if (count > 0) {
            numbers.add(count + " " + what);
        }
    }

    private static String result(Item item, Run run) {
        return shownIn(History.result(item, run).replace('-', ' '));
    }

    /** Everything about one run. */
    void run() {
        for (Item item : history.items()) {
            item.run().ifPresent(run -> {
                run(item, run);
                if (run.hasEnded() && run.changes(Action.ADD) + run.changes(Action.REMOVE) > 0) {
                    out.text("To undo it:");
                    out.command(2, ProgramName.with("undo " + run.id() + options));
                }
            });
        }
        out.flush();
    }

    private void run(Item item, Run run) {
        RunInfo info = run.info();
        out.text("Run " + run.id() + ": " + shownIn(command(info)));
        detail("began", time(run.began()));
        run.ended().ifPresent(ended -> detail("ended", time(ended)));
        detail("result", result(item, run) + ": " + changes(run));
        detail("by", shownIn(info.who()));
        if (!info.file().isEmpty()) {
            detail("file", shownIn(info.file()) + (info.digest().isEmpty() ? "" : " (SHA-256 " + info.digest() + ")"));
        }
        detail("version", shownIn(info.version()));
        String told = "";
        for (RecordedPlan plan : run.plans()) {
            String sync = shownIn(plan.sync()) + ": from " + shownIn(plan.source()) + ", "
                    + TextFormat.count(plan.sourceSize(), "member", "members");
            if (!sync.equals(told)) {
                out.text(sync);
                told = sync;
            }
            plan(run, plan);
        }
    }

    private void detail(String name, String value) {
        String label = name + " ".repeat("version".length() - name.length()) + SEPARATOR;
        out.line(SEPARATOR.length(), SEPARATOR.length() + label.length())
                .name(label)
                .text(value)
                .print();
    }

    private void plan(Run run, RecordedPlan plan) {
        int requests = run.requests().getOrDefault(plan.place(), 0);
        out.text(SEPARATOR + shownIn(plan.place()) + ": "
                + TextFormat.count(plan.placeSize(), "member", "members") + ", "
                + plan.additions().size() + " to add, " + plan.removals().size() + " to remove"
                + (requests == 0 ? "" : ", " + TextFormat.count(requests, "request", "requests")));
        Set<String> told = new HashSet<>();
        for (Entry entry : run.entries()) {
            if (entry.sync().equals(plan.sync()) && entry.place().equals(plan.place())) {
                told.add(entry.action() + entry.thing());
                thing(entry.action(), entry.thing(), outcome(entry));
            }
        }
        for (Action action : plan.mode().actions()) {
            for (String thing : action == Action.ADD ? plan.additions() : plan.removals()) {
                if (!told.contains(action + thing)) {
                    thing(action, thing, "planned only");
                }
            }
        }
        plan.cannotAdd().forEach((thing, why) -> {
            if (!told.contains(Action.ADD + thing)) {
                line("? " + shownIn(thing) + ": " + TextFormat.oneLine(why));
            }
        });
        reasons(plan.kept());
        plan.alreadyThere()
                .forEach((thing, member) -> line("= " + shownIn(thing) + " is already there as " + shownIn(member)));
        plan.objections().forEach(objection -> line("REFUSED: " + TextFormat.oneLine(objection)));
        String failure = run.failures().get(plan.place());
        if (failure != null) {
            line(failure.equals("interrupted") ? TextFormat.INTERRUPTED : "FAILED: " + TextFormat.oneLine(failure));
        }
    }

    private void reasons(Map<String, String> kept) {
        kept.forEach((thing, why) -> line("= " + shownIn(thing) + " (" + TextFormat.oneLine(why) + ")"));
    }

    private void thing(Action action, String thing, String outcome) {
        line(TextFormat.sign(action) + " " + shownIn(thing) + ": " + TextFormat.oneLine(outcome));
    }

    private static String outcome(Entry entry) {
        String state = entry.alreadyThere()
                ? "nothing to do"
                : entry.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return entry.reason().isEmpty() ? state : state + " (" + entry.reason() + ")";
    }

    private void line(String text) {
        out.text("    " + text);
    }

    /** When and by which run a thing was added and removed. */
    void thing(String thing) {
        boolean isKnown = false;
        for (Item item : history.items()) {
            if (item.run().isEmpty()) {
                unreadable(item);
                continue;
            }
            Run run = item.run().get();
            for (Entry entry : History.changes(run, thing)) {
                isKnown = true;
                out.line(0)
                        .name(time(entry.at()) + SEPARATOR)
                        .text(TextFormat.sign(entry.action()) + " "
                                + shownIn(entry.place()) + ": " + change(entry) + " by run " + run.id() + " ("
                                + shownIn(command(run.info())) + ", sync " + shownIn(entry.sync()) + ")"
                                + (entry.thing().equals(thing) ? "" : " as " + shownIn(entry.thing())))
                        .print();
            }
        }
        if (!isKnown && history.unreadable().isEmpty()) {
            out.text(shownIn(thing) + ": no run in " + shownIn(history.journal()) + " added or removed it.");
        }
        out.flush();
    }

    private static String change(Entry entry) {
        String change = entry.action() == Action.ADD ? "added" : "removed";
        return entry.state() == State.NOT_KNOWN ? "it is not known whether it was " + change : change;
    }
}
