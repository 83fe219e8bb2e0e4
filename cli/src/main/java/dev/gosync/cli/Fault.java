package dev.gosync.cli;

/**
 * One fault in a configuration or a command line.
 *
 * @param where the file, as the user named it, or the option
 * @param line from 1; 0 if the fault concerns the whole file or an option
 * @param column from 1; 0 if the fault concerns the whole file or an option
 * @param problem what is wrong and what would be right, without a secret
 */
record Fault(String where, int line, int column, String problem) {
    /** {@return a fault of a whole file or an option} */
    static Fault of(String where, String problem) {
        return new Fault(where, 0, 0, problem);
    }

    /** {@return the fault in the format of compilers: {@code go-sync.yml:12:7: pth: unknown key}} */
    @Override
    public String toString() {
        return where + (line > 0 ? ":" + line + ":" + column : "") + ": " + problem;
    }
}
