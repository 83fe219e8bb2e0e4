package dev.gosync.journal;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A saved plan is refused: it was edited, is signed with another key, is too old, was applied already, or is stale. The
 * message says which. Nothing was written to any place.
 */
public final class SavedPlanException extends JournalException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Run appliedBy;

    SavedPlanException(String message) {
        this(message, (Throwable) null);
    }

    SavedPlanException(String message, Run appliedBy) {
        super(message, null);
        this.appliedBy = appliedBy;
    }

    SavedPlanException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.appliedBy = null;
    }

    /** {@return the run that has applied the plan, if that is why it is refused} */
    public Optional<Run> appliedBy() {
        return Optional.ofNullable(appliedBy);
    }
}
