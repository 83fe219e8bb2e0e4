package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** C: both halves at once. */
final class ChangeRules {
    static final List<Mode> BOTH_HALVES = List.of(Mode.REMOVE_ADD, Mode.ADD_REMOVE);

    private ChangeRules() {}

    static void bothHalves(Rig rig) throws Exception {
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            place.seed(0, 5);
            place.introduce(5, 7);
            Adapter adapter = place.adapter();
            place.read(adapter);
            place.change(adapter, mode, place.things(5, 7), place.things(0, 2))
                    .mustBeClean("adding 2 and removing 2 (" + mode + ")", "change makes both halves");
            place.mustHold(
                    place.things(2, 7),
                    "after 2 were added and 2 of 5 removed (" + mode + ")",
                    "change makes both halves");
        }
    }

    /** Notes what the place holds whenever the engine tells of something, and how the adapter cuts the change. */
    private static final class Watch implements SyncListener {
        private final Place place;
        private final List<Set<String>> seen = new ArrayList<>();
        private boolean severalCalls;

        Watch(Place place) {
            this.place = place;
        }

        @Override
        public void starting(Plan plan, List<String> things) {
            look(plan, things);
        }

        @Override
        public void calling(Plan plan, List<String> things) {
            look(plan, things);
        }

        @Override
        public void happened(Plan plan, Outcome outcome) {
            look();
        }

        private void look(Plan plan, List<String> things) {
            severalCalls |=
                    things.size() < plan.additions().size() + plan.removals().size();
            look();
        }

        private void look() {
            try {
                seen.add(place.members());
            } catch (Exception e) {
                throw new IllegalStateException("The harness could not read the members", e);
            }
        }
    }

    static void order(Rig rig) throws Exception {
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            place.seed(0, 3);
            place.introduce(3, 4);
            Watch watch = new Watch(place);
            place.change(
                            place.adapter(),
                            mode,
                            place.things(3, 4),
                            place.things(0, 1),
                            (adapter, outcomes) -> {},
                            watch)
                    .mustBeClean("a change (" + mode + ")", "change makes both halves");
            for (Set<String> members : watch.seen) {
                mustBeInOrder(place, members, mode);
            }
            if (!rig.declares(Limitation.NO_HTTP_FAULTS)) {
                Place broken = rig.place();
                broken.seed(0, 3);
                broken.introduce(3, 4);
                broken.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(2));
                broken.change(broken.adapter(), mode, broken.things(3, 4), broken.things(0, 1));
                mustBeInOrder(broken, broken.members(), mode);
            }
        }
    }

    private static void mustBeInOrder(Place place, Set<String> members, Mode mode) {
        List<String> keys = place.keys(members);
        boolean added = keys.contains(place.key(place.thing(3)));
        boolean removed = !keys.contains(place.key(place.thing(0)));
        if (mode == Mode.REMOVE_ADD ? added && !removed : removed && !added) {
            throw Violation.of(
                    mode == Mode.REMOVE_ADD
                            ? "the removal to come before the addition"
                            : "the addition to come before the removal",
                    "the place was seen after the second half and before the first (" + mode + ")",
                    "change makes the halves in the order of the change's mode");
        }
    }

    static void noStateInBetween(Rig rig) throws Exception {
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            place.seed(0, 3);
            place.introduce(3, 5);
            boolean faults = !rig.declares(Limitation.NO_HTTP_FAULTS);
            if (faults) {
                place.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(2));
            }
            Watch watch = new Watch(place);
            place.change(
                    place.adapter(), mode, place.things(3, 5), place.things(0, 1), (adapter, outcomes) -> {}, watch);
            if (watch.severalCalls) {
                continue;
            }
            watch.look();
            for (Set<String> members : watch.seen) {
                mustBeWhole(place, members);
            }
        }
    }

    private static void mustBeWhole(Place place, Set<String> members) {
        boolean before = Violation.difference(place.keys(place.things(0, 3)), place.keys(members))
                .isEmpty();
        boolean after = Violation.difference(place.keys(place.things(1, 5)), place.keys(members))
                .isEmpty();
        if (!before && !after) {
            throw Violation.of(
                    "a change that is one call to be seen whole or not at all",
                    "the place was seen with half of it: " + Violation.some(members),
                    "one call is one write, and more are made one by one through the loops of Outcomes");
        }
    }

    static void oneMember(Rig rig) throws Exception {
        boolean sensitive = rig.cannot(Limitation.CASE_SENSITIVE);
        NeighbourRules.differInMatching(rig, sensitive);
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            List<String> there = place.seed(0, 3);
            String mixed = WriteRules.mixed(there.get(1));
            if (sensitive) {
                place.introduce(List.of(mixed));
            }
            Adapter adapter = place.adapter();
            place.read(adapter);
            List<String> wanted = new ArrayList<>(there);
            wanted.set(1, mixed);
            Asking.sync(adapter, mode, wanted);
            List<String> expected = new ArrayList<>(there);
            expected.set(1, mixed);
            if (sensitive && !Violation.difference(expected, place.members()).isEmpty()) {
                throw Place.lie(
                        Limitation.CASE_SENSITIVE,
                        mixed + " for " + there.get(1) + " leaves " + Violation.difference(expected, place.members()));
            }
            place.mustHold(
                    expected,
                    "after a sync with " + mixed + " in place of " + there.get(1) + " (" + mode + ")",
                    "matching() and preview() tell which spellings the service takes for one member");
        }
    }

    static void withoutTheRefused(Rig rig) throws Exception {
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            if (place.cannot(Limitation.FORBIDS_NOTHING)) {
                return;
            }
            place.seed(0, 3);
            place.introduce(3, 4);
            place.introduce(5, 6);
            place.forbid(place.things(4, 5));
            Ran ran = place.change(place.adapter(), mode, place.things(3, 6), place.things(0, 1));
            String check = "what the service refuses for one member is made again without that one";
            ran.mustHaveFailed(place.thing(4), FailureKind.REFUSED_THING, check);
            for (int number : new int[] {0, 3, 5}) {
                ran.mustBe(place.thing(number), State.DONE, check);
            }
            List<String> expected = new ArrayList<>(place.things(1, 4));
            expected.add(place.thing(5));
            place.mustHold(expected, "after a change with one refused member in it (" + mode + ")", check);
        }
    }

    static void judgedAgain(Rig rig) throws Exception {
        for (boolean refused : List.of(true, false)) {
            Place place = rig.place();
            if (refused ? place.cannot(Limitation.FORBIDS_NOTHING) : rig.declares(Limitation.KNOWS_EVERY_THING)) {
                continue;
            }
            place.seed(0, 3);
            place.introduce(3, 4);
            List<String> required = place.things(4, 5);
            if (refused) {
                place.forbid(required);
            }
            Ran ran = place.changeRequiring(
                    required, place.adapter(), Mode.ADD_REMOVE, place.things(3, 5), place.things(0, 1));
            String check = "removals that come second are a call of their own where an addition failed: one that was"
                    + " announced for both gives them back with Outcomes.postpone";
            place.mustHold(
                    place.things(0, 4),
                    "after an addition failed that a guard requires for removals (" + Mode.ADD_REMOVE + ")",
                    check);
            ran.mustBe(place.thing(0), State.NOT_STARTED, check);
            ran.mustBe(place.thing(3), State.DONE, check);
        }
    }

    static void keptSurvive(Rig rig) throws Exception {
        for (Mode mode : BOTH_HALVES) {
            Place place = rig.place();
            if (place.cannot(Limitation.KEEPS_NOBODY)) {
                return;
            }
            place.seed(0, 3);
            List<String> owners = place.things(3, 5);
            place.seedKept(owners);
            place.introduce(5, 6);
            Adapter adapter = place.adapter();
            place.read(adapter);
            place.change(adapter, mode, place.things(5, 6), place.things(0, 1))
                    .mustBeClean("a change of others (" + mode + ")", "what is kept does not hinder it");
            place.mustHold(
                    place.things(1, 6),
                    "after a change of others than members that must stay",
                    "they are written back");
            WriteRules.stillKept(place, owners);
        }
    }

    static void newcomersSurvive(Rig rig) throws Exception {
        for (Mode mode : Mode.values()) {
            Place place = rig.place();
            place.seed(0, 3);
            place.introduce(3, 4);
            place.introduce(7, 8);
            Adapter adapter = place.adapter();
            place.read(adapter);
            place.seed(4, 6);
            boolean adds = mode.actions().contains(Action.ADD);
            boolean removes = mode.actions().contains(Action.REMOVE);
            List<String> additions = adds ? place.things(3, 4) : List.of();
            List<String> removals = removes ? place.things(0, 1) : List.of();
            place.change(adapter, mode, additions, removals)
                    .mustBeClean("a change after others had joined (" + mode + ")", "what get gave is only a hint");
            List<String> expected = new ArrayList<>(place.things(removes ? 1 : 0, adds ? 4 : 3));
            expected.addAll(place.things(4, 6));
            place.mustHold(
                    expected,
                    "after 2 had joined since the last read (" + mode + ")",
                    "members that joined since the last read are neither lost nor removed");
            place.seed(6, 7);
            String check = "a write builds on what is there, not on what the write before it left";
            place.change(adapter, mode, adds ? place.things(7, 8) : List.of(), removes ? place.things(1, 2) : List.of())
                    .mustBeClean("a second change after others had joined (" + mode + ")", check);
            expected.add(place.thing(6));
            if (adds) {
                expected.add(place.thing(7));
            }
            if (removes) {
                expected.remove(place.thing(1));
            }
            place.mustHold(expected, "after 1 had joined since the last write (" + mode + ")", check);
        }
    }

    static void oneAfterTheOther(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 4);
        place.introduce(4, 6);
        Adapter adapter = place.adapter();
        place.read(adapter);
        String check = "a write builds on what the one before it left, not on what get gave";
        place.remove(adapter, place.things(0, 1)).mustBeClean("a removal", check);
        place.add(adapter, place.things(4, 5)).mustBeClean("an addition after it", check);
        place.mustHold(place.things(1, 5), "after a removal and then an addition", check);
        place.remove(adapter, place.things(1, 2)).mustBeClean("a removal after that", check);
        place.add(adapter, place.things(5, 6)).mustBeClean("an addition after that", check);
        place.mustHold(place.things(2, 6), "after two removals and two additions in turn", check);
    }

    // --- C-11

    static void keptAsItWas(Rig rig) throws Exception {
        for (Mode mode : Mode.values()) {
            Place place = rig.place();
            place.introduce(0, 8);
            // The list is in no order that can be made again: neither by thing nor by when the service learnt of it.
            place.seed(IntStream.of(3, 0, 5, 1, 4, 2).mapToObj(place::thing).toList());
            if (!rig.declares(Limitation.KEEPS_NOBODY)) {
                place.seedKept(place.things(8, 10));
            }
            boolean adds = mode.actions().contains(Action.ADD);
            boolean removes = mode.actions().contains(Action.REMOVE);
            Adapter adapter = place.adapter();
            place.read(adapter);
            mustKeep(
                    place,
                    () -> place.change(
                            adapter,
                            mode,
                            adds ? place.things(6, 7) : List.of(),
                            removes ? place.things(1, 2) : List.of()),
                    "a change of others (" + mode + ")");
            if (adds) { // a member that is added again is as before too
                mustKeep(
                        place,
                        () -> place.change(
                                adapter,
                                mode,
                                List.of(place.thing(4), place.thing(7)),
                                removes ? place.things(2, 3) : List.of()),
                        "a change with an addition that was a member (" + mode + ")");
            }
        }
    }

    private static void mustKeep(Place place, Callable<Ran> change, String when) throws Exception {
        Map<String, String> before = place.fingerprints();
        List<String> order = place.keys(place.memberList());
        change.call().mustBeClean(when, "what the service keeps about others does not hinder it");
        Map<String, String> after = place.fingerprints();
        String check = "members who stay are left alone, or written back with all that was read of them";
        for (Map.Entry<String, String> member : before.entrySet()) {
            String now = after.get(member.getKey());
            if (now != null && !now.equals(member.getValue())) {
                throw Violation.of(
                        "what the service keeps about " + member.getKey() + " to be as before, after " + when,
                        "it was '" + member.getValue() + "' and is '" + now + "'",
                        check);
            }
        }
        List<String> ordered = place.keys(place.memberList());
        List<String> stayed = order.stream().filter(ordered::contains).toList();
        List<String> now = ordered.stream().filter(order::contains).toList();
        if (place.keepsOrder() && !stayed.equals(now)) {
            throw Violation.of(
                    "members to stay in their order, after " + when, "they were " + stayed + " and are " + now, check);
        }
    }
}
