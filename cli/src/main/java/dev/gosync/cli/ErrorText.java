package dev.gosync.cli;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.GoSyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Says what was thrown, for people: without the name of an exception or of a class. */
final class ErrorText {
    private ErrorText() {}

    static String of(Throwable thrown) {
        if (thrown instanceof GoSyncException known) {
            return String.valueOf(known.getMessage());
        }
        if (thrown instanceof UncheckedIOException wrapper && wrapper.getCause() != null) {
            return of(wrapper.getCause());
        }
        if (thrown instanceof OutOfMemoryError) {
            return "the program ran out of memory (" + thrown.getMessage() + "); give it more memory with -Xmx";
        }
        if (thrown instanceof StackOverflowError) {
            return "the program ran out of stack; give it more stack with -Xss";
        }
        if (thrown instanceof LinkageError) {
            return "a class is missing or does not fit: " + thrown.getMessage()
                    + "; check that each jar in the folder of your adapters has the libraries that it needs";
        }
        if (isFaultOfProgram(thrown)) {
            return "an internal error; run it again with --debug, and report what that prints";
        }
        return thrown instanceof FileSystemException file
                ? of(file)
                : AdapterException.translated("", "", thrown).problem();
    }

    /** {@return what was thrown, as a sentence that a hint can follow} */
    static String sentence(Throwable thrown) {
        String text = of(thrown);
        return text.endsWith(".") ? text : text + ".";
    }

    private static String of(FileSystemException thrown) {
        String file = Objects.requireNonNullElse(thrown.getFile(), "a file");
        if (thrown instanceof NoSuchFileException) {
            return file + " does not exist";
        }
        if (thrown instanceof AccessDeniedException) {
            return "access to " + file + " is denied";
        }
        if (thrown instanceof FileAlreadyExistsException) {
            return file + " exists already";
        }
        return file + ": " + Objects.requireNonNullElse(thrown.getReason(), "it cannot be used");
    }

    /** Whether a stack trace says more than the message. */
    static boolean isExplainedByStackTrace(Throwable thrown) {
        return !(thrown instanceof IOException
                || thrown instanceof UncheckedIOException
                || thrown instanceof GoSyncException
                || thrown instanceof OutOfMemoryError
                || isFaultOfProgram(thrown)); // its message names --debug
    }

    private static boolean isFaultOfProgram(Throwable thrown) {
        return thrown instanceof Error
                || thrown instanceof NullPointerException
                || thrown instanceof ClassCastException
                || thrown instanceof IndexOutOfBoundsException
                || (thrown instanceof RuntimeException && thrown.getMessage() == null);
    }
}
