package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
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

/**
 * What GitHub's answers mean: the one place that knows. By status, header and code; by a message only where GitHub has
 * nothing else: a secondary limit may come without any header, and a team that an identity provider fills says so in
 * words.
 */
final class Failures {
    private static final Duration WITHOUT_A_WORD = Duration.ofMinutes(1);
    private static final String SSO_HEADER = "X-GitHub-SSO";
    private static final int LONGEST_TEXT = 200;

    private final Retry retry;

    Failures(Retry retry) {
        this.retry = retry;
    }

    /**
     * What an answer of REST means, or one of GraphQL whose status is no success.
     *
     * @param attempt the number of this attempt, from 1, by which the wait grows where GitHub names none
     */
    AdapterException of(String place, String operation, Answer answer, int attempt) {
        JsonNode body = answer.jsonIfAny();
        String said = "HTTP " + answer.status() + said(body);
        Optional<String> sso = answer.header(SSO_HEADER);
        if (sso.isPresent()) {
            return sso(place, operation, said, sso.get());
        }
        if (isLimit(answer, body)) {
            return limited(place, operation, said, answer, attempt);
        }
        Set<String> accepted = scopes(answer, "X-Accepted-OAuth-Scopes");
        if ((answer.status() == 403 || answer.status() == 404) && lacksScope(answer, accepted)) {
            return scope(place, operation, said, String.join(" or ", accepted), answer);
        }
        if (answer.status() == 403 && isManagedElsewhere(body)) {
            return AdapterException.of(FailureKind.READ_ONLY, place, operation, said)
                    .remedy("An identity provider decides who is in this team: change its group there, or disconnect"
                            + " the team from it.")
                    .build();
        }
        if (answer.status() == 422 && lacksSeat(body)) {
            return AdapterException.of(FailureKind.REFUSED_THING, place, operation, said)
                    .remedy("Buy a seat for the organization, or free one. Leaving a team frees no seat. Cancelling an"
                            + " invitation does, and mode: remove-add does that first.")
                    .build();
        }
        if (answer.status() == 422 && concernsMember(body)) {
            return AdapterException.of(FailureKind.REFUSED_THING, place, operation, said)
                    .build();
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            return AdapterException.of(FailureKind.NOT_FOUND, place, operation, said + ", it has moved")
                    .remedy("The organization or the team was renamed: use its new name.")
                    .build();
        }
        FailureKind kind = HttpAnswer.of(answer.status(), Map.of(), "").kind();
        AdapterException.Builder failure = AdapterException.of(kind, place, operation, said);
        answer.header("Retry-After")
                .flatMap(value -> HttpAnswer.retryAt(value, retry.clock()))
                .ifPresent(failure::retryAt);
        switch (kind) {
            case NOT_FOUND -> failure.remedy(hidden());
            case PERMISSION ->
                failure.remedy("Give the token or the App the permission that is missing"
                        + answer.header("X-Accepted-GitHub-Permissions")
                                .map(needed -> ": " + needed)
                                .orElse("")
                        + "; the README of this adapter lists what it needs. Somebody who neither owns the organization"
                        + " nor maintains the team may not change it with any.");
            case AUTHENTICATION ->
                failure.remedy("Check the token, or the App's id and private key, and whether they have expired.");
            default -> {}
        }
        return failure.build();
    }

    /** What the errors of a GraphQL answer mean; the worst of several is not looked for, as one is enough to fail. */
    AdapterException ofErrors(String place, String operation, Answer answer, JsonNode error, int attempt) {
        String type = error.path("type").asText("");
        String message = error.path("message").asText("");
        String said = "GraphQL" + (type.isEmpty() ? "" : " " + type) + said(error);
        if (error.path("extensions").path("saml_failure").asBoolean(false)) {
            return sso(place, operation, said, answer.header(SSO_HEADER).orElse("required"));
        }
        if (type.equals("RATE_LIMITED") || type.equals("RATE_LIMIT") || (type.isEmpty() && speaksOfLimit(error))) {
            return limited(place, operation, said, answer, attempt);
        }
        return switch (type) {
            case "INSUFFICIENT_SCOPES" ->
                scope(
                        place,
                        operation,
                        said,
                        operation.startsWith("Enterprise") ? "read:enterprise" : "read:org or admin:org",
                        answer);
            case "NOT_FOUND" ->
                AdapterException.of(FailureKind.NOT_FOUND, place, operation, said)
                        .remedy(hidden())
                        .build();
            case "FORBIDDEN" ->
                AdapterException.of(FailureKind.PERMISSION, place, operation, said)
                        .remedy("Give the token or the App what this way of finding identities needs: the README of"
                                + " this adapter lists it.")
                        .build();
            case "SERVICE_UNAVAILABLE", "INTERNAL", "TIMEOUT" ->
                AdapterException.of(FailureKind.UNAVAILABLE, place, operation, said)
                        .build();
            default -> {
                boolean passing = type.isEmpty() && message.startsWith("Something went wrong");
                boolean ours = error.path("extensions").hasNonNull("code") || type.endsWith("_EXCEEDED");
                yield AdapterException.of(
                                passing
                                        ? FailureKind.UNAVAILABLE
                                        : ours ? FailureKind.INVALID_REQUEST : FailureKind.UNKNOWN,
                                place,
                                operation,
                                said)
                        .build();
            }
        };
    }

