package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates the errors of both services. The statuses are those of <a
 * href="https://docs.opsgenie.com/docs/response">Opsgenie</a>, which Jira Service Management shares. Threads may share
 * it.
 */
final class OpsgenieFailures {
    /** What to do next, for one of the services. */
    private interface Remedies {
        /** Returns the remedy; {@code null} if the usual one of the kind fits. */
        @Nullable String of(FailureKind kind, String code);
    }

    private final Secrets secrets;
    private final Clock clock;
    private final Remedies remedies;

    private OpsgenieFailures(Secrets secrets, Clock clock, Remedies remedies) {
        this.secrets = secrets;
        this.clock = clock;
        this.remedies = remedies;
    }

    static OpsgenieFailures ofOpsgenie(Secrets secrets, Clock clock) {
        return new OpsgenieFailures(secrets, clock, (kind, code) -> switch (kind) {
            case AUTHENTICATION ->
                "Check the API key, that its integration is enabled, and the region: a key is valid in one region only.";
            case PERMISSION ->
                code.equals("40301")
                        ? "Use a key of the team that owns the schedule, or of no team. It needs access to configurations"
                                + " and, for changes, must not be read-only."
                        : "Check what the key and the account's plan allow.";
            case NOT_FOUND -> "Check the schedule, whether it is named by id or by name, and that the key may see it.";
            default -> null;
        });
    }

    static OpsgenieFailures ofJsm(Secrets secrets, Clock clock) {
        return new OpsgenieFailures(secrets, clock, (kind, code) -> switch (kind) {
            case AUTHENTICATION -> "Check the e-mail address of the account and its API token.";
            case PERMISSION ->
                "Give the account access to the schedule and the Jira permission to browse users. To change the schedule,"
                        + " it must be an admin of its team. A token with scopes needs those of the operations API.";
            case NOT_FOUND ->
                "Check the cloud id, the schedule, whether it is named by id or by name, and that the account may see it.";
            default -> null;
        });
    }

    /** Prepares a name that the service has sent for a message. */
    String words(String said) {
        return secrets.words(said);
    }

    /** Translates an answer that is not the success that was expected. */
    AdapterException of(JsonAnswer answer) {
        HttpAnswer http = answer.http();
        String code = code(answer.json());
        boolean tooManyCalls = http.kind() == FailureKind.RATE_LIMITED;
        String words = tooManyCalls ? "too many calls" + reason(http) : secrets.words(said(answer.json()));
        AdapterException.Builder failure = http.failure(answer.place(), answer.operation(), words, clock);
        FailureKind kind = http.status() == 402 ? FailureKind.PERMISSION : http.kind();
        failure.kind(kind);
        if (!code.isEmpty()) {
            failure.problem("HTTP " + http.status() + " code " + code + (words.isEmpty() ? "" : ": " + words));
        }
        String remedy = remedies.of(kind, code);
        if (remedy != null) {
            failure.remedy(remedy);
        }
        periodEnds(http).ifPresent(failure::retryAt);
        return failure.build();
    }

    /** Reports a success that does not hold what the documentation says. */
    AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(
                        FailureKind.MALFORMED_ANSWER, place, operation, "the answer cannot be understood: " + problem)
                .build();
    }

    /** Reports that something is missing, although the service answered with a success. */
    AdapterException notFound(String place, String operation, String problem) {
        AdapterException.Builder failure = AdapterException.of(FailureKind.NOT_FOUND, place, operation, problem);
        String remedy = remedies.of(FailureKind.NOT_FOUND, "");
        return (remedy == null ? failure : failure.remedy(remedy)).build();
    }

    /** The client quotes parts of an answer that is not valid HTTP. */
    IOException withoutSecrets(IOException thrown) {
        return secrets.withoutSecrets(thrown);
    }

    /**
     * Opsgenie limits the calls in a minute and in a second, and names the limit that was exceeded. After that time the
     * call is within the limit again.
     */
    private Optional<Instant> periodEnds(HttpAnswer http) {
        boolean isLimited = http.kind() == FailureKind.RATE_LIMITED
                && http.header("X-RateLimit-State")
                        .filter(state -> state.equalsIgnoreCase("OK"))
                        .isEmpty();
        return isLimited && http.retryAt(clock).isEmpty()
                ? http.header("X-RateLimit-Period-In-Sec").flatMap(seconds -> HttpAnswer.retryAt(seconds, clock))
                : Optional.empty();
    }

    private String reason(HttpAnswer http) {
        return http.header("X-RateLimit-Reason")
                .map(reason -> " (limit of this " + secrets.words(reason) + ")")
                .orElse("");
    }

    private String code(JsonNode json) {
        JsonNode code = json.path("code");
        return code.isNumber() || code.isTextual() ? secrets.words(code.asText()) : "";
    }

    private static String said(JsonNode json) {
        StringBuilder said = new StringBuilder(json.path("message").asText("").strip());
        json.path("errorMessages").forEach(each -> append(said, each.asText()));
        JsonNode errors = json.path("errors");
        errors.properties()
                .forEach(each ->
                        append(said, each.getKey() + " " + each.getValue().asText("")));
        if (errors.isArray()) {
            errors.forEach(each -> append(
                    said,
                    each.isTextual() ? each.textValue() : each.path("title").asText("")));
        }
        return said.toString();
    }

    private static void append(StringBuilder said, String more) {
        if (!more.isBlank()) {
            said.append(said.isEmpty() ? "" : ", ").append(more.strip());
        }
    }
}
