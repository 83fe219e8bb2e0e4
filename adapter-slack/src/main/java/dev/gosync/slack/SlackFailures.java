package dev.gosync.slack;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.slack.api.methods.SlackApiErrorResponse;
import com.slack.api.methods.SlackApiTextResponse;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates Slack's errors. Slack names most errors with a code in the answer, and sends HTTP 200 with it. The codes are
 * those of the methods' pages at docs.slack.dev. Threads may share it.
 */
final class SlackFailures {
    /** After these codes Slack may have done a part of what was asked, as its documentation says. */
    private static final Set<String> MAY_HAVE_HAPPENED = Set.of("fatal_error", "internal_error");

    /** Slack says these if a user does not exist, or if the token may not see them. */
    static final Set<String> NO_SUCH_USER = Set.of("user_not_found", "users_not_found", "user_not_visible");

    private static final String NOT_SLACK =
            "Check that base-url is Slack's address, up to and including /api/, and that no proxy answers instead.";

    private final Retry retry;
    private final Secrets secrets;

    SlackFailures(Retry retry, Secrets secrets) {
        this.retry = retry;
        this.secrets = secrets;
    }

    /** Translates an answer with {@code "ok": false}. */
    AdapterException of(String place, Method method, SlackApiTextResponse answer) {
        String code = answer.getError();
        if (code == null || code.isBlank()) {
            return malformed(place, method, "the answer is neither ok nor an error");
        }
        AdapterException.Builder failure = AdapterException.of(kind(code), place, method.text(), problem(answer))
                .remedy(remedy(code, method, answer.getNeeded()));
        return (MAY_HAVE_HAPPENED.contains(code) ? failure.answerLost() : failure).build();
    }

    /** Translates an answer whose HTTP status is not a success. */
    AdapterException of(String place, Method method, HttpAnswer answer) {
        SlackApiTextResponse body = parsed(answer.body());
        String code = body.getError();
        AdapterException.Builder failure =
                answer.failure(place, method.text(), code == null ? null : problem(body), retry.clock());
        if (code != null && kind(code) != FailureKind.UNKNOWN) {
            failure.kind(kind(code)).remedy(remedy(code, method, body.getNeeded()));
        } else if (!answer.kind().isTransient()) {
            failure.remedy(NOT_SLACK);
        }
        return failure.build();
    }

    /** The error that a body holds; without a code if it is not Slack's. */
    private static SlackApiTextResponse parsed(String body) {
        SlackApiErrorResponse error = null;
        try {
            error = new Gson().fromJson(body, SlackApiErrorResponse.class);
        } catch (JsonParseException e) {
            // a proxy's page
        }
        return error == null ? new SlackApiErrorResponse() : error;
    }

