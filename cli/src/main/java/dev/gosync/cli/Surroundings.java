package dev.gosync.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the program touches of the machine it runs on, so that a test can give it another.
 *
 * @param folder what paths on the command line are relative to
 * @param environment the variables that a configuration may name
 * @param out for plans and results
 * @param err for everything else
 * @param clock tells the time
 * @param terminal where somebody may be asked
 */
record Surroundings(
        Path folder,
        Map<String, String> environment,
        PrintWriter out,
        PrintWriter err,
        Clock clock,
        Terminal terminal) {

    /** Prints a line that is no result, after all results so far. */
    void say(String line) {
        out.flush();
        synchronized (err) {
            err.println(Words.visible(line));
            err.flush();
        }
    }
}
