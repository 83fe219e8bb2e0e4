package dev.gosync.config;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Optional;

/**
 * Invisible characters that nobody writes on purpose, such as a zero width space in copied text. Joiners and variation
 * selectors after a character that is not ASCII are part of an emoji or of a script, and stay.
 */
final class HiddenCharacters {
    private static final int LAST_ASCII = 0x7F;

    private HiddenCharacters() {}

    /** {@return the first one in a text, as an escape such as {@code \\u200b}} */
    static Optional<String> firstIn(String text) {
        int at = next(text, 0);
        return at == text.length()
                ? Optional.empty()
                : Optional.of(InvisibleCharacters.shownIn(Character.toString(text.codePointAt(at))));
    }

    /** {@return the text without them} */
    static String removedFrom(String text) {
        StringBuilder left = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int at = next(text, from);
            left.append(text, from, at);
            from = at == text.length() ? at : at + Character.charCount(text.codePointAt(at));
        }
        return left.toString();
    }

    /** {@return the position of the next one; the length of the text if there is none} */
    private static int next(String text, int from) {
        if (!InvisibleCharacters.areIn(text)) {
            return text.length();
        }
        for (int at = from; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            boolean isPart = joinsOrVaries(codePoint) && at > 0 && text.codePointBefore(at) > LAST_ASCII;
            if (!isPart && InvisibleCharacters.areIn(Character.toString(codePoint))) {
                return at;
            }
        }
        return text.length();
    }

    private static boolean joinsOrVaries(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D || (codePoint >= 0xFE00 && codePoint <= 0xFE0F);
    }
}
