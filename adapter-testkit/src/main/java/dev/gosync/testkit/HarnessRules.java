package dev.gosync.testkit;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** H: the kit can rely on the harness. */
final class HarnessRules {
    private HarnessRules() {}

    static void seeded(Rig rig) throws Exception {
        Place place = rig.place();
        place.mustHold(List.of(), "in a fresh place", "harness() starts a new service with an empty place");
        List<String> first = place.seed(0, 3);
        place.mustHold(first, "after seeding 3", "seed makes members of what it is given");
        List<String> more = place.seed(3, 5);
        place.mustHold(
                List.of(first.get(0), first.get(1), first.get(2), more.get(0), more.get(1)),
                "after seeding 3 and then 2",
                "seed keeps those who are members");
        place.introduce(5, 8);
        place.mustHold(
                place.things(0, 5),
                "after 3 more things were introduced",
                "introduce makes things known, and no members of them");
    }

    static void faultsHappen(Rig rig) throws Exception {
        Place place = rig.place();
        if (place.cannotSuffer(Fault.answer(FailureKind.PERMISSION))) {
            for (Fault.Type type : Fault.Type.values()) {
                if (type != Fault.Type.ANSWER) {
                    place.cannotSuffer(Fault.of(type));
                }
            }
            return;
        }
        place.seed(0, 3);
        for (Fault.Type type : Fault.Type.values()) {
            Fault fault = type == Fault.Type.ANSWER ? Fault.answer(FailureKind.PERMISSION) : Fault.of(type);
            if (type == Fault.Type.REFUSED_CONNECTION) {
                refused(place, fault);
            } else {
                hits(place, fault.onReads().times(1));
            }
        }
        place.inject(Fault.answer(FailureKind.PERMISSION).onWrites());
        place.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(1000));
        int before = place.requests().size();
        tryToRead(place.open());
        boolean hit = place.requests().stream()
                .skip(before)
                .anyMatch(request -> request.fault().isPresent());
        if (hit) {
            throw Violation.of(
                    "a fault to hit only the requests that it is for",
                    "a read met a fault that is for writes or for later reads",
                    "the service asks Faults.next once for each request, with what the request does");
        }
    }

    private static void hits(Place place, Fault fault) throws Exception {
        place.inject(fault);
        int before = place.requests().size();
        boolean endless = fault.type() == Fault.Type.HANG || fault.type() == Fault.Type.ENDLESS_ANSWER;
        Source source = place.open();
        Supplier<List<Request>> arrived =
                () -> place.requests().stream().skip(before).toList();
        Supplier<Long> met = () -> arrived.get().stream()
                .filter(request -> request.fault().isPresent())
                .count();
        FutureTask<Listing> read = new FutureTask<>(source::get);
        Rig.start(read);
        Rig.await(() -> read.isDone() || met.get() > 0);
        if (!endless) {
            Rig.await(read::isDone);
        }
        boolean first = !arrived.get().isEmpty() && arrived.get().get(0).fault().isPresent();
        long count = met.get();
        place.heal();
        Rig.await(read::isDone); // or it might meet the next fault
        if (arrived.get().isEmpty() && read.isDone()) {
            Throwable thrown = thrownBy(read);
            if (thrown != null) {
                throw Violation.of(
                        "a read to make a request",
                        "it failed before, with " + Violation.text(thrown),
                        "open gives an adapter that works, with a client that is not closed",
                        thrown);
            }
        }
        if (!first || count != 1) {
            throw Violation.of(
                    "the first request of a read to meet " + fault,
                    "the log shows it for " + count + " of " + arrived.get().size() + " requests",
                    "the service asks Faults.next once for each request and notes in the log what it said");
        }
    }

    private static @Nullable Throwable thrownBy(FutureTask<Listing> read) throws InterruptedException {
        try {
            read.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static void refused(Place place, Fault fault) throws Exception {
        place.inject(fault);
        boolean read = tryToRead(place.open());
        place.heal();
        if (read) {
            throw Violation.of(
                    "no answer where connections are refused",
                    "a read went through",
                    "inject closes the port, and the connections that are open");
        }
        if (!tryToRead(place.open())) {
            throw Violation.of("a read to go through after heal", "it failed", "heal opens the same port again");
        }
    }

    private static boolean tryToRead(Source source) throws InterruptedException {
        try {
            source.get();
            return true;
        } catch (AdapterException | IOException e) {
            return false;
        }
    }

    static void nothingShared(Rig rig) throws Exception {
        Place one = rig.place();
        Place other = rig.place();
        one.seed(0, 2);
        other.mustHold(List.of(), "in one place after another was seeded", "each harness has its own service");
        if (!rig.declares(Limitation.NO_HTTP_FAULTS)) {
            one.inject(Fault.answer(FailureKind.PERMISSION));
            other.read(other.open());
            if (!one.requests().isEmpty()) {
                throw Violation.of(
                        "no request at the service that was not used",
                        "its log holds " + one.requests().size(),
                        "each harness has its own log");
            }
        }
        other.seed(2, 5);
        one.mustHold(one.things(0, 2), "in one place after another was seeded", "each harness has its own service");
    }

    static void secretIsAskedFor(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        if (rig.cannot(Limitation.NO_HTTP_FAULTS)) {
            place.read(place.openWithSecret("another-secret"));
            return;
        }
        boolean read;
        try {
            read = tryToRead(place.openWithSecret("another-secret"));
        } catch (AdapterException | IOException e) {
            read = false;
        }
        if (read) {
            throw Violation.of(
                    "an adapter with another secret to be refused",
                    "it could read",
                    "the adapter sends the secret of the conditions, and the service takes no other");
        }
    }

    static void everyRequestIsLogged(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        place.introduce(2, 3);
        place.read(place.open());
        int reads = place.count(Access.READ);
        boolean added = false;
        if (rig.canWrite()) {
            place.add(place.adapter(), place.things(2, 3));
            added = place.holds(place.thing(2)); // if not, A-1 says so
        }
        int writes = place.count(Access.WRITE);
        if (rig.cannot(Limitation.NO_HTTP_FAULTS)) {
            if (!place.requests().isEmpty()) {
                throw Place.lie(
                        Limitation.NO_HTTP_FAULTS,
                        "the log holds " + place.requests().size() + " requests");
            }
        } else if (reads == 0 || (added && writes == 0)) {
            throw Violation.of(
                    "every request in the log",
                    "it shows " + reads + " reads and " + writes + " writes after a read and an addition",
                    "the service notes each request when it arrives, and what it does");
        }
    }

    /** How long the service says to stay away, where that is too long to wait for. */
    static final Duration VERY_LONG = Duration.ofHours(1);
}
