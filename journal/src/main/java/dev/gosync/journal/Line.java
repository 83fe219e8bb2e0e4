package dev.gosync.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run: a JSON object with the digest of the line before it, the time, what happened, and its details.
 *
 * @param fields in the order in which they are written
 */
record Line(Map<String, Object> fields) {
    /** What a line tells. */
    enum Event {
        /** The run begins. */
        RUN,
        /** A destination was planned. */
        PLAN,
        /** The work on a destination begins. */
        START,
        /** An adapter is about to make a call for these things. */
        CALL,
        /** A request is about to be sent. */
        REQUEST,
        /** A request has failed. */
        FAILURE,
        /** A call waits before its next attempt. */
        WAIT,
        /** One thing is settled. */
        OUTCOME,
        /** The work on a destination is over. */
        FINISHED,
        /** The run has ended. */
        END
    }

    private static final JSON WRITER = JSON.builder(new JsonFactory().setCharacterEscapes(new InvisibleEscapes()))
            .build();

    private static final String PREVIOUS = "previous";
    private static final String AT = "at";
    private static final String EVENT = "event";

    /** A line cannot be understood. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String problem) {
            super(problem);
        }
    }

    static Line of(String previous, Instant at, Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(PREVIOUS, previous);
        fields.put(AT, at.toString());
        fields.put(EVENT, Texts.kebab(event));
        return new Line(fields);
    }

    static Line parse(String text) throws InvalidException {
        try {
            Line line = new Line(JSON.std.mapFrom(text));
            line.event();
            line.at();
            line.previous();
            return line;
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new InvalidException("it is no line of a journal");
        }
    }

    /** {@return whether a line has the digest of the line before it, without parsing it} The first line follows an empty text. */
    static boolean follows(String line, String before) {
        String digest = before.isEmpty() ? "" : Texts.digest(before);
        return line.startsWith("{\"" + PREVIOUS + "\":\"" + digest + "\"");
    }

    /** {@return whether a text is a whole JSON object} */
    static boolean isJson(String text) {
        try {
            JSON.std.mapFrom(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Line with(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    String previous() throws InvalidException {
        return text(PREVIOUS);
    }

    Instant at() throws InvalidException {
        return Instant.parse(text(AT));
    }

    Event event() throws InvalidException {
        return Texts.constant(Event.class, text(EVENT));
    }

    String text(String name) throws InvalidException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new InvalidException("it has no text '" + name + "'");
    }

    Optional<String> optionalText(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    long number(String name) throws InvalidException {
        if (fields.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new InvalidException("it has no number '" + name + "'");
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    <E extends Enum<E>> E constant(Class<E> type, String name) throws InvalidException {
        String text = text(name);
        try {
            return Texts.constant(type, text);
        } catch (IllegalArgumentException e) {
            throw new InvalidException("'" + text + "' is unknown for '" + name + "'");
        }
    }

    /** {@return a list of texts; empty if the line has none of this name} */
    List<String> texts(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().map(Objects::toString).toList()
                : List.of();
    }

    /** {@return texts by name; empty if the line has none of this name} */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(Objects.toString(key), Objects.toString(value)));
        }
        return texts;
    }

    /** {@return lists of texts by name; empty if the line has none of this name} */
    Optional<Map<String, List<String>>> textListsByName(String name) {
        if (!(fields.get(name) instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        map.forEach((key, value) -> lists.put(
                Objects.toString(key),
                value instanceof List<?> list
                        ? list.stream().map(Objects::toString).toList()
                        : List.of()));
        return Optional.of(lists);
    }

    /** {@return the line as it is written, with invisible characters as escapes} */
    @Override
    public String toString() {
        try {
            return WRITER.asString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
