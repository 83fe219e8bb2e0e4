package dev.gosync;

import dev.gosync.Ledger.Entry;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one plan: runs the loops of the adapter, settles every thing in the {@link Ledger} and tells the listener.
 * For one thread only.
 */
final class Execution implements Outcomes {
    private static final String NOT_REPORTED = "the adapter did not report what happened";

    /** Looks again, at what really happened, before the second half. */
    interface SecondHalf {
        List<Objection> judge(Plan plan, List<Outcome> happened);

        /** Reads the place again and returns the removals that may mean one of these additions. */
        Set<String> meantBy(List<String> alreadyThere, Plan plan) throws InterruptedException;
    }

    /** The call that is running now. */
    private static final class RunningCall {
        final Instant began;

        @Nullable AdapterException worst;

        RunningCall(Instant began) {
            this.began = began;
        }

        void failed(AdapterException cause) {
            worst = worst == null || cause.kind().isWorseThan(worst.kind()) ? cause : worst;
        }
    }

    /** After these failures of the place in the first half, the second half still runs. */
    private static final Set<FailureKind> LEAVE_SECOND_HALF = EnumSet.of(
            FailureKind.PERMISSION, FailureKind.INVALID_REQUEST, FailureKind.MALFORMED_ANSWER, FailureKind.UNKNOWN);

    private final Plan plan;
    private final SyncListener listener;
    private final Clock clock;
    private final SecondHalf secondHalf;
    private final Ledger ledger;
    private final Set<String> blocked = new HashSet<>();
    private Brake brake = new Brake();
    private @Nullable Throwable stoppedInFirstHalf;
    private @Nullable RunningCall running;

    /** The half that is running, if the adapter runs one at a time. */
    private @Nullable Action half;

    private boolean judgedAgain;
    private boolean reportedSomething;

    /** Whether the adapter broke its contract or a listener threw, so that nothing more may begin. */
    private boolean endedForGood;

    Execution(Plan plan, Set<FailureKind> tolerated, SyncListener listener, Clock clock, SecondHalf secondHalf) {
        this.plan = plan;
        this.listener = listener;
        this.clock = clock;
        this.secondHalf = secondHalf;
        this.ledger = new Ledger(plan, tolerated);
    }

    /** Has an adapter make the change, and settles what it left open. */
    void run(Adapter adapter) {
        tellOutcomes();
        if (change(adapter, plan.change())) {
            for (Entry entry : ledger.entries()) {
                if (!entry.isSettled() && isOfThisHalf(entry)) {
                    ledger.settle(entry, State.NOT_STARTED, whyStopped(), Duration.ZERO);
                }
            }
            tellOutcomes();
            stoppedInFirstHalf = brake.stopped();
            brake = new Brake();
            half = plan.mode().actions().get(1);
            reportedSomething = false;
            Change rest = half == Action.ADD
                    ? new Change(plan.additions(), List.of(), plan.mode())
                    : new Change(List.of(), plan.removals(), plan.mode());
            change(adapter, rest);
        }
        for (Entry entry : ledger.entries()) {
            if (!entry.isSettled()) {
                ledger.settle(entry, State.NOT_STARTED, whyStopped(), Duration.ZERO);
            }
        }
        tellOutcomes();
    }

    /** Returns whether trouble of the place ended the first half, and the second half may still run. */
    private boolean change(Adapter adapter, Change change) {
        @Nullable Throwable thrown = null;
        try {
            brake.check();
            List<String> things =
                    change.equals(plan.change()) ? ledger.things() : change.of(Objects.requireNonNull(half));
            tell(() -> listener.starting(plan, things));
            brake.check();
            Retry.listening(new CallRelay(listener, this::endForGood), () -> {
                adapter.change(change, this);
                return true;
            });
        } catch (InterruptedException | Error e) {
            thrown = e;
        } catch (Exception e) {
            thrown = brake.stopped() == null ? translated(e) : e;
        }
        if (thrown != null) {
            brake.stop(thrown);
        } else if (brake.stopped() == null && Thread.interrupted()) {
            brake.stop(new InterruptedException());
        }
        boolean secondHalfMayRun = mayStillRunSecondHalf();
        if (secondHalfMayRun) {
            half = plan.mode().actions().get(0);
        }
        settleRest(thrown);
        return secondHalfMayRun;
    }

