package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.WholeList;
import dev.gosync.adapter.http.Pages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Makes the calls of the <a
 * href="https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2/intro/">operations API</a> of Jira Service
 * Management, and those of Jira for people. Schedules and people are named by id. Threads may share it.
 */
final class JsmApi {
    static final String UPDATE = "Update rotation";
    static final String FIND_USERS = "Find users";
    static final String LIST_SCHEDULES = "List schedules";

    /** So many account ids go into one request. Its address then stays below 8 kB. */
    private static final int ACCOUNTS = 100;

    private static final String BULK_GET_USERS = "Bulk get users";

    private final HttpUrl operations;
    private final HttpUrl users;
    private final OpsgenieClient client;

    /**
     * Makes the calls of one site.
     *
     * @param operations the address of the operations API, up to the version
     * @param jira the address of Jira
     */
    JsmApi(HttpUrl operations, HttpUrl jira, OpsgenieClient client) {
        this.operations = operations;
        this.users = jira.newBuilder().addPathSegments("rest/api/3/user").build();
        this.client = client;
    }

    OpsgenieClient client() {
        return client;
    }

    // --- Operations

    /** Returns the account ids of the people who are on call. */
    List<String> onCall(String place, String schedule, Optional<Instant> at) throws InterruptedException {
        HttpUrl.Builder url = url(schedule, "on-calls").addQueryParameter("flat", "true");
        at.ifPresent(time -> url.addQueryParameter("date", time.toString()));
        return client.read(
                place, "List on-call responders", url.build(), answer -> answer.texts(answer.json(), "onCallUsers"));
    }

