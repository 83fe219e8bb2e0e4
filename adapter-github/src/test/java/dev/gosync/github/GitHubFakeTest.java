package dev.gosync.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.github.FakeState.Invitation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fake sends every field that GitHub's OpenAPI description requires, and one that it does not have. */
class GitHubFakeTest {
    private static final List<String> USER = List.of(
            "avatar_url",
            "events_url",
            "followers_url",
            "following_url",
            "gists_url",
            "gravatar_id",
            "html_url",
            "id",
            "node_id",
            "login",
            "organizations_url",
            "received_events_url",
            "repos_url",
            "site_admin",
            "starred_url",
            "subscriptions_url",
            "type",
            "url");

    private final FakeRecords records = new FakeRecords("https://github.example.com/api/v3");

    private static void assertComplete(Map<String, @Nullable Object> record, List<String> required) {
        assertThat(record).containsKeys(required.toArray(String[]::new)).containsKey("added_by_github_later");
    }

    @Test
    void an_invitation_is_complete() {
        Invitation invitation = new Invitation(8, Optional.empty(), Optional.of("new@x.org"));

        Map<String, @Nullable Object> record = records.invitation(invitation);

        assertComplete(
                record,
                List.of(
                        "id",
                        "login",
                        "email",
                        "role",
                        "created_at",
                        "inviter",
                        "team_count",
                        "node_id",
                        "invitation_teams_url"));
        assertThat(record).containsEntry("login", null).containsEntry("failed_at", "");
        assertThat(records.invitation(new Invitation(7, Optional.of("ann"), Optional.empty())))
                .containsEntry("failed_at", null);
        assertThat(records.invitation(new Invitation(9, Optional.of("ann"), Optional.empty())))
                .doesNotContainKey("failed_at");
        assertComplete(records.user("ann"), USER);
    }

    @Test
    void a_membership_an_installation_and_its_token_are_complete() {
        assertComplete(records.membership("web", "ann", "member", "active"), List.of("url", "role", "state"));
        assertComplete(
                records.installation(Map.of(), false),
                List.of(
                        "id",
                        "app_id",
                        "app_slug",
                        "target_id",
                        "target_type",
                        "single_file_name",
                        "repository_selection",
                        "access_tokens_url",
                        "html_url",
                        "repositories_url",
                        "events",
                        "account",
                        "permissions",
                        "created_at",
                        "updated_at",
                        "suspended_by",
                        "suspended_at"));
        assertComplete(records.token("x", "y", Map.of()), List.of("token", "expires_at"));
    }

    @Test
    void a_team_is_complete() {
        assertComplete(
                records.team("web", 3),
                List.of(
                        "id",
                        "node_id",
                        "url",
                        "html_url",
                        "name",
                        "slug",
                        "description",
                        "permission",
                        "members_url",
                        "repositories_url",
                        "created_at",
                        "updated_at",
                        "members_count",
                        "repos_count",
                        "organization",
                        "type"));
    }
}
