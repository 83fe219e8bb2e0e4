package dev.gosync;

import dev.gosync.Ledger.Entry;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** Judges again, on what really happened, before the second half. */
    @FunctionalInterface
    interface SecondHalf {
        List<Objection> judge(Plan plan, List<Outcome> happened);
    }

    @FunctionalInterface
    private interface Body {
        void run() throws IOException, InterruptedException;
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

    private final Plan plan;
    private final SyncListener listener;
    private final Clock clock;
    private final SecondHalf secondHalf;
    private final Ledger ledger;
    private final Brake brake = new Brake();
    private @Nullable RunningCall running;

    /** The half that is running, if the adapter runs one at a time. */
    private @Nullable Action half;

    private boolean judgedAgain;
    private boolean reportedSomething;

    Execution(Plan plan, Set<FailureKind> tolerated, SyncListener listener, Clock clock, SecondHalf secondHalf) {
        this.plan = plan;
        this.listener = listener;
        this.clock = clock;
        this.secondHalf = secondHalf;
        this.ledger = new Ledger(plan.change(), tolerated);
    }

    /** Has an adapter make the change, and settles what it left open. */
    void run(Adapter adapter) {
        @Nullable Throwable thrown = null;
        try {
            brake.check();
            tell(() -> listener.starting(plan, ledger.things()));
            brake.check();
            Retry.listening(new CallRelay(listener, brake::stop), () -> {
                adapter.change(plan.change(), this);
                return true;
            });
        } catch (InterruptedException | Error e) {
            thrown = e;
        } catch (Exception e) {
            thrown = brake.stopped() == null ? translated(e) : e;
        }
        settleRest(thrown);
        if (thrown != null) {
            brake.stop(thrown);
        } else if (brake.stopped() == null && Thread.interrupted()) {
            brake.stop(new InterruptedException());
        }
        for (Entry entry : ledger.entries()) {
            if (!entry.isSettled()) {
                ledger.settle(entry, State.NOT_STARTED, whyStopped(), Duration.ZERO);
            }
        }
        tellOutcomes();
    }

    /** One for each thing of the plan, after {@link #run}. */
    List<Outcome> outcomes() {
        return ledger.outcomes();
    }

    Optional<Throwable> stopped() {
        return Optional.ofNullable(brake.stopped());
    }

    /** The exception to look at first: why it stopped, otherwise why the first thing failed. */
    Optional<Throwable> cause() {
        return stopped().or(() -> Optional.ofNullable(ledger.firstFailure()));
    }

    @Override
    public void each(List<String> things, Call<String> call) throws InterruptedException {
        for (String thing : things) {
            call(List.of(thing), () -> call.on(thing));
        }
    }

    @Override
    public void batches(List<String> things, int size, Call<List<String>> call) throws InterruptedException {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, but is " + size);
        }
        for (int from = 0; from < things.size(); from += Math.min(size, things.size() - from)) {
            List<String> batch = things.subList(from, Math.min(things.size() - from, size) + from);
            call(batch, () -> call.on(batch));
        }
    }

    @Override
    public void attempt(List<String> things, Call<List<String>> call) throws InterruptedException {
        if (!things.isEmpty()) {
            call(things, () -> call.on(things));
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
            if (things.size() < ledger.entries().size()) {
                tell(() -> listener.starting(plan, things));
                brake.check();
            }
            reportedSomething = false;
            (action == Action.ADD ? add : remove).on(things);
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

    @Override
    public void succeeded(String thing) {
        ledger.settle(unsettled(thing), State.DONE, "", took());
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

    private void call(List<String> things, Body body) throws InterruptedException {
        brake.check();
        if (running != null) {
            throw violated("a call began inside another");
        }
        List<Entry> begun = things.stream().map(this::unsettled).toList();
        begun.forEach(entry -> entry.postpone(false));
        judgeBefore(begun.stream().map(Entry::action).collect(Collectors.toSet()));
        brake.check();
        tell(() -> listener.calling(plan, List.copyOf(things)));
        brake.check();
        reportedSomething = true;
        RunningCall call = new RunningCall(clock.instant());
        running = call;
        try {
            body.run();
            settleCall(call, begun, brake.stopped() instanceof AdapterException violation ? violation : null);
        } catch (IOException | RuntimeException e) {
            settleCall(call, begun, translated(e));
        } catch (InterruptedException | Error e) {
            brake.stop(e);
            begun.stream()
                    .filter(entry -> !entry.isSettled() && !entry.isPostponed())
                    .forEach(entry -> ledger.settle(entry, State.NOT_KNOWN, "no answer: " + whyStopped(), took()));
        }
        running = null;
        tellOutcomes();
        brake.throwIfStopped();
    }

    private void settleCall(RunningCall call, List<Entry> begun, @Nullable AdapterException failure) {
        boolean someReported = begun.stream().anyMatch(Entry::isSettled);
        for (Entry entry : begun) {
            if (entry.isSettled() || entry.isPostponed()) {
                continue;
            }
            if (failure != null) {
                ledger.settle(entry, failure, begun.size() == 1, took());
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
        brake.stop(violation);
        return violation;
    }

    private void judgeBefore(Set<Action> next) {
        List<Action> halves = plan.mode().actions();
        boolean isSecond = halves.size() > 1 && next.equals(Set.of(halves.get(1)));
        if (!isSecond || judgedAgain || plan.change().of(halves.get(0)).isEmpty()) {
            return;
        }
        judgedAgain = true;
        List<Objection> objections = secondHalf.judge(plan, ledger.outcomes());
        if (!objections.isEmpty()) {
            brake.stop(PlanRejectedException.beforeSecondHalf(plan.withObjections(objections)));
        }
    }

    private void reported() {
        reportedSomething = true;
        if (running == null) {
            tellOutcomes();
        }
    }

    private void tellOutcomes() {
        ledger.takeNews().forEach(outcome -> tell(() -> listener.happened(plan, outcome)));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            brake.stop(e);
        }
    }

    private Duration took() {
        return running == null ? Duration.ZERO : Duration.between(running.began, clock.instant());
    }

    /** The objections are shown once in the report, not with each of a thousand things. */
    private String whyStopped() {
        @Nullable Throwable why = brake.stopped();
        if (why instanceof PlanRejectedException) {
            return "the second half did not start";
        }
        return why == null ? "the adapter postponed it and made no call for it" : Failures.text(why);
    }

    private AdapterException translated(Exception thrown) {
        String operation = half == null ? "change" : half == Action.ADD ? "add" : "remove";
        return AdapterException.translated(plan.destination().name(), operation, thrown);
    }
}
