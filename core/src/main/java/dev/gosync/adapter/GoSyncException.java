package dev.gosync.adapter;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The root of every exception that Go Sync throws on purpose. There is one subclass for each reaction of a caller. */
public abstract class GoSyncException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * For Go Sync's own exceptions.
     *
     * @param message what happened, where, and what to do next
     * @param cause the error behind it, if there is one
     */
    protected GoSyncException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
