package dev.gosync.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The terminal of this process, for its input and its output together. */
final class SystemTerminal implements Terminal {
    private static final int SMALLEST = 20;

    private final Map<String, String> environment;
    private @Nullable OptionalInt errorColumns;

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

    @Override
    public boolean hasColors() {
        return hasColors(environment, Ansi.AUTO::enabled);
    }

    /**
     * Decides about colours. The terminal of Windows says in a variable that it is one.
     *
     * @param knowsAnsi whether the console is another one that obeys the codes
     */
    static boolean hasColors(Map<String, String> environment, BooleanSupplier knowsAnsi) {
        return environment.containsKey("WT_SESSION") || knowsAnsi.getAsBoolean();
    }

    @Override
    public int columns() {
        return columns(
                environment,
                Stty::ofTerminal,
                () -> CommandSpec.create().usageMessage().autoWidth(true).width());
    }

    /**
     * Decides about the width. A terminal that does not know its size says 0.
     *
     * @param stty asks the command of that name
     * @param anySystem asks every system, but calls no terminal narrower than 55 columns
     */
    static int columns(Map<String, String> environment, Supplier<OptionalInt> stty, IntSupplier anySystem) {
        return number(environment.getOrDefault("COLUMNS", ""))
                .filter(SystemTerminal::isUsable)
                .or(() -> stty.get().stream().boxed().findFirst().filter(SystemTerminal::isUsable))
                .orElseGet(anySystem::getAsInt);
    }

    private static boolean isUsable(int columns) {
        return columns >= SMALLEST;
    }

    private static Optional<Integer> number(String columns) {
        try {
            return Optional.of(Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized OptionalInt errorColumns() {
        OptionalInt known = errorColumns == null ? ErrorOutput.columns() : errorColumns;
        errorColumns = known;
        return known.isEmpty()
                ? known
                : OptionalInt.of(number(environment.getOrDefault("COLUMNS", ""))
                        .filter(SystemTerminal::isUsable)
                        .orElse(known.getAsInt()));
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
