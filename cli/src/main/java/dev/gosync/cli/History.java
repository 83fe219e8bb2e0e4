package dev.gosync.cli;

import dev.gosync.Outcome.State;
import dev.gosync.journal.Entry;
import dev.gosync.journal.Run;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs that {@code go-sync history} shows.
 *
 * @param journal the name of the journal
 * @param items oldest first
 */
record History(String journal, List<Item> items) {
    /**
     * One run.
     *
     * @param id its id
     * @param run empty if it cannot be read
     * @param isInProgress whether it is still running
     * @param problem why it cannot be read; empty if it can
     */
    record Item(String id, Optional<Run> run, boolean isInProgress, String problem) {}

    /** How a run ended, for text and JSON. */
    static String result(Item item, Run run) {
        if (run.hasEnded()) {
            return run.result();
        }
        return item.isInProgress() ? "in-progress" : "cut-short";
    }

    /** How many things were not started. Things that need nothing are not among them. */
    static int notStarted(Run run) {
        return (int) run.entries().stream()
                .filter(entry -> entry.state() == State.NOT_STARTED && !entry.alreadyThere())
                .count();
    }

    /** What a run did, or may have done, to a thing. */
    static List<Entry> changes(Run run, String thing) {
        return run.entriesOf(thing).stream().filter(History::mayBeChange).toList();
    }

    /** Whether a run did something, or may have. */
    static boolean mayHaveChanged(Run run) {
        return run.entries().stream().anyMatch(History::mayBeChange);
    }

    private static boolean mayBeChange(Entry entry) {
        return entry.isChange() || entry.state() == State.NOT_KNOWN;
    }

    List<Item> unreadable() {
        return items.stream().filter(item -> item.run().isEmpty()).toList();
    }

    Stream<Run> runs() {
        return items.stream().flatMap(item -> item.run().stream());
    }

    int exitCode() {
        return unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
