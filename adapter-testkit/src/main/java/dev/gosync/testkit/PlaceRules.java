package dev.gosync.testkit;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.util.List;

/** S and N: places that are only read, and their names. */
final class PlaceRules {
    private PlaceRules() {}

    // --- Read-only

    static void noAdapter(Rig rig, boolean writable) throws Exception {
        Source source = rig.place().open();
        if (!writable && source instanceof Adapter) {
            throw Violation.of(
                    "a place certified as a Source to be no Adapter",
                    source.getClass().getName() + " is one",
                    "its certification extends AdapterContract, or the class implements Source only");
        }
    }

    static void readingWritesNothing(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 5);
        if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
            place.seedNameless(2);
        }
        int nameless = place.namelessMembers();
        readIfPossible(place.open());
        place.mustHold(place.things(0, 5), "after a read", "get changes nothing");
        if (place.count(Access.WRITE) > 0 || place.namelessMembers() != nameless) {
            throw Violation.of(
                    "a read to write nothing",
                    "there were " + place.count(Access.WRITE) + " writes, and " + place.namelessMembers() + " of "
                            + nameless + " members without a thing are there",
                    "get changes nothing");
        }
    }

    /** H-2 names an adapter that cannot make a request, and G-1 and G-2 look at what a read gives. */
    private static void readIfPossible(Source source) throws InterruptedException {
        try {
            source.get();
        } catch (IOException | RuntimeException e) {
            // These rules are about something else.
        }
    }

    static void readOnlyPlace(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        Fault fault = Fault.answer(FailureKind.READ_ONLY);
        if (!rig.cannot(Limitation.READ_ONLY)) {
            if (place.cannotSuffer(fault) || place.cannotSuffer(fault, Limitation.NEVER_READ_ONLY)) {
                return;
            }
            place.inject(fault.onWrites());
        }
        for (Mode mode : List.of(Mode.ADD_ONLY, Mode.REMOVE_ONLY)) {
            WriteRules.mustBeReadOnly(place, mode);
        }
    }

    // --- Names

    static void name(Rig rig) throws Exception {
        Place place = rig.place();
        String name = place.open().name();
        if (name == null || name.isBlank() || !name.contains(place.id()) || name.equals(place.id())) {
            throw Violation.of(
                    "a name that says what kind of place it is and which (" + place.id() + ")",
                    "it is \"" + name + "\"",
                    "name() is like \"Slack user group S0123\"");
        }
    }

    static void nameStays(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        Source source = place.open();
        int before = place.requests().size();
        String name = source.name();
        if (place.requests().size() != before) {
            throw Violation.of(
                    "no request for a name",
                    "there were " + (place.requests().size() - before),
                    "name() is made from what the adapter was made with");
        }
        readIfPossible(source);
        for (Source same : List.of(source, place.open())) {
            if (!same.name().equals(name)) {
                throw Violation.of(
                        "one name for one place, \"" + name + "\"",
                        "it is \"" + same.name() + "\" after a read or for another adapter of it",
                        "name() is made from what the adapter was made with");
            }
        }
    }

    static void nameWithoutSecret(Rig rig) throws Exception {
        String name = rig.place().open().name();
        if (LogTrap.tells(name)) {
            throw Violation.of(
                    "no secret in a name",
                    "it holds the secret of the conditions",
                    "name() says where, not with what key");
        }
    }
}
