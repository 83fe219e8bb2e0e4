package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.SyncException;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;

/** Faults of each request of a write, its reads included. */
final class WithinRules {
    /** More than one page of every usual size below 200. */
    private static final int MEMBERS = 210;

    private static final int NAMELESS = 3;

    /** So many requests of one write are hit; of more, the first, the last and some in between. */
    private static final int MOST = 7;

    private WithinRules() {}

    /** A place on which one write after the other is made. Each has additions, removals or both, and meets a fault. */
    static final class Writes {
        final Place place;
        final Mode mode;
        private int coming = 1000;
        private int leaving;
        private List<String> additions = List.of();
        private List<String> removals = List.of();
        private List<String> before = List.of();
        private Map<String, String> fingerprints = Map.of();
        private int nameless;
        private Set<String> kept = Set.of();

        Writes(Rig rig, Mode mode) throws Exception {
            this.place = rig.place();
            this.mode = mode;
            place.seed(0, MEMBERS);
            if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
                place.seedNameless(NAMELESS);
            }
            if (!rig.declares(Limitation.KEEPS_NOBODY)) {
                place.seedKept(place.things(MEMBERS, MEMBERS + 2));
            }
        }

        /** Chooses what the next write is about. */
        void next() throws Exception {
            additions = List.of();
            removals = List.of();
            if (mode.actions().contains(Action.ADD)) {
                additions = place.introduce(coming, coming + 2);
                coming += 2;
            }
            if (mode.actions().contains(Action.REMOVE)) {
                removals = place.things(leaving, leaving + 2);
                leaving += 2;
                place.seed(removals);
            }
            before = place.keys(place.memberList());
            fingerprints = place.fingerprints();
            nameless = place.namelessMembers();
            kept = place.keptMembers();
        }

        Ran write(Adapter adapter) {
            return place.change(adapter, mode, additions, removals);
        }

        List<String> asked() {
            List<String> asked = new ArrayList<>(additions);
            asked.addAll(removals);
            return asked;
        }

        /** How many requests one takes that meets no fault. */
        int requests() throws Exception {
            next();
            int mark = place.mark();
            write(place.adapter()).mustBeClean(words(), "a write needs nothing but the adapter");
            return place.requestsSince(mark).size();
        }

        String words() {
            return switch (mode) {
                case ADD_ONLY -> "an addition";
                case REMOVE_ONLY -> "a removal";
                default -> "a change (" + mode + ")";
            };
        }

        /** What was not asked for is as it was, and each outcome is true. */
        void mustBeHarmless(Ran ran, String when) throws Exception {
            Set<String> asked = new HashSet<>(place.keys(asked()));
            List<String> after = place.keys(place.memberList());
            String difference = Violation.difference(without(before, asked), without(after, asked));
            if (!difference.isEmpty()) {
                throw Violation.of(
                        "all other members to stay, after " + when,
                        "there are " + difference,
                        "a read that failed does not count as an empty list, and nothing is written after it");
            }
            Map<String, String> now = place.fingerprints();
            for (String member : without(before, asked)) {
                if (!Objects.equals(fingerprints.get(member), now.get(member))) {
                    throw Violation.of(
                            "what the service keeps about " + member + " to be as before, after " + when,
                            "it was '" + fingerprints.get(member) + "' and is '" + now.get(member) + "'",
                            "members who stay are left alone, or written back with all that was read of them");
                }
            }
            if (place.namelessMembers() != nameless || !place.keptMembers().equals(kept)) {
                throw Violation.of(
                        "members without a usable identifier and members that must stay to be as before, after " + when,
                        place.namelessMembers() + " of " + nameless + " and "
                                + place.keptMembers().size() + " of " + kept.size() + " are there",
                        "a read that failed does not count as an empty list, and nothing is written after it");
            }
            OutcomeRules.mustBeTrue(place, ran, new HashSet<>(before), " after " + when);
            String twice = Violation.difference(new HashSet<>(after), after);
            if (!twice.isEmpty()) {
                throw Violation.of(
                        "each member once, after " + when,
                        "there are " + twice,
                        "a repeated addition adds nobody twice");
            }
        }

