package dev.gosync.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** How things are put into words. */
final class Words {
    private Words() {}

    /** How an enum constant is written in configurations and in JSON. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** Control characters as escapes: what a service answers may not forge a line of a plan, nor steer the terminal. */
    static String visible(String text) {
        return visible(text, "");
    }

    /** A stack trace that steers no terminal. */
    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return visible(text.toString().stripTrailing(), "\t" + System.lineSeparator());
    }

    private static String visible(String text, String asTheyAre) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        text.chars()
                .forEach(c -> visible.append(
                        Character.isISOControl(c) && asTheyAre.indexOf(c) < 0
                                ? String.format(Locale.ROOT, "\\u%04x", c)
                                : Character.toString(c)));
        return visible.toString();
    }
}
