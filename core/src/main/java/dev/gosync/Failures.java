package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import java.util.Objects;
import java.util.Optional;

/** Turns what was thrown into a {@link Failure}. */
final class Failures {
    private Failures() {}

    static Failure of(String place, String operation, Throwable thrown) {
        return thrown instanceof AdapterException known
                ? known.failure()
                : new Failure(Optional.empty(), place, operation, text(thrown), "", Optional.empty());
    }

    static String text(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return "interrupted";
        }
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
    }
}
