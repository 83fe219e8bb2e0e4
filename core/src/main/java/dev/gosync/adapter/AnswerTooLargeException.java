package dev.gosync.adapter;

import java.io.IOException;
import java.io.Serial;

/**
 * An answer holds more than the program takes. It is reported as {@link FailureKind#MALFORMED_ANSWER}, and the call is not
 * retried.
 */
public final class AnswerTooLargeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param limit how many bytes the program takes
     */
    public AnswerTooLargeException(long limit) {
        super("the answer is larger than the limit of " + size(limit));
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MB";
    }
}
