package dev.gosync.google;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import okhttp3.Authenticator;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of Google's client, both to the Directory API and for access tokens. Google's own transport uses
 * {@code HttpURLConnection}, which repeats requests silently. This one sends each request once, whatever the settings of
 * the caller's client, follows no redirects, and limits the time and the size of each answer. Threads may share it.
 */
final class GoogleClient extends HttpTransport {
    private static final Set<String> SECRET_FIELDS =
            Set.of("assertion", "client_secret", "refresh_token", "subject_token");

    private final @Nullable OkHttpClient httpClient;
    private final Duration timeout;
    private final long largestAnswer;
    private final Secrets secrets;
    private @Nullable OkHttpClient client;
    private boolean closed;

    /**
     * Opens no socket yet: the client of OkHttp is made when it is first needed.
     *
     * @param httpClient the caller's client, which is not closed; {@code null} if there is none
     * @param timeout for one request and its answer
     * @param largestAnswer how many bytes an answer may have
     * @param secrets gets the secrets in requests for access tokens
     */
    GoogleClient(@Nullable OkHttpClient httpClient, Duration timeout, long largestAnswer, Secrets secrets) {
        this.httpClient = httpClient;
        this.timeout = timeout;
        this.largestAnswer = largestAnswer;
        this.secrets = secrets;
    }

    /** {@return how many bytes an answer may have} */
    long largestAnswer() {
        return largestAnswer;
    }

    /** Throws an {@link IllegalStateException} after {@link #shutdown}. */
    synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The Google workspace is closed");
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
                    .addNetworkInterceptor(GoogleClient::once)
                    .addNetworkInterceptor(GoogleClient::nowhereElse)
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

    /** Google's client would follow the redirect of a request for an access token, and send its secrets there. */
    private static Response nowhereElse(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.isRedirect()
                ? response.newBuilder().removeHeader("Location").build()
                : response;
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Outgoing(method, url, false);
    }

    /**
     * The same transport for requests for access tokens. It throws a refusal with 401 as an exception, because Google's
     * client repeats such a request of an impersonated service account up to 10 times.
     */
    HttpTransport forTokens() {
        return new HttpTransport() {
            @Override
            public boolean supportsMethod(String method) {
                return true;
            }

            @Override
            protected LowLevelHttpRequest buildRequest(String method, String url) {
                return new Outgoing(method, url, true);
            }
        };
    }

    /** Frees the idle connections, unless the client is the caller's. */
    @Override
    public synchronized void shutdown() {
        closed = true;
        if (client != null && httpClient == null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private void remember(String form) {
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && SECRET_FIELDS.contains(field.substring(0, equals))) {
                secrets.add(URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
    }

    private final class Outgoing extends LowLevelHttpRequest {
        private final String method;
        private final boolean forTokens;
        private final Request.Builder request;

        Outgoing(String method, String url, boolean forTokens) {
            this.method = method;
            this.forTokens = forTokens;
            this.request = new Request.Builder().url(url);
        }

        @Override
        public void addHeader(String name, String value) {
            if (!name.equalsIgnoreCase("Accept-Encoding")) { // OkHttp asks for gzip itself, and then decodes it
                request.addHeader(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            @Nullable RequestBody body = null;
            if (getStreamingContent() != null) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                getStreamingContent().writeTo(content);
                if (getContentEncoding() != null) {
                    request.header("Content-Encoding", getContentEncoding());
                } else if (getContentType().startsWith("application/x-www-form-urlencoded")) {
                    remember(content.toString(StandardCharsets.UTF_8));
                }
                body = RequestBody.create(content.toByteArray(), MediaType.get(getContentType()));
            } else if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
                body = RequestBody.create(new byte[0]);
            }
            Request sent = request.method(method, body).build();
            Response answer = client().newCall(sent).execute();
            if (forTokens && answer.code() == 401) {
                throw refusal(answer);
            }
            return new Incoming(answer, largestAnswer);
        }

        private HttpResponseException refusal(Response answer) throws IOException {
            try (answer;
                    InputStream content = HttpAnswer.counted(answer.body().byteStream(), largestAnswer)) {
                return new HttpResponseException.Builder(answer.code(), answer.message(), new HttpHeaders())
                        .setContent(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .build();
            }
        }
    }

    private static final class Incoming extends LowLevelHttpResponse {
        private final Response answer;
        private final Headers headers;
        private final InputStream content;

        Incoming(Response answer, long largestAnswer) {
            this.answer = answer;
            this.headers = answer.headers();
            this.content = HttpAnswer.counted(answer.body().byteStream(), largestAnswer);
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        @Override
        public @Nullable String getContentEncoding() {
            return answer.header("Content-Encoding");
        }

        @Override
        public long getContentLength() {
            return answer.body().contentLength();
        }

        @Override
        public @Nullable String getContentType() {
            return answer.header("Content-Type");
        }

        @Override
        public String getStatusLine() {
            return answer.protocol() + " " + answer.code() + " " + answer.message();
        }

        @Override
        public int getStatusCode() {
            return answer.code();
        }

        @Override
        public String getReasonPhrase() {
            return answer.message();
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.name(index);
        }

        @Override
        public String getHeaderValue(int index) {
            return Objects.requireNonNull(headers.value(index));
        }

        @Override
        public void disconnect() {
            answer.close();
        }
    }
}
