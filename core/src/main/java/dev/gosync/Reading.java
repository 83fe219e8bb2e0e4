package dev.gosync;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a source held when it was last read, for all who share it: whoever comes first reads, the others wait for it. Only
 * a success is kept. Safe for use by several threads.
 */
final class Reading {
    private static final int FAULTS_NAMED = 10;

    /** A listing that was checked, and which of the sources it came from are empty and were not said to be allowed to. */
    record Checked(Listing listing, List<String> emptyParts) {}

    /** A listing and when it was known to be true. */
    record Dated(Plan.Side side, List<String> emptyParts) {}

    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Dated last;

    Reading(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    Dated get(Clock clock, Duration maxAge, SyncListener listener) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Dated known = last;
            if (known == null || isOlder(known.side().readAt(), clock, maxAge)) {
                known = read(source, clock, listener);
                last = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    static boolean isOlder(Instant time, Clock clock, Duration maxAge) {
        return Duration.between(time, clock.instant()).compareTo(maxAge) > 0;
    }

    static Dated read(Source source, Clock clock, SyncListener listener) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        listener.reading(source.name());
        Checked checked = read(source);
        listener.read(source.name(), checked.listing());
        return new Dated(new Plan.Side(source.name(), checked.listing(), clock.instant()), checked.emptyParts());
    }

    static Checked read(Source source) throws InterruptedException {
        Checked read;
        try {
            read = source instanceof CombinedSource combined ? combined.read() : new Checked(source.get(), List.of());
            check(source.name(), read.listing());
        } catch (IOException | RuntimeException e) {
            throw Retry.translated(source.name(), "read", e);
        }
        boolean silent = read.emptyParts().isEmpty()
                && read.listing().things().isEmpty()
                && !(source instanceof CombinedSource combined && combined.mayBeEmpty());
        return silent ? new Checked(read.listing(), List.of(source.name())) : read;
    }

    private static void check(String name, @Nullable Listing listing) {
        List<String> faults = new ArrayList<>();
        if (listing == null) {
            faults.add("no listing");
        } else {
            Set<String> things = listing.things();
            things.forEach(thing -> check(thing, "", faults));
            listing.aliases().forEach((alias, thing) -> {
                check(alias, "the alias ", faults);
                if (things.contains(alias)) {
                    faults.add("the alias " + quoted(alias) + ", which is listed itself");
                }
                if (!things.contains(thing)) {
                    faults.add("the alias " + quoted(alias) + " of " + quoted(thing) + ", which is not listed");
                }
            });
            listing.kept().forEach((thing, why) -> {
                if (!things.contains(thing)) {
                    faults.add(quoted(thing) + " as kept (" + why + "), which is not listed");
                }
            });
        }
        if (!faults.isEmpty()) {
            String more = faults.size() > FAULTS_NAMED ? " and " + (faults.size() - FAULTS_NAMED) + " more" : "";
            throw AdapterException.of(
                            Kind.MALFORMED_ANSWER,
                            name,
                            "read",
                            "it gave " + String.join("; ", faults.subList(0, Math.min(FAULTS_NAMED, faults.size())))
                                    + more)
                    .remedy("Correct them where they are kept; nothing was changed.")
                    .build();
        }
    }

    private static void check(@Nullable String thing, String what, List<String> faults) {
        if (thing == null || thing.isBlank()) {
            faults.add(what + (thing == null ? "null" : "a blank"));
        } else if (isSpace(thing.charAt(0)) || isSpace(thing.charAt(thing.length() - 1))) {
            faults.add(what + quoted(thing) + ", which is padded with white space");
        }
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String quoted(@Nullable String thing) {
        return "'" + thing + "'";
    }
}
