package dev.gosync.entra;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.MsalException;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens with msal4j, whose requests go through our client and our retries: one attempt is one request. A token is
 * used until five minutes before its end. Threads may share it: one of them asks, the others wait.
 */
final class MsalTokens implements AccessTokens {
    /** Asks msal4j for a new token, past its cache. */
    interface Application {
        Future<IAuthenticationResult> acquire() throws Exception;
    }

    /** Makes the application of msal4j. It loads many classes, so it is made when it is first needed. */
    interface Maker {
        Application make(com.microsoft.aad.msal4j.IHttpClient http) throws MalformedURLException;
    }

    private record Issued(String token, Instant until) {}

    /** A request may wait that long for its turn, so a token must last longer. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final int DEEPEST_CAUSE = 20;

    /** Says where a request of msal4j really goes, or that it must not. */
    interface Route {
        HttpUrl of(HttpUrl asked) throws IOException;
    }

    private final Maker maker;
    private final Route route;
    private final boolean isIdentity;
    private final EntraClient client;
    private final Retry retry;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Application application;
    private volatile @Nullable Issued issued;

    /**
     * Gets tokens for an app or for a managed identity.
     *
     * @param isIdentity whether the tokens come from the Azure machine that this runs on
     */
    MsalTokens(Maker maker, Route route, boolean isIdentity, EntraClient client, Retry retry) {
        this.maker = maker;
        this.route = route;
        this.isIdentity = isIdentity;
        this.client = client;
        this.retry = retry;
    }

    @Override
    public String token(String place) throws InterruptedException {
        Issued known = issued;
        if (known != null && retry.clock().instant().isBefore(known.until)) {
            return known.token;
        }
        lock.lockInterruptibly();
        try {
            known = issued;
            if (known == null || !retry.clock().instant().isBefore(known.until)) {
                known = retry.call(place, EntraFailures.GET_TOKEN, () -> acquire(place));
                issued = known;
            }
            return known.token;
        } catch (AdapterException e) {
            throw isIdentity ? client.failures().ofIdentity(e) : e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void refused(String token) {
        Issued known = issued;
        if (known != null && known.token.equals(token)) {
            issued = null;
        }
    }

    private Issued acquire(String place) throws IOException, InterruptedException {
        try {
            IAuthenticationResult result = application(place).acquire().get();
            String token = Objects.requireNonNullElse(result.accessToken(), "");
            if (token.isBlank() || result.expiresOnDate() == null) {
                throw client.failures().malformed(place, EntraFailures.GET_TOKEN, "it holds no token");
            }
            client.failures().hide(token);
            Duration lifetime =
                    Duration.between(Instant.now(), result.expiresOnDate().toInstant());
            return new Issued(token, retry.clock().instant().plus(lifetime).minus(MARGIN));
        } catch (InterruptedException | AdapterException e) {
            throw e;
        } catch (Exception e) {
            throw translated(place, e);
        }
    }

    /** Finds our own exception, which msal4j wraps in others. */
    private AdapterException translated(String place, Exception thrown) throws IOException {
        Throwable cause = thrown;
        Throwable last = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof AdapterException known) {
                return known;
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof IllegalStateException closed) {
                throw closed;
            }
            last = cause;
            cause = cause.getCause();
        }
        return client.failures()
                .noToken(
                        place,
                        last instanceof MsalException ? FailureKind.AUTHENTICATION : FailureKind.MALFORMED_ANSWER,
                        last.getMessage());
    }

    private Application application(String place) throws MalformedURLException {
        Application known = application;
        if (known == null) {
            known = maker.make(request -> send(place, request));
            application = known;
        }
        return known;
    }

    private IHttpResponse send(String place, HttpRequest request) throws IOException {
        HttpUrl asked = Objects.requireNonNull(HttpUrl.get(request.url()), "url");
        Request.Builder ours = new Request.Builder().url(route.of(asked));
        request.headers().forEach(ours::header);
        if (request.httpMethod() == HttpMethod.POST) {
            MediaType type = MediaType.get("application/x-www-form-urlencoded");
            ours.post(RequestBody.create(Objects.requireNonNullElse(request.body(), ""), type));
        }
        HttpAnswer answer = client.send(ours.build());
        if (!answer.isSuccess()) {
            throw client.failures().ofToken(place, answer, EntraClient.json(answer.body()), isIdentity);
        }
        if (JsonAnswer.textOrEmpty(EntraClient.json(answer.body()), "access_token")
                .isEmpty()) {
            throw client.failures().malformed(place, EntraFailures.GET_TOKEN, "it holds no token");
        }
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(answer.body());
        response.addHeaders(answer.headers());
        return response;
    }
}
