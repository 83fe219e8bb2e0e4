package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A and R: adding and removing, each by itself. */
final class WriteRules {
    /** So many that more than 1,000 of them are written at once. */
    private static final int MANY = 1650;

    private static final int SEVERAL_PAGES = 210;

    private static final String ELSE = "nothing but what was asked for is written";

    private WriteRules() {}

    // --- Add

    static void added(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 5);
        Adapter adapter = place.adapter();
        place.read(adapter);
        place.add(adapter, place.things(3, 5)).mustBeClean("adding 2", "add makes members of what it is given");
        place.mustHold(place.things(0, 5), "after 2 were added to 3", ELSE);
        Place pages = rig.place();
        pages.seed(0, SEVERAL_PAGES);
        pages.introduce(SEVERAL_PAGES, SEVERAL_PAGES + 2);
        Adapter another = pages.adapter();
        pages.read(another);
        pages.add(another, pages.things(SEVERAL_PAGES, SEVERAL_PAGES + 2))
                .mustBeClean("adding 2 to a list of several pages", "add makes members of what it is given");
        pages.mustHold(
                pages.things(0, SEVERAL_PAGES + 2),
                "after 2 were added to a list of several pages",
                "a list that is written back holds every page of what was read");
    }

    static void addedAgain(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        Adapter adapter = place.adapter();
        place.read(adapter);
        String check = "the service's answer \"already a member\" counts as success";
        place.add(adapter, place.things(2, 4)).mustBeClean("adding one that is a member and one that is not", check);
        place.mustHold(place.things(0, 4), "after 1 was added and 1 was there", ELSE);
        place.add(adapter, place.things(2, 4)).mustBeClean("adding both again", check);
        place.mustHold(place.things(0, 4), "after both were added again", "adding again changes nothing");
    }

    static void addedWithoutGet(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 120);
        place.introduce(120, 121);
        place.add(place.adapter(), place.things(120, 121))
                .mustBeClean("adding without a read before", "add reads itself what it has to know");
        place.mustHold(
                place.things(0, 121), "after 1 was added without a read", "add reads itself what it has to know");
    }

    static void kept(Rig rig, Action action) throws Exception {
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
        Ran ran = action == Action.ADD
                ? place.add(adapter, place.things(4, 6))
                : place.remove(adapter, place.things(0, 1));
        ran.mustBeClean("a change of others", "what is kept does not hinder it");
        place.mustHold(
                action == Action.ADD ? place.things(0, 6) : place.things(1, 5),
                "after a change of others than members that must stay",
                ELSE);
        stillKept(place, owners);
    }

    static void stillKept(Place place, List<String> owners) throws Exception {
        String difference = Violation.difference(place.keys(owners), place.keys(place.keptMembers()));
        if (!difference.isEmpty()) {
            throw Violation.of(
                    owners.size() + " members who must stay, as before",
                    "there are " + difference,
                    "an owner who is added again stays an owner");
        }
    }

    // --- Remove

    static void removed(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 5);
        Adapter adapter = place.adapter();
        place.read(adapter);
        place.remove(adapter, place.things(3, 5)).mustBeClean("removing 2", "remove takes out what it is given");
        place.mustHold(place.things(0, 3), "after 2 of 5 were removed", ELSE);
    }

    static void removedAgain(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 4);
        place.introduce(4, 5);
        Adapter adapter = place.adapter();
        place.read(adapter);
        String check = "the service's answer \"not a member\" counts as success";
        place.remove(adapter, place.things(3, 5))
                .mustBeClean("removing one that is a member and one that is not", check);
        place.mustHold(place.things(0, 3), "after 1 was removed and 1 was not there", ELSE);
        place.remove(adapter, place.things(3, 5)).mustBeClean("removing both again", check);
        place.mustHold(place.things(0, 3), "after both were removed again", "removing again changes nothing");
    }

    static void removedWithoutGet(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 121);
        place.remove(place.adapter(), place.things(120, 121))
                .mustBeClean("removing without a read before", "remove reads itself what it has to know");
        place.mustHold(
                place.things(0, 120), "after 1 was removed without a read", "remove reads itself what it has to know");
    }

    static void last(Rig rig) throws Exception {
        Place place = rig.place();
        List<String> only = place.seed(0, 1);
        Adapter adapter = place.adapter();
        place.read(adapter);
        Ran ran = place.remove(adapter, only);
        if (!rig.cannot(Limitation.CANNOT_BE_EMPTY)) {
            ran.mustBeClean("removing the last member", "the service takes an empty list, or says CANNOT_BE_EMPTY");
            place.mustHold(List.of(), "after the last was removed", "the empty list is written");
            return;
        }
        if (ran.outcome(only.get(0)).state() == State.DONE || !place.holds(only.get(0))) {
            throw Place.lie(Limitation.CANNOT_BE_EMPTY, "the last member was removed, or said to be: " + ran.text());
        }
        if (ran.kind(only.get(0)).isEmpty()) {
            throw Violation.of(
                    "the last one to be refused with a kind", ran.text(), "the service's answer is translated");
        }
    }

    // --- Both

    static void emptyList(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        List<Integer> calls = new ArrayList<>();
        List<String> members = new ArrayList<>();
        Asking.Step step = (adapter, outcomes) -> {
            int before = place.requests().size();
            if (action == Action.ADD) {
                adapter.add(List.of(), outcomes);
            } else {
                adapter.remove(List.of(), outcomes);
            }
            calls.add(place.requests().size() - before);
            members.addAll(place.members());
        };
        String thing = place.thing(action == Action.ADD ? 3 : 0);
        Ran ran = place.change(
                place.adapter(),
                action == Action.ADD ? Mode.ADD_ONLY : Mode.REMOVE_ONLY,
                action == Action.ADD ? List.of(thing) : List.of(),
                action == Action.ADD ? List.of() : List.of(thing),
                step,
                new SyncListener() {});
        if (calls.isEmpty()) {
            throw Violation.of(
                    "an empty list to be taken",
                    ran.text(),
                    "an empty list is answered with nothing, not with an error");
        }
        String difference = Violation.difference(place.keys(place.things(0, 3)), place.keys(members));
        if (!difference.isEmpty()) {
            throw Violation.of(
                    "3 members after nothing was asked for",
                    "there are " + difference,
                    "an empty list is no empty membership");
        }
        if (calls.get(0) != 0) {
            throw Violation.of(
                    "no call for an empty list",
                    "there were " + calls.get(0),
                    "an empty list needs no read and no write");
        }
    }

    static void hundreds(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        Adapter adapter = place.adapter();
        String check = "however many things there are, each is handled";
        if (action == Action.ADD) {
            place.seed(0, 150);
            place.introduce(150, MANY);
            place.read(adapter);
            place.add(adapter, place.things(150, 600)).mustBeClean("adding 450", check);
            place.mustHold(place.things(0, 600), "after 450 were added to 150", check);
            place.add(adapter, place.things(600, MANY)).mustBeClean("adding " + (MANY - 600), check);
            place.mustHold(place.things(0, MANY), "after " + (MANY - 600) + " were added to 600", check);
        } else {
            place.seed(0, MANY);
            place.read(adapter);
            place.remove(adapter, place.things(600, MANY)).mustBeClean("removing " + (MANY - 600), check);
            place.mustHold(place.things(0, 600), "after " + (MANY - 600) + " of " + MANY + " were removed", check);
            place.remove(adapter, place.things(150, 600)).mustBeClean("removing 450", check);
            place.mustHold(place.things(0, 150), "after 450 of 600 were removed", check);
        }
    }

    static void unknown(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        List<String> others = List.of(place.thing(4), place.thing(10));
        List<String> there = new ArrayList<>(place.seed(0, 4));
        if (action == Action.ADD) {
            place.introduce(others);
        } else {
            place.seed(others);
            there.addAll(others);
        }
        List<String> unknown = place.things(5, 10);
        List<String> asked = new ArrayList<>(unknown);
        asked.addAll(others);
        Adapter adapter = place.adapter();
        place.read(adapter);
        Ran ran = action == Action.ADD ? place.add(adapter, asked) : place.remove(adapter, asked);
        for (String thing : others) {
            ran.mustBe(thing, State.DONE, "a thing that the service does not know stops no other");
        }
        boolean knowsAll = rig.cannot(Limitation.KNOWS_EVERY_THING);
        for (String thing : unknown) {
            if (knowsAll) {
                if (ran.outcome(thing).state() != State.DONE) {
                    throw Place.lie(Limitation.KNOWS_EVERY_THING, thing + " was refused: " + ran.text());
                }
            } else if (action == Action.ADD || ran.outcome(thing).state() != State.DONE) {
                ran.mustHaveFailed(
                        thing,
                        FailureKind.UNKNOWN_THING,
                        "the service's answer for an unknown thing is not confused with other refusals");
                mustNameNoOther(ran, thing, asked);
            }
        }
        if (action == Action.ADD) {
            there.addAll(others);
            there.addAll(knowsAll ? unknown : List.of());
        } else {
            there.removeAll(others);
        }
        place.mustHold(there, "after a change with 5 unknown things in it", ELSE);
    }

    private static void mustNameNoOther(Ran ran, String thing, List<String> asked) {
        String reason = ran.outcome(thing).reason();
        for (String other : asked) {
            if (!reason.contains(thing) && reason.contains(other) && !thing.contains(other)) {
                throw Violation.of(
                        "the reason why " + thing + " failed to be about " + thing,
                        "it names " + other + " (" + reason + ")",
                        "each failure is made for the thing that it is reported for");
            }
        }
    }

    static void odd(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        boolean restricted = rig.cannot(Limitation.RESTRICTED_ALPHABET);
        List<String> neighbours = restricted ? place.things(0, 5) : GetRules.NEIGHBOURS;
        place.seed(neighbours);
        List<String> odd = place.oddThings();
        List<String> legal = new ArrayList<>();
        for (String thing : odd) {
            if (make(place, thing, action, restricted)) {
                legal.add(thing);
            }
        }
        if (restricted && legal.containsAll(GetRules.ODD)) {
            throw Place.lie(Limitation.RESTRICTED_ALPHABET, "every odd thing can be a member");
        }
        String check = "a thing is a value: encoded in a path, escaped in a query, quoted in a list";
        if (action == Action.ADD) {
            Ran ran = place.add(place.adapter(), odd);
            for (String thing : odd) {
                if (legal.contains(thing)) {
                    ran.mustBe(thing, State.DONE, check);
                } else {
                    mustBeRefused(ran, thing);
                }
            }
            List<String> expected = new ArrayList<>(neighbours);
            expected.addAll(legal);
            place.mustHold(expected, "after odd things were added", check);
            return;
        }
        List<String> left = new ArrayList<>(neighbours);
        left.addAll(legal);
        for (String thing : legal) {
            place.remove(place.adapter(), List.of(thing)).mustBeClean("removing " + thing, check);
            left.remove(thing);
            place.mustHold(left, "after " + thing + " was removed", check);
        }
    }

    private static boolean make(Place place, String thing, Action action, boolean restricted) throws Exception {
        try {
            if (action == Action.ADD) {
                place.introduce(List.of(thing));
            } else {
                place.seed(List.of(thing));
            }
            return true;
        } catch (IllegalArgumentException e) {
            if (place.mayBeIllegal(thing, restricted)) {
                return false;
            }
            throw GetRules.illegal("the service to know '" + thing + "'", e);
        }
    }

    private static void mustBeRefused(Ran ran, String thing) {
        Optional<FailureKind> kind = ran.kind(thing);
        if (ran.outcome(thing).state() == State.DONE
                || kind.filter(FailureKind::concernsOneThing).isEmpty()) {
            throw Violation.of(
                    thing + " to be refused as a thing that cannot be a member",
                    ran.text(),
                    "what a service says of one thing is UNKNOWN_THING or REFUSED_THING");
        }
    }

    static String mixed(String thing) {
        return thing.toUpperCase(Locale.ROOT);
    }

    static void mixedCase(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        List<String> there = List.of(place.thing(0), place.thing(1), mixed(place.thing(2)));
        place.seed(there);
        List<String> otherwise = List.of(mixed(place.thing(1)), place.thing(2));
        boolean sensitive = rig.cannot(Limitation.CASE_SENSITIVE);
        if (sensitive) {
            place.introduce(otherwise);
        }
        Adapter adapter = place.adapter();
        place.read(adapter);
        String check = "a member is found in capitals and without, whichever the service has";
        Ran ran = action == Action.ADD ? place.add(adapter, otherwise) : place.remove(adapter, otherwise);
        ran.mustBeClean((action == Action.ADD ? "adding " : "removing ") + otherwise, check);
        List<String> expected = new ArrayList<>(there);
        if (action == Action.ADD && sensitive) {
            expected.addAll(otherwise);
        } else if (action == Action.REMOVE && !sensitive) {
            expected = there.subList(0, 1);
        }
        if (sensitive && !Violation.difference(expected, place.members()).isEmpty()) {
            throw Place.lie(
                    Limitation.CASE_SENSITIVE,
                    "with " + otherwise + " there are " + Violation.difference(expected, place.members()));
        }
        place.mustHold(
                expected, "after " + otherwise + (action == Action.ADD ? " were added" : " were removed"), check);
        if (!sensitive) {
            inTurkish(rig, action);
        }
    }

    /** In Turkish, the small letter of I has no dot, so lower case in the locale of the machine finds nobody. */
    private static void inTurkish(Rig rig, Action action) throws Exception {
        Place place = rig.place();
        String thing = "i" + place.thing(1);
        try {
            place.seed(List.of(place.thing(0), thing));
        } catch (IllegalArgumentException e) {
            return; // not every letter can be part of a thing
        }
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            Adapter adapter = place.adapter();
            place.read(adapter);
            List<String> asked = List.of(mixed(thing));
            String check = "case is ignored with Locale.ROOT, not with the locale of the machine";
            Ran ran = action == Action.ADD ? place.add(adapter, asked) : place.remove(adapter, asked);
            ran.mustBeClean((action == Action.ADD ? "adding " : "removing ") + asked + " on a Turkish machine", check);
            place.mustHold(
                    action == Action.ADD ? List.of(place.thing(0), thing) : place.things(0, 1),
                    "after " + asked + (action == Action.ADD ? " was added" : " was removed") + " on a Turkish machine",
                    check);
        } finally {
            Locale.setDefault(usual);
        }
    }

    static void nameless(Rig rig, @Nullable Action action) throws Exception {
        Place place = rig.place();
        if (place.cannot(Limitation.NO_NAMELESS_MEMBERS)) {
            return;
        }
        nameless(
                place,
                action == null ? Mode.REMOVE_ADD : action == Action.ADD ? Mode.ADD_ONLY : Mode.REMOVE_ONLY,
                3,
                3);
        if (action == null) {
            nameless(rig.place(), Mode.ADD_REMOVE, 3, 3);
        }
        nameless(
                rig.place(),
                action == null ? Mode.DEFAULT : action == Action.ADD ? Mode.ADD_ONLY : Mode.REMOVE_ONLY,
                101,
                1050);
    }

    private static void nameless(Place place, Mode mode, int members, int nameless) throws Exception {
        place.seed(0, members);
        place.introduce(members, members + 1);
        place.seedNameless(nameless);
        Collection<String> additions =
                mode.actions().contains(Action.ADD) ? place.things(members, members + 1) : List.of();
        Collection<String> removals = mode.actions().contains(Action.REMOVE) ? place.things(0, 1) : List.of();
        Adapter adapter = place.adapter();
        place.read(adapter);
        place.change(adapter, mode, additions, removals)
                .mustBeClean("a change beside members without a usable identifier", "they do not hinder it");
        if (place.namelessMembers() != nameless) {
            throw Violation.of(
                    nameless + " members without a usable identifier, as before",
                    "there are " + place.namelessMembers(),
                    "what is written back holds those too that get leaves out");
        }
        List<String> expected = new ArrayList<>(place.things(removals.isEmpty() ? 0 : 1, members));
        expected.addAll(additions);
        place.mustHold(expected, "beside members without a usable identifier", ELSE);
    }

    // --- Read-only places

    static void refusedAsReadOnly(Rig rig, Mode mode) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        mustBeReadOnly(place, mode);
    }

    static void mustBeReadOnly(Place place, Mode mode) throws Exception {
        Ran ran = place.change(
                place.adapter(),
                mode,
                mode.actions().contains(Action.ADD) ? place.things(3, 4) : List.of(),
                mode.actions().contains(Action.REMOVE) ? place.things(0, 1) : List.of());
        boolean refused = ran.report().outcomes().stream().map(Outcome::state).noneMatch(State.DONE::equals);
        if (!refused || ran.report().outcomes().stream().noneMatch(each -> isReadOnly(ran, each))) {
            throw Violation.of(
                    "a write to a read-only place to fail as READ_ONLY",
                    ran.text(),
                    "no write of it is said to be done, and the kind is READ_ONLY");
        }
        place.mustHold(place.things(0, 3), "after a write to a read-only place", "nothing is written to it");
    }

    private static boolean isReadOnly(Ran ran, Outcome outcome) {
        return ran.kind(outcome.thing()).equals(Optional.of(FailureKind.READ_ONLY));
    }
}
