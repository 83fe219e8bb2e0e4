package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Makes the calls of <a href="https://learn.microsoft.com/en-us/graph/api/overview">Graph</a>. Threads may share it. */
final class EntraApi {
    static final String GET_GROUP = "get group";
    static final String LIST_MEMBERS = "list members";
    static final String LIST_USERS = "list users";

    private static final MediaType TYPE = MediaType.get("application/json; charset=utf-8");
    private static final String PAGE = "999";
    private static final String SELECT = "$select";
    private static final String FILTER = "$filter";

    private final HttpUrl base;
    private final EntraClient client;
    private final AccessTokens tokens;
    private final Retry retry;

    /**
     * Makes the calls of one tenant.
     *
     * @param base the address of Graph, which ends with the version and a slash
     */
    EntraApi(HttpUrl base, EntraClient client, AccessTokens tokens, Retry retry) {
        this.base = base;
        this.client = client;
        this.tokens = tokens;
        this.retry = retry;
    }

    EntraFailures failures() {
        return client.failures();
    }

    void checkOpen() {
        client.checkOpen();
    }

    // --- Groups

    /** Reads a group by its object id or its display name. */
    TargetGroup group(String place, GroupKey key) throws InterruptedException {
        HttpUrl.Builder url = base.newBuilder().addPathSegment("groups");
        if (key.isId()) {
            url.addPathSegment(key.text()).addQueryParameter(SELECT, TargetGroup.FIELDS);
            return read(place, GET_GROUP, url.build(), false, answer -> TargetGroup.read(answer, answer.json()));
        }
        url.addQueryParameter(FILTER, "displayName eq " + quoted(key.text()))
                .addQueryParameter(SELECT, TargetGroup.FIELDS);
        return read(place, GET_GROUP, url.build(), false, answer -> {
            List<JsonNode> found = answer.objects("value");
            if (found.size() != 1 || answer.json().hasNonNull("@odata.nextLink")) {
                throw failures().notOneGroup(place, GET_GROUP, found.size());
            }
            return TargetGroup.read(answer, found.get(0));
        });
    }

    /** Reads the direct members of a group, or all of them. */
    void members(String place, String group, boolean nested, BiConsumer<JsonAnswer, JsonNode> reader)
            throws InterruptedException {
        HttpUrl url = base.newBuilder()
                .addPathSegment("groups")
                .addPathSegment(group)
                .addPathSegment(nested ? "transitiveMembers" : "members")
                .addQueryParameter(SELECT, EntraAccount.FIELDS)
                .addQueryParameter("$top", PAGE)
                .build();
        pages(place, LIST_MEMBERS, url, false, reader);
    }

    // --- Users

    /** Reads the users of the tenant, or those that a filter finds. */
    void users(String place, Optional<UserFilter> filter, BiConsumer<JsonAnswer, JsonNode> reader)
            throws InterruptedException {
        HttpUrl.Builder url = base.newBuilder()
                .addPathSegment("users")
                .addQueryParameter(SELECT, EntraAccount.FIELDS)
                .addQueryParameter("$top", PAGE);
        filter.ifPresent(text -> url.addQueryParameter(FILTER, text.text()));
        boolean isAdvanced = filter.filter(UserFilter::isAdvanced).isPresent();
        if (isAdvanced) {
            url.addQueryParameter("$count", "true");
        }
        pages(place, LIST_USERS, url.build(), isAdvanced, reader);
    }

    /** A part of a batch that finds the users with one of these addresses or names to sign in with. */
    GraphBatch.Part findUsers(Collection<String> addresses) {
        String list = String.join(",", addresses.stream().map(EntraApi::quoted).toList());
        HttpUrl url = base.newBuilder()
                .addPathSegment("users")
                .addQueryParameter(SELECT, EntraAccount.FIELDS)
                .addQueryParameter("$top", PAGE)
                .addQueryParameter(FILTER, "mail in (" + list + ") or userPrincipalName in (" + list + ")")
                .build();
        return new GraphBatch.Part("GET", relative(url), null, false);
    }

    // --- Changes of members, as parts of a batch

    /** Adds up to 20 users in one request, after the part before it. */
    GraphBatch.Part addMembers(String group, Collection<String> users) {
        ObjectNode body = EntraClient.JSON.createObjectNode();
        users.forEach(user -> body.withArray("members@odata.bind").add(reference(user)));
        return new GraphBatch.Part("PATCH", relative(groupUrl(group).build()), body, true);
    }

