package dev.gosync.cli;

import java.util.Optional;
import java.util.OptionalInt;

/** The terminal of the user. */
interface Terminal {
    /** The width where none is known. */
    int USUAL_COLUMNS = 80;

    /** Whether there is a terminal. */
    boolean isInteractive();

    /**
     * Waits for a line from the user. The caller has already printed the question.
     *
     * @return the line; empty at the end of the input
     */
    Optional<String> readLine() throws InterruptedException;

    /** Whether the output is shown on a screen. On a screen lines wrap, long lists fold, and colours are possible. */
    default boolean hasScreen() {
        return false;
    }

    /** {@return the width of the screen in characters} Asks the system, so ask only if there is a screen. */
    default int columns() {
        return USUAL_COLUMNS;
    }

    /** Whether the screen obeys the codes for colours. Old consoles of Windows print them. */
    default boolean hasColors() {
        return hasScreen();
    }

    /** {@return the width of standard error in characters; empty if it is a file or a pipe} Asks the system, once. */
    default OptionalInt errorColumns() {
        return OptionalInt.empty();
    }

    /**
     * {@return the width of standard error in characters; empty if it is no terminal on which lines can be drawn again} Asks the
     * system.
     */
    default OptionalInt progressColumns() {
        return OptionalInt.empty();
    }
}
