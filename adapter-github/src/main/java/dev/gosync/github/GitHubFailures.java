package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import dev.gosync.github.GitHubApi.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kohsuke.github.GHRateLimit;

/**
 * Translates GitHub's errors, and is the only class that does. It goes by status, header and code. Most refusals of a
 * membership have no code, so it also knows some of GitHub's sentences.
 */
final class GitHubFailures {
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final String SSO_HEADER = "X-GitHub-SSO";
    private static final String NEEDS = "The README of this adapter lists the permissions that each setting needs.";

    /** What one of GitHub's codes or sentences means. */
    private record Meaning(FailureKind kind, String remedy) {
        static Meaning refused(String remedy) {
            return new Meaning(FailureKind.REFUSED_THING, remedy);
        }

        static Meaning permission(String remedy) {
            return new Meaning(FailureKind.PERMISSION, remedy);
        }
    }

    /**
     * A sentence of GitHub.
     *
     * @param part in lower case
     * @param onlyWrites whether it has this meaning for a membership only
     */
    private record Sentence(String part, boolean onlyWrites, Meaning meaning) {}

    private static Sentence ofTeam(String part, FailureKind kind, String remedy) {
        return new Sentence(part, false, new Meaning(kind, remedy));
    }

    private static Sentence ofUser(String part, String remedy) {
        return new Sentence(part, true, Meaning.refused(remedy));
    }

    private static final String NOT_AN_OWNER =
            "Use credentials of an owner of the organization or of a maintainer of the team, with the permission to write"
                    + " members. " + NEEDS;
    private static final String MANAGED =
            "An identity provider manages this team. Change the group there, or disconnect the team from it.";

    private static final String NO_2FA =
            "Have this user turn on two-factor authentication, which the organization requires.";
    private static final String JOINED_MEANWHILE =
            "Run again: this user has joined the organization or the team in the meantime.";

    /** The codes that GitHub sends with a 422 about a membership. */
    private static final Map<String, Meaning> CODES = Map.of(
            "no_seat",
            Meaning.refused("Buy a seat for the organization, or free one. Leaving a team frees no seat. Cancelling an"
                    + " invitation does, and mode: remove-add does that first."),
            "no_2fa",
            Meaning.refused(NO_2FA),
            "no_permission",
            Meaning.permission(NOT_AN_OWNER),
            "org",
            Meaning.refused("This is the login of an organization, which cannot be a member. Correct the source."),
            "already_org_admin",
            Meaning.refused("Owners maintain all teams already. Add this user with role: member."),
            "unaffiliated",
            Meaning.refused("This user is not in the organization. Invite the user there first."));

    /** GitHub's sentences, in lower case. If several fit, the first one counts. */
    private static final List<Sentence> SENTENCES = List.of(
            ofUser("already an admin", "Owners maintain all teams already. Add this user with role: member."),
            ofTeam("external group", FailureKind.READ_ONLY, MANAGED),
            ofTeam("externally managed", FailureKind.READ_ONLY, MANAGED),
            ofTeam("team synchronization", FailureKind.READ_ONLY, MANAGED),
            ofTeam("identity provider", FailureKind.READ_ONLY, MANAGED),
            ofTeam(
                    "ip allow list",
                    FailureKind.PERMISSION,
                    "Run this program from an address on the organization's IP allow list, or add its address there."),
            ofTeam(
                    "personal access token (classic)",
                    FailureKind.PERMISSION,
                    "The organization forbids classic tokens. Use a fine-grained token or a GitHub App."),
            ofTeam(
                    "fine-grained personal access token",
                    FailureKind.PERMISSION,
                    "The organization forbids this fine-grained token, or its lifetime. Have an owner approve it, make one"
                            + " with a shorter lifetime, or use a GitHub App."),
            ofTeam(
                    "access restrictions",
                    FailureKind.PERMISSION,
                    "Have an owner of the organization approve the OAuth app that made this token."),
            ofTeam(
                    "installation has been suspended",
                    FailureKind.PERMISSION,
                    "Have an owner of the organization unsuspend the App."),
            ofTeam(
                    "your account was suspended",
                    FailureKind.AUTHENTICATION,
                    "GitHub has suspended the account that owns the token. Contact GitHub, or use another account."),
            ofTeam("not accessible by", FailureKind.PERMISSION, NEEDS),
            ofTeam("organization owner", FailureKind.PERMISSION, NOT_AN_OWNER),
            ofTeam("team maintainer", FailureKind.PERMISSION, NOT_AN_OWNER),
            ofTeam("must have admin", FailureKind.PERMISSION, NOT_AN_OWNER),
            ofTeam("must be an admin", FailureKind.PERMISSION, NOT_AN_OWNER),
            ofUser(
                    "blocked",
                    "The organization has blocked this user, or the user has blocked the organization or the owner of the"
                            + " token. Unblock the user in the organization's settings under Moderation, ask the user, or"
                            + " remove the user from the source."),
            ofUser("two-factor", NO_2FA),
            ofUser(
                    "managed user",
                    "The enterprise has managed users: the identity provider makes their accounts and adds them to the"
                            + " organization. Do that first."),
            ofUser("suspended", "This user's account is suspended. Unsuspend it, or remove the user from the source."),
            ofUser("flagged", "GitHub has flagged this user's account. The user has to contact GitHub."),
            ofUser("outside collaborator", "Make this outside collaborator a member of the organization first."),
            ofUser(
                    "invitation rate limit",
                    "GitHub takes 500 invitations a day, and 50 from a new organization. Run again tomorrow."),
            ofUser("already a member", JOINED_MEANWHILE),
            ofUser("already a part", JOINED_MEANWHILE));

