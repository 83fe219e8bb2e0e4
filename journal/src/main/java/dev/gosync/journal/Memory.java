package dev.gosync.journal;

import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Sync;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Guards that remember earlier runs. Each is off until it is asked for. Immutable; threads may share it.
 *
 * <pre>{@code
 * try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly"))) {
 *     Memory memory = Memory.of(journal, "nightly", "platform").before(run.id()).maxSourceShrink(0.3).onlyManaged();
 *     memory.on(Sync.from(people)).listener(run.listener("platform")).syncWith(team);
 * }
 * }</pre>
 *
 * <p>A guard remembers runs of the same configuration. It refuses every plan if a run that it needs cannot be read, and if no
 * earlier run has read the source or the place; {@link #firstRun} allows the latter. A run that a guard refused does not count
 * as an earlier run.
 *
 * <p>Make one memory for each run: it reads the journal once, and its time stands still.
 */
public final class Memory {
    private final PastRuns past;
    private final String sync;
    private final boolean firstRun;
    private final SortedMap<String, Option> options;

    /** Adds a guard to a sync. */
    private interface Option {
        Sync on(Sync sync, Recollection memory);
    }

    /** @param options by name; {@code only-managed} comes first, since who is never removed does not wait for it */
    private Memory(PastRuns past, String sync, boolean firstRun, SortedMap<String, Option> options) {
        this.past = past;
        this.sync = sync;
        this.firstRun = firstRun;
        this.options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /**
     * Remembers the runs of a configuration, without any guard yet. Nothing is read before a plan is made.
     *
     * @param journal where the runs are
     * @param configuration the name of the configuration, as in {@link RunInfo#configuration}
     * @param sync the name of the sync, as in {@link RecordedRun#listener}
     * @return the memory
     */
    public static Memory of(Journal journal, String configuration, String sync) {
        return new Memory(new PastRuns(journal, configuration, Optional.empty()), sync, false, new TreeMap<>());
    }

    /**
     * Remembers only runs that began before another. A run must not remember itself.
     *
     * @param run the id of the run that happens now
     * @return the changed memory
     */
    public Memory before(String run) {
        return new Memory(past.before(run), sync, firstRun, options);
    }

    /**
     * Makes the memory of another sync of the same configuration, with the same guards. Both share what they read.
     *
     * @param sync the name of the other sync
     * @return the other memory
     */
    public Memory sync(String sync) {
        return new Memory(past, sync, firstRun, options);
    }

    /** {@return a memory that may be empty} Its guards do not object because there is no earlier run. */
    public Memory firstRun() {
        return new Memory(past, sync, true, options);
    }

    /**
     * Refuses a source that has lost too much since its last reading, by a run that no guard refused.
     *
     * @param share the largest share of the things of the last reading that may be gone, from 0 to 1
     * @return the changed memory, with the guard {@code max-source-shrink}
     * @throws IllegalArgumentException if the share is below 0 or above 1
     */
    public Memory maxSourceShrink(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(SourceShrink.NAME + " must be a share from 0 to 1, but is " + share);
        }
        return with(
                SourceShrink.NAME,
                (target, memory) -> guarded(target, memory, SourceShrink.NAME, new SourceShrink(memory, share)::judge));
    }

    /**
     * Limits the removals at each place: those that runs made, or may have made, in the last 24 hours, and the planned ones.
     * It objects only if something would be removed.
     *
     * @param count the largest number of removals, 0 or more
     * @return the changed memory, with the guard {@code max-removals-per-day}
     * @throws IllegalArgumentException if the number is negative
     */
    public Memory maxRemovalsPerDay(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(RemovalsPerDay.NAME + " must be 0 or more, but is " + count);
        }
        return with(
                RemovalsPerDay.NAME,
                (target, memory) ->
                        guarded(target, memory, RemovalsPerDay.NAME, new RemovalsPerDay(memory, count)::judge));
    }

    /**
     * Removes only members that a run has really added, and no run has removed since. The others are kept. With an empty
     * memory, it objects only if members are kept for this reason.
     *
     * @return the changed memory, with the guard {@code only-managed}
     */
    public Memory onlyManaged() {
        return with(OnlyManaged.NAME, (target, memory) -> {
            OnlyManaged managed = new OnlyManaged(memory);
            return guarded(target, memory, OnlyManaged.NAME, managed::judge).hold(managed::hold);
        });
    }

    /**
     * Removes members only if they have been missing from the source for a number of runs in a row. Until then, they are
     * kept. A run counts if it read the source and the place and no guard refused it.
     *
     * @param runs the number of runs, the one that happens now included; 1 or more
     * @return the changed memory, with the guard {@code remove-after}
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Memory removeAfter(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException(RemoveAfter.NAME + " must be 1 run or more, but is " + runs);
        }
        return removeAfter(runs, Duration.ZERO);
    }

    /**
     * Removes members only if all runs of a time have missed them in the source. Until then, they are kept. A run counts if
     * it read the source and the place and no guard refused it.
     *
     * @param time since the first of these runs
     * @return the changed memory, with the guard {@code remove-after}
     * @throws IllegalArgumentException if the time is negative or zero
     */
    public Memory removeAfter(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(RemoveAfter.NAME + " must be a positive time, but is " + time);
        }
        return removeAfter(1, time);
    }

    private Memory removeAfter(int runs, Duration time) {
        return with(RemoveAfter.NAME, (target, memory) -> {
            RemoveAfter waiting = new RemoveAfter(memory, runs, time);
            return guarded(target, memory, RemoveAfter.NAME, waiting::judge).hold(waiting::hold);
        });
    }

    /**
     * Puts the guards on a sync. They replace guards with the same names.
     *
     * @param sync the sync
     * @return the changed sync
     */
    public Sync on(Sync sync) {
        Recollection memory = new Recollection(past, this.sync, firstRun);
        Sync changed = sync;
        for (Option option : options.values()) {
            changed = option.on(changed, memory);
        }
        return changed;
    }

    private Memory with(String name, Option option) {
        SortedMap<String, Option> more = new TreeMap<>(options);
        more.put(name, option);
        return new Memory(past, sync, firstRun, more);
    }

    private static Sync guarded(Sync sync, Recollection memory, String name, Function<Plan, List<Objection>> judge) {
        return sync.guard(Guard.of(name, plan -> memory.judged(name, plan, judge)));
    }
}
