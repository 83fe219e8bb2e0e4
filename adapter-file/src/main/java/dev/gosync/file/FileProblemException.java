package dev.gosync.file;

import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.io.Serial;

/** A problem with a file that this adapter found itself. The name of the file is added by {@link FileFailures}. */
final class FileProblemException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String remedy;

    FileProblemException(FailureKind kind, String problem, String remedy) {
        super(problem);
        this.kind = kind;
        this.remedy = remedy;
    }

    FailureKind kind() {
        return kind;
    }

    String remedy() {
        return remedy;
    }
}
