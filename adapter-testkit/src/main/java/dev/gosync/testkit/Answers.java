package dev.gosync.testkit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of a fake, changed in ways that do not depend on the vendor. */
final class Answers {
    /** What a service may repeat: the whole secret, and a beginning of it. */
    static final String SECRET_WORDS = "token " + Conditions.SECRET + " is not accepted ("
            + Conditions.SECRET.substring(0, LogTrap.SHOWN) + "...)";

    static final FakeAnswer PROXY_ERROR = FakeAnswer.empty(502)
            .header("Content-Type", "text/html")
            .body("<html><body><h1>502 Bad Gateway</h1></body></html>");

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final List<String> WORDS = List.of(
            "message",
            "error_description",
            "error_message",
            "detail",
            "details",
            "title",
            "reason",
            "description",
            "errorMessage");

    private Answers() {}

    static boolean tellsSecret(FakeRequest request) {
        return LogTrap.tells(request.target() + " " + request.headers().values() + " " + request.body());
    }

    static FakeAnswer quoting(FakeAnswer refusal, String words) {
        @Nullable Map<String, @Nullable Object> root = object(refusal);
        if (root == null) {
            return refusal.body(refusal.body() + (refusal.body().isEmpty() ? "" : " ") + words);
        }
        Map<String, @Nullable Object> quoted = new LinkedHashMap<>(root);
        if (!quote(quoted, words)) {
            quoted.put("message", words);
        }
        return refusal.body(Json.write(quoted));
    }

    @SuppressWarnings("unchecked")
    private static boolean quote(Map<String, @Nullable Object> object, String words) {
        boolean done = false;
        for (Map.Entry<String, @Nullable Object> field : object.entrySet()) {
            if (field.getValue() instanceof String text && WORDS.contains(field.getKey())) {
                field.setValue(text + " " + words);
                done = true;
            } else if (field.getValue() instanceof List<?> list
                    && !list.isEmpty()
                    && list.stream().allMatch(String.class::isInstance)) {
                List<@Nullable Object> more = new ArrayList<>(list);
                more.add(words);
                field.setValue(more);
                done = true;
            } else if (field.getValue() instanceof Map<?, ?> inner) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>((Map<String, @Nullable Object>) inner);
                done |= quote(copy, words);
                field.setValue(copy);
            }
        }
        return done;
    }

    static FakeAnswer withOtherFields(FakeAnswer answer) {
        @Nullable Map<String, @Nullable Object> root = object(answer);
        if (root != null) {
            return answer.body(Json.write(more(root)));
        }
        return list(answer).map(list -> answer.body(Json.write(inside(list)))).orElse(answer);
    }

    private static Map<String, @Nullable Object> more(Map<?, ?> object) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("goSyncUnknownField", Map.of("of", List.of("a later version", 1)));
        object.forEach((name, value) -> {
            if (value != null) {
                more.put((String) name, inside(value));
            }
        });
        return more;
    }

    private static Object inside(Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(element instanceof Map<?, ?> object ? more(object) : element));
            return elements;
        }
        if (value instanceof Map<?, ?> object) { // may be a table: no further entries
            Map<String, @Nullable Object> same = new LinkedHashMap<>();
            object.forEach((name, field) -> same.put((String) name, field == null ? null : inside(field)));
            return same;
        }
        return value;
    }

    static FakeAnswer bare(FakeAnswer success) {
        @Nullable Map<String, @Nullable Object> root = object(success);
        if (root == null) {
            return success;
        }
        Map<String, @Nullable Object> bare = new LinkedHashMap<>();
        root.forEach((name, value) ->
                bare.put(name, value instanceof Map ? Map.of() : value instanceof List ? List.of() : value));
        return bare.equals(root) ? success : success.body(Json.write(bare));
    }

    /** Says the same as {@code Retry-After} in seconds. */
    static FakeAnswer withDate(FakeAnswer refusal, Clock clock) {
        for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")
                    && header.getValue().matches("[0-9]+")) {
                String date = HTTP_DATE.format(clock.instant().plusSeconds(Long.parseLong(header.getValue())));
                return refusal.header(header.getKey(), date);
            }
        }
        return refusal;
    }

    private static Optional<List<?>> list(FakeAnswer answer) {
        try {
            return answer.body().strip().startsWith("[") && Json.read(answer.body()) instanceof List<?> list
                    ? Optional.of(list)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Map<String, @Nullable Object> object(FakeAnswer answer) {
        try {
            return answer.body().isBlank() ? null : Json.readObject(answer.body());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
