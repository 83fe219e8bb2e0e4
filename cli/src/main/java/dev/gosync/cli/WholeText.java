package dev.gosync.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps parts of a text together where a line wraps: names, and commands that a user copies. A marked text has another
 * character for each space that must not break. {@link TextLine} prints spaces again.
 */
final class WholeText {
    /** Unicode keeps this noncharacter for use within a program. */
    private static final char SPACE = '\ufdd0';

    /** What must not break in a message: a name in quotes, a command of this program, and one of a shell in parentheses. */
    private static final Pattern PARTS = Pattern.compile("(?<![^ (])(?:" + Pattern.quote(ProgramName.shown()) + "|"
            + ProgramName.USUAL
            + ") (?:[a-z]+|[A-Z]+ --help)(?: (?:--?[a-z][^ ]*|[A-Z]{2,}|[^ ]+\\.ya?ml|\\.\\.\\.)(?![^ ,;:.?)]))*"
            + "|(?<![^ (])'[^']*'(?![^ ,;:.?)])"
            + "|\\((?:export|read -rs) [^)]*\\)");

    private WholeText() {}

    /** {@return the text, which never breaks} */
    static String of(String text) {
        return text.replace(String.valueOf(SPACE), "\\ufdd0").replace(' ', SPACE);
    }

    /** {@return a message in which names in quotes and commands never break} */
    static String inMessage(String message) {
        return PARTS.matcher(message).replaceAll(part -> Matcher.quoteReplacement(of(part.group())));
    }

    /** {@return the text without marks} */
    static String plain(String text) {
        return text.replace(SPACE, ' ');
    }
}