    /** An answer that Slack's documentation does not allow. */
    AdapterException malformed(String place, Method method, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, method.text(), problem)
                .remedy(NOT_SLACK)
                .build();
    }

    /** A write that Slack called a success, although neither its answer nor a read shows the result. */
    AdapterException notShown(String place, Method method, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, method.text(), problem)
                .remedy("Run again: the next run reads what Slack did.")
                .build();
    }

    /** Translates a code that Slack gave for one person. */
    AdapterException ofPerson(String place, Method method, String code) {
        FailureKind kind = NO_SUCH_USER.contains(code) ? FailureKind.UNKNOWN_THING : FailureKind.REFUSED_THING;
        return AdapterException.of(kind, place, method.text(), secrets.words(code))
                .build();
    }

    /**
     * No active person of the workspace has an address.
     *
     * @param workspace its id, if it is known
     */
    AdapterException unknown(String place, Optional<String> workspace) {
        return AdapterException.of(
                        FailureKind.UNKNOWN_THING,
                        place,
                        Method.USERS_LOOKUP_BY_EMAIL.text(),
                        workspace
                                .map(id -> "unknown to Slack workspace " + id)
                                .orElse("unknown to this Slack workspace"))
                .build();
    }

    /** What a code means if Slack gives it for a whole request. */
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
                    "user_is_bot",
                    "user_is_restricted",
                    "user_is_ultra_restricted",
                    "is_bot",
                    "not_in_channel",
                    "channel_is_limited_access",
                    "invalid_types",
                    "paid_teams_only",
                    "plan_upgrade_required",
                    "upgrade_required" -> FailureKind.PERMISSION;
            case "channel_not_found", "no_such_subteam", "team_not_found", "invalid_team", "target_team_not_on_org" ->
                FailureKind.NOT_FOUND;
            case "is_archived", "method_not_supported_for_channel_type" -> FailureKind.READ_ONLY;
            case "ratelimited", "rate_limited" -> FailureKind.RATE_LIMITED;
            case "fatal_error",
                    "internal_error",
                    "service_unavailable",
                    "request_timeout",
                    "fetch_members_failed",
                    "external_channel_migrating",
                    "team_added_to_org",
                    "org_login_required" -> FailureKind.UNAVAILABLE;
            case "limit_required",
                    "too_many_users",
                    "missing_argument",
                    "target_team_must_be_specified_in_org_context",
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

    private String problem(SlackApiTextResponse answer) {
        StringBuilder problem = new StringBuilder(secrets.words(answer.getError()));
        if (answer.getNeeded() != null) {
            problem.append(", needed: ").append(secrets.words(answer.getNeeded()));
        }
        if (answer.getProvided() != null) {
            problem.append(", provided: ").append(secrets.words(answer.getProvided()));
        }
        return problem.toString();
    }

    private String remedy(String code, Method method, @Nullable String needed) {
        return switch (code) {
            case "missing_scope" ->
                (needed == null
                                ? "Add the missing scope to the app"
                                : "Add the scope " + secrets.words(needed) + " to the app")
                        + ", install it again and use its token. " + method.text() + " needs " + method.scopes() + ".";
            case "invalid_types" ->
                "Add the scopes that " + method.text() + " needs (" + method.scopes() + ") to the app, install it again"
                        + " and use its token.";
            case "not_in_channel" ->
                "Invite the app to the conversation (write /invite and the app's name there), then run again.";
            case "channel_not_found" -> "Check the id or the name; invite the app if the channel is private.";
            case "no_such_subteam" -> "Check the id or the handle of the user group, and the workspace of the token.";
            case "is_archived" -> "Unarchive the conversation, or take it out of the configuration.";
            case "method_not_supported_for_channel_type" -> "Use a public or a private channel.";
            case "permission_denied" ->
                "Let the app manage user groups (workspace settings, Permissions, User Groups), or use the token of a"
                        + " user who may manage them.";
            case "plan_upgrade_required", "paid_teams_only", "upgrade_required" ->
                "User groups need a paid Slack plan; use another destination.";
            case "subteam_max_users_exceeded" ->
                "The user group has no room for all of them: remove people from the source, or set mode: remove-add if"
                        + " removed members would make room.";
            case "no_users_provided", "invalid_users" ->
                "Slack takes no empty list, and no guests, bots or people of other workspaces. For an empty user group,"
                        + " set when-empty to disable.";
            case "team_access_not_granted", "team_not_found", "invalid_team", "target_team_not_on_org" ->
                "Check team-id, and that the app is installed in that workspace.";
            case "missing_argument", "target_team_must_be_specified_in_org_context" ->
                "If the token is for a whole organization, set team-id to the id of the workspace.";
            case "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired" ->
                "Check the token: a bot token begins with xoxb-, and its app must be installed.";
            case "two_factor_setup_required" -> "Let the owner of the token set up two-factor authentication in Slack.";
            case "not_allowed_token_type", "is_bot", "user_is_bot" ->
                "Use another type of token: " + method.text() + " does not take this one.";
            case "user_is_restricted", "user_is_ultra_restricted" ->
                "Use the token of an app or user who is not a guest.";
            case "accesslimited" ->
                "Run from a network that the workspace allows, or ask its admins to allow this one.";
            case "invalid_cursor" -> "Run again: Slack no longer knows how far the list was read.";
            case "unknown_method", "method_deprecated", "deprecated_endpoint" ->
                "Slack does not offer " + method.text() + " any more: use a newer release of Go Sync.";
            default ->
                switch (kind(code)) {
                    case PERMISSION, UNKNOWN ->
                        "See what Slack says about this code: https://docs.slack.dev/reference/methods/"
                                + method.text();
                    default -> kind(code).usualRemedy();
                };
        };
    }
}
