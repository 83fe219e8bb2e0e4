package dev.gosync.terraform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Authenticator;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of {@link TerraformApi}. One attempt is one request: OkHttp neither retries nor follows redirects. The
 * client is made when it is first needed, because it loads many classes. Threads may share it.
 */
final class TerraformClient implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    private static final MediaType TYPE = MediaType.get("application/vnd.api+json");

    private final String label;
    private final String authorization;
    private final Retry retry;
    private final TerraformFailures failures;
    private final @Nullable OkHttpClient httpClient;
    private final long largestAnswer;
    private @Nullable OkHttpClient client;
    private boolean closed;

    TerraformClient(
            String label,
            String authorization,
            Retry retry,
            TerraformFailures failures,
            @Nullable OkHttpClient httpClient,
            long largestAnswer) {
        this.label = label;
        this.authorization = authorization;
        this.retry = retry;
        this.failures = failures;
        this.httpClient = httpClient;
        this.largestAnswer = largestAnswer;
    }

    /** {@return how the names of the places of this connection begin} */
    String label() {
        return label;
    }

    Retry retry() {
        return retry;
    }

    TerraformFailures failures() {
        return failures;
    }

    /** Throws an {@link IllegalStateException} after {@link #close}. */
    synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The connection to " + label + " is closed");
        }
    }

    /** Sends one GET request without retries, and returns the answer, whatever its status. */
    JsonAnswer get(String place, String operation, HttpUrl url) throws IOException {
        return send(place, operation, new Request.Builder().url(url));
    }

    /** Sends one request with a body, or without one if it is {@code null}, and returns the answer, whatever its status. */
    JsonAnswer write(String place, String operation, String verb, HttpUrl url, @Nullable JsonNode body)
            throws IOException {
        RequestBody content =
                body == null ? null : RequestBody.create(body.toString().getBytes(UTF_8), TYPE);
        return send(place, operation, new Request.Builder().url(url).method(verb, content));
    }

    private JsonAnswer send(String place, String operation, Request.Builder request) throws IOException {
        Request complete = request.header("Authorization", authorization)
                .header("Accept", TYPE.toString())
                .build();
        HttpAnswer http;
        try (Response response = client().newCall(complete).execute()) {
            http = HttpAnswer.read(
                    response.code(),
                    response.headers().toMultimap(),
                    response.body().byteStream(),
                    largestAnswer);
        } catch (IOException e) {
            throw failures.withoutSecrets(e);
        }
        return new JsonAnswer(place, operation, http, json(http.body()), failures);
    }

    private static JsonNode json(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isContainerNode() ? json : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // its message quotes the answer
        }
    }

    private synchronized OkHttpClient client() {
        checkOpen();
        if (client == null) {
            OkHttpClient.Builder builder = httpClient == null
                    ? new OkHttpClient.Builder().proxyAuthenticator(Authenticator.JAVA_NET_AUTHENTICATOR)
                    : httpClient.newBuilder();
            Duration timeout = retry.callTimeout();
            client = builder.connectTimeout(timeout)
                    .readTimeout(timeout)
                    .writeTimeout(timeout)
                    .callTimeout(timeout)
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .authenticator(Authenticator.NONE)
                    .cache(null)
                    .addNetworkInterceptor(TerraformClient::once)
                    .build();
        }
        return client;
    }

    /** OkHttp repeats a request after a 503 with {@code Retry-After: 0}, and fails on a number that is too large for it. */
    private static Response once(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String retryAfter = response.header("Retry-After");
        return response.code() != 503 || retryAfter == null
                ? response
                : response.newBuilder()
                        .header("Retry-After", HttpAnswer.unambiguous(retryAfter))
                        .build();
    }

    /** Frees the idle connections, unless the client is the caller's. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null && httpClient == null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
