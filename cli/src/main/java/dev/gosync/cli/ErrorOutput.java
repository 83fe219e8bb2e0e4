package dev.gosync.cli;

import java.util.Map;
import java.util.OptionalInt;

/** Asks the system about standard error. Java knows only whether standard input and output are a terminal. */
final class ErrorOutput {
    private static final int NARROWEST = 20;

    private ErrorOutput() {}

    /**
     * {@return the width of the terminal; empty if standard error is a file or a pipe, or if the terminal cannot draw a line
     * again}
     */
    static OptionalInt columns(Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return OptionalInt.empty();
        }
        return columns();
    }

    /** {@return the width of the terminal; empty if standard error is a file or a pipe} */
    static OptionalInt columns() {
        OptionalInt columns = Stty.ofErrorOutput();
        return columns.isEmpty() ? columns : OptionalInt.of(usable(columns.getAsInt()));
    }

    private static int usable(int columns) {
        return columns == 0 ? Terminal.USUAL_COLUMNS : Math.max(columns, NARROWEST);
    }
}
