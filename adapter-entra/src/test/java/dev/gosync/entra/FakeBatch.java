package dev.gosync.entra;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Requests in one request. Guarded by {@link EntraFake}. */
final class FakeBatch {
    private final Function<FakeRequest, FakeAnswer> answerPart;
    private final Deque<FakeAnswer> prepared = new ArrayDeque<>();

    FakeBatch(Function<FakeRequest, FakeAnswer> answerPart) {
        this.answerPart = answerPart;
    }

    /** Whether one of its requests is more than a GET. */
    static boolean changes(FakeRequest request) {
        return request.body().matches("(?s).*\"method\":\"(?!GET).*");
    }

    /** Answers in another order than that of the requests, as Graph may. */
    FakeAnswer answer(FakeRequest request) {
        if (!(request.json().get("requests") instanceof List<?> parts) || parts.isEmpty()) {
            throw request.bad("the batch has no requests");
        }
        if (parts.size() > EntraFake.MOST) {
            return FakeGraph.error(400, "BadRequest", "The number of requests in the batch is more than 20.");
        }
        Map<String, Integer> statuses = new TreeMap<>();
        List<Object> responses = new ArrayList<>();
        for (Object each : parts) {
            Map<?, ?> part = (Map<?, ?>) each;
            String id = String.valueOf(part.get("id"));
            boolean mayRun = true;
            if (part.get("dependsOn") instanceof List<?> before) {
                mayRun = before.stream().allMatch(other -> statuses.getOrDefault(String.valueOf(other), 400) < 400);
            }
            FakeAnswer answer = mayRun
                    ? answered(part)
                    : FakeGraph.error(424, "FailedDependency", "A request that this one depends on has failed.");
            if (statuses.put(id, answer.status()) != null) {
                throw request.bad("two requests of the batch have the id " + id);
            }
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("id", id);
            response.put("status", answer.status());
            response.put("headers", new TreeMap<>(answer.headers()));
            if (!answer.body().isEmpty()) {
                response.put("body", Json.read(answer.body()));
            }
            responses.add(0, response);
        }
        return FakeAnswer.json(200, new LinkedHashMap<>(Map.of("responses", responses)));
    }

    private FakeAnswer answered(Map<?, ?> part) {
        String method = String.valueOf(part.get("method"));
        if (!method.equals("GET") && !prepared.isEmpty()) {
            return prepared.removeFirst();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (part.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        String body = part.get("body") == null ? "" : Json.write(part.get("body"));
        return answerPart.apply(FakeRequest.of(method, EntraFake.VERSION + part.get("url"), headers, body));
    }

    /** Answers the next changes in batches so, whatever they ask for. */
    void answerParts(List<FakeAnswer> answers) {
        prepared.addAll(answers);
    }
}
