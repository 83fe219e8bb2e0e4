package dev.gosync.opsgenie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Requests with JSON, each sent once: no redirect is followed, with the credentials or without, and nothing is repeated.
 * The client is made when it is first needed, so that whoever only checks a configuration loads none. Safe for use by
 * several threads.
 */
final class Http implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    private static final MediaType TYPE = MediaType.get("application/json; charset=utf-8");

    private static final String HIDDEN_RETRY_AFTER = "Go-Sync-Retry-After";

    private final String authorization;
    private final Retry retry;
    private final Errors errors;
    private @Nullable OkHttpClient client;

    Http(String authorization, Retry retry, Errors errors) {
        this.authorization = authorization;
        this.retry = retry;
        this.errors = errors;
    }

    Answer get(String place, String operation, HttpUrl url) throws IOException {
        return send(place, operation, new Request.Builder().url(url));
    }

    Answer patch(String place, String operation, HttpUrl url, JsonNode body) throws IOException {
        RequestBody content = RequestBody.create(body.toString(), TYPE);
        return send(place, operation, new Request.Builder().url(url).patch(content));
    }

    private Answer send(String place, String operation, Request.Builder request) throws IOException {
        Request complete = request.header("Authorization", authorization)
                .header("Accept", "application/json")
                .build();
        try (Response response = client().newCall(complete).execute()) {
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
            String retryAfter = headers.remove(HIDDEN_RETRY_AFTER);
            if (retryAfter != null) {
                headers.put("Retry-After", retryAfter);
            }
            return new Answer(place, operation, response.code(), headers, json(response.body()), errors);
        }
    }

    private static JsonNode json(ResponseBody body) throws IOException {
        String text = body.string();
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject() || json.isArray() ? json : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // what is in it is nobody's business
        }
    }

    private synchronized OkHttpClient client() {
        if (client == null) {
            Duration timeout = retry.callTimeout();
            client = new OkHttpClient.Builder()
                    .connectTimeout(timeout)
                    .readTimeout(timeout)
                    .writeTimeout(timeout)
                    .callTimeout(timeout)
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .addNetworkInterceptor(Http::withoutInvitation)
                    .build();
        }
        return client;
    }

    /** OkHttp itself repeats what is answered with 503 and {@code Retry-After: 0}: it does not get to see that. */
    private static Response withoutInvitation(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String retryAfter = response.header("Retry-After");
        return response.code() != 503 || retryAfter == null
                ? response
                : response.newBuilder()
                        .removeHeader("Retry-After")
                        .header(HIDDEN_RETRY_AFTER, retryAfter)
                        .build();
    }

    /** Lets go of idle connections. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
