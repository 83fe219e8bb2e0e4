package dev.gosync.cli;

/** How the process ends; part of the command line's promise. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REFUSED = 3;
    static final int CHANGES = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