    private boolean mayStillRunSecondHalf() {
        List<Action> halves = plan.mode().actions();
        if (endedForGood
                || judgedAgain
                || halves.size() < 2
                || !(brake.stopped() instanceof AdapterException failure)
                || !LEAVE_SECOND_HALF.contains(failure.kind())) {
            return false;
        }
        boolean troubleInFirst = half == halves.get(0)
                || (half == null && brake.adapterWasTold() && begun(halves.get(0)) && !isDone(halves.get(0)));
        return troubleInFirst
                && ledger.entries().stream().anyMatch(entry -> entry.action() == halves.get(1))
                && !begun(halves.get(1));
    }

    private boolean begun(Action action) {
        return ledger.entries().stream().anyMatch(entry -> entry.action() == action && entry.isSettled());
    }

    private boolean isDone(Action action) {
        return ledger.entries().stream().allMatch(entry -> entry.action() != action || entry.isDone());
    }

    /** One for each thing of the plan, after {@link #run}. */
    List<Outcome> outcomes() {
        return ledger.outcomes();
    }

    /** Why it stopped early, if it did. After trouble in the first half this is the trouble, unless an interrupt followed. */
    Optional<Throwable> stopped() {
        @Nullable Throwable second = brake.stopped();
        if (second instanceof InterruptedException) {
            return Optional.of(second);
        }
        return Optional.ofNullable(stoppedInFirstHalf).or(() -> Optional.ofNullable(second));
    }

    /** The exception to look at first: why it stopped, otherwise why the first thing failed. */
    Optional<Throwable> cause() {
        return stopped().or(() -> Optional.ofNullable(ledger.firstFailure()));
    }

    @Override
    public void each(List<String> things, Call<String> call) throws InterruptedException {
        for (String thing : things) {
            call(List.of(thing), some -> call.on(thing));
        }
    }

