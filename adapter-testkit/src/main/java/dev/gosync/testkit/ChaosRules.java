package dev.gosync.testkit;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/** Z: random histories. A seed always makes the same one. */
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
                switch (random.nextInt(6)) {
                    case 0 -> {
                        history.add("a new adapter");
                        adapter = place.adapter();
                    }
                    case 1 -> {
                        List<String> others = some(3);
                        history.add("others join: " + others);
                        place.seed(others);
                    }
                    case 2 -> read();
                    default -> change();
                }
            }
            end();
        }

        private void read() throws Exception {
            Fault fault = fault();
            history.add("a read that meets " + fault);
            inject(fault);
            maybeInterrupt();
            try {
                adapter.get();
            } catch (AdapterException | IOException | InterruptedException e) {
                history.add("  it fails with " + Violation.text(e));
            } finally {
                heal();
            }
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
            inject(fault);
            maybeInterrupt();
            Ran ran;
            try {
                ran = place.change(adapter, mode, additions, removals);
            } finally {
                heal();
            }
            history.add("  " + ran.text());
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
            rest(when);
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

        /** An interrupt in the first wait, if there is one. */
        private void maybeInterrupt() {
            if (random.nextInt(4) == 0) {
                history.add("  with an interrupt in the first wait");
                place.time().onWait(() -> Thread.currentThread().interrupt());
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
            int first = fault.first() > 1 ? fault.first() : 1 + random.nextInt(6);
            Fault placed = fault.from(first);
            placed = random.nextInt(3) == 0 ? placed : placed.times(1 + random.nextInt(3));
            return switch (random.nextInt(3)) {
                case 0 -> placed.onReads();
                case 1 -> placed.onWrites();
                default -> placed;
            };
        }
    }
}
