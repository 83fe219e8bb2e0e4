package dev.gosync.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Asks the system about standard error. Java knows only whether standard input and output are a terminal. */
final class ErrorOutput {
    private static final int NARROWEST = 20;
    private static final long SECONDS_TO_ANSWER = 1;

    private ErrorOutput() {}

    /**
     * {@return the width of the terminal; empty if standard error is a file or a pipe, or if the terminal cannot draw a line
     * again} The consoles of Windows have no shell to ask.
     */
    static OptionalInt columns(Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return OptionalInt.empty();
        }
        try {
            Process shell = new ProcessBuilder("sh", "-c", "test -t 2 && exec stty size <&2 2>/dev/null")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            shell.getOutputStream().close();
            if (!shell.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                return OptionalInt.empty();
            }
            String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return columns(size);
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** The rows and the columns. A terminal that does not know its size says 0. */
    private static OptionalInt columns(String size) {
        String[] numbers = size.split(" ", -1);
        if (numbers.length != 2 || !numbers[1].matches("[0-9]{1,5}")) {
            return OptionalInt.empty();
        }
        int columns = Integer.parseInt(numbers[1]);
        return OptionalInt.of(columns == 0 ? 80 : Math.max(columns, NARROWEST));
    }
}
