package dev.gosync;

import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source made of other sources, which it closes. Unlike a listing, it can say which of them are empty. A source may be a
 * part in several places; it is read and closed once.
 */
abstract class CombinedSource implements Source {
    /** Reads a part. */
    @FunctionalInterface
    interface PartReader {
        CheckedListing read(Source part) throws InterruptedException;
    }

    private final String name;
    private final Set<String> names = new HashSet<>();
    private final List<Source> leaves = new ArrayList<>();

    CombinedSource(String name, List<? extends Source> parts) {
        this.name = name;
        names.add(name);
        Set<Source> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Source part : parts) {
            if (part instanceof CombinedSource combined) {
                names.addAll(combined.names);
                combined.leaves.stream().filter(known::add).forEach(leaves::add);
            } else {
                names.add(part.name());
                if (known.add(part)) {
                    leaves.add(part);
                }
            }
        }
    }

    /** Whether a place is this source or part of it. */
    boolean contains(String place) {
        return names.contains(place);
    }

    /** Whether this source may be empty. */
    abstract boolean mayBeEmpty();

    abstract CheckedListing read(PartReader reader) throws InterruptedException;

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        for (Source leaf : leaves) {
            try {
                leaf.close();
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
