package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what Jira Service Management refuses, and shows what it shows. */
class JsmFakeTest {
    private static final String ANN = "ann@example.com";
    private static final String SCHEDULES = "/jsm/ops/api/" + JsmFake.CLOUD + "/v1/schedules";
    private static final String USERS = "/ex/jira/" + JsmFake.CLOUD + "/rest/api/3/user";

    private final JsmFake fake = new JsmFake();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> send(String verb, String path, String body) throws Exception {
        String credentials = JsmFake.EMAIL + ":" + Conditions.SECRET;
        HttpRequest request = HttpRequest.newBuilder(fake.address().resolve(path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, ?> page(String path) throws Exception {
        return Json.readObject(send("GET", path, "").body());
    }

    private static Map<String, ?> first(Map<String, ?> page) {
        return map(((List<?>) page.get("values")).get(0));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void its_records_are_complete_with_nulls_missing_fields_and_unknown_ones() throws Exception {
        fake.join(List.of(ANN));
        fake.joinNameless(2);

        Map<String, ?> schedules = page(SCHEDULES);
        Map<String, ?> rotations = page(SCHEDULES + "/" + JsmFake.SCHEDULE_ID + "/rotations");
        List<?> participants = (List<?>) first(rotations).get("participants");
        String query = String.join(
                "&",
                participants.stream()
                        .filter(each -> "user".equals(map(each).get("type")))
                        .map(each -> "accountId=" + map(each).get("id"))
                        .toList());
        Map<String, ?> users = page(USERS + "/bulk?" + query);

        assertThat(schedules).containsKeys("values", "links", "_expands");
        assertThat(map(schedules.get("links"))).containsEntry("next", null);
        assertThat(first(schedules))
                .containsKeys("id", "name", "timezone", "enabled", "teamId", "addedByAtlassianLater")
                .containsEntry("description", null)
                .doesNotContainKey("rotations");
        assertThat(first(rotations))
                .containsKeys("id", "name", "startDate", "type", "length", "participants", "addedByAtlassianLater")
                .containsEntry("endDate", null)
                .containsEntry("timeRestriction", null);
        assertThat(map(participants.get(0)))
                .as("an empty slot")
                .containsEntry("type", "noone")
                .containsEntry("id", null);
        assertThat(map(participants.get(1))).containsOnlyKeys("type", "id");
        assertThat(users).containsKeys("maxResults", "startAt", "total", "isLast", "values");
        assertThat((List<?>) users.get("values"))
                .allSatisfy(user -> assertThat(map(user))
                        .containsKeys("self", "accountId", "accountType", "displayName", "active", "avatarUrls")
                        .containsEntry("timeZone", null)
                        .containsKey("addedByAtlassianLater")
                        .doesNotContainKey("locale"));
        assertThat((List<?>) users.get("values"))
                .as("Jira hides the address of some accounts")
                .anySatisfy(user -> assertThat(map(user)).containsEntry("emailAddress", ANN))
                .anySatisfy(user -> assertThat(map(user).get("emailAddress")).isNull());
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void its_refusals_have_the_shape_of_atlassians() throws Exception {
        Map<String, ?> missing = Json.readObject(
                send("GET", SCHEDULES + "/nothing/rotations", "").body());

        assertThat(missing).containsKey("message");
        assertThat(fake.complaints()).isEmpty();
    }
}
