package dev.gosync.file;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a CSV file by lines, as an editor numbers them. A line ends with a line feed, a carriage return, or both. */
final class CsvText {
    /** Excel writes and reads this line, and never shows it. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\s*", Pattern.CASE_INSENSITIVE);

    /** A header is searched only near the beginning. */
    private static final int LINES_SEARCHED = 50;

    private final String text;
    private final int[] starts;

    private CsvText(String text, int[] starts) {
        this.text = text;
        this.starts = starts;
    }

    static CsvText of(byte[] bytes) throws MalformedFileException {
        return new CsvText(Utf8.decode(bytes), lineStarts(bytes));
    }

    /** {@return the position of the first byte of a line} */
    int start(int line) {
        return starts[line - 1];
    }

    int lines() {
        return starts.length;
    }

    /** {@return the separator that the first line names} */
    Optional<Character> separator() {
        Matcher line = SEPARATOR_LINE.matcher(line(0));
        return line.matches() ? Optional.of(line.group(1).charAt(0)) : Optional.empty();
    }

    /** {@return the first of the first lines that has a cell with this text, if one has} */
    OptionalInt lineWith(String cell, char separator) {
        int from = 0;
        for (int line = 1; line <= Math.min(LINES_SEARCHED, lines()); line++) {
            for (String candidate : line(from).split(Pattern.quote(String.valueOf(separator)), -1)) {
                if (WhiteSpace.visible(candidate.replace("\"", "")).equals(cell)) {
                    return OptionalInt.of(line);
                }
            }
            from = afterLine(from);
        }
        return OptionalInt.empty();
    }

    private String line(int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
            to++;
        }
        return text.substring(from, to);
    }

    private int afterLine(int from) {
        for (int i = from; i < text.length(); i++) {
            if (endsLine(i)) {
                return i + 1;
            }
        }
        return text.length();
    }

    private boolean endsLine(int at) {
        char c = text.charAt(at);
        return c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
    }

    /**
     * Returns the text from a line to the end. Carriage returns without a line feed become line feeds. FastCSV counts lines
     * wrong if a quoted cell contains both. Outside of quotes, both end a row, so the rows stay the same.
     */
    String from(int line) {
        int from = 0;
        for (int i = 1; i < line; i++) {
            from = afterLine(from);
        }
        int at = text.indexOf('\r', from);
        if (at < 0) {
            return text.substring(from);
        }
        StringBuilder replaced = new StringBuilder(text);
        for (; at >= 0; at = text.indexOf('\r', at + 1)) {
            if (endsLine(at)) {
                replaced.setCharAt(at, '\n');
            }
        }
        return replaced.substring(from);
    }

    private static int[] lineStarts(byte[] bytes) {
        int[] starts = new int[bytes.length / 32 + 16];
        int count = 0;
        starts[count++] = Utf8.markLength(bytes);
        for (int i = starts[0]; i < bytes.length; i++) {
            boolean lineFeedFollows = i + 1 < bytes.length && bytes[i + 1] == '\n';
            boolean ends = bytes[i] == '\n' || (bytes[i] == '\r' && !lineFeedFollows);
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }
}
