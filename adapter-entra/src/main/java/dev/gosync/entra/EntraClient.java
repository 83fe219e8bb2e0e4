package dev.gosync.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests to Graph and to the token endpoint. One attempt is one request: OkHttp neither retries nor follows
 * redirects. The client is made when it is first needed, because it loads many classes. Threads may share it.
 */
final class EntraClient implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    private final Duration timeout;
    private final EntraFailures failures;
    private final @Nullable OkHttpClient httpClient;
    private final long largestAnswer;
    private @Nullable OkHttpClient client;
    private boolean closed;

    EntraClient(Duration timeout, EntraFailures failures, @Nullable OkHttpClient httpClient, long largestAnswer) {
        this.timeout = timeout;
        this.failures = failures;
        this.httpClient = httpClient;
        this.largestAnswer = largestAnswer;
    }

    EntraFailures failures() {
        return failures;
    }

    /** Throws an {@link IllegalStateException} after {@link #close}. */
    synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The connection to Entra is closed");
        }
    }

    /** Sends one request, and returns the answer, whatever its status. */
    HttpAnswer send(Request request) throws IOException {
        try (Response response = client().newCall(request).execute()) {
            return HttpAnswer.read(
                    response.code(),
                    response.headers().toMultimap(),
                    response.body().byteStream(),
                    largestAnswer);
        } catch (IOException e) {
            throw failures.withoutSecrets(e);
        }
    }

    /** {@return the object or the list that a text holds; missing if it holds none} */
    static JsonNode json(String text) {
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
            client = builder.connectTimeout(timeout)
                    .readTimeout(timeout)
                    .writeTimeout(timeout)
                    .callTimeout(timeout)
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .authenticator(Authenticator.NONE)
                    .cache(null)
                    .addNetworkInterceptor(EntraClient::once)
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
