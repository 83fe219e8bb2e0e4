package dev.gosync.slack;

import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Slack's refusals mean: by the code in the answer, which most of them carry with HTTP 200, else by the status. The
 * codes are those of the methods' pages at docs.slack.dev.
 */
final class Refusals {
    /** Answers after which nobody knows whether something was done: Slack's own words. */
    private static final Set<String> HALF_DONE = Set.of("fatal_error", "internal_error");

    private final Retry retry;

    Refusals(Retry retry) {
        this.retry = retry;
    }

    /** An answer that says no. */
    AdapterException of(String place, Method method, SlackApiTextResponse answer) {
        String code = answer.getError();
        if (code == null || code.isBlank()) {
            return malformed(place, method, "the answer says neither yes nor why not", null);
        }
        AdapterException.Builder failure = AdapterException.of(kind(code), place, method.text(), problem(code, answer))
                .remedy(remedy(code, method, answer.getNeeded()));
        if (HALF_DONE.contains(code)) {
            failure.answerLost();
        }
        return failure.build();
    }

    /** An answer whose status says no. */
    AdapterException of(String place, Method method, SlackApiException thrown) {
        int status = thrown.getResponse().code();
        String code = thrown.getError() == null ? null : thrown.getError().getError();
        FailureKind kind = code == null ? FailureKind.UNKNOWN : kind(code);
        if (kind == FailureKind.UNKNOWN) {
            kind = HttpAnswer.of(status, Map.of(), "").kind();
        }
        AdapterException.Builder failure = AdapterException.of(
                        kind, place, method.text(), "HTTP " + status + (code == null ? "" : " " + code))
                .cause(thrown);
        if (code != null && kind == kind(code)) {
            failure.remedy(remedy(code, method, thrown.getError().getNeeded()));
        }
        Optional.ofNullable(thrown.getResponse().header("Retry-After"))
                .flatMap(value -> HttpAnswer.retryAt(value, retry.clock()))
                .ifPresent(failure::retryAt);
        if (status >= 500 && status != 503) { // a gateway's word on a request that may have gone through
            failure.answerLost();
        }
        return failure.build();
    }

    /** An answer that Slack's documentation does not allow. */
    AdapterException malformed(String place, Method method, String how, @Nullable Throwable cause) {
        AdapterException.Builder failure = AdapterException.of(FailureKind.MALFORMED_ANSWER, place, method.text(), how)
                .remedy("Check that base-url is Slack's address, up to and including /api/, and that nothing on the way"
                        + " answers in its stead.");
        return (cause == null ? failure : failure.cause(cause)).build();
    }

    /** Where it cannot be read what a write did, nobody knows it. */
    static AdapterException unseen(AdapterException e) {
        AdapterException.Builder failure = AdapterException.of(e.kind(), e.place(), e.operation(), e.problem())
                .remedy(e.remedy())
                .cause(e)
                .answerLost();
        e.retryAt().ifPresent(failure::retryAt);
        return failure.build();
    }

    /** What a code means that was said of one person. */
    AdapterException ofPerson(String place, Method method, String thing, String code) {
        FailureKind kind = switch (code) {
            case "user_not_found", "users_not_found", "user_not_visible", "no_user" -> FailureKind.UNKNOWN_THING;
            default -> FailureKind.REFUSED_THING;
        };
        return AdapterException.of(kind, place, method.text(), code + " for " + thing)
                .build();
    }

    /** Nobody has an address. */
    AdapterException unknown(String place, String thing) {
        return AdapterException.of(
                        FailureKind.UNKNOWN_THING,
                        place,
                        Method.USERS_LOOKUP_BY_EMAIL.text(),
                        "no active person of the workspace has the address " + thing)
                .build();
    }

    /** What a code means that was said of the whole request. */
    static FailureKind kind(String code) {
        return switch (code) {
            case "not_authed",
                    "invalid_auth",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "two_factor_setup_required" -> FailureKind.AUTHENTICATION;
            case "missing_scope",
                    "no_permission",
                    "permission_denied",
                    "not_allowed_token_type",
                    "access_denied",
                    "accesslimited",
                    "ekm_access_denied",
                    "enterprise_is_restricted",
                    "team_access_not_granted",
                    "restricted_action",
                    "user_is_restricted",
                    "user_is_ultra_restricted",
                    "is_bot",
                    "not_in_channel",
                    "paid_teams_only",
                    "plan_upgrade_required" -> FailureKind.PERMISSION;
            case "channel_not_found", "no_such_subteam", "team_not_found" -> FailureKind.NOT_FOUND;
            case "is_archived", "method_not_supported_for_channel_type" -> FailureKind.READ_ONLY;
            case "ratelimited", "rate_limited" -> FailureKind.RATE_LIMITED;
            case "fatal_error",
                    "internal_error",
                    "service_unavailable",
                    "request_timeout",
                    "fetch_members_failed",
                    "team_added_to_org",
                    "org_login_required" -> FailureKind.UNAVAILABLE;
            case "limit_required",
                    "too_many_users",
                    "missing_argument",
                    "unknown_method",
                    "method_deprecated",
                    "deprecated_endpoint",
                    "missing_post_type",
                    "missing_charset",
                    "superfluous_charset",
                    "json_not_object",
                    "no_user",
                    "no_users_provided",
                    "subteam_max_users_exceeded" -> FailureKind.INVALID_REQUEST;
            default -> code.startsWith("invalid_") ? FailureKind.INVALID_REQUEST : FailureKind.UNKNOWN;
        };
    }

    private static String problem(String code, SlackApiTextResponse answer) {
        StringBuilder problem = new StringBuilder(code);
        if (answer.getNeeded() != null) {
            problem.append(", needed: ").append(answer.getNeeded());
        }
        if (answer.getProvided() != null) {
            problem.append(", provided: ").append(answer.getProvided());
        }
        return problem.toString();
    }

    private static String remedy(String code, Method method, @Nullable String needed) {
        return switch (code) {
            case "missing_scope" ->
                "Add the scope " + Optional.ofNullable(needed).orElse("that is missing")
                        + " to the app, install it again and use its token. " + method.text() + " needs "
                        + method.scopes() + ".";
            case "not_in_channel" ->
                "Invite the app to the conversation (write /invite and its name there), then run again.";
            case "channel_not_found" -> "Check the id or the name; into a private channel the app has to be invited.";
            case "no_such_subteam" -> "Check the id or the handle of the user group, and the workspace of the token.";
            case "is_archived" -> "Unarchive the conversation, or take it out of the configuration.";
            case "permission_denied" ->
                "Let the app manage user groups (workspace settings, Permissions, User Groups), or use the token of"
                        + " somebody who may.";
            case "plan_upgrade_required", "paid_teams_only" ->
                "User groups need a paid plan of Slack's; use another destination.";
            case "subteam_max_users_exceeded" ->
                "The user group has no room for all of them: remove people from the source, or set mode: remove-add if"
                        + " members who leave would make room.";
            case "team_access_not_granted", "team_not_found" ->
                "Check team-id, and that the app is installed in that workspace.";
            case "missing_argument" -> "With the token of a whole organization, set team-id to the workspace's id.";
            case "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired" ->
                "Check the token: a bot token begins with xoxb-, and belongs to an app that is installed.";
            default -> usual(kind(code));
        };
    }

    /** What core says of a kind, which it says itself where there is nothing more to say. */
    private static String usual(FailureKind kind) {
        return AdapterException.of(kind, "", "", "").build().remedy();
    }
}
