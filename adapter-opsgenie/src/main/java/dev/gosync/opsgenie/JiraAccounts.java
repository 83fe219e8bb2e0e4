package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Retry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * Which Atlassian account has which e-mail address, as far as Jira shows it. What was learnt is kept; who is missing is
 * looked up. Safe for use by several threads.
 */
final class JiraAccounts {
    /** Account ids of a bulk request; the address stays well below 8 kB. */
    static final int BULK = 100;

    private static final String SEARCH = "Find users";
    private static final String GET = "Bulk get users";

    private final HttpUrl users;
    private final Http http;
    private final Retry retry;

    /** By account id; empty where the account shows none. */
    private final Map<String, Optional<String>> emails = new ConcurrentHashMap<>();

    /** By e-mail address, whatever its case. */
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    JiraAccounts(HttpUrl jira, Http http, Retry retry) {
        this.users = jira.newBuilder().addPathSegments("rest/api/3/user").build();
        this.http = http;
        this.retry = retry;
    }

    /** The e-mail address of an account that {@link #learn} was asked for. */
    Optional<String> email(String id) {
        return emails.getOrDefault(id, Optional.empty());
    }

    /** Looks up those accounts that are not known yet; gives whether there were any. */
    boolean learn(String place, Collection<String> accounts) throws InterruptedException {
        List<String> missing = accounts.stream()
                .distinct()
                .filter(id -> !emails.containsKey(id))
                .toList();
        for (int from = 0; from < missing.size(); from += BULK) {
            List<String> asked = missing.subList(from, Math.min(from + BULK, missing.size()));
            for (JsonNode user : bulk(place, asked)) {
                keep(user);
            }
            asked.forEach(id -> emails.putIfAbsent(id, Optional.empty()));
        }
        return !missing.isEmpty();
    }

    private List<JsonNode> bulk(String place, List<String> accounts) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        boolean last = false;
        while (!last) {
            HttpUrl.Builder url = users.newBuilder().addPathSegment("bulk");
            accounts.forEach(id -> url.addQueryParameter("accountId", id));
            url.addQueryParameter("startAt", String.valueOf(found.size()))
                    .addQueryParameter("maxResults", String.valueOf(BULK));
            Answer page = retry.call(place, GET, () -> {
                Answer answer = http.get(place, GET, url.build()).success();
                answer.list(answer.body(), "values").forEach(user -> answer.field(user, "accountId"));
                return answer;
            });
            List<JsonNode> users = page.list(page.body(), "values");
            found.addAll(users);
            int total = page.body().path("total").asInt(found.size());
            last = page.body().path("isLast").asBoolean(found.size() >= total);
            if (!last && users.isEmpty()) {
                throw page.malformed("a page without users is not the last");
            }
        }
        return found;
    }

    /**
     * Finds the account with an e-mail address. Jira finds what begins with the text that is asked for, in names too, so
     * only an account that shows exactly this address is taken.
     */
    Optional<String> find(String place, String email) throws InterruptedException {
        Optional<String> known = known(email);
        if (known.isPresent()) {
            return known;
        }
        HttpUrl url = users.newBuilder()
                .addPathSegment("search")
                .addQueryParameter("query", email)
                .build();
        List<JsonNode> found = retry.call(place, SEARCH, () -> {
            Answer answer = http.get(place, SEARCH, url).success();
            if (!answer.body().isArray()) {
                throw answer.malformed("it is no list of users");
            }
            List<JsonNode> users = new ArrayList<>();
            for (JsonNode user : answer.body()) {
                answer.field(user, "accountId");
                users.add(user);
            }
            return users;
        });
        found.stream()
                .filter(user -> user.path("accountType").asText("atlassian").equals("atlassian"))
                .filter(user -> user.path("active").asBoolean(true))
                .filter(user -> shown(user)
                        .filter(address -> key(address).equals(key(email)))
                        .isPresent())
                .forEach(this::keep);
        return known(email);
    }

    private Optional<String> known(String email) {
        return Optional.ofNullable(ids.get(key(email)));
    }

    private void keep(JsonNode user) {
        String id = user.path("accountId").textValue();
        Optional<String> email = shown(user);
        Optional<String> before = emails.put(id, email);
        if (before != null) { // the address may have gone to somebody else
            before.ifPresent(address -> ids.remove(key(address), id));
        }
        email.ifPresent(address -> ids.putIfAbsent(key(address), id));
    }

    private static Optional<String> shown(JsonNode user) {
        return Optional.of(user.path("emailAddress").asText("").strip()).filter(email -> !email.isEmpty());
    }

    private static String key(String email) {
        return Matching.ignoringCase().key(email);
    }
}
