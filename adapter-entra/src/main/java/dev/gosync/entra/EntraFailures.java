package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates the <a href="https://learn.microsoft.com/en-us/graph/errors">errors of Graph</a> and those of the token
 * endpoint. Threads may share it.
 */
final class EntraFailures {
    static final String GET_TOKEN = "get token";

    private static final String RIGHTS =
            "Give the app the application permission GroupMember.ReadWrite.All (GroupMember.Read.All to read only), and"
                    + " User.Read.All, with the consent of an administrator. Hidden members need Member.Read.Hidden.";

    private final Secrets secrets;
    private final Clock clock;

    EntraFailures(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Hides a token from now on. */
    void hide(String token) {
        secrets.add(token);
    }

    /** Translates an answer that is not the success that was expected. */
    AdapterException of(JsonAnswer answer) {
        return builder(answer).build();
    }

    private AdapterException.Builder builder(JsonAnswer answer) {
        HttpAnswer http = answer.http();
        String code = secrets.words(answer.code());
        String said = secrets.words(answer.message());
        String words = code + (code.isEmpty() || said.isEmpty() ? "" : ": ") + said;
        AdapterException.Builder failure = http.failure(
                answer.place(), answer.operation(), words.isEmpty() ? withoutReason(http.kind()) : words, clock);
        String remedy = remedy(http.kind(), code);
        return remedy == null ? failure : failure.remedy(remedy);
    }

    /** What happened, if Graph only gives a status. */
    private static String withoutReason(FailureKind kind) {
        return switch (kind) {
            case AUTHENTICATION -> "Graph does not accept the token";
            case PERMISSION -> "the app may not do that";
            case NOT_FOUND -> "Graph does not find it";
            case UNKNOWN -> "Graph refused it without a reason";
            default -> "";
        };
    }

    private static @Nullable String remedy(FailureKind kind, String code) {
        return switch (kind) {
            case AUTHENTICATION ->
                "Check the credentials, that they belong to this tenant, and that the token is for the same cloud as the"
                        + " address of Graph.";
            case PERMISSION -> RIGHTS;
            case NOT_FOUND ->
                "Check the group, by its id or its exact display name, and that it is in this tenant. A group that was"
                        + " just made may need some minutes.";
            case INVALID_REQUEST ->
                code.equals("Request_UnsupportedQuery") || code.equals("BadRequest")
                        ? "Check the filter: Graph does not support it, or it has a mistake."
                        : null;
            default -> null;
        };
    }

    /** Reports a success that does not hold what the documentation says. */
    AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(
                        FailureKind.MALFORMED_ANSWER, place, operation, "the answer cannot be understood: " + problem)
                .build();
    }

    /** Reports that Graph hides what a member is called, because a permission is missing. */
    AdapterException hidden(String place, String operation, String what) {
        return AdapterException.of(
                        FailureKind.PERMISSION,
                        place,
                        operation,
                        "Graph does not show " + what + " of the users, because the app lacks a permission")
                .remedy(RIGHTS)
                .build();
    }

    /** Reports that Graph hides of what type the group is, so that nobody can say whether it can be changed. */
    AdapterException hiddenGroup(String place, String operation) {
        return AdapterException.of(
                        FailureKind.PERMISSION,
                        place,
                        operation,
                        "Graph does not show the type of the group, because the app lacks a permission")
                .remedy(RIGHTS)
                .build();
    }

    /** Reports that no group, or more than one, has a name. */
    AdapterException notOneGroup(String place, String operation, int found) {
        return AdapterException.of(
                        FailureKind.NOT_FOUND,
                        place,
                        operation,
                        found == 0 ? "no group has this display name" : found + " groups have this display name")
                .remedy(
                        found == 0
                                ? "Check the display name and the tenant, or configure the object id of the group."
                                : "Configure the object id of the group instead of its name.")
                .build();
    }

    /** Reports that a group cannot be written. */
    AdapterException readOnly(String place, String operation, String problem, String remedy) {
        return AdapterException.of(FailureKind.READ_ONLY, place, operation, problem)
                .remedy(remedy)
                .build();
    }

