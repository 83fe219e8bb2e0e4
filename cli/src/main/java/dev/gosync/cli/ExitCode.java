package dev.gosync.cli;

/** The exit codes of the process. Users rely on them. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REFUSED = 3;
    static final int CHANGES = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
