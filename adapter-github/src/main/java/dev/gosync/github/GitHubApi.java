package dev.gosync.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The only class that sends requests to GitHub, by REST and by GraphQL. One attempt of {@link Retry} is one request:
 * OkHttp neither retries nor follows redirects. Threads may share it.
 */
final class GitHubApi implements AutoCloseable {
    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALIAS = "_";

    /**
     * A request without its authorization.
     *
     * @param writes whether it adds, removes or cancels a membership; GraphQL's POST does not
     */
    record Request(String operation, String verb, HttpUrl url, Map<String, ?> body, boolean writes) {
        static Request get(String operation, HttpUrl url) {
            return new Request(operation, "GET", url, Map.of(), false);
        }

        static Request post(String operation, HttpUrl url, Map<String, ?> body) {
            return new Request(operation, "POST", url, body, false);
        }
    }

    /** Reads a successful answer. */
    @FunctionalInterface
    interface Reading<T> {
        /**
         * Reads an answer.
         *
         * @param attempt the number of the attempt, from 1
         * @throws AdapterException if the answer is a failure after all
         * @throws IllegalArgumentException if the answer is malformed; the message says how
         */
        T of(HttpAnswer answer, int attempt);
    }

    /** Several calls that no other write may interrupt. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final GitHubClient client;
    private final Endpoints endpoints;
    private final Duration cacheFor;
    private final AccessTokens credentials;
    private final GitHubFailures failures;

    private GitHubApi(GitHubClient client, Endpoints endpoints, Duration cacheFor, @Nullable AccessTokens credentials) {
        this.client = client;
        this.endpoints = endpoints;
        this.cacheFor = cacheFor;
        this.credentials = credentials == null
                ? place -> {
                    throw new IllegalStateException("There are no credentials yet");
                }
                : credentials;
        this.failures = new GitHubFailures(client.retry, client.secrets);
    }

    /**
     * Makes a client without credentials.
     *
     * @param httpClient the caller's HTTP client, which stays open; {@code null} for one that is made when it is needed
     * @param cacheFor how long is remembered what was read of the organization's people
     * @param largestAnswer how many bytes one answer may have
     */
    static GitHubApi of(
            Endpoints endpoints,
            Retry retry,
            @Nullable OkHttpClient httpClient,
            Duration cacheFor,
            long largestAnswer) {
        return new GitHubApi(new GitHubClient(retry, httpClient, largestAnswer), endpoints, cacheFor, null);
    }

    /** {@return the same client with these credentials} */
    GitHubApi as(AccessTokens credentials) {
        return new GitHubApi(client, endpoints, cacheFor, credentials);
    }

