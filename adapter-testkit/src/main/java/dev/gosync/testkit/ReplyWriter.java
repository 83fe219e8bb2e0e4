package dev.gosync.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends answers through a connection: whole, in part, or not at all. */
final class ReplyWriter {
    /** So many blanks come after half an answer, so that the client is busy with the half before the reset. */
    private static final int BLANKS = 128 * 1024;

    private static final int PIECE = 8 * 1024;
    private static final int MILLIS_BETWEEN_PIECES = 20;

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final Socket connection;
    private final OutputStream out;

    ReplyWriter(Socket connection) throws IOException {
        this.connection = connection;
        this.out = connection.getOutputStream();
    }

    /** Whether the connection stays open. */
    boolean answer(String verb, FakeReply reply) throws IOException {
        switch (reply.delivery()) {
            case WHOLE, LATE -> whole(verb, reply.answer());
            case NONE, NEVER -> reset();
            case HALF, ENDLESS -> half(reply);
        }
        return !connection.isClosed();
    }

    private void whole(String verb, FakeAnswer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean isWithoutBody = answer.status() == 204 || answer.status() == 304;
        ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + PIECE);
        all.writeBytes(head(
                answer.status(), answer.headers(), isWithoutBody ? "" : "Content-Length: " + body.length + "\r\n"));
        if (!isWithoutBody && !verb.equals("HEAD")) {
            all.writeBytes(body);
        }
        all.writeTo(out);
        out.flush();
    }

    /** A status without a body would hide what happens to the body. */
    private void half(FakeReply reply) throws IOException {
        FakeAnswer answer = reply.answer();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        out.write(head(
                answer.status() == 204 ? 200 : answer.status(), answer.headers(), "Transfer-Encoding: chunked\r\n"));
        chunk(Arrays.copyOf(body, body.length / 2));
        byte[] blanks = new byte[PIECE];
        Arrays.fill(blanks, (byte) ' ');
        for (int sent = 0; sent < BLANKS; sent += PIECE) {
            chunk(blanks);
        }
        while (reply.delivery() == FakeReply.Delivery.ENDLESS && !isReleased(reply)) {
            chunk(blanks);
        }
        reset();
    }

    private static boolean isReleased(FakeReply reply) {
        try {
            return reply.released().await(MILLIS_BETWEEN_PIECES, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void chunk(byte[] bytes) throws IOException {
        if (bytes.length > 0) { // one without bytes would be the end
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            chunk.writeTo(out);
        }
    }

    private static byte[] head(int status, Map<String, String> headers, String length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, ""))
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append(length).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }
}
