package dev.gosync.cli;

import dev.gosync.adapter.InvisibleCharacters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats values for output. Text from files and services is escaped with {@link InvisibleCharacters#shownIn}. */
final class TextFormat {
    private static final String TAB = "\t";

    private TextFormat() {}

    /** {@return the name of an enum constant in configurations and JSON: {@code remove-add}} */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String count(int count, String singular, String plural) {
        return count + " " + (count == 1 ? singular : plural);
    }

    /** {@return what was thrown, on one line} An error of the JVM has its type, because its message alone says little. */
    static String message(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            return "the program ran out of memory (" + thrown.getMessage() + "); give it more memory with -Xmx";
        }
        return thrown instanceof Error || thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    /** {@return the stack trace, with control characters and invisible characters escaped} */
    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return Arrays.stream(text.toString().stripTrailing().split(System.lineSeparator()))
                .map(TextFormat::escapedExceptTabs)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String escapedExceptTabs(String line) {
        return Arrays.stream(line.split(TAB, -1))
                .map(InvisibleCharacters::shownIn)
                .collect(Collectors.joining(TAB));
    }
}
