package dev.gosync;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts for every thing of a change: one entry each, settled exactly once. For one thread only. */
final class Ledger {
    static final class Entry {
        private final String thing;
        private final Action action;
        private @Nullable Outcome outcome;
        private boolean postponed;

        private Entry(String thing, Action action) {
            this.thing = thing;
            this.action = action;
        }

        String thing() {
            return thing;
        }

        Action action() {
            return action;
        }

        boolean isSettled() {
            return outcome != null;
        }

        boolean isDone() {
            return outcome != null && outcome.state() == State.DONE;
        }

        /** Whether the call that took this entry has returned it for a later call. */
        boolean isPostponed() {
            return postponed;
        }

        void postpone(boolean postponed) {
            this.postponed = postponed;
        }
    }

    private final Set<FailureKind> tolerated;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Outcome> refused = new ArrayList<>();
    private final List<Outcome> news = new ArrayList<>();
    private @Nullable AdapterException firstFailure;

    Ledger(Plan plan, Set<FailureKind> tolerated) {
        this.tolerated = tolerated;
        Change change = plan.change();
        for (Action action : change.mode().actions()) {
            change.of(action).forEach(thing -> entries.put(thing, new Entry(thing, action)));
        }
        plan.cannotAdd().forEach((thing, failure) -> {
            boolean isTolerated = failure.kind().filter(tolerated::contains).isPresent();
            refused.add(Outcome.refused(thing, failure, isTolerated));
        });
        news.addAll(refused);
    }

    /** Every thing of the change, in the order of its mode. */
    List<String> things() {
        return List.copyOf(entries.keySet());
    }

    Optional<Entry> find(String thing) {
        return Optional.ofNullable(entries.get(thing));
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    void settle(Entry entry, State state, String note, Duration took) {
        settle(entry, state, Optional.empty(), note, false, took);
    }

    /** Settles an addition that was a member already. */
    void settleAlreadyThere(Entry entry, Duration took) {
        settle(entry, State.DONE, Optional.empty(), "already there", true, took);
    }

    /**
     * Settles an entry with a failure.
     *
     * @param alone whether the failure is about this thing alone, so that it may be tolerated
     */
    void settle(Entry entry, AdapterException cause, boolean alone, Duration took) {
        State state = State.FAILED;
        if (cause.answerLost()) {
            state = State.NOT_KNOWN;
        } else if (alone && tolerated.contains(cause.kind())) {
            state = State.SKIPPED;
        }
        if (state != State.SKIPPED && firstFailure == null) {
            firstFailure = cause;
        }
        settle(entry, state, Optional.of(cause.failure()), "", false, took);
    }

    private void settle(
            Entry entry, State state, Optional<Failure> failure, String note, boolean alreadyThere, Duration took) {
        Outcome outcome = new Outcome(entry.thing, entry.action, state, failure, note, alreadyThere, took);
        entry.outcome = outcome;
        news.add(outcome);
    }

    /** The outcomes that were settled since this was called last. */
    List<Outcome> takeNews() {
        List<Outcome> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    /** All outcomes so far, in the order of the mode; then the additions that the preview refused. */
    List<Outcome> outcomes() {
        return Stream.concat(
                        entries.values().stream().flatMap(entry -> Optional.ofNullable(entry.outcome).stream()),
                        refused.stream())
                .toList();
    }

    @Nullable AdapterException firstFailure() {
        return firstFailure;
    }
}
