package dev.gosync.google;

import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.directory.Directory;
import dev.gosync.AdapterException;
import dev.gosync.Kind;
import dev.gosync.Retry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The Directory API over HTTP: every request goes through the gate, each attempt is one request, and every answer is
 * read to its end before it is looked at. Safe for use by several threads.
 */
final class Connection implements AutoCloseable {
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    /** After these no request makes sense any more. */
    private static final Set<Kind> OVER = EnumSet.of(Kind.AUTHENTICATION, Kind.PERMISSION, Kind.NOT_FOUND);

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
     * @param <R> its type
     */
    @FunctionalInterface
    interface MakerFor<R> {
        R make(String thing) throws IOException;
    }

    /** Says what an answer means for the thing it is about. */
    @FunctionalInterface
    interface Judge {
        Verdict judge(String thing, Answer answer);
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
        tokens.require(place, scope, retry);
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
        tokens.require(place, scope, retry);
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
     * @param things up to {@link Batch#MOST}
     * @param settled gets what became of each thing; those that are missing when this throws failed for that reason
     */
    void batch(
            String place,
            String operation,
            List<String> things,
            MakerFor<? extends AbstractGoogleJsonClientRequest<?>> maker,
            Judge judge,
            ConcurrentMap<String, Verdict> settled)
            throws InterruptedException {
        Scope scope = Scope.MEMBERS;
        tokens.require(place, scope, retry);
        retry.call(place, operation, () -> {
            List<String> open =
                    things.stream().filter(thing -> !settled.containsKey(thing)).toList();
            List<AbstractGoogleJsonClientRequest<?>> requests = new ArrayList<>();
            for (String thing : open) {
                requests.add(maker.make(thing));
            }
            HttpRequest request = client.getRequestFactory()
                    .buildPostRequest(new GenericUrl(root + "batch"), Batch.content(requests));
            Map<Integer, Answer> answers = answers(place, operation, scope, exchange(request, place, scope));
            AdapterException comeBack = null;
            AdapterException over = null;
            for (int i = 0; i < open.size(); i++) {
                Answer answer = answers.get(i);
                Verdict verdict = answer == null
                        ? Verdict.failed(malformed(place, operation, "the answer leaves out " + open.get(i)))
                        : judge.judge(open.get(i), answer);
                AdapterException failure = verdict.failure().orElse(null);
                if (failure != null && failure.kind().isTransient()) {
                    comeBack = later(comeBack, failure);
                    continue;
                }
                settled.put(open.get(i), verdict);
                if (failure != null && OVER.contains(failure.kind())) {
                    over = failure;
                }
            }
            if (comeBack != null) {
                throw over == null ? comeBack : over;
            }
            return settled;
        });
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

    /** Of two failures the one that says to come back later. */
    private static AdapterException later(@Nullable AdapterException one, AdapterException other) {
        if (one == null) {
            return other;
        }
        Instant first = one.retryAt().orElse(Instant.MIN);
        return other.retryAt().orElse(Instant.MIN).isAfter(first) ? other : one;
    }

    static AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(Kind.MALFORMED_ANSWER, place, operation, problem)
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
