package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** and C-13: what has changed since an adapter last looked. */
final class NowRules {
    private static final Duration A_WHILE = Duration.ofSeconds(7);

    /** Longer than a directory of people is usually kept. */
    private static final Duration LONG = Duration.ofHours(2);

    /** Before so many requests of one write a new member joins. */
    private static final int MOST = 8;

    /** Who joins. */
    private static final int JOINER = 8;

    private NowRules() {}

    // ---

    static void unknownIsLookedUpAgain(Rig rig) throws Exception {
        for (boolean previewed : List.of(false, true)) {
            Place place = rig.place();
            place.seed(0, 3);
            Adapter adapter = place.adapter();
            place.read(adapter);
            if (previewed) {
                adapter.preview(place.things(3, 4));
            } else {
                place.add(adapter, place.things(3, 4));
            }
            place.introduce(3, 4);
            place.time().pass(LONG);
            String check =
                    "\"unknown\" is remembered no longer than the directory, and looked up again for an addition";
            place.add(adapter, place.things(3, 4))
                    .mustBeClean(
                            "adding " + place.thing(3) + ", who was unknown "
                                    + (previewed ? "to a preview" : "to an addition") + " before,",
                            check);
            place.mustHold(place.things(0, 4), "after the addition of one who had been unknown", check);
        }
    }

    // ---

