package dev.gosync;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The root of every error that Go Sync raises on purpose. A subclass exists where a caller would act differently. */
public abstract class GoSyncException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    GoSyncException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
