package dev.gosync.file;

import dev.gosync.adapter.InvisibleCharacters;
import java.util.Optional;

/** White space as the engine sees it: wider than {@link String#strip()}, which keeps no-break spaces. */
final class Spaces {
    private Spaces() {}

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * Removes white space at both ends, also if invisible characters stand around it. Other invisible characters stay. A
     * text of nothing else becomes empty.
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

    /** {@return what is left of a text without invisible characters and the white space around it, to be compared} */
    static String seen(String text) {
        return strip(InvisibleCharacters.removedFrom(text));
    }

    static boolean isInvisible(int codePoint) {
        return !isPlain(codePoint) && InvisibleCharacters.areIn(Character.toString(codePoint));
    }

    private static boolean isPlain(int codePoint) {
        return codePoint > ' ' && codePoint < 0x7F;
    }

    private static String withoutHiddenPadding(String text) {
        int from = 0; // behind the last space before the first visible character
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
        int to = text.length(); // before the first space behind the last visible character
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

    /** Why no format can hold a thing. */
    static Optional<String> refusal(String thing) {
        if (thing.isEmpty() || strip(thing).length() < thing.length()) {
            return Optional.of("it is blank or padded with white space");
        }
        for (int i = 0; i < thing.length(); i++) {
            char c = thing.charAt(i);
            if (c == 0) {
                return Optional.of("it holds a zero character");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < thing.length()
                    && Character.isLowSurrogate(thing.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("it holds half a character");
            }
        }
        return Optional.empty();
    }
}
