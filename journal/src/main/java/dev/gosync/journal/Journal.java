package dev.gosync.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

    private static final String LAST = "last";
    private static final int ATTEMPTS_TO_LOCK = 20;

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

    Instant now() {
        return clock.instant();
    }

    Optional<Run> read(String id) {
        return RunReader.read(store, id);
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
     * @throws SavedPlanException if the run applies a saved plan that another run has applied
     * @throws JournalException if the run cannot be written, a line of the run before it is missing or was changed, or a
     *     newer version wrote that run
     */
    public RecordedRun begin(RunInfo info) {
        RunStore.Lock lock = lock(info);
        try {
            return begun(info, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** A run that changed nothing, for example because a guard refused it, has not used the plan. */
    private void checkUnused(String plan, List<String> runs) {
        for (String id : runs) {
            if (RunEnds.of(store, id).filter(run -> run.isWithPlan(plan)).isPresent()) {
                RunReader.read(store, id).filter(Run::mayHaveUsedItsPlan).ifPresent(run -> {
                    throw new SavedPlanException(
                            "The saved plan was applied already, by run " + id + " ("
                                    + run.info().who() + ", "
                                    + run.began().truncatedTo(ChronoUnit.SECONDS) + ") in " + name()
                                    + (run.hasEnded() ? "" : ", which was cut short") + ". Plan again",
                            run);
                });
            }
        }
    }

    /** Another process that only asks for the holder has the lock for a moment. Then there is no holder to name. */
    private RunStore.Lock lock(RunInfo info) {
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<String> holder = Optional.empty();
        for (int attempt = 1; attempt <= ATTEMPTS_TO_LOCK && holder.isEmpty(); attempt++) {
            Optional<RunStore.Lock> lock = store.lock(info.configuration(), info.who() + " since " + since);
            if (lock.isPresent()) {
                return lock.get();
            }
            holder = store.holder(info.configuration());
        }
        throw new RunInProgressException(info.configuration(), holder.orElse("another process"));
    }

    private RecordedRun begun(RunInfo info, RunStore.Lock lock) {
        List<String> known = store.runs();
        info.plan().ifPresent(plan -> checkUnused(plan, known));
        Optional<Run> cutShort = cutShort(info.configuration());
        String id = nextId(known.isEmpty() ? "" : known.get(known.size() - 1));
        RunStore.RunWriter writer;
        try {
            writer = store.create(id);
        } catch (JournalException e) {
            if (known.contains(id) || !store.runs().contains(id)) {
                throw e;
            }
            return begun(info, lock); // a run of another configuration has taken this id meanwhile
        }
        try {
            return new RecordedRun(id, info, writer, lock, clock, cutShort);
        } catch (RuntimeException | Error e) {
            abandon(id, writer, e);
            throw e;
        }
    }

    /** Nothing has happened yet in a run whose first line cannot be written. */
    private void abandon(String id, RunStore.RunWriter writer, Throwable why) {
        try (writer) {
            store.delete(id);
        } catch (RuntimeException | Error e) {
            why.addSuppressed(e);
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
     * @return who, where and since when; empty if no run of it is in progress
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
        return store.runs().contains(id) ? read(id) : Optional.empty();
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
        return latestFirst()
                .flatMap(id -> RunEnds.of(store, id).stream())
                .filter(run -> run.isOf(configuration) && run.hasEnded())
                .flatMap(run -> run.syncs().stream())
                .findFirst()
                .orElse(Map.of());
    }

    private Stream<String> latestFirst() {
        List<String> ids = new ArrayList<>(store.runs());
        Collections.reverse(ids);
        return ids.stream();
    }

    /** The last run of a configuration, if it was cut short. */
    Optional<Run> cutShort(String configuration) {
        for (String id : latestFirst().toList()) {
            Optional<RunEnds> ends = RunEnds.of(store, id);
            if (ends.filter(RunEnds::hasEnded).isPresent()) {
                if (ends.get().isOf(configuration)) {
                    return Optional.empty();
                }
            } else {
                Optional<Run> run = RunReader.read(store, id);
                if (run.filter(known -> known.info().configuration().equals(configuration))
                        .isPresent()) {
                    return run.filter(known -> !known.hasEnded());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Finds a run that must exist.
     *
     * @param run its id, or {@code last} for the last run
     * @return the run
     * @throws NoSuchRunException if there is none
     * @throws JournalException if it cannot be read, a line is missing or was changed, or a newer version wrote it
     */
    public Run find(String run) {
        List<String> ids = store.runs();
        // A run that was cut short before its first line has an id, but nothing happened in it.
        return latestFirst()
                .filter(id -> run.equals(LAST) || run.equals(id))
                .flatMap(id -> RunReader.read(store, id).stream())
                .findFirst()
                .orElseThrow(() -> new NoSuchRunException(
                        run, name(), ids.stream().filter(id -> !id.equals(run)).toList()));
    }

    /**
     * Tells a run that is in progress from one that was cut short.
     *
     * @param run a run of this journal
     * @return whether it is in progress
     * @throws JournalException if the journal cannot be read
     */
    public boolean isInProgress(Run run) {
        String configuration = run.info().configuration();
        if (run.hasEnded() || holder(configuration).isEmpty()) {
            return false;
        }
        return store.runs().stream()
                .filter(id -> id.compareTo(run.id()) > 0)
                .flatMap(id -> readable(id, (other, problem) -> {}).stream())
                .noneMatch(later -> later.info().configuration().equals(configuration));
    }

    /**
     * Reads all runs, oldest first. A run that cannot be read does not hide the others.
     *
     * @param run takes each run
     * @param unreadable takes the id of each run that cannot be read, and why
     * @throws JournalException if the journal itself cannot be read
     */
    public void forEachRun(Consumer<? super Run> run, BiConsumer<? super String, ? super JournalException> unreadable) {
        store.runs().forEach(id -> readable(id, unreadable).ifPresent(run));
    }

    private Optional<Run> readable(String id, BiConsumer<? super String, ? super JournalException> unreadable) {
        try {
            return RunReader.read(store, id);
        } catch (JournalException e) {
            unreadable.accept(id, e);
            return Optional.empty();
        }
    }

    /**
     * Makes the opposite of what a run did. What a later run changed is left alone, unless that run was undone.
     *
     * @param run its id, or {@code last} for the last run that changed something or is in progress; if there is none, the
     *     last run
     * @param includeUnknown whether to include additions and removals without an answer, and additions of things that were
     *     members already
     * @return what to plan at each destination
     * @throws NoSuchRunException if the id is unknown
     * @throws JournalException if the run is in progress, or this run or a later one cannot be read
     */
    public Undo undo(String run, boolean includeUnknown) {
        Run undone = run.equals(LAST) ? lastToUndo() : find(run);
        if (isInProgress(undone)) {
            throw new JournalException(
                    "Run " + undone.id() + " is in progress: "
                            + holder(undone.info().configuration()).orElse("another process")
                            + ". Wait until it has ended, then undo it",
                    null);
        }
        UndoPlanner planner = new UndoPlanner(undone, includeUnknown);
        store.runs().stream()
                .filter(id -> id.compareTo(undone.id()) > 0)
                .flatMap(id -> RunReader.read(store, id).stream())
                .forEach(planner::addLater);
        return planner.undo();
    }

    private Run lastToUndo() {
        return latestFirst()
                .flatMap(id -> RunReader.read(store, id).stream())
                .filter(run -> run.mayHaveChangedSomething() || isInProgress(run))
                .findFirst()
                .orElseGet(() -> find(LAST));
    }

    /**
     * Deletes old runs that nothing needs any more. A run stays if it is the last one of its configuration, if it has the
     * last reading of a place, or if the journal does not show that everything it added was removed again. Later runs that
     * changed the same members stay too.
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
