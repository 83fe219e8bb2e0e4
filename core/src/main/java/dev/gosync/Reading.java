package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a source held when it was last read, shared by all syncs that are derived from each other. The first thread reads,
 * the others wait for it. Only a success is kept. Threads may share it.
 */
final class Reading {
    /** A side as it was read, which of its parts are empty without permission, and its things with invisible characters. */
    record Dated(Plan.Side side, List<String> emptyParts, List<InvisibleThing> withInvisible) {}

    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> usedFor = new HashSet<>();
    private @Nullable Dated last;

    Reading(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    /**
     * Returns what was read within the largest age and not yet used for one of these destinations; otherwise reads. So
     * many destinations share one reading, and a program that syncs a destination again reads again.
     */
    Dated get(Collection<String> destinations, Clock clock, Duration maxAge, SyncListener listener)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Dated known = last;
            if (known == null
                    || isOlder(known.side().readAt(), clock, maxAge)
                    || !Collections.disjoint(usedFor, destinations)) {
                known = read(source, clock, listener);
                last = known;
                usedFor.clear();
            }
            usedFor.addAll(destinations);
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what was read last, however old it is; reads only if nothing was. */
    Dated last(Clock clock, SyncListener listener) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Dated known = last;
            if (known == null) {
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
        String place = source.name();
        listener.reading(place);
        CheckedListing read = heard(place, "read", listener, () -> read(source));
        listener.read(place, read.listing());
        return new Dated(
                new Plan.Side(place, read.listing(), clock.instant()), read.emptyParts(), read.withInvisible());
    }

    /** Does some reading that a listener hears. What the listener throws fails the reading. */
    static <T> T heard(String place, String operation, SyncListener listener, Retry.Call<T> reading)
            throws InterruptedException {
        try {
            return callsHeard(place, operation, listener, reading);
        } catch (AdapterException e) {
            try {
                listener.readFailed(place, e.failure());
            } catch (RuntimeException | Error thrown) {
                e.addSuppressed(thrown); // the reading has failed already
            }
            throw e;
        }
    }

    private static <T> T callsHeard(String place, String operation, SyncListener listener, Retry.Call<T> reading)
            throws InterruptedException {
        AtomicReference<@Nullable Throwable> listenerError = new AtomicReference<>();
        T read;
        try {
            read = Retry.listening(new CallRelay(listener, error -> listenerError.compareAndSet(null, error)), reading);
        } catch (IOException e) {
            throw AdapterException.translated(place, operation, e);
        }
        @Nullable Throwable error = listenerError.get();
        if (error != null) {
            throw AdapterException.translated(place, operation, error);
        }
        return read;
    }

    static CheckedListing read(Source source) throws InterruptedException {
        return read(source, new IdentityHashMap<>());
    }

    /** A source that is a part in several places is read once. */
    private static CheckedListing read(Source source, Map<Source, CheckedListing> done) throws InterruptedException {
        CheckedListing known = done.get(source);
        if (known == null) {
            known = readNow(source, done);
            done.put(source, known);
        }
        return known;
    }

    private static CheckedListing readNow(Source source, Map<Source, CheckedListing> done) throws InterruptedException {
        String name = source.name();
        try {
            if (source instanceof CombinedSource combined) {
                CheckedListing parts = combined.read(part -> read(part, done));
                CheckedListing checked = CheckedListing.of(name, parts.listing(), parts.emptyParts())
                        .withInvisibleOf(parts.withInvisible());
                return emptyUnlessAllowed(checked, name, combined.mayBeEmpty());
            }
            @Nullable Listing listing = source.get();
            return emptyUnlessAllowed(CheckedListing.of(name, listing, List.of()), name, false);
        } catch (IOException | RuntimeException e) {
            throw AdapterException.translated(name, "read", e);
        } catch (Error e) {
            throw Failures.of(name, "read", e);
        }
    }

    /** Reports the source itself as empty if none of its parts was reported. */
    private static CheckedListing emptyUnlessAllowed(CheckedListing read, String name, boolean mayBeEmpty) {
        boolean isEmpty = read.listing().things().isEmpty();
        return isEmpty && read.emptyParts().isEmpty() && !mayBeEmpty
                ? new CheckedListing(read.listing(), List.of(name), read.withInvisible())
                : read;
    }
}