    static void removalFindsWhoIsThere(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 4);
        place.introduce(5, 6);
        Adapter adapter = place.adapter();
        place.read(adapter);
        place.leave(place.things(1, 2));
        place.seed(1, 2);
        place.seed(5, 6);
        String check =
                "what get gave is a hint: an id from it that is gone is looked up again, and so is who was not in it";
        String again = place.thing(1);
        String came = place.thing(5);
        Ran ran = place.remove(adapter, List.of(again, came));
        ran.mustBeClean("removing " + again + ", who left and joined again, and " + came + ", who joined", check);
        List<String> left = new ArrayList<>(place.things(0, 4));
        left.remove(again);
        place.mustHold(left, "after members were removed who had joined since the last read", check);
    }

    // ---

    static void promotedStays(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannot(Limitation.KEEPS_NOBODY)) {
            return;
        }
        place.seed(0, 4);
        Adapter adapter = place.adapter();
        place.read(adapter);
        List<String> promoted = place.things(1, 2);
        place.seedKept(promoted);
        Ran ran = place.remove(adapter, promoted);
        boolean isThere = place.holds(promoted.get(0));
        if (rig.cannot(Limitation.REMOVES_KEPT)) {
            if (isThere) {
                throw Place.lie(
                        Limitation.REMOVES_KEPT, promoted.get(0) + " is there after the removal: " + ran.text());
            }
        } else if (!isThere && !inOneWrite(rig)) {
            throw Violation.of(
                    promoted.get(0) + ", who must stay since the last read, to be there after a removal",
                    "the removal was made",
                    "remove leaves out who must stay, or the service refuses it and is not forced; if neither is possible,"
                            + " limitations() declares " + Limitation.REMOVES_KEPT);
        }
        if (isThere) {
            if (ran.outcome(promoted.get(0)).state() == State.DONE) {
                throw Violation.of(
                        "the removal of " + promoted.get(0) + ", who must stay, to fail",
                        "it is said to be done",
                        "a removal that was not made is reported as failed, for example as REFUSED_THING");
            }
            WriteRules.stillKept(place, promoted);
        }
        place.mustHold(
                isThere ? place.things(0, 4) : List.of(place.thing(0), place.thing(2), place.thing(3)),
                "after the removal of one who must stay",
                "a removal changes only what it is for");
    }

    /** A list that is replaced as a whole takes out every member that is not on it, owners too. */
    private static boolean inOneWrite(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 4);
        place.remove(place.adapter(), place.things(0, 2));
        return place.count(Access.WRITE) < 2;
    }

    // --- C-13

    static void joinersStay(Rig rig) throws Exception {
        for (Mode mode : Mode.values()) {
            if (!rig.declares(Limitation.NO_HTTP_FAULTS)) {
                betweenAttempts(rig, mode);
            }
        }
        for (Mode mode : ChangeRules.BOTH_HALVES) {
            betweenHalves(rig, mode);
        }
        if (rig.place().noticesOldLists()) {
            for (Mode mode : Mode.values()) {
                int number = 1;
                while (number <= MOST && beforeRequest(rig, mode, number)) {
                    number++;
                }
            }
        }
    }

    /** A change of a place that a new member joins by hand, once. */
    private static final class Joining implements SyncListener {
        final Place place;
        private final Adapter adapter;
        private final Mode mode;
        private final int joinBefore;
        private final AtomicBoolean joined = new AtomicBoolean();
        private boolean afterTheFirst;
        private int calls;

        Joining(Rig rig, Mode mode, int joinBefore) throws Exception {
            this.place = rig.place();
            this.mode = mode;
            this.joinBefore = joinBefore;
            place.seed(0, 4);
            place.introduce(4, 6);
            adapter = place.adapter();
            place.read(adapter);
        }

        void join() {
            if (!joined.getAndSet(true)) {
                try {
                    place.seed(JOINER, JOINER + 1);
                } catch (Exception e) {
                    throw new IllegalStateException("The harness could not seed a member", e);
                }
            }
        }

        @Override
        public void callBegan(String name, String operation, int attempt) {
            if (++calls == joinBefore) {
                join();
            }
        }

        @Override
        public void happened(Plan plan, Outcome outcome) {
            if (afterTheFirst && outcome.state() == State.DONE) {
                join();
            }
        }

        Ran change(boolean withUnknown) {
            List<String> additions = new ArrayList<>();
            if (mode.actions().contains(Action.ADD)) {
                additions.addAll(place.things(4, 6));
                if (withUnknown) {
                    additions.add(place.thing(7));
                }
            }
            List<String> removals = mode.actions().contains(Action.REMOVE) ? place.things(0, 1) : List.of();
            return place.change(adapter, mode, additions, removals, (same, outcomes) -> {}, this);
        }

        void mustHoldWhoJoined(String when) throws Exception {
            String check = "a list that is written back is read again right before each attempt and each half";
            if (!joined.get()) {
                return;
            }
            if (!place.holds(place.thing(JOINER))) {
                throw Violation.of(
                        place.thing(JOINER) + ", who joined " + when + " (" + mode + "), to be there",
                        "the write took them out",
                        check);
            }
        }
    }

    private static void betweenAttempts(Rig rig, Mode mode) throws Exception {
        Joining joining = new Joining(rig, mode, 0);
        Place place = joining.place;
        place.inject(Fault.rateLimited(A_WHILE).onWrites().times(1));
        place.time().onWait(() -> {
            if (place.faulted() > 0) {
                joining.join();
            }
        });
        Ran ran = joining.change(false);
        place.heal();
        joining.mustHoldWhoJoined("between two attempts of a write");
        if (joining.joined.get() && mode.actions().contains(Action.ADD)) {
            for (String thing : place.things(4, 6)) {
                ran.mustBe(
                        thing, State.DONE, "the list is read again for each attempt, with its version if it has one");
            }
        }
    }

    private static void betweenHalves(Rig rig, Mode mode) throws Exception {
        Joining joining = new Joining(rig, mode, 0);
        joining.afterTheFirst = true;
        boolean withUnknown = !rig.declares(Limitation.KNOWS_EVERY_THING);
        joining.change(withUnknown);
        joining.mustHoldWhoJoined("after the first outcome of a change");
    }

    /** Gives whether there was such a request. */
    private static boolean beforeRequest(Rig rig, Mode mode, int number) throws Exception {
        Joining joining = new Joining(rig, mode, number);
        joining.change(false);
        joining.mustHoldWhoJoined("right before request number " + number + " of a write");
        return joining.calls >= number;
    }
}
