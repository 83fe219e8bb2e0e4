package dev.gosync.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Asks the command {@code stty} how wide a terminal is. The consoles of Windows have no such command. */
final class Stty {
    private static final long SECONDS_TO_ANSWER = 1;

    private Stty() {}

    /** {@return the width of the terminal of this process; 0 if the terminal does not know it; empty if there is none} */
    static OptionalInt ofTerminal() {
        File terminal = new File("/dev/tty");
        return terminal.exists()
                ? columns(new ProcessBuilder("stty", "size")
                        .redirectInput(terminal)
                        .redirectError(Redirect.DISCARD))
                : OptionalInt.empty();
    }

    /**
     * {@return the width of the terminal that shows standard error; 0 if the terminal does not know it; empty if standard error
     * is a file or a pipe}
     */
    static OptionalInt ofErrorOutput() {
        return isNoTerminal(Path.of("/proc/self/fd/2"))
                ? OptionalInt.empty()
                : columns(new ProcessBuilder("sh", "-c", "test -t 2 && exec stty size <&2 2>/dev/null")
                        .redirectError(Redirect.INHERIT));
    }

    /** Whether a stream is known to be a file or a pipe. Linux tells it at once, which saves a process. */
    private static boolean isNoTerminal(Path stream) {
        try {
            return !Files.readSymbolicLink(stream).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static OptionalInt columns(ProcessBuilder command) {
        try {
            Process stty = command.start();
            stty.getOutputStream().close();
            if (!stty.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            return columns(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /**
     * Reads an answer.
     *
     * @param size the rows and the columns, such as {@code 24 80}
     */
    static OptionalInt columns(String size) {
        String[] numbers = size.strip().split(" ", -1);
        return numbers.length == 2 && numbers[1].matches("[0-9]{1,5}")
                ? OptionalInt.of(Integer.parseInt(numbers[1]))
                : OptionalInt.empty();
    }
}
