package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
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

    /** An error of the JVM while a place did its work, such as a stack overflow. It fails the place, not the program. */
    static AdapterException of(String place, String operation, Error error) {
        AdapterException.Builder failure = AdapterException.of(FailureKind.UNKNOWN, place, operation, text(error))
                .cause(error)
                .answerLost();
        if (error instanceof StackOverflowError) {
            failure.problem("it ran out of stack (StackOverflowError)")
                    .remedy("Simplify its regular expressions, or give the program more stack with -Xss.");
        } else if (error instanceof OutOfMemoryError) {
            failure.problem("it ran out of memory (OutOfMemoryError)")
                    .remedy("Read less, or give the program more memory with -Xmx.");
        }
        return failure.build();
    }

    static String text(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return "interrupted";
        }
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
    }
}
