package dev.gosync.testkit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of a fake, changed in ways that do not depend on the vendor. */
final class Answers {
    /** What a service may repeat: the whole secret, and beginnings of it. */
    static final String SECRET_WORDS = "token " + Conditions.SECRET + " is not accepted ("
            + Conditions.SECRET.substring(0, 12) + "... or " + LogTrap.BEGINNING + "...)";

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

    private static @Nullable Map<String, @Nullable Object> object(FakeAnswer answer) {
        try {
            return answer.body().isBlank() ? null : Json.readObject(answer.body());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
