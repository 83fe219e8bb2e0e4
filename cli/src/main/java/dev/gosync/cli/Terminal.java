package dev.gosync.cli;

import java.util.Optional;
import java.util.OptionalInt;

/** The terminal of the user. */
interface Terminal {
    /** Whether there is a terminal. */
    boolean isInteractive();

    /**
     * {@return the width of standard error in characters; empty if it is no terminal on which lines can be drawn again} Asks the
     * system.
     */
    default OptionalInt progressColumns() {
        return OptionalInt.empty();
    }

    /**
     * Waits for a line from the user. The caller has already printed the question.
     *
     * @return the line; empty at the end of the input
     */
    Optional<String> readLine() throws InterruptedException;
}
