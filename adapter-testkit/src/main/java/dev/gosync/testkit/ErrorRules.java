package dev.gosync.testkit;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** E: what failures say, and what they keep to themselves. */
final class ErrorRules {
    private static final Fault QUOTED = Fault.of(Fault.Type.SECRET_IN_REFUSALS);

    private static final List<Fault> ANSWERS = List.of(
            Fault.answer(FailureKind.AUTHENTICATION),
            Fault.answer(FailureKind.PERMISSION),
            Fault.answer(FailureKind.NOT_FOUND),
            Fault.answer(FailureKind.INVALID_REQUEST),
            Fault.rateLimited(HarnessRules.VERY_LONG),
            Fault.answer(FailureKind.UNAVAILABLE),
            Fault.answer(FailureKind.MALFORMED_ANSWER),
            Fault.answer(FailureKind.UNKNOWN));

    private ErrorRules() {}

    static void kindsOfReads(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(ANSWERS.get(0))) {
            return;
        }
        place.seed(0, 3);
        for (Fault fault : ANSWERS) {
            place.inject(fault.onReads());
            AdapterException failure =
                    place.failure(place.open(), fault.onReads().toString());
            place.heal();
            FailureKind kind = fault.kind().orElseThrow();
            if (failure.kind() != kind) {
                throw Violation.of(
                        "a read to fail as " + kind + ", for " + fault,
                        "it failed as " + failure.kind() + ": " + Violation.text(failure),
                        "every answer is translated by its status and code, in one place");
            }
        }
    }

    static void kindsOfWrites(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(ANSWERS.get(0))) {
            return;
        }
        place.seed(0, 3);
        place.introduce(3, 4);
        for (Fault fault : ANSWERS) {
            if (!fault.kind().equals(Optional.of(FailureKind.NOT_FOUND))) {
                mustFail(place, fault.onWrites(), "every answer is translated by its status and code, in one place");
            }
        }
    }

    static void missingPlace(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.answer(FailureKind.NOT_FOUND);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.seed(0, 3);
        place.introduce(3, 4);
        mustFail(
                place,
                fault.onWrites(),
                "a missing place is not confused with a person who is unknown or is not a member");
    }

    private static void mustFail(Place place, Fault fault, String check) throws Exception {
        place.inject(fault);
        Ran added = place.add(place.adapter(), place.things(3, 4));
        place.heal();
        place.inject(fault);
        Ran removed = place.remove(place.adapter(), place.things(0, 1));
        place.heal();
        FailureKind kind = fault.kind().orElseThrow();
        added.mustHaveFailed(place.thing(3), kind, check);
        removed.mustHaveFailed(place.thing(0), kind, check);
        place.mustHold(place.things(0, 3), "after writes were answered with " + fault, "nothing is tried another way");
    }

    static void refusedIsNotUnknown(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannot(Limitation.FORBIDS_NOTHING)) {
            return;
        }
        place.seed(0, 2);
        place.introduce(2, 3);
        place.forbid(place.things(3, 5));
        place.introduce(7, 8);
        List<String> asked = new ArrayList<>(place.things(2, rig.declares(Limitation.KNOWS_EVERY_THING) ? 5 : 7));
        asked.add(place.thing(7));
        Ran ran = place.add(place.adapter(), asked);
        String check =
                "a thing that a policy forbids is not confused with an unknown one, and neither stops the others";
        for (String thing : asked) {
            int number = asked.indexOf(thing) + 2;
            if (number == 3 || number == 4) {
                ran.mustHaveFailed(thing, FailureKind.REFUSED_THING, check);
            } else if (number == 2 || thing.equals(place.thing(7))) {
                ran.mustBe(thing, State.DONE, check);
            } else {
                ran.mustHaveFailed(thing, FailureKind.UNKNOWN_THING, check);
            }
        }
        List<String> expected = new ArrayList<>(place.things(0, 3));
        expected.add(place.thing(7));
        place.mustHold(expected, "after an addition with refused things in it", check);
    }

    static void messagesOfReads(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(ANSWERS.get(0))) {
            return;
        }
        place.seed(0, 1);
        List<Fault> faults = new ArrayList<>(ANSWERS);
        faults.add(Fault.of(Fault.Type.RESET));
        for (Fault fault : faults) {
            place.inject(fault.onReads());
            Source source = place.open();
            mustBeHelpful(place.failure(source, fault.onReads().toString()), source.name(), fault);
            place.heal();
        }
    }

    static void messagesOfWrites(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(ANSWERS.get(0))) {
            return;
        }
        place.seed(0, 2);
        place.introduce(2, 3);
        for (Fault fault : ANSWERS) {
            for (Action action : Action.values()) {
                place.inject(fault.onWrites());
                Adapter adapter = place.adapter();
                Ran ran = action == Action.ADD
                        ? place.add(adapter, place.things(2, 3))
                        : place.remove(adapter, place.things(0, 1));
                place.heal();
                mustBeHelpful(
                        ran.failure()
                                .orElseThrow(() -> Violation.of(
                                        "an AdapterException for " + fault,
                                        ran.text(),
                                        "what the vendor's client throws is translated")),
                        adapter.name(),
                        fault);
            }
        }
    }

    static void invalidWithReason(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.answer(FailureKind.INVALID_REQUEST);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.seed(0, 2);
        place.introduce(2, 3);
        place.inject(fault.onReads());
        mustAskForNoReport(place.failure(place.open(), fault.onReads().toString()), fault.onReads());
        place.heal();
        if (!rig.canWrite()) {
            return;
        }
        for (Action action : Action.values()) {
            place.inject(fault.onWrites());
            Ran ran = action == Action.ADD
                    ? place.add(place.adapter(), place.things(2, 3))
                    : place.remove(place.adapter(), place.things(0, 1));
            place.heal();
            ran.failure().ifPresent(failure -> mustAskForNoReport(failure, fault.onWrites()));
        }
    }

    private static void mustAskForNoReport(AdapterException failure, Fault fault) {
        boolean hasReason = !failure.problem().matches("HTTP [0-9]{3}");
        if (hasReason && failure.remedy().toLowerCase(Locale.ROOT).contains("report")) {
            throw Violation.of(
                    "a remedy that asks for no report if the service says why, for " + fault,
                    "the remedy is \"" + failure.remedy() + "\"",
                    "a user can correct what the service names; only a request that is refused without a reason is a fault"
                            + " of the adapter");
        }
    }

    private static void mustBeHelpful(AdapterException failure, String name, Fault fault) {
        String message = String.valueOf(failure.getMessage());
        for (String part : List.of(name, failure.operation(), failure.remedy())) {
            if (part.isBlank() || !message.contains(part) || !failure.place().equals(name)) {
                throw Violation.of(
                        "a message that names the adapter (" + name + "), the operation and the remedy, for " + fault,
                        "it is \"" + message + "\"",
                        "every failure is an AdapterException made with name(), the vendor's word for the operation and"
                                + " a remedy");
            }
        }
    }

    // --- The secret

    static void secretInReads(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        try (LogTrap log = new LogTrap()) {
            Source source = place.open();
            mustBeSilent("name()", source.name());
            mustBeSilent("the adapter's toString", source.toString());
            mustBeSilent("the listing", place.read(source).toString());
            mustBeSilent("the log of a read", log.text());
            if (place.cannotSuffer(ANSWERS.get(0))) {
                return;
            }
            for (Fault fault : faults()) {
                place.inject(
                        fault.type() == Fault.Type.REFUSED_CONNECTION
                                ? fault
                                : told(fault).onReads());
                Source failing = place.open();
                mustBeSilent(
                        "the failure of a read for " + fault, everything(place.failure(failing, fault.toString())));
                mustBeSilent("the adapter's toString after a read met " + fault, failing.toString());
                place.heal();
                mustBeSilent("the log of a read that met " + fault, log.text());
            }
        }
    }

    static void secretInWrites(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        place.introduce(2, 4);
        try (LogTrap log = new LogTrap()) {
            Adapter adapter = place.adapter();
            mustBeSilent("the report", place.change(adapter, Mode.DEFAULT, place.things(2, 5), place.things(0, 1)));
            mustBeSilent("the log of a change", log.text());
            if (place.cannotSuffer(ANSWERS.get(0))) {
                return;
            }
            for (Fault fault : faults()) {
                for (boolean reads : fault.type() == Fault.Type.ANSWER ? new boolean[] {false, true} : new boolean[1]) {
                    Fault hit = fault.type() == Fault.Type.REFUSED_CONNECTION
                            ? fault
                            : reads ? told(fault).onReads() : told(fault).onWrites();
                    place.inject(hit);
                    for (Mode mode : ChangeRules.BOTH_HALVES) {
                        Adapter failing = place.adapter();
                        mustBeSilent(
                                "the report of a change that met " + hit,
                                place.change(failing, mode, place.things(3, 4), place.things(1, 2)));
                        mustBeSilent("the adapter's toString after a change met " + hit, failing.toString());
                    }
                    place.heal();
                    mustBeSilent("the log of a change that met " + hit, log.text());
                }
            }
            if (!rig.declares(Limitation.FORBIDS_NOTHING)) {
                place.forbid(place.things(8, 9));
                place.inject(QUOTED);
                mustBeSilent("the reason for one thing", place.add(place.adapter(), place.things(8, 9)));
                place.heal();
                mustBeSilent("the log of an addition that was refused for one thing", log.text());
            }
        }
    }

    private static Fault told(Fault fault) {
        boolean hasWords =
                fault.type() == Fault.Type.ANSWER && !fault.kind().equals(Optional.of(FailureKind.MALFORMED_ANSWER));
        return hasWords ? fault.tellingSecret() : fault;
    }

    private static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(ANSWERS);
        faults.add(Fault.of(Fault.Type.RESET));
        faults.add(Fault.of(Fault.Type.LOST_ANSWER));
        faults.add(Fault.of(Fault.Type.REFUSED_CONNECTION));
        return faults;
    }

    private static void mustBeSilent(String where, Ran ran) {
        mustBeSilent(where, ran.report() + " " + ran.heard() + ran.report().plan());
        ran.thrown().ifPresent(thrown -> mustBeSilent(where, everything(thrown)));
    }

    private static void mustBeSilent(String where, String text) {
        if (LogTrap.tells(text)) {
            throw Violation.of(
                    "no secret in " + where,
                    "it holds the secret of the conditions, or the beginning of it",
                    "tokens, headers, addresses with credentials and requests are kept out of messages, causes and logs");
        }
    }

    private static String everything(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    // --- Answers that make no sense

    static void malformedReads(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(ANSWERS.get(0))) {
            return;
        }
        place.seed(0, 1);
        int reads = readsOf(place);
        for (Malformed malformed : Malformed.values()) {
            for (int number : new int[] {1, reads}) {
                Fault fault = Fault.malformed(malformed).onReads().from(number);
                place.inject(fault);
                AdapterException failure = place.failure(place.open(), fault.toString());
                place.heal();
                if (failure.kind() != FailureKind.MALFORMED_ANSWER) {
                    throw Violation.of(
                            "a read to fail as MALFORMED_ANSWER, for " + fault,
                            "it failed as " + failure.kind() + ": " + Violation.text(failure),
                            "a success is checked for what it must hold");
                }
            }
        }
    }

    private static int readsOf(Place place) throws Exception {
        int mark = place.mark();
        place.read(place.open());
        return Math.max(1, place.requestsSince(mark).size());
    }

    static void redirects(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.of(Fault.Type.REDIRECT);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.seed(0, 2);
        place.introduce(2, 3);
        place.inject(fault);
        AdapterException ignored = place.failure(place.open(), fault.toString());
        if (rig.canWrite()) {
            Ran added = place.add(place.adapter(), place.things(2, 3));
            Ran removed = place.remove(place.adapter(), place.things(0, 1));
            place.heal();
            place.inject(fault.onWrites());
            for (Ran ran : List.of(added, removed, place.add(place.adapter(), place.things(2, 3)))) {
                if (ran.report().isClean()) {
                    throw Violation.of(
                            "a write that is redirected to another host to fail",
                            "it was said to be done",
                            "redirects are off, and a status that is not a success is a failure");
                }
            }
        }
        place.heal();
        if (!place.leaks().isEmpty()) {
            throw Violation.of(
                    "the secret to stay with the host that it is for",
                    place.leaks().get(0) + "; before that, " + Violation.text(ignored),
                    "the client follows no redirects, or drops the credentials when it does");
        }
    }
}
