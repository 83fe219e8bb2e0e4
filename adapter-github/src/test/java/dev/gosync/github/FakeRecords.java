package dev.gosync.github;

import dev.gosync.github.FakeState.Invitation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of GitHub's REST API, with every field that its OpenAPI description requires, null where GitHub sends null,
 * and one field that the description does not have.
 */
final class FakeRecords {
    private static final String TIME = "2026-01-05T09:30:00Z";

    private final String rest;

    /**
     * Makes objects with addresses.
     *
     * @param rest the address of the REST API, without a slash at its end
     */
    FakeRecords(String rest) {
        this.rest = rest;
    }

    private static Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("added_by_github_later", Map.of("null", List.of()));
        return object;
    }

    /** A "simple-user". */
    Map<String, @Nullable Object> user(String login) {
        String url = rest + "/users/" + login;
        Map<String, @Nullable Object> user = object();
        user.put("name", null);
        user.put("email", null);
        user.put("login", login);
        user.put("id", 1000 + Math.floorMod(login.hashCode(), 1000));
        user.put("node_id", "U_" + login);
        user.put("avatar_url", "https://avatars.example.com/" + login);
        user.put("gravatar_id", "");
        user.put("url", url);
        user.put("html_url", "https://github.com/" + login);
        for (String part : List.of(
                "followers",
                "following",
                "gists",
                "starred",
                "subscriptions",
                "organizations",
                "repos",
                "events",
                "received_events")) {
            user.put(part + "_url", url + "/" + part);
        }
        user.put("type", "User");
        user.put("user_view_type", "public");
        user.put("site_admin", false);
        return user;
    }

    /** An "organization-invitation". */
    Map<String, @Nullable Object> invitation(Invitation invitation) {
        Map<String, @Nullable Object> one = object();
        one.put("id", invitation.id);
        one.put("login", invitation.login.orElse(null));
        one.put("node_id", "OI_" + invitation.id);
        one.put("email", invitation.email.orElse(null));
        one.put("role", "direct_member");
        one.put("created_at", TIME);
        // Both are optional. The schema allows null, and GitHub's own example of an open invitation has empty texts.
        if (invitation.failed) {
            one.put("failed_at", "2026-02-01T00:00:00Z");
            one.put("failed_reason", "Invitation expired");
        } else if (invitation.id % 3 > 0) {
            one.put("failed_at", invitation.id % 3 == 1 ? null : "");
            one.put("failed_reason", invitation.id % 3 == 1 ? null : "");
        }
        one.put("inviter", user(GitHubFake.OWNER));
        one.put("team_count", invitation.teams.size());
        one.put(
                "invitation_teams_url",
                rest + "/orgs/" + GitHubFake.ORGANIZATION + "/invitations/" + invitation.id + "/teams");
        one.put("invitation_source", "member");
        return one;
    }

    /** A "team-membership". */
    Map<String, @Nullable Object> membership(String team, String login, String role, String state) {
        Map<String, @Nullable Object> membership = object();
        membership.put("url", rest + "/orgs/" + GitHubFake.ORGANIZATION + "/teams/" + team + "/memberships/" + login);
        membership.put("role", role);
        membership.put("state", state);
        return membership;
    }

    /** A "team-full". */
    Map<String, @Nullable Object> team(String slug, int members) {
        String url = rest + "/organizations/1/team/7";
        Map<String, @Nullable Object> team = object();
        team.put("id", 7);
        team.put("node_id", "T_7");
        team.put("url", url);
        team.put("html_url", "https://github.com/orgs/" + GitHubFake.ORGANIZATION + "/teams/" + slug);
        team.put("name", slug);
        team.put("slug", slug);
        team.put("description", null);
        team.put("privacy", "closed");
        team.put("notification_setting", "notifications_enabled");
        team.put("permission", "pull");
        team.put("members_url", url + "/members{/member}");
        team.put("repositories_url", url + "/repos");
        team.put("parent", null);
        team.put("type", "organization");
        team.put("members_count", members);
        team.put("repos_count", 0);
        team.put("created_at", TIME);
        team.put("updated_at", TIME);
        team.put("organization", organization());
        team.put("ldap_dn", null);
        return team;
    }

    /** A "team-organization". */
    private Map<String, @Nullable Object> organization() {
        String url = rest + "/orgs/" + GitHubFake.ORGANIZATION;
        Map<String, @Nullable Object> organization = object();
        organization.put("login", GitHubFake.ORGANIZATION);
        organization.put("id", 1);
        organization.put("node_id", "O_1");
        organization.put("url", url);
        for (String part : List.of("repos", "events", "hooks", "issues")) {
            organization.put(part + "_url", url + "/" + part);
        }
        organization.put("members_url", url + "/members{/member}");
        organization.put("public_members_url", url + "/public_members{/member}");
        organization.put("avatar_url", "https://avatars.example.com/acme");
        organization.put("description", null);
        organization.put("has_organization_projects", true);
        organization.put("has_repository_projects", true);
        organization.put("public_repos", 0);
        organization.put("public_gists", 0);
        organization.put("followers", 0);
        organization.put("following", 0);
        organization.put("html_url", "https://github.com/" + GitHubFake.ORGANIZATION);
        organization.put("created_at", TIME);
        organization.put("updated_at", TIME);
        organization.put("archived_at", null);
        organization.put("type", "Organization");
        return organization;
    }

    /** An "installation". */
    Map<String, @Nullable Object> installation(Map<String, ?> permissions, boolean suspended) {
        String url = rest + "/app/installations/" + GitHubFake.INSTALLATION;
        Map<String, @Nullable Object> installation = object();
        installation.put("id", GitHubFake.INSTALLATION);
        installation.put("account", user(GitHubFake.ORGANIZATION));
        installation.put("repository_selection", "all");
        installation.put("access_tokens_url", url + "/access_tokens");
        installation.put("repositories_url", rest + "/installation/repositories");
        installation.put("html_url", "https://github.com/organizations/acme/settings/installations/4711");
        installation.put("app_id", 123456);
        installation.put("client_id", "Iv1.0123456789abcdef");
        installation.put("target_id", 1);
        installation.put("target_type", "Organization");
        installation.put("permissions", permissions);
        installation.put("events", List.of());
        installation.put("created_at", TIME);
        installation.put("updated_at", TIME);
        installation.put("single_file_name", null);
        installation.put("has_multiple_single_files", false);
        installation.put("single_file_paths", List.of());
        installation.put("app_slug", "go-sync");
        installation.put("suspended_at", suspended ? TIME : null);
        installation.put("suspended_by", suspended ? user(GitHubFake.OWNER) : null);
        installation.put("contact_email", null);
        return installation;
    }

    /** An "installation-token". */
    Map<String, @Nullable Object> token(String token, String expires, Map<String, ?> permissions) {
        Map<String, @Nullable Object> issued = object();
        issued.put("token", token);
        issued.put("expires_at", expires);
        issued.put("permissions", permissions);
        issued.put("repository_selection", "all");
        return issued;
    }

    /** A "basic-error" or a "validation-error", whose documentation is that of the operation. */
    static Map<String, @Nullable Object> error(int status, String message, String operation, Optional<?> errors) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        errors.ifPresent(some -> error.put("errors", some));
        error.put("documentation_url", "https://docs.github.com/rest/teams/members#" + operation);
        error.put("status", String.valueOf(status));
        return error;
    }
}
