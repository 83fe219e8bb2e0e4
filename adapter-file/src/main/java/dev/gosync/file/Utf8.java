package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Decodes bytes. Bytes that are not UTF-8 are an error, and never become replacement characters. */
final class Utf8 {
    private Utf8() {}

    /** {@return the length of the byte-order mark at the beginning, or 0} */
    static int markLength(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
    }

    /** {@return the text after the byte-order mark} */
    static String decode(byte[] bytes) throws MalformedFileException {
        return decode(bytes, markLength(bytes), bytes.length, 1);
    }

    /** {@return the text of a range of bytes, which begins on the given line} */
    static String decode(byte[] bytes, int from, int to, int line) throws MalformedFileException {
        String text = new String(bytes, from, to - from, UTF_8);
        // A replacement character comes from malformed bytes, or is really in the file.
        if (text.indexOf('\uFFFD') >= 0) {
            Optional<MalformedFileException> malformed = Encoding.notIn(UTF_8, bytes, from, to, line);
            if (malformed.isPresent()) {
                throw malformed.get();
            }
        }
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            int breaks = (int) text.chars().limit(zero).filter(c -> c == '\n').count();
            throw zeroByte(line + breaks, bytes);
        }
        return text;
    }

    static MalformedFileException zeroByte(int line, byte[] bytes) {
        return MalformedFileException.at(line, "a zero byte, so this is not UTF-8 text", Encoding.remedy(UTF_8, bytes));
    }
}
