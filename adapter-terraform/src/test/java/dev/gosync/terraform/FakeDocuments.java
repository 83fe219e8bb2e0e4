package dev.gosync.terraform;

import dev.gosync.terraform.FakeOrganization.Member;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How {@link TerraformFake} reads requests in JSON:API, and answers in it. */
final class FakeDocuments {
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private FakeDocuments() {}

    static <T> FakeAnswer page(
            FakeRequest request, FakeOrganization state, List<T> all, Function<T, Map<String, Object>> resource) {
        int size = request.query("page[size]", PAGE);
        int number = request.query("page[number]", 1);
        if (size < 1 || size > LARGEST_PAGE || number < 1) {
            throw request.bad("there is no page " + number + " of " + size);
        }
        int total = Math.max(1, (all.size() + size - 1) / size);
        List<T> some = all.stream().skip((number - 1L) * size).limit(size).toList();
        Map<String, @Nullable Object> pagination = new LinkedHashMap<>();
        pagination.put("current-page", number);
        pagination.put("prev-page", number > 1 ? number - 1 : null);
        pagination.put("next-page", number < total ? number + 1 : null);
        pagination.put("total-pages", total);
        pagination.put("total-count", all.size());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("data", some.stream().map(resource).toList());
        answer.put("meta", Map.of("pagination", pagination));
        if (request.query("include").isPresent()) {
            answer.put(
                    "included",
                    state.included(some.stream().map(Member.class::cast).toList()));
        }
        return json(200, answer);
    }

    static Map<String, @Nullable Object> body(FakeRequest request) {
        if (request.header("Content-Type")
                .filter("application/vnd.api+json"::equals)
                .isEmpty()) {
            throw request.bad("the Content-Type is not application/vnd.api+json");
        }
        try {
            return Json.readObject(request.body());
        } catch (IllegalArgumentException e) {
            throw request.bad("the body is " + e.getMessage());
        }
    }

    static Map<?, ?> resource(FakeRequest request, String type) {
        Map<?, ?> data = map(body(request).get("data"));
        if (!type.equals(data.get("type"))) {
            throw request.bad("the type is not " + type);
        }
        return data;
    }

    static Set<String> identifiers(FakeRequest request, @Nullable Object list, String type) {
        Set<String> ids = new LinkedHashSet<>();
        for (Object each : list instanceof List<?> some ? some : List.of()) {
            Map<?, ?> identifier = map(each);
            if (!type.equals(identifier.get("type")) || !ids.add(text(request, identifier.get("id"), "id"))) {
                throw request.bad("an identifier is not of type " + type + ", or is there twice");
            }
        }
        return ids;
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(FakeRequest request, @Nullable Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw request.bad("there is no text '" + name + "'");
    }

    static FakeAnswer json(int status, Object value) {
        return FakeAnswer.json(status, value).header("Content-Type", "application/vnd.api+json; charset=utf-8");
    }

    static FakeAnswer error(int status, String title, String detail) {
        return json(
                status,
                Map.of("errors", List.of(Map.of("status", String.valueOf(status), "title", title, "detail", detail))));
    }

    /** What is not there, what the token may not do, and what the plan lacks. */
    static FakeAnswer notFound() {
        return json(404, Map.of("errors", List.of(Map.of("status", "404", "title", "not found"))));
    }
}
