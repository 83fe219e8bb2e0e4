package dev.gosync.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One answer, read to its end. */
record Answer(int status, Map<String, List<String>> headers, String body) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** An answer whose header names may have any case. */
    static Answer of(int status, Map<String, List<String>> headers, String body) {
        Map<String, List<String>> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(headers);
        return new Answer(status, ignoringCase, body);
    }

    /** {@return its status alone: the body may be a token} */
    @Override
    public String toString() {
        return "HTTP " + status;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The body as JSON.
     *
     * @throws IllegalArgumentException if it is none; the body, which may be anything, is not shown
     */
    JsonNode json() {
        try {
            JsonNode json = JSON.readTree(body);
            if (json == null || json.isMissingNode()) {
                throw new IllegalArgumentException("the answer is empty");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the answer is no JSON");
        }
    }

    /** The body as JSON, and nothing where it is none. */
    JsonNode jsonIfAny() {
        try {
            return json();
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
