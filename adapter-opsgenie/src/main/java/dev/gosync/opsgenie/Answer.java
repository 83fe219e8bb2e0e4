package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a service answered to one request. Every way to look at it fails with an {@link AdapterException}. */
final class Answer {
    private final String place;
    private final String operation;
    private final int status;
    private final Map<String, String> headers;
    private final JsonNode body;
    private final Errors errors;

    Answer(String place, String operation, int status, Map<String, String> headers, JsonNode body, Errors errors) {
        this.place = place;
        this.operation = operation;
        this.status = status;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body;
        this.errors = errors;
    }

    String place() {
        return place;
    }

    String operation() {
        return operation;
    }

    int status() {
        return status;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The JSON that came; missing where none came. */
    JsonNode body() {
        return body;
    }

    /** What this means, where it is not what was asked for. */
    AdapterException failure() {
        return errors.of(this);
    }

    /** That this says that it went well, and what cannot be understood about it. */
    AdapterException malformed(String problem) {
        return errors.malformed(this, problem);
    }

    /** This answer, if it is a success in JSON. */
    Answer success() {
        if (status != 200) {
            throw failure();
        }
        if (body.isMissingNode()) {
            throw malformed("it is no JSON");
        }
        return this;
    }

    JsonNode object(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isObject()) {
            throw malformed("there is no object '" + field + "'");
        }
        return found;
    }

    List<JsonNode> list(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isArray()) {
            throw malformed("there is no list '" + field + "'");
        }
        List<JsonNode> elements = new ArrayList<>();
        found.forEach(elements::add);
        return elements;
    }

    String field(JsonNode parent, String field) {
        return text(parent.path(field), "there is no text '" + field + "'");
    }

    /** A list of texts, none of them blank. */
    List<String> texts(JsonNode parent, String field) {
        return list(parent, field).stream()
                .map(element -> text(element, "not all of '" + field + "' are texts"))
                .toList();
    }

    private String text(JsonNode node, String problem) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw malformed(problem);
        }
        return node.textValue();
    }
}
