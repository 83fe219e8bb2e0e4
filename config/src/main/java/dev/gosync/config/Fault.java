package dev.gosync.config;

import java.io.Serializable;

/**
 * One fault in a configuration.
 *
 * @param where the file, as the caller named it, or the option that is wrong
 * @param line from 1; 0 if the fault concerns the whole file or an option
 * @param column from 1; 0 if the fault concerns the whole file or an option
 * @param problem what is wrong and what would be right, without a secret
 */
public record Fault(String where, int line, int column, String problem) implements Serializable {
    /**
     * Makes a fault of a whole file or an option.
     *
     * @param where the file or the option
     * @param problem what is wrong and what would be right, without a secret
     * @return the fault
     */
    public static Fault of(String where, String problem) {
        return new Fault(where, 0, 0, problem);
    }

    /** {@return the fault in the format of compilers: {@code go-sync.yml:12:7: pth: unknown key}} */
    @Override
    public String toString() {
        return where + (line > 0 ? ":" + line + ":" + column : "") + ": " + problem;
    }
}
