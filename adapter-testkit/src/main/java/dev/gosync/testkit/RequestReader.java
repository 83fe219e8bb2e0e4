package dev.gosync.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one connection. */
final class RequestReader {
    private static final int LONGEST_LINE = 1024 * 1024;

    private final InputStream in;
    private final OutputStream out;

    /** What was read from the connection and not yet used. */
    private final byte[] buffer = new byte[8 * 1024];

    private int next;
    private int end;
    private boolean staysOpen = true;

    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Whether the client may send another request after the last one. */
    boolean staysOpen() {
        return staysOpen;
    }

    /** The next request; null if the client has closed the connection. */
    @Nullable FakeRequest next() throws IOException {
        @Nullable String line = line();
        while (line != null && line.isEmpty()) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3) {
            throw new IOException("This is no request line: " + line);
        }
        Map<String, String> headers = headers();
        String connection = headers.getOrDefault("Connection", "").toLowerCase(Locale.ROOT);
        staysOpen = !connection.contains("close") && !parts[2].equals("HTTP/1.0");
        return FakeRequest.of(parts[0], target(parts[1]), headers, text(body(headers), headers));
    }

    /** A client that takes this server for a proxy sends the whole address. */
    private static String target(String sent) {
        int host = sent.indexOf("://");
        if (sent.startsWith("/") || host < 0) {
            return sent;
        }
        int path = sent.indexOf('/', host + 3);
        return path < 0 ? "/" : sent.substring(path);
    }

    /** Of several with one name, the first. */
    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = required(line()); !line.isEmpty(); line = required(line())) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("This is no header: " + line);
            }
            headers.putIfAbsent(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        if (headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        return bytes(number(headers.getOrDefault("Content-Length", "0"), 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = number(required(line()).replaceFirst(";.*", "").strip(), 16);
            if (length == 0) {
                headers(); // a trailer, which nobody needs
                return body.toByteArray();
            }
            body.writeBytes(bytes(length));
            required(line());
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("This is no length: " + text, e);
        }
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        int buffered = Math.min(length, end - next);
        System.arraycopy(buffer, next, bytes, 0, buffered);
        next += buffered;
        if (buffered + in.readNBytes(bytes, buffered, length - buffered) < length) {
            throw new EOFException("The body of a request broke off");
        }
        return bytes;
    }

    private static String text(byte[] body, Map<String, String> headers) throws IOException {
        if (body.length > 0 && headers.getOrDefault("Content-Encoding", "").equalsIgnoreCase("gzip")) {
            try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new EOFException("A request broke off");
        }
        return line;
    }

    /** A line without its end; null at the end of all. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (next == end) {
                end = Math.max(0, in.read(buffer));
                next = 0;
            }
            if (end == 0) {
                return null;
            }
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.append(new String(buffer, from, next - from, StandardCharsets.ISO_8859_1));
            if (line.length() > LONGEST_LINE) {
                throw new IOException("A line of a request is too long");
            }
            if (next < end) {
                next++;
                int length = line.length();
                return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
            }
        }
    }
}
