package dev.gosync.file;

import java.io.Serial;

/** The content of a file does not have its format. The name of the file is added by {@link FileFailures}. */
final class MalformedFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String remedy;

    private MalformedFileException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    static MalformedFileException at(int line, String problem, String remedy) {
        return new MalformedFileException("line " + line + ": " + problem, remedy);
    }

    static MalformedFileException at(int line, String problem) {
        return at(line, problem, "Correct the line; nothing was changed.");
    }

    /** A problem of the whole file, without a line. */
    static MalformedFileException whole(String problem, String remedy) {
        return new MalformedFileException(problem, remedy);
    }

    String remedy() {
        return remedy;
    }
}
