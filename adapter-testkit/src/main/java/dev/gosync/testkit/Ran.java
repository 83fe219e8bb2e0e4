package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.SyncException;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import java.util.List;
import java.util.Optional;

/**
 * What happened to things that an adapter was asked to add and remove.
 *
 * @param report the engine's report
 * @param thrown the exception that carried it, if not all was done
 * @param heard what a listener was told, in order
 */
record Ran(Report report, Optional<SyncException> thrown, List<Outcome> heard) {
    private static final int LONGEST = 400;

    Outcome outcome(String thing) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.thing().equals(thing))
                .findFirst()
                .orElseThrow(() -> Violation.of(
                        "an outcome for " + thing, "there is none: " + text(), "the engine made the report"));
    }

    Optional<FailureKind> kind(String thing) {
        return outcome(thing).kind().or(() -> report.failure().flatMap(Failure::kind));
    }

    List<String> things(State state) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.state() == state)
                .map(Outcome::thing)
                .toList();
    }

    /** What the adapter threw or reported, if the engine keeps it. */
    Optional<AdapterException> failure() {
        return thrown.flatMap(exception -> Optional.ofNullable(exception.getCause()))
                .filter(AdapterException.class::isInstance)
                .map(AdapterException.class::cast);
    }

    void mustBeClean(String what, String check) {
        if (!report.isClean()) {
            throw Violation.of(what + " to be done", text(), check);
        }
    }

    void mustBe(String thing, State state, String check) {
        Outcome outcome = outcome(thing);
        if (outcome.state() != state) {
            throw Violation.of(verb(outcome) + " " + thing + " to end as " + state, text(outcome), check);
        }
    }

    void mustHaveFailed(String thing, FailureKind kind, String check) {
        Outcome outcome = outcome(thing);
        if (outcome.state() == State.DONE || !kind(thing).equals(Optional.of(kind))) {
            throw Violation.of(verb(outcome) + " " + thing + " to fail as " + kind, text(outcome), check);
        }
    }

    /** What happened, in one line that is not too long. */
    String text() {
        String text = report.toString().replaceAll("\\s*\\R\\s*", " | ");
        return "the report says: " + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
    }

    private static String text(Outcome outcome) {
        return "it ended as " + outcome.state()
                + outcome.kind().map(kind -> " for " + kind).orElse("")
                + (outcome.reason().isEmpty() ? "" : " (" + outcome.reason() + ")");
    }

    private static String verb(Outcome outcome) {
        return outcome.action() == Action.ADD ? "adding" : "removing";
    }
}
