package dev.gosync.cli;

import dev.gosync.adapter.Retry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Everything the program uses from the machine it runs on. Tests replace it.
 *
 * @param folder the working directory
 * @param environment the environment variables
 * @param out standard output, for plans and results
 * @param err standard error, for all other output
 * @param clock the clock
 * @param terminal the terminal, to ask the user
 * @param sleeper waits
 */
record ProgramContext(
        Path folder,
        Map<String, String> environment,
        PrintWriter out,
        PrintWriter err,
        Clock clock,
        Terminal terminal,
        Retry.Sleeper sleeper) {

    /** After Ctrl-C, the line of the terminal holds {@code ^C}, or the question that it interrupted. */
    void leaveInterruptedLine() {
        if (terminal.hasScreen()) {
            out.flush();
            synchronized (err) {
                err.println();
                err.flush();
            }
        }
    }

    /**
     * Prints a message to standard error, after all results so far: on a terminal it wraps, in a file or a pipe it is one
     * line.
     */
    void printMessage(String message) {
        out.flush();
        synchronized (err) {
            errorText().text(WholeText.inMessage(TextFormat.oneLine(message)));
            err.flush();
        }
    }

    /** {@return standard error, on which lines wrap if it is a terminal} Hold its lock while you print. */
    TextOutput errorText() {
        return new TextOutput(err, Screen.plain(terminal.errorColumns()), true);
    }
}
