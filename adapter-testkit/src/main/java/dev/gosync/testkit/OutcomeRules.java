package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Request.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** O: what is reported of each thing. */
final class OutcomeRules {
    /** More than the largest batch in use, twice over. */
    private static final int MANY = 250;

    private OutcomeRules() {}

    static void exactlyOnce(Rig rig) throws Exception {
        for (Mode mode : ChangeRules.BOTH_HALVES) {
            Place place = rig.place();
            place.seed(0, 4);
            place.introduce(4, 7);
            List<String> additions = place.things(3, 7);
            List<String> removals = place.things(0, 2);
            Ran ran = place.change(place.adapter(), mode, additions, removals);
            String check = "succeeded or failed is said once for each thing, in the spelling it was asked for";
            mustBeAccountedFor(ran, check);
            List<String> asked = new ArrayList<>(additions);
            asked.addAll(removals);
            for (List<Outcome> outcomes : List.of(ran.report().outcomes(), ran.heard())) {
                String difference = Violation.difference(
                        asked, outcomes.stream().map(Outcome::thing).toList());
                if (!difference.isEmpty()) {
                    throw Violation.of("one outcome for each of " + asked.size(), "there are " + difference, check);
                }
            }
        }
    }

    private static void mustBeAccountedFor(Ran ran, String check) {
        List<Outcome> unsaid = ran.report().outcomes().stream()
                .filter(outcome -> outcome.state() == State.NOT_KNOWN || outcome.state() == State.NOT_STARTED)
                .toList();
        if (!unsaid.isEmpty() || ran.report().failure().isPresent()) {
            throw Violation.of("every thing to be accounted for", ran.text(), check);
        }
    }

    static void asAsked(Rig rig) throws Exception {
        Place place = rig.place();
        List<String> capitals =
                place.things(3, 6).stream().map(WriteRules::mixed).toList();
        if (rig.declares(Limitation.CASE_SENSITIVE)) {
            place.introduce(capitals);
        } else {
            place.introduce(3, 6);
        }
        place.seed(0, 1); // so that the removal leaves a member, where a place must not be empty
        String check = "outcomes are for things in the spelling they were asked for, and for no others";
        mustBeAccountedFor(place.add(place.adapter(), capitals), check);
        mustBeAccountedFor(place.remove(place.adapter(), capitals), check);
    }

    static void doneIsShown(Rig rig) throws Exception {
        for (Mode mode : ChangeRules.BOTH_HALVES) {
            Place place = rig.place();
            place.seed(0, 4);
            place.introduce(4, 6);
            mustBeHonest(place, () -> place.change(place.adapter(), mode, place.things(3, 8), place.things(0, 2)));
        }
        if (rig.declares(Limitation.NO_HTTP_FAULTS)) {
            return;
        }
        List<Fault> faults = new ArrayList<>();
        for (FailureKind kind : List.of(
                FailureKind.PERMISSION,
                FailureKind.UNAVAILABLE,
                FailureKind.INVALID_REQUEST,
                FailureKind.MALFORMED_ANSWER)) {
            faults.add(Fault.answer(kind));
        }
        faults.add(Fault.of(Fault.Type.LOST_ANSWER));
        for (Fault fault : faults) {
            for (int number : new int[] {1, 2}) {
                Place broken = rig.place();
                broken.seed(0, 150);
                broken.introduce(150, 270);
                broken.inject(fault.onWrites().from(number));
                mustBeHonest(broken, () -> broken.add(broken.adapter(), broken.things(150, 270)));
                broken.heal();
                broken.inject(fault.onWrites().from(number));
                mustBeHonest(broken, () -> broken.remove(broken.adapter(), broken.things(0, 120)));
            }
        }
    }

    private static void mustBeHonest(Place place, Callable<Ran> writing) throws Exception {
        Set<String> before = Set.copyOf(place.keys(place.members()));
        mustBeTrue(place, writing.call(), before, "");
    }

    /** Compares what was reported with what is there. */
    static void mustBeTrue(Place place, Ran ran, Set<String> before, String when) throws Exception {
        Set<String> after = Set.copyOf(place.keys(place.members()));
        for (Outcome outcome : ran.report().outcomes()) {
            boolean wasThere = before.contains(place.key(outcome.thing()));
            boolean isThere = after.contains(place.key(outcome.thing()));
            if (outcome.state() == State.DONE && isThere != (outcome.action() == Action.ADD)) {
                throw Violation.of(
                        "DONE only where the service shows it" + when,
                        outcome.thing() + " is said to be " + (isThere ? "removed" : "added") + " and is"
                                + (isThere ? " there" : " not there"),
                        "an answer that is not a success is never ignored");
            }
            boolean unchanged = outcome.state() == State.FAILED || outcome.state() == State.NOT_STARTED;
            if (unchanged && isThere != wasThere) {
                throw Violation.of(
                        outcome.state() + " only where nothing changed" + when,
                        outcome.thing() + " is" + (isThere ? " there" : " not there") + " now",
                        "a failure after which the result is unknown says answerLost()");
            }
        }
    }

    /** How many writes it takes to add many. */
    private static int writes(Rig rig, Action action) throws Exception {
        Place place = many(rig, action);
        Ran ran = asked(place, action);
        ran.mustBeClean("a change of " + MANY, "however many things there are, each is handled");
        return place.count(Access.WRITE);
    }

