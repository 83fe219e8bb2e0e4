package dev.gosync.file;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Optional;

/** White space as the engine defines it. Unlike {@link String#strip()}, it includes no-break spaces. */
final class WhiteSpace {
    private WhiteSpace() {}

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * Removes white space at both ends, and the invisible characters around it. Other invisible characters stay. A text
     * of only white space and invisible characters becomes empty.
     */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        String stripped = text.substring(from, to);
        return stripped.isEmpty() || (isPlain(stripped.charAt(0)) && isPlain(stripped.charAt(stripped.length() - 1)))
                ? stripped
                : withoutHiddenPadding(stripped);
    }

    /** {@return the text for comparisons, without invisible characters and without white space at both ends} */
    static String visible(String text) {
        return strip(InvisibleCharacters.removedFrom(text));
    }

    static boolean isInvisible(int codePoint) {
        return !isPlain(codePoint) && InvisibleCharacters.areIn(Character.toString(codePoint));
    }

    private static boolean isPlain(int codePoint) {
        return codePoint > ' ' && codePoint < 0x7F;
    }

    private static String withoutHiddenPadding(String text) {
        int from = 0; // after the last space before the first visible character
        int first = 0;
        while (first < text.length()) {
            int codePoint = text.codePointAt(first);
            boolean space = codePoint <= Character.MAX_VALUE && isSpace((char) codePoint);
            if (!space && !isInvisible(codePoint)) {
                break;
            }
            first += Character.charCount(codePoint);
            from = space ? first : from;
        }
        if (first == text.length()) {
            return "";
        }
        int to = text.length(); // before the first space after the last visible character
        for (int last = to; last > first; ) {
            int codePoint = text.codePointBefore(last);
            boolean space = codePoint <= Character.MAX_VALUE && isSpace((char) codePoint);
            if (!space && !isInvisible(codePoint)) {
                break;
            }
            last -= Character.charCount(codePoint);
            to = space ? last : to;
        }
        return text.substring(from, to);
    }

    /** {@return why no format can contain a thing, for the end of a sentence; empty if a format can} */
    static Optional<String> refusal(String thing) {
        if (thing.isEmpty() || strip(thing).length() < thing.length()) {
            return Optional.of("it is blank or padded with white space");
        }
        for (int i = 0; i < thing.length(); i++) {
            char c = thing.charAt(i);
            if (c == 0) {
                return Optional.of("it contains a zero character");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < thing.length()
                    && Character.isLowSurrogate(thing.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("it contains half of a surrogate pair");
            }
        }
        return Optional.empty();
    }
}
