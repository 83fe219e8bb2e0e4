package com.example;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A service with one newsletter, whose subscribers come 50 a page. */
public final class NewsletterFake extends FakeServer {
    final Set<String> subscribers = new ConcurrentSkipListSet<>();

    NewsletterFake() {
        reads("list", "GET /lists/weekly/subscribers", this::list);
        writes("subscribe", "PUT /lists/weekly/subscribers/{address}", this::subscribe);
        writes("unsubscribe", "DELETE /lists/weekly/subscribers/{address}", this::unsubscribe);
    }

    private FakeAnswer list(FakeRequest request) {
        int page = request.query("page", 1);
        String lines = subscribers.stream().skip((page - 1) * 50L).limit(50).collect(Collectors.joining("\n"));
        FakeAnswer answer = FakeAnswer.text(200, lines);
        return subscribers.size() > page * 50 ? answer.header("Next-Page", String.valueOf(page + 1)) : answer;
    }

    private FakeAnswer subscribe(FakeRequest request) {
        return FakeAnswer.text(200, "new: " + subscribers.add(request.parameter("address")));
    }

    private FakeAnswer unsubscribe(FakeRequest request) {
        return FakeAnswer.text(200, "gone: " + subscribers.remove(request.parameter("address")));
    }

    @Override
    protected void populate(int members, int accounts) {
        IntStream.range(0, members).forEach(number -> subscribers.add("reader" + number + "@example.com"));
    }

    public static void main(String[] args) {
        serve(new NewsletterFake(), args);
    }
}
