package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The only way to GitHub: every request is one attempt of the gate, and what an answer means is said before the gate
 * sees it. OkHttp repeats nothing and follows nowhere. Safe for use by several threads.
 */
final class Wire implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");

    /** A request but for its authorization. A write has a verb other than GET; GraphQL's POST is told apart. */
    record Request(String operation, String verb, HttpUrl url, Map<String, ?> body, boolean writes) {
        static Request get(String operation, HttpUrl url) {
            return new Request(operation, "GET", url, Map.of(), false);
        }

        static Request query(String operation, HttpUrl url, Map<String, ?> body) {
            return new Request(operation, "POST", url, body, false);
        }

        static Request write(String operation, String verb, HttpUrl url, Map<String, ?> body) {
            return new Request(operation, verb, url, body, true);
        }
    }

    /** What a successful answer holds. */
    @FunctionalInterface
    interface Reading<T> {
        /**
         * Understands an answer.
         *
         * @param attempt its number, from 1
         * @throws AdapterException if it is a failure after all
         * @throws IllegalArgumentException if it makes no sense
         */
        T of(Answer answer, int attempt);
    }

    /** What takes more than one call. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final OkHttpClient http;
    private final Retry retry;
    private final Failures failures;

    /** GitHub asks for writes one after the other; those of all teams of an organization are meant. */
    private final ReentrantLock writing = new ReentrantLock(true);

    /** By place. */
    private final Map<String, Integer> maintainerRemovals = new ConcurrentHashMap<>();

    Wire(Retry retry) {
        this.retry = retry;
        this.failures = new Failures(retry);
        this.http = new OkHttpClient.Builder()
                .connectTimeout(retry.callTimeout())
                .readTimeout(retry.callTimeout())
                .writeTimeout(retry.callTimeout())
                .callTimeout(retry.callTimeout())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    Retry retry() {
        return retry;
    }

    Failures failures() {
        return failures;
    }

    /** How many threads wait for another's write to end. */
    int waitingToWrite() {
        return writing.getQueueLength();
    }

    /** Does what no other write may come between. */
    void alone(Work work) throws IOException, InterruptedException {
        writing.lockInterruptibly();
        try {
            work.run();
        } finally {
            writing.unlock();
        }
    }

    /** How often the removal of a maintainer from a place began or ended: whoever read before may count one too many. */
    int maintainerRemovals(String place) {
        return maintainerRemovals.getOrDefault(place, 0);
    }

    void countMaintainerRemoval(String place) {
        maintainerRemovals.merge(place, 1, Integer::sum);
    }

    /**
     * Makes one call, in as many attempts as it needs.
     *
     * @param place for errors
     * @param request what to ask
     * @param credentials asked once the call may begin, so that no wait for other writes ages what they give
     * @param reading understands a success; its failures are repeated like any other
     */
    <T> T call(String place, Request request, Credentials credentials, Reading<T> reading) throws InterruptedException {
        if (!request.writes()) {
            return attempts(place, request, credentials, reading);
        }
        writing.lockInterruptibly();
        try {
            return attempts(place, request, credentials, reading);
        } finally {
            writing.unlock();
        }
    }

    private <T> T attempts(String place, Request request, Credentials credentials, Reading<T> reading)
            throws InterruptedException {
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
        AtomicInteger attempts = new AtomicInteger();
        okhttp3.Request prepared = prepared(request, authorization);
        return retry.call(place, request.operation(), () -> {
            Answer answer = answer(http.newCall(prepared));
            int attempt = attempts.incrementAndGet();
            if (!answer.isSuccess()) {
                throw failures.of(place, request.operation(), answer, attempt);
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
            return RequestBody.create(Answer.JSON.writeValueAsBytes(request.body()), JSON);
        } catch (IOException e) {
            throw new IllegalStateException("A request can always be written", e);
        }
    }

    private static Answer answer(Call call) throws IOException {
        try (Response response = call.execute()) {
            return Answer.of(
                    response.code(),
                    response.headers().toMultimap(),
                    response.body().string());
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
