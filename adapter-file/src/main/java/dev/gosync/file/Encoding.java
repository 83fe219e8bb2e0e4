package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gosync.adapter.ConfigException.Fault;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The encoding of a file. Formats see UTF-8 only, so a file in another encoding is translated when it is read, and back
 * when it is written. A byte-order mark counts more than the configured encoding.
 *
 * @param charset the configured encoding
 */
record Encoding(Charset charset) {
    static final Encoding DEFAULT = new Encoding(UTF_8);

    /** For the message about an unknown name. Every charset of the JDK is allowed. */
    private static final List<String> COMMON = List.of(
            "utf-8",
            "utf-16",
            "utf-16le",
            "utf-16be",
            "iso-8859-1",
            "iso-8859-15",
            "windows-1250",
            "windows-1251",
            "windows-1252",
            "windows-1254",
            "big5",
            "gb18030",
            "shift_jis",
            "euc-jp",
            "euc-kr",
            "koi8-r");

    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    /** In this order, because the mark of UTF-16LE is the beginning of that of UTF-32LE. */
    private static final List<Charset> MARKED = List.of(UTF_8, UTF_32LE, UTF_32BE, UTF_16LE, UTF_16BE);

    /**
     * The content of a file.
     *
     * @param utf8 the content for a format; if the file is UTF-8, it is the file with its mark
     * @param charset the encoding of the file
     * @param mark its byte-order mark, which is not in the content for a format
     * @param original all bytes of the file
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] utf8, Charset charset, byte[] mark, byte[] original) {
        /**
         * Translates changed content back.
         *
         * @throws MalformedFileException if bytes of the file would change that belong to no change
         */
        byte[] encoded(byte[] changed) throws MalformedFileException {
            if (charset.equals(UTF_8)) {
                return changed;
            }
            if (original.length > 0 && !Arrays.equals(back(utf8), original)) {
                throw MalformedFileException.whole(
                        "it cannot be written in " + charset.name() + " without a change of other lines",
                        "Save the file as UTF-8 and remove encoding, or use it as a source only.");
            }
            return back(changed);
        }

        private byte[] back(byte[] content) throws MalformedFileException {
            try {
                ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(new String(content, UTF_8)));
                byte[] all = Arrays.copyOf(mark, mark.length + bytes.remaining());
                bytes.get(all, mark.length, bytes.remaining());
                return all;
            } catch (CharacterCodingException e) {
                // The encoding of the file is another than a moment ago, when the things were checked.
                throw MalformedFileException.whole(
                        "its encoding, " + charset.name() + ", cannot express a new thing", "Run again.");
            }
        }
    }

    /** {@return the encoding with a name; empty if the JDK has none} */
    static Optional<Encoding> named(String name) {
        try {
            return Optional.of(new Encoding(Charset.forName(name)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    static Fault unknown(String name) {
        return Fault.unknownValue("encoding", name, COMMON);
    }

    boolean canWrite() {
        return charset.canEncode();
    }

    /** {@return the encoding of a file that begins with these bytes} */
    Charset of(byte[] start) {
        return MARKED.stream()
                .filter(marked -> startsWith(start, mark(marked)))
                .findFirst()
                .orElseGet(this::withoutMark);
    }

    /** A new file in utf-16 or utf-32 has a mark, and the order of bytes that Windows uses. */
    private Charset withoutMark() {
        return switch (charset.name()) {
            case "UTF-16" -> UTF_16LE;
            case "UTF-32" -> UTF_32LE;
            default -> charset;
        };
    }

    private boolean needsMark() {
        return charset.name().equals("UTF-16") || charset.name().equals("UTF-32");
    }

    /**
     * Tells which things cannot be in a file with an encoding.
     *
     * @return the reason for a thing, for the end of a sentence; empty if it can be there. For one thread only.
     */
    static Function<String, Optional<String>> refusals(Charset charset) {
        if (charset.equals(UTF_8)) {
            return thing -> Optional.empty();
        }
        CharsetEncoder encoder = charset.newEncoder();
        return thing -> encoder.canEncode(thing)
                ? Optional.empty()
                : Optional.of("the encoding of the file, " + charset.name() + ", does not have all of its characters");
    }

    /** {@return the content of a file that does not exist yet} */
    Content created(byte[] blank) {
        Charset created = withoutMark();
        return new Content(blank, created, needsMark() ? mark(created) : new byte[0], new byte[0]);
    }

    Content read(byte[] bytes) throws MalformedFileException {
        Charset actual = of(bytes);
        byte[] mark = startsWith(bytes, mark(actual)) ? mark(actual) : new byte[0];
        if (actual.equals(UTF_8)) {
            return new Content(bytes, actual, mark, bytes);
        }
        if (bytes.length == 0) {
            return created(bytes);
        }
        if (mark.length == 0 && needsMark()) {
            throw MalformedFileException.whole(
                    "it has no byte-order mark, so the order of its bytes is not known",
                    "Set encoding to " + charset.name() + "LE or " + charset.name() + "BE"
                            + EncodingGuess.of(bytes)
                                    .map(guess -> "; it probably is " + guess + ".")
                                    .orElse("."));
        }
        if (mark.length == 0 && EncodingGuess.isUtf8Instead(actual, bytes)) {
            throw MalformedFileException.whole(
                    "its content is UTF-8, not " + actual.name(), "Remove encoding from the configuration.");
        }
        try {
            String text = actual.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length))
                    .toString();
            return new Content(text.getBytes(UTF_8), actual, mark, bytes);
        } catch (CharacterCodingException e) {
            throw notIn(actual, bytes, mark.length, bytes.length, 1).orElseThrow(() -> new IllegalStateException(e));
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return mark.length > 0
                && bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static byte[] mark(Charset charset) {
        return MARKED.contains(charset) ? "\uFEFF".getBytes(charset) : new byte[0];
    }

    /**
     * Finds bytes that are not in an encoding.
     *
     * @param line the line of the first byte
     * @return the error with the line; empty if all bytes are in the encoding
     */
    static Optional<MalformedFileException> notIn(Charset charset, byte[] bytes, int from, int to, int line) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(8192);
        int breaks = 0;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            breaks += (int) out.chars().filter(c -> c == '\n').count();
            out.clear();
            if (result.isError()) {
                return Optional.of(MalformedFileException.at(
                        line + breaks, "bytes that are not " + charset.name(), remedy(charset, bytes)));
            }
            if (result.isUnderflow()) {
                return Optional.empty();
            }
        }
    }

    /** {@return what to do about a file that is not in an encoding} */
    static String remedy(Charset charset, byte[] bytes) {
        String encoding = EncodingGuess.of(bytes)
                .filter(guess -> !guess.equalsIgnoreCase(charset.name()))
                .map(guess -> "Set encoding: " + guess + ", which this file probably has")
                .orElse("Set encoding to that of the file, such as windows-1252 or big5");
        return encoding + (charset.equals(UTF_8) ? ", or save the file as UTF-8" : "") + "; nothing was changed.";
    }
}
