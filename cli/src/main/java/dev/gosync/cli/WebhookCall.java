package dev.gosync.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.Authenticator;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** One request to a webhook. It is not repeated, and it follows no redirect. */
final class WebhookCall {
    /** Shorter than {@link Program#SECONDS_TO_STOP}, for all of the call. */
    static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final Duration timeout;

    WebhookCall(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Posts a document.
     *
     * @param address a secret
     * @param json the document
     * @return why it was not accepted, without the address; empty if it was
     */
    Optional<String> post(URI address, String json) {
        OkHttpClient client = new OkHttpClient.Builder()
                .proxyAuthenticator(Authenticator.JAVA_NET_AUTHENTICATOR)
                .callTimeout(timeout)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        try {
            // As bytes, so that no character set is added to the type.
            RequestBody body = RequestBody.create(
                    json.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json; charset=utf-8"));
            Request request = new Request.Builder()
                    .url(address.toString())
                    .header("User-Agent", "go-sync")
                    .post(body)
                    .build();
            try (Response response = client.newCall(request).execute()) {
                return problem(response.code());
            }
        } catch (InterruptedIOException e) {
            return Optional.of("it did not answer within " + timeout.toSeconds() + " s");
        } catch (SSLException e) {
            return Optional.of("its certificate was not accepted, or it does not use TLS");
        } catch (IOException e) { // its message can show the address
            return Optional.of("it could not be reached");
        } catch (IllegalArgumentException e) {
            return Optional.of("its address cannot be used");
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private static Optional<String> problem(int status) {
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        return Optional.of(
                status >= 300 && status < 400
                        ? "it answered with HTTP " + status + ", and redirects are not followed"
                        : "it answered with HTTP " + status);
    }
}
