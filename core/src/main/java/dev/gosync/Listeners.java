package dev.gosync;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several listeners as one, each told in turn. */
record Listeners(List<SyncListener> all) implements SyncListener {
    Listeners {
        all = List.copyOf(all);
    }

    @Override
    public void reading(String place) {
        tellAll(listener -> listener.reading(place));
    }

    @Override
    public void read(String place, Listing listing) {
        tellAll(listener -> listener.read(place, listing));
    }

    @Override
    public void planned(Plan plan) {
        tellAll(listener -> listener.planned(plan));
    }

    @Override
    public void starting(Plan plan, List<String> things) {
        tellAll(listener -> listener.starting(plan, things));
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        tellAll(listener -> listener.calling(plan, things));
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        tellAll(listener -> listener.happened(plan, outcome));
    }

    @Override
    public void finished(Report report) {
        tellAll(listener -> listener.finished(report));
    }

    /** One that throws keeps no other from hearing. */
    private void tellAll(Consumer<SyncListener> event) {
        @Nullable Throwable first = null;
        for (SyncListener listener : all) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (!first.equals(e)) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }
}
