package dev.gosync.testkit;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** I: interrupts, threads and the end. */
final class InterruptRules {
    private static final int MANY = 250;
    private static final int SEVERAL_PAGES = 620;
    private static final int READERS = 4;
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private InterruptRules() {}

    /** Interrupts work once it is where a rule wants it to be, and gives what it ended with, before the server lets go. */
    static <T> FutureTask<T> interrupted(Place place, String where, BooleanSupplier there, Callable<T> work)
            throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Rig.start(task);
        Rig.await(() -> there.getAsBoolean() || task.isDone());
        if (!there.getAsBoolean()) {
            thread.interrupt();
            place.heal();
            throw Violation.of(
                    "to come to " + where,
                    task.isDone() ? "it ended before" : "it did not",
                    "waits go through the sleeper of the conditions, and the adapter asks the service");
        }
        thread.interrupt();
        if (!endsWithin(place.patience(), task)) {
            place.heal();
            throw Violation.of(
                    "an interrupt to be answered before the server or the wait ends, in " + where,
                    "it was not in " + place.patience().toMillis() + " ms",
                    "calls and waits go through the Retry of the conditions, which answers interrupts while a server"
                            + " hangs");
        }
        return task;
    }

    /** Looks every millisecond. On a busy machine this thread has to wait as well, so that the others get more time. */
    private static boolean endsWithin(Duration patience, FutureTask<?> task) throws InterruptedException {
        for (long looks = 0; looks < patience.toMillis() && !task.isDone(); looks++) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return task.isDone();
    }

    private static void mustBeInterrupted(FutureTask<Listing> task, String where) throws Exception {
        try {
            task.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof InterruptedException) {
                return;
            }
            throw Violation.of(
                    "an InterruptedException, in " + where,
                    "it ended with " + Violation.text(cause),
                    "an InterruptedException is passed on as it is",
                    cause);
        }
        throw Violation.of(
                "an InterruptedException, in " + where, "a listing was given", "an InterruptedException is passed on");
    }

    static void hangingRead(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        Fault fault = Fault.of(Fault.Type.HANG).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        Source source = place.open();
        String where = "a read whose server hangs";
        mustBeInterrupted(interrupted(place, where, () -> place.faulted() > 0, source::get), where);
    }

    static void wait(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        Fault fault = Fault.rateLimited(Duration.ofMinutes(1)).onReads();
        if (place.cannotSuffer(fault)) {
            return;
        }
        place.inject(fault);
        place.time().waitForReal(() -> place.faulted() > 0);
        Source source = place.open();
        String where = "a wait between two attempts";
        mustBeInterrupted(interrupted(place, where, () -> place.time().waiting().getCount() == 0, source::get), where);
    }

    static void write(Rig rig) throws Exception {
        Fault hang = Fault.of(Fault.Type.HANG).onWrites();
        Place whole = rig.place();
        if (whole.cannotSuffer(hang)) {
            return;
        }
        whole.introduce(0, MANY);
        whole.add(whole.adapter(), whole.things(0, MANY))
                .mustBeClean("adding " + MANY, "however many things there are, each is handled");
        int writes = whole.count(Access.WRITE);
        int number = Math.min(2, writes);

        Place hanging = rig.place();
        hanging.inject(hang.from(number));
        String where = "write number " + number;
        write(hanging, where + ", whose server hangs", () -> hanging.faulted() > 0, number, writes);

        Place waiting = rig.place();
        waiting.inject(Fault.rateLimited(Duration.ofMinutes(1)).onWrites().from(number));
        // Waits before the fault are for operations that the service finishes later.
        waiting.time().waitForReal(() -> waiting.faulted() > 0);
        write(
                waiting,
                where + ", which waits for its next attempt",
                () -> waiting.time().waiting().getCount() == 0,
                number,
                writes);
    }

    private static void write(Place place, String where, BooleanSupplier there, int number, int writes)
            throws Exception {
        place.introduce(0, MANY);
        Adapter adapter = place.adapter();
        Ran ran = interrupted(place, where, there, () -> place.add(adapter, place.things(0, MANY)))
                .get();
        place.heal();
        if (ran.thrown().filter(SyncException::interrupted).isEmpty()) {
            throw Violation.of(
                    "a report that says it was interrupted",
                    ran.text(),
                    "an InterruptedException is passed on as it is");
        }
        Set<String> members = Set.copyOf(place.keys(place.members()));
        for (Outcome outcome : ran.report().outcomes()) {
            boolean isThere = members.contains(place.key(outcome.thing()));
            if (isThere != (outcome.state() == State.DONE) && outcome.state() != State.NOT_KNOWN) {
                throw Violation.of(
                        "what was done before an interrupt to be reported as DONE, and nothing else",
                        outcome.thing() + " is " + (isThere ? "" : "not ") + "there and said to be " + outcome.state(),
                        "the calls are made in the loops of Outcomes");
            }
        }
        mustTellApart(ran, number, writes);
    }

    private static void mustTellApart(Ran ran, int number, int writes) {
        boolean toldDone = number == 1 || !ran.things(State.DONE).isEmpty();
        boolean toldBegun = !ran.things(State.NOT_KNOWN).isEmpty();
        boolean toldRest = number == writes || !ran.things(State.NOT_STARTED).isEmpty();
        if (!toldDone || !toldBegun || !toldRest) {
            throw Violation.of(
                    "what was done, what was begun and what was not to be told apart after an interrupt",
                    ran.things(State.DONE).size() + " are DONE, "
                            + ran.things(State.NOT_KNOWN).size() + " NOT_KNOWN and "
                            + ran.things(State.NOT_STARTED).size() + " NOT_STARTED",
                    "the calls are made in the loops of Outcomes");
        }
    }

    static void readersAtOnce(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, SEVERAL_PAGES);
        Source source = place.open();
        if (!rig.declares(Limitation.NO_HTTP_FAULTS)) {
            place.inject(Fault.of(Fault.Type.DELAY).onReads());
        }
        for (int round = 0; round < ROUNDS; round++) {
            readersAtOnce(place, source, round);
        }
    }

    /** In the first round all begin together. In the others, each begins when the one before it is a few requests ahead. */
    private static void readersAtOnce(Place place, Source source, int round) throws Exception {
        CyclicBarrier together = new CyclicBarrier(READERS);
        List<FutureTask<Listing>> tasks = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            FutureTask<Listing> task = new FutureTask<>(() -> {
                if (round == 0) {
                    together.await();
                }
                return place.read(source);
            });
            tasks.add(task);
            int mark = place.mark();
            Rig.start(task);
            if (round > 0) {
                Rig.await(() -> task.isDone() || place.mark() >= mark + round);
            }
        }
        for (FutureTask<Listing> task : tasks) {
            Listing listing;
            try {
                listing = task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                throw Violation.of(
                        READERS + " threads to read at once",
                        "one of them met " + Violation.text(cause),
                        "what a read collects belongs to that read alone",
                        cause);
            }
            place.mustList(
                    listing,
                    place.members(),
                    "for each of " + READERS + " threads that read at once",
                    "what a read collects belongs to that read alone");
        }
    }

    static void closedTwice(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 2);
        Source used = place.open();
        place.read(used);
        Source unused = place.open();
        for (Source source : List.of(used, unused)) {
            try {
                source.close();
                source.close();
            } catch (RuntimeException e) {
                throw Violation.of(
                        "close to be harmless, twice as well as once",
                        "it failed with " + Violation.text(e),
                        "what is closed is closed once",
                        e);
            }
        }
    }

    static void othersStayOpen(Rig rig) throws Exception {
        Place place = rig.place();
        place.seed(0, 3);
        place.introduce(3, 4);
        Source before = place.open();
        place.read(before);
        Source closed = place.open();
        place.read(closed);
        Source unused = place.open();
        closed.close();
        unused.close();
        String check = "close frees only what this adapter made for itself";
        List<String> there = new ArrayList<>(place.things(0, 3));
        for (boolean wasOpen : List.of(true, false)) {
            try {
                Source other = wasOpen ? before : place.open();
                place.mustList(place.read(other), there, "after another adapter was closed", check);
            } catch (IllegalStateException e) {
                throw Violation.of(
                        "an adapter to work after another one was closed",
                        "it failed with " + Violation.text(e),
                        check,
                        e);
            }
        }
        if (rig.canWrite()) {
            place.add((Adapter) before, place.things(3, 4))
                    .mustBeClean("adding after another adapter was closed", check);
            there.add(place.thing(3));
            place.mustHold(there, "after an addition", check);
        }
    }
}
