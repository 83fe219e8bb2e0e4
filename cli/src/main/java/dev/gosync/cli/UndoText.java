package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.adapter.Action;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.Undo;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Prints what an undo says beyond its plans. */
final class UndoText {
    private final TextOutput out;
    private final PlannedUndo undo;

    UndoText(TextOutput out, PlannedUndo undo) {
        this.out = out;
        this.undo = undo;
    }

    /** Before the plans: which run it is, what is left alone, and warnings. */
    void before() {
        Run run = undo.run();
        out.line(0)
                .text(Style.TITLE, "Undo of run " + run.id())
                .text(": " + shownIn(run.info().command()) + " "
                        + shownIn(run.info().configuration()) + ", "
                        + run.began().truncatedTo(ChronoUnit.SECONDS)
                        + ", by " + shownIn(run.info().who()))
                .print();
        ToldReasons told = new ToldReasons();
        for (Undo.Place place : undo.leavingAlone()) {
            out.line(2)
                    .name(shownIn(place.name()))
                    .text(": " + place.leftAlone().size() + " left alone")
                    .print();
            ThingsByReason lines = new ThingsByReason(told);
            place.leftAlone().forEach(left -> lines.add(Style.QUIET, "=", left.thing(), PlannedUndo.why(left), false));
            lines.print(out);
        }
        for (Undo.Place place : undo.notConfigured()) {
            out.line(2)
                    .name(shownIn(place.name()))
                    .text(": left alone, because the configuration does not have it (sync ")
                    .name(shownIn(place.sync()))
                    .text(")")
                    .print();
        }
        for (String warning : undo.warnings()) {
            out.line(2)
                    .text(Style.WARNING, "warning: " + TextFormat.oneLine(warning))
                    .print();
        }
        out.flush();
    }

    /** {@return what the next apply does; empty if the undo changes nothing} */
    static Optional<String> next(RunResult result) {
        int changes = result.request().mayWrite()
                ? result.done()
                : result.planned(Action.ADD) + result.planned(Action.REMOVE);
        return result.request().undo().filter(undo -> changes > 0).map(undo -> {
            RunInfo info = undo.run().info();
            String next = info.undoes().isPresent()
                    ? " makes the destinations equal to the source again."
                    : " makes the changes of run " + undo.run().id() + " again, as long as the source wants them.";
            return (result.request().mayWrite() ? "The" : "After that, the") + " next apply of "
                    + shownIn(info.configuration()) + next;
        });
    }
}
