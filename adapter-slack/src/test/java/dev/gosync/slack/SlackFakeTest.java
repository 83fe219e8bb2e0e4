package dev.gosync.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.User;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Json;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what Slack refuses, and shows what Slack shows. */
class SlackFakeTest {
    private final SlackFake fake = new SlackFake();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> answer(String verb, String method, String token, String form)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(fake.baseUrl() + method))
                        .method(verb, HttpRequest.BodyPublishers.ofString(form))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, ?> posted(String method, String form) throws IOException, InterruptedException {
        return Json.readObject(answer("POST", method, Conditions.SECRET, form).body());
    }

    private Object error(String method, String form) throws IOException, InterruptedException {
        Map<String, ?> answer = posted(method, form);
        assertThat(answer.get("ok")).isEqualTo(false);
        return answer.get("error");
    }

    @Test
    void its_errors_come_with_success_as_slacks_do() throws Exception {
        HttpResponse<String> stranger = answer("POST", "users.list", "wrong", "limit=10");

        assertThat(stranger.statusCode()).isEqualTo(200);
        assertThat(stranger.body()).contains("\"ok\":false", "invalid_auth");
    }

    @Test
    @SuppressWarnings("unchecked")
    void its_records_are_complete_with_nulls_missing_fields_and_unknown_ones() throws Exception {
        SlackFake.Account gone = fake.account("gone@example.com");
        gone.deleted = true;
        fake.account("ann@example.com");
        fake.nobody();

        Map<String, Map<String, ?>> users = ((List<Map<String, ?>>)
                        posted("users.list", "limit=100").get("members"))
                .stream().collect(Collectors.toMap(user -> (String) user.get("id"), user -> user));
        Map<String, ?> channel = (Map<String, ?>)
                posted("conversations.info", "channel=C0PLATFORM").get("channel");
        Map<String, ?> group =
                (Map<String, ?>) ((List<?>) posted("usergroups.list", "").get("usergroups")).get(0);

        Map<String, ?> ann = users.get(fake.account("ann@example.com").id);
        assertThat(ann)
                .containsKeys("id", "team_id", "name", "deleted", "color", "real_name", "tz", "tz_label", "tz_offset")
                .containsKeys("profile", "is_admin", "is_owner", "is_primary_owner", "is_restricted", "has_2fa")
                .containsKeys("is_ultra_restricted", "is_bot", "is_app_user", "updated", "is_email_confirmed")
                .containsKeys("who_can_share_contact_card", "added_by_slack_later");
        assertThat(User.class.getDeclaredFields())
                .extracting(Field::getName)
                .as("Slack's client does not know this field")
                .doesNotContain("addedBySlackLater");
        assertThat((Map<String, ?>) ann.get("profile"))
                .containsKeys("real_name", "real_name_normalized", "display_name", "display_name_normalized")
                .containsKeys("avatar_hash", "status_text", "status_emoji", "email", "team", "title", "phone")
                .containsEntry("fields", null);
        assertThat(users.get(gone.id)).doesNotContainKeys("color", "tz", "is_admin");
        assertThat(users.values())
                .as("without an address")
                .anySatisfy(
                        user -> assertThat((Map<String, ?>) user.get("profile")).doesNotContainKey("email"));
        assertThat(channel)
                .containsKeys("id", "name", "is_channel", "is_group", "is_im", "is_mpim", "is_private", "created")
                .containsKeys("is_archived", "is_general", "unlinked", "name_normalized", "is_shared", "is_member")
                .containsKeys("is_org_shared", "is_ext_shared", "topic", "purpose", "previous_names", "properties")
                .containsEntry("parent_conversation", null);
        assertThat(group)
                .containsKeys("id", "team_id", "is_usergroup", "name", "description", "handle", "is_external")
                .containsKeys("date_create", "date_update", "date_delete", "created_by", "updated_by", "prefs")
                .containsEntry("auto_type", null)
                .containsEntry("deleted_by", null)
                .doesNotContainKey("users");
    }

    @Test
    void pages_have_limits() throws Exception {
        assertThat(error("users.list", "")).isEqualTo("limit_required");
        assertThat(error("users.list", "limit=1000")).isEqualTo("invalid_limit");
        assertThat(error("users.list", "limit=10&cursor=" + SlackFake.cursor(99)))
                .isEqualTo("invalid_cursor");
        assertThat(error("conversations.members", "channel=C0PLATFORM&limit=1000"))
                .isEqualTo("invalid_limit");
        assertThat(error("conversations.members", "channel=C0PLATFORM&cursor=what"))
                .isEqualTo("invalid_cursor");
    }

    @Test
    void invitations_are_limited_and_without_force_all_or_nothing() throws Exception {
        String tooMany = IntStream.range(0, 101).mapToObj(i -> "U" + i).collect(Collectors.joining(","));
        String person = fake.account("ann@x.com").id;

        assertThat(error("conversations.invite", "channel=C0PLATFORM&users=" + tooMany))
                .isEqualTo("too_many_users");
        assertThat(error("conversations.invite", "channel=C0PLATFORM&users=" + person + ",U9"))
                .isEqualTo("user_not_found");
        assertThat(fake.inChannel()).isEmpty();
        assertThat(posted("conversations.invite", "channel=C0PLATFORM&force=1&users=" + person + ",U9")
                        .get("ok"))
                .isEqualTo(true);
        assertThat(fake.inChannel()).containsExactly("ann@x.com");
    }

    @Test
    void places_and_people_that_are_not_there_are_said_to_be() throws Exception {
        assertThat(error("conversations.info", "channel=C0NONE")).isEqualTo("channel_not_found");
        assertThat(error("conversations.kick", "channel=C0PLATFORM&user=U9")).isEqualTo("user_not_found");
        assertThat(error("conversations.kick", "channel=C0PLATFORM&user=" + SlackFake.SELF))
                .isEqualTo("cant_kick_self");
        assertThat(error("usergroups.users.list", "usergroup=S0NONE")).isEqualTo("no_such_subteam");
        assertThat(error("usergroups.users.update", "usergroup=S0ONCALL&users=U9"))
                .isEqualTo("invalid_users");
        assertThat(error("users.info", "user=U9")).isEqualTo("user_not_found");
        assertThat(error("users.lookupByEmail", "email=no@x.com")).isEqualTo("users_not_found");
    }

    @Test
    void what_nobody_should_send_is_complained_of() throws Exception {
        answer("POST", "users.info", Conditions.SECRET, "user=U1&nonsense=1");
        answer("PUT", "users.info", Conditions.SECRET, "user=U1");
        answer("POST", "users.delete", Conditions.SECRET, "user=U1");
        answer("POST", "conversations.kick", Conditions.SECRET, "channel=C0PLATFORM");
        answer("POST", "conversations.invite", Conditions.SECRET, "channel=C0PLATFORM&users=U1,U1");
        answer("POST", "usergroups.users.update", Conditions.SECRET, "usergroup=S0ONCALL&users=U1,U2,U1");

        assertThat(fake.complaints()).hasSize(6);
    }
}
