package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.cli.PlaceProgress.Activity;
import dev.gosync.cli.PlaceProgress.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the reading and the writing are: with bars if standard error is a terminal, otherwise with a line every 30
 * seconds. It is part of the reading and writing, so it never throws. Threads may share it.
 */
final class RunProgress implements SyncListener {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final ProgramContext context;
    private final boolean isShown;
    private final ProgressBars bars;
    private final Map<String, PlaceProgress> active = new LinkedHashMap<>();

    /** The places of the work in the order of the configuration, the source first. Others follow as they begin. */
    private List<String> order = List.of();

    /** The calls of a combined source name the place that is read, which is a part of it. */
    private final Map<Thread, PlaceProgress> byThread = new HashMap<>();

    private @Nullable Instant lastLine;

    /**
     * Makes the progress of a command. Nothing is drawn before {@link #start}.
     *
     * @param isShown whether anything is printed at all
     */
    RunProgress(ProgramContext context, boolean isShown) {
        this(context, isShown, new ProgressBars(context));
    }

    RunProgress(ProgramContext context, boolean isShown, ProgressBars bars) {
        this.context = context;
        this.isShown = isShown;
        this.bars = bars;
    }

    /**
     * From now on, and until {@link #stop}, nothing else is printed.
     *
     * @param places the names of the places, in the order in which they are shown
     */
    void start(List<String> places) {
        synchronized (this) {
            order = List.copyOf(places);
        }
        start();
    }

    /** The same, with the places in the order in which they begin. */
    void start() {
        if (isShown) {
            synchronized (this) {
                lastLine = lastLine == null ? context.clock().instant() : lastLine;
            }
            bars.start(this::active);
        }
    }

    /** What was begun has ended, whether it succeeded or not. */
    synchronized void ended() {
        active.clear();
        byThread.clear();
    }

    /** Everything has ended. The lines of the terminal are free for other output. */
    void stop() {
        ended();
        bars.stop();
    }

    /** Removes what is drawn, so that a message can be printed now. */
    void makeRoom() {
        bars.makeRoom();
    }

    /** {@return what goes on, and what has ended since the work began, in the order in which it is shown} */
    private synchronized List<PlaceProgress> active() {
        List<PlaceProgress> shown = new ArrayList<>();
        order.forEach(place -> Optional.ofNullable(active.get(place)).ifPresent(shown::add));
        active.forEach((place, progress) -> {
            if (!order.contains(place)) {
                shown.add(progress);
            }
        });
        return shown;
    }

    private synchronized Stream<PlaceProgress> running() {
        return active.values().stream().filter(PlaceProgress::isRunning);
    }

    @Override
    public void reading(String place) {
        begin(place, Activity.READING, OptionalInt.empty());
    }

    @Override
    public void read(String place, Listing listing) {
        end(place, End.DONE);
    }

    @Override
    public void readFailed(String place, Failure failure) {
        end(place, End.FAILED);
    }

    @Override
    public void planned(Plan plan) {
        end(plan.destination().name(), End.DONE);
    }

    @Override
    public void starting(Plan plan, List<String> things) {
        String place = plan.destination().name();
        boolean isKnown;
        synchronized (this) {
            isKnown = Optional.ofNullable(active.get(place))
                    .filter(known -> known.isRunning() && known.activity() == Activity.WRITING)
                    .isPresent();
        }
        if (!isKnown) { // each half follows after the whole
            begin(place, Activity.WRITING, OptionalInt.of(things.size()));
        }
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        boolean isPlanned =
                outcome.action() == Action.REMOVE || !plan.cannotAdd().containsKey(outcome.thing());
        find(plan.destination().name())
                .filter(known -> known.activity() == Activity.WRITING && isPlanned)
                .ifPresent(PlaceProgress::step);
        lineIfDue();
    }

    @Override
    public void finished(Report report) {
        end(report.destination(), report.isClean() ? End.DONE : End.FAILED);
    }

    @Override
    public void callBegan(String place, String operation, int attempt) {
        if (find(place).isEmpty()) {
            begin(place, Activity.CHECKING, OptionalInt.empty());
        }
        find(place).ifPresent(PlaceProgress::goesOn);
        lineIfDue();
    }

    @Override
    public void callEnded(String place, String operation, Optional<Failure> failure) {
        find(place)
                .filter(known -> known.activity() != Activity.WRITING && failure.isEmpty())
                .ifPresent(PlaceProgress::step);
        lineIfDue();
    }

    @Override
    public void waiting(String place, String operation, Duration time, Failure reason) {
        Instant now = context.clock().instant();
        find(place).ifPresent(known -> {
            known.waits(time, now.plus(time), reason);
            if (time.compareTo(BETWEEN_LINES) >= 0) { // nothing happens in this time
                line(now, known.line(now));
            }
        });
        lineIfDue();
    }

    private synchronized void begin(String place, Activity activity, OptionalInt total) {
        PlaceProgress begun =
                new PlaceProgress(place, activity, total, context.clock().instant());
        active.put(place, begun);
        byThread.put(Thread.currentThread(), begun);
        lineIfDue();
    }

    private synchronized void end(String place, End how) {
        Optional.ofNullable(active.get(place)).ifPresent(ended -> ended.ended(how));
        byThread.remove(Thread.currentThread());
    }

    private synchronized Optional<PlaceProgress> find(String place) {
        return Optional.ofNullable(active.get(place))
                .filter(PlaceProgress::isRunning)
                .or(() -> Optional.ofNullable(byThread.get(Thread.currentThread())));
    }

    private synchronized void lineIfDue() {
        Instant now = context.clock().instant();
        Instant last = lastLine;
        if (last != null
                && running().findAny().isPresent()
                && Duration.between(last, now).compareTo(BETWEEN_LINES) >= 0) {
            line(now, running().map(each -> each.line(now)).collect(Collectors.joining("; ")));
        }
    }

    private synchronized void line(Instant now, String line) {
        if (isShown && lastLine != null && !bars.areShown()) {
            lastLine = now;
            context.printMessage(line);
        }
    }
}
