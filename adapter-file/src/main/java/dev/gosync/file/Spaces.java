package dev.gosync.file;

import java.util.Optional;

/** White space as the engine sees it: wider than {@link String#strip()}, which keeps no-break spaces. */
final class Spaces {
    private Spaces() {}

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Why no format can hold a thing. */
    static Optional<String> refusal(String thing) {
        if (thing.isEmpty() || isSpace(thing.charAt(0)) || isSpace(thing.charAt(thing.length() - 1))) {
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
