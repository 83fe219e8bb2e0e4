package dev.gosync.adapter;

import java.util.Locale;

/**
 * Characters that show nothing, such as a zero width space. Copied text often holds them, so two spellings that look the
 * same may differ. They are the code points that Unicode 16.0 calls {@code Default_Ignorable_Code_Point}
 * (DerivedCoreProperties.txt). Threads may share it.
 */
public final class InvisibleCharacters {
    /** First and last code point of each range, in ascending order. */
    private static final int[][] RANGES = {
        {0x00AD, 0x00AD},
        {0x034F, 0x034F},
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x200B, 0x200F},
        {0x202A, 0x202E},
        {0x2060, 0x206F},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8},
        {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF},
    };

    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private InvisibleCharacters() {}

    /**
     * Looks for invisible characters.
     *
     * @param text any text
     * @return whether it contains at least one
     */
    public static boolean areIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= RANGES[0][0] && isInvisible(text.codePointAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Removes invisible characters.
     *
     * @param text any text
     * @return the text without them; the same object if there are none
     */
    public static String removedFrom(String text) {
        if (!areIn(text)) {
            return text;
        }
        StringBuilder left = new StringBuilder(text.length());
        text.codePoints().filter(codePoint -> !isInvisible(codePoint)).forEach(left::appendCodePoint);
        return left.toString();
    }

    /**
     * Makes invisible characters visible, and control characters and line separators too, so that no text can forge a line or steer a terminal.
     *
     * @param text any text
     * @return the text with each of them as an escape such as {@code \u200b}; the same object if there are none
     */
    public static String shownIn(String text) {
        if (text.codePoints().noneMatch(InvisibleCharacters::mustBeShown)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (!mustBeShown(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else if (codePoint < 0x10000) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            } else {
                shown.append(String.format(Locale.ROOT, "\\U%08x", codePoint));
            }
        });
        return shown.toString();
    }

    private static boolean mustBeShown(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == LINE_SEPARATOR
                || codePoint == PARAGRAPH_SEPARATOR
                || isInvisible(codePoint);
    }

    private static boolean isInvisible(int codePoint) {
        for (int[] range : RANGES) {
            if (codePoint < range[0]) {
                return false;
            }
            if (codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
