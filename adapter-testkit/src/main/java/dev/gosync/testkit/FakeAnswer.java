package dev.gosync.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeServer} answers. Immutable.
 *
 * @param status the HTTP status
 * @param headers each name once
 * @param body sent as UTF-8
 */
public record FakeAnswer(int status, Map<String, String> headers, String body) {
    /** Copies the headers. */
    public FakeAnswer {
        headers = Map.copyOf(headers);
    }

    /**
     * An answer without a body.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public static FakeAnswer empty(int status) {
        return new FakeAnswer(status, Map.of(), "");
    }

    /**
     * An answer in plain text.
     *
     * @param status the HTTP status
     * @param text the body
     * @return the answer
     */
    public static FakeAnswer text(int status, String text) {
        return new FakeAnswer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text);
    }

    /**
     * An answer in JSON.
     *
     * @param status the HTTP status
     * @param value anything {@link Json#write} takes
     * @return the answer
     */
    public static FakeAnswer json(int status, @Nullable Object value) {
        return new FakeAnswer(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.write(value));
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value
     * @return this answer with that header
     */
    public FakeAnswer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FakeAnswer(status, more, body);
    }

    /**
     * Replaces the body and leaves the headers.
     *
     * @param text the new body
     * @return this answer with that body
     */
    public FakeAnswer body(String text) {
        return new FakeAnswer(status, headers, text);
    }
}
