package dev.gosync.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Translates Terraform's errors, which are those of JSON:API. Threads may share it. */
final class TerraformFailures {
    private static final String HIDDEN = "not there, or this token may not see it";

    private static final Set<String> TEAM_OPERATIONS = Set.of(TerraformApi.CREATE_TEAM, TerraformApi.DELETE_TEAM);

    private static final String REFUSED_MEMBER =
            "Check what the team and the organization allow. To go on without this person, tolerate refused-thing.";

    /** What to do if Terraform refuses one thing, by operation. */
    private static final Map<String, String> REFUSALS = Map.of(
            TerraformApi.ADD_MEMBERS,
            REFUSED_MEMBER,
            TerraformApi.REMOVE_MEMBERS,
            REFUSED_MEMBER,
            TerraformApi.INVITE,
            "Check the address, and what the organization allows.",
            TerraformApi.CREATE_TEAM,
            "Choose another name. Terraform reserves some names.");

    private final Secrets secrets;
    private final Clock clock;

    TerraformFailures(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Translates an answer that is not a success. */
    AdapterException of(JsonAnswer answer) {
        HttpAnswer http = answer.http();
        String said = said(answer.json());
        FailureKind kind = kind(answer, said);
        AdapterException.Builder failure = http.failure(
                        answer.place(),
                        answer.operation(),
                        kind == FailureKind.NOT_FOUND
                                ? HIDDEN
                                : secrets.words(said.isEmpty() ? withoutReason(kind) : said),
                        clock)
                .kind(kind);
        String remedy = remedy(kind, answer.operation());
        if (!remedy.isEmpty()) {
            failure.remedy(remedy);
        }
        limitEnds(http).ifPresent(failure::retryAt);
        return failure.build();
    }

    /** For some operations, one status refuses a person, an address or a name. Other statuses mean the same everywhere. */
    private static FailureKind kind(JsonAnswer answer, String said) {
        int refused = switch (answer.operation()) {
            case TerraformApi.ADD_MEMBERS, TerraformApi.REMOVE_MEMBERS -> 400;
            case TerraformApi.INVITE, TerraformApi.CREATE_TEAM -> 422;
            default -> 0;
        };
        return answer.status() == refused
                ? FailureKind.REFUSED_THING
                : isManagedElsewhere(answer.http(), said)
                        ? FailureKind.READ_ONLY
                        : answer.http().kind();
    }

    /** What happened, if Terraform only gives a status. */
    private static String withoutReason(FailureKind kind) {
        return switch (kind) {
            case AUTHENTICATION -> "Terraform does not accept the token";
            case PERMISSION -> "this token may not do that";
            case REFUSED_THING, UNKNOWN -> "Terraform refused it without a reason";
            default -> "";
        };
    }

    private static String remedy(FailureKind kind, String operation) {
        return switch (kind) {
            case AUTHENTICATION ->
                "Check the token, and that base-url is the address it was made at. A token can be revoked or expire.";
            case PERMISSION ->
                "Use the token of the organization, of the owners team, or of a team that may manage "
                        + (TEAM_OPERATIONS.contains(operation) ? "teams." : "membership.");
            case NOT_FOUND ->
                "Check the organization, the team and what the token may do. Terraform says the same if the plan of"
                        + " the organization has no teams.";
            case READ_ONLY -> "Change the members where the group is managed, or use this place as a source only.";
            case REFUSED_THING -> REFUSALS.getOrDefault(operation, "");
            default -> "";
        };
    }

    /** A success that does not hold what the documentation says. */
    AdapterException malformed(String place, String operation, String problem) {
        return AdapterException.of(
                        FailureKind.MALFORMED_ANSWER, place, operation, "the answer cannot be understood: " + problem)
                .remedy("Check that base-url is the address of Terraform, and that no proxy answers instead.")
                .build();
    }

    AdapterException unknown(String place, String operation, String organization) {
        return AdapterException.of(
                        FailureKind.UNKNOWN_THING,
                        place,
                        operation,
                        "unknown to Terraform organization " + organization)
                .remedy("Invite the person to the organization first. An invitation is enough.")
                .build();
    }

    /** The service refused one thing. */
    AdapterException refused(String place, String operation, String problem, String remedy) {
        return AdapterException.of(FailureKind.REFUSED_THING, place, operation, problem)
                .remedy(remedy)
                .build();
    }

    /** The client quotes parts of an answer that is not valid HTTP. */
    IOException withoutSecrets(IOException thrown) {
        return secrets.withoutSecrets(thrown);
    }

    /** The text is all that tells this from a missing permission: the status and the title are the same. */
    private static boolean isManagedElsewhere(HttpAnswer http, String said) {
        return http.status() == 403 && said.toLowerCase(Locale.ROOT).contains("managed by");
    }

    /** Terraform says in how many seconds, sometimes with a fraction, the limit ends. */
    private Optional<Instant> limitEnds(HttpAnswer http) {
        if (http.kind() != FailureKind.RATE_LIMITED || http.retryAt(clock).isPresent()) {
            return Optional.empty();
        }
        return http.header("X-RateLimit-Reset")
                .map(String::strip)
                .filter(seconds -> seconds.matches("[0-9]{1,9}(\\.[0-9]+)?"))
                .map(seconds -> clock.instant().plusSeconds((long) Math.ceil(Double.parseDouble(seconds))));
    }

    private static String said(JsonNode json) {
        StringJoiner said = new StringJoiner(", ");
        for (JsonNode error : json.path("errors")) {
            String title = error.path("title").asText("").strip();
            String detail = error.path("detail").asText("").strip();
            String both = title.isEmpty() || detail.isEmpty() ? title + detail : title + ": " + detail;
            if (!both.isEmpty()) {
                said.add(both);
            }
        }
        return said.toString();
    }
}
