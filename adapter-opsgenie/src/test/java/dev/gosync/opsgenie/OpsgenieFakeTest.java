package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what Opsgenie refuses, and shows what Opsgenie shows. */
class OpsgenieFakeTest {
    private static final String ANN = "ann@example.com";
    private static final String SCHEDULE = "/v2/schedules/" + OpsgenieFake.SCHEDULE_ID;

    private final OpsgenieFake fake = new OpsgenieFake();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> send(String verb, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(fake.address().resolve(path))
                .header("Authorization", "GenieKey " + Conditions.SECRET)
                .header("Content-Type", "application/json")
                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, ?> data(String path) throws Exception {
        Map<String, ?> answer = Json.readObject(send("GET", path, "").body());
        assertThat(answer).containsKeys("data", "took", "requestId");
        return map(answer.get("data"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void its_records_are_complete_with_nulls_missing_fields_and_unknown_ones() throws Exception {
        fake.join(List.of(ANN));
        fake.alsoOnDuty(List.of(ANN));

        Map<String, ?> schedule = data(SCHEDULE + "?identifierType=id");
        Map<String, ?> rotation = map(((List<?>) schedule.get("rotations")).get(0));
        List<?> participants = (List<?>) rotation.get("participants");
        Map<String, ?> onCall = data(SCHEDULE + "/on-calls?scheduleIdentifierType=id&flat=true");

        assertThat(schedule)
                .containsKeys("id", "name", "description", "timezone", "enabled", "ownerTeam", "rotations")
                .containsKey("addedByOpsgenieLater");
        assertThat(rotation)
                .containsKeys("id", "name", "startDate", "type", "length", "participants", "timeRestriction")
                .containsEntry("endDate", null)
                .containsKey("addedByOpsgenieLater");
        assertThat(map(participants.get(0)))
                .as("an empty slot")
                .containsEntry("type", "none")
                .doesNotContainKeys("id", "username");
        assertThat(map(participants.get(1))).containsEntry("type", "user").containsKeys("id", "username");
        assertThat(data("/v2/users/" + ANN))
                .containsKeys("id", "username", "fullName", "role", "timeZone", "locale", "userAddress", "createdAt")
                .containsKeys("blocked", "verified")
                .containsEntry("skypeUsername", null)
                .containsKey("addedByOpsgenieLater");
        assertThat(onCall).containsKeys("_parent", "onCallRecipients");
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void its_refusals_have_the_shape_of_opsgenies() throws Exception {
        HttpResponse<String> missing = send("GET", "/v2/schedules/nothing?identifierType=name", "");
        HttpResponse<String> empty = send(
                "PATCH",
                SCHEDULE + "/rotations/" + rotationId() + "?scheduleIdentifierType=id",
                "{\"participants\":[]}");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(empty.statusCode()).isEqualTo(422);
        for (HttpResponse<String> refusal : List.of(missing, empty)) {
            assertThat(Json.readObject(refusal.body())).containsKeys("message", "took", "requestId");
        }
        assertThat(map(Json.readObject(empty.body()).get("errors"))).containsKey("participants");
        assertThat(fake.complaints()).isEmpty();
    }

    private Object rotationId() throws Exception {
        return map(((List<?>) data(SCHEDULE + "?identifierType=id").get("rotations")).get(0))
                .get("id");
    }
}
