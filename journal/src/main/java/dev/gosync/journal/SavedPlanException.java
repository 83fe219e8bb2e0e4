package dev.gosync.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A saved plan is refused: it was edited, is signed with another key, is too old, was applied already, or is stale. The
 * message says which. Nothing was written to any place.
 */
public final class SavedPlanException extends JournalException {
    @Serial
    private static final long serialVersionUID = 1L;

    SavedPlanException(String message) {
        this(message, null);
    }

    SavedPlanException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
