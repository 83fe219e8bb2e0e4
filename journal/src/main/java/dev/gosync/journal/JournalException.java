package dev.gosync.journal;

import dev.gosync.adapter.GoSyncException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A journal cannot be written or read. The message names the place and the remedy. */
public class JournalException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * For journals, and for those who keep runs elsewhere.
     *
     * @param message what happened, where, and what to do next
     * @param cause the error behind it, if there is one
     */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
