package dev.gosync.journal;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Failure;
import dev.gosync.journal.Line.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run that is happening now. It holds the lock of its configuration until it is closed. Threads may share it.
 *
 * <p>Give each sync its {@linkplain #listener listener}. Lines reach the disk before the step that they announce. If one
 * cannot be written, the listener throws, so that no further write begins.
 */
public final class RecordedRun implements AutoCloseable {
    private static final String PLACE = "place";
    private static final String OPERATION = "operation";

    private final String id;
    private final RunStore.RunWriter writer;
    private final RunStore.Lock lock;
    private final Clock clock;
    private final Optional<Run> cutShort;
    private Optional<Map<String, List<String>>> syncs = Optional.empty();
    private String previous = "";
    private String result = "";
    private boolean failed;
    private boolean closed;
    private @Nullable RuntimeException broken;

    RecordedRun(
            String id,
            RunInfo info,
            RunStore.RunWriter writer,
            RunStore.Lock lock,
            Clock clock,
            Optional<Run> cutShort) {
        this.id = id;
        this.writer = writer;
        this.lock = lock;
        this.clock = clock;
        this.cutShort = cutShort;
        write(
                Event.RUN,
                line -> line.with("format", RunReader.FORMAT)
                        .with("run", id)
                        .with("command", info.command())
                        .with("configuration", info.configuration())
                        .with("file", info.file())
                        .with("digest", info.digest())
                        .with("version", info.version())
                        .with("user", info.user())
                        .with("host", info.host())
                        .with("pid", info.pid())
                        .with("undoes", info.undoes().orElse(null)));
    }

    /** {@return the id of the run} */
    public String id() {
        return id;
    }

    /** {@return the run of the same configuration before this one, if it was cut short} */
    public Optional<Run> cutShort() {
        return cutShort;
    }

    /**
     * Makes the listener of one sync.
     *
     * @param sync its name, unique in this run
     * @return writes what it hears
     */
    public SyncListener listener(String sync) {
        return new Recorder(sync);
    }

    /**
     * Says how the run ended. Without it, that is {@code done}, or {@code failed} if something failed.
     *
     * @param word one word: {@code refused}
     */
    public synchronized void result(String word) {
        result = word;
    }

    /**
     * Remembers the syncs that were made for one of several values, so that a later run can tell which value is gone.
     *
     * @param syncs the names of these syncs, each with the names of its destinations; may be empty
     */
    public synchronized void remember(Map<String, List<String>> syncs) {
        this.syncs = Optional.of(new LinkedHashMap<>(syncs));
    }

    /**
     * Ends the run and frees the lock.
     *
     * @throws JournalException if the end, or a line before it, could not be written
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock;
                writer) {
            String word = result.isEmpty() ? failed ? "failed" : "done" : result;
            write(Event.END, line -> line.with("result", word).with("syncs", syncs.orElse(null)));
            writer.force();
        }
    }

    /** After a failure nothing more is written: the file must not have a gap. */
    private synchronized void write(Event event, UnaryOperator<Line> details) {
        if (broken != null) {
            throw broken;
        }
        try {
            String line =
                    details.apply(Line.of(previous, clock.instant(), event)).toString();
            writer.append(line);
            previous = Texts.digest(line);
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        }
    }

    private synchronized void force() {
        if (broken != null) {
            throw broken;
        }
        try {
            writer.force();
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        }
    }

    private synchronized void failed() {
        failed = true;
    }

    private synchronized boolean isBroken() {
        return broken != null;
    }

    private final class Recorder implements SyncListener {
        private final String sync;

        /** The places that are being changed. Calls to others change nothing, so they need not wait for the disk. */
        private final Set<String> writing = ConcurrentHashMap.newKeySet();

        Recorder(String sync) {
            this.sync = sync;
        }

        @Override
        public void planned(Plan plan) {
            write(
                    Event.PLAN,
                    line -> line.with("sync", sync)
                            .with("source", plan.source().name())
                            .with("sourceSize", plan.source().size())
                            .with(PLACE, plan.destination().name())
                            .with("placeSize", plan.destination().size())
                            .with("mode", Texts.kebab(plan.mode()))
                            .with("additions", plan.additions())
                            .with("removals", plan.removals())
                            .with("cannotAdd", reasons(plan.cannotAdd()))
                            .with("alreadyThere", plan.alreadyThere())
                            .with("kept", plan.kept())
                            .with(
                                    "objections",
                                    plan.objections().stream()
                                            .map(Object::toString)
                                            .toList()));
        }

        @Override
        public void starting(Plan plan, List<String> things) {
            String place = plan.destination().name();
            write(
                    Event.START,
                    line -> line.with("sync", sync).with(PLACE, place).with("things", things.size()));
            force();
            writing.add(place);
        }

        @Override
        public void calling(Plan plan, List<String> things) {
            write(
                    Event.CALL,
                    line -> line.with("sync", sync)
                            .with(PLACE, plan.destination().name())
                            .with("things", things));
            force();
        }

        @Override
        public void callBegan(String place, String operation, int attempt) {
            write(
                    Event.REQUEST,
                    line -> line.with(PLACE, place).with(OPERATION, operation).with("attempt", attempt));
            if (writing.contains(place)) {
                force();
            }
        }

        @Override
        public void callEnded(String place, String operation, Optional<Failure> failure) {
            failure.ifPresent(reason -> write(
                    Event.FAILURE,
                    line -> line.with(PLACE, place).with(OPERATION, operation).with("reason", reason.problem())));
        }

        @Override
        public void waiting(String place, String operation, Duration time, Failure reason) {
            write(
                    Event.WAIT,
                    line -> line.with(PLACE, place)
                            .with(OPERATION, operation)
                            .with("milliseconds", time.toMillis())
                            .with("reason", reason.problem()));
        }

        @Override
        public void happened(Plan plan, Outcome outcome) {
            write(
                    Event.OUTCOME,
                    line -> line.with("sync", sync)
                            .with(PLACE, plan.destination().name())
                            .with("thing", outcome.thing())
                            .with("action", Texts.kebab(outcome.action()))
                            .with("state", Texts.kebab(outcome.state()))
                            .with("alreadyThere", outcome.alreadyThere() ? true : null)
                            .with("reason", outcome.reason().isEmpty() ? null : outcome.reason()));
        }

        @Override
        public void finished(Report report) {
            writing.remove(report.destination());
            if (!report.isClean()) {
                failed();
            }
            if (isBroken()) {
                return; // the report says it already
            }
            write(
                    Event.FINISHED,
                    line -> line.with("sync", sync)
                            .with(PLACE, report.destination())
                            .with(
                                    "failure",
                                    report.failure().map(Failure::message).orElse(null)));
            force();
        }

        private Map<String, String> reasons(Map<String, Failure> failures) {
            Map<String, String> reasons = new LinkedHashMap<>();
            failures.forEach((thing, failure) -> reasons.put(thing, failure.reason()));
            return reasons;
        }
    }
}
