package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.adapter.Action;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.Undo;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;

/** Prints what an undo says beyond its plans. */
final class UndoText {
    private final PrintWriter out;
    private final PlannedUndo undo;

    UndoText(PrintWriter out, PlannedUndo undo) {
        this.out = out;
        this.undo = undo;
    }

    /** Before the plans: which run it is, what is left alone, and warnings. */
    void before() {
        Run run = undo.run();
        out.println("Undo of run " + run.id() + ": " + shownIn(run.info().command()) + " "
                + shownIn(run.info().configuration()) + ", " + run.began().truncatedTo(ChronoUnit.SECONDS) + ", by "
                + shownIn(run.info().who()));
        for (Undo.Place place : undo.leavingAlone()) {
            out.println("  " + shownIn(place.name()) + ": " + place.leftAlone().size() + " left alone");
            ThingsByReason lines = new ThingsByReason();
            place.leftAlone().forEach(left -> lines.add("=", left.thing(), PlannedUndo.why(left), false));
            lines.print(out);
        }
        for (Undo.Place place : undo.notConfigured()) {
            out.println("  " + shownIn(place.name()) + ": left alone, because the configuration does not have it (sync "
                    + shownIn(place.sync()) + ")");
        }
        undo.warnings().forEach(warning -> out.println("  warning: " + TextFormat.oneLine(warning)));
        out.flush();
    }

    /** The last line: what the next apply does. */
    void after(RunResult result) {
        int changes = result.request().mayWrite()
                ? result.done(Action.ADD) + result.done(Action.REMOVE)
                : result.planned(Action.ADD) + result.planned(Action.REMOVE);
        if (changes > 0) {
            RunInfo info = undo.run().info();
            String next = info.undoes().isPresent()
                    ? " makes the destinations equal to the source again."
                    : " makes the changes of run " + undo.run().id() + " again, as long as the source wants them.";
            out.println("The next apply of " + shownIn(info.configuration()) + next);
        }
    }
}
