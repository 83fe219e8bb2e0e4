package dev.gosync.google;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the service, or of one part of a batch.
 *
 * @param status the HTTP status
 * @param contentType what the body is
 * @param retryAfter when to come back, as it was sent
 * @param body its text
 */
record Answer(
        int status, @Nullable String contentType, @Nullable String retryAfter, String body) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** {@return nothing of the body} */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
