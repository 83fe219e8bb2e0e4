package dev.gosync.adapter.http;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AnswerTooLargeException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One answer to an HTTP request, read to its end. Immutable; threads may share it. */
public final class HttpAnswer {
    private static final long LARGEST = 64L << 20;
    private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT";
    private static final String NEVER = "Fri, 31 Dec 9999 23:59:59 GMT";

    private final int status;
    private final Map<String, List<String>> headers;
    private final String body;

    private HttpAnswer(int status, Map<String, List<String>> headers, String body) {
        this.status = status;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (name != null) { // HttpURLConnection lists the status line under null
                this.headers.put(name, List.copyOf(values));
            }
        });
        this.body = body;
    }

    /**
     * Makes an answer from parts that a vendor's client has read.
     *
     * @param status the HTTP status, 100 to 599
     * @param headers by name, in any case
     * @param body the text; empty if there is none
     * @return the answer
     */
    public static HttpAnswer of(int status, Map<String, List<String>> headers, String body) {
        return new HttpAnswer(status, headers, body);
    }

    /**
     * Reads an answer to its end as UTF-8, if it holds at most {@link #largest()} bytes.
     *
     * @param status the HTTP status, 100 to 599
     * @param headers by name, in any case
     * @param body its bytes, without transfer or content encoding; the caller closes it
     * @return the answer
     * @throws AnswerTooLargeException if the body holds more than that
     * @throws IOException if the body cannot be read
     */
    public static HttpAnswer read(int status, Map<String, List<String>> headers, InputStream body) throws IOException {
        return read(status, headers, body, largest());
    }

    /**
     * Reads an answer to its end as UTF-8. The bytes are counted while they arrive.
     *
     * @param status the HTTP status, 100 to 599
     * @param headers by name, in any case
     * @param body its bytes, without transfer or content encoding; the caller closes it
     * @param limit the largest number of bytes to read
     * @return the answer
     * @throws AnswerTooLargeException if the body holds more than that
     * @throws IOException if the body cannot be read
     */
    public static HttpAnswer read(int status, Map<String, List<String>> headers, InputStream body, long limit)
            throws IOException {
        return of(status, headers, new String(counted(body, limit).readAllBytes(), StandardCharsets.UTF_8));
    }

    /** {@return how many bytes of an answer a program takes by default} 64 MB, or an eighth of the heap if that is less. */
    public static long largest() {
        return Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 8);
    }

    /**
     * Counts the bytes of an answer that a vendor's client reads itself.
     *
     * @param body the bytes of the answer
     * @param limit the largest number of bytes to pass on
     * @return the same bytes; reading one more than the limit throws an {@link AnswerTooLargeException}
     */
    public static InputStream counted(InputStream body, long limit) {
        return new Counted(body, limit);
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return whether the status is from 200 to 299} */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name in any case
     * @return its value, if the answer has that header
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** {@return the headers, which ignore the case of names} */
    public Map<String, List<String>> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** {@return the text; empty if there is none} It may hold a secret. */
    public String body() {
        return body;
    }

    /**
     * Translates the status, for services that say nothing more precise. No status concerns one thing: only the adapter
     * can know that.
     *
     * @return the kind; MALFORMED_ANSWER for a success, since a success is only translated if it could not be understood
     */
    public FailureKind kind() {
        return switch (status) {
            case 400, 405, 422 -> FailureKind.INVALID_REQUEST;
            case 401 -> FailureKind.AUTHENTICATION;
            case 403 -> FailureKind.PERMISSION;
            case 404, 410 -> FailureKind.NOT_FOUND;
            case 408 -> FailureKind.UNAVAILABLE;
            case 429 -> FailureKind.RATE_LIMITED;
            default ->
                status >= 500
                        ? FailureKind.UNAVAILABLE
                        : isSuccess() ? FailureKind.MALFORMED_ANSWER : FailureKind.UNKNOWN;
        };
    }

    /**
     * Reads the header {@code Retry-After}.
     *
     * @param clock the clock of the {@link dev.gosync.adapter.Retry} in use
     * @return when to try again; empty if the header is missing or cannot be understood
     */
    public Optional<Instant> retryAt(Clock clock) {
        return header("Retry-After").flatMap(value -> retryAt(value, clock));
    }

    /**
     * Reads the value of a header like {@code Retry-After}.
     *
     * @param retryAfter a number of seconds or an HTTP date
     * @param clock the clock of the {@link dev.gosync.adapter.Retry} in use
     * @return when to try again; empty if the value cannot be understood
     */
    public static Optional<Instant> retryAt(String retryAfter, Clock clock) {
        String value = retryAfter.strip();
        try {
            return Optional.of(
                    value.matches("[0-9]+")
                            ? clock.instant().plusSeconds(Long.parseLong(value))
                            : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces a number of seconds that an HTTP client may act on by itself (0) or cannot read (over nine digits) by a date
     * that means the same. Other values stay as they are.
     *
     * @param retryAfter the value of a header like {@code Retry-After}
     * @return the value to show to the client
     */
    public static String unambiguous(String retryAfter) {
        if (retryAfter.matches("0+")) {
            return LONG_AGO;
        }
        return retryAfter.matches("0*[1-9][0-9]{9,}") ? NEVER : retryAfter;
    }

    /**
     * Starts the failure that this answer means. A status from 500 says nothing about what the service did with a write,
     * so the answer counts as lost.
     *
     * @param place the {@linkplain dev.gosync.adapter.Source#name() name} of the place
     * @param operation what was being done, in the vendor's word
     * @param words what the service said, without secrets ({@link Secrets#words}); {@code null} or empty if nothing
     * @param clock the clock of the {@link dev.gosync.adapter.Retry} in use
     * @return a builder with the kind of the status, the problem {@code HTTP 403: words}, and when to try again
     */
    public AdapterException.Builder failure(String place, String operation, @Nullable String words, Clock clock) {
        String problem = "HTTP " + status + (words == null || words.isEmpty() ? "" : ": " + words);
        AdapterException.Builder failure = AdapterException.of(kind(), place, operation, problem);
        retryAt(clock).ifPresent(failure::retryAt);
        return status >= 500 ? failure.answerLost() : failure;
    }

    /** {@return the status alone, because the body may hold a secret} */
    @Override
    public String toString() {
        return "HTTP " + status;
    }

    /** An {@link InputStream} skips by reading, so all bytes are counted in two methods. It cannot be reset. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private final long limit;
        private long read;

        Counted(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = in.read(bytes, offset, length);
            count(Math.max(0, some));
            return some;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private void count(int bytes) throws IOException {
            read += bytes;
            if (read > limit) {
                throw new AnswerTooLargeException(limit);
            }
        }
    }
}
