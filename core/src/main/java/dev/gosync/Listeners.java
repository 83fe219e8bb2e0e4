package dev.gosync;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Combines several listeners into one, which tells each in turn. */
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
    public void readFailed(String place, Failure failure) {
        tellAll(listener -> listener.readFailed(place, failure));
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

    @Override
    public void callBegan(String place, String operation, int attempt) {
        tellAll(listener -> listener.callBegan(place, operation, attempt));
    }

    @Override
    public void callEnded(String place, String operation, Optional<Failure> failure) {
        tellAll(listener -> listener.callEnded(place, operation, failure));
    }

    @Override
    public void waiting(String place, String operation, Duration time, Failure reason) {
        tellAll(listener -> listener.waiting(place, operation, time, reason));
    }

    /** Every listener hears the event, even if another throws. */
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
