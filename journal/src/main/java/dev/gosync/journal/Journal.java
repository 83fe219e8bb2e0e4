package dev.gosync.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The record of all runs: writes each run while it happens, and reads those of the past. Immutable; threads may share it.
 *
 * <pre>{@code
 * Journal journal = Journal.in(Path.of("/var/lib/go-sync"));
 * try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly"))) {
 *     Sync.from(people).listener(run.listener("platform")).syncWith(team);
 * }
 * }</pre>
 */
public final class Journal {
    private static final DateTimeFormatter IDS =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RunStore store;
    private final Clock clock;

    private Journal(RunStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Keeps runs in a folder. It is made at the first write, for its owner only.
     *
     * @param folder a folder that is new, empty, or has a journal
     * @return the journal
     */
    public static Journal in(Path folder) {
        return in(new FolderRunStore(folder));
    }

    /**
     * Keeps runs in a store.
     *
     * @param store where the runs are kept
     * @return the journal
     */
    public static Journal in(RunStore store) {
        return new Journal(Objects.requireNonNull(store, "store"), Clock.systemUTC());
    }

    /**
     * Sets the clock.
     *
     * @param clock the system clock by default
     * @return the changed journal
     */
    public Journal clock(Clock clock) {
        return new Journal(store, Objects.requireNonNull(clock, "clock"));
    }

    /** {@return where the runs are kept, for messages} */
    public String name() {
        return store.name();
    }

    /**
     * Begins a run: takes the lock of its configuration and writes the first line.
     *
     * @param info what the run is about
     * @return the run; close it when everything is done
     * @throws RunInProgressException if another run of the same configuration is in progress
     * @throws JournalException if the run cannot be written
     */
    public RecordedRun begin(RunInfo info) {
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        RunStore.Lock lock = store.lock(info.configuration(), info.who() + " since " + since)
                .orElseThrow(() -> new RunInProgressException(
                        info.configuration(), holder(info.configuration()).orElse("another process")));
        try {
            List<String> known = store.runs();
            Optional<Run> cutShort = cutShort(info.configuration(), known);
            String id = nextId(known.isEmpty() ? "" : known.get(known.size() - 1));
            return new RecordedRun(id, info, store.create(id), lock, clock, cutShort);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** An id later than all others, whatever the clock says. */
    private String nextId(String last) {
        Instant now = clock.instant();
        String id = IDS.format(now);
        if (id.compareTo(last) > 0) {
            return id;
        }
        try {
            return IDS.format(Instant.from(IDS.parse(last)).plusMillis(1));
        } catch (DateTimeParseException e) {
            return last + "-1";
        }
    }

    /**
     * Finds who is applying a configuration now.
     *
     * @param configuration its name
     * @return who, where and since when; empty if nobody is
     * @throws JournalException if the journal cannot be read
     */
    public Optional<String> holder(String configuration) {
        return store.holder(configuration);
    }

    /**
     * Lists the ids of all runs.
     *
     * @return the ids, oldest first
     * @throws JournalException if the journal cannot be read
     */
    public List<String> ids() {
        return store.runs();
    }

    /**
     * Reads a run.
     *
     * @param id its id
     * @return the run; empty if there is none with this id, or it was cut short before its first line
     * @throws JournalException if it cannot be read, a line is missing or was changed, or a newer version wrote it
     */
    public Optional<Run> run(String id) {
        return store.runs().contains(id) ? RunReader.read(store, id) : Optional.empty();
    }

    /**
     * Reads all runs.
     *
     * @return the runs, oldest first
     * @throws JournalException if one cannot be read
     */
    public List<Run> runs() {
        return store.runs().stream()
                .flatMap(id -> RunReader.read(store, id).stream())
                .toList();
    }

    /**
     * Finds the syncs that the last complete run of a configuration made for one of several values.
     *
     * @param configuration the name of the configuration
     * @return their names, each with the names of the destinations; empty if there was no such run
     * @throws JournalException if the journal cannot be read
     */
    public Map<String, List<String>> lastSyncs(String configuration) {
        List<String> ids = store.runs();
        for (int i = ids.size() - 1; i >= 0; i--) {
            Optional<Map<String, List<String>>> syncs = RunReader.read(store, ids.get(i))
                    .filter(run -> run.info().configuration().equals(configuration))
                    .flatMap(Run::syncs);
            if (syncs.isPresent()) {
                return syncs.get();
            }
        }
        return Map.of();
    }

    /** The last run of a configuration, if it was cut short. */
    private Optional<Run> cutShort(String configuration, List<String> oldestFirst) {
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            Optional<Run> run = RunReader.read(store, oldestFirst.get(i));
            if (run.filter(known -> known.info().configuration().equals(configuration))
                    .isPresent()) {
                return run.filter(known -> !known.hasEnded());
            }
        }
        return Optional.empty();
    }

    /**
     * Deletes old runs that nothing needs any more. A run stays if it is the last one of its configuration, if it has the
     * last reading of a place, and while something that it added is still a member according to the journal.
     *
     * @param age how long ago a run must have begun
     * @return how many runs were deleted
     * @throws JournalException if the journal cannot be read or changed
     */
    public int deleteOlderThan(Duration age) {
        String oldest = IDS.format(clock.instant().minus(age));
        List<String> old =
                store.runs().stream().takeWhile(id -> id.compareTo(oldest) < 0).toList();
        if (old.isEmpty()) {
            return 0;
        }
        Set<String> needed = Needed.of(runs());
        List<String> deleted = old.stream().filter(id -> !needed.contains(id)).toList();
        deleted.forEach(store::delete);
        return deleted.size();
    }
}
