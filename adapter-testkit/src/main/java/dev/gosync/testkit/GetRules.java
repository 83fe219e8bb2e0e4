package dev.gosync.testkit;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.opentest4j.AssertionFailedError;

/** G: what a read gives. */
final class GetRules {
    private static final int[] SIZES = {0, 1, 29, 30, 31, 49, 50, 51, 99, 100, 101, 199, 200, 201, 998, 999, 1000, 1001
    };

    /** Three pages of the largest size in use. */
    private static final int SEVERAL_PAGES = 2100;

    /** Legal, and harmed by code that pastes them into a query, a path or a list. */
    static final List<String> ODD = List.of(
            "plus+tag@example.com",
            "o'brien@example.com",
            "per%cent@example.com",
            "per%2Fcent@example.com",
            "sla/sh@example.com",
            "\"quo\\\"ted\"@example.com",
            "\"com,ma\"@example.com",
            "am&per=sand@example.com",
            "que?stion@example.com",
            "ha#sh@example.com",
            "l".repeat(64) + "@example.com",
            "j\u00f6rg@ex\u00e4mple.com",
            "\u65e5\u672c@example.com");

    /** What happens to odd things that are cut, unescaped or split. */
    static final List<String> NEIGHBOURS = List.of(
            "plus@example.com",
            "tag@example.com",
            "o@example.com",
            "brien@example.com",
            "obrien@example.com",
            "per@example.com",
            "cent@example.com",
            "sla@example.com",
            "sh@example.com",
            "com@example.com",
            "ma@example.com",
            "am@example.com",
            "que@example.com",
            "ha@example.com",
            "l".repeat(63) + "@example.com",
            "rg@example.com");

    private GetRules() {}

    static void pages(Rig rig) throws Exception {
        Place place = rig.place();
        int seeded = 0;
        for (int size : SIZES) {
            place.seed(seeded, size);
            seeded = size;
            place.mustList(
                    place.read(place.open()),
                    place.members(),
                    "in a listing of " + size,
                    "every page is read, to the last and none twice");
        }
    }

