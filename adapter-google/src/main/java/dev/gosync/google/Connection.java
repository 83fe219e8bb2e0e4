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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Directory API over HTTP: every request goes through the gate, each attempt is one request, and every answer is
 * read to its end before it is looked at. Safe for use by several threads.
 */
final class Connection implements AutoCloseable {
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    /** So long Google counts requests, and so often it is asked again sooner where it names no time. */
    private static final Duration QUOTA = Duration.ofMinutes(1);

    private static final int SHORT_WAITS = 2;

    /** After these no request makes sense any more. */
    private static final Set<FailureKind> OVER =
            EnumSet.of(FailureKind.AUTHENTICATION, FailureKind.PERMISSION, FailureKind.NOT_FOUND);

    /**
     * Makes a request of Google's client.
     *
     * @param <R> its type
     */
    @FunctionalInterface
    interface Maker<R> {
        R make() throws IOException;
    }

    /**
     * A request to be made for a thing.
     *
     * @param <T> what is asked for
     * @param <R> its type
     */
    @FunctionalInterface
    interface MakerFor<T, R> {
        R make(T thing) throws IOException;
    }

    /**
     * Says what an answer means for the thing it is about.
     *
     * @param <T> what is asked for
     */
    @FunctionalInterface
    interface Judge<T> {
        Verdict judge(T thing, Answer answer);
    }

    private final OkHttpTransport transport;
    private final Directory client;
    private final URI root;
    private final Tokens tokens;
    private final Retry retry;

    Connection(OkHttpTransport transport, Tokens tokens, URI root, Retry retry) {
        this.transport = transport;
        this.tokens = tokens;
        this.root = root;
        this.retry = retry;
        this.client = new Directory.Builder(transport, JSON, this::prepare)
                .setRootUrl(root.toString())
                .setApplicationName("go-sync")
                .build();
    }

    Directory client() {
        return client;
    }

    Retry retry() {
        return retry;
    }

    /** Makes sure of a token before a write begins. */
    void authorize(String place, Scope scope) throws InterruptedException {
        tokens.require(place, scope);
    }

    /**
     * Makes one request and reads its answer.
     *
     * @param kind what Google calls the answer; anything else is none, so that a stranger's {@code {}} is no empty list
     */
    <T extends GenericJson> T read(
            String place,
            String operation,
            Scope scope,
            String kind,
            Maker<? extends AbstractGoogleJsonClientRequest<T>> maker)
            throws InterruptedException {
        tokens.require(place, scope);
        return retry.call(place, operation, () -> {
            AbstractGoogleJsonClientRequest<T> request = maker.make();
            Answer answer = exchange(request.buildHttpRequest(), place, scope);
            if (answer.status() != 200) {
                throw Refusal.of(answer).failure(place, operation, scope, retry);
            }
            T read = parsed(answer, request.getResponseClass());
            if (read == null || !kind.equals(read.get("kind"))) {
                throw malformed(place, operation, "the answer is not of the kind " + kind);
            }
            return read;
        });
    }

    /**
     * Makes one request for each of these things, all in one. What is told to come back is repeated alone, in a later
     * batch; where the answer to a whole batch is lost, that batch is.
     *
     * @param <T> what is asked for: things, or several requests for each
     * @param things up to {@link Batch#MOST}
     * @param settled gets what became of each thing, also when this throws; those that are missing then failed for that
     *     reason
     */
    <T> void batch(
            String place,
            String operation,
            List<T> things,
            MakerFor<T, ? extends AbstractGoogleJsonClientRequest<?>> maker,
            Judge<T> judge,
            ConcurrentMap<T, Verdict> settled)
            throws InterruptedException {
        Scope scope = Scope.MEMBERS;
        tokens.require(place, scope);
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
                        .buildPostRequest(new GenericUrl(root + "batch"), Batch.content(requests));
                Set<T> repeated = Set.copyOf(doubtful);
                doubtful.addAll(open);
                Map<Integer, Answer> answers;
                try {
                    answers = answers(place, operation, scope, exchange(request, place, scope));
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
                    Answer answer = answers.get(i);
                    Verdict verdict = answer == null
                            ? Verdict.failed(malformed(place, operation, "the answer leaves out " + thing))
                            : judge.judge(thing, answer);
                    AdapterException failure = verdict.failure().orElse(null);
                    if (failure != null && failure.kind().isTransient()) {
                        later.merge(thing, failure, (before, now) -> before.answerLost() ? lost(now) : now);
                        comeBack = last(comeBack, failure);
                        if (!failure.answerLost() && !repeated.contains(thing)) {
                            doubtful.remove(thing);
                        }
                        continue;
                    }
                    settled.put(thing, verdict.repeated(repeated.contains(thing)));
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
                    settled.putIfAbsent(thing, Verdict.failed(lost ? lost(own) : own));
                }
            });
            throw e;
        }
    }

    /**
     * What the gate is told for a whole batch. Google counts by the minute: where it does not say when to come back, that
     * minute is waited out once shorter waits did not help. Whose answer was lost is noted for each thing, not here.
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

    /** The same failure where an attempt before it may have taken effect. */
    private static AdapterException lost(AdapterException failure) {
        AdapterException.Builder lost = AdapterException.of(
                        failure.kind(), failure.place(), failure.operation(), failure.problem())
                .remedy(failure.remedy())
                .cause(failure)
                .answerLost();
        failure.retryAt().ifPresent(lost::retryAt);
        return lost.build();
    }

    private Map<Integer, Answer> answers(String place, String operation, Scope scope, Answer whole) {
        if (whole.status() != 200) {
            throw Refusal.of(whole).failure(place, operation, scope, retry);
        }
        try {
            return Batch.answers(whole);
        } catch (IllegalArgumentException e) {
            throw malformed(place, operation, "the answer to a batch cannot be read: " + e.getMessage());
        }
    }

    /** Of two failures the one that says to come back later, or that there were too many requests. */
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

    /**
     * Where the next page of a list begins, if there is one.
     *
     * @param begun where pages began, to which this is added; who is led back to one of them would never come to an end
     */
    static @Nullable String next(String place, String operation, Set<String> begun, @Nullable String token) {
        if (token == null || token.isEmpty()) {
            return null;
        }
        if (!begun.add(token)) {
            throw malformed(place, operation, "the pages lead back to one that was read before");
        }
        return token;
    }

    static AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, operation, problem)
                .build();
    }

    static <T> @Nullable T parsed(Answer answer, Class<T> type) {
        try {
            return JSON.createJsonParser(answer.body()).parse(type);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** What is true of every request of ours. */
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

    private Answer exchange(HttpRequest request, String place, Scope scope) throws IOException {
        request.setThrowExceptionOnExecuteError(false);
        tokens.authorize(request.getHeaders(), place, scope);
        HttpResponse response = request.execute();
        try {
            InputStream content = response.getContent();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (content != null) {
                content.transferTo(body);
            }
            return new Answer(
                    response.getStatusCode(),
                    response.getContentType(),
                    response.getHeaders().getRetryAfter(),
                    body.toString(StandardCharsets.UTF_8));
        } finally {
            response.disconnect();
        }
    }

    @Override
    public void close() {
        transport.shutdown();
    }
}
