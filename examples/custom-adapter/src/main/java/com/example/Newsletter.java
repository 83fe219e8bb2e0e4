package com.example;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The subscribers of a newsletter, by e-mail address. Threads may share it. */
public final class Newsletter implements Adapter {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String name;
    private final String subscribers;
    private final String token;
    private final Retry retry;

    public Newsletter(URI service, String list, String token, Retry retry) {
        this.name = "Newsletter " + list;
        URI base = BaseUrl.checked(service, "https://news.example.com/");
        this.subscribers = base + "lists/" + encoded(list) + "/subscribers";
        this.token = token;
        this.retry = retry;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        List<String> things = new ArrayList<>();
        Pages pages = Pages.of(name, "list");
        Optional<String> page = Optional.of("1");
        while (page.isPresent()) {
            HttpAnswer answer = call("list", "GET", "?page=" + page.get());
            List<String> addresses = answer.body().lines().toList();
            things.addAll(addresses);
            page = pages.next(addresses, answer.header("Next-Page").orElse(null));
        }
        return Listing.of(things);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> call("subscribe", "PUT", "/" + encoded(thing)));
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> call("unsubscribe", "DELETE", "/" + encoded(thing)));
    }

    private HttpAnswer call(String operation, String verb, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(subscribers + path))
                .method(verb, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .timeout(retry.callTimeout())
                .build();
        return retry.call(name, operation, () -> understood(operation, send(request)));
    }

    private HttpAnswer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            return HttpAnswer.read(answer.statusCode(), answer.headers().map(), body);
        }
    }

    private HttpAnswer understood(String operation, HttpAnswer answer) {
        String type = answer.header("Content-Type").orElse("");
        if (answer.status() == 200 && type.startsWith("text/plain")) {
            return answer;
        }
        FailureKind kind = switch (answer.status()) {
            case 405 -> FailureKind.READ_ONLY;
            case 409 -> FailureKind.REFUSED_THING;
            default -> answer.kind();
        };
        throw answer.failure(name, operation, "", retry.clock()).kind(kind).build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
