package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Up to 20 requests in one. The batch itself is answered with 200; each part has its own status and its own {@code
 * Retry-After}. Parts that may succeed later are sent again without the others. An attempt that was abandoned may still
 * run while the next one begins, so this is safe for use by several threads.
 */
final class GraphBatch {
    /** So many requests go into one batch. */
    static final int MOST = 20;

    private static final int CONFLICT = 409;
    private static final int NOT_TRIED = 424;

    /**
     * One request.
     *
     * @param method its verb
     * @param path without host and version, percent-encoded
     * @param body its JSON; {@code null} if it has none
     * @param inOrder whether it waits for the part before it, because Graph may refuse two writes of a group at a time
     */
    record Part(String method, String path, @Nullable ObjectNode body, boolean inOrder) {}

    /** Sends the body of a batch. */
    interface Sender {
        JsonAnswer send(ObjectNode body) throws IOException;
    }

    private final String place;
    private final String operation;
    private final List<Part> parts;
    private final Map<Integer, JsonAnswer> answers = new HashMap<>();

    /** The parts that were sent and not yet answered clearly. */
    private Set<Integer> awaited = new TreeSet<>();

    /** The parts that an earlier attempt may have done. */
    private final Set<Integer> unclear = new HashSet<>();

    private @Nullable AdapterException failure;

    GraphBatch(String place, String operation, List<Part> parts) {
        if (parts.size() > MOST) {
            throw new IllegalArgumentException("a batch takes " + MOST + " requests, and not " + parts.size());
        }
        this.place = place;
        this.operation = operation;
        this.parts = List.copyOf(parts);
    }

    /** {@return the answer to a part; empty if there is none, and then there is a {@linkplain #failure failure}} */
    synchronized Optional<JsonAnswer> answer(int part) {
        return Optional.ofNullable(answers.get(part));
    }

    /** {@return why some parts have no answer} */
    synchronized Optional<AdapterException> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return whether an attempt before the one that was answered may have done this part} */
    synchronized boolean mayHaveBeenDone(int part) {
        return unclear.contains(part);
    }

    /** {@return whether a part was not tried, because one that it waited for was refused} */
    static boolean wasNotTried(JsonAnswer answer) {
        return answer.status() == NOT_TRIED;
    }

    synchronized void gaveUp(AdapterException why) {
        failure = why;
    }

    /** Sends what has no answer yet, in one request. */
    void attempt(Sender sender) throws IOException {
        List<Integer> sent = begin();
        JsonAnswer outer;
        try {
            outer = sender.send(body(sent)).success();
        } catch (AdapterException e) {
            if (!e.answerLost()) {
                refused(sent);
            }
            throw e;
        }
        List<JsonNode> all = outer.objects("responses");
        Map<Integer, JsonAnswer> byPart = new HashMap<>();
        for (JsonNode each : all) {
            int part = part(outer, each, sent);
            byPart.put(part, inner(outer, each));
        }
        Optional<AdapterException> comeBack = settle(byPart);
        if (comeBack.isPresent()) {
            throw comeBack.get();
        }
        if (!byPart.keySet().containsAll(sent)) {
            throw outer.malformed("it does not answer all requests of the batch");
        }
    }

    private synchronized List<Integer> begin() {
        unclear.addAll(awaited);
        awaited = new TreeSet<>();
        for (int part = 0; part < parts.size(); part++) {
            if (!answers.containsKey(part)) {
                awaited.add(part);
            }
        }
        return List.copyOf(awaited);
    }

    private synchronized void refused(List<Integer> sent) {
        awaited.removeAll(sent);
    }

    /** Keeps the answers, and returns why some parts have to be sent again, if there are any. */
    private synchronized Optional<AdapterException> settle(Map<Integer, JsonAnswer> byPart) {
        @Nullable AdapterException worst = null;
        for (JsonAnswer answer : byPart.values()) {
            AdapterException later = later(answer);
            if (later != null && (worst == null || isLater(later, worst))) {
                worst = later;
            }
        }
        for (Map.Entry<Integer, JsonAnswer> each : byPart.entrySet()) {
            JsonAnswer answer = each.getValue();
            AdapterException later = later(answer);
            if (later != null && later.answerLost()) {
                unclear.add(each.getKey());
            }
            awaited.remove(each.getKey());
            boolean waitsForOther = worst != null && wasNotTried(answer);
            if (later == null && !waitsForOther) {
                answers.put(each.getKey(), answer);
            }
        }
        return Optional.ofNullable(worst);
    }

    private static boolean isLater(AdapterException one, AdapterException other) {
        return one.retryAt().isPresent()
                && (other.retryAt().isEmpty()
                        || one.retryAt().get().isAfter(other.retryAt().get()));
    }

    /** The failure of a part that may succeed later, unchanged. */
    private static @Nullable AdapterException later(JsonAnswer answer) {
        if (answer.status() == CONFLICT) {
            return answer.failure().toBuilder().kind(FailureKind.UNAVAILABLE).build();
        }
        return answer.http().kind().isTransient() ? answer.failure() : null;
    }

    private ObjectNode body(List<Integer> sent) {
        ObjectNode body = EntraClient.JSON.createObjectNode();
        int before = -1;
        for (int each : sent) {
            Part part = parts.get(each);
            ObjectNode request = body.withArray("requests").addObject();
            request.put("id", String.valueOf(each)).put("method", part.method()).put("url", part.path());
            if (part.body() != null) {
                request.putObject("headers").put("Content-Type", "application/json");
                request.set("body", part.body());
            }
            if (part.inOrder() && before >= 0) {
                request.putArray("dependsOn").add(String.valueOf(before));
            }
            before = each;
        }
        return body;
    }

    private static int part(JsonAnswer outer, JsonNode response, List<Integer> sent) {
        String id = outer.text(response, "id");
        if (!id.matches("[0-9]{1,2}") || !sent.contains(Integer.parseInt(id))) {
            throw outer.malformed("it answers a request that the batch does not have");
        }
        return Integer.parseInt(id);
    }

    private JsonAnswer inner(JsonAnswer outer, JsonNode response) {
        JsonNode status = response.path("status");
        if (!status.isInt() || status.intValue() < 200 || status.intValue() > 599) {
            throw outer.malformed("some answers of the batch have no status");
        }
        Map<String, List<String>> headers = new HashMap<>();
        List<String> names = new ArrayList<>();
        response.path("headers").fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = response.path("headers").path(name);
            if (value.isTextual()) {
                headers.put(name, List.of(value.textValue()));
            }
        }
        HttpAnswer http = HttpAnswer.of(status.intValue(), headers, "");
        return new JsonAnswer(place, operation, http, response.path("body"), outer.failures());
    }
}
