package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Preview;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** C-12, C-14 and C-15: what a preview says, asks and does where it cannot ask. */
final class PreviewRules {
    /** More than a first page or batch of a hundred. */
    private static final int MANY = 150;

    /** Few are looked up one by one, and for more there may be another way. */
    private static final int[] SIZES = {2, 12};

    private PreviewRules() {}

    // --- C-12

    static void tellsTheTruth(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 5);
        List<String> additions = new ArrayList<>(place.things(3, 7));
        if (!rig.declares(Limitation.FORBIDS_NOTHING)) {
            place.forbid(place.things(7, 8));
            additions.add(place.thing(7));
        }
        Adapter adapter = place.adapter();
        place.read(adapter);
        int mark = place.mark();
        Preview preview = adapter.preview(additions);
        List<Request> writes = place.requestsSince(mark).stream()
                .filter(request -> request.access() == Access.WRITE)
                .toList();
        if (!writes.isEmpty()) {
            throw Violation.of(
                    "a preview to write nothing",
                    "it made a write: " + writes.get(0).operation(),
                    "preview only reads");
        }
        place.mustHold(place.things(0, 3), "after a preview", "preview only reads");
        mustMeanNoMember(preview, additions);
        mustComeTrue(preview, place.add(adapter, additions), additions);

        Place many = rig.place();
        many.seed(0, 3);
        many.introduce(3, MANY);
        // One is a member already: adding it is a success. The last is unknown.
        List<String> more = many.things(2, MANY + 1);
        Adapter another = many.adapter();
        Preview foretold = another.preview(more);
        mustComeTrue(foretold, many.add(another, more), more);
    }

    private static final String TRUTH = "preview foretells what the write will do, and nothing else";

    private static void mustMeanNoMember(Preview preview, List<String> additions) {
        for (String thing : preview.sameAs().keySet()) {
            if (additions.contains(thing)) {
                throw Violation.of(
                        "no addition to mean a member, where all are others",
                        thing + " is said to be " + preview.sameAs().get(thing),
                        TRUTH);
            }
        }
    }

    private static void mustComeTrue(Preview preview, Ran ran, List<String> additions) {
        for (Map.Entry<String, Failure> foretold : preview.failures().entrySet()) {
            String thing = foretold.getKey();
            Outcome outcome = ran.outcome(thing);
            Optional<FailureKind> kind = foretold.getValue().kind();
            if (!additions.contains(thing)
                    || outcome.state() == State.DONE
                    || !outcome.kind().equals(kind)) {
                throw Violation.of(
                        thing + " to fail as " + kind.map(FailureKind::name).orElse("foretold")
                                + ", as the preview said",
                        "it ended as " + outcome.state(),
                        TRUTH);
            }
        }
    }

    // --- C-14

    static void asksNothingTwice(Rig rig) throws Exception {
        if (rig.declares(Limitation.NO_HTTP_FAULTS)) {
            return; // no request is made
        }
        Set<String> ofTheList = WithinRules.readsOfTheList(rig);
        for (int size : SIZES) {
            Map<String, Integer> usual = new HashMap<>();
            asked(rig, size, false, usual);
            Map<String, Integer> withPreview = new HashMap<>();
            Set<String> ofThePreview = asked(rig, size, true, withPreview);
            for (String operation : ofThePreview) {
                int without = usual.getOrDefault(operation, 0);
                int with = withPreview.getOrDefault(operation, 0);
                if (without == 0) {
                    throw Violation.of(
                            "a preview to make only requests that the addition makes too",
                            "it made " + operation + ", and an addition of " + size + " without a preview does not",
                            "preview looks things up in the way of add");
                }
                // The list of members is read again before it is written.
                if (with > without && !ofTheList.contains(operation)) {
                    throw Violation.of(
                            "what a preview has asked not to be asked again by the addition",
                            "with a preview of " + size + " there were " + with + " of " + operation
                                    + ", and without it " + without,
                            "what preview learns is kept for the addition, for example in an ExpiringMap");
                }
            }
        }
    }

    /** Counts the reads of an addition by operation, with a preview before it or not; gives the operations of the preview. */
    private static Set<String> asked(Rig rig, int size, boolean preview, Map<String, Integer> counts) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        List<String> additions = place.introduce(3, 3 + size);
        Adapter adapter = place.adapter();
        place.read(adapter);
        int mark = place.mark();
        if (preview) {
            adapter.preview(additions);
        }
        Map<String, Integer> ofThePreview = new HashMap<>();
        count(place, mark, ofThePreview);
        place.add(adapter, additions).mustBeClean("adding " + size, "add makes members of what it is given");
        count(place, mark, counts);
        return ofThePreview.keySet();
    }

    private static void count(Place place, int mark, Map<String, Integer> counts) {
        for (Request request : place.requestsSince(mark)) {
            if (request.access() == Access.READ) {
                counts.merge(request.operation(), 1, Integer::sum);
            }
        }
    }

    // --- C-15

    static void failsWhereItCannotAsk(Rig rig) throws Exception {
        Fault sample = Fault.answer(FailureKind.PERMISSION);
        if (rig.place().cannotSuffer(sample)) {
            return;
        }
        for (int size : SIZES) {
            for (FailureKind kind :
                    List.of(FailureKind.PERMISSION, FailureKind.AUTHENTICATION, FailureKind.UNAVAILABLE)) {
                Place place = rig.place();
                place.seed(0, 3);
                List<String> additions = place.introduce(3, 3 + size);
                Adapter adapter = place.adapter();
                Fault fault = Fault.answer(kind).onReads();
                place.inject(fault);
                mustFail(place, adapter, additions, kind);
                place.heal();
            }
        }
    }

    private static void mustFail(Place place, Adapter adapter, List<String> additions, FailureKind kind)
            throws InterruptedException {
        String check =
                "a failed lookup says nothing about a thing: preview throws its failure, or foretells it for each"
                        + " addition";
        Preview preview;
        try {
            preview = adapter.preview(additions);
        } catch (AdapterException e) {
            if (e.kind() == kind) {
                return;
            }
            throw Violation.of(
                    "a preview whose requests fail to fail as " + kind,
                    "it failed with " + Violation.text(e),
                    check,
                    e);
        } catch (IOException e) {
            return;
        }
        // Removals may be possible without this permission, so each addition may be said to fail with it.
        boolean told = additions.stream()
                .allMatch(thing -> Optional.ofNullable(preview.failures().get(thing))
                        .flatMap(Failure::kind)
                        .equals(Optional.of(kind)));
        if (place.faulted() > 0 && !told) {
            throw Violation.of(
                    "a preview whose requests fail to fail as " + kind,
                    "it foretold " + preview.failures().size() + " failures",
                    check);
        }
    }
}