    /** An answer that is a success by its status and makes no sense, or hides a part of the list. */
    AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(FailureKind.MALFORMED_ANSWER, place, operation, problem)
                .build();
    }

    /** What GitHub left out of a success because the token is not authorised everywhere. */
    Optional<AdapterException> partial(String place, String operation, Answer answer) {
        return answer.header(SSO_HEADER)
                .filter(value -> value.startsWith("partial-results"))
                .map(value -> sso(place, operation, "the answer holds only a part", value));
    }

    /** The organization or the team is not there, or the credentials may not see it: GitHub does not tell which. */
    AdapterException notFound(String place, String operation, String what) {
        return AdapterException.of(FailureKind.NOT_FOUND, place, operation, what)
                .remedy(hidden())
                .build();
    }

    /** Nobody signs in through an identity provider there, or another level has it. */
    AdapterException noProvider(String place, String operation, String owner) {
        return AdapterException.of(FailureKind.NOT_FOUND, place, operation, owner + " has no SAML identity provider")
                .remedy("Where the enterprise has it, use enterprise-saml; where nobody has, use verified-emails, file"
                        + " or logins. Only owners, and Apps with the permission Administration (read), may see it.")
                .build();
    }

    private static String hidden() {
        return "Check the names of the organization and the team (its slug, as in its address), and that the token's"
                + " account is in the organization or the App is installed there: what credentials may not see, GitHub"
                + " says is not there.";
    }

    private static AdapterException sso(String place, String operation, String said, String header) {
        Optional<String> where = Arrays.stream(header.split(";", -1))
                .map(String::strip)
                .filter(part -> part.startsWith("url="))
                .map(part ->
                        part.substring("url=".length()).replaceFirst("\\?.*$", "")) // the rest is for one user only
                .findFirst();
        return AdapterException.of(
                        FailureKind.PERMISSION,
                        place,
                        operation,
                        said + ", the token is not authorised for single sign-on")
                .remedy("Authorise the token for the organization's single sign-on: under Settings, Developer settings,"
                        + " Personal access tokens, Configure SSO"
                        + where.map(url -> " (" + url + ")").orElse("")
                        + "; or use a GitHub App, which needs no such authorisation.")
                .build();
    }

    private static AdapterException scope(String place, String operation, String said, String needed, Answer answer) {
        Set<String> held = scopes(answer, "X-OAuth-Scopes");
        return AdapterException.of(FailureKind.PERMISSION, place, operation, said + ", the token lacks a scope")
                .remedy("Give the token the scope " + needed + "; it has "
                        + (held.isEmpty() ? "none" : String.join(", ", held)) + ".")
                .build();
    }

    // --- Limits

    private AdapterException limited(String place, String operation, String said, Answer answer, int attempt) {
        return AdapterException.of(FailureKind.RATE_LIMITED, place, operation, said)
                .retryAt(comeBack(answer, attempt))
                .build();
    }

    /** As GitHub asks: its word, else when the hour's allowance begins anew, else a minute and then twice as long. */
    private Instant comeBack(Answer answer, int attempt) {
        Instant now = retry.clock().instant();
        Optional<Instant> word =
                answer.header("Retry-After").flatMap(value -> HttpAnswer.retryAt(value, retry.clock()));
        if (word.isPresent()) {
            return word.get();
        }
        if (isUsedUp(answer)) {
            Optional<Instant> reset = answer.header("X-RateLimit-Reset")
                    .filter(seconds -> seconds.matches("\\d{1,11}"))
                    .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
            if (reset.isPresent()) {
                return reset.get().isAfter(now) ? reset.get() : now.plusSeconds(1); // their clock is ahead of ours
            }
        }
        return now.plus(WITHOUT_A_WORD.multipliedBy(1L << Math.min(attempt - 1, 6)));
    }

    private static boolean isLimit(Answer answer, JsonNode body) {
        return answer.status() == 429
                || (answer.status() == 403
                        && (isUsedUp(answer) || answer.header("Retry-After").isPresent() || speaksOfLimit(body)));
    }

    private static boolean isUsedUp(Answer answer) {
        return answer.header("X-RateLimit-Remaining").filter("0"::equals).isPresent();
    }

    private static boolean speaksOfLimit(JsonNode body) {
        return body.path("documentation_url").asText("").contains("rate-limit")
                || body.path("message").asText("").toLowerCase(Locale.ROOT).contains("rate limit");
    }

    // --- Other answers

    private static boolean isManagedElsewhere(JsonNode body) {
        String message = body.path("message").asText("").toLowerCase(Locale.ROOT);
        return message.contains("external group")
                || message.contains("externally managed")
                || message.contains("identity provider")
                || message.contains("team synchronization");
    }

    /** Only those who are not in the organization need a seat. */
    private static boolean lacksSeat(JsonNode body) {
        for (JsonNode error : body.path("errors")) {
            if (error.path("code").asText("").equals("no_seat")) {
                return true;
            }
        }
        return false;
    }

    private static boolean concernsMember(JsonNode body) {
        for (JsonNode error : body.path("errors")) {
            if (error.path("resource").asText("").equals("TeamMember")) {
                return true;
            }
        }
        return false;
    }

    /** Only classic tokens have scopes, and only for them GitHub says which it has. */
    private static boolean lacksScope(Answer answer, Set<String> accepted) {
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

    private static Set<String> scopes(Answer answer, String header) {
        return Arrays.stream(answer.header(header).orElse("").split(",", -1))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String said(JsonNode body) {
        String message = body.path("message")
                .asText("")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return message.isEmpty()
                ? ""
                : ": " + (message.length() > LONGEST_TEXT ? message.substring(0, LONGEST_TEXT) + "..." : message);
    }
}
