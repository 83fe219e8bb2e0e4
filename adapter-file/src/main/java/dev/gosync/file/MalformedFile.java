package dev.gosync.file;

import java.io.Serial;

/** A file whose content is not what its format allows, before anybody has said which file it was. */
final class MalformedFile extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String remedy;

    private MalformedFile(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    static MalformedFile at(int line, String problem, String remedy) {
        return new MalformedFile("line " + line + ": " + problem, remedy);
    }

    static MalformedFile at(int line, String problem) {
        return at(line, problem, "Correct the line; nothing was changed.");
    }

    static MalformedFile whole(String problem, String remedy) {
        return new MalformedFile(problem, remedy);
    }

    String remedy() {
        return remedy;
    }
}
