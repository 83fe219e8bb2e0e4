package dev.gosync.opsgenie;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the answers of both fakes for faults that the kit injects. */
final class FakeAnswers {
    private static final Set<String> KNOWN = Set.of("user", "team", "escalation", "none", "noone");

    private FakeAnswers() {}

    /** Repeats words in every error of an error answer: the values of {@code errors}, and each of {@code errorMessages}. */
    static FakeAnswer quoting(FakeAnswer refusal, String words) {
        if (!isJson(refusal)) {
            return refusal;
        }
        Map<String, @Nullable Object> body = Json.readObject(refusal.body());
        if (body.get("errors") instanceof Map<?, ?> errors) {
            Map<Object, String> quoted = new LinkedHashMap<>();
            errors.forEach((field, error) -> quoted.put(field, error + " " + words));
            body.put("errors", quoted);
        }
        if (body.get("errorMessages") instanceof List<?> messages) {
            body.put(
                    "errorMessages",
                    messages.stream().map(message -> message + " " + words).toList());
        }
        return refusal.body(Json.write(body));
    }

    /**
     * Adds a field to every object, in lists too, and leaves out fields that are null. {@code errors} is a table and gets
     * no entry. A participant of a type that no client knows stays as it is, because the service knows its fields.
     */
    static FakeAnswer withOtherFields(FakeAnswer answer) {
        return isJson(answer) ? answer.body(Json.write(other("", Json.read(answer.body())))) : answer;
    }

    private static boolean isJson(FakeAnswer answer) {
        return answer.headers().getOrDefault("Content-Type", "").startsWith("application/json");
    }

    private static @Nullable Object other(String field, @Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> others = new ArrayList<>();
            list.forEach(element -> others.add(other(field, element)));
            return others;
        }
        boolean isFuture = field.equals("participants")
                && value instanceof Map<?, ?> participant
                && !KNOWN.contains(participant.get("type"));
        if (!(value instanceof Map<?, ?> object) || isFuture || field.equals("errors")) {
            return value;
        }
        Map<Object, @Nullable Object> others = new LinkedHashMap<>();
        others.put("ofALaterVersion", Map.of("id", List.of("later", 1)));
        object.forEach((name, each) -> {
            if (each != null) {
                others.put(name, other((String) name, each));
            }
        });
        return others;
    }
}
