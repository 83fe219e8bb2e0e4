package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of one answer of Graph, or of one answer inside a batch. Each method that looks into it throws an {@link
 * AdapterException} if the content is not what the documentation says.
 *
 * @param place the name of the place that asked
 * @param operation the vendor's word
 * @param http the answer as it arrived
 * @param json missing if the answer is not JSON
 * @param failures translates what is wrong
 */
record JsonAnswer(String place, String operation, HttpAnswer http, JsonNode json, EntraFailures failures) {
    int status() {
        return http.status();
    }

    AdapterException failure() {
        return failures.of(this);
    }

    AdapterException malformed(String problem) {
        return failures.malformed(place, operation, problem);
    }

    /** {@return this answer, if it is a success in JSON} */
    JsonAnswer success() {
        if (status() != 200) {
            throw failure();
        }
        if (!json.isObject()) {
            throw malformed("it is not a JSON object");
        }
        return this;
    }

    /** {@return a list of objects} */
    List<JsonNode> objects(String field) {
        JsonNode found = json.path(field);
        if (!found.isArray()) {
            throw malformed("it has no list '" + field + "'");
        }
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode element : found) {
            if (!element.isObject()) {
                throw malformed("some elements of '" + field + "' are not objects");
            }
            elements.add(element);
        }
        return elements;
    }

    /** {@return a text that must be there} */
    String text(JsonNode parent, String field) {
        String text = textOrEmpty(parent, field);
        if (text.isEmpty()) {
            throw malformed("it has no text '" + field + "'");
        }
        return text;
    }

    /** {@return a text without white space around it; empty if it is missing or null} */
    static String textOrEmpty(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        return found.isTextual() ? found.textValue().strip() : "";
    }

    /** {@return the texts of a list; empty if it is missing or null} */
    static List<String> texts(JsonNode parent, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : parent.path(field)) {
            if (element.isTextual() && !element.textValue().isBlank()) {
                texts.add(element.textValue().strip());
            }
        }
        return texts;
    }

    /** {@return the code of the error; empty if there is none} */
    String code() {
        return textOrEmpty(error(), "code");
    }

    /** {@return what the service says about the error; empty if it says nothing} It may hold a secret. */
    String message() {
        return textOrEmpty(error(), "message");
    }

    private JsonNode error() {
        return json.isObject() ? json.path("error") : MissingNode.getInstance();
    }
}
