package dev.gosync.journal;

import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run, as a journal has it. Immutable; threads may share it.
 *
 * @param id its id, which is also the order of the runs: {@code 20260301-090000-000}
 * @param info what it is about, and who ran it where
 * @param began when it began
 * @param ended when it ended; empty if it is still running or was cut short
 * @param result how it ended, in one word: {@code done}, {@code failed}; empty if it has not ended
 * @param plans the last plan of each destination
 * @param entries what happened to each thing. Of a run that was cut short, what it was about to call is NOT_KNOWN.
 * @param failures why the work on a destination ended early, by its name
 * @param requests how many requests were sent to each place, by its name
 * @param syncs the syncs that were made for one of several values, each with the names of its places; empty if the run does
 *     not tell, because it did not run all of them
 */
public record Run(
        String id,
        RunInfo info,
        Instant began,
        Optional<Instant> ended,
        String result,
        List<RecordedPlan> plans,
        List<Entry> entries,
        Map<String, String> failures,
        Map<String, Integer> requests,
        Optional<Map<String, List<String>>> syncs) {

    /**
     * Counts things.
     *
     * @param action whether they were added or removed
     * @return how many this run really added or removed
     */
    public int changes(Action action) {
        return (int) entries.stream()
                .filter(entry -> entry.action() == action && entry.isChange())
                .count();
    }

    /**
     * Counts things.
     *
     * @param state how they ended
     * @return how many ended so
     */
    public int count(Outcome.State state) {
        return (int) entries.stream().filter(entry -> entry.state() == state).count();
    }

    /**
     * Finds what this run did to one thing, everywhere.
     *
     * @param thing the thing in any spelling; case is ignored
     * @return its entries; empty if the run did not plan it
     */
    public List<Entry> entriesOf(String thing) {
        String key = Keys.of(thing);
        return entries.stream()
                .filter(entry -> Keys.of(entry.thing()).equals(key))
                .toList();
    }

    /** Whether a saved plan is used up by this run. */
    boolean mayHaveUsedItsPlan() {
        return !entries.isEmpty() || result.equals("done");
    }

    /** {@return whether the run changed something, or sent a change whose answer it does not know} */
    boolean mayHaveChangedSomething() {
        return entries.stream().anyMatch(Entry::mayBeChange);
    }

    /** {@return whether the run has ended} Otherwise it is still running, or was cut short. */
    public boolean hasEnded() {
        return ended.isPresent();
    }
}