    private static final Meaning NO_CODE =
            Meaning.refused("GitHub refuses this user and names no reason that this adapter"
                    + " knows. Try it in the team's settings, where GitHub says more, or tolerate refused-thing.");

    /** Marks a 403 that may be about one user or about the team. */
    private static final class NoReasonGivenException extends Exception {
        private static final long serialVersionUID = 1L;

        NoReasonGivenException() {
            super("GitHub answered 403 without a reason that this adapter knows");
        }
    }

    private final Retry retry;
    private final Secrets secrets;

    GitHubFailures(Retry retry, Secrets secrets) {
        this.retry = retry;
        this.secrets = secrets;
    }

    /**
     * Translates an answer that is not a success.
     *
     * @param attempt the number of the attempt, from 1; the wait grows with it if GitHub does not say how long to wait
     */
    AdapterException of(String place, Request request, HttpAnswer answer, int attempt) {
        String operation = request.operation();
        JsonNode body = body(answer);
        String words = secrets.words(body.path("message").asText(""));
        AdapterException.Builder failure = answer.failure(place, operation, words, retry.clock());
        Optional<String> sso = answer.header(SSO_HEADER);
        if (sso.isPresent()) {
            return sso(failure, sso.get());
        }
        if (isLimit(answer, body)) {
            return failure.kind(FailureKind.RATE_LIMITED)
                    .retryAt(comeBack(answer, attempt))
                    .build();
        }
        Set<String> accepted = scopes(answer, "X-Accepted-OAuth-Scopes");
        if ((answer.status() == 403 || answer.status() == 404) && lacksScope(answer, accepted)) {
            return scope(failure, String.join(" or ", accepted), answer);
        }
        if (answer.status() == 403 || answer.status() == 422) {
            Optional<Meaning> meaning = meaning(body, request.writes());
            if (meaning.isPresent()) {
                return failure.kind(meaning.get().kind())
                        .remedy(needed(answer) + meaning.get().remedy())
                        .build();
            }
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            return failure.kind(FailureKind.NOT_FOUND)
                    .problem("HTTP " + answer.status() + ": it has moved")
                    .remedy("The organization or the team was renamed: use its new name.")
                    .build();
        }
        return switch (answer.kind()) {
            case NOT_FOUND -> failure.remedy(hidden()).build();
            case PERMISSION -> {
                failure.remedy(needed(answer) + NOT_AN_OWNER);
                yield request.writes()
                        ? failure.cause(new NoReasonGivenException()).build()
                        : failure.build();
            }
            case INVALID_REQUEST ->
                answer.status() == 422 && request.writes()
                        ? failure.kind(NO_CODE.kind()).remedy(NO_CODE.remedy()).build()
                        : failure.build();
            case AUTHENTICATION ->
                failure.remedy("Check the token, or the App's id and private key, and whether they have expired.")
                        .build();
            default -> failure.build();
        };
    }

