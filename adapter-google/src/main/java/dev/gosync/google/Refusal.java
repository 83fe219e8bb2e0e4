package dev.gosync.google;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an answer other than success means: the one place where Google's errors are translated. An error is {@code
 * {"error": {"code": 403, "message": ..., "errors": [{"reason": "forbidden", ...}]}}}.
 *
 * <p>Google says {@code notFound} both of a group and of somebody who is not in it, and {@code invalid} and {@code
 * required} of anything. Which of them is meant only the message tells, by naming the parameter: {@code groupKey}, {@code
 * memberKey}.
 *
 * @param status the HTTP status
 * @param reason Google's code; empty where there is none
 * @param message Google's words; empty where there are none
 * @param retryAfter when to come back, as the answer says it; empty where it does not
 */
record Refusal(int status, String reason, String message, String retryAfter) {
    private static final Set<String> TOO_MANY = Set.of(
            "rateLimitExceeded",
            "userRateLimitExceeded",
            "quotaExceeded",
            "dailyLimitExceeded",
            "servingLimitExceeded",
            "RESOURCE_EXHAUSTED");
    private static final Set<String> BUSY = Set.of("conflict", "aborted", "ABORTED");
    private static final Set<String> SCOPE = Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    private static final Set<String> SWITCHED_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");
    private static final int LONGEST_MESSAGE = 300;

    static Refusal of(Answer answer) {
        String retryAfter = answer.retryAfter() == null ? "" : answer.retryAfter();
        try {
            GenericJson body = GsonFactory.getDefaultInstance()
                    .createJsonParser(answer.body())
                    .parse(GenericJson.class);
            if (body != null && body.get("error") instanceof Map<?, ?> error) {
                return new Refusal(answer.status(), reason(error), message(error), retryAfter);
            }
        } catch (IOException | RuntimeException e) {
            // Not from the service, or not in its words: the status has to do.
        }
        return new Refusal(answer.status(), "", "", retryAfter);
    }

    private static String reason(Map<?, ?> error) {
        if (error.get("details") instanceof List<?> details) {
            for (Object detail : details) {
                if (detail instanceof Map<?, ?> map && map.get("reason") instanceof String reason) {
                    return reason;
                }
            }
        }
        if (error.get("errors") instanceof List<?> errors
                && !errors.isEmpty()
                && errors.get(0) instanceof Map<?, ?> first
                && first.get("reason") instanceof String reason) {
            return reason;
        }
        return error.get("status") instanceof String status ? status : "";
    }

    private static String message(Map<?, ?> error) {
        if (!(error.get("message") instanceof String text)) {
            return "";
        }
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }

    /** Whether it says that somebody is a member already. */
    boolean isDuplicate() {
        return status == 409 && !BUSY.contains(reason);
    }

    /** Whether it says that this address stands for nobody who could be, or is, a member. */
    boolean knowsNo(String member) {
        return (status == 404 || (status == 400 && reason.equals("required"))) && isAbout(member);
    }

    /** Whether it says that this address may not be a member: not in this role, or a group that would hold itself. */
    boolean forbids(String member) {
        return status == 412 || (status == 400 && reason.equals("invalid") && isAbout(member));
    }

    private boolean isAbout(String member) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("memberkey") || text.endsWith(": " + member.toLowerCase(Locale.ROOT));
    }

    FailureKind kind() {
        if (status == 403 && TOO_MANY.contains(reason)) {
            return FailureKind.RATE_LIMITED;
        }
        return status == 409 && BUSY.contains(reason)
                ? FailureKind.UNAVAILABLE
                : HttpAnswer.of(status, Map.of(), "").kind();
    }

    /** The failure that this answer means for the place. */
    AdapterException failure(String place, String operation, Scope scope, Retry retry) {
        return failure(kind(), place, operation, scope, retry);
    }

    /** The failure that this answer means where the caller knows more of it. */
    AdapterException failure(FailureKind kind, String place, String operation, Scope scope, Retry retry) {
        AdapterException.Builder failure = AdapterException.of(kind, place, operation, problem());
        if (kind == FailureKind.PERMISSION) {
            failure.remedy(remedy(scope));
        }
        if (kind.isTransient()) {
            HttpAnswer.retryAt(retryAfter, retry.clock()).ifPresent(failure::retryAt);
        }
        if (kind == FailureKind.UNAVAILABLE && status != 503) {
            failure.answerLost();
        }
        return failure.build();
    }

    private String problem() {
        StringBuilder problem = new StringBuilder("HTTP ").append(status);
        if (!reason.isEmpty()) {
            problem.append(' ').append(reason);
        }
        if (!message.isEmpty()) {
            problem.append(": ").append(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
        }
        return problem.toString();
    }

    private String remedy(Scope scope) {
        if (SWITCHED_OFF.contains(reason)) {
            return "Enable the Admin SDK API in the Google Cloud project of the credentials.";
        }
        if (SCOPE.contains(reason)) {
            return "Grant the credentials the scope " + scope.url() + ".";
        }
        return "Give the credentials, or whom they act for, " + scope.role() + ", and the credentials the scope "
                + scope.url() + ".";
    }
}
