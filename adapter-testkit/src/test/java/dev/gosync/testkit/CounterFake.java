package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** A service that counts: each name has a number that can be read and raised. */
final class CounterFake extends FakeServer {
    private final Map<String, Integer> counters = new LinkedHashMap<>();

    CounterFake() {
        reads("read", "GET /counters/{name}", this::read);
        reads("list", "GET /counters", request -> FakeAnswer.json(200, counters));
        writes("raise", "POST /counters/{name}", this::raise);
        writes("rename", "PUT /counters/{name}", this::rename);
        writes("fill in", "POST /form", this::fillIn);
        writes("batch", "POST /batch", this::batch);
        reads("where", "GET /where", request -> FakeAnswer.text(200, address().toString()));
        reads("break", "GET /break", request -> {
            throw new IllegalStateException("a bug of the fake");
        });
        usualLimit("raise", 2);
    }

    synchronized int counter(String name) {
        return counters.getOrDefault(name, 0);
    }

    private FakeAnswer read(FakeRequest request) {
        return FakeAnswer.text(200, String.valueOf(counter(request.parameter("name"))));
    }

    private FakeAnswer raise(FakeRequest request) {
        counters.merge(request.parameter("name"), request.query("by", 1), Integer::sum);
        return FakeAnswer.empty(204);
    }

    private FakeAnswer rename(FakeRequest request) {
        Integer value = counters.remove(request.parameter("name"));
        counters.put(request.json("to"), value == null ? 0 : value);
        return FakeAnswer.empty(204);
    }

    private FakeAnswer fillIn(FakeRequest request) {
        counters.put(request.form("name").orElseThrow(() -> request.bad("no name")), request.form("value", 1));
        return FakeAnswer.empty(204);
    }

    private FakeAnswer batch(FakeRequest request) {
        StringBuilder statuses = new StringBuilder();
        for (String line : request.body().split("\n", 0)) {
            FakeRequest part = FakeRequest.of("POST", line, Map.of(), "");
            statuses.append(answerPart(part).status()).append(' ');
        }
        return FakeAnswer.text(200, statuses.toString().strip());
    }

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY;
    }

    @Override
    protected void populate(int members, int accounts) {
        counters.put("members", members);
        counters.put("accounts", accounts);
    }
}
