package dev.gosync.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        // The time limit of the client does not end a look-up of the host's name.
        FutureTask<Optional<String>> call = new FutureTask<>(() -> send(address, json));
        Thread sender = new Thread(call, "go-sync-webhook");
        sender.setDaemon(true);
        sender.start();
        try {
            return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            return noAnswer();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of("the program was interrupted");
        } catch (ExecutionException e) { // its message can show the address
            return Optional.of("the message could not be sent");
        }
    }

    private Optional<String> noAnswer() {
        return Optional.of("it did not answer within " + timeout.toSeconds() + " s");
    }

    private Optional<String> send(URI address, String json) {
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
            return noAnswer();
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
