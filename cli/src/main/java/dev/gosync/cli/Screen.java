package dev.gosync.cli;

import java.util.OptionalInt;
import java.util.function.IntSupplier;

/** What the output may look like. Immutable, except that the width is asked for once, at its first use. */
final class Screen {
    static final String OPTION = "--color";

    /** When the output has colours. */
    enum Color {
        /** If it is shown on a screen that can show them, and {@code NO_COLOR} is not set. */
        AUTO,
        ALWAYS,
        NEVER
    }

    private static final String NO_COLOR = "NO_COLOR";

    private final boolean terminal;
    private final boolean colored;
    private final IntSupplier width;
    private int columns;

    private Screen(boolean terminal, boolean colored, IntSupplier width) {
        this.terminal = terminal;
        this.colored = colored;
        this.width = width;
    }

    /** {@return what the output of a run may look like} */
    static Screen of(ProgramContext context, Color color) {
        Terminal terminal = context.terminal();
        boolean isScreen = terminal.hasScreen();
        boolean isColored = switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                isScreen
                        && context.environment().getOrDefault(NO_COLOR, "").isEmpty()
                        && !context.environment().getOrDefault("TERM", "").equals("dumb")
                        && terminal.hasColors();
        };
        return new Screen(isScreen, isColored, terminal::columns);
    }

    /** {@return a file or a pipe: nothing wraps, nothing folds, and nothing has a colour} */
    static Screen none() {
        return new Screen(false, false, () -> Terminal.USUAL_COLUMNS);
    }

    /** {@return a screen without colours; without a width it is a file or a pipe} */
    static Screen plain(OptionalInt columns) {
        return new Screen(columns.isPresent(), false, () -> columns.orElse(Terminal.USUAL_COLUMNS));
    }

    /** Whether the output is shown on a screen, and not written to a file or a pipe. */
    boolean isTerminal() {
        return terminal;
    }

    /** Whether the output has colours. */
    boolean isColored() {
        return colored;
    }

    /** {@return the width of the screen in characters; the usual one if there is no screen} */
    int columns() {
        if (columns == 0) {
            columns = terminal ? width.getAsInt() : Terminal.USUAL_COLUMNS;
        }
        return columns;
    }
}
