package dev.gosync.cli;

/** How many columns of a terminal a text takes. */
final class DisplayWidth {
    /** First and last code point of each block that takes two columns, in ascending order. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** {@return the longest beginning of a text that takes no more than this many columns} */
    static String start(String text, int columns) {
        int left = columns;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    /** {@return the longest end of a text that takes no more than this many columns} A mark stays with its letter. */
    static String end(String text, int columns) {
        int left = columns;
        int begin = text.length();
        int from = begin;
        while (begin > 0) {
            int codePoint = text.codePointBefore(begin);
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            begin -= Character.charCount(codePoint);
            if (of(codePoint) > 0) {
                from = begin;
            }
        }
        return text.substring(from);
    }

    private static int of(int codePoint) {
        if (codePoint < WIDE[0][0]) {
            return isCombining(codePoint) ? 0 : 1;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return isCombining(codePoint) ? 0 : 1;
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
