package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of both services mean, by status and code. The statuses are those of <a
 * href="https://docs.opsgenie.com/docs/response">Opsgenie</a>, which Jira Service Management shares.
 */
final class Errors {
    /** Longer texts of a service are cut. */
    private static final int LONGEST_TEXT = 200;

    /** What to do about an error; nothing where the kind's usual remedy will do. */
    interface Remedies {
        @Nullable String of(FailureKind kind, String code);
    }

    private final Retry retry;
    private final List<String> secrets;
    private final Remedies remedies;

    Errors(Retry retry, List<String> secrets, Remedies remedies) {
        this.retry = retry;
        this.secrets = List.copyOf(secrets);
        this.remedies = remedies;
    }

    AdapterException of(Answer answer) {
        String code = code(answer.body());
        FailureKind kind = answer.status() == 402
                ? FailureKind.PERMISSION
                : HttpAnswer.of(answer.status(), Map.of(), "").kind();
        StringBuilder problem = new StringBuilder("HTTP ").append(answer.status());
        if (!code.isEmpty()) {
            problem.append(" code ").append(code);
        }
        if (kind == FailureKind.RATE_LIMITED) {
            answer.header("X-RateLimit-Reason")
                    .ifPresent(reason ->
                            problem.append(", too many calls of this ").append(quoted(reason)));
        } else {
            text(answer.body()).ifPresent(text -> problem.append(": ").append(text));
        }
        AdapterException.Builder failure =
                AdapterException.of(kind, answer.place(), answer.operation(), problem.toString());
        String remedy = remedies.of(kind, code);
        if (remedy != null) {
            failure.remedy(remedy);
        }
        retryAt(answer).ifPresent(failure::retryAt);
        return failure.build();
    }

    AdapterException malformed(Answer answer, String problem) {
        return AdapterException.of(
                        FailureKind.MALFORMED_ANSWER,
                        answer.place(),
                        answer.operation(),
                        "the answer cannot be understood: " + problem)
                .build();
    }

    /**
     * When to come back. Opsgenie counts calls in a minute and in a second, and names the one of them that was exceeded;
     * after that time the call is within the limit again.
     */
    private Optional<Instant> retryAt(Answer answer) {
        if (answer.status() != 429 && answer.status() != 503) {
            return Optional.empty();
        }
        Optional<Instant> asked =
                answer.header("Retry-After").flatMap(value -> HttpAnswer.retryAt(value, retry.clock()));
        boolean throttled = answer.header("X-RateLimit-State")
                .filter(state -> state.equalsIgnoreCase("OK"))
                .isEmpty();
        return asked.isPresent() || !throttled
                ? asked
                : answer.header("X-RateLimit-Period-In-Sec").flatMap(value -> HttpAnswer.retryAt(value, retry.clock()));
    }

    private String code(JsonNode body) {
        JsonNode code = body.path("code");
        return code.isNumber() || code.isTextual() ? quoted(code.asText()) : "";
    }

    /** What the service says about it, without what nobody may see. */
    private Optional<String> text(JsonNode body) {
        StringBuilder text = new StringBuilder();
        JsonNode message = body.path("message");
        if (message.isTextual()) {
            text.append(message.textValue().strip());
        }
        body.path("errorMessages").forEach(each -> append(text, each.asText()));
        body.path("errors")
                .properties()
                .forEach(each ->
                        append(text, each.getKey() + " " + each.getValue().asText()));
        return text.toString().isBlank() ? Optional.empty() : Optional.of(quoted(text.toString()));
    }

    private static void append(StringBuilder text, String more) {
        text.append(text.isEmpty() ? "" : ", ").append(more.strip());
    }

    private String quoted(String text) {
        String safe = text;
        for (String secret : secrets) {
            safe = safe.replace(secret, "***");
        }
        return quotable(safe);
    }

    private static String quotable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String cut = line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "..." : line;
        return cut.endsWith(".") && !cut.endsWith("...") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