    /** Reports that nobody has an address. */
    AdapterException unknown(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, place, operation, problem)
                .remedy(
                        "Check the spelling. If the account is new, run again in some minutes: Entra may not show it yet.")
                .build();
    }

    /** Reports that an address belongs to several accounts. */
    AdapterException ambiguous(String place, String operation, int accounts) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING, place, operation, accounts + " accounts have this address")
                .remedy("Give each account its own address, or list the user principal name of one of them.")
                .build();
    }

    /**
     * Reports that Graph refuses one member and takes others.
     *
     * @param needsRole whether the group can be assigned to a role, for which Graph wants more
     */
    AdapterException refused(JsonAnswer answer, boolean needsRole) {
        AdapterException.Builder failure = builder(answer).kind(FailureKind.REFUSED_THING);
        return needsRole
                ? forRole(failure).build()
                : failure.remedy("Change what forbids this member, protect it, or tolerate refused-thing to skip it.")
                        .build();
    }

    /** Reports that Graph refuses a write of the whole group. */
    AdapterException ofGroup(JsonAnswer answer, boolean needsRole) {
        AdapterException.Builder failure = builder(answer);
        return (answer.http().kind() == FailureKind.PERMISSION && needsRole ? forRole(failure) : failure).build();
    }

    private static AdapterException.Builder forRole(AdapterException.Builder failure) {
        return failure.remedy("The group can be assigned to a role. To change its members, the app also needs"
                + " RoleManagement.ReadWrite.Directory.");
    }

    /**
     * Translates a refusal of an endpoint that issues tokens. Its errors have another form than those of Graph.
     *
     * @param isIdentity whether it is the endpoint of an Azure machine, which gives these statuses while it is updated
     */
    AdapterException ofToken(String place, HttpAnswer answer, JsonNode json, boolean isIdentity) {
        String words = "";
        for (String field : List.of("error_description", "message", "error")) {
            words = words.isEmpty() ? JsonAnswer.textOrEmpty(json, field) : words;
        }
        FailureKind kind = answer.kind();
        if (isIdentity && kind == FailureKind.NOT_FOUND) {
            kind = FailureKind.UNAVAILABLE;
        } else if (kind == FailureKind.INVALID_REQUEST
                || kind == FailureKind.PERMISSION
                || kind == FailureKind.NOT_FOUND) {
            kind = FailureKind.AUTHENTICATION;
        }
        AdapterException.Builder failure = answer.failure(
                        place,
                        GET_TOKEN,
                        words.isEmpty() && kind == FailureKind.AUTHENTICATION
                                ? "no token was issued, without a reason"
                                : secrets.words(words),
                        clock)
                .kind(kind);
        return kind == FailureKind.AUTHENTICATION
                ? failure.remedy(
                                "Check tenant, client id and secret or certificate, and that the secret has not expired.")
                        .build()
                : failure.build();
    }

    /** Says what to do if the machine issues no token. */
    AdapterException ofIdentity(AdapterException failure) {
        return switch (failure.kind()) {
            case AUTHENTICATION ->
                failure.toBuilder()
                        .remedy(
                                "Give the Azure machine a managed identity. If it has several, configure the client id of"
                                        + " one of them.")
                        .build();
            case UNAVAILABLE ->
                failure.toBuilder()
                        .remedy(
                                "A managed identity works only on an Azure machine that has one. Elsewhere, use an app with"
                                        + " a secret or a certificate. Behind a proxy, add 169.254.169.254 to NO_PROXY.")
                        .build();
            default -> failure;
        };
    }

    /** Reports that no token could be got for a reason that msal4j knows. */
    AdapterException noToken(String place, FailureKind kind, @Nullable String problem) {
        return AdapterException.of(kind, place, GET_TOKEN, secrets.words(problem))
                .remedy("Check the credentials, then run again.")
                .build();
    }

    /** The client quotes parts of an answer that is not valid HTTP. */
    IOException withoutSecrets(IOException thrown) {
        return secrets.withoutSecrets(thrown);
    }
}