    Retry retry() {
        return client.retry;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    GitHubFailures failures() {
        return failures;
    }

    Secrets secrets() {
        return client.secrets;
    }

    Duration cacheFor() {
        return cacheFor;
    }

    /**
     * Checks that the client is open.
     *
     * @throws IllegalStateException if it is closed
     */
    void checkOpen() {
        client.checkOpen();
    }

    /** {@return how many threads wait for another thread's write} */
    int waitingToWrite() {
        return client.writing.getQueueLength();
    }

    /** Does several calls without a write of another thread between them. */
    void alone(Work work) throws IOException, InterruptedException {
        client.writing.lockInterruptibly();
        try {
            work.run();
        } finally {
            client.writing.unlock();
        }
    }

    /** {@return how many removals of a maintainer of this team began or ended} A reading from before may be outdated. */
    int maintainerRemovals(String place) {
        return client.maintainerRemovals.getOrDefault(place, 0);
    }

    void countMaintainerRemoval(String place) {
        client.maintainerRemovals.merge(place, 1, Integer::sum);
    }

    // --- REST

    <T> T get(String place, String operation, HttpUrl url, Function<HttpAnswer, T> reading)
            throws InterruptedException {
        return call(place, Request.get(operation, url), credentials, (answer, attempt) -> reading.apply(answer));
    }

    <T> T write(
            String place,
            String operation,
            String verb,
            HttpUrl url,
            Map<String, ?> body,
            Function<HttpAnswer, T> reading)
            throws InterruptedException {
        Request request = new Request(operation, verb, url, body, true);
        client.writing.lockInterruptibly();
        try {
            return call(place, request, credentials, (answer, attempt) -> reading.apply(answer));
        } finally {
            client.writing.unlock();
        }
    }

    // --- GraphQL

    /**
     * Reads by GraphQL.
     *
     * @param reading reads the {@code data} of the answer
     */
    <T> T query(String place, Document document, Map<String, ?> variables, Function<JsonNode, T> reading)
            throws InterruptedException {
        return query(place, document, document.text(), variables, false, reading);
    }

    /**
     * Asks the same question about up to {@link Document#MOST} values in one query.
     *
     * @param variable the name of the value's variable in the document, without its number
     * @param reading reads the {@code data} of the answer, in which a user who does not exist is null
     */
    <T> T queryEach(
            String place,
            Document document,
            Map<String, ?> variables,
            String variable,
            List<String> values,
            Function<JsonNode, T> reading)
            throws InterruptedException {
        if (values.isEmpty() || values.size() > Document.MOST) {
            throw new IllegalArgumentException("One query takes 1 to " + Document.MOST + " values");
        }
        Map<String, Object> all = new LinkedHashMap<>(variables);
        for (int i = 0; i < values.size(); i++) {
            all.put(variable + ALIAS + i, values.get(i));
        }
        return query(place, document, document.text(values.size()), all, true, reading);
    }

    private <T> T query(
            String place,
            Document document,
            String text,
            Map<String, ?> variables,
            boolean usersMayBeMissing,
            Function<JsonNode, T> reading)
            throws InterruptedException {
        String operation = document.operation();
        Request request = Request.post(
                operation,
                endpoints.graphQl(),
                Map.of("query", text, "operationName", operation, "variables", variables));
        return call(place, request, credentials, (answer, attempt) -> {
            JsonNode json = json(answer);
            for (JsonNode error : json.path("errors")) {
                if (!usersMayBeMissing || !isMissingUser(error)) {
                    throw failures.ofGraphQl(place, operation, answer, error, attempt);
                }
            }
            if (!json.path("data").isObject()) {
                throw new IllegalArgumentException("the answer has no data");
            }
            return reading.apply(json.path("data"));
        });
    }

    /** One user does not exist, or is not in the organization. This says nothing about the other users. */
    private static boolean isMissingUser(JsonNode error) {
        JsonNode path = error.path("path");
        return error.path("type").asText("").equals("NOT_FOUND")
                && path.path(0).asText("").matches("user_\\d+")
                && (path.size() == 1
                        || (path.size() == 2 && path.path(1).asText("").equals("organization")));
    }

    // --- All calls

    /**
     * Makes one call, in as many attempts as it needs.
     *
     * @param place for errors
     * @param credentials asked right before the first attempt, so that a token does not age while other writes run
     * @param reading reads a success; a failure that it throws is retried like any other
     */
    <T> T call(String place, Request request, AccessTokens credentials, Reading<T> reading)
            throws InterruptedException {
        client.checkOpen();
        String authorization = credentials.authorization(place);
        try {
            return attempts(place, request, authorization, reading);
        } catch (AdapterException e) {
            if (e.kind() == FailureKind.AUTHENTICATION) {
                credentials.refused(authorization);
            }
            throw e;
        }
    }

    private <T> T attempts(String place, Request request, String authorization, Reading<T> reading)
            throws InterruptedException {
        okhttp3.Request prepared = prepared(request, authorization);
        AtomicInteger attempts = new AtomicInteger();
        return client.retry.call(place, request.operation(), () -> {
            HttpAnswer answer = client.send(prepared);
            int attempt = attempts.incrementAndGet();
            if (!answer.isSuccess()) {
                throw failures.of(place, request, answer, attempt);
            }
            AdapterException partial =
                    failures.partial(place, request.operation(), answer).orElse(null);
            if (partial != null) {
                throw partial;
            }
            try {
                return reading.of(answer, attempt);
            } catch (IllegalArgumentException e) {
                throw failures.malformed(place, request.operation(), String.valueOf(e.getMessage()));
            }
        });
    }

    private static okhttp3.Request prepared(Request request, String authorization) {
        return new okhttp3.Request.Builder()
                .url(request.url())
                .method(request.verb(), body(request))
                .header("Authorization", authorization)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "go-sync")
                .build();
    }

    private static @Nullable RequestBody body(Request request) {
        if (request.verb().equals("GET") || request.verb().equals("DELETE")) {
            return null;
        }
        try {
            return RequestBody.create(JSON.writeValueAsBytes(request.body()), JSON_TYPE);
        } catch (IOException e) {
            throw new IllegalStateException("The body of a request can always be written", e);
        }
    }

    // --- Answers

    /**
     * Reads a body as JSON.
     *
     * @throws IllegalArgumentException if it is not JSON; the message does not show the body
     */
    static JsonNode json(HttpAnswer answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            if (json == null || json.isMissingNode()) {
                throw new IllegalArgumentException("the answer is empty");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the answer is not JSON");
        }
    }

    /**
     * Returns the cursor of the next page.
     *
     * @return {@code null} after the last page
     * @throws IllegalArgumentException if another page follows and the answer has no cursor
     */
    static @Nullable String next(JsonNode list) {
        JsonNode info = list.required("pageInfo");
        return isTrue(info, "hasNextPage") ? text(info, "endCursor") : null;
    }

    /**
     * Returns the cursor of the previous page, if a list is read from its end.
     *
     * @return {@code null} after the first page
     * @throws IllegalArgumentException if there is an earlier page and the answer has no cursor
     */
    static @Nullable String previous(JsonNode list) {
        JsonNode info = list.required("pageInfo");
        return isTrue(info, "hasPreviousPage") ? text(info, "startCursor") : null;
    }

    private static boolean isTrue(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("the answer's " + field + " is not true or false");
        }
        return value.booleanValue();
    }

    /**
     * Returns a required text.
     *
     * @throws IllegalArgumentException if it is missing
     */
    static String text(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException("the answer's " + field + " is not a text");
        }
        return value.textValue();
    }

    /**
     * Returns a required list.
     *
     * @throws IllegalArgumentException if it is missing
     */
    static JsonNode list(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isArray()) {
            throw new IllegalArgumentException("the answer's " + field + " is not a list");
        }
        return value;
    }

    /** Closes the client for everyone who shares it. Closing twice is allowed. */
    @Override
    public void close() {
        client.close();
    }
}
