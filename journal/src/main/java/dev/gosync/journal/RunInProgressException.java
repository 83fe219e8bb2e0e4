package dev.gosync.journal;

import java.io.Serial;

/** Another run of the same configuration is in progress. The message says who runs it, where and since when. */
public final class RunInProgressException extends JournalException {
    @Serial
    private static final long serialVersionUID = 1L;

    RunInProgressException(String configuration, String holder) {
        super(
                configuration + " is being applied by " + holder + ". Wait until that run has ended, then run again",
                null);
    }
}
