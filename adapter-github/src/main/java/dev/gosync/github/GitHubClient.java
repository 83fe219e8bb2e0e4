package dev.gosync.github;

import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all organizations with the same credentials share. One attempt of {@link Retry} is one request: OkHttp
 * does not retry, follow redirects, answer a 401 or use a cache. Threads may share it.
 */
final class GitHubClient {
    final Retry retry;
    final Secrets secrets = Secrets.of();

    /** GitHub asks for writes one after the other. The lock covers all teams of all organizations that share it. */
    final ReentrantLock writing = new ReentrantLock(true);

    /** By team: how many removals of a maintainer began or ended. */
    final Map<String, Integer> maintainerRemovals = new ConcurrentHashMap<>();

    private final @Nullable OkHttpClient httpClient;
    private final long largestAnswer;
    private @Nullable OkHttpClient client;
    private volatile boolean closed;

    /**
     * Makes a connection, which opens no socket yet.
     *
     * @param httpClient the caller's HTTP client, which stays open; {@code null} for a client of this connection
     * @param largestAnswer how many bytes one answer may have
     */
    GitHubClient(Retry retry, @Nullable OkHttpClient httpClient, long largestAnswer) {
        this.retry = retry;
        this.httpClient = httpClient;
        this.largestAnswer = largestAnswer;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The GitHub organization is closed");
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
                    .addNetworkInterceptor(GitHubClient::once)
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

    /** Sends one request and reads its answer to the end. */
    HttpAnswer send(Request request) throws IOException {
        try (Response response = client().newCall(request).execute()) {
            return HttpAnswer.read(
                    response.code(),
                    response.headers().toMultimap(),
                    response.body().byteStream(),
                    largestAnswer);
        } catch (IOException e) {
            throw secrets.withoutSecrets(e);
        }
    }

    synchronized void close() {
        closed = true;
        if (client != null && httpClient == null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
