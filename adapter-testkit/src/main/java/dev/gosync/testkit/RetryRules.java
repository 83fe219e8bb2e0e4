package dev.gosync.testkit;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** T: what is tried again, when, and how often. */
final class RetryRules {
    private static final Duration A_WHILE = Duration.ofSeconds(7);
    private static final String GATE = "every request goes through the Retry of the conditions, one by one";

    private RetryRules() {}

    private static Place place(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        return place;
    }

    private static Ran write(Place place, Action action) throws Exception {
        return write(place, place.adapter(), action);
    }

    private static Ran write(Place place, Adapter adapter, Action action) {
        return action == Action.ADD
                ? place.add(adapter, place.things(3, 4))
                : place.remove(adapter, place.things(0, 1));
    }

    /** The thing that {@link #write} is about. */
    private static String written(Place place, Action action) {
        return place.thing(action == Action.ADD ? 3 : 0);
    }

    private static void mustHoldAfter(Place place, Action action, String when, String check) throws Exception {
        place.mustHold(action == Action.ADD ? place.things(0, 4) : place.things(1, 3), when, check);
    }

    // --- When

    static void comeBackRead(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.rateLimited(A_WHILE).onReads().times(1);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        place.mustList(place.read(place.open()), place.things(0, 3), "after the service said to come back", GATE);
        mustHaveWaited(place);
    }

    static void comeBackWrite(Rig rig) throws Exception {
        Fault fault = Fault.rateLimited(A_WHILE).onWrites().times(1);
        for (Action action : Action.values()) {
            Place place = place(rig);
            if (place.cannotSuffer(fault)) {
                return;
            }
            place.inject(fault);
            write(place, action).mustBeClean("a write after the service said to come back", GATE);
            mustHaveWaited(place);
        }
    }

    /** The request is made again exactly then. Later waits may be for an operation that the service finishes later. */
    private static void mustHaveWaited(Place place) {
        List<Request> requests = place.requests();
        int hit = 0;
        while (requests.get(hit).fault().isEmpty()) {
            hit++;
        }
        Instant due = requests.get(hit).at().plus(A_WHILE);
        Optional<Request> again = requests.stream().skip(hit + 1L).findFirst();
        if (place.time().waits().isEmpty()
                || !place.time().waits().get(0).equals(A_WHILE)
                || !again.map(Request::at).equals(Optional.of(due))) {
            throw Violation.of(
                    "one wait of " + A_WHILE.toSeconds() + " s, as the service said, and then the request again",
                    "the waits are " + place.time().waits(),
                    "the service's Retry-After becomes retryAt, on the clock of the conditions, and nothing else waits");
        }
    }