    /** Translates one error of a GraphQL answer. One error is enough to fail the call. */
    AdapterException ofGraphQl(String place, String operation, HttpAnswer answer, JsonNode error, int attempt) {
        String type = error.path("type").asText("");
        String message = error.path("message").asText("");
        String words = secrets.words(message);
        AdapterException.Builder failure = AdapterException.of(
                FailureKind.UNKNOWN,
                place,
                operation,
                "GraphQL" + (type.isEmpty() ? "" : " " + secrets.words(type)) + (words.isEmpty() ? "" : ": " + words));
        if (error.path("extensions").path("saml_failure").asBoolean(false)) {
            return sso(failure, answer.header(SSO_HEADER).orElse("required"));
        }
        if (type.equals("RATE_LIMITED") || type.equals("RATE_LIMIT") || (type.isEmpty() && mentionsLimit(error))) {
            return failure.kind(FailureKind.RATE_LIMITED)
                    .retryAt(comeBack(answer, attempt))
                    .build();
        }
        return switch (type) {
            case "INSUFFICIENT_SCOPES" ->
                scope(
                        failure,
                        operation.startsWith("Enterprise") ? "read:enterprise" : "read:org or admin:org",
                        answer);
            case "NOT_FOUND" ->
                failure.kind(FailureKind.NOT_FOUND).remedy(hidden()).build();
            case "FORBIDDEN" -> {
                Meaning meaning = sentence(error, false).orElse(Meaning.permission(NEEDS));
                yield failure.kind(meaning.kind()).remedy(meaning.remedy()).build();
            }
            case "SERVICE_UNAVAILABLE", "INTERNAL", "TIMEOUT" ->
                failure.kind(FailureKind.UNAVAILABLE).build();
            default -> {
                boolean isTransient = type.isEmpty() && message.startsWith("Something went wrong");
                boolean isOurs = error.path("extensions").hasNonNull("code") || type.endsWith("_EXCEEDED");
                yield failure.kind(
                                isTransient
                                        ? FailureKind.UNAVAILABLE
                                        : isOurs ? FailureKind.INVALID_REQUEST : FailureKind.UNKNOWN)
                        .build();
            }
        };
    }

