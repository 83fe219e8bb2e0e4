package dev.gosync.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the whole command line in this process, because hundreds of processes would take minutes. */
public final class ProgramInProcess {
    /**
     * The result of a run.
     *
     * @param exitCode what the process would end with
     * @param out standard output
     * @param err standard error
     */
    public record Run(int exitCode, String out, String err) {}

    private static final Terminal NO_TERMINAL = new Terminal() {
        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.empty();
        }
    };

    private ProgramInProcess() {}

    /**
     * Runs the program to its end.
     *
     * @param folder the working directory
     * @param environment the environment variables
     * @param clock what time it is for the program
     * @param args the command line
     * @return what the user sees
     */
    public static Run run(Path folder, Map<String, String> environment, Clock clock, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Cli.run(
                new ProgramContext(
                        folder,
                        environment,
                        new PrintWriter(out),
                        new PrintWriter(err),
                        clock,
                        NO_TERMINAL,
                        time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())),
                args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