    /** Returns the ids of the schedules with exactly this name. The search ignores case and takes a final asterisk. */
    List<String> schedulesCalled(String place, String name) throws InterruptedException {
        HttpUrl url = url().addQueryParameter("query", name).build();
        return pages(place, LIST_SCHEDULES, url, (answer, schedule) -> schedule).entrySet().stream()
                .filter(schedule -> schedule.getValue().path("name").asText("").equals(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<Rotation> rotations(String place, String schedule) throws InterruptedException {
        HttpUrl url = url(schedule, "rotations").build();
        return List.copyOf(
                pages(place, "List rotations", url, (answer, rotation) -> Rotation.read(answer, schedule, rotation))
                        .values());
    }

    /** Reads one rotation, with one request that is not retried. */
    Rotation rotation(String place, Rotation rotation) throws IOException {
        JsonAnswer answer = client.get(place, "Get rotation", url(rotation));
        return Rotation.read(answer, rotation.schedule(), answer.json());
    }

    /** Replaces the participants, with one request that is not retried. The answer to a success shows the rotation. */
    Optional<WholeList.Refusal> update(String place, Rotation rotation, List<Participant> participants)
            throws IOException {
        JsonAnswer answer = client.patch(place, UPDATE, url(rotation), OpsgenieApi.body(participants));
        if (answer.status() == 400 || answer.status() == 404 || answer.status() == 422) {
            return Optional.of(OpsgenieApi.refusal(answer, participants));
        }
        Rotation shown = Rotation.read(answer.success(), rotation.schedule(), answer.json());
        if (!shown.id().equals(rotation.id()) || !keys(shown.participants()).equals(keys(participants))) {
            throw answer.malformed("it does not show the participants that were sent");
        }
        return Optional.empty();
    }

    private static List<String> keys(List<Participant> participants) {
        return participants.stream().map(Participant::key).toList();
    }

    /** Makes something of one value of a page. */
    private interface Reader<T> {
        T read(JsonAnswer answer, JsonNode value);
    }

    /**
     * One page.
     *
     * @param next where the next page begins; empty if this page is the last one
     */
    private record Page<T>(Map<String, T> byId, String next) {}

    /**
     * Returns the values of all pages by their ids, in order. It counts the values itself and does not follow the
     * links, so it can read a value twice, but never leave one out.
     */
    private <T> Map<String, T> pages(String place, String operation, HttpUrl first, Reader<T> reader)
            throws InterruptedException {
        Map<String, T> all = new LinkedHashMap<>();
        Pages pages = Pages.of(place, operation);
        Optional<String> offset = Optional.of("0");
        while (offset.isPresent()) {
            int read = Integer.parseInt(offset.get());
            HttpUrl url = read == 0
                    ? first
                    : first.newBuilder()
                            .setQueryParameter("offset", offset.get())
                            .build();
            Page<T> page = client.read(place, operation, url, answer -> {
                List<JsonNode> values = answer.list(answer.json(), "values");
                Map<String, T> byId = new LinkedHashMap<>();
                values.forEach(value -> byId.put(answer.text(value, "id"), reader.read(answer, value)));
                String link = answer.json().path("links").path("next").asText("");
                return new Page<>(byId, link.isBlank() ? "" : String.valueOf(read + values.size()));
            });
            page.byId().forEach(all::putIfAbsent);
            offset = pages.next(page.byId().keySet(), page.next());
        }
        return all;
    }

    private HttpUrl url(Rotation rotation) {
        return url(rotation.schedule(), "rotations", rotation.id()).build();
    }

    private HttpUrl.Builder url(String... segments) {
        HttpUrl.Builder url = operations.newBuilder().addPathSegments("v1/schedules");
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    // --- People

    /** Returns the accounts with these ids, as Jira shows them. */
    List<JsonNode> users(String place, Collection<String> ids) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += ACCOUNTS) {
            found.addAll(bulk(place, all.subList(from, Math.min(from + ACCOUNTS, all.size()))));
        }
        return found;
    }

    private List<JsonNode> bulk(String place, List<String> ids) throws InterruptedException {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        Pages pages = Pages.of(place, BULK_GET_USERS);
        Optional<String> start = Optional.of("0");
        while (start.isPresent()) {
            int asked = Integer.parseInt(start.get());
            HttpUrl.Builder url = users.newBuilder().addPathSegment("bulk");
            ids.forEach(id -> url.addQueryParameter("accountId", id));
            url.addQueryParameter("startAt", start.get()).addQueryParameter("maxResults", String.valueOf(ACCOUNTS));
            Page<JsonNode> page = client.read(place, BULK_GET_USERS, url.build(), answer -> {
                List<JsonNode> values = answer.list(answer.json(), "values");
                Map<String, JsonNode> byId = new LinkedHashMap<>();
                values.forEach(user -> byId.put(answer.text(user, "accountId"), user));
                if (answer.json().path("startAt").asInt(asked) != asked) {
                    throw answer.malformed("it is not the page that was asked for");
                }
                int next = asked + values.size();
                JsonNode total = answer.json().path("total");
                JsonNode last = answer.json().path("isLast");
                if (!total.isInt() && !last.isBoolean()) {
                    throw answer.malformed("it does not say whether more accounts follow");
                }
                boolean isLast = last.isBoolean() ? last.booleanValue() : next >= total.intValue();
                return new Page<>(byId, isLast ? "" : String.valueOf(next));
            });
            found.putAll(page.byId());
            start = pages.next(page.byId().keySet(), page.next());
        }
        return List.copyOf(found.values());
    }

    /** Returns the accounts that Jira finds: also those whose name or address only begins with this text. */
    List<JsonNode> usersLike(String place, String email) throws InterruptedException {
        HttpUrl url = users.newBuilder()
                .addPathSegment("search")
                .addQueryParameter("query", email)
                .build();
        return client.read(place, FIND_USERS, url, answer -> {
            if (!answer.json().isArray()) {
                throw answer.malformed("it is not a list of users");
            }
            List<JsonNode> found = new ArrayList<>();
            answer.json().forEach(found::add);
            found.forEach(user -> answer.text(user, "accountId"));
            return found;
        });
    }
}