    private static Place many(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        if (action == Action.ADD) {
            place.introduce(0, MANY);
        } else {
            place.seed(0, MANY + 1);
        }
        return place;
    }

    private static Ran asked(Place place, Action action) throws Exception {
        return action == Action.ADD
                ? place.add(place.adapter(), place.things(0, MANY))
                : place.remove(place.adapter(), place.things(0, MANY));
    }

    static void failedForItsKind(Rig rig) throws Exception {
        if (rig.place().cannotSuffer(Fault.answer(FailureKind.PERMISSION))) {
            return;
        }
        for (Action action : Action.values()) {
            Fault fault = Fault.answer(FailureKind.PERMISSION).onWrites();
            Place place = many(rig, action);
            place.inject(fault.from(2));
            Ran ran = asked(place, action);
            if (place.faulted() == 0) { // one write is enough for all
                place = many(rig, action);
                place.inject(fault);
                ran = asked(place, action);
            }
            List<Outcome> failed = ran.report().outcomes().stream()
                    .filter(outcome -> outcome.state() != State.DONE && outcome.state() != State.NOT_STARTED)
                    .toList();
            boolean all = failed.stream()
                    .allMatch(outcome -> outcome.state() == State.FAILED
                            && outcome.kind().equals(Optional.of(FailureKind.PERMISSION))
                            && !outcome.reason().isBlank());
            if (failed.isEmpty() || !all) {
                throw Violation.of(
                        "what the service refused to end as FAILED for PERMISSION, with a reason",
                        Violation.some(failed.stream()
                                        .map(outcome -> outcome.state() + " for "
                                                + outcome.kind()
                                                        .map(FailureKind::name)
                                                        .orElse("no kind"))
                                        .distinct()
                                        .toList())
                                + " is what was reported of " + failed.size(),
                        "each call is made in a loop of Outcomes and throws what the service's answer means");
            }
        }
    }

    static void notStarted(Rig rig) throws Exception {
        if (rig.place().cannotSuffer(Fault.answer(FailureKind.PERMISSION))) {
            return;
        }
        for (Action action : Action.values()) {
            int writes = writes(rig, action);
            int number = Math.min(2, writes);
            Place place = many(rig, action);
            place.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(number));
            Ran ran = asked(place, action);
            if (place.count(Access.WRITE) > number) {
                throw Violation.of(
                        "no write after write number " + number + " was refused for the whole place",
                        "there were " + place.count(Access.WRITE),
                        "the loops are those of Outcomes, which end where the place fails");
            }
            if (writes > number && ran.things(State.NOT_STARTED).isEmpty()) {
                throw Violation.of(
                        "NOT_STARTED for what had not begun when the place failed",
                        ran.text(),
                        "the loops are those of Outcomes, which know what had begun");
            }
        }
    }

    // --- O-7

    static void bareSuccess(Rig rig) throws Exception {
        Fault fault = Fault.of(Fault.Type.BARE_SUCCESS).onWrites();
        if (rig.place().cannotSuffer(fault)) {
            return;
        }
        for (Mode mode : WithinRules.MODES) {
            WithinRules.Writes writes = new WithinRules.Writes(rig, mode);
            writes.requests();
            writes.next();
            writes.place.inject(fault);
            Ran ran = writes.write(writes.place.adapter());
            writes.place.heal();
            writes.mustBeHarmless(ran, "a success that showed nothing of what it usually shows (" + mode + ")");
        }
    }

    // --- O-8

    static void alreadyThere(Rig rig) throws Exception {
        for (Mode mode : List.of(Mode.ADD_ONLY, Mode.ADD_REMOVE, Mode.REMOVE_ADD)) {
            Place place = rig.place();
            place.seed(0, 4);
            place.introduce(4, 7);
            List<String> removals = mode == Mode.ADD_ONLY ? List.of() : place.things(0, 1);
            Ran ran = place.change(place.adapter(), mode, place.things(3, 7), removals);
            for (Outcome outcome : ran.report().outcomes()) {
                if (outcome.alreadyThere() && !outcome.thing().equals(place.thing(3))) {
                    throw Violation.of(
                            "only " + place.thing(3) + " to be reported as already there (" + mode + ")",
                            outcome.thing() + " was no member before, and is",
                            "alreadyThere is for additions that the service says were members before");
                }
            }
        }
        alreadyThereAfterALostAnswer(rig);
    }

    /** The service says "is already a member", because the attempt before took effect. Nobody was a member before. */
    private static void alreadyThereAfterALostAnswer(Rig rig) throws Exception {
        if (rig.declares(Limitation.NO_HTTP_FAULTS)) {
            return;
        }
        for (Fault.Type type : List.of(Fault.Type.LOST_ANSWER, Fault.Type.PROXY_ERROR)) {
            Place place = rig.place();
            place.seed(0, 3);
            place.introduce(3, 5);
            place.inject(Fault.of(type).onWrites().times(1));
            Ran ran = place.add(place.adapter(), place.things(3, 5));
            place.heal();
            for (Outcome outcome : ran.report().outcomes()) {
                if (outcome.alreadyThere()) {
                    throw Violation.of(
                            "nobody to be reported as already there, where nobody was a member and one answer was lost",
                            outcome.thing() + " is",
                            "after an attempt whose answer was lost, \"is already a member\" may be the work of that attempt:"
                                    + " report succeeded");
                }
            }
        }
    }
}
