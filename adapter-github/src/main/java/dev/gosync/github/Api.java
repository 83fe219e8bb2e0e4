package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.github.Wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** GitHub's REST and GraphQL with the credentials of one account. Safe for use by several threads. */
final class Api {
    private static final String ALIAS = "_";

    private final Wire wire;
    private final Endpoints endpoints;
    private final Credentials credentials;

    Api(Wire wire, Endpoints endpoints, Credentials credentials) {
        this.wire = wire;
        this.endpoints = endpoints;
        this.credentials = credentials;
    }

    Wire wire() {
        return wire;
    }

    Failures failures() {
        return wire.failures();
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** Reads by REST. */
    <T> T get(String place, String operation, HttpUrl url, Function<Answer, T> reading) throws InterruptedException {
        return wire.call(place, Request.get(operation, url), credentials, (answer, attempt) -> reading.apply(answer));
    }

    /** Writes by REST. */
    <T> T write(
            String place, String operation, String verb, HttpUrl url, Map<String, ?> body, Function<Answer, T> reading)
            throws InterruptedException {
        return wire.call(
                place,
                Request.write(operation, verb, url, body),
                credentials,
                (answer, attempt) -> reading.apply(answer));
    }

    /**
     * Reads by GraphQL.
     *
     * @param reading understands the answer's {@code data}
     */
    <T> T query(String place, Document document, Map<String, ?> variables, Function<JsonNode, T> reading)
            throws InterruptedException {
        return query(place, document, document.text(), variables, false, reading);
    }

    /**
     * Asks the same of up to {@link Document#MOST} values in one query.
     *
     * @param variable what the value is called in the document, without its number
     * @param reading understands the answer's {@code data}, in which a user who is not there is null
     */
    <T> T queryEach(
            String place,
            Document document,
            Map<String, ?> variables,
            String variable,
            List<String> values,
            Function<JsonNode, T> reading)
            throws InterruptedException {
        if (values.isEmpty() || values.size() > Document.MOST) {
            throw new IllegalArgumentException("One query takes 1 to " + Document.MOST + " values");
        }
        Map<String, Object> all = new LinkedHashMap<>(variables);
        for (int i = 0; i < values.size(); i++) {
            all.put(variable + ALIAS + i, values.get(i));
        }
        return query(place, document, document.text(values.size()), all, true, reading);
    }

    private <T> T query(
            String place,
            Document document,
            String text,
            Map<String, ?> variables,
            boolean usersMayBeMissing,
            Function<JsonNode, T> reading)
            throws InterruptedException {
        String operation = document.operation();
        Request request = Request.query(
                operation,
                endpoints.graphQl(),
                Map.of("query", text, "operationName", operation, "variables", variables));
        return wire.call(place, request, credentials, (answer, attempt) -> {
            JsonNode json = answer.json();
            for (JsonNode error : json.path("errors")) {
                if (!usersMayBeMissing || !isMissingUser(error)) {
                    throw failures().ofErrors(place, operation, answer, error, attempt);
                }
            }
            if (!json.path("data").isObject()) {
                throw failures().malformed(place, operation, "the answer holds no data");
            }
            return reading.apply(json.path("data"));
        });
    }

    /** One of the users that were asked for is not there, which says nothing of the others. */
    private static boolean isMissingUser(JsonNode error) {
        JsonNode path = error.path("path");
        return error.path("type").asText("").equals("NOT_FOUND")
                && path.size() == 1
                && path.path(0).asText("").matches("user_\\d+");
    }

    /**
     * Gives the next page's cursor.
     *
     * @throws IllegalArgumentException if a page follows and the answer does not say where
     */
    static Optional<String> next(JsonNode connection, Optional<String> current) {
        return further(connection, "hasNextPage", "endCursor", current);
    }

    /**
     * Gives the previous page's cursor, where it is read from the end.
     *
     * @throws IllegalArgumentException if a page comes before and the answer does not say where
     */
    static Optional<String> previous(JsonNode connection, Optional<String> current) {
        return further(connection, "hasPreviousPage", "startCursor", current);
    }

    private static Optional<String> further(
            JsonNode connection, String hasFurther, String cursorName, Optional<String> current) {
        JsonNode info = connection.required("pageInfo");
        if (!info.required(hasFurther).asBoolean()) {
            return Optional.empty();
        }
        String cursor = text(info, cursorName);
        if (current.filter(cursor::equals).isPresent()) {
            throw new IllegalArgumentException("the next page is the same again");
        }
        return Optional.of(cursor);
    }

    /**
     * Gives a text that has to be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    static String text(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException("the answer's " + field + " is no text");
        }
        return value.textValue();
    }

    /**
     * Gives a list that has to be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    static JsonNode list(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isArray()) {
            throw new IllegalArgumentException("the answer's " + field + " is no list");
        }
        return value;
    }

    AdapterException notFound(String place, String operation, String what) {
        return failures().notFound(place, operation, what);
    }
}
