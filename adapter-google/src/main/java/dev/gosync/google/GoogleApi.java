package dev.gosync.google;

import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.directory.Directory;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends all requests to the Directory API. Every request goes through the retry policy, one attempt is one request, and
 * every answer is read to its end before it is looked at. Threads may share it.
 */
final class GoogleApi implements AutoCloseable {
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    /** Google counts requests by the minute. This is how long to wait if Google does not say when to come back. */
    private static final Duration QUOTA = Duration.ofMinutes(1);

    /** Before that long wait, so many shorter ones are tried. */
    private static final int SHORT_WAITS = 2;

    /** After one of these, no further request makes sense. */
    private static final Set<FailureKind> OVER =
            EnumSet.of(FailureKind.AUTHENTICATION, FailureKind.PERMISSION, FailureKind.NOT_FOUND);

    /**
     * Makes a request with Google's client.
     *
     * @param <R> its type
     */
    @FunctionalInterface
    interface Maker<R> {
        R make() throws IOException;
    }

    /**
     * Makes the request for a thing.
     *
     * @param <T> the type of things
     */
    @FunctionalInterface
    interface MakerFor<T> {
        AbstractGoogleJsonClientRequest<?> make(T thing) throws IOException;
    }

    /**
     * Says what the answer for a thing means.
     *
     * @param <T> the type of things
     */
    @FunctionalInterface
    interface Judge<T> {
        Verdict judge(T thing, HttpAnswer answer);
    }

    private final GoogleClient transport;
    private final Directory client;
    private final URI baseUrl;
    private final AccessTokens tokens;
    private final GoogleFailures failures;
    private final Retry retry;

    GoogleApi(GoogleClient transport, AccessTokens tokens, GoogleFailures failures, URI baseUrl, Retry retry) {
        this.transport = transport;
        this.tokens = tokens;
        this.failures = failures;
        this.baseUrl = baseUrl;
        this.retry = retry;
        this.client = new Directory.Builder(transport, JSON, this::prepare)
                .setRootUrl(baseUrl.toString())
                .setApplicationName("go-sync")
                .build();
    }

    Directory client() {
        return client;
    }

    Retry retry() {
        return retry;
    }

    GoogleFailures failures() {
        return failures;
    }

    /** Throws if the connection is closed. */
    void checkOpen() {
        transport.checkOpen();
    }

    /** Gets an access token, unless there is one, before a write begins. */
    void authorize(String place, Scope scope) throws InterruptedException {
        checkOpen();
        tokens.require(place, scope);
    }

    /**
     * Makes one request and reads its answer.
     *
     * @param kind the {@code kind} of Google's answer. An answer of another kind fails, so that the {@code {}} of another
     *     server is not taken for an empty list.
     */
    <T extends GenericJson> T read(
            String place,
            String operation,
            Scope scope,
            String kind,
            Maker<? extends AbstractGoogleJsonClientRequest<T>> maker)
            throws InterruptedException {
        authorize(place, scope);
        return retry.call(place, operation, () -> {
            AbstractGoogleJsonClientRequest<T> request = maker.make();
            HttpAnswer answer = exchange(request.buildHttpRequest(), place, operation, scope);
            if (answer.status() != 200) {
                throw failures.ofPlace(answer, place, operation, scope);
            }
            T read = parsed(answer, request.getResponseClass());
            if (read == null || !kind.equals(read.get("kind"))) {
                throw GoogleFailures.malformed(place, operation, "the answer is not of the kind " + kind);
            }
            return read;
        });
    }

