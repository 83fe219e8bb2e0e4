package dev.gosync.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** The bar of one place. The library renders it; {@link ProgressRows} draws it. */
final class ProgressLine implements AutoCloseable {
    /** The part of the width for the place. The bar and the numbers need the rest. */
    private static final double SHARE_OF_TITLE = 0.4;

    private static final String CUT = "...";

    /** A bar needs more than this. In a narrower window, the place and the numbers take all of the row. */
    private static final int NARROWEST_WITH_BAR = 60;

    /** How much of a place must be left beside a long text. */
    private static final int LEAST_OF_NAME = 12;

    /** A full line would wrap, also one to which the terminal adds {@code ^C}. */
    private static final int RIGHT_MARGIN = 3;

    private final PlaceProgress place;
    private final Row row;
    private final ProgressBar bar;

    ProgressLine(PlaceProgress place, int columns, Clock clock, ProgressRows rows) {
        this.place = place;
        this.row = new Row(columns, rows);
        boolean isCounted = place.total().isPresent();
        DecimalFormat rate = new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(title(place, (int) (columns * SHARE_OF_TITLE)))
                .setInitialMax(place.total().orElse(-1))
                .startsFrom(place.count(), place.time(clock.instant()))
                .setUpdateIntervalMillis(Integer.MAX_VALUE) // refresh() updates it
                .continuousUpdate()
                .setRenderer(new Renderer(place, clock, isCounted, columns, rate))
                .setConsumer(row);
        this.bar = builder.build();
    }

    /** {@return the key of its row} */
    Object key() {
        return row;
    }

    /** In a narrow window, the beginning and the end of the place tell more than the verb. */
    private static String title(PlaceProgress place, int longest) {
        if (DisplayWidth.of(place.title()) <= longest) {
            return place.title();
        }
        String name = place.name();
        int kept = longest - CUT.length();
        return DisplayWidth.of(name) <= longest
                ? name
                : DisplayWidth.start(name, kept - kept / 2) + CUT + DisplayWidth.end(name, kept / 2);
    }

    void refresh() {
        bar.stepTo(place.count());
        bar.refresh();
    }

    /** Only the thread that draws may call this: the library would swallow an interrupt. */
    @Override
    public void close() {
        bar.close();
        row.close(); // the library forgets it if the bar ends before its own thread has drawn it once
    }

    /** A place that waits shows for how long, instead of a bar that stands still. */
    private static final class Renderer extends DefaultProgressBarRenderer {
        private final PlaceProgress place;
        private final Clock clock;

        private final int columns;

        Renderer(PlaceProgress place, Clock clock, boolean isCounted, int columns, DecimalFormat rate) {
            super(
                    ProgressBarStyle.ASCII,
                    isCounted ? "" : " requests",
                    1,
                    true,
                    rate,
                    ChronoUnit.SECONDS,
                    isCounted,
                    Renderer::timeLeft);
            this.place = place;
            this.clock = clock;
            this.columns = columns;
        }

        private static Optional<Duration> timeLeft(ProgressState progress) {
            long done = done(progress);
            return done <= 0
                    ? Optional.empty()
                    : Optional.of(progress.getElapsedAfterStart()
                            .dividedBy(done)
                            .multipliedBy(progress.getMax() - progress.getCurrent()));
        }

        @Override
        public String render(ProgressState progress, int longest) {
            Instant now = clock.instant();
            if (place.ending().isPresent()) {
                return row(longest, place.ending().get());
            }
            if (place.waiting(now).isPresent()) {
                return row(
                        longest,
                        place.waiting(now).get(),
                        place.shortWaiting(now).orElseThrow());
            }
            return columns < NARROWEST_WITH_BAR
                    ? row(longest, place.done())
                    : DisplayWidth.start(super.render(progress, longest), longest);
        }

        /** The place, cut as needed, and the first of these texts that leaves enough of it. The last is always whole. */
        private String row(int longest, String... texts) {
            int i = 0;
            while (i < texts.length - 1 && room(longest, texts[i]) < Math.min(LEAST_OF_NAME, width(place.name()))) {
                i++;
            }
            return title(place, room(longest, texts[i])) + " " + texts[i];
        }

        private static int room(int longest, String text) {
            return longest - 1 - width(text);
        }

        private static int width(String text) {
            return DisplayWidth.of(text);
        }

        @Override
        protected String percentage(ProgressState progress) {
            return progress.isIndefinite() ? "" : super.percentage(progress);
        }

        /** A total that nobody knows is not shown. */
        @Override
        protected String ratio(ProgressState progress) {
            return progress.isIndefinite()
                    ? TextFormat.count((int) progress.getCurrent(), "request", "requests")
                    : super.ratio(progress);
        }

        /** The library shows a question mark in the first second, and 0.0 before the first step. */
        @Override
        protected String speed(ProgressState progress) {
            boolean isKnown = progress.getElapsedAfterStart().toSeconds() > 0 && done(progress) > 0;
            return isKnown ? super.speed(progress) : "";
        }

        private static long done(ProgressState progress) {
            return progress.getCurrent() - progress.getStart();
        }

        @Override
        protected String etaString(ProgressState progress) {
            return super.etaString(progress) + " left";
        }
    }

    /** Takes what the library has rendered. */
    private static final class Row implements ProgressBarConsumer {
        private final int columns;
        private final ProgressRows rows;

        Row(int columns, ProgressRows rows) {
            this.columns = columns;
            this.rows = rows;
        }

        @Override
        public int getMaxRenderedLength() {
            return columns - RIGHT_MARGIN;
        }

        @Override
        public void accept(String rendered) {
            rows.set(this, rendered);
        }

        @Override
        public void close() {
            rows.remove(this);
        }
    }
}
