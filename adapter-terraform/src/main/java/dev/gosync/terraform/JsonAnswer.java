package dev.gosync.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.http.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One answer in JSON:API. Each method that looks into it throws an {@link AdapterException} if the content is not what
 * the documentation says.
 *
 * @param place the name of the place that asked
 * @param operation the vendor's word
 * @param http the answer as it arrived
 * @param json missing if the answer is not JSON
 * @param failures translates errors
 */
record JsonAnswer(String place, String operation, HttpAnswer http, JsonNode json, TerraformFailures failures) {
    int status() {
        return http.status();
    }

    AdapterException failure() {
        return failures.of(this);
    }

    AdapterException malformed(String problem) {
        return failures.malformed(place, operation, problem);
    }

    /** Returns this answer if it has the status of a success. Another success may come from a proxy. */
    JsonAnswer success(int expected) {
        if (status() != expected) {
            throw http.isSuccess() ? malformed("HTTP " + status() + " in place of " + expected) : failure();
        }
        return this;
    }

    /** Returns the one resource of the answer. */
    JsonNode resource() {
        return object(json, "data");
    }

    /** Returns the resources of a list. */
    List<JsonNode> resources() {
        JsonNode data = json.path("data");
        if (!data.isArray()) {
            throw malformed("it has no list 'data'");
        }
        List<JsonNode> all = new ArrayList<>();
        data.forEach(all::add);
        return all;
    }

    /** Returns how many pages the list has. */
    int totalPages() {
        return number(pagination(), "total-pages");
    }

    /** Returns the number of the next page; {@code null} if this is the last one. */
    @Nullable String nextPage() {
        JsonNode next = pagination().path("next-page");
        if (next.isIntegralNumber()) {
            return next.asText();
        }
        int current = number(pagination(), "current-page");
        if (current < totalPages()) {
            throw malformed("page " + current + " of " + totalPages() + " names no next page");
        }
        return null;
    }

    private JsonNode pagination() {
        return object(object(json, "meta"), "pagination");
    }

    private int number(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isIntegralNumber() || !found.canConvertToInt()) {
            throw malformed("it has no number '" + field + "'");
        }
        return found.intValue();
    }

    JsonNode object(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isObject()) {
            throw malformed("it has no object '" + field + "'");
        }
        return found;
    }

    String text(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!found.isTextual() || found.textValue().isBlank()) {
            throw malformed("it has no text '" + field + "'");
        }
        return found.textValue();
    }

    /** Returns the id of a resource, if it is of this type. */
    String id(JsonNode resource, String type) {
        if (!resource.path("type").asText("").equals(type)) {
            throw malformed("a resource is not of type " + type);
        }
        return text(resource, "id");
    }

    /** Returns the ids of the teams of a membership; empty if the answer does not show them. */
    Set<String> relatedTeams(JsonNode resource) {
        Set<String> teams = new LinkedHashSet<>();
        for (JsonNode team : resource.path("relationships").path("teams").path("data")) {
            teams.add(id(team, "teams"));
        }
        return teams;
    }

    /** Checks that the answer shows the teams of a membership, because an absent list is not an empty one. */
    void mustShowTeams(JsonNode resource) {
        if (!resource.path("relationships").path("teams").path("data").isArray()) {
            throw malformed("a membership does not show its teams");
        }
    }

    /** Returns the attributes of a resource that came along. */
    JsonNode included(String type, String id) {
        for (JsonNode resource : json.path("included")) {
            if (resource.path("type").asText("").equals(type)
                    && resource.path("id").asText("").equals(id)) {
                return resource.path("attributes");
            }
        }
        return MissingNode.getInstance();
    }
}
