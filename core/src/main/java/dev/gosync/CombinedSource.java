package dev.gosync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source made of others, which it closes. It knows which of them are empty, where a listing could not say it. */
abstract class CombinedSource implements Source {
    private final String name;
    private final List<Source> parts;

    CombinedSource(String name, List<Source> parts) {
        this.name = name;
        this.parts = List.copyOf(parts);
    }

    List<Source> parts() {
        return parts;
    }

    /** Whether nobody minds when this is empty. */
    boolean mayBeEmpty() {
        return false;
    }

    abstract Reading.Checked read() throws InterruptedException;

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
