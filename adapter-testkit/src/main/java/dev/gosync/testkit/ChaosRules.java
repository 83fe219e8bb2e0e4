package dev.gosync.testkit;

import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/** Z: random histories. From one seed, the same adapter always gets the same history. */
final class ChaosRules {
    private static final List<Mode> MODES = List.of(Mode.values());
    private static final List<Malformed> SENSELESS = List.of(Malformed.values());
    private static final int THINGS = 14;
    private static final int STEPS = 25;

    private ChaosRules() {}

    static void cleanInTheEnd(Rig rig) throws Exception {
        for (long seed : rig.limits().seeds()) {
            List<String> history = new ArrayList<>();
            try {
                new History(rig, seed, history).play();
            } catch (AssertionFailedError e) {
                AssertionFailedError told = new AssertionFailedError(
                        e.getMessage() + "; to replay it, set " + Certification.CHAOS_SEEDS + "=" + seed
                                + ".\nHistory of seed " + seed + ":\n  " + String.join("\n  ", history),
                        e.getCause());
                told.setStackTrace(e.getStackTrace());
                throw told;
            }
        }
    }

    private static final class History {
        private final Rig rig;
        private final Random random;
        private final List<String> history;
        private final Place place;
        private final List<String> universe;
        private final Set<String> kept = new HashSet<>();
        private int nameless;
        private Adapter adapter;

        History(Rig rig, long seed, List<String> history) throws Exception {
            this.rig = rig;
            this.random = new Random(seed);
            this.history = history;
            this.place = rig.place();
            this.universe = place.things(0, THINGS);
            int members = random.nextInt(THINGS / 2);
            place.introduce(universe.subList(members, THINGS));
            place.seed(0, members);
            if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
                nameless = random.nextInt(4);
                place.seedNameless(nameless);
            }
            if (!rig.declares(Limitation.KEEPS_NOBODY)) {
                kept.addAll(place.things(THINGS, THINGS + 2));
                place.seedKept(kept);
            }
            history.add(members + " members, " + nameless + " without a usable identifier, " + kept.size()
                    + " that must stay");
            this.adapter = place.adapter();
        }