    /** Adds one user. */
    GraphBatch.Part addMember(String group, String user) {
        HttpUrl url =
                groupUrl(group).addPathSegment("members").addPathSegment("$ref").build();
        ObjectNode body = EntraClient.JSON.createObjectNode().put("@odata.id", reference(user));
        return new GraphBatch.Part("POST", relative(url), body, false);
    }

    /** Removes one user. Without {@code $ref} at the end, Graph would delete the user from the directory. */
    GraphBatch.Part removeMember(String group, String user) {
        HttpUrl url = groupUrl(group)
                .addPathSegment("members")
                .addPathSegment(user)
                .addPathSegment("$ref")
                .build();
        return new GraphBatch.Part("DELETE", relative(url), null, false);
    }

    /** Sends up to 20 requests in one. What failed is in the batch, and not thrown. */
    GraphBatch batch(String place, String operation, List<GraphBatch.Part> parts) throws InterruptedException {
        HttpUrl url = base.newBuilder().addPathSegment("$batch").build();
        GraphBatch batch = new GraphBatch(place, operation, parts);
        try {
            call(place, operation, token -> {
                batch.attempt(body -> send(
                        place,
                        operation,
                        token,
                        new Request.Builder().url(url).post(RequestBody.create(body.toString(), TYPE))));
                return true;
            });
        } catch (AdapterException e) {
            batch.gaveUp(e);
        }
        return batch;
    }

    private HttpUrl.Builder groupUrl(String group) {
        return base.newBuilder().addPathSegment("groups").addPathSegment(group);
    }

    private String reference(String user) {
        return base.newBuilder()
                .addPathSegment("directoryObjects")
                .addPathSegment(user)
                .build()
                .toString();
    }

    /** How a request is named inside a batch: without host and version. */
    private String relative(HttpUrl url) {
        String path = url.encodedPath().substring(base.encodedPath().length() - 1);
        return url.encodedQuery() == null ? path : path + "?" + url.encodedQuery();
    }

    /** A text in a filter. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    // --- Requests

    /** Takes what is needed from a success. */
    private interface Reader<T> {
        T read(JsonAnswer answer) throws AdapterException;
    }

    /** Makes one request with a token. */
    private interface TokenCall<T> {
        T run(String token) throws IOException;
    }

    private record Page(List<String> ids, JsonAnswer answer, String next) {}

    private void pages(
            String place, String operation, HttpUrl first, boolean eventual, BiConsumer<JsonAnswer, JsonNode> reader)
            throws InterruptedException {
        Pages pages = Pages.of(place, operation);
        Optional<HttpUrl> url = Optional.of(first);
        while (url.isPresent()) {
            Page page = read(place, operation, url.get(), eventual, answer -> {
                List<String> ids = new ArrayList<>();
                answer.objects("value").forEach(each -> ids.add(answer.text(each, "id")));
                return new Page(ids, answer, JsonAnswer.textOrEmpty(answer.json(), "@odata.nextLink"));
            });
            page.answer.objects("value").forEach(each -> reader.accept(page.answer, each));
            url = pages.next(page.ids, page.next).map(next -> ours(page.answer, next));
        }
    }

    /** A link that leads elsewhere would take the token there. */
    private HttpUrl ours(JsonAnswer answer, String link) {
        @Nullable HttpUrl url = HttpUrl.parse(link);
        if (url == null
                || !url.scheme().equals(base.scheme())
                || !url.host().equals(base.host())
                || url.port() != base.port()) {
            throw answer.malformed("its next page is at another address");
        }
        return url;
    }

    private <T> T read(String place, String operation, HttpUrl url, boolean eventual, Reader<T> reader)
            throws InterruptedException {
        return call(place, operation, token -> {
            Request.Builder request = new Request.Builder().url(url);
            if (eventual) {
                request.header("ConsistencyLevel", "eventual");
            }
            return reader.read(send(place, operation, token, request).success());
        });
    }

    private <T> T call(String place, String operation, TokenCall<T> call) throws InterruptedException {
        checkOpen();
        String token;
        try {
            token = tokens.token(place);
        } catch (IOException e) {
            throw AdapterException.translated(
                    place, EntraFailures.GET_TOKEN, failures().withoutSecrets(e));
        }
        try {
            return retry.call(place, operation, () -> call.run(token));
        } catch (AdapterException e) {
            if (e.kind() == FailureKind.AUTHENTICATION) {
                tokens.refused(token);
            }
            throw e;
        }
    }

    private JsonAnswer send(String place, String operation, String token, Request.Builder request) throws IOException {
        HttpAnswer http = client.send(request.header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .build());
        return new JsonAnswer(place, operation, http, EntraClient.json(http.body()), failures());
    }
}
