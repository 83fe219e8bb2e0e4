package dev.gosync.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.util.http.SlackHttpClient;
import com.slack.api.util.http.UserAgentInterceptor;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Makes Slack's own client when it is first needed, and closes it. A call through it is one request. Threads may share it.
 */
final class SlackClient implements AutoCloseable {
    /** An answer whose HTTP status is not a success. */
    static final class StatusException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient HttpAnswer answer;

        private StatusException(HttpAnswer answer) {
            super(answer.toString());
            this.answer = answer;
        }

        HttpAnswer answer() {
            return answer;
        }
    }

    private final String token;
    private final URI baseUrl;
    private final @Nullable OkHttpClient httpClient;
    private final Duration timeout;
    private final long largestAnswer;
    private @Nullable OkHttpClient client;
    private @Nullable MethodsClient methods;
    private boolean isClosed;

    /**
     * Makes no request.
     *
     * @param httpClient the caller's own client, which is not closed; {@code null} for a client of the workspace
     * @param timeout for one request and its answer
     * @param largestAnswer how many bytes an answer may hold
     */
    SlackClient(String token, URI baseUrl, @Nullable OkHttpClient httpClient, Duration timeout, long largestAnswer) {
        this.token = token;
        this.baseUrl = baseUrl;
        this.httpClient = httpClient;
        this.timeout = timeout;
        this.largestAnswer = largestAnswer;
    }

    /** Throws an {@link IllegalStateException} after {@link #close}. */
    synchronized void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("The Slack workspace is closed");
        }
    }

    /** Slack's methods, for the token. */
    synchronized MethodsClient methods() {
        checkOpen();
        if (methods == null) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(baseUrl.toString());
            config.setStatsEnabled(false);
            config.setHttpClientResponseHandlers(List.of()); // they would log whole bodies
            methods = Slack.getInstance(config, new SlackHttpClient(client())).methods(token);
        }
        return methods;
    }

    private synchronized OkHttpClient client() {
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
                    .addInterceptor(new UserAgentInterceptor(Map.of()))
                    .addInterceptor(this::counted)
                    .addNetworkInterceptor(SlackClient::once)
                    .build();
        }
        return client;
    }

    /** Reads an answer with a limit. Slack's client would log a body that comes with an error status, so it never sees one. */
    private Response counted(Interceptor.Chain chain) throws IOException {
        try (Response response = chain.proceed(chain.request())) {
            ResponseBody body = response.body();
            if (!response.isSuccessful()) {
                throw new StatusException(HttpAnswer.read(
                        response.code(), response.headers().toMultimap(), body.byteStream(), largestAnswer));
            }
            byte[] bytes = HttpAnswer.counted(body.byteStream(), largestAnswer).readAllBytes();
            return response.newBuilder()
                    .body(ResponseBody.create(bytes, body.contentType()))
                    .build();
        }
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
        isClosed = true;
        if (client != null && httpClient == null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
