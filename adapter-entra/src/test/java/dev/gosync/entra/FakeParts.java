package dev.gosync.entra;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers inside the answer to a batch. */
final class FakeParts {
    private FakeParts() {}

    /** {@return the answers; none if it is no answer to a batch} */
    static List<Map<String, @Nullable Object>> of(FakeAnswer answer) {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        if (answer.body().startsWith("{") && root(answer).get("responses") instanceof List<?> responses) {
            for (Object response : responses) {
                parts.add(object(response));
            }
        }
        return parts;
    }

    /** Adds a text to the message of each part that is a refusal. */
    static FakeAnswer quoting(FakeAnswer answer, String words) {
        List<Object> parts = new ArrayList<>();
        for (Map<String, @Nullable Object> part : of(answer)) {
            if (part.get("body") instanceof Map<?, ?> body && body.get("error") instanceof Map<?, ?> error) {
                Map<String, @Nullable Object> quoted = object(error);
                quoted.put("message", error.get("message") + " " + words);
                part.put("body", new LinkedHashMap<>(Map.of("error", quoted)));
            }
            parts.add(part);
        }
        Map<String, @Nullable Object> root = root(answer);
        root.put("responses", parts);
        return answer.body(Json.write(root));
    }

    private static Map<String, @Nullable Object> root(FakeAnswer answer) {
        try {
            return Json.readObject(answer.body());
        } catch (IllegalArgumentException e) {
            return new LinkedHashMap<>();
        }
    }

    private static Map<String, @Nullable Object> object(Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, each) -> copy.put(String.valueOf(name), each));
        return copy;
    }
}
