package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source made of other sources, which it closes. Unlike a listing, it can say which of them are empty. */
abstract class CombinedSource implements Source {
    private final String name;
    private final List<Source> parts;

    CombinedSource(String name, List<Source> parts) {
        this.name = name;
        this.parts = List.copyOf(parts);
    }

    /** Whether a place is this source or one of its parts. */
    boolean contains(String place) {
        return name.equals(place)
                || parts.stream()
                        .anyMatch(part -> part instanceof CombinedSource combined
                                ? combined.contains(place)
                                : part.name().equals(place));
    }

    List<Source> parts() {
        return parts;
    }

    /** Whether this source may be empty. */
    boolean mayBeEmpty() {
        return false;
    }

    abstract CheckedListing read() throws InterruptedException;

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        return read().listing();
    }

    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        for (Source part : parts) {
            try {
                part.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (!first.equals(e)) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
