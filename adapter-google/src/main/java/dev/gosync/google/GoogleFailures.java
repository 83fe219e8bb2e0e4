package dev.gosync.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AnswerTooLargeException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Translates everything that Google refuses, and everything that keeps Google from answering. Threads may share it.
 *
 * <p>An error of the Directory API is {@code {"error": {"code": 403, "message": ..., "errors": [{"reason": "forbidden",
 * ...}]}}}. Google says {@code notFound} both of a group and of a person, and {@code invalid} and {@code required} of any
 * parameter. Only the message tells which one is meant: it ends with the parameter, such as {@code groupKey}, {@code
 * memberKey} or {@code email}, or with the address itself.
 */
final class GoogleFailures {
    private static final Set<String> TOO_MANY = Set.of(
            "rateLimitExceeded",
            "userRateLimitExceeded",
            "quotaExceeded",
            "dailyLimitExceeded",
            "servingLimitExceeded",
            "RATE_LIMIT_EXCEEDED",
            "RESOURCE_EXHAUSTED");
    private static final Set<String> DUPLICATE = Set.of("duplicate", "alreadyExists", "ALREADY_EXISTS");
    private static final Set<String> BUSY = Set.of("conflict", "aborted", "ABORTED");
    private static final Set<String> SCOPE = Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    private static final Set<String> SWITCHED_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");

    /** Names that Google's messages use for the member of a request. */
    private static final Set<String> MEMBER = Set.of("memberkey", "member", "member.email", "email", "userkey");

    /** OAuth errors that only the admin of the account can repair. */
    private static final Set<String> NOT_ALLOWED = Set.of("unauthorized_client", "access_denied", "invalid_scope");

    /**
     * What an error says.
     *
     * @param reasons Google's codes, the most precise one first; none if they are missing
     * @param message empty if it is missing
     */
    private record ErrorText(List<String> reasons, String message) {
        boolean hasOneOf(Set<String> some) {
            return reasons.stream().anyMatch(some::contains);
        }

