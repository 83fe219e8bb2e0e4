package dev.gosync.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * The membership of a person in the organization, accepted or not.
 *
 * @param id of the membership; a person who is removed and invited again gets another one
 * @param email empty if there is none
 * @param user the id of the user; empty if it is not shown
 * @param isActive whether the person has accepted the invitation and is not suspended
 * @param isServiceAccount whether it belongs to a token instead of a person
 * @param teams the ids of the teams, if the request asked for them
 * @param isOwner whether one of these teams is the team of the owners
 */
record Membership(
        String id,
        String email,
        String user,
        boolean isActive,
        boolean isServiceAccount,
        Set<String> teams,
        boolean isOwner) {
    private static final String ACTIVE = "active";

    /** Reads a membership, and the teams if they are there. */
    static Membership read(JsonAnswer answer, JsonNode data) {
        String id = answer.id(data, "organization-memberships");
        JsonNode attributes = answer.object(data, "attributes");
        String status = answer.text(attributes, "status");
        String email = attributes.path("email").asText("").strip();
        String user =
                data.path("relationships").path("user").path("data").path("id").asText("");
        Set<String> teams = answer.relatedTeams(data);
        String username = answer.included("users", user).path("username").asText(email);
        return new Membership(
                id,
                email,
                user,
                status.equals(ACTIVE),
                isServiceName(username) || isServiceName(email),
                teams,
                teams.stream()
                        .anyMatch(team -> Team.isOwners(
                                answer.included("teams", team).path("name").asText(""))));
    }

    /** The account behind a token of a team or of an organization. */
    private static boolean isServiceName(String name) {
        return name.startsWith("api-team_") || name.startsWith("api-org-");
    }

    /** Why it is left out of a listing; empty if it is a person with an e-mail address. */
    String whyLeftOut() {
        return isServiceAccount ? "service account" : email.isEmpty() ? "no e-mail" : "";
    }
}