    static void comeBackAtADate(Rig rig) throws Exception {
        Fault fault = Fault.rateLimited(A_WHILE).withDate().times(1);
        Place place = place(rig);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault.onReads());
        place.mustList(place.read(place.open()), place.things(0, 3), "after the service gave a date", GATE);
        mustHaveWaited(place);
        if (rig.canWrite()) {
            for (Action action : Action.values()) {
                Place written = place(rig);
                written.inject(fault.onWrites());
                write(written, action).mustBeClean("a write after the service gave a date to come back", GATE);
                mustHaveWaited(written);
            }
        }
    }

    // --- T-17

    static void atOnce(Rig rig) throws Exception {
        Fault fault = Fault.unavailable(Duration.ZERO);
        Place place = place(rig);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault.onReads());
        AdapterException failure = place.failure(place.open(), fault.toString());
        mustBeRequests(place, Access.READ, Place.ATTEMPTS);
        mustBeKind(failure, FailureKind.UNAVAILABLE, fault);
        if (rig.canWrite()) {
            for (Action action : Action.values()) {
                Place written = place(rig);
                written.inject(fault.onWrites());
                write(written, action);
                mustBeRequests(written, Access.WRITE, Place.ATTEMPTS);
            }
        }
    }

    // --- T-18

    static void proxyError(Rig rig) throws Exception {
        Fault fault = Fault.of(Fault.Type.PROXY_ERROR);
        Place place = place(rig);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault.onReads().times(1));
        place.mustList(place.read(place.open()), place.things(0, 3), "after a proxy answered once", GATE);
        place.heal();
        place.inject(fault.onReads());
        mustBeKind(place.failure(place.open(), fault.toString()), FailureKind.UNAVAILABLE, fault);
        if (!rig.canWrite()) {
            return;
        }
        String check = "a status from 500 says nothing about what happened to a write: the failure says answerLost()";
        for (Action action : Action.values()) {
            Place once = place(rig);
            once.inject(fault.onWrites().times(1));
            write(once, action).mustBe(written(once, action), State.DONE, "the write is made again");
            mustHoldAfter(once, action, "after a proxy answered a write", "the write is made again");
            Place always = place(rig);
            always.inject(fault.onWrites());
            boolean before = always.holds(written(always, action));
            State state = write(always, action).outcome(written(always, action)).state();
            boolean happened = before != always.holds(written(always, action));
            if (!happened) {
                continue;
            }
            if (state == State.FAILED || state == State.NOT_STARTED || state == State.SKIPPED) {
                throw Violation.of(
                        "a write that a proxy answered with 502 to be NOT_KNOWN", "it ended as " + state, check);
            }
        }
    }

    static void tooLongToWait(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.rateLimited(HarnessRules.VERY_LONG).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        Instant comeBack = place.time().instant().plus(HarnessRules.VERY_LONG);
        AdapterException failure = place.failure(place.open(), fault.toString());
        if (!failure.retryAt().equals(Optional.of(comeBack))
                || place.count(Access.READ) != 1
                || !place.time().waits().isEmpty()) {
            throw Violation.of(
                    "to give up at once and say to come back at " + comeBack,
                    "there were " + place.count(Access.READ) + " requests and waits of "
                            + place.time().waits() + ", and it says "
                            + failure.retryAt().map(Instant::toString).orElse("nothing"),
                    "the service's Retry-After becomes retryAt, on the clock of the conditions");
        }
        if (!rig.canWrite()) {
            return;
        }
        for (Action action : Action.values()) {
            Place written = place(rig);
            written.inject(Fault.rateLimited(HarnessRules.VERY_LONG).onWrites());
            Ran ran = write(written, action);
            if (written.count(Access.WRITE) != 1
                    || !written.time().waits().isEmpty()
                    || ran.report().isClean()) {
                throw Violation.of(
                        "a write to give up at once, when the service says to come back in an hour",
                        "there were " + written.count(Access.WRITE) + " writes and waits of "
                                + written.time().waits(),
                        "the service's Retry-After becomes retryAt, on the clock of the conditions");
            }
        }
    }

    // --- How often

    static void boundedRead(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.answer(FailureKind.UNAVAILABLE).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        AdapterException failure = place.failure(place.open(), fault.toString());
        mustBeRequests(place, Access.READ, Place.ATTEMPTS);
        mustBeKind(failure, FailureKind.UNAVAILABLE, fault);
        if (place.time().waits().size() != Place.ATTEMPTS - 1) {
            throw Violation.of(
                    Place.ATTEMPTS - 1 + " waits between " + Place.ATTEMPTS + " attempts",
                    "there were " + place.time().waits().size(),
                    GATE);
        }
    }

    static void boundedWrite(Rig rig) throws Exception {
        Fault fault = Fault.answer(FailureKind.UNAVAILABLE).onWrites();
        for (Action action : Action.values()) {
            Place place = place(rig);
            if (place.cannotSuffer(fault)) {
                return;
            }
            place.inject(fault);
            write(place, action).mustHaveFailed(written(place, action), FailureKind.UNAVAILABLE, GATE);
            mustBeRequests(place, Access.WRITE, Place.ATTEMPTS);
        }
    }

    private static void mustBeRequests(Place place, Access access, int count) {
        int found = place.count(access);
        if (found != count) {
            throw Violation.of(
                    count + " " + (access == Access.READ ? "reads" : "writes") + " in the log",
                    "there are " + found,
                    "one attempt is one request, so the vendor's client repeats nothing on its own");
        }
    }

    private static void mustBeKind(AdapterException failure, FailureKind kind, Fault fault) {
        if (failure.kind() != kind) {
            throw Violation.of(
                    "a read to fail as " + kind + ", for " + fault,
                    "it failed as " + failure.kind() + ": " + Violation.text(failure),
                    "a connection that breaks or is silent is an IOException, and nothing else");
        }
    }

    static void permanentRead(Rig rig) throws Exception {
        for (FailureKind kind : List.of(
                FailureKind.PERMISSION,
                FailureKind.AUTHENTICATION,
                FailureKind.NOT_FOUND,
                FailureKind.INVALID_REQUEST)) {
            Place place = place(rig);
            Fault fault = Fault.answer(kind).onReads();
            if (place.cannotSuffer(fault)) {
                return;
            }
            place.inject(fault);
            AdapterException failure = place.failure(place.open(), fault.toString());
            mustNotBeRepeated(place, failure.kind());
        }
    }

    static void permanentWrite(Rig rig) throws Exception {
        for (FailureKind kind : List.of(FailureKind.PERMISSION, FailureKind.AUTHENTICATION, FailureKind.NOT_FOUND)) {
            for (Action action : Action.values()) {
                Place place = place(rig);
                Fault fault = Fault.answer(kind).onWrites();
                if (place.cannotSuffer(fault)) {
                    return;
                }
                place.inject(fault);
                write(place, action);
                mustNotBeRepeated(place, kind);
            }
        }
    }

    /**
     * After a 401 a token may be renewed once, and after a 404 an id may be looked up again once. Another request comes
     * before the refused one is made again.
     */
    private static void mustNotBeRepeated(Place place, FailureKind kind) {
        List<Request> requests = place.requests();
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).fault().isPresent()) {
                refused.add(i);
            }
        }
        boolean renewed = (kind == FailureKind.AUTHENTICATION || kind == FailureKind.NOT_FOUND)
                && refused.size() == 2
                && (refused.get(1) > refused.get(0) + 1
                        || !requests.get(refused.get(0))
                                .operation()
                                .equals(requests.get(refused.get(1)).operation()));
        if ((refused.size() != 1 && !renewed) || !place.time().waits().isEmpty()) {
            throw Violation.of(
                    "one request, because " + kind + " does not pass",
                    "there were " + refused.size() + " that the service refused, and waits of "
                            + place.time().waits(),
                    "only RATE_LIMITED and UNAVAILABLE are tried again; after a 401 a token may be"
                            + " renewed once, after a 404 an id may be looked up again once");
        }
    }

    static void onlyTheFailedRequest(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.answer(FailureKind.UNAVAILABLE).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.seed(0, 2100);
        place.read(place.open());
        int reads = place.count(Access.READ);
        place.inject(fault.from(reads).times(1));
        place.mustList(place.read(place.open()), place.members(), "after one request failed once", GATE);
        int again = place.count(Access.READ) - reads;
        if (again != reads + 1) {
            throw Violation.of(
                    reads + 1 + " requests for a read of " + reads + ", one of which failed once",
                    "there were " + again,
                    "each call is repeated by itself, not the whole read");
        }
    }

    // --- Broken connections

    static void lostAnswer(Rig rig) throws Exception {
        Fault fault = Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1);
        String check = "the write is repeated, or a read shows what happened to it";
        for (Action action : Action.values()) {
            Place place = place(rig);
            if (place.cannotSuffer(fault)) {
                return;
            }
            place.inject(fault);
            write(place, action).mustBe(written(place, action), State.DONE, check);
            mustHoldAfter(place, action, "after the answer to a write was lost", check);
        }
        for (Mode mode : ChangeRules.BOTH_HALVES) {
            Place place = place(rig);
            place.inject(fault);
            place.change(place.adapter(), mode, place.things(3, 4), place.things(0, 1))
                    .mustBeClean("a change (" + mode + ")", check);
            place.mustHold(place.things(1, 4), "after the answer to a change was lost (" + mode + ")", check);
        }
    }

    static void refusedConnection(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.of(Fault.Type.REFUSED_CONNECTION);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        mustBeKind(place.failure(place.open(), fault.toString()), FailureKind.UNAVAILABLE, fault);
        if (place.time().waits().size() != Place.ATTEMPTS - 1) {
            throw Violation.of(
                    Place.ATTEMPTS + " attempts to connect",
                    "there were " + place.time().waits().size() + " waits between them",
                    GATE);
        }
        if (rig.canWrite()) {
            Ran ran = write(place, Action.ADD);
            ran.mustHaveFailed(place.thing(3), FailureKind.UNAVAILABLE, "no connection is UNAVAILABLE");
        }
        place.time().onWait(place::heal);
        place.mustList(place.read(place.open()), place.things(0, 3), "once connections were taken again", GATE);
    }

    static void brokenAnswer(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.of(Fault.Type.RESET);
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault.onReads().times(1));
        place.mustList(place.read(place.open()), place.things(0, 3), "after an answer broke off", GATE);
        place.heal();
        place.inject(fault.onReads());
        mustBeKind(place.failure(place.open(), fault.toString()), FailureKind.UNAVAILABLE, fault);
        place.heal();
        if (rig.canWrite()) {
            place.inject(fault.onWrites().times(1));
            write(place, Action.ADD)
                    .mustBe(place.thing(3), State.DONE, "the write is repeated, or a read shows what happened to it");
            mustHoldAfter(place, Action.ADD, "after the answer to a write broke off", "it is repeated");
        }
    }

    static void endlessAnswer(Rig rig) throws Exception {
        Fault fault = Fault.of(Fault.Type.ENDLESS_ANSWER).onReads();
        if (rig.place().cannotSuffer(fault)) {
            return;
        }
        rig.patiently(timeout -> {
            Place place = place(rig);
            place.inject(fault);
            Source source = place.open(timeout, Conditions.SECRET);
            AdapterException failure = rig.bounded(
                    "a read whose answer never ends", timeout, () -> place.failure(source, fault.toString()));
            if (failure.kind() != FailureKind.MALFORMED_ANSWER) {
                mustBeKind(failure, FailureKind.UNAVAILABLE, fault);
            }
        });
    }

    static void noAnswer(Rig rig) throws Exception {
        if (rig.place().cannotSuffer(Fault.of(Fault.Type.HANG))) {
            return;
        }
        rig.patiently(timeout -> {
            if (rig.canWrite()) {
                Rig.together(() -> readWithoutAnswer(rig, timeout), () -> writeWithoutAnswer(rig, timeout));
            } else {
                readWithoutAnswer(rig, timeout);
            }
        });
    }

    private static void readWithoutAnswer(Rig rig, Duration timeout) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.of(Fault.Type.HANG).onReads();
        place.inject(fault);
        Source source = place.open(timeout, Conditions.SECRET);
        mustBeKind(
                rig.bounded("a read without an answer", timeout, () -> place.failure(source, fault.toString())),
                FailureKind.UNAVAILABLE,
                fault);
    }

    private static void writeWithoutAnswer(Rig rig, Duration timeout) throws Exception {
        Place place = place(rig);
        place.inject(Fault.of(Fault.Type.HANG).onWrites());
        Adapter adapter = (Adapter) place.open(timeout, Conditions.SECRET);
        Ran ran = rig.bounded("a write without an answer", timeout, () -> write(place, adapter, Action.ADD));
        ran.mustHaveFailed(place.thing(3), FailureKind.UNAVAILABLE, "silence is UNAVAILABLE");
        ran.mustBe(place.thing(3), State.NOT_KNOWN, "a write without an answer may have happened");
    }

    /** On a connection that has served before: that is where clients repeat what they find broken. */
    static void onlyTheRetryRepeats(Rig rig) throws Exception {
        Place place = place(rig);
        Fault fault = Fault.of(Fault.Type.LOST_ANSWER);
        if (place.cannotSuffer(fault)) {
            return;
        }
        Source source = place.open();
        place.read(source);
        int before = place.count(Access.READ);
        place.inject(fault.onReads());
        try {
            source.get();
        } catch (AdapterException | IOException e) {
            // T-11 says with what.
        }
        mustBeRequestsAtMost(place, Access.READ, before + Place.ATTEMPTS);
        if (!rig.canWrite()) {
            return;
        }
        for (Action action : Action.values()) {
            Place another = place(rig);
            Adapter adapter = another.adapter();
            another.read(adapter);
            another.inject(fault.onWrites());
            write(another, adapter, action);
            mustBeRequestsAtMost(another, Access.WRITE, Place.ATTEMPTS);
        }
    }

    private static void mustBeRequestsAtMost(Place place, Access access, int count) {
        mustBeRequests(place, access, Math.min(place.count(access), count));
    }
}
