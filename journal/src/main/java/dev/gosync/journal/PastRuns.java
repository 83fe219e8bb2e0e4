package dev.gosync.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The runs of one configuration, newest first. Each run is read once, and only if it is asked for. Threads may share it.
 */
final class PastRuns {
    private final Journal journal;
    private final String configuration;
    private final Optional<String> current;
    private final List<Run> read = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private Optional<Deque<String>> unread = Optional.empty();
    private Optional<Instant> now = Optional.empty();
    private Optional<JournalException> failure = Optional.empty();

    /**
     * Makes the runs of a configuration.
     *
     * @param current the id of the run that is happening now; it and later runs are not among the past ones
     */
    PastRuns(Journal journal, String configuration, Optional<String> current) {
        this.journal = journal;
        this.configuration = configuration;
        this.current = current;
    }

    PastRuns before(String run) {
        return new PastRuns(journal, configuration, Optional.of(run));
    }

    /** {@return the time by the journal's clock; it stands still, so that all guards of a run judge alike} */
    synchronized Instant now() {
        Instant known = now.orElseGet(journal::now);
        now = Optional.of(known);
        return known;
    }

    /**
     * Returns a run.
     *
     * @param index 0 for the newest
     * @return the run; empty if there are not so many
     * @throws JournalException if it, or a newer run of the journal, cannot be read
     */
    synchronized Optional<Run> get(int index) {
        while (read.size() <= index) {
            if (failure.isPresent()) {
                throw failure.get(); // a run that cannot be read is never passed over
            }
            try {
                String id = unread().poll();
                if (id == null) {
                    return Optional.empty();
                }
                journal.read(id)
                        .filter(run -> run.info().configuration().equals(configuration))
                        .ifPresent(read::add);
            } catch (JournalException e) {
                failure = Optional.of(e);
            }
        }
        return Optional.of(read.get(index));
    }

    /** {@return why a run could not be read; empty as long as every run could be that was asked for} */
    synchronized Optional<JournalException> failure() {
        return failure;
    }

    private Deque<String> unread() {
        Deque<String> ids = unread.orElseGet(() -> {
            List<String> latestFirst = new ArrayList<>(journal.ids());
            latestFirst.removeIf(
                    id -> current.filter(run -> id.compareTo(run) >= 0).isPresent());
            Collections.reverse(latestFirst);
            return new ArrayDeque<>(latestFirst);
        });
        unread = Optional.of(ids);
        return ids;
    }

    /** {@return the runs, newest first, read when the stream asks for them} */
    Stream<Run> newestFirst() {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(this::get)
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /**
     * Returns when a run began. A clock that was wrong is corrected by the runs around it: no run began before an earlier
     * one, after a later one, or in the future.
     *
     * @param index the index of a run that {@link #get} returned
     */
    synchronized Instant began(int index) {
        while (times.size() <= index) {
            int next = times.size();
            Instant began = get(next).orElseThrow().began();
            Instant earlier = get(next + 1).map(Run::began).orElse(began);
            if (earlier.isAfter(began) && !earlier.isAfter(now())) {
                began = earlier;
            }
            times.add(earliest(began, latest(next)));
        }
        return times.get(index);
    }

    /** {@return when something happened in a run, corrected in the same way} */
    synchronized Instant at(int index, Instant recorded) {
        Instant began = began(index);
        return earliest(recorded.isBefore(began) ? began : recorded, latest(index));
    }

    private Instant latest(int index) {
        return index == 0 ? now() : times.get(index - 1);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
