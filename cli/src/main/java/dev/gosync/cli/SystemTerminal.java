package dev.gosync.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The terminal of this process, for its input and its output together. */
final class SystemTerminal implements Terminal {
    private static final int SMALLEST = 20;
    private static final long SECONDS_TO_ANSWER = 1;

    private final Map<String, String> environment;

    SystemTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public boolean isInteractive() {
        return console().isPresent();
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        // Reading from a terminal ignores interrupts, so it happens on another thread.
        FutureTask<@Nullable String> answer = new FutureTask<>(console().orElseThrow()::readLine);
        Thread reader = new Thread(answer, "go-sync-answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return Optional.ofNullable(answer.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The terminal could not be read; add --yes to apply without confirmation", e.getCause());
        }
    }

    @Override
    public boolean hasScreen() {
        return isInteractive();
    }

    /** The terminal of Windows says that it is one. For an older console, picocli knows the signs. */
    @Override
    public boolean hasColors() {
        return environment.containsKey("WT_SESSION") || Ansi.AUTO.enabled();
    }

    @Override
    public int columns() {
        return number(environment.getOrDefault("COLUMNS", ""))
                .or(SystemTerminal::ofStty)
                .orElseGet(() ->
                        CommandSpec.create().usageMessage().autoWidth(true).width());
    }

    /** Picocli asks every system, but calls none narrower than 55 columns. */
    private static Optional<Integer> ofStty() {
        File terminal = new File("/dev/tty");
        if (!terminal.exists()) {
            return Optional.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return number(size.substring(size.indexOf(' ') + 1));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A terminal that does not know its size says 0. */
    private static Optional<Integer> number(String columns) {
        try {
            return Optional.of(Integer.parseInt(columns)).filter(number -> number >= SMALLEST);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt progressColumns() {
        return ErrorOutput.columns(environment);
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(SystemTerminal::isTerminal);
    }

    /** Since JDK 22 a console can exist without a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
