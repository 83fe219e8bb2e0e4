package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Json;
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

/** The fake refuses what Graph refuses, so that a client that sends it is noticed. */
class EntraFakeTest {
    private static final String ANN = "ann@example.com";
    private static final String GROUP = "/v1.0/groups/" + EntraFake.GROUP;

    private final EntraFake fake = new EntraFake();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> send(String verb, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fake.address() + path))
                .header("Authorization", "Bearer " + Conditions.SECRET)
                .header("Content-Type", "application/json")
                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String reference(String mail) {
        return "\"" + fake.address() + "/v1.0/directoryObjects/" + fake.user(mail).id + "\"";
    }

    private String bind(List<String> mails) {
        return "{\"members@odata.bind\":[" + mails.stream().map(this::reference).collect(Collectors.joining(","))
                + "]}";
    }

    @Test
    void a_delete_without_ref_deletes_the_user_from_the_directory() throws Exception {
        fake.join(List.of(ANN));
        String member = GROUP + "/members/" + fake.user(ANN).id;

        int status = send("DELETE", member, "").statusCode();

        assertThat(status).isEqualTo(204);
        assertThat(fake.tenant.users)
                .as("a client that forgets $ref is noticed by this")
                .isEmpty();
        assertThat(fake.calls()).containsOnlyKeys("delete user");
    }

    @Test
    void a_delete_with_ref_removes_a_member_and_says_404_for_others() throws Exception {
        fake.join(List.of(ANN));
        String member = GROUP + "/members/" + fake.user(ANN).id + "/$ref";

        assertThat(send("DELETE", member, "").statusCode()).isEqualTo(204);
        HttpResponse<String> again = send("DELETE", member, "");

        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).as("it names the group").contains(EntraFake.GROUP);
        assertThat(fake.tenant.users).hasSize(1);
    }

    @Test
    void one_member_spoils_a_patch_and_21_are_too_many() throws Exception {
        fake.introduce(List.of(ANN, "bob@example.com"));
        fake.join(List.of(ANN));

        HttpResponse<String> duplicate = send("PATCH", GROUP, bind(List.of(ANN, "bob@example.com")));
        List<String> many =
                IntStream.range(0, 21).mapToObj(i -> "p" + i + "@example.com").toList();
        HttpResponse<String> tooMany = send("PATCH", GROUP, bind(many));

        assertThat(duplicate.statusCode()).isEqualTo(400);
        assertThat(duplicate.body()).contains("already exist");
        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(fake.members()).containsExactly(ANN);
        assertThat(send("PATCH", GROUP, bind(many.subList(0, 20))).statusCode()).isEqualTo(204);
    }

    @Test
    void a_batch_is_answered_with_200_and_each_part_on_its_own() throws Exception {
        fake.join(List.of(ANN));
        String one =
                "{\"id\":\"%s\",\"method\":\"DELETE\",\"url\":\"/groups/" + EntraFake.GROUP + "/members/%s/$ref\"%s}";
        String id = fake.user(ANN).id;

        HttpResponse<String> answer = send(
                "POST",
                "/v1.0/$batch",
                "{\"requests\":["
                        + String.join(
                                ",",
                                one.formatted("1", "nobody", ""),
                                one.formatted("2", id, ",\"dependsOn\":[\"1\"]"),
                                one.formatted("3", id, ""))
                        + "]}");
        String part = one.formatted("%d", id, "");
        HttpResponse<String> tooMany = send(
                "POST",
                "/v1.0/$batch",
                "{\"requests\":["
                        + IntStream.range(0, 21).mapToObj(part::formatted).collect(Collectors.joining(",")) + "]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"id\":\"1\",\"status\":404", "\"id\":\"2\",\"status\":424", "\"id\":\"3\",\"status\":204");
        assertThat(tooMany.statusCode()).isEqualTo(400);
    }

    @Test
    void advanced_filters_need_a_count_and_a_consistency_level() throws Exception {
        HttpResponse<String> refused =
                send("GET", "/v1.0/users?$select=id&$filter=department%20ne%20'x'&$count=true", "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Request_UnsupportedQuery");
    }

    @Test
    @SuppressWarnings("unchecked")
    void its_records_are_complete_with_nulls_missing_fields_and_unknown_ones() throws Exception {
        fake.join(List.of(ANN));
        fake.user(ANN).mail = null;
        fake.joinOthers(3);

        Map<String, ?> group =
                Json.readObject(send("GET", GROUP + "?$select=id", "").body());
        Map<String, ?> page =
                Json.readObject(send("GET", GROUP + "/members?$select=id", "").body());
        Map<String, ?> all =
                Json.readObject(send("GET", "/v1.0/users?$select=id", "").body());

        assertThat(group)
                .containsKeys("@odata.context", "id", "displayName", "groupTypes", "mailEnabled", "securityEnabled")
                .containsEntry("onPremisesSyncEnabled", null)
                .containsEntry("isAssignableToRole", null)
                .containsKey("@microsoft.graph.tips");
        assertThat(page)
                .containsKeys("@odata.context", "value", "@microsoft.graph.tips")
                .doesNotContainKey("@odata.nextLink");
        List<Map<String, Object>> members = (List<Map<String, Object>>) page.get("value");
        assertThat(members.get(0))
                .containsEntry("@odata.type", "#microsoft.graph.user")
                .containsKeys("id", "userPrincipalName", "otherMails", "proxyAddresses", "accountEnabled", "userType")
                .containsEntry("mail", null);
        assertThat(members.subList(1, members.size()))
                .as("groups, devices and contacts have no fields of users")
                .isNotEmpty()
                .allSatisfy(member -> assertThat(member).containsOnlyKeys("@odata.type", "id"));
        assertThat((List<Map<String, ?>>) all.get("value"))
                .allSatisfy(user -> assertThat(user)
                        .containsKeys("id", "userPrincipalName", "mail", "accountEnabled", "userType")
                        .doesNotContainKey("@odata.type"));
    }

    @Test
    void a_page_has_100_at_first_and_999_at_most() throws Exception {
        fake.populate(0, 1000);

        assertThat(send("GET", "/v1.0/users?$select=id", "").body().split("userPrincipalName"))
                .hasSize(101);
        assertThat(send("GET", "/v1.0/users?$select=id&$top=1000", "").statusCode())
                .isEqualTo(400);
    }
}
