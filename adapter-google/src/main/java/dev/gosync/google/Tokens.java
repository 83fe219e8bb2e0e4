package dev.gosync.google;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens, one for each {@link Scope}, and the one place where what goes wrong with them is translated. They
 * are asked for before a request, so that a refusal of theirs is not taken for one of the request; Google's {@code
 * HttpCredentialsAdapter} would ask in between, and repeat requests on its own. Safe for use by several threads.
 */
final class Tokens {
    private static final String OPERATION = "token";

    /** Where credentials come from. */
    @FunctionalInterface
    interface Credentials {
        /** Finds them; this may ask the machine it runs on. */
        GoogleCredentials find() throws IOException;
    }

    private final Credentials found;
    private final Optional<String> actFor;
    private final HttpTransportFactory transport;
    private final URI root;
    private final Retry retry;
    private final Map<Scope, GoogleCredentials> scoped = new EnumMap<>(Scope.class);
    private @Nullable GoogleCredentials credentials;

    Tokens(Credentials found, Optional<String> actFor, HttpTransportFactory transport, URI root, Retry retry) {
        this.found = found;
        this.actFor = actFor;
        this.transport = transport;
        this.root = root;
        this.retry = retry;
    }

    /** Makes sure of a token, through the gate: nothing else has begun if this fails. */
    void require(String place, Scope scope) throws InterruptedException {
        retry.call(place, OPERATION, () -> headers(place, scope));
    }

    /** Puts the token into a request; it is kept as long as it is valid. */
    void authorize(HttpHeaders request, String place, Scope scope) {
        headers(place, scope).forEach((name, values) -> request.put(name, new ArrayList<>(values)));
    }

    private Map<String, List<String>> headers(String place, Scope scope) {
        try {
            return of(place, scope).getRequestMetadata(root);
        } catch (IOException e) {
            throw refused(place, scope, e);
        } catch (IllegalStateException e) {
            throw AdapterException.of(FailureKind.AUTHENTICATION, place, OPERATION, "the access token has expired")
                    .remedy("Use credentials that can be renewed, such as a service account's.")
                    .cause(e)
                    .build();
        }
    }

    private synchronized GoogleCredentials of(String place, Scope scope) throws IOException {
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
            theirs = found.find();
        } catch (IOException | RuntimeException e) {
            throw AdapterException.of(
                            FailureKind.AUTHENTICATION,
                            place,
                            OPERATION,
                            "no application default credentials can be read")
                    .remedy("Name a credentials file, or set GOOGLE_APPLICATION_CREDENTIALS to one.")
                    .cause(e)
                    .build();
        }
        GoogleCredentials quiet = through(transport, theirs);
        return actFor.map(user -> delegated(quiet, user)
                        .orElseThrow(() -> AdapterException.of(
                                        FailureKind.AUTHENTICATION, place, OPERATION, cannotAct(quiet, user))
                                .remedy("Use a service account's key, or do not act for anybody.")
                                .build()))
                .orElse(quiet);
    }

    /** The same credentials, where they can act for somebody; Google's library ignores that where they cannot. */
    @SuppressWarnings("ReferenceEquality") // where they cannot, it gives back the very same
    static Optional<GoogleCredentials> delegated(GoogleCredentials credentials, String user) {
        GoogleCredentials delegated = credentials.createDelegated(user);
        return delegated == credentials ? Optional.empty() : Optional.of(delegated);
    }

    static String cannotAct(GoogleCredentials credentials, String user) {
        return "credentials of the type " + credentials.getClass().getSimpleName() + " cannot act for " + user;
    }

    /** Google's libraries repeat token requests on their own; what they send goes through our transport, once. */
    static GoogleCredentials through(HttpTransportFactory transport, GoogleCredentials credentials) {
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
        return credentials;
    }

    private AdapterException refused(String place, Scope scope, IOException thrown) {
        Optional<HttpResponseException> answer = answer(thrown);
        if (answer.isEmpty()) {
            return AdapterException.of(FailureKind.UNAVAILABLE, place, OPERATION, "no token could be had")
                    .cause(thrown)
                    .build();
        }
        int status = answer.get().getStatusCode();
        String error = error(answer.get().getContent());
        FailureKind kind = switch (error) {
            case "unauthorized_client", "access_denied", "invalid_scope" -> FailureKind.PERMISSION;
            default -> {
                FailureKind usual = HttpAnswer.of(status, Map.of(), "").kind();
                yield usual.isTransient() ? usual : FailureKind.AUTHENTICATION;
            }
        };
        AdapterException.Builder failure = AdapterException.of(
                        kind, place, OPERATION, "HTTP " + status + (error.isEmpty() ? "" : " " + error))
                .cause(thrown);
        if (kind.isTransient()) {
            Optional.ofNullable(answer.get().getHeaders().getRetryAfter())
                    .flatMap(value -> HttpAnswer.retryAt(value, retry.clock()))
                    .ifPresent(failure::retryAt);
        }
        if (kind == FailureKind.PERMISSION) {
            failure.remedy("Allow the client ID of the service account the scope " + scope.url()
                    + " under domain-wide delegation, and act for an admin of that account.");
        } else if (kind == FailureKind.AUTHENTICATION) {
            failure.remedy(actFor.map(user -> "See whether the key is still valid, and whether " + user
                            + " is an admin of the account that allows it domain-wide delegation.")
                    .orElse("See whether the credentials are still valid, or get new ones."));
        }
        return failure.build();
    }

    private static Optional<HttpResponseException> answer(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof HttpResponseException answer) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private static String error(@Nullable String content) {
        if (content == null) {
            return "";
        }
        try {
            GenericJson body =
                    GsonFactory.getDefaultInstance().createJsonParser(content).parse(GenericJson.class);
            return body != null && body.get("error") instanceof String error ? error : "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