        void play() throws Exception {
            for (int step = 1; step <= STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> startAgain();
                    case 1 -> {
                        List<String> others = some(3);
                        history.add("by hand, these join: " + others);
                        place.seed(others);
                    }
                    case 2 -> leave();
                    case 3 -> read();
                    default -> change();
                }
            }
            end();
        }

        private void startAgain() throws Exception {
            history.add("the program starts again, with a new adapter");
            adapter = place.adapter();
        }

        private void leave() throws Exception {
            List<String> members = place.keys(place.memberList());
            List<String> leaving = some(3).stream()
                    .filter(thing -> members.contains(place.key(thing)) && !kept.contains(thing))
                    .toList();
            if (leaving.isEmpty() || leaving.size() == members.size()) {
                return;
            }
            history.add("by hand, these leave: " + leaving);
            place.leave(leaving);
        }

        private void read() throws Exception {
            Fault fault = fault();
            history.add("a read that meets " + fault);
            inject(fault);
            Hearing hearing = hearing();
            try {
                Retry.listening(hearing, adapter::get);
            } catch (AdapterException | IOException | InterruptedException e) {
                history.add("  it fails with " + Violation.text(e));
            } finally {
                heal();
            }
            hearing.mustAccountForAll("a read that met " + fault);
            maybeCrash(hearing);
        }

        private void change() throws Exception {
            Mode mode = MODES.get(random.nextInt(MODES.size()));
            List<String> things = some(6);
            int middle = random.nextInt(things.size() + 1);
            List<String> additions = mode.actions().contains(Action.ADD) ? things.subList(0, middle) : List.of();
            List<String> removals =
                    mode.actions().contains(Action.REMOVE) ? things.subList(middle, things.size()) : List.of();
            Set<String> asked = new HashSet<>(place.keys(additions));
            asked.addAll(place.keys(removals));
            Fault fault = fault();
            history.add(mode + " " + additions + " " + removals + ", which meets " + fault);
            Set<String> before = new HashSet<>(place.keys(place.memberList()));
            Map<String, String> notes = place.fingerprints();
            inject(fault);
            Hearing hearing = hearing();
            Ran ran;
            try {
                ran = place.change(adapter, mode, additions, removals, (same, outcomes) -> {}, hearing);
            } finally {
                heal();
            }
            history.add("  " + ran.text());
            hearing.mustAccountForAll("a change that met " + fault);
            List<String> after = new ArrayList<>(place.keys(place.memberList()));
            String when = " after a change that met " + fault;
            OutcomeRules.mustBeTrue(place, ran, before, when);
            Set<String> others = new HashSet<>(before);
            others.removeAll(asked);
            after.removeAll(asked);
            String difference = Violation.difference(others, after);
            if (!difference.isEmpty()) {
                throw Violation.of(
                        "members outside of the plan to stay as they are" + when,
                        "there are " + difference,
                        "a write changes only what was asked, whatever happens within it");
            }
            Map<String, String> notesNow = place.fingerprints();
            for (String other : others) {
                if (!Objects.equals(notes.get(other), notesNow.get(other))) {
                    throw Violation.of(
                            "what the service keeps about " + other + " to stay \"" + notes.get(other) + "\"" + when,
                            "it is \"" + notesNow.get(other) + "\"",
                            "a write changes only what was asked, whatever happens within it");
                }
            }
            rest(when);
            maybeCrash(hearing);
        }

        private void rest(String when) throws Exception {
            if (place.namelessMembers() != nameless
                    || !Violation.difference(place.keys(kept), place.keys(place.keptMembers()))
                            .isEmpty()) {
                throw Violation.of(
                        nameless + " members without a usable identifier and " + kept.size() + " that must stay" + when,
                        "there are " + place.namelessMembers() + " and "
                                + place.keptMembers().size(),
                        "a write changes only what was asked, whatever happens within it");
            }
        }

        private void end() throws Exception {
            List<String> wanted = new ArrayList<>(some(THINGS));
            if (wanted.isEmpty() || rig.declares(Limitation.CANNOT_BE_EMPTY)) {
                wanted.add(universe.get(0));
            }
            wanted.addAll(kept);
            history.add("in the end a clean sync to " + wanted.size() + " members");
            Asking.sync(random.nextBoolean() ? adapter : place.adapter(), Mode.DEFAULT, new HashSet<>(wanted));
            place.mustHold(
                    new HashSet<>(wanted),
                    "after a clean sync at the end of a random history",
                    "nothing that an adapter learnt before stands in the way of a later write");
            rest(" at the end of a random history");
        }

        private List<String> some(int most) {
            List<String> shuffled = new ArrayList<>(universe);
            Collections.shuffle(shuffled, random);
            return List.copyOf(shuffled.subList(0, random.nextInt(most + 1)));
        }

        /** What hears the next step, and sometimes interrupts it: at a call, or in the first wait. */
        private Hearing hearing() {
            int interruptedCall = 0;
            switch (random.nextInt(6)) {
                case 0 -> {
                    history.add("  with an interrupt in the first wait");
                    place.time().onWait(() -> Thread.currentThread().interrupt());
                }
                case 1 -> {
                    interruptedCall = 1 + random.nextInt(4);
                    history.add("  with an interrupt right before call " + interruptedCall);
                }
                default -> {}
            }
            return new Hearing(place, interruptedCall, rig.declares(Limitation.NO_HTTP_FAULTS));
        }

        /** After an interrupt between two calls, the program may be gone with all that it knew. */
        private void maybeCrash(Hearing hearing) throws Exception {
            boolean crash = random.nextBoolean();
            if (hearing.interrupted && crash) {
                startAgain();
            }
        }

        private void heal() {
            place.heal();
            place.time().onWait(() -> {});
            if (Thread.interrupted()) {
                history.add("  the thread was left interrupted");
            }
        }

        private void inject(Fault fault) {
            if (!rig.declares(Limitation.NO_HTTP_FAULTS)) {
                place.inject(fault);
            }
        }

        private Fault fault() {
            FailureKind[] kinds = {
                FailureKind.UNAVAILABLE, FailureKind.PERMISSION, FailureKind.AUTHENTICATION, FailureKind.INVALID_REQUEST
            };
            Fault fault = switch (random.nextInt(8)) {
                case 0 -> Fault.of(Fault.Type.RESET);
                case 1 -> Fault.of(Fault.Type.LOST_ANSWER);
                case 2 -> Fault.of(Fault.Type.PROXY_ERROR);
                case 3 -> Fault.rateLimited(Duration.ofSeconds(random.nextInt(2) == 0 ? 20 : 4000));
                case 4 -> Fault.malformed(SENSELESS.get(random.nextInt(SENSELESS.size())));
                case 5 -> Fault.answer(FailureKind.UNAVAILABLE).from(1000); // meets nothing
                default -> Fault.answer(kinds[random.nextInt(kinds.length)]);
            };
            int first = fault.first() > 1 ? fault.first() : 1 + random.nextInt(random.nextInt(3) == 0 ? 12 : 4);
            Fault placed = fault.from(first);
            placed = random.nextInt(3) == 0 ? placed : placed.times(1 + random.nextInt(3));
            return switch (random.nextInt(3)) {
                case 0 -> placed.onReads();
                case 1 -> placed.onWrites();
                default -> placed;
            };
        }
    }

    /** Compares the requests that the service saw with the calls that a listener of the sync heard. */
    private static final class Hearing implements SyncListener {
        private final Place place;
        private final int interruptedCall;
        private final boolean noRequests;
        private final List<String> unheard = new ArrayList<>();
        private final List<String> unseen = new ArrayList<>();
        private final int start;
        private int calls;
        private int settled;
        private boolean interrupted;

        Hearing(Place place, int interruptedCall, boolean noRequests) {
            this.place = place;
            this.interruptedCall = interruptedCall;
            this.noRequests = noRequests;
            this.start = place.mark();
            this.settled = start;
        }

        @Override
        public void callBegan(String name, String operation, int attempt) {
            settle(false);
            if (++calls == interruptedCall) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void callEnded(String name, String operation, Optional<Failure> failure) {
            boolean arrived = place.mark() > settled;
            // A call that succeeds may have found its answer in a cache, and a connection may break before a request
            // arrives.
            Optional<FailureKind> kind = failure.flatMap(Failure::kind);
            if (!arrived
                    && !interrupted
                    && kind.filter(each -> each != FailureKind.UNAVAILABLE).isPresent()) {
                unseen.add(operation);
            }
            settle(true);
        }

        /** Requests that arrived since the last call ended belong to a call, or to none. */
        private void settle(boolean inACall) {
            if (!inACall) {
                place.requestsSince(settled).forEach(request -> unheard.add(request.operation()));
            }
            settled = place.mark();
        }

        void mustAccountForAll(String when) {
            settle(false);
            if (noRequests) {
                return;
            }
            if (!unheard.isEmpty()) {
                throw Violation.of(
                        "the listener of the sync to hear of every request, in " + when,
                        "it did not hear of " + unheard.size() + " (" + Violation.some(unheard) + ")",
                        "every request goes through the Retry of the conditions, on the thread on which the adapter is"
                                + " called");
            }
            if (!unseen.isEmpty() || (calls > 0 && settled == start && !interrupted)) {
                throw Violation.of(
                        "the service to see every call that the listener of the sync heard, in " + when,
                        "it saw " + (settled - start) + " requests, and the listener heard " + calls + " calls",
                        "the log of the harness shows every request, and Retry.call is for requests only");
            }
        }
    }
}
