package dev.gosync.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a bar for each place at the bottom of the terminal. Its thread draws. So the threads that read and write neither wait
 * for the terminal, nor load the library before there is something to draw.
 */
final class ProgressBars {
    /** Whatever is faster needs no bar. */
    private static final Duration QUIET_TIME = Duration.ofMillis(500);

    private static final Duration BETWEEN_TICKS = Duration.ofMillis(200);

    /** How often the system is asked whether the window has another size. It starts a process for that. */
    private static final int TICKS_BETWEEN_QUESTIONS = 5;

    /** More would not fit into a small window. */
    private static final int MOST_BARS = 8;

    private final ProgramContext context;
    private final Duration quietTime;
    private final ProgressRows rows;

    /** Only used by the thread that draws. */
    private final Map<PlaceProgress, ProgressLine> lines = new LinkedHashMap<>();

    private @Nullable Timer timer;
    private volatile Supplier<List<PlaceProgress>> active = List::of;
    private volatile long drawnFrom;
    private volatile boolean isStarted;
    private volatile @Nullable OptionalInt columns;
    private int ticks;

    ProgressBars(ProgramContext context) {
        this(context, QUIET_TIME);
    }

    /**
     * Makes bars for a test, which calls {@link #tick} itself, if nothing is quiet.
     *
     * @param quietTime how long nothing is drawn after {@link #start}
     */
    ProgressBars(ProgramContext context, Duration quietTime) {
        this.context = context;
        this.quietTime = quietTime;
        this.rows = new ProgressRows(context.err());
    }

    synchronized void start(Supplier<List<PlaceProgress>> active) {
        if (isStarted) {
            return;
        }
        this.active = active;
        drawnFrom = System.nanoTime() + quietTime.toNanos();
        isStarted = true;
        if (timer == null && !quietTime.isZero()) {
            Timer started = new Timer("go-sync-progress", true);
            started.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            tick();
                        }
                    },
                    quietTime.toMillis(),
                    BETWEEN_TICKS.toMillis());
            timer = started;
        }
    }

    /** Removes the bars. Nothing is drawn until the next {@link #start}. */
    void stop() {
        isStarted = false;
        rows.hide();
    }

    /** Removes the bars until they are drawn the next time. */
    void makeRoom() {
        rows.makeRoom();
    }

    /** Whether there is a terminal for the bars. Asks the system the first time, so ask only when it matters. */
    boolean areShown() {
        return columns().isPresent();
    }

    private synchronized OptionalInt columns() {
        OptionalInt known = columns == null ? context.terminal().progressColumns() : columns;
        columns = known;
        return known;
    }

    /** Draws. If that fails, the run goes on, and the next tick draws everything anew. */
    void tick() {
        try {
            draw();
        } catch (RuntimeException | Error e) {
            lines.clear();
            rows.hide();
        }
    }

    private void draw() {
        boolean isDrawn = isStarted && System.nanoTime() - drawnFrom >= 0;
        if (!isDrawn && lines.isEmpty()) {
            rest();
            return;
        }
        OptionalInt before = columns();
        if (before.isEmpty()) {
            end();
            return;
        }
        OptionalInt width = columnsNow(before);
        if (!width.equals(before)) {
            closeLines();
        }
        List<PlaceProgress> places = isDrawn ? shown(active.get()) : List.of();
        lines.entrySet().removeIf(line -> {
            boolean isOver = !places.contains(line.getKey());
            if (isOver) {
                line.getValue().close();
            }
            return isOver;
        });
        List<Object> keys = new ArrayList<>();
        for (PlaceProgress place : places) {
            keys.add(lines.computeIfAbsent(
                            place, begun -> new ProgressLine(begun, width.getAsInt(), context.clock(), rows))
                    .key());
        }
        lines.values().forEach(ProgressLine::refresh);
        if (isDrawn) {
            rows.draw(keys, () -> isStarted);
        }
    }

    /** If there are too many places, those that go on are shown first. The order stays the same. */
    private static List<PlaceProgress> shown(List<PlaceProgress> places) {
        if (places.size() <= MOST_BARS) {
            return places;
        }
        Set<PlaceProgress> chosen = Stream.concat(
                        places.stream().filter(PlaceProgress::isRunning),
                        places.stream().filter(place -> !place.isRunning()))
                .limit(MOST_BARS)
                .collect(Collectors.toSet());
        return places.stream().filter(chosen::contains).toList();
    }

    /** A window can get another size while the bars are drawn. */
    private OptionalInt columnsNow(OptionalInt before) {
        ticks++;
        if (ticks % TICKS_BETWEEN_QUESTIONS != 0) {
            return before;
        }
        OptionalInt now = context.terminal().progressColumns();
        if (now.isPresent()) {
            columns = now;
        }
        return now.isPresent() ? now : before;
    }

    private void closeLines() {
        lines.values().forEach(ProgressLine::close);
        lines.clear();
    }

    /** Ends the thread between two runs. */
    private synchronized void rest() {
        if (!isStarted && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private synchronized void end() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