    /** Translates a success that cannot be read. */
    AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, operation, secrets.words(problem))
                .build();
    }

    /** {@return the failure of a success that leaves something out, because the token is not authorized everywhere} */
    Optional<AdapterException> partial(String place, String operation, HttpAnswer answer) {
        return answer.header(SSO_HEADER)
                .filter(value -> value.startsWith("partial-results"))
                .map(value -> sso(
                        AdapterException.of(
                                FailureKind.PERMISSION, place, operation, "the answer leaves some of the list out"),
                        value));
    }

    /** {@return the failure of a place that does not exist, or that the credentials may not see} GitHub does not say which. */
    AdapterException notFound(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.NOT_FOUND, place, operation, problem)
                .remedy(hidden())
                .build();
    }

    /** {@return the failure of an organization or an enterprise without a SAML identity provider} */
    AdapterException noProvider(String place, String operation, String owner) {
        return AdapterException.of(FailureKind.NOT_FOUND, place, operation, owner + " has no SAML identity provider")
                .remedy("If the enterprise has the identity provider, use enterprise-saml. If there is none, use"
                        + " verified-emails, file or logins. Only owners of the organization can read it, with a"
                        + " classic token that has the scope read:org or admin:org, and GitHub Apps with read access to"
                        + " members.")
                .build();
    }

    /** {@return whether GitHub refused a membership and did not say whether that is about one user or the team} */
    static boolean hasNoReason(AdapterException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoReasonGivenException) {
                return true;
            }
        }
        return false;
    }

    /** {@return the same refusal as one of one user, because GitHub accepted the same call for another user} */
    static AdapterException ofOneUser(AdapterException failure) {
        return failure.toBuilder()
                .kind(FailureKind.REFUSED_THING)
                .remedy("GitHub accepted the same call for other users, so it refuses this one. Try it in the team's"
                        + " settings, where GitHub says more, or tolerate refused-thing.")
                .build();
    }

    private static String hidden() {
        return "Check the names of the organization and the team (its slug, as in its address), and that the token's"
                + " account is in the organization or the App is installed there. GitHub says not found for everything"
                + " that the credentials may not see.";
    }

    private String needed(HttpAnswer answer) {
        return answer.status() == 403
                ? answer.header("X-Accepted-GitHub-Permissions")
                        .map(secrets::words)
                        .map(needed -> "Give the token or the App the permission " + needed + ". ")
                        .orElse("")
                : "";
    }

    private AdapterException sso(AdapterException.Builder failure, String header) {
        Optional<String> where = Arrays.stream(header.split(";", -1))
                .map(String::strip)
                .filter(part -> part.startsWith("url="))
                .map(part -> part.substring("url=".length()).replaceFirst("\\?.*$", "")) // the rest is for one user
                .map(secrets::words)
                .findFirst();
        AdapterException said = failure.build();
        return failure.kind(FailureKind.PERMISSION)
                .problem(said.problem() + ", the token is not authorized for single sign-on")
                .remedy("Authorize the token for the organization's single sign-on, under Settings, Developer settings,"
                        + " Personal access tokens, Configure SSO"
                        + where.map(url -> " (" + url + ")").orElse("")
                        + ". Or use a GitHub App, which needs no such authorization.")
                .build();
    }

    private AdapterException scope(AdapterException.Builder failure, String needed, HttpAnswer answer) {
        Set<String> held = scopes(answer, "X-OAuth-Scopes");
        AdapterException said = failure.build();
        return failure.kind(FailureKind.PERMISSION)
                .problem(said.problem() + ", the token lacks a scope")
                .remedy("Give the token the scope " + secrets.words(needed) + "; it has "
                        + (held.isEmpty() ? "none" : secrets.words(String.join(", ", held))) + ".")
                .build();
    }

    // --- Rate limits

    /** GitHub's rule: Retry-After, else the time at which the limit is reset, else a minute, doubled for each attempt. */
    private Instant comeBack(HttpAnswer answer, int attempt) {
        Instant now = retry.clock().instant();
        Optional<Instant> asked = answer.retryAt(retry.clock());
        if (asked.isPresent()) {
            return asked.get();
        }
        Optional<Instant> reset = limit(answer)
                .filter(limit -> limit.getRemaining() == 0 && limit.getResetEpochSeconds() > 0)
                .map(limit -> Instant.ofEpochSecond(limit.getResetEpochSeconds()));
        if (reset.isPresent()) {
            return reset.get().isAfter(now) ? reset.get() : now.plusSeconds(1); // GitHub's clock is behind ours
        }
        return now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(attempt - 1, 6)));
    }

    private static Optional<GHRateLimit.Record> limit(HttpAnswer answer) {
        return number(answer, "X-RateLimit-Remaining")
                .map(remaining -> new GHRateLimit.Record(
                        number(answer, "X-RateLimit-Limit").orElse(0L).intValue(),
                        remaining.intValue(),
                        number(answer, "X-RateLimit-Reset").orElse(0L)));
    }

    private static Optional<Long> number(HttpAnswer answer, String header) {
        return answer.header(header).filter(value -> value.matches("\\d{1,10}")).map(Long::parseLong);
    }

    private static boolean isLimit(HttpAnswer answer, JsonNode body) {
        boolean usedUp =
                limit(answer).filter(limit -> limit.getRemaining() == 0).isPresent();
        return answer.status() == 429
                || (answer.status() == 403
                        && (usedUp || answer.header("Retry-After").isPresent() || mentionsLimit(body)));
    }

    private static boolean mentionsLimit(JsonNode body) {
        return body.path("documentation_url").asText("").contains("rate-limit")
                || lowerCase(body.path("message")).contains("rate limit");
    }

    // --- Codes, sentences and scopes

    private static Optional<Meaning> meaning(JsonNode body, boolean isMembership) {
        if (isMembership) {
            for (JsonNode error : body.path("errors")) {
                Meaning known = CODES.get(error.path("code").asText(""));
                if (known != null) {
                    return Optional.of(known);
                }
            }
        }
        return sentence(body, isMembership);
    }

    private static Optional<Meaning> sentence(JsonNode body, boolean isMembership) {
        StringBuilder said = new StringBuilder(lowerCase(body.path("message")));
        for (JsonNode error : body.path("errors")) {
            said.append('\n').append(lowerCase(error.isTextual() ? error : error.path("message")));
        }
        return SENTENCES.stream()
                .filter(sentence -> isMembership || !sentence.onlyWrites())
                .filter(sentence -> said.indexOf(sentence.part()) >= 0)
                .findFirst()
                .map(Sentence::meaning);
    }

    private static String lowerCase(JsonNode text) {
        return text.asText("").replaceAll("[\\p{Cntrl}\\s]+", " ").toLowerCase(Locale.ROOT);
    }

    /** Only classic tokens have scopes, and GitHub names them only for these. */
    private static boolean lacksScope(HttpAnswer answer, Set<String> accepted) {
        if (accepted.isEmpty() || answer.header("X-OAuth-Scopes").isEmpty()) {
            return false;
        }
        Set<String> held = new HashSet<>(scopes(answer, "X-OAuth-Scopes"));
        if (held.contains("admin:org")) {
            held.addAll(List.of("write:org", "read:org"));
        }
        if (held.contains("write:org")) {
            held.add("read:org");
        }
        return accepted.stream().noneMatch(held::contains);
    }

    private static Set<String> scopes(HttpAnswer answer, String header) {
        return Arrays.stream(answer.header(header).orElse("").split(",", -1))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static JsonNode body(HttpAnswer answer) {
        try {
            return GitHubApi.json(answer);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
