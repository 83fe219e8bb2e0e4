package dev.gosync.google;

import com.google.api.client.http.HttpHeaders;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the access tokens, one for each {@link Scope}. A token is requested before the request that needs it, so the
 * refusal of a token is not mistaken for the refusal of that request. (Google's {@code HttpCredentialsAdapter} requests it
 * in between, and repeats requests by itself.) Threads may share it.
 */
final class AccessTokens {
    private static final String OPERATION = "token";

    /** Google's library renews a token in the last minutes before it expires. */
    private static final Duration RENEWED = Duration.ofMinutes(4);

    /** Finds the credentials. */
    @FunctionalInterface
    interface Credentials {
        /** Finds them; this may ask the machine that it runs on. */
        GoogleCredentials find() throws IOException;
    }

    private final Credentials given;
    private final Optional<String> actFor;
    private final HttpTransportFactory transport;
    private final URI baseUrl;
    private final Retry retry;
    private final GoogleFailures failures;
    private final Secrets secrets;
    private final Map<Scope, GoogleCredentials> scoped = new ConcurrentHashMap<>();
    private @Nullable GoogleCredentials credentials;

    AccessTokens(
            Credentials given,
            Optional<String> actFor,
            HttpTransportFactory transport,
            URI baseUrl,
            Retry retry,
            GoogleFailures failures,
            Secrets secrets) {
        this.given = given;
        this.actFor = actFor;
        this.transport = transport;
        this.baseUrl = baseUrl;
        this.retry = retry;
        this.failures = failures;
        this.secrets = secrets;
    }

    /** Gets a token, unless there is one. If this fails, nothing else has begun. */
    void require(String place, Scope scope) throws InterruptedException {
        if (!isKnown(scope)) {
            retry.call(place, OPERATION, () -> headers(place, scope));
        }
    }

    /** Whether there is a token that Google's library does not renew yet. Waits for no other thread. */
    private boolean isKnown(Scope scope) {
        GoogleCredentials known = scoped.get(scope);
        AccessToken token = known == null ? null : known.getAccessToken();
        return token != null
                && (token.getExpirationTime() == null
                        || token.getExpirationTime()
                                .toInstant()
                                .isAfter(Instant.now().plus(RENEWED)));
    }

    /** Adds the token to a request; it is kept as long as it is valid. */
    void authorize(HttpHeaders request, String place, Scope scope) {
        headers(place, scope).forEach((name, values) -> request.put(name, new ArrayList<>(values)));
    }

    private Map<String, List<String>> headers(String place, Scope scope) {
        GoogleCredentials ours = of(place, scope);
        try {
            Map<String, List<String>> headers = ours.getRequestMetadata(baseUrl);
            headers.getOrDefault("Authorization", List.of())
                    .forEach(value -> secrets.add(value.replaceFirst("^Bearer ", "")));
            return headers;
        } catch (IOException | RuntimeException e) {
            throw failures.noToken(place, OPERATION, scope, actFor, isThroughOurs(ours), e);
        }
    }

    private synchronized GoogleCredentials of(String place, Scope scope) {
        GoogleCredentials known = scoped.get(scope);
        if (known == null) {
            GoogleCredentials all = credentials == null ? ours(place) : credentials;
            credentials = all;
            known = all.createScopedRequired() ? all.createScoped(scope.url()) : all;
            scoped.put(scope, known);
        }
        return known;
    }

    private GoogleCredentials ours(String place) {
        GoogleCredentials theirs;
        try {
            theirs = given.find();
        } catch (IOException | RuntimeException e) {
            throw failures.noCredentials(place, OPERATION, e);
        }
        GoogleCredentials ours = through(transport, theirs);
        return actFor.map(user -> delegated(ours, user)
                        .orElseThrow(() -> GoogleFailures.cannotAct(place, OPERATION, cannotAct(ours, user))))
                .orElse(ours);
    }

    /** The credentials of an admin, if these can act for one. Google's library ignores it silently if they cannot. */
    @SuppressWarnings("ReferenceEquality") // if they cannot, it returns the same object
    static Optional<GoogleCredentials> delegated(GoogleCredentials credentials, String user) {
        GoogleCredentials delegated = credentials.createDelegated(user);
        return delegated == credentials ? Optional.empty() : Optional.of(delegated);
    }

    static String cannotAct(GoogleCredentials credentials, String user) {
        return "credentials of the type " + credentials.getClass().getSimpleName() + " cannot act for " + user;
    }

    /** Whether all requests for tokens of these credentials go through our transport, which learns their secrets. */
    private static boolean isThroughOurs(GoogleCredentials credentials) {
        return credentials instanceof ImpersonatedCredentials impersonated
                ? isThroughOurs(impersonated.getSourceCredentials())
                : credentials instanceof ServiceAccountCredentials
                        || credentials instanceof UserCredentials
                        || credentials instanceof ComputeEngineCredentials;
    }

    /**
     * Sends the requests for tokens through our transport. Google's library would repeat some by itself. Credentials of
     * other types stay as they are, because some of them need a transport of their own.
     */
    private static GoogleCredentials through(HttpTransportFactory transport, GoogleCredentials credentials) {
        if (credentials instanceof ServiceAccountCredentials account) {
            return account.toBuilder()
                    .setHttpTransportFactory(transport)
                    .setDefaultRetriesEnabled(false)
                    .build();
        }
        if (credentials instanceof UserCredentials user) {
            return user.toBuilder().setHttpTransportFactory(transport).build();
        }
        if (credentials instanceof ComputeEngineCredentials machine) {
            return machine.toBuilder().setHttpTransportFactory(transport).build();
        }
        if (credentials instanceof ImpersonatedCredentials impersonated) {
            return impersonated.toBuilder()
                    .setSourceCredentials(through(transport, impersonated.getSourceCredentials()))
                    .setHttpTransportFactory(transport)
                    .build();
        }
        return credentials;
    }
}