    @Override
    public void batches(List<String> things, int size, Call<List<String>> call) throws InterruptedException {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, but is " + size);
        }
        for (int from = 0; from < things.size(); from += Math.min(size, things.size() - from)) {
            split(things.subList(from, Math.min(things.size() - from, size) + from), call);
        }
    }

    /** A batch that is refused because of one thing in it is halved, until the refused things are found. */
    private void split(List<String> batch, Call<List<String>> call) throws InterruptedException {
        List<String> refused = call(batch, call, true);
        int middle = refused.size() / 2;
        if (middle > 0) {
            split(refused.subList(0, middle), call);
            split(refused.subList(middle, refused.size()), call);
        }
    }

    @Override
    public void attempt(List<String> things, Call<List<String>> call) throws InterruptedException {
        if (!things.isEmpty()) {
            call(things, call);
        }
    }

    @Override
    public <T> T prepare(Retry.Call<T> reading) throws InterruptedException {
        brake.check();
        try {
            return reading.run();
        } catch (IOException | RuntimeException e) {
            AdapterException failure = translated(e);
            nothingBegan(failure);
            throw failure;
        } catch (InterruptedException | Error e) {
            nothingBegan(e);
            throw e;
        }
    }

    private void nothingBegan(Throwable why) {
        if (running == null) {
            brake.tellAdapter(why);
        }
    }

    @Override
    public void halves(Change change, Call<List<String>> add, Call<List<String>> remove)
            throws IOException, InterruptedException {
        for (Action action : change.mode().actions()) {
            List<String> things = change.of(action);
            if (things.isEmpty()) {
                continue;
            }
            half = action;
            judgeBefore(Set.of(action));
            brake.check();
            List<String> open = open(things);
            if (open.isEmpty()) {
                continue;
            }
            if (things.size() < ledger.entries().size()) {
                tell(() -> listener.starting(plan, open));
                brake.check();
            }
            reportedSomething = false;
            (action == Action.ADD ? add : remove).on(open);
            settleRest(null);
            tellOutcomes();
            brake.check();
        }
    }

    @Override
    public void postpone(List<String> things) {
        List<Entry> returned = things.stream().map(this::unsettled).toList();
        if (running == null) {
            throw violated("something was postponed outside a call");
        }
        returned.forEach(entry -> entry.postpone(true));
    }

    @Override
    public void succeeded(String thing) {
        succeeded(thing, "");
    }

    @Override
    public void succeeded(String thing, String note) {
        ledger.settle(unsettled(thing), State.DONE, note, took());
        reported();
    }

    @Override
    public void alreadyThere(String thing) {
        Entry entry = unsettled(thing);
        if (entry.action() != Action.ADD) {
            throw violated("the removal of '" + thing + "' was reported as already there");
        }
        ledger.settleAlreadyThere(entry, took());
        reported();
    }

    @Override
    public void skipped(String thing, String reason) {
        ledger.settle(unsettled(thing), State.SKIPPED, reason, took());
        reported();
    }

    @Override
    public void failed(String thing, AdapterException cause) {
        ledger.settle(unsettled(thing), cause, true, took());
        if (running != null) {
            running.failed(cause);
        } else if (cause.kind().endsAtOnce()) {
            brake.stop(cause);
        }
        reported();
    }

    private void call(List<String> asked, Call<List<String>> body) throws InterruptedException {
        call(asked, body, false);
    }

    /**
     * Makes one call.
     *
     * @param mayBeSplit whether several things that were refused because of one of them stay open
     * @return the things that stay open for that reason
     */
    private List<String> call(List<String> asked, Call<List<String>> body, boolean mayBeSplit)
            throws InterruptedException {
        List<String> refused = List.of();
        brake.check();
        if (running != null) {
            throw violated("a call began inside another");
        }
        judgeBefore(open(asked).stream().map(this::unsettled).map(Entry::action).collect(Collectors.toSet()));
        brake.check();
        List<String> things = open(asked);
        if (things.isEmpty()) {
            return refused;
        }
        List<Entry> begun = things.stream().map(this::unsettled).toList();
        begun.forEach(entry -> entry.postpone(false));
        tell(() -> listener.calling(plan, List.copyOf(things)));
        brake.check();
        reportedSomething = true;
        RunningCall call = new RunningCall(clock.instant());
        running = call;
        try {
            body.on(things);
            settleCall(call, begun, brake.stopped() instanceof AdapterException violation ? violation : null);
        } catch (IOException | RuntimeException e) {
            AdapterException failure = translated(e);
            if (mayBeSplit && failure.kind().concernsOneThing() && !failure.answerLost() && countOpen(begun) > 1) {
                refused = begun.stream()
                        .filter(Execution::isOpen)
                        .map(Entry::thing)
                        .toList();
                postpone(refused);
            }
            settleCall(call, begun, failure);
        } catch (InterruptedException | Error e) {
            brake.stop(e);
            begun.stream()
                    .filter(Execution::isOpen)
                    .forEach(entry -> ledger.settle(entry, State.NOT_KNOWN, "no answer: " + whyStopped(), took()));
        }
        running = null;
        tellOutcomes();
        brake.throwIfStopped();
        return refused;
    }

    private static boolean isOpen(Entry entry) {
        return !entry.isSettled() && !entry.isPostponed();
    }

    private static long countOpen(List<Entry> entries) {
        return entries.stream().filter(Execution::isOpen).count();
    }

    private void settleCall(RunningCall call, List<Entry> begun, @Nullable AdapterException failure) {
        boolean someReported = begun.stream().anyMatch(Entry::isSettled);
        boolean isAlone = countOpen(begun) == 1;
        for (Entry entry : begun) {
            if (!isOpen(entry)) {
                continue;
            }
            if (failure != null) {
                ledger.settle(entry, failure, isAlone, took());
            } else if (someReported) {
                ledger.settle(entry, State.NOT_KNOWN, NOT_REPORTED, took());
            } else {
                ledger.settle(entry, State.DONE, "", took());
            }
        }
        if (failure != null) {
            call.failed(failure);
        }
        brake.callEnded(call.worst, begun.stream().anyMatch(Entry::isDone));
    }

    /** Settles what the method that has just ended left open. */
    private void settleRest(@Nullable Throwable thrown) {
        for (Entry entry : ledger.entries()) {
            if (entry.isSettled() || !isOfThisHalf(entry)) {
                continue;
            }
            if (brake.adapterWasTold() || entry.isPostponed()) {
                ledger.settle(entry, State.NOT_STARTED, whyStopped(), Duration.ZERO);
            } else if (thrown != null) {
                String note = "the adapter failed and did not report how far it got: " + Failures.text(thrown);
                ledger.settle(entry, State.NOT_KNOWN, note, Duration.ZERO);
            } else if (reportedSomething) {
                ledger.settle(entry, State.NOT_KNOWN, NOT_REPORTED, Duration.ZERO);
            } else {
                ledger.settle(entry, State.DONE, "", Duration.ZERO);
            }
        }
    }

    private Entry unsettled(String thing) {
        Entry entry = ledger.find(thing)
                .filter(this::isOfThisHalf)
                .orElseThrow(() -> violated("'" + thing + "' was not asked for"));
        if (entry.isSettled()) {
            throw violated("'" + thing + "' was reported twice");
        }
        return entry;
    }

    private boolean isOfThisHalf(Entry entry) {
        return half == null || entry.action() == half;
    }

    /** Stops an adapter that breaks its contract, even if it catches the exception. */
    private AdapterException violated(String how) {
        AdapterException violation = AdapterException.of(
                        FailureKind.UNKNOWN, plan.destination().name(), "reporting outcomes", how)
                .remedy("This is a fault of the adapter; report it to its authors.")
                .answerLost()
                .build();
        endForGood(violation);
        return violation;
    }

    private void judgeBefore(Set<Action> next) {
        List<Action> halves = plan.mode().actions();
        boolean isSecond = halves.size() > 1 && next.equals(Set.of(halves.get(1)));
        if (!isSecond || judgedAgain || plan.change().of(halves.get(0)).isEmpty()) {
            return;
        }
        judgedAgain = true;
        if (halves.get(1) == Action.REMOVE) {
            blockRemovalsOfMembersAlreadyThere();
        }
        List<Objection> objections = secondHalf.judge(plan, ledger.outcomes());
        if (!objections.isEmpty()) {
            brake.stop(PlanRejectedException.beforeSecondHalf(plan.withObjections(objections)));
        }
    }

    /**
     * An addition that was a member already is listed under another spelling, so a removal may mean that very member. The
     * place is read again: if it shows the addition, only removals of that member are blocked, otherwise all are.
     */
    private void blockRemovalsOfMembersAlreadyThere() {
        List<String> added = ledger.outcomes().stream()
                .filter(Outcome::alreadyThere)
                .map(Outcome::thing)
                .toList();
        if (added.isEmpty()) {
            return;
        }
        Set<String> unsafe;
        try {
            unsafe = secondHalf.meantBy(added, plan);
        } catch (InterruptedException | RuntimeException | Error e) {
            brake.stop(e);
            return;
        }
        for (String thing : plan.removals()) {
            if (!unsafe.contains(thing)) {
                continue;
            }
            Entry entry = ledger.find(thing).orElseThrow();
            if (entry.isSettled() || !blocked.add(thing)) {
                continue;
            }
            ledger.settle(
                    entry,
                    State.NOT_STARTED,
                    "it may be the same member as " + String.join(", ", added) + ", which is already there",
                    Duration.ZERO);
        }
        tellOutcomes();
    }

    private List<String> open(List<String> things) {
        return blocked.isEmpty()
                ? things
                : things.stream().filter(thing -> !blocked.contains(thing)).toList();
    }

    private void reported() {
        reportedSomething = true;
        if (running == null) {
            tellOutcomes();
        }
    }

    /** Tells the listener what is new. At first these are the additions that the preview refused. */
    void tellOutcomes() {
        ledger.takeNews().forEach(outcome -> tell(() -> listener.happened(plan, outcome)));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            endForGood(e);
        }
    }

    private void endForGood(Throwable why) {
        endedForGood = true;
        brake.stop(why);
    }

    private Duration took() {
        return running == null ? Duration.ZERO : Duration.between(running.began, clock.instant());
    }

    /** The objections are shown once in the report, not with each of a thousand things, unless it shows something else. */
    private String whyStopped() {
        @Nullable Throwable why = brake.stopped();
        if (why instanceof PlanRejectedException rejected) {
            String objections = stoppedInFirstHalf == null
                    ? ""
                    : rejected.objections().stream()
                            .map(Objection::measured)
                            .collect(Collectors.joining("; ", ": ", ""));
            return "the second half did not start" + objections;
        }
        return why == null ? "the adapter postponed it and made no call for it" : Failures.text(why);
    }

    private AdapterException translated(Exception thrown) {
        String operation = half == null ? "change" : half == Action.ADD ? "add" : "remove";
        return AdapterException.translated(plan.destination().name(), operation, thrown);
    }
}
