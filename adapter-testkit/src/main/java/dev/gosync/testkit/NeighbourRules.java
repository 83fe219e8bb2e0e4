package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Things that are much alike: in a listing, for the matching of a place, and beside one another in a write. */
final class NeighbourRules {
    private static final String WHOLE_NAME =
            "a member is found by its whole name with its accents, not by a part, a pattern or the first hit of a search";

    private NeighbourRules() {}

    /** Names that contain, begin, end or match one another, or that differ by an accent only. */
    private static List<String> neighbours(Place place, boolean restricted) {
        String first = place.thing(0);
        int at = first.indexOf('@');
        String local = at < 0 ? first : first.substring(0, at);
        String rest = at < 0 ? "" : first.substring(at);
        List<String> names = new ArrayList<>(List.of(
                first,
                local + "1" + rest,
                "a" + first,
                "ana" + first,
                local.substring(0, local.length() - 1) + rest,
                local.substring(1) + rest,
                local + "-x" + rest));
        if (!restricted) {
            names.addAll(List.of(
                    "ann@example.com",
                    "anna@example.com",
                    "joann@example.com",
                    "ann@example.com.au",
                    "ann@example.co",
                    "a_n@example.com",
                    "a%n@example.com",
                    "axn@example.com",
                    "an*@example.com",
                    "ann+x@example.com",
                    "ren\u00e9@example.com",
                    "rene@example.com",
                    "\u00e1nn@example.com",
                    "a.n@example.com"));
        }
        return names.stream().distinct().toList();
    }

    private interface Making {
        void make(List<String> one) throws Exception;
    }

    /** Those of these names that can be. */
    private static List<String> made(List<String> names, boolean restricted, Making making) throws Exception {
        List<String> made = new ArrayList<>();
        for (String name : names) {
            try {
                making.make(List.of(name));
                made.add(name);
            } catch (IllegalArgumentException e) {
                if (!restricted) {
                    throw e;
                }
            }
        }
        return made;
    }

    /** A place that has all of them, except those that cannot be. */
    private static Place seeded(Rig rig) throws Exception {
        Place place = rig.place();
        boolean restricted = rig.declares(Limitation.RESTRICTED_ALPHABET);
        made(neighbours(place, restricted), restricted, place::seed);
        return place;
    }

    // --- G-7

    static void areListed(Rig rig) throws Exception {
        Place place = seeded(rig);
        place.mustList(
                place.read(place.open()),
                place.members(),
                "that differ by a letter, a sign or an accent",
                "members are collected by the whole of what the service calls them");
    }

    // --- C-4

    /** Members that the service holds at the same time are not one member for the place's matching. */
    static void differInMatching(Rig rig, boolean sensitive) throws Exception {
        Place place = seeded(rig);
        List<String> others = new ArrayList<>();
        if (sensitive) {
            others.add(WriteRules.mixed(place.thing(0)));
        }
        if (!rig.declares(Limitation.RESTRICTED_ALPHABET)) {
            others.addAll(List.of("an@example.com", "aren\u00e9@example.com", "arene@example.com"));
            others.addAll(List.of("o'hara@example.com", "ohara@example.com", "o-hara@example.com"));
        }
        if (!others.isEmpty()) {
            place.seed(others);
        }
        Matching matching = place.adapter().matching();
        Map<String, String> byKey = new HashMap<>();
        for (String member : place.memberList()) {
            String other = byKey.putIfAbsent(matching.key(member), member);
            if (other != null && !other.equals(member)) {
                throw Violation.of(
                        "two members to be two for matching(), where the service holds both",
                        member + " and " + other + " are one for it",
                        "matching() ignores only what the service ignores");
            }
        }
    }

    // ---

    static void stay(Rig rig) throws Exception {
        Place place = rig.place();
        boolean restricted = rig.declares(Limitation.RESTRICTED_ALPHABET);
        List<String> names = made(neighbours(place, restricted), restricted, place::introduce);
        List<String> there = new ArrayList<>();
        for (String name : names) { // one by one, so that a wrong hit is a member or missing
            place.add(place.adapter(), List.of(name)).mustBeClean("adding " + name + " beside " + there, WHOLE_NAME);
            there.add(name);
            place.mustHold(there, "after " + name + " was added", WHOLE_NAME);
        }
        List<String> order = new ArrayList<>(names.subList(1, names.size()));
        order.add(names.get(0));
        for (int i = 0; i < order.size() - 1; i++) {
            String name = order.get(i % 2 == 0 ? i / 2 : order.size() - 1 - i / 2);
            place.remove(place.adapter(), List.of(name)).mustBeClean("removing " + name, WHOLE_NAME);
            there.remove(name);
            place.mustHold(there, "after " + name + " was removed", WHOLE_NAME);
            place.remove(place.adapter(), List.of(name))
                    .mustBeClean("removing " + name + " again, beside " + there, WHOLE_NAME);
            place.mustHold(there, "after " + name + " was removed again", WHOLE_NAME);
        }
        areNotMeant(rig, restricted);
    }

    /** A search for an unknown person may find exactly one other person. */
    private static void areNotMeant(Rig rig, boolean restricted) throws Exception {
        if (rig.declares(Limitation.KNOWS_EVERY_THING)) {
            return;
        }
        Place place = rig.place();
        place.seed(List.of(place.thing(1)));
        String first = place.thing(0);
        Map<String, String> unknown = new HashMap<>();
        unknown.put(first.substring(1), first);
        if (!restricted) {
            unknown.put("ann@example.com", "joann@example.com");
            unknown.put("lea@example.com", "lea@example.com.au");
            unknown.put("rene@example.com", "ren\u00e9@example.com");
            unknown.put("b_n@example.com", "bxn@example.com");
            unknown.put("tom+x@example.com", "tom@example.com");
            unknown.put("k.im@example.com", "kim@example.com");
        }
        place.introduce(unknown.values());
        for (String thing : unknown.keySet()) {
            Ran ran = place.add(place.adapter(), List.of(thing));
            Outcome outcome = ran.outcome(thing);
            Optional<FailureKind> kind = outcome.kind();
            // Where not every letter can be part of a thing, this one may be refused as none.
            boolean right = restricted
                    ? kind.filter(FailureKind::concernsOneThing).isPresent()
                    : kind.equals(Optional.of(FailureKind.UNKNOWN_THING));
            if (outcome.state() == State.DONE || !right) {
                throw Violation.of(
                        "adding " + thing + ", whom nobody knows, to fail as UNKNOWN_THING beside "
                                + unknown.get(thing),
                        ran.text(),
                        WHOLE_NAME);
            }
            place.mustHold(place.things(1, 2), "after " + thing + ", whom nobody knows, was added", WHOLE_NAME);
        }
        Adapter adapter = place.adapter();
        place.seed(unknown.values());
        List<String> there = new ArrayList<>(place.things(1, 2));
        there.addAll(unknown.values());
        place.remove(adapter, unknown.keySet());
        place.mustHold(there, "after names were removed that nobody has", WHOLE_NAME);
    }
}
