package dev.gosync;

import dev.gosync.Outcome.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter says what happened to each thing, as it happens. It owns the loops, because only so can it tell what
 * had begun from what had not: {@link #each}, {@link #batches} and {@link #attempt} make the calls, {@link #succeeded}
 * and {@link #failed} say what a bulk answer holds, {@link #prepare} reads what the calls need.
 *
 * <p>A call that returns and said nothing has done all its things; one that said something of some has left the others
 * {@link State#NOT_KNOWN}. A call that throws has failed for those it had said nothing of. The loops go on after a
 * failure that concerns one thing; after {@link Kind#UNAVAILABLE}, {@link Kind#MALFORMED_ANSWER}, {@link
 * Kind#INVALID_REQUEST} and {@link Kind#UNKNOWN} they go on too, but give up after three of those in a row; after the
 * rest they give up at once. Giving up throws, and what has not begun is {@link State#NOT_STARTED}.
 *
 * <p>The engine makes one for each destination. Not for use by several threads.
 */
public final class Outcomes {
    private static final int TROUBLES_IN_A_ROW = 3;
    private static final String UNSAID = "the adapter did not say what happened";

    /**
     * One call to a service.
     *
     * @param <T> the thing or the things it is about
     */
    @FunctionalInterface
    public interface Call<T> {
        /**
         * Makes the call.
         *
         * @param subject what it is about
         * @throws AdapterException if the service refused it or cannot be used
         * @throws IOException if no answer came; taken for {@link Kind#UNAVAILABLE}
         * @throws InterruptedException if the thread is interrupted
         */
        void on(T subject) throws IOException, InterruptedException;
    }

    private static final class Entry {
        final String thing;
        final Action action;

        @Nullable Outcome outcome;

        /** Whether the call that had announced it gave it back. */
        boolean postponed;

        Entry(String thing, Action action) {
            this.thing = thing;
            this.action = action;
        }

        boolean isOpen() {
            return outcome == null && !postponed;
        }

        boolean isDone() {
            return outcome != null && outcome.state() == State.DONE;
        }
    }

    @FunctionalInterface
    private interface Body {
        void run() throws IOException, InterruptedException;
    }

    /** Judges again, on what really happened, what must remain. */
    @FunctionalInterface
    interface SecondHalf {
        List<Objection> judge(Plan plan, List<Outcome> happened);
    }

    private final Plan plan;
    private final Set<Kind> tolerated;
    private final SyncListener listener;
    private final Clock clock;
    private final SecondHalf secondHalf;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Outcome> unheard = new ArrayList<>();

    /** The half whose turn it is, where the adapter takes each by itself. */
    private @Nullable Action half;

    private boolean judgedAgain;
    private boolean saidSomething;
    private @Nullable Instant callBegan;
    private @Nullable AdapterException worstOfCall;
    private int troublesInARow;
    private @Nullable AdapterException firstFailure;

    /** Why no further call may begin. */
    private @Nullable Throwable stopped;

    /** Whether the adapter was told so; before that, one that makes calls of its own may have begun anything. */
    private boolean refused;

    Outcomes(Plan plan, Set<Kind> tolerated, SyncListener listener, Clock clock, SecondHalf secondHalf) {
        this.plan = plan;
        this.tolerated = tolerated;
        this.listener = listener;
        this.clock = clock;
        this.secondHalf = secondHalf;
        for (Action action : plan.mode().actions()) {
            plan.change().of(action).forEach(thing -> entries.put(thing, new Entry(thing, action)));
        }
    }

    /**
     * Makes one call for each thing.
     *
     * @param things what was asked for
     * @param call deals with one of them
     * @throws AdapterException when it gives up
     * @throws InterruptedException if the thread is interrupted; no further call begins
     */
    public void each(List<String> things, Call<String> call) throws InterruptedException {
        for (String thing : things) {
            call(List.of(thing), () -> call.on(thing));
        }
    }

    /**
     * Makes one call for so many things at a time.
     *
     * @param things what was asked for
     * @param size how many things one call takes at the most
     * @param call deals with that many
     * @throws AdapterException when it gives up
     * @throws InterruptedException if the thread is interrupted; no further call begins
     */
    public void batches(List<String> things, int size, Call<List<String>> call) throws InterruptedException {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, and is " + size);
        }
        for (int from = 0; from < things.size(); from += Math.min(size, things.size() - from)) {
            List<String> batch = things.subList(from, Math.min(things.size() - from, size) + from);
            call(batch, () -> call.on(batch));
        }
    }

    /**
     * Makes one call for all these things, and none when there are none.
     *
     * @param things what was asked for
     * @param call deals with all of them
     * @throws AdapterException when it gives up
     * @throws InterruptedException if the thread is interrupted
     */
    public void attempt(List<String> things, Call<List<String>> call) throws InterruptedException {
        if (!things.isEmpty()) {
            call(things, () -> call.on(things));
        }
    }

    /**
     * Reads what the calls need, before any of them: where this fails, nothing was begun. Within a call, a failure is the
     * call's.
     *
     * @param <T> what is read
     * @param reading changes nothing
     * @return what it read
     * @throws AdapterException if it failed
     * @throws InterruptedException if the thread is interrupted
     */
    public <T> T prepare(Retry.Call<T> reading) throws InterruptedException {
        goOn();
        try {
            return reading.run();
        } catch (IOException | RuntimeException e) {
            AdapterException failure = translated(e);
            refuse(failure);
            throw failure;
        } catch (InterruptedException | Error e) {
            refuse(e);
            throw e;
        }
    }

    /**
     * Gives back what the running call was announced with and has not touched, for a later call. This is how a service
     * that replaces its whole membership, and refuses somebody who was to be added, keeps removals for a call of their
     * own: before that one, what must remain is judged again.
     *
     * @param things of the running call, in the spelling they were asked for; what no later call takes has not begun
     */
    public void postpone(List<String> things) {
        List<Entry> given = things.stream().map(this::unsettled).toList();
        if (callBegan == null) {
            throw violated("something was postponed outside a call");
        }
        given.forEach(entry -> entry.postponed = true);
    }

    private void refuse(Throwable why) {
        if (callBegan == null) {
            stop(why);
            refused = true;
        }
    }

    /**
     * Keeps halves from undoing each other where the service takes an addition and a removal for one member, which the
     * engine's matching took for two: that member stays, and its removal is reported as done.
     *
     * @param change what was asked for
     * @param matching what the service takes for one member
     * @return the change without those removals
     */
    public Change uncrossed(Change change, Matching matching) {
        Set<String> added = change.additions().stream().map(matching::key).collect(Collectors.toSet());
        List<String> removals = new ArrayList<>();
        for (String thing : change.removals()) {
            if (added.contains(matching.key(thing))) {
                succeeded(thing);
            } else {
                removals.add(thing);
            }
        }
        return new Change(change.additions(), removals, change.mode());
    }

    /**
     * Says that one thing is as it was asked for.
     *
     * @param thing in the spelling it was asked for
     */
    public void succeeded(String thing) {
        settle(unsettled(thing), State.DONE, Optional.empty(), "");
        afterReport();
    }

    /**
     * Says that one thing failed.
     *
     * @param thing in the spelling it was asked for
     * @param cause why; where it concerns the place, no further call begins
     */
    public void failed(String thing, AdapterException cause) {
        settle(unsettled(thing), cause, true);
        worstOfCall = worse(worstOfCall, cause);
        if (callBegan == null && cause.kind().endsAtOnce()) {
            stop(cause);
        }
        afterReport();
    }

    /** Hands each half to an adapter that takes them one by one. */
    void inOrder(Change change, Adapter adapter) throws IOException, InterruptedException {
        for (Action action : change.mode().actions()) {
            List<String> things = change.of(action);
            if (things.isEmpty()) {
                continue;
            }
            half = action;
            enter(Set.of(action));
            goOn();
            if (things.size() < entries.size()) {
                tell(() -> listener.starting(plan, things));
                goOn();
            }
            saidSomething = false;
            if (action == Action.ADD) {
                adapter.add(things, this);
            } else {
                adapter.remove(things, this);
            }
            settleRest(null);
            tellOutcomes();
            goOn();
        }
    }

    /** Has an adapter make the change, and settles what it left open. */
    void run(Adapter adapter) {
        @Nullable Throwable thrown = null;
        try {
            goOn();
            tell(() -> listener.starting(plan, List.copyOf(entries.keySet())));
            goOn();
            adapter.change(plan.change(), this);
        } catch (InterruptedException | Error e) {
            thrown = e;
        } catch (Exception e) {
            thrown = stopped == null ? translated(e) : e;
        }
        settleRest(thrown);
        if (thrown != null) {
            stop(thrown);
        } else if (stopped == null && Thread.interrupted()) {
            stop(new InterruptedException());
        }
        for (Entry entry : entries.values()) {
            if (entry.outcome == null) {
                settle(entry, State.NOT_STARTED, Optional.empty(), whyStopped());
            }
        }
        tellOutcomes();
    }

    /** One for each thing of the plan, once {@link #run} is over. */
    List<Outcome> all() {
        return entries.values().stream()
                .flatMap(entry -> Optional.ofNullable(entry.outcome).stream())
                .toList();
    }

    Optional<Throwable> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** What to look at first: why it stopped, else why the first thing failed. */
    @Nullable Throwable cause() {
        return stopped != null ? stopped : firstFailure;
    }

    private void call(List<String> things, Body body) throws InterruptedException {
        goOn();
        if (callBegan != null) {
            throw violated("a call was begun inside another");
        }
        List<Entry> begun = things.stream().map(this::unsettled).toList();
        begun.forEach(entry -> entry.postponed = false);
        enter(begun.stream().map(entry -> entry.action).collect(Collectors.toSet()));
        goOn();
        tell(() -> listener.calling(plan, List.copyOf(things)));
        goOn();
        saidSomething = true;
        worstOfCall = null;
        callBegan = clock.instant();
        try {
            body.run();
            settleCall(begun, stopped instanceof AdapterException violation ? violation : null);
        } catch (IOException | RuntimeException e) {
            settleCall(begun, translated(e));
        } catch (InterruptedException | Error e) {
            stop(e);
            begun.stream()
                    .filter(Entry::isOpen)
                    .forEach(entry -> settle(entry, State.NOT_KNOWN, Optional.empty(), "no answer: " + whyStopped()));
        }
        callBegan = null;
        tellOutcomes();
        throwIfStopped();
    }

    private void settleCall(List<Entry> begun, @Nullable AdapterException failure) {
        boolean someReported = begun.stream().anyMatch(entry -> entry.outcome != null);
        for (Entry entry : begun) {
            if (!entry.isOpen()) {
                continue;
            }
            if (failure != null) {
                settle(entry, failure, begun.size() == 1);
            } else if (someReported) {
                settle(entry, State.NOT_KNOWN, Optional.empty(), UNSAID);
            } else {
                settle(entry, State.DONE, Optional.empty(), "");
            }
        }
        AdapterException worst = failure == null ? worstOfCall : worse(worstOfCall, failure);
        boolean someDone = begun.stream().anyMatch(Entry::isDone);
        if (worst != null && worst.kind().endsAtOnce()) {
            stop(worst);
        } else if (worst == null || worst.kind().concernsOneThing() || someDone) {
            troublesInARow = 0;
        } else if (++troublesInARow >= TROUBLES_IN_A_ROW) {
            stop(worst);
        }
    }

    /** Settles what the method that has just ended left open. */
    private void settleRest(@Nullable Throwable thrown) {
        for (Entry entry : entries.values()) {
            if (entry.outcome != null || (half != null && entry.action != half)) {
                continue;
            }
            if (refused || entry.postponed) {
                settle(entry, State.NOT_STARTED, Optional.empty(), whyStopped());
            } else if (thrown != null) {
                settle(
                        entry,
                        State.NOT_KNOWN,
                        Optional.empty(),
                        "the adapter failed without saying how far it came: " + text(thrown));
            } else if (saidSomething) {
                settle(entry, State.NOT_KNOWN, Optional.empty(), UNSAID);
            } else {
                settle(entry, State.DONE, Optional.empty(), "");
            }
        }
    }

    private void settle(Entry entry, AdapterException cause, boolean alone) {
        State state = State.FAILED;
        if (cause.answerLost()) {
            state = State.NOT_KNOWN;
        } else if (alone && tolerated.contains(cause.kind())) {
            state = State.SKIPPED;
        }
        if (state != State.SKIPPED && firstFailure == null) {
            firstFailure = cause;
        }
        settle(
                entry,
                state,
                Optional.of(cause.kind()),
                cause.operation() + ": " + cause.problem() + ". " + cause.remedy());
    }

    private void settle(Entry entry, State state, Optional<Kind> kind, String reason) {
        Duration took = callBegan == null ? Duration.ZERO : Duration.between(callBegan, clock.instant());
        entry.outcome = new Outcome(entry.thing, entry.action, state, kind, reason, took);
        unheard.add(entry.outcome);
    }

    private Entry unsettled(String thing) {
        Entry entry = entries.get(thing);
        if (entry == null || (half != null && entry.action != half)) {
            throw violated("'" + thing + "' was not asked for");
        }
        if (entry.outcome != null) {
            throw violated("'" + thing + "' was dealt with twice");
        }
        return entry;
    }

    /** An adapter that breaks its contract is stopped, so that it cannot hide it by catching the exception. */
    private AdapterException violated(String how) {
        AdapterException violation = AdapterException.of(
                        Kind.UNKNOWN, plan.destination().name(), "reporting outcomes", how)
                .remedy("This is a fault of the adapter; report it to its authors.")
                .answerLost()
                .build();
        stop(violation);
        return violation;
    }

    private void enter(Set<Action> actions) {
        List<Action> halves = plan.mode().actions();
        boolean second = halves.size() > 1 && actions.equals(Set.of(halves.get(1)));
        if (!second || judgedAgain || plan.change().of(halves.get(0)).isEmpty()) {
            return;
        }
        judgedAgain = true;
        List<Objection> objections = secondHalf.judge(plan, all());
        if (!objections.isEmpty()) {
            stop(PlanRejectedException.beforeSecondHalf(plan.withObjections(objections)));
        }
    }

    private void afterReport() {
        saidSomething = true;
        if (callBegan == null) {
            tellOutcomes();
        }
    }

    private void tellOutcomes() {
        List<Outcome> news = List.copyOf(unheard);
        unheard.clear();
        news.forEach(outcome -> tell(() -> listener.happened(plan, outcome)));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            stop(e);
        }
    }

    private void goOn() throws InterruptedException {
        if (stopped == null && Thread.interrupted()) {
            stop(new InterruptedException());
        }
        throwIfStopped();
    }

    private void throwIfStopped() throws InterruptedException {
        refused |= stopped != null;
        if (stopped instanceof InterruptedException interruption) {
            throw interruption;
        }
        if (stopped instanceof Error error) {
            throw error;
        }
        if (stopped instanceof RuntimeException failure) {
            throw failure;
        }
    }

    private void stop(Throwable why) {
        if (stopped == null) {
            stopped = why;
        }
    }

    /** The objections stand in the report once, and not with each of a thousand things. */
    private String whyStopped() {
        if (stopped instanceof PlanRejectedException) {
            return "the second half was not begun";
        }
        return stopped == null ? "the adapter put it off and made no call for it" : text(stopped);
    }

    private AdapterException translated(Exception thrown) {
        String operation = half == null ? "change" : half == Action.ADD ? "add" : "remove";
        return Retry.translated(plan.destination().name(), operation, thrown);
    }

    /** The harmless of two failures of one call must not hide the other, whichever came last. */
    private static AdapterException worse(@Nullable AdapterException one, AdapterException other) {
        return one == null || other.kind().isWorseThan(one.kind()) ? other : one;
    }

    static String text(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return "interrupted";
        }
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
    }
}
