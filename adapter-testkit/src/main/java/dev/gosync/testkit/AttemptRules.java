package dev.gosync.testkit;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** T-4 and T-7 for writes: what one attempt to write is made of. */
final class AttemptRules {
    private static final Duration A_WHILE = Duration.ofSeconds(7);

    private AttemptRules() {}

    private static Place place(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 4);
        place.introduce(4, 6);
        return place;
    }

    private static Ran write(Place place, Action action, int size) throws Exception {
        Adapter adapter = place.adapter();
        return action == Action.ADD
                ? place.add(adapter, place.things(4, 4 + size))
                : place.remove(adapter, place.things(0, size));
    }

    // --- T-4

    /** Reads that fail while a write is tried again are part of its attempts. */
    static void boundedReads(Rig rig, Action action) throws Exception {
        Place place = place(rig);
        place.inject(Fault.rateLimited(A_WHILE).onWrites().times(1));
        Fault fault = Fault.answer(FailureKind.UNAVAILABLE).onReads();
        AtomicBoolean failing = new AtomicBoolean();
        place.time().onWait(() -> {
            if (place.faulted() > 0 && !failing.getAndSet(true)) {
                place.inject(fault);
            }
        });
        write(place, action, 1);
        place.heal();
        int failed = (int) place.requests().stream()
                .filter(request ->
                        request.access() == Access.READ && request.fault().isPresent())
                .count();
        if (failed > Place.ATTEMPTS) {
            throw Violation.of(
                    "at most " + Place.ATTEMPTS + " reads that fail while a write is tried again",
                    "there were " + failed,
                    "a read within an attempt to write is a plain request, not a call of Retry: otherwise attempts"
                            + " multiply");
        }
    }

    // --- T-7

    /** A list that is replaced as a whole is read again for each attempt, but one member's lookup is not repeated. */
    static void withoutLookups(Rig rig) throws Exception {
        for (Action action : Action.values()) {
            Place usual = place(rig);
            write(usual, action, 2).mustBeClean("a write of 2", "a write needs nothing but the adapter");
            if (usual.count(Access.WRITE) < 2) {
                continue;
            }
            // Once, another request may have come between: a token that ran out.
            if (readAgain(rig, action, 1) && readAgain(rig, action, 2)) {
                throw Violation.of(
                        "only the write to be repeated that the service was too busy for",
                        "a read came before it is made again",
                        "a lookup and a write are two calls of Retry: one attempt is one request");
            }
        }
    }

    private static boolean readAgain(Rig rig, Action action, int number) throws Exception {
        Place place = place(rig);
        place.inject(Fault.rateLimited(A_WHILE).onWrites().from(number).times(1));
        write(place, action, 2);
        List<Request> requests = place.requests();
        for (int i = 0; i + 1 < requests.size(); i++) {
            if (requests.get(i).fault().isPresent()) {
                return requests.get(i + 1).access() == Access.READ;
            }
        }
        return false;
    }
}
