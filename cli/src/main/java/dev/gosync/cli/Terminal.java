package dev.gosync.cli;

import java.util.Optional;

/** Where somebody may sit who can be asked. */
interface Terminal {
    /** Whether somebody can be asked at all. */
    boolean isInteractive();

    /**
     * Waits for a line. A question was printed before.
     *
     * @return the line; empty at the end of the input
     */
    Optional<String> readLine() throws InterruptedException;
}
