package dev.gosync.testkit.directory;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import dev.gosync.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory over HTTP: every call goes through the gate, and every error is translated here. The JDK's client repeats
 * what it could not connect for, and a GET when a connection that was used before breaks; two system properties in the
 * POM have it leave that to the gate.
 */
public class DirectoryClient {
    private final URI address;
    private final String place;
    private final String token;
    private final Retry retry;
    private final HttpClient http;

    public DirectoryClient(URI address, String place, String token, Retry retry) {
        this.address = address;
        this.place = place;
        this.token = token;
        this.retry = retry;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(retry.callTimeout())
                .build();
    }

    /** Reads all pages of a list, or fails. */
    public List<Map<?, ?>> list(String operation, String path, String name) throws InterruptedException {
        List<Map<?, ?>> all = new ArrayList<>();
        Pages pages = Pages.of(place, operation);
        Optional<String> from = Optional.of("0");
        while (from.isPresent()) {
            String target = path + (path.contains("?") ? "&" : "?") + "from=" + from.get();
            Page page = retry.call(place, operation, () -> page(operation, send("GET", target), name));
            all.addAll(page.elements);
            from = pages.next(page.elements.stream().map(each -> each.get("id")).toList(), page.next);
        }
        return all;
    }

    /** Makes a write that is answered with nothing. */
    public void write(String operation, String verb, String path) throws InterruptedException {
        retry.call(place, operation, () -> {
            HttpAnswer answer = send(verb, path);
            if (answer.status() != 204) {
                throw failure(operation, answer);
            }
            return answer;
        });
    }

    /** Makes one request. */
    protected HttpAnswer send(String verb, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .method(verb, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .timeout(retry.callTimeout())
                .build();
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            return HttpAnswer.read(answer.statusCode(), answer.headers().map(), body);
        }
    }

    private record Page(List<Map<?, ?>> elements, String next) {}

    private Page page(String operation, HttpAnswer answer, String name) {
        if (answer.status() != 200) {
            throw failure(operation, answer);
        }
        try {
            Map<String, @Nullable Object> page = Json.readObject(answer.body());
            List<Map<?, ?>> elements = new ArrayList<>();
            ((List<?>) page.get(name)).forEach(element -> elements.add((Map<?, ?>) element));
            return new Page(elements, page.get("next") instanceof Long from ? String.valueOf(from) : "");
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw AdapterException.of(
                            FailureKind.MALFORMED_ANSWER, place, operation, "the answer is no page of " + name)
                    .cause(e)
                    .build();
        }
    }

    /** What an answer other than success means. */
    protected AdapterException failure(String operation, HttpAnswer answer) {
        String code = code(answer);
        return answer.failure(place, operation, code, retry.clock())
                .kind(kind(answer, code))
                .build();
    }

    /** What a status and a code mean. */
    protected FailureKind kind(HttpAnswer answer, String code) {
        return switch (answer.status()) {
            case 403 ->
                switch (code) {
                    case "policy" -> FailureKind.REFUSED_THING;
                    case "group_is_derived" -> FailureKind.READ_ONLY;
                    default -> FailureKind.PERMISSION;
                };
            case 404 -> code.equals("no_such_person") ? FailureKind.UNKNOWN_THING : FailureKind.NOT_FOUND;
            default -> answer.kind();
        };
    }

    private static String code(HttpAnswer answer) {
        try {
            return Json.readObject(answer.body()).get("error") instanceof String code ? code : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
