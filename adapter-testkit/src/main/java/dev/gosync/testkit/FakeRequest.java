package dev.gosync.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request to a {@link FakeServer}. What a route asks for and the request does not have is a bad request: the method
 * throws, and the fake refuses it loudly. Immutable.
 */
public final class FakeRequest {
    /** A request that no client of the service should ever make. */
    static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequest(String problem) {
            super(problem);
        }
    }

    private final String operation;
    private final String verb;
    private final String target;
    private final Map<String, String> parameters;
    private final Map<String, String> headers;
    private final String body;

    private FakeRequest(
            String operation,
            String verb,
            String target,
            Map<String, String> parameters,
            Map<String, String> headers,
            String body) {
        this.operation = operation;
        this.verb = verb;
        this.target = target;
        this.parameters = parameters;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Makes a request, for a route that holds others: one part of a batch.
     *
     * @param verb {@code GET}
     * @param target the path and the query, percent-encoded: {@code /members?page=2}
     * @param headers whose names may have any case
     * @param body its text
     * @return the request, which no route has been found for
     */
    public static FakeRequest of(String verb, String target, Map<String, String> headers, String body) {
        Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(headers);
        return new FakeRequest(
                verb + " " + pathOf(target), verb, target, Map.of(), Collections.unmodifiableMap(ignoringCase), body);
    }

    FakeRequest routed(String operation, Map<String, String> parameters) {
        return new FakeRequest(operation, verb, target, parameters, headers, body);
    }

    /** {@return the name of the operation its route has, or the verb and the path where there is no route} */
    public String operation() {
        return operation;
    }

    /** {@return the verb: {@code GET}} */
    public String verb() {
        return verb;
    }

    /** {@return the path and the query as they were sent, percent-encoded} */
    public String target() {
        return target;
    }

    /** {@return the path as it was sent, percent-encoded, without the query} */
    public String path() {
        return pathOf(target);
    }

    /**
     * Gives a part of the path.
     *
     * @param name as the route has it: {@code team} for {@code /teams/{team}}
     * @return its value, decoded
     */
    public String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), () -> "The route has no {" + name + "}");
    }

    /**
     * Gives a parameter of the query.
     *
     * @param name its name
     * @return its value, decoded, if it is there
     */
    public Optional<String> query(String name) {
        int question = target.indexOf('?');
        return Optional.ofNullable(
                pairs(question < 0 ? "" : target.substring(question + 1)).get(name));
    }

    /**
     * Gives a parameter of the query that is a number.
     *
     * @param name its name
     * @param otherwise the number where it is not there
     * @return the number; a bad request where it is none
     */
    public int query(String name, int otherwise) {
        return number(name, query(name), otherwise);
    }

    /**
     * Gives a header.
     *
     * @param name in any case
     * @return its value, if it is there
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Map<String, String> headers() {
        return headers;
    }

    /** {@return the body as it was sent} */
    public String body() {
        return body;
    }

    /**
     * Gives a field of a form ({@code application/x-www-form-urlencoded}).
     *
     * @param name its name
     * @return its value, decoded, if it is there; a bad request where the body is no form
     */
    public Optional<String> form(String name) {
        requireType("application/x-www-form-urlencoded");
        return Optional.ofNullable(pairs(body).get(name));
    }

    /**
     * Gives a field of a form that is a number.
     *
     * @param name its name
     * @param otherwise the number where it is not there
     * @return the number; a bad request where it is none
     */
    public int form(String name, int otherwise) {
        return number(name, form(name), otherwise);
    }

    /** {@return the members of the JSON object that the body holds; a bad request where it holds none} */
    public Map<String, @Nullable Object> json() {
        requireType("application/json");
        try {
            return Json.readObject(body);
        } catch (IllegalArgumentException e) {
            throw bad("the body is " + e.getMessage());
        }
    }

    /**
     * Gives a member of the body's JSON object that is a string.
     *
     * @param name its name
     * @return its value; a bad request if the body has no string of that name
     */
    public String json(String name) {
        if (json().get(name) instanceof String string) {
            return string;
        }
        throw bad("the body has no string '" + name + "'");
    }

    /**
     * Says that no client should make such a request.
     *
     * @param problem what is wrong with it
     * @return what the route throws
     */
    public RuntimeException bad(String problem) {
        return new BadRequest(problem);
    }

    /** {@return the verb and the path; the rest may hold a secret} */
    @Override
    public String toString() {
        return verb + " " + path();
    }

    private static String pathOf(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    private void requireType(String type) {
        String actual = header("Content-Type").orElse("none");
        if (!actual.toLowerCase(Locale.ROOT).startsWith(type)) {
            throw bad("the Content-Type is not " + type + " but " + actual);
        }
    }

    private int number(String name, Optional<String> value, int otherwise) {
        try {
            return value.isEmpty() ? otherwise : Integer.parseInt(value.get());
        } catch (NumberFormatException e) {
            throw bad(name + " is not a number");
        }
    }

    private Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&", 0)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            pairs.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return pairs;
    }

    /** As in forms: a plus is a space. */
    private String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("'" + encoded + "' is not percent-encoded");
        }
    }
}
