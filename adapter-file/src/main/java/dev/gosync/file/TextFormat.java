package dev.gosync.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One thing on each line. A {@code #} at the beginning of a line or after white space starts a comment. */
record TextFormat() implements EditableFormat {
    @Override
    public String part() {
        return "";
    }

    @Override
    public byte[] blank() {
        return new byte[0];
    }

    @Override
    public Pieces parse(byte[] bytes) throws MalformedFileException {
        int mark = Utf8.markLength(bytes);
        Pieces.Builder pieces = new Pieces.Builder(bytes);
        int line = 1;
        for (int from = mark; from < bytes.length; line++) {
            boolean ascii = true;
            boolean hash = false;
            int end = from;
            for (; end < bytes.length; end++) {
                byte c = bytes[end];
                if (c > '#') {
                    continue;
                }
                if (c == '\n') {
                    break;
                }
                ascii &= c >= 0;
                hash |= c == '#';
                if (c == 0) {
                    throw Utf8.zeroByte(line, bytes);
                }
                if (c == '\r' && !endsLine(bytes, end + 1)) {
                    throw MalformedFileException.at(
                            line,
                            "a carriage return in the middle of a line",
                            "Save the file with line feeds, or carriage returns and line feeds, as line endings.");
                }
            }
            int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
            // What begins and ends with a visible character, and has no #, is the thing itself.
            if (ascii && !hash && to > from && bytes[from] > ' ' && bytes[to - 1] > ' ') {
                pieces.addPlain(from, to - from);
            } else if (ascii) {
                pieces.add(from, thing(new String(bytes, from, to - from, ISO_8859_1)));
            } else {
                pieces.add(from, thing(Utf8.decode(bytes, from, to, line)), line);
            }
            from = end < bytes.length ? end + 1 : end;
        }
        return pieces.build(Map.of(), List.of(), UnaryOperator.identity());
    }

    private static boolean endsLine(byte[] bytes, int at) {
        return at == bytes.length || bytes[at] == '\n' || bytes[at] == '\r';
    }

    private static @Nullable String thing(String line) {
        int comment = commentStart(line);
        String thing = WhiteSpace.strip(comment < 0 ? line : line.substring(0, comment));
        return thing.isEmpty() ? null : thing;
    }

    private static int commentStart(String line) {
        int at = line.indexOf('#');
        while (at > 0 && !followsSpace(line, at)) {
            at = line.indexOf('#', at + 1);
        }
        return at;
    }

    /** Whether white space comes before a position. Invisible characters are ignored. */
    private static boolean followsSpace(String line, int at) {
        int before = at;
        while (before > 0 && WhiteSpace.isInvisible(line.codePointBefore(before))) {
            before -= Character.charCount(line.codePointBefore(before));
        }
        return before == 0 || WhiteSpace.isSpace(line.charAt(before - 1));
    }

    @Override
    public Optional<String> refusal(String thing) {
        if (thing.indexOf('\n') >= 0 || thing.indexOf('\r') >= 0) {
            return Optional.of("it contains a line break");
        }
        if (commentStart(thing) >= 0) {
            return Optional.of("part of it would be read as a comment");
        }
        // At the beginning of a file, a reader would skip it.
        return thing.startsWith("\uFEFF") ? Optional.of("it begins with a byte-order mark") : WhiteSpace.refusal(thing);
    }
}
