package dev.gosync.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program in a locale with UTF-8. In a process without a locale (cron, {@code env -i}) the JVM cannot name a file
 * with a letter beyond ASCII, and nothing but the environment of the process can change that.
 */
final class Utf8Locale {
    private static final String VARIABLE = "LC_ALL";
    private static final String UTF_8 = "C.UTF-8";
    private static final String ALREADY = "GO_SYNC_LOCALE_SET";

    /** What the JVM makes of a byte that its locale does not know. */
    private static final char UNKNOWN = '\uFFFD';

    private Utf8Locale() {}

    /** Whether the names of files are ASCII only. It is so on Linux without a locale, and never on Windows or macOS. */
    static boolean isMissing() {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return (encoding.equals("ANSI_X3.4-1968") || encoding.equals("US-ASCII")) && System.getenv(ALREADY) == null;
    }

    /**
     * Runs the same command in a process with the locale, and waits for it. If that cannot be done, it runs here.
     *
     * @return the exit code
     */
    static int runAgain(String[] args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.indexOf(UNKNOWN) >= 0)) {
            System.err.println(
                    "go-sync: the command line has a letter that this locale does not know. Set the environment"
                            + " variable " + VARIABLE + "=" + UTF_8 + " and run it again.");
            return ExitCode.WRONG_USAGE;
        }
        Optional<List<String>> command = command();
        if (command.isEmpty()) {
            return here(args);
        }
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command.get()).inheritIO();
            Map<String, String> environment = builder.environment();
            environment.put(VARIABLE, UTF_8);
            environment.put(ALREADY, "true");
            process = builder.start();
        } catch (IOException e) {
            return here(args);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "go-sync-stop"));
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }

    private static int here(String[] args) {
        Program.run(args);
        throw new IllegalStateException("The program ends the process");
    }

    /** The command of this process; empty if the system does not tell it whole. */
    private static Optional<List<String>> command() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        if (info.command().isEmpty() || info.arguments().isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(info.command().get()));
        command.addAll(List.of(info.arguments().get()));
        return Optional.of(command);
    }

    /** Ctrl-C reaches both processes; a signal to this one is passed on. */
    private static void stop(Process process) {
        process.destroy();
        try {
            process.waitFor(Program.SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