        @Override
        public String toString() {
            return Stream.concat(reasons.stream().limit(1), Stream.of(message))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(": "));
        }
    }

    private final Secrets secrets;
    private final Clock clock;

    GoogleFailures(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    // Answers of the Directory API

    /** Whether the answer says that the person is a member already. */
    static boolean isDuplicate(HttpAnswer answer) {
        ErrorText error = error(answer);
        return answer.status() == 409
                && (error.hasOneOf(DUPLICATE)
                        || error.message.toLowerCase(Locale.ROOT).contains("already exists"));
    }

    /** Whether the answer says that Google found no such member. */
    static boolean isNotFound(HttpAnswer answer, String thing) {
        return (answer.status() == 404 || answer.status() == 400) && isAbout(error(answer), thing);
    }

    /** The failure of a request that concerns the whole place. */
    AdapterException ofPlace(HttpAnswer answer, String place, String operation, Scope scope) {
        ErrorText error = error(answer);
        FailureKind kind = answer.kind();
        if (answer.status() == 403 && error.hasOneOf(TOO_MANY)) {
            kind = FailureKind.RATE_LIMITED;
        } else if (answer.status() == 409 && error.hasOneOf(BUSY)) {
            kind = FailureKind.UNAVAILABLE;
        }
        AdapterException.Builder failure =
                failure(answer, error, place, operation).kind(kind);
        return kind == FailureKind.PERMISSION
                ? failure.remedy(remedy(error, scope)).build()
                : failure.build();
    }

    /**
     * The failure of a request for one member. Google does not find an address that has no account ({@code 404}, and
     * {@code 400} with {@code Missing required field}). It refuses an address that may not be a member: a group that would
     * hold itself ({@code 412}), or a role that it cannot have ({@code 400}).
     */
    AdapterException ofMember(HttpAnswer answer, String place, String operation, Scope scope, String thing) {
        ErrorText error = error(answer);
        boolean isUnknown = answer.status() == 404 || isMissing(error);
        if (answer.status() == 412 || (answer.status() == 400 && isAbout(error, thing) && !isUnknown)) {
            return failure(answer, error, place, operation)
                    .kind(FailureKind.REFUSED_THING)
                    .build();
        }
        return isNotFound(answer, thing)
                ? failure(answer, error, place, operation)
                        .kind(FailureKind.UNKNOWN_THING)
                        .build()
                : ofPlace(answer, place, operation, scope);
    }

    private AdapterException.Builder failure(HttpAnswer answer, ErrorText error, String place, String operation) {
        return answer.failure(place, operation, secrets.words(error.toString()), clock);
    }

    private static boolean isMissing(ErrorText error) {
        return error.reasons.contains("required")
                || error.message.toLowerCase(Locale.ROOT).startsWith("missing required field");
    }

    private static boolean isAbout(ErrorText error, String thing) {
        String parameter = error.message
                .substring(error.message.lastIndexOf(": ") + 1)
                .replaceAll("[\\s.'\"\\[\\]]*$", "")
                .replaceAll("^[\\s'\"\\[\\]]*", "")
                .toLowerCase(Locale.ROOT);
        return MEMBER.contains(parameter) || parameter.equals(thing.toLowerCase(Locale.ROOT));
    }

    private static String remedy(ErrorText error, Scope scope) {
        if (error.hasOneOf(SWITCHED_OFF)) {
            return "Enable the Admin SDK API in the Google Cloud project of the credentials.";
        }
        if (error.hasOneOf(SCOPE)) {
            return "Grant the credentials the scope " + scope.url() + ".";
        }
        return "Give the credentials, or the admin they act for, " + scope.role() + ", and the credentials the scope "
                + scope.url() + ".";
    }

    private static ErrorText error(HttpAnswer answer) {
        if (!(object(answer).get("error") instanceof Map<?, ?> error)) {
            return new ErrorText(List.of(), "");
        }
        List<String> reasons = new ArrayList<>();
        for (String list : List.of("details", "errors")) {
            if (error.get(list) instanceof List<?> parts) {
                for (Object part : parts) {
                    if (part instanceof Map<?, ?> map && map.get("reason") instanceof String reason) {
                        reasons.add(reason);
                    }
                }
            }
        }
        if (error.get("status") instanceof String status) {
            reasons.add(status);
        }
        return new ErrorText(reasons, text(error.get("message")));
    }

    // Access tokens

    /**
     * The failure of a request for an access token. It changes nothing at Google, so its answer never counts as lost.
     *
     * @param actFor the admin to act for, if there is one
     * @param quotable whether the secrets of the request are known, so that its answer can be quoted without them
     * @param thrown what Google's library threw; it may hold the whole answer, so it does not become the cause
     */
    AdapterException noToken(
            String place, String operation, Scope scope, Optional<String> actFor, boolean quotable, Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable each : chain) {
            if (each instanceof HttpResponseException answer) {
                return refusedToken(place, operation, scope, actFor, quotable, answer);
            }
            if (each instanceof AnswerTooLargeException) {
                return AdapterException.translated(place, operation, each);
            }
        }
        if (thrown instanceof IllegalStateException) {
            return AdapterException.of(FailureKind.AUTHENTICATION, place, operation, "the access token has expired")
                    .remedy("Use credentials that can be renewed, such as the key of a service account.")
                    .build();
        }
        if (chain.stream().anyMatch(GoogleFailures::isNoTokenAnswer)) {
            return AdapterException.of(
                            FailureKind.MALFORMED_ANSWER,
                            place,
                            operation,
                            "cannot get an access token: the answer has no token")
                    .remedy("Check token_uri in the credentials file, and that no proxy answers instead.")
                    .cause(safe(chain.get(chain.size() - 1)))
                    .build();
        }
        FailureKind kind = thrown instanceof IOException ? FailureKind.UNAVAILABLE : FailureKind.MALFORMED_ANSWER;
        return AdapterException.of(kind, place, operation, "cannot get an access token: " + reason(thrown))
                .cause(safe(chain.get(chain.size() - 1)))
                .build();
    }

    /** Whether Google's library received an answer and found no token in it. It has no type of exception for that. */
    private static boolean isNoTokenAnswer(Throwable thrown) {
        return thrown instanceof IllegalArgumentException
                || thrown.getClass().getName().startsWith("com.google.gson.")
                || String.valueOf(thrown.getMessage()).startsWith("Error parsing token refresh response");
    }

    private AdapterException refusedToken(
            String place,
            String operation,
            Scope scope,
            Optional<String> actFor,
            boolean quotable,
            HttpResponseException thrown) {
        Map<String, List<String>> headers = Optional.ofNullable(
                        thrown.getHeaders().getRetryAfter())
                .map(value -> Map.of("Retry-After", List.of(value)))
                .orElse(Map.of());
        HttpAnswer answer =
                HttpAnswer.of(thrown.getStatusCode(), headers, Objects.requireNonNullElse(thrown.getContent(), ""));
        Map<?, ?> body = object(answer);
        ErrorText error = body.get("error") instanceof Map // of the service that impersonates accounts
                ? error(answer)
                : new ErrorText(List.of(text(body.get("error"))), text(body.get("error_description")));
        FailureKind kind = error.hasOneOf(NOT_ALLOWED)
                ? FailureKind.PERMISSION
                : answer.kind().isTransient() ? answer.kind() : FailureKind.AUTHENTICATION;
        String words = secrets.words(quotable ? error.toString() : String.join(" ", error.reasons));
        AdapterException.Builder failure = AdapterException.of(
                kind, place, operation, "HTTP " + answer.status() + (words.isEmpty() ? "" : ": " + words));
        if (kind.isTransient()) {
            answer.retryAt(clock).ifPresent(failure::retryAt);
        } else if (kind == FailureKind.PERMISSION) {
            failure.remedy("Allow the client ID of the service account the scope " + scope.url()
                    + " under domain-wide delegation, and act for an admin of that account.");
        } else {
            failure.remedy(actFor.map(user -> "Check that the key is still valid, and that " + user
                            + " is an admin of an account that allows the key domain-wide delegation.")
                    .orElse("Check that the credentials are still valid, or get new ones."));
        }
        return failure.build();
    }

    /** The failure of application default credentials that are missing or cannot be read. */
    AdapterException noCredentials(String place, String operation, Throwable thrown) {
        return AdapterException.of(
                        FailureKind.AUTHENTICATION, place, operation, "cannot read application default credentials")
                .remedy("Name a credentials file, or set GOOGLE_APPLICATION_CREDENTIALS to one.")
                .cause(safe(thrown))
                .build();
    }

    /** The failure of credentials that cannot act for another user. */
    static AdapterException cannotAct(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.AUTHENTICATION, place, operation, problem)
                .remedy("Use the key of a service account, or do not act for an admin.")
                .build();
    }

    // Requests without an answer

    /** The failure of a request that got no answer, or none that can be read to its end. */
    AdapterException noAnswer(String place, String operation, IOException thrown) {
        AdapterException usual = AdapterException.translated(place, operation, thrown);
        if (usual.kind() != FailureKind.UNAVAILABLE) {
            return usual;
        }
        AdapterException.Builder failure = AdapterException.of(
                        FailureKind.UNAVAILABLE, place, operation, reason(thrown))
                .cause(safe(thrown));
        return usual.answerLost() ? failure.answerLost().build() : failure.build();
    }

    /** The failure of an answer that is not what the operation answers. */
    static AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, operation, problem)
                .build();
    }

    /** The failure of a removal that Google does not carry out although it lists the member. */
    static AdapterException stillListed(String thing, AdapterException refusal) {
        return refusal.toBuilder()
                .kind(FailureKind.REFUSED_THING)
                .problem(thing + " is still listed, but Google does not remove this member by id or by address ("
                        + refusal.problem() + ")")
                .remedy("Remove this member in Google's Admin console.")
                .build();
    }

    /** Says what happened on the network. Google's library wraps it, so the innermost error says most. */
    private String reason(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        Throwable root = chain.get(chain.size() - 1);
        Set<String> said = new LinkedHashSet<>();
        for (Throwable each : chain) {
            if (!each.getClass().getName().startsWith("com.google.")) {
                said.add(secrets.words(each.getMessage()));
            }
        }
        said.remove("");
        said.removeIf(words -> said.stream().anyMatch(other -> !other.equals(words) && other.contains(words)));
        String words = secrets.words(String.join(": ", said));
        if (root instanceof UnknownHostException) {
            return "unknown host " + secrets.words(root.getMessage());
        }
        if (words.isEmpty()) {
            words = root instanceof InterruptedIOException ? "no answer in time" : "the call ended without an answer";
        }
        boolean isTimeout = root instanceof InterruptedIOException
                && !words.toLowerCase(Locale.ROOT).contains("time");
        return isTimeout ? "timeout: " + words : words;
    }

    /** The same error if its text holds no secret and no answer of Google's, otherwise one with its words alone. */
    private Throwable safe(Throwable thrown) {
        if (isSafe(thrown)) {
            return thrown;
        }
        IOException words = new IOException(thrown.getClass().getSimpleName() + ": " + reason(thrown));
        words.setStackTrace(thrown.getStackTrace());
        return words;
    }

    private boolean isSafe(Throwable thrown) {
        String text = thrown.toString();
        return !thrown.getClass().getName().startsWith("com.google.")
                && secrets.masked(text).equals(text)
                && Arrays.stream(thrown.getSuppressed()).allMatch(this::isSafe)
                && (thrown.getCause() == null || isSafe(thrown.getCause()));
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = thrown; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    private static Map<?, ?> object(HttpAnswer answer) {
        GenericJson object = GoogleApi.parsed(answer, GenericJson.class);
        return object == null ? Map.of() : object;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