        private static List<String> without(List<String> keys, Set<String> asked) {
            return keys.stream().filter(key -> !asked.contains(key)).toList();
        }
    }

    static final List<Mode> MODES = List.of(Mode.ADD_ONLY, Mode.REMOVE_ONLY, Mode.ADD_REMOVE, Mode.REMOVE_ADD);

    private static Set<Integer> numbers(int requests) {
        Set<Integer> numbers = new TreeSet<>();
        for (int number = 1; number <= requests; number++) {
            if (requests <= MOST || number <= 3 || number > requests - 3 || number == requests / 2) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private interface Body {
        void with(Writes writes, int number) throws Exception;
    }

    /** Does something for each request of each kind of write. */
    private static void each(Rig rig, Body body) throws Exception {
        if (rig.place().cannotSuffer(Fault.answer(FailureKind.PERMISSION))) {
            return;
        }
        for (Mode mode : MODES) {
            Writes writes = new Writes(rig, mode);
            for (int number : numbers(writes.requests())) {
                body.with(writes, number);
            }
        }
    }

    private static String when(Writes writes, int number, Fault fault) {
        return "request number " + number + " of " + writes.words() + " met " + fault;
    }

    // --- O-6

    static void harmless(Rig rig) throws Exception {
        List<Fault> faults = List.of(
                Fault.answer(FailureKind.PERMISSION).times(1),
                Fault.answer(FailureKind.NOT_FOUND).times(1),
                Fault.answer(FailureKind.INVALID_REQUEST).times(1),
                Fault.answer(FailureKind.UNAVAILABLE).times(Place.ATTEMPTS),
                Fault.of(Fault.Type.RESET).times(Place.ATTEMPTS),
                Fault.of(Fault.Type.LOST_ANSWER).times(1));
        each(rig, (writes, number) -> {
            for (Fault fault : faults) {
                Ran ran = met(writes, fault.from(number));
                writes.mustBeHarmless(ran, when(writes, number, fault));
            }
        });
    }

    private static Ran met(Writes writes, Fault fault) throws Exception {
        writes.next();
        Adapter adapter = writes.place.adapter();
        writes.place.inject(fault);
        try {
            return writes.write(adapter);
        } finally {
            writes.place.heal();
        }
    }

    // --- E-12

    static void lookups(Rig rig) throws Exception {
        List<FailureKind> kinds = List.of(
                FailureKind.PERMISSION, FailureKind.AUTHENTICATION, FailureKind.NOT_FOUND, FailureKind.UNAVAILABLE);
        if (rig.place().cannotSuffer(Fault.answer(FailureKind.PERMISSION))) {
            return;
        }
        Set<String> ofTheList = readsOfTheList(rig);
        each(rig, (writes, number) -> {
            for (FailureKind kind : kinds) {
                int mark = writes.place.mark();
                Fault fault = Fault.answer(kind).from(number).times(kind.isTransient() ? Place.ATTEMPTS : 1);
                Ran ran = met(writes, fault);
                Optional<Request> hit = writes.place.requestsSince(mark).stream()
                        .filter(request -> request.fault().isPresent())
                        .findFirst();
                if (hit.isEmpty() || hit.get().access() == Access.WRITE) {
                    continue;
                }
                boolean mayBeNobody = kind == FailureKind.NOT_FOUND
                        && !ofTheList.contains(hit.get().operation());
                for (String thing : writes.asked()) {
                    mustBeNoThing(ran, thing, kind, mayBeNobody, when(writes, number, fault));
                }
            }
        });
    }

    private static void mustBeNoThing(Ran ran, String thing, FailureKind kind, boolean mayBeNobody, String when) {
        Outcome outcome = ran.outcome(thing);
        Optional<FailureKind> found = outcome.kind();
        if (outcome.state() != State.DONE
                && found.filter(FailureKind::concernsOneThing).isPresent()
                && !mayBeNobody) {
            throw Violation.of(
                    "the failure of a lookup to be " + kind + ", when " + when,
                    thing + " is said to be " + found.get() + ": " + outcome.reason(),
                    "only an answer that says so means that a thing is unknown");
        }
    }

    /** A person that is not found is unknown; a list of members that is not found is a missing place. */
    private static Set<String> readsOfTheList(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 1);
        place.read(place.open());
        Set<String> operations = new HashSet<>();
        place.requests().forEach(request -> operations.add(request.operation()));
        return operations;
    }

    // --- T-15

    static void repeated(Rig rig) throws Exception {
        List<Fault> faults = List.of(
                Fault.answer(FailureKind.UNAVAILABLE).times(1),
                Fault.rateLimited(Duration.ofSeconds(7)).times(1),
                Fault.of(Fault.Type.RESET).times(1));
        String check = "every request goes through the Retry of the conditions, lookups before a write too";
        each(rig, (writes, number) -> {
            for (Fault fault : faults) {
                Ran ran = met(writes, fault.from(number));
                ran.mustBeClean(writes.words() + " whose request number " + number + " met " + fault, check);
                writes.mustBeHarmless(ran, when(writes, number, fault));
            }
        });
        if (rig.declares(Limitation.NO_HTTP_FAULTS)) {
            return;
        }
        rig.patiently(timeout -> Rig.together(
                () -> repeatedAfterSilence(rig, Mode.ADD_ONLY, timeout, check),
                () -> repeatedAfterSilence(rig, Mode.REMOVE_ONLY, timeout, check)));
    }

    private static void repeatedAfterSilence(Rig rig, Mode mode, Duration timeout, String check) throws Exception {
        Writes writes = new Writes(rig, mode);
        writes.requests();
        writes.next();
        Adapter adapter = (Adapter) writes.place.open(timeout, Conditions.SECRET);
        writes.place.inject(Fault.of(Fault.Type.HANG).times(1));
        Ran ran = rig.bounded(
                writes.words() + " whose first request gets no answer", timeout, () -> writes.write(adapter));
        ran.mustBeClean(writes.words() + " whose first request got no answer", check);
    }

    // --- I-6

    static void interrupts(Rig rig) throws Exception {
        Fault hang = Fault.of(Fault.Type.HANG);
        each(rig, (writes, number) -> {
            writes.next();
            Place place = writes.place;
            Adapter adapter = place.adapter();
            int before = place.faulted();
            place.inject(hang.from(number));
            String where = "request number " + number + " of " + writes.words() + ", whose server hangs";
            FutureTask<Ran> task = InterruptRules.interrupted(
                    place, where, () -> place.faulted() > before, () -> writes.write(adapter));
            Ran ran = task.get();
            place.heal();
            if (ran.thrown().filter(SyncException::interrupted).isEmpty()) {
                throw Violation.of(
                        "a report that says it was interrupted, in " + where,
                        ran.text(),
                        "an InterruptedException is passed on as it is, from lookups too");
            }
            writes.mustBeHarmless(ran, "an interrupt in " + where);
        });
    }

    // --- E-10

    /** Answers that make no sense, to the reads and to the writes of a write. */
    static void malformed(Rig rig) throws Exception {
        each(rig, (writes, number) -> {
            for (Malformed malformed : Malformed.values()) {
                Fault always = Fault.malformed(malformed).from(number);
                Fault fault = malformed == Malformed.FOREIGN_OBJECT ? always : always.times(1);
                Ran ran = met(writes, fault);
                String when = when(writes, number, fault);
                writes.mustBeHarmless(ran, when);
                for (String thing : writes.asked()) {
                    Outcome outcome = ran.outcome(thing);
                    if (outcome.state() != State.DONE
                            && outcome.kind()
                                    .filter(FailureKind::concernsOneThing)
                                    .isPresent()) {
                        throw Violation.of(
                                "an answer that makes no sense to say nothing about " + thing + ", when " + when,
                                "it is said to be " + outcome.kind().get() + ": " + outcome.reason(),
                                "a success is checked for what it must hold, also in lookups");
                    }
                }
            }
        });
    }
}
