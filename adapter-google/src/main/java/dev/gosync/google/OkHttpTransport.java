package dev.gosync.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What Google's client sends its requests through. Google's own transport rests on {@code HttpURLConnection}, which
 * repeats requests in silence; this one never does, follows no redirect, and gives up the whole call in time. Safe for
 * use by several threads.
 */
final class OkHttpTransport extends HttpTransport {
    /** In the past: at once. */
    private static final String AT_ONCE = "Thu, 01 Jan 1970 00:00:00 GMT";

    private final OkHttpClient client;

    OkHttpTransport(Duration timeout) {
        this.client = new OkHttpClient.Builder()
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(OkHttpTransport::once)
                .build();
    }

    /**
     * Takes away what would make others send a request again: OkHttp repeats a 503 that says "in 0 seconds" whatever it is
     * told, which said as a date it leaves to the gate; Google's client follows redirects of token requests, secrets in hand.
     */
    private static Response once(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        Response.Builder once = answer.newBuilder();
        if (answer.isRedirect()) {
            once.removeHeader("Location");
        }
        String retryAfter = answer.header("Retry-After");
        if (answer.code() == 503 && retryAfter != null && retryAfter.matches("0+")) {
            once.header("Retry-After", AT_ONCE);
        }
        return once.build();
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Outgoing(client, method, url);
    }

    @Override
    public void shutdown() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static final class Outgoing extends LowLevelHttpRequest {
        private final OkHttpClient client;
        private final String method;
        private final Request.Builder request;

        Outgoing(OkHttpClient client, String method, String url) {
            this.client = client;
            this.method = method;
            this.request = new Request.Builder().url(url);
        }

        @Override
        public void addHeader(String name, String value) {
            request.addHeader(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            @Nullable RequestBody body = null;
            if (getStreamingContent() != null) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                getStreamingContent().writeTo(content);
                body = RequestBody.create(content.toByteArray(), MediaType.get(getContentType()));
                if (getContentEncoding() != null) {
                    request.header("Content-Encoding", getContentEncoding());
                }
            } else if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
                body = RequestBody.create(new byte[0]);
            }
            Request sent = request.method(method, body).build();
            return new Incoming(client.newCall(sent).execute());
        }
    }

    private static final class Incoming extends LowLevelHttpResponse {
        private final Response answer;
        private final Headers headers;

        Incoming(Response answer) {
            this.answer = answer;
            this.headers = answer.headers();
        }

        @Override
        public InputStream getContent() {
            return answer.body().byteStream();
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