    /**
     * Makes one request for each thing, all of them in one batch. Requests that Google tells to come back are repeated
     * alone, in a later batch. If the answer to a whole batch is lost, that batch is repeated.
     *
     * @param <T> the type of things
     * @param things up to {@link Batch#MOST}
     * @param settled gets the verdict on each thing, also if this throws; things that are missing then failed for the
     *     reason that was thrown
     */
    <T> void batch(
            String place,
            String operation,
            List<T> things,
            MakerFor<T> maker,
            Judge<T> judge,
            ConcurrentMap<T, Verdict> settled)
            throws InterruptedException {
        Scope scope = Scope.MEMBERS;
        authorize(place, scope);
        ConcurrentMap<T, AdapterException> later = new ConcurrentHashMap<>();
        AtomicInteger limited = new AtomicInteger();
        Set<T> doubtful = ConcurrentHashMap.newKeySet(); // an attempt may have taken effect
        try {
            retry.call(place, operation, () -> {
                List<T> open = things.stream()
                        .filter(thing -> !settled.containsKey(thing))
                        .toList();
                List<AbstractGoogleJsonClientRequest<?>> requests = new ArrayList<>();
                for (T thing : open) {
                    requests.add(maker.make(thing));
                }
                HttpRequest request = client.getRequestFactory()
                        .buildPostRequest(new GenericUrl(baseUrl + "batch"), Batch.content(requests));
                Set<T> repeated = Set.copyOf(doubtful);
                doubtful.addAll(open);
                Map<Integer, HttpAnswer> answers;
                try {
                    answers = answers(place, operation, scope, exchange(request, place, operation, scope));
                } catch (AdapterException e) {
                    if (!e.answerLost()) {
                        doubtful.retainAll(repeated);
                    }
                    throw e;
                }
                AdapterException comeBack = null;
                AdapterException over = null;
                for (int i = 0; i < open.size(); i++) {
                    T thing = open.get(i);
                    HttpAnswer answer = answers.get(i);
                    Verdict verdict = answer == null
                            ? Verdict.failed(
                                    GoogleFailures.malformed(place, operation, "the answer leaves out " + thing))
                            : judge.judge(thing, answer);
                    AdapterException failure = verdict.failure().orElse(null);
                    if (failure != null && failure.kind().isTransient()) {
                        later.merge(thing, failure, (before, now) -> before.answerLost() ? Verdict.lost(now) : now);
                        comeBack = last(comeBack, failure);
                        if (!failure.answerLost() && !repeated.contains(thing)) {
                            doubtful.remove(thing);
                        }
                        continue;
                    }
                    settled.put(thing, verdict.afterRepetition(repeated.contains(thing)));
                    if (failure != null && OVER.contains(failure.kind())) {
                        over = failure;
                    }
                }
                if (comeBack != null) {
                    throw over == null ? patient(comeBack, limited) : over;
                }
                return settled;
            });
        } catch (AdapterException e) {
            later.forEach((thing, own) -> {
                boolean lost = own.answerLost() || e.answerLost();
                if (own.kind() != e.kind() || lost != e.answerLost()) {
                    settled.putIfAbsent(thing, Verdict.failed(lost ? Verdict.lost(own) : own));
                }
            });
            throw e;
        }
    }

    /**
     * What the retry policy is told for a whole batch. If Google does not say when to come back and shorter waits did not
     * help, the wait is a minute. Lost answers are noted for each thing, not here.
     */
    private AdapterException patient(AdapterException failure, AtomicInteger limited) {
        AdapterException.Builder patient = AdapterException.of(
                        failure.kind(), failure.place(), failure.operation(), failure.problem())
                .remedy(failure.remedy())
                .cause(failure);
        if (failure.retryAt().isPresent()) {
            patient.retryAt(failure.retryAt().get());
        } else if (failure.kind() == FailureKind.RATE_LIMITED && limited.incrementAndGet() > SHORT_WAITS) {
            patient.retryAt(retry.clock().instant().plus(QUOTA));
        }
        return patient.build();
    }

    private Map<Integer, HttpAnswer> answers(String place, String operation, Scope scope, HttpAnswer whole) {
        if (whole.status() != 200) {
            throw failures.ofPlace(whole, place, operation, scope);
        }
        try {
            return Batch.answers(whole);
        } catch (IllegalArgumentException e) {
            throw GoogleFailures.malformed(place, operation, "the answer to a batch cannot be read: " + e.getMessage());
        }
    }

    /** Of two failures the one with the later time to come back, or else the one about too many requests. */
    private static AdapterException last(@Nullable AdapterException one, AdapterException other) {
        if (one == null) {
            return other;
        }
        Instant first = one.retryAt().orElse(Instant.MIN);
        Instant second = other.retryAt().orElse(Instant.MIN);
        return second.isAfter(first) || (second.equals(first) && other.kind() == FailureKind.RATE_LIMITED)
                ? other
                : one;
    }

    /** Reads an answer as JSON; {@code null} if it is not. */
    static <T> @Nullable T parsed(HttpAnswer answer, Class<T> type) {
        try {
            return JSON.createJsonParser(answer.body()).parse(type);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Settings of every request. */
    private void prepare(HttpRequest request) {
        int timeout =
                Math.toIntExact(Math.min(Integer.MAX_VALUE, retry.callTimeout().toMillis()));
        request.setNumberOfRetries(0)
                .setFollowRedirects(false)
                .setThrowExceptionOnExecuteError(false)
                .setLoggingEnabled(false)
                .setCurlLoggingEnabled(false)
                .setConnectTimeout(timeout)
                .setReadTimeout(timeout);
    }

    private HttpAnswer exchange(HttpRequest request, String place, String operation, Scope scope) {
        tokens.authorize(request.getHeaders(), place, scope);
        try {
            HttpResponse response = request.execute();
            try (InputStream content = response.getContent()) {
                Map<String, List<String>> headers = new HashMap<>();
                response.getHeaders().forEach((name, value) -> headers.put(name, List.of(text(value))));
                return HttpAnswer.read(
                        response.getStatusCode(),
                        headers,
                        content == null ? InputStream.nullInputStream() : content,
                        transport.largestAnswer());
            } finally {
                response.disconnect();
            }
        } catch (IOException e) {
            throw failures.noAnswer(place, operation, e);
        }
    }

    /** Google's client keeps the values of a header in a list. */
    private static String text(Object header) {
        return header instanceof List<?> values && !values.isEmpty()
                ? String.valueOf(values.get(0))
                : String.valueOf(header);
    }

    @Override
    public void close() {
        transport.shutdown();
    }
}
