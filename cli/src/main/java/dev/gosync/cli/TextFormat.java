package dev.gosync.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** Formats values for output. */
final class TextFormat {
    private TextFormat() {}

    /** {@return the name of an enum constant in configurations and JSON: {@code remove-add}} */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String count(int count, String singular, String plural) {
        return count + " " + (count == 1 ? singular : plural);
    }

    /** Escapes control characters, so that text from a service cannot fake output lines or control the terminal. */
    static String escaped(String text) {
        return escaped(text, "");
    }

    /** {@return the stack trace, with control characters escaped} */
    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return escaped(text.toString().stripTrailing(), "\t" + System.lineSeparator());
    }

    private static String escaped(String text, String allowed) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(c -> escaped.append(
                        Character.isISOControl(c) && allowed.indexOf(c) < 0
                                ? String.format(Locale.ROOT, "\\u%04x", c)
                                : Character.toString(c)));
        return escaped.toString();
    }
}
