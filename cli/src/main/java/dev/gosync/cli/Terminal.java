package dev.gosync.cli;

import java.util.Optional;

/** The terminal of the user. */
interface Terminal {
    /** Whether there is a terminal. */
    boolean isInteractive();

    /**
     * Waits for a line from the user. The caller has already printed the question.
     *
     * @return the line; empty at the end of the input
     */
    Optional<String> readLine() throws InterruptedException;
}
