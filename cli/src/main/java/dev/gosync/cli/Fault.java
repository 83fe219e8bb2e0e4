package dev.gosync.cli;

import dev.gosync.ConfigException;

/**
 * One thing that is wrong with what the program was given.
 *
 * @param where the file, as it was named, or the option
 * @param line from 1; 0 where it concerns the whole
 * @param column from 1; 0 where it concerns the whole
 * @param problem what is wrong and what would be right; without a secret
 */
record Fault(String where, int line, int column, String problem) {
    static Fault ofWhole(String where, String problem) {
        return new Fault(where, 0, 0, problem);
    }

    /** A value that somebody mistyped, with the nearest one that there is. */
    static Fault ofOption(String option, ConfigException.Fault fault) {
        return ofWhole(option, fault.problem());
    }

    /** {@return the fault as compilers say it: {@code go-sync.yml:12:7: pth: unknown key}} */
    @Override
    public String toString() {
        return where + (line > 0 ? ":" + line + ":" + column : "") + ": " + problem;
    }
}
