package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.GoSyncException;
import java.util.Objects;
import java.util.Optional;

/** Turns what was thrown into a {@link Failure}. */
final class Failures {
    private static final String OUT_OF_STACK = "it ran out of stack";
    private static final String OUT_OF_MEMORY = "it ran out of memory";

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
            failure.remedy("Simplify its regular expressions, or give the program more stack with -Xss.");
        } else if (error instanceof OutOfMemoryError) {
            failure.remedy("Read less, or give the program more memory with -Xmx.");
        }
        return failure.build();
    }

    /** {@return what was thrown, without the name of an exception} */
    static String text(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return "interrupted";
        }
        if (thrown instanceof StackOverflowError) {
            return OUT_OF_STACK;
        }
        if (thrown instanceof OutOfMemoryError) {
            return OUT_OF_MEMORY;
        }
        if (thrown instanceof LinkageError) {
            return "a class is missing or does not fit: " + thrown.getMessage();
        }
        return thrown instanceof Error || thrown instanceof GoSyncException
                ? Objects.requireNonNullElse(thrown.getMessage(), "an error of the Java virtual machine")
                : AdapterException.translated("", "", thrown).problem();
    }
}
