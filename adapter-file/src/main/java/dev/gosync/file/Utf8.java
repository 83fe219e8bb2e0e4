package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Decodes bytes. Bytes that are not UTF-8 are an error, and never become replacement characters. */
final class Utf8 {
    private static final String REMEDY = "Save the file as UTF-8; nothing was changed.";

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
            check(bytes, from, to, line);
        }
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw zeroByte(line + breaks(text, zero));
        }
        return text;
    }

    static MalformedFileException zeroByte(int line) {
        return MalformedFileException.at(line, "a zero byte, so this is not UTF-8 text", REMEDY);
    }

    private static void check(byte[] bytes, int from, int to, int line) throws MalformedFileException {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(8192);
        int breaks = 0;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            breaks += breaks(out, out.length());
            out.clear();
            if (result.isError()) {
                throw MalformedFileException.at(line + breaks, "bytes that are not UTF-8", REMEDY);
            }
            if (result.isUnderflow()) {
                return;
            }
        }
    }

    private static int breaks(CharSequence text, int end) {
        return (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }
}
