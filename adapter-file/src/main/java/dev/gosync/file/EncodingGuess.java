package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Guesses the encoding of a file for a message. A file is never read in an encoding that was only guessed. */
final class EncodingGuess {
    private static final int BYTES_SEEN = 1 << 16;

    private EncodingGuess() {}

    /** {@return the likely encoding; empty if there is none} */
    static Optional<String> of(byte[] all) {
        byte[] bytes = all.length <= BYTES_SEEN ? all : Arrays.copyOf(all, BYTES_SEEN);
        return wide(bytes).or(() -> isUtf8WithMore(all) ? Optional.of("utf-8") : narrow(bytes));
    }

    /**
     * Tells whether bytes are UTF-8 although another encoding is configured, which might read them without an error.
     *
     * @param configured the other encoding
     */
    static boolean isUtf8Instead(Charset configured, byte[] bytes) {
        boolean isWide =
                configured.name().startsWith("UTF-16") || configured.name().startsWith("UTF-32");
        if (isWide) { // even a line feed has a zero byte in these
            return bytes.length > 0 && !hasZero(bytes) && isUtf8(bytes);
        }
        boolean isOneByte = configured.canEncode() && configured.newEncoder().maxBytesPerChar() == 1;
        // In an encoding with several bytes for a character, a few characters may be UTF-8 by chance.
        return charactersBeyondAscii(bytes) >= (isOneByte ? 1 : 4) && isUtf8(bytes);
    }

    private static boolean isUtf8WithMore(byte[] bytes) {
        return charactersBeyondAscii(bytes) > 0 && isUtf8(bytes);
    }

    private static int charactersBeyondAscii(byte[] utf8) {
        int count = 0;
        for (byte b : utf8) {
            count += (b & 0xC0) == 0xC0 ? 1 : 0;
        }
        return count;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Encodings with two or four bytes for each character have many zero bytes, all at the same positions. */
    private static Optional<String> wide(byte[] bytes) {
        int[] zeros = new int[4];
        for (int i = 0; i < bytes.length; i++) {
            zeros[i % 4] += bytes[i] == 0 ? 1 : 0;
        }
        int few = bytes.length / 40;
        int many = Math.max(1, bytes.length / 4 * 3 / 5);
        if (zeros[1] >= many && zeros[2] >= many && zeros[3] >= many && zeros[0] <= few) {
            return Optional.of("utf-32le");
        }
        if (zeros[0] >= many && zeros[1] >= many && zeros[2] >= many && zeros[3] <= few) {
            return Optional.of("utf-32be");
        }
        if (zeros[1] >= many && zeros[3] >= many / 2 && zeros[0] + zeros[2] <= few) {
            return Optional.of("utf-16le");
        }
        if (zeros[0] >= many && zeros[2] >= many / 2 && zeros[1] + zeros[3] <= few) {
            return Optional.of("utf-16be");
        }
        return Optional.empty();
    }

    /** Encodings that contain ASCII. In European words, letters with accents are seldom neighbours. */
    private static Optional<String> narrow(byte[] bytes) {
        int high = 0;
        int runs = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                high++;
                runs += i == 0 || bytes[i - 1] >= 0 ? 1 : 0;
            }
        }
        if (high == 0) {
            return Optional.empty();
        }
        if (hasScript(bytes, "shift_jis", EncodingGuess::isJapanese, 0.95)
                && hasScript(bytes, "shift_jis", EncodingGuess::isKana, 0.2)) {
            return Optional.of("shift_jis");
        }
        if (hasScript(bytes, "euc-jp", EncodingGuess::isJapanese, 0.95)
                && hasScript(bytes, "euc-jp", EncodingGuess::isKana, 0.2)) {
            return Optional.of("euc-jp");
        }
        if (hasScript(bytes, "euc-kr", c -> isIn(c, Character.UnicodeScript.HANGUL), 0.95)) {
            return Optional.of("euc-kr");
        }
        if (high < 2 * runs && hasScript(bytes, "windows-1252", EncodingGuess::isWestern, 0.95)) {
            return Optional.of("windows-1252");
        }
        if (hasScript(bytes, "windows-1251", c -> c >= 0x410 && c <= 0x44F, 0.95)) {
            return Optional.of("windows-1251");
        }
        boolean inPairs = high % 2 == 0 && high >= 2 * runs;
        if (inPairs && leads(bytes, 0xB0, 0xD7) && hasScript(bytes, "gb18030", EncodingGuess::isHan, 0.95)) {
            return Optional.of("gb18030");
        }
        return hasScript(bytes, "big5", EncodingGuess::isHan, 0.9) ? Optional.of("big5") : Optional.empty();
    }

    /** Whether most pairs of bytes begin with a byte in a range. */
    private static boolean leads(byte[] bytes, int first, int last) {
        int pairs = 0;
        int inside = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                int lead = bytes[i] & 0xFF;
                pairs++;
                inside += lead >= first && lead <= last ? 1 : 0;
                i++;
            }
        }
        return inside * 10 >= pairs * 8;
    }

    /** Whether the bytes are in an encoding, and the given share of the characters beyond ASCII are as expected. */
    private static boolean hasScript(byte[] bytes, String name, IntPredicate expected, double share) {
        if (!Charset.isSupported(name)) {
            return false;
        }
        CharsetDecoder decoder = Charset.forName(name)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        // The last character may be cut off.
        boolean isError = decoder.decode(ByteBuffer.wrap(bytes), out, false).isError();
        int[] beyondAscii = out.flip()
                .chars()
                .filter(c -> c > 0x7F && !Character.isSpaceChar(c))
                .toArray();
        long matching = Arrays.stream(beyondAscii).filter(expected).count();
        return !isError && beyondAscii.length > 0 && matching >= share * beyondAscii.length;
    }

    private static boolean isWestern(int c) {
        return (Character.isLetter(c) && isIn(c, Character.UnicodeScript.LATIN))
                || "\u2019\u2018\u201C\u201D\u2013\u2014\u2026\u20AC\u00A7\u00B0\u00AB\u00BB\u00B4".indexOf(c) >= 0;
    }

    private static boolean isJapanese(int c) {
        return isHan(c) || isKana(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E);
    }

    private static boolean isKana(int c) {
        return c >= 0x3041 && c <= 0x30FF;
    }

    private static boolean isHan(int c) {
        return c >= 0x4E00 && c <= 0x9FFF;
    }

    private static boolean isIn(int c, Character.UnicodeScript script) {
        return Character.UnicodeScript.of(c) == script;
    }
}
