package dev.gosync.cli;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How far the work at one place is, and what it waits for. Threads may share it. */
final class PlaceProgress {
    /** What is being done. */
    enum Activity {
        READING("reading "),
        /** Asking about additions, before anything is written. */
        CHECKING("checking additions to "),
        WRITING("writing to ");

        private final String verb;

        Activity(String verb) {
            this.verb = verb;
        }
    }

    /** How the work ended. */
    enum End {
        DONE,
        FAILED
    }

    private record Wait(Instant until, Failure reason) {}

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String place;
    private final Activity activity;
    private final OptionalInt total;
    private final Instant began;
    private int count;
    private Duration waited = Duration.ZERO;
    private @Nullable Wait wait;
    private @Nullable End end;

    /**
     * Begins work.
     *
     * @param total how many things are written; empty if nobody knows how much there is
     */
    PlaceProgress(String place, Activity activity, OptionalInt total, Instant began) {
        this.place = place;
        this.activity = activity;
        this.total = total;
        this.began = began;
    }

    Activity activity() {
        return activity;
    }

    /** {@return the place, on one line} */
    String name() {
        return InvisibleCharacters.shownIn(place);
    }

    /** {@return what is done where} */
    String title() {
        return activity.verb + name();
    }

    OptionalInt total() {
        return total;
    }

    /** {@return how long it takes until now} */
    Duration time(Instant now) {
        return Duration.between(began, now);
    }

    synchronized int count() {
        return count;
    }

    /** A request was answered, or a thing was settled. */
    synchronized void step() {
        count = total.isPresent() ? Math.min(count + 1, total.getAsInt()) : count + 1;
    }

    synchronized void waits(Duration time, Instant until, Failure reason) {
        wait = new Wait(until, reason);
        waited = waited.plus(time);
    }

    synchronized void goesOn() {
        wait = null;
    }

    synchronized void ended(End how) {
        end = how;
        wait = null;
    }

    /** {@return how the work ended, with what was done; empty while it goes on} */
    synchronized Optional<String> ending() {
        return Optional.ofNullable(end)
                .map(how -> (how == End.DONE ? "done" : "FAILED") + (count == 0 ? "" : " (" + done() + ")"));
    }

    synchronized boolean isRunning() {
        return end == null;
    }

    /** {@return how much is done: {@code 3 of 12}, or {@code 3 requests} if nobody knows how much there is} */
    synchronized String done() {
        return total.isPresent() ? count + " of " + total.getAsInt() : TextFormat.count(count, "request", "requests");
    }

    /** {@return how long the place waits from now on, in few words; empty if it does not wait} */
    synchronized Optional<String> shortWaiting(Instant now) {
        return Optional.ofNullable(wait).map(known -> "waits " + seconds(Duration.between(now, known.until)));
    }

    /** {@return how long the place waits from now on, until when and why; empty if it does not wait} */
    synchronized Optional<String> waiting(Instant now) {
        return Optional.ofNullable(wait)
                .map(known -> "waits " + seconds(Duration.between(now, known.until)) + ", until "
                        + TIME.format(known.until)
                        + known.reason
                                .kind()
                                .map(kind -> " (" + TextFormat.words(kind) + ")")
                                .orElse(""));
    }

    /** {@return all of it in words} */
    synchronized String line(Instant now) {
        long milliseconds = time(now).toMillis();
        double perSecond = milliseconds <= 0 ? 0 : count * 1000.0 / milliseconds;
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (perSecond > 0) {
            details.add(String.format(Locale.ROOT, "%.1f/s", perSecond));
        }
        if (total.isPresent() && perSecond > 0 && count < total.getAsInt()) {
            details.add(seconds(Duration.ofMillis((long) ((total.getAsInt() - count) / perSecond * 1000))) + " left");
        }
        if (!waited.isZero()) {
            details.add("waited " + seconds(waited));
        }
        return title() + ": " + done() + details
                + waiting(now).map(waiting -> ", " + waiting).orElse("");
    }

    private static String seconds(Duration time) {
        long seconds = Math.max(0, (time.toMillis() + 999) / 1000);
        return seconds < 120
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