    static void wellFormed(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 5);
        if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
            place.seedNameless(2);
        }
        if (!rig.declares(Limitation.KEEPS_NOBODY)) {
            place.seedKept(place.things(5, 6));
        }
        Listing listing = place.read(place.open());
        for (String thing : listing.things()) {
            if (!thing.equals(thing.strip())) {
                throw Violation.of(
                        "things as they are", "'" + thing + "' is padded with white space", "get strips what it reads");
            }
        }
        for (String alias : listing.aliases().keySet()) {
            if (listing.things().contains(alias)
                    || !listing.things().contains(listing.aliases().get(alias))) {
                throw Violation.of(
                        "each alias to be another spelling of a listed thing",
                        "'" + alias + "' is listed itself or is an alias of no member",
                        "aliases go from the other spelling to the listed one");
            }
        }
        if (!listing.things().containsAll(listing.kept().keySet())) {
            throw Violation.of(
                    "what is kept to be listed",
                    "of " + listing.kept().keySet() + " not all are",
                    "kept holds things in the spelling they are listed in");
        }
    }

    static void nameless(Rig rig) throws Exception {
        Place place = rig.place();
        List<String> things = place.seed(0, 3);
        if (place.cannot(Limitation.NO_NAMELESS_MEMBERS)) {
            mustLeaveOut(place.read(place.open()), 0);
            return;
        }
        place.seedNameless(4);
        if (place.namelessMembers() != 4) {
            throw Violation.of(
                    "4 members without a usable identifier after seeding 4",
                    "the harness counts " + place.namelessMembers(),
                    "seedNameless and namelessMembers are about the same members");
        }
        Listing listing = place.read(place.open());
        mustLeaveOut(listing, 4);
        place.mustList(listing, things, "beside those without a usable identifier", "only they are left out");
        onEveryPage(rig);
    }

    /** Among others, on a page of their own, and on more than one page. */
    private static void onEveryPage(Rig rig) throws Exception {
        Place place = rig.place();
        int members = 0;
        int nameless = 0;
        for (int[] more : new int[][] {{1, 1}, {97, 0}, {1, 1}, {101, 130}, {3, 0}, {0, 1050}, {60, 2}}) {
            place.seed(members, members + more[0]);
            members += more[0];
            if (more[1] > 0) {
                place.seedNameless(more[1]);
                nameless += more[1];
            }
            Listing listing = place.read(place.open());
            place.mustList(
                    listing,
                    place.things(0, members),
                    "beside " + nameless + " without a usable identifier",
                    "a page with members without a usable identifier is not the last one");
            mustLeaveOut(listing, nameless);
        }
    }

    private static void mustLeaveOut(Listing listing, int count) {
        int leftOut = listing.leftOut().values().stream().mapToInt(each -> each).sum();
        if (leftOut != count) {
            throw Violation.of(
                    count + " members left out",
                    "the listing counts " + leftOut,
                    "every member without a usable identifier is counted in leftOut, under its reason");
        }
    }

    static void failingPages(Rig rig) throws Exception {
        Place place = rig.place();
        Fault sample = Fault.answer(FailureKind.PERMISSION).onReads();
        if (place.cannotSuffer(sample)) {
            return;
        }
        place.seed(0, SEVERAL_PAGES);
        place.read(place.open());
        int reads = place.count(Access.READ);
        for (int number : new TreeSet<>(List.of(1, (reads + 1) / 2, reads))) {
            mustFail(place, sample.from(number).times(1), number, reads);
        }
        mustFail(place, Fault.answer(FailureKind.NOT_FOUND).onReads().from(reads), reads, reads);
        mustFail(place, Fault.answer(FailureKind.UNAVAILABLE).onReads().from(reads), reads, reads);
    }

    private static void mustFail(Place place, Fault fault, int number, int reads) throws Exception {
        place.inject(fault);
        AdapterException ignored =
                place.failure(place.open(), "request " + number + " of " + reads + " was answered with " + fault);
        place.heal();
        if (ignored.getMessage() == null) {
            throw Violation.of("a message", "there is none", "the failure says what happened");
        }
    }

    static void twiceTheSame(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 120);
        if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
            place.seedNameless(3);
        }
        if (!rig.declares(Limitation.KEEPS_NOBODY)) {
            place.seedKept(place.things(120, 122));
        }
        Source source = place.open();
        Listing first = place.read(source);
        for (Source again : List.of(source, place.open())) {
            Listing second = place.read(again);
            if (!first.equals(second)) {
                throw Violation.of(
                        "a second read to give what the first gave",
                        "there are " + Violation.difference(first.things(), second.things()) + " (" + first + ", then "
                                + second + ")",
                        "a read leaves nothing behind that the next one takes for an answer");
            }
        }
    }

    static void whatIsThereNow(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        Source source = place.open();
        place.read(source);
        place.seed(2, 4);
        place.mustList(
                place.read(source),
                place.things(0, 4),
                "after 2 joined since the last read",
                "members are read anew, and a person missing from a kept directory is looked up");
    }

    /** The harness refuses an odd thing. */
    static AssertionFailedError illegal(String expected, IllegalArgumentException refusal) {
        return Violation.of(
                expected,
                "the harness refused it",
                "limitations() declares " + Limitation.RESTRICTED_ALPHABET
                        + " if the service refuses it, and oddThings() has legal things only",
                refusal);
    }

    static void oddThings(Rig rig) throws Exception {
        Place place = rig.place();
        List<String> there = new ArrayList<>();
        boolean restricted = rig.cannot(Limitation.RESTRICTED_ALPHABET);
        for (String odd : place.oddThings()) {
            try {
                place.seed(List.of(odd));
                there.add(odd);
            } catch (IllegalArgumentException e) {
                if (!place.mayBeIllegal(odd, restricted)) {
                    throw illegal("'" + odd + "' to be seeded", e);
                }
            }
        }
        if (restricted && there.containsAll(ODD)) {
            throw Place.lie(Limitation.RESTRICTED_ALPHABET, "every odd thing can be a member");
        }
        place.mustList(
                place.read(place.open()), there, "with odd things among them", "nothing is cut, split or decoded");
        NeighbourRules.areListed(rig);
    }

    static void kept(Rig rig) throws Exception {
        Place place = rig.place();
        List<String> things = place.seed(0, 3);
        if (place.cannot(Limitation.KEEPS_NOBODY)) {
            Listing listing = place.read(place.open());
            if (!listing.kept().isEmpty()) {
                throw Place.lie(Limitation.KEEPS_NOBODY, "the listing keeps " + listing.kept());
            }
            return;
        }
        List<String> owners = place.things(3, 5);
        place.seedKept(owners);
        Listing listing = place.read(place.open());
        List<String> all = new ArrayList<>(things);
        all.addAll(owners);
        place.mustList(listing, all, "members that must stay among them", "what is kept is listed too");
        String difference = Violation.difference(
                place.keys(owners), place.keys(listing.kept().keySet()));
        if (!difference.isEmpty()) {
            throw Violation.of(
                    "2 members listed as kept",
                    "there are " + difference,
                    "every member that must not be removed is in kept, with the reason");
        }
        keptOnEveryPage(rig);
    }

    private static void keptOnEveryPage(Rig rig) throws Exception {
        Place place = rig.place();
        int members = 0;
        List<String> owners = new ArrayList<>();
        for (int[] more : new int[][] {{99, 1}, {1, 1}, {230, 120}, {1, 1}, {900, 3}}) {
            place.seed(members, members + more[0]);
            members += more[0];
            List<String> others = place.things(members, members + more[1]);
            place.seedKept(others);
            members += more[1];
            owners.addAll(others);
        }
        Listing listing = place.read(place.open());
        place.mustList(
                listing,
                place.things(0, members),
                "members that must stay on later pages",
                "what is kept is listed too");
        String difference = Violation.difference(
                place.keys(owners), place.keys(listing.kept().keySet()));
        if (!difference.isEmpty()) {
            throw Violation.of(
                    owners.size() + " members listed as kept, on several pages",
                    "there are " + difference,
                    "roles are read with every page, not only with the first");
        }
    }

    // --- G-10

    static void aliases(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, SEVERAL_PAGES / 10);
        if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
            place.seedNameless(2);
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (String member : place.members()) {
            place.aliases(member).forEach(alias -> expected.put(place.key(alias), place.key(member)));
        }
        Map<String, String> listed = new LinkedHashMap<>();
        place.read(place.open()).aliases().forEach((alias, thing) -> listed.put(place.key(alias), place.key(thing)));
        if (expected.isEmpty()) {
            return; // the harness shows none
        }
        String check = "the aliases of each member are collected on every page, and lead to that member";
        String difference = Violation.difference(expected.keySet(), listed.keySet());
        if (!difference.isEmpty()) {
            throw Violation.of(expected.size() + " aliases in a listing", "there are " + difference, check);
        }
        expected.forEach((alias, member) -> {
            if (!member.equals(listed.get(alias))) {
                throw Violation.of(alias + " to be an alias of " + member, "it is one of " + listed.get(alias), check);
            }
        });
    }

    // --- G-9

    /** More requests than this for a list that should have ended are too many. */
    private static final int ENDLESS = 500;

    static void endless(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.of(Fault.Type.ENDLESS_PAGES).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.seed(0, SEVERAL_PAGES);
        Source source = place.open();
        place.read(source);
        int usual = place.mark();
        place.inject(fault);
        FutureTask<Listing> read = new FutureTask<>(source::get);
        Thread thread = Rig.start(read);
        Rig.await(() -> read.isDone() || place.mark() > 2 * usual + ENDLESS);
        boolean ended = read.isDone();
        int requests = place.mark() - usual;
        thread.interrupt();
        place.heal();
        String check =
                "a page that brings nothing new, or a cursor that was seen before, ends the read as MALFORMED_ANSWER"
                        + " (dev.gosync.adapter.http.Pages does that)";
        if (!ended) {
            throw Violation.of(
                    "a list without an end to fail the read",
                    "the read was still going on after " + requests + " requests",
                    check);
        }
        Listing listing;
        try {
            listing = read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdapterException failure && failure.kind() == FailureKind.MALFORMED_ANSWER) {
                return;
            }
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw Violation.of(
                    "a list without an end to fail the read as MALFORMED_ANSWER",
                    "it failed with " + Violation.text(cause),
                    check,
                    cause);
        }
        place.mustList(listing, place.members(), "although the service repeats a page", check);
    }

    // --- E-13

    static void otherFields(Rig rig) throws Exception {
        Place place = rig.place();
        Fault fault = Fault.of(Fault.Type.OTHER_FIELDS);
        if (place.cannotSuffer(fault)) {
            return;
        }
        // The service learns from its usual answers which objects are records.
        place.seed(0, 3);
        place.read(place.open());
        place.seed(3, 120);
        if (!rig.declares(Limitation.NO_NAMELESS_MEMBERS)) {
            place.seedNameless(3);
        }
        if (!rig.declares(Limitation.KEEPS_NOBODY)) {
            place.seedKept(place.things(120, 122));
        }
        place.introduce(130, 134);
        List<String> there = new ArrayList<>(place.members());
        if (rig.canWrite()) {
            place.change(place.adapter(), Mode.DEFAULT, place.things(132, 134), place.things(2, 4));
            there.removeAll(place.things(2, 4));
            there.addAll(place.things(132, 134));
        }
        Listing usual = place.read(place.open());
        place.inject(fault);
        String check = "fields that the adapter does not know are ignored, and a field that is missing is like null";
        Listing other = place.read(place.open());
        if (!usual.equals(other)) {
            throw Violation.of(
                    "the same listing if answers have other fields",
                    "there are " + Violation.difference(usual.things(), other.things()) + " (" + usual + ", then "
                            + other + ")",
                    check);
        }
        if (rig.canWrite()) {
            place.change(place.adapter(), Mode.DEFAULT, place.things(130, 132), place.things(0, 2))
                    .mustBeClean("a change whose answers have other fields", check);
            there.removeAll(place.things(0, 2));
            there.addAll(place.things(130, 132));
            place.mustHold(there, "after a change whose answers had other fields", check);
        }
    }
}
