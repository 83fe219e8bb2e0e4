package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of one answer. Each method that looks into it throws an {@link AdapterException} if the content is not what
 * the documentation says.
 *
 * @param place the name of the place that asked
 * @param operation the vendor's word
 * @param http the answer as it arrived
 * @param json missing if the answer is not JSON
 * @param failures translates what is wrong
 */
record JsonAnswer(String place, String operation, HttpAnswer http, JsonNode json, OpsgenieFailures failures) {
    int status() {
        return http.status();
    }

    AdapterException failure() {
        return failures.of(this);
    }

    AdapterException malformed(String problem) {
        return failures.malformed(place, operation, problem);
    }

    /** {@return this answer, if it is a success in JSON} A 202 only promises to do it later. */
    JsonAnswer success() {
        if (status() != 200) {
            throw failure();
        }
        if (json.isMissingNode()) {
            throw malformed("it is not JSON");
        }
        return this;
    }

    JsonNode object(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isObject()) {
            throw malformed("it has no object '" + field + "'");
        }
        return found;
    }

    List<JsonNode> list(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isArray()) {
            throw malformed("it has no list '" + field + "'");
        }
        List<JsonNode> elements = new ArrayList<>();
        found.forEach(elements::add);
        return elements;
    }

    String text(JsonNode parent, String field) {
        return notBlank(parent.path(field), "it has no text '" + field + "'");
    }

    /** {@return a list of texts, none of them blank} */
    List<String> texts(JsonNode parent, String field) {
        return list(parent, field).stream()
                .map(element -> notBlank(element, "some elements of '" + field + "' are not texts"))
                .toList();
    }

    private String notBlank(JsonNode node, String problem) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw malformed(problem);
        }
        return node.textValue();
    }
}
