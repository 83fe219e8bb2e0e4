package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.adapter.Action;
import java.util.List;

/** Prints the plan of one destination. */
final class PlanText {
    private static final int INDENTATION = 4;

    private final TextOutput out;
    private final Plan plan;
    private final List<String> earlier;

    /** @param earlier sentences about members that cannot be added yet, but that an earlier sync adds to the service */
    PlanText(TextOutput out, Plan plan, List<String> earlier) {
        this.out = out;
        this.plan = plan;
        this.earlier = earlier;
    }

    /**
     * Prints all of it.
     *
     * @param title the name of the destination
     * @param hasCommand whether a command follows that overrides the guards
     * @param told the reasons of other destinations that were printed already; those of this one are added
     */
    void print(String title, boolean hasCommand, ToldReasons told) {
        numbers(title);
        for (Action action : plan.mode().actions()) {
            out.things(TextFormat.sign(action), style(action), plan.change().of(action));
        }
        cannotAdd(told);
        kept(told);
        out.pairs("= ", Style.QUIET, plan.alreadyThere(), " is already there as ");
        movedDomains();
        for (String warning : plan.warnings()) {
            out.line(INDENTATION)
                    .text(Style.WARNING, "warning: " + told.once(TextFormat.oneLine(warning)))
                    .print();
        }
        // To override a guard of an empty plan would do nothing.
        plan.objections().forEach(objection -> refusal(objection, hasCommand || plan.isEmpty(), told));
    }

    /** Prints only what a reader must act on, for {@code --quiet}. */
    void printProblems(String title, ToldReasons told) {
        numbers(title);
        cannotAdd(told);
        movedDomains();
    }

    static Style style(Action action) {
        return action == Action.ADD ? Style.ADDITION : Style.REMOVAL;
    }

    private void numbers(String title) {
        TextLine line = out.line(2).text(Style.TITLE, title).text(": ");
        if (plan.isEmpty()) {
            line.name("nothing to do").text(", ");
        }
        for (Action action : plan.mode().actions()) {
            int count = plan.change().of(action).size();
            if (count > 0) {
                line.name(style(action), count + (action == Action.ADD ? " to add" : " to remove"))
                        .text(", ");
            }
        }
        if (!plan.cannotAdd().isEmpty()) {
            line.name(Style.WARNING, plan.cannotAdd().size() + " cannot be added")
                    .text(", ");
        }
        line.name(plan.unchanged() + (plan.unchanged() == 1 ? " stays" : " stay"));
        long waiting =
                plan.kept().values().stream().filter(GuardMemory::isWaiting).count();
        if (waiting > 0) {
            line.text(" (")
                    .text(Style.WARNING, waiting + " of them " + (waiting == 1 ? "waits" : "wait") + " to be removed")
                    .text(")");
        }
        line.text(TextFormat.leftOut(plan.destination().listing().leftOut())).print();
    }

    private void cannotAdd(ToldReasons told) {
        ThingsByReason lines = new ThingsByReason(told);
        plan.cannotAdd().forEach((thing, failure) -> lines.add(Style.WARNING, "?", thing, failure.problem(), false));
        lines.print(out);
        earlier.forEach(sentence -> out.line(INDENTATION + 2)
                .text(Style.WARNING, TextFormat.oneLine(sentence))
                .print());
    }

    private void kept(ToldReasons told) {
        ThingsByReason lines = new ThingsByReason(told);
        plan.kept()
                .forEach((member, why) -> lines.addInBrackets(
                        GuardMemory.isWaiting(why) ? Style.WARNING : Style.QUIET, "=", member, why));
        lines.print(out);
    }

    private void movedDomains() {
        out.pairs("moved to another domain? ", Style.WARNING, plan.movedDomains(), " -> ");
    }

    private void refusal(Objection objection, boolean hasCommand, ToldReasons told) {
        boolean isNew = told.isNew(objection);
        out.line(INDENTATION)
                .text(Style.REFUSAL, "REFUSED by " + objection.option() + (isNew ? "" : ", as above"))
                .print();
        if (!isNew) {
            return;
        }
        part("measured: " + objection.measured());
        part("required: " + objection.limit());
        String remedy = hasCommand ? NextCommand.withoutOption(objection.remedy()) : objection.remedy();
        if (!remedy.isEmpty()) {
            part(remedy);
        }
    }

    private void part(String text) {
        out.line(INDENTATION + 2).text(TextFormat.oneLine(text)).print();
    }

    static String title(String destination, String place) {
        return shownIn(destination.equals(place) ? place : destination + " (" + place + ")");
    }
}
