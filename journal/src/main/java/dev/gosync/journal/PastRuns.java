package dev.gosync.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The runs of one configuration, newest first. A run is read only if it is asked for, and the last few stay in memory, since
 * a run can be large. Threads may share it.
 */
final class PastRuns {
    private static final int MOST_IN_MEMORY = 20;

    /** A run that was read. */
    private record Known(String id, Instant began) {}

    private final Journal journal;
    private final String configuration;
    private final Optional<String> current;
    private final List<Known> known = new ArrayList<>();
    private final Map<Integer, Run> inMemory = new LinkedHashMap<>();
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
     * Tells whether there are so many runs.
     *
     * @param index 0 for the newest
     * @return whether there is such a run
     * @throws JournalException if it, or a newer run of the journal, cannot be read
     */
    synchronized boolean has(int index) {
        while (known.size() <= index) {
            String id = unread().poll();
            if (id == null) {
                return false;
            }
            read(id).filter(run -> run.info().configuration().equals(configuration))
                    .ifPresent(run -> {
                        remember(known.size(), run);
                        known.add(new Known(id, run.began()));
                    });
        }
        return true;
    }

    /** {@return a run, which must exist} */
    synchronized Run get(int index) {
        Optional<Run> run = Optional.ofNullable(inMemory.get(index))
                .or(() -> read(known.get(index).id()));
        return remember(index, run.orElseThrow());
    }

    private Run remember(int index, Run run) {
        inMemory.remove(index);
        inMemory.put(index, run);
        if (inMemory.size() > MOST_IN_MEMORY) {
            inMemory.remove(inMemory.keySet().iterator().next());
        }
        return run;
    }

    /** A run that cannot be read is never passed over. */
    private Optional<Run> read(String id) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        try {
            return journal.read(id);
        } catch (JournalException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** {@return why a run could not be read; empty as long as every run could be that was asked for} */
    synchronized Optional<JournalException> failure() {
        return failure;
    }

    private Deque<String> unread() {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (unread.isEmpty()) {
            unread = Optional.of(new ArrayDeque<>());
            try {
                journal.ids().stream()
                        .filter(id ->
                                current.filter(run -> id.compareTo(run) >= 0).isEmpty())
                        .forEach(unread.get()::addFirst);
            } catch (JournalException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
        return unread.get();
    }

    /** {@return the runs, newest first, read when the stream asks for them} */
    Stream<Run> newestFirst() {
        return IntStream.iterate(0, this::has, i -> i + 1).mapToObj(this::get);
    }

    /**
     * Returns when a run began. A clock that was wrong is corrected by the runs around it: no run began before an earlier
     * one, after a later one, or in the future.
     *
     * @param index the index of a run that exists
     */
    synchronized Instant began(int index) {
        while (times.size() <= index) {
            int next = times.size();
            Instant began = known.get(next).began();
            Instant earlier = has(next + 1) ? known.get(next + 1).began() : began;
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
