package dev.gosync.testkit.club;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import dev.gosync.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The members of a club, by e-mail address. What is protected is there for adapters that get it wrong. */
public class Club implements Adapter {
    static final String NAME = "chess";

    private static final int BATCH = 100;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;
    private final String token;
    private final Retry retry;

    public Club(URI address, String token, Retry retry) {
        this.address = address;
        this.token = token;
        this.retry = retry;
    }

    @Override
    public String name() {
        return "Club " + NAME;
    }

    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    private record Page(List<String> emails, String next) {}

    @Override
    public Listing get() throws InterruptedException {
        Set<String> things = new LinkedHashSet<>();
        Pages pages = Pages.of(name(), "people");
        Optional<String> from = Optional.of("0");
        while (from.isPresent()) {
            String target = "/people?from=" + from.get();
            Page page =
                    retry.call(name(), "people", () -> page(send("people", "GET", target, BodyPublishers.noBody())));
            things.addAll(page.emails);
            from = pages.next(page.emails, page.next);
        }
        return Listing.of(things);
    }

    private Page page(HttpAnswer answer) {
        try {
            Map<String, ?> page = Json.readObject(answer.body());
            List<String> emails = new ArrayList<>();
            ((List<?>) page.get("people")).forEach(person -> emails.add(email((Map<?, ?>) person)));
            long next = (Long) ((Map<?, ?>) page.get("paging")).get("next");
            return new Page(emails, next < 0 ? "" : String.valueOf(next));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw malformed("people", answer);
        }
    }

    private String email(Map<?, ?> person) {
        mustBePerson(person);
        Map<?, ?> contact = (Map<?, ?>) person.get("contact");
        mustBeContact(contact);
        if (contact.get("email") instanceof String email) {
            return email;
        }
        throw new IllegalArgumentException("a person without an address");
    }

    /** Looks at a person as a whole. */
    protected void mustBePerson(Map<?, ?> person) {}

    /** Looks at a contact as a whole. */
    protected void mustBeContact(Map<?, ?> contact) {}

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.batches(things, BATCH, batch -> write("add", batch));
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.batches(things, BATCH, batch -> write("remove", batch));
    }

    private void write(String action, List<String> things) throws InterruptedException {
        String body = Json.write(Map.of("action", action, "emails", things));
        retry.call(name(), "writes", () -> {
            HttpAnswer answer = send("writes", "POST", "/writes", BodyPublishers.ofString(body));
            if (action.equals("remove") ? answer.status() != 204 : !shows(answer, things)) {
                throw malformed("writes", answer);
            }
            return answer;
        });
    }

    /** Whether the answer to additions shows everybody who was added. */
    protected boolean shows(HttpAnswer answer, List<String> things) {
        try {
            Set<String> shown = new HashSet<>();
            for (Object person : (List<?>)
                    Objects.requireNonNull(Json.readObject(answer.body()).get("people"))) {
                shown.add(matching().key(email((Map<?, ?>) person)));
            }
            return things.stream().map(matching()::key).allMatch(shown::contains);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            return false;
        }
    }

    private HttpAnswer send(String operation, String verb, String target, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + target))
                .method(verb, body)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(retry.callTimeout())
                .build();
        HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
        HttpAnswer answer;
        try (InputStream in = response.body()) {
            answer = HttpAnswer.read(response.statusCode(), response.headers().map(), in);
        }
        if (!answer.isSuccess()) {
            throw answer.failure(name(), operation, "", retry.clock())
                    .kind(kind(answer))
                    .build();
        }
        return answer;
    }

    private static FailureKind kind(HttpAnswer answer) {
        return switch (answer.status()) {
            case 405 -> FailureKind.READ_ONLY;
            case 422 -> FailureKind.UNKNOWN_THING;
            case 409 -> FailureKind.REFUSED_THING;
            case 418 -> FailureKind.UNKNOWN;
            default -> answer.kind();
        };
    }

    private AdapterException malformed(String operation, HttpAnswer answer) {
        return answer.failure(name(), operation, "the answer shows nothing that can be understood", retry.clock())
                .kind(FailureKind.MALFORMED_ANSWER)
                .answerLost()
                .build();
    }
}
