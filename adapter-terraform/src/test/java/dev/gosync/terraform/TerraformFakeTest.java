package dev.gosync.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Json;
import dev.gosync.testkit.TestTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what HCP Terraform refuses, so that a client that sends it is noticed. */
class TerraformFakeTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String JSON_API = "application/vnd.api+json";
    private static final String ORGANIZATION = "/api/v2/organizations/" + TerraformFake.ORGANIZATION;
    private static final String NOBODY = "ou-nobody";

    private final TerraformFake fake = new TerraformFake();
    private final TestTime time = new TestTime();
    private final HttpClient client = HttpClient.newHttpClient();

    TerraformFakeTest() {
        fake.clock(time);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> send(String verb, String path, String body) throws Exception {
        return send(verb, path, body, JSON_API);
    }

    private HttpResponse<String> send(String verb, String path, String body, String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fake.address() + path))
                .header("Authorization", "Bearer " + Conditions.SECRET)
                .header("Content-Type", type)
                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> change(String verb, String team, String... memberships) throws Exception {
        return send(verb, membersOf(team), "{\"data\":[" + identifiers("organization-memberships", memberships) + "]}");
    }

    private String membersOf(String team) {
        return "/api/v2/teams/" + fake.teamId(team) + "/relationships/organization-memberships";
    }

    private static String identifiers(String type, String... ids) {
        return Stream.of(ids)
                .map("{\"type\":\"%s\",\"id\":\"%%s\"}".formatted(type)::formatted)
                .collect(Collectors.joining(","));
    }

    private HttpResponse<String> invite(String email, String... teams) throws Exception {
        return send(
                "POST", ORGANIZATION + "/organization-memberships", """
                {"data":{"type":"organization-memberships","attributes":{"email":"%s"},
                 "relationships":{"teams":{"data":[%s]}}}}""".formatted(email, identifiers("teams", teams)));
    }

    private HttpResponse<String> createTeam(String name) throws Exception {
        return send(
                "POST",
                ORGANIZATION + "/teams",
                "{\"data\":{\"type\":\"teams\",\"attributes\":{\"name\":\"%s\"}}}".formatted(name));
    }

    private static void mustRefuse(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(JSON_API);
        assertThat(answer.body()).contains("\"errors\"", words);
    }

    // --- The members of a team

    @Test
    void one_who_is_already_a_member_spoils_the_whole_addition() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN));
        fake.introduce(List.of(BOB));

        HttpResponse<String> answer =
                change("POST", TerraformFake.TEAM, fake.membershipId(BOB), fake.membershipId(ANN));

        mustRefuse(answer, 400, "already a member");
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN);
        assertThat(change("POST", TerraformFake.TEAM, fake.membershipId(BOB)).statusCode())
                .isEqualTo(204);
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN, BOB);
    }

    @Test
    void a_membership_that_nobody_has_spoils_the_whole_request() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN));
        fake.introduce(List.of(BOB));

        mustRefuse(change("POST", TerraformFake.TEAM, fake.membershipId(BOB), NOBODY), 400, "not in the organization");
        mustRefuse(
                change("DELETE", TerraformFake.TEAM, fake.membershipId(ANN), NOBODY), 400, "not in the organization");
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN);
    }

    @Test
    void one_who_left_the_organization_spoils_the_whole_request() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN, "eve@example.com"));
        fake.introduce(List.of(BOB));
        String left = fake.membershipId("eve@example.com");
        fake.depart(List.of("eve@example.com"));

        mustRefuse(change("POST", TerraformFake.TEAM, fake.membershipId(BOB), left), 400, "not in the organization");
        mustRefuse(change("DELETE", TerraformFake.TEAM, fake.membershipId(ANN), left), 400, "not in the organization");
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN);
    }

    @Test
    void one_who_is_no_member_spoils_the_whole_removal() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN));
        fake.introduce(List.of(BOB));

        HttpResponse<String> answer =
                change("DELETE", TerraformFake.TEAM, fake.membershipId(ANN), fake.membershipId(BOB));

        mustRefuse(answer, 400, "not a member");
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN);
        assertThat(change("DELETE", TerraformFake.TEAM, fake.membershipId(ANN)).statusCode())
                .isEqualTo(204);
        assertThat(fake.members(TerraformFake.TEAM)).isEmpty();
        assertThat(fake.people()).as("they stay in the organization").containsExactly(ANN, BOB);
    }

    @Test
    void one_whom_the_team_refuses_spoils_the_whole_addition() throws Exception {
        fake.introduce(List.of(ANN, BOB));
        fake.refuse(List.of(BOB));

        HttpResponse<String> answer =
                change("POST", TerraformFake.TEAM, fake.membershipId(ANN), fake.membershipId(BOB));

        mustRefuse(answer, 400, "cannot be a member");
        assertThat(fake.members(TerraformFake.TEAM)).isEmpty();
    }

    @Test
    void the_last_active_owner_cannot_be_removed() throws Exception {
        fake.joinActive(TerraformFake.OWNERS, List.of(ANN));
        fake.join(TerraformFake.OWNERS, List.of(BOB));
        fake.invited(List.of(BOB));

        HttpResponse<String> outOfTheTeam = change("DELETE", TerraformFake.OWNERS, fake.membershipId(ANN));
        HttpResponse<String> outOfTheOrganization = removeFromOrganization(fake.membershipId(ANN));

        mustRefuse(outOfTheTeam, 403, "last active owner");
        mustRefuse(outOfTheOrganization, 403, "owner");
        assertThat(fake.members(TerraformFake.OWNERS))
                .as("one who has only been invited owns nothing yet")
                .containsExactly(ANN, BOB);
        fake.joinActive(TerraformFake.OWNERS, List.of(BOB));
        assertThat(change("DELETE", TerraformFake.OWNERS, fake.membershipId(ANN))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_token_cannot_remove_its_own_owner_from_the_organization() throws Exception {
        fake.joinActive(TerraformFake.OWNERS, List.of(ANN, BOB));
        fake.actAs(ANN);

        mustRefuse(removeFromOrganization(fake.membershipId(ANN)), 403, "owner");
        assertThat(removeFromOrganization(fake.membershipId(BOB)).statusCode()).isEqualTo(204);
        assertThat(fake.people()).containsExactly(ANN);
    }

    private HttpResponse<String> removeFromOrganization(String membership) throws Exception {
        return send("DELETE", "/api/v2/organization-memberships/" + membership, "");
    }

    // --- 422, and requests that no client should send

    @Test
    void a_change_of_nobody_is_422() throws Exception {
        mustRefuse(change("POST", TerraformFake.TEAM), 422, "can't be blank");
        mustRefuse(change("DELETE", TerraformFake.TEAM), 422, "can't be blank");
    }

    @Test
    void an_invitation_needs_a_team_an_address_and_somebody_new() throws Exception {
        fake.introduce(List.of(ANN));
        String team = fake.teamId(TerraformFake.EVERYONE);

        mustRefuse(invite(BOB), 422, "Teams can't be blank");
        mustRefuse(invite("no-address", team), 422, "Email is invalid");
        mustRefuse(invite(ANN.toUpperCase(Locale.ROOT), team), 422, "already been taken");
        assertThat(fake.people()).containsExactly(ANN);

        assertThat(invite(BOB, team).statusCode()).isEqualTo(201);
        assertThat(fake.kept(BOB)).contains("invited");
        assertThat(fake.members(TerraformFake.EVERYONE)).containsExactly(BOB);
    }

    @Test
    void an_organization_without_a_free_seat_invites_nobody() throws Exception {
        fake.introduce(List.of(ANN));
        fake.limitSeats(1);

        mustRefuse(invite(BOB, fake.teamId(TerraformFake.EVERYONE)), 400, "limit of users");
        assertThat(fake.people()).containsExactly(ANN);
    }

    @Test
    void a_team_needs_a_new_name_of_letters_digits_and_two_signs() throws Exception {
        mustRefuse(createTeam("on call"), 422, "letters, numbers");
        mustRefuse(createTeam("Platform"), 422, "already been taken");
        assertThat(createTeam("on-call_1").statusCode()).isEqualTo(201);
        assertThat(fake.teamNames(false)).contains("on-call_1").doesNotContain("on call", "Platform");
    }

    @Test
    void a_body_that_is_not_json_api_is_refused_and_complained_about() throws Exception {
        fake.introduce(List.of(ANN));
        String id = fake.membershipId(ANN);
        String one = "{\"data\":[" + identifiers("organization-memberships", id) + "]}";

        assertThat(send("POST", membersOf(TerraformFake.TEAM), one, "application/json")
                        .statusCode())
                .isEqualTo(400);
        assertThat(change("POST", TerraformFake.TEAM, id, id).statusCode())
                .as("one identifier twice")
                .isEqualTo(400);
        assertThat(send("POST", membersOf(TerraformFake.TEAM), "{\"data\":[" + identifiers("users", id) + "]}")
                        .statusCode())
                .as("an identifier of another type")
                .isEqualTo(400);
        assertThat(fake.complaints()).hasSize(3);
        assertThat(fake.members(TerraformFake.TEAM)).isEmpty();
    }

    // --- Rights

    @Test
    void what_the_token_may_not_do_is_404_as_if_it_were_not_there() throws Exception {
        fake.introduce(List.of(ANN));
        fake.makeReadOnly(TerraformFake.TEAM);

        HttpResponse<String> forbidden = change("POST", TerraformFake.TEAM, fake.membershipId(ANN));
        HttpResponse<String> missing = send("GET", "/api/v2/teams/team-nobody", "");
        HttpResponse<String> foreign = send("GET", "/api/v2/organizations/other/organization-memberships", "");

        mustRefuse(forbidden, 404, "not found");
        assertThat(fake.members(TerraformFake.TEAM)).isEmpty();
        assertThat(List.of(missing.statusCode(), foreign.statusCode())).containsOnly(404);
        assertThat(List.of(missing.body(), foreign.body()))
                .as("the answer does not tell which of the two it is")
                .containsOnly(forbidden.body());
        assertThat(removeFromOrganization(NOBODY).statusCode()).isEqualTo(404);
    }

    @Test
    void a_group_that_hcp_manages_takes_and_loses_nobody() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN));
        fake.introduce(List.of(BOB));
        fake.manage(TerraformFake.TEAM);

        mustRefuse(change("POST", TerraformFake.TEAM, fake.membershipId(BOB)), 403, "managed by HCP");
        mustRefuse(change("DELETE", TerraformFake.TEAM, fake.membershipId(ANN)), 403, "managed by HCP");
        assertThat(fake.members(TerraformFake.TEAM)).containsExactly(ANN);
    }

    @Test
    void the_owners_and_protected_teams_cannot_be_deleted() throws Exception {
        fake.createTeams(List.of("temporary"));
        fake.protectTeams(List.of(TerraformFake.TEAM));

        mustRefuse(deleteTeam(TerraformFake.OWNERS), 403, "cannot be deleted");
        mustRefuse(deleteTeam(TerraformFake.TEAM), 403, "cannot be deleted");
        assertThat(deleteTeam("temporary").statusCode()).isEqualTo(204);
        assertThat(fake.teamNames(false))
                .containsExactlyInAnyOrder(TerraformFake.OWNERS, TerraformFake.TEAM, TerraformFake.EVERYONE);
    }

    private HttpResponse<String> deleteTeam(String name) throws Exception {
        return send("DELETE", "/api/v2/teams/" + fake.teamId(name), "");
    }

    // --- Pages and limits

    @Test
    @SuppressWarnings("unchecked")
    void its_records_are_complete_with_nulls_missing_fields_and_unknown_ones() throws Exception {
        fake.join(TerraformFake.TEAM, List.of(ANN));

        Map<String, ?> plain = page(ORGANIZATION + "/organization-memberships");
        Map<String, ?> more = page(ORGANIZATION + "/organization-memberships?include=user,teams");
        Map<String, ?> teams = page(ORGANIZATION + "/teams");

        Map<String, ?> membership = ((List<Map<String, ?>>) plain.get("data")).get(0);
        assertThat(membership).containsKeys("id", "type", "attributes", "relationships", "links");
        assertThat((Map<String, ?>) membership.get("attributes"))
                .containsKeys("status", "email", "created-at", "added-by-terraform-later")
                .containsEntry("username", null);
        assertThat((Map<String, ?>) membership.get("relationships")).containsKeys("organization", "user", "teams");
        assertThat(plain)
                .as("what is included is missing unless it is asked for")
                .doesNotContainKey("included");
        assertThat(more).containsKey("included");
        assertThat((Map<String, ?>) ((Map<String, ?>) plain.get("meta")).get("pagination"))
                .containsKeys("current-page", "total-pages", "total-count")
                .containsEntry("prev-page", null)
                .containsEntry("next-page", null);
        Map<String, ?> team = ((List<Map<String, ?>>) teams.get("data")).get(0);
        assertThat(team).containsKeys("id", "type", "attributes", "links");
        assertThat((Map<String, ?>) team.get("attributes"))
                .containsKeys("name", "users-count", "visibility", "permissions", "allow-member-token-management")
                .containsKey("added-by-terraform-later")
                .containsEntry("sso-team-id", null);
    }

    private Map<String, ?> page(String path) throws Exception {
        return Json.readObject(send("GET", path, "").body());
    }

    @Test
    void a_page_has_20_at_first_and_100_at_most() throws Exception {
        fake.introduce(TerraformFixture.people(0, 250));
        String list = ORGANIZATION + "/organization-memberships";

        assertThat(size(send("GET", list, ""))).isEqualTo(20);
        assertThat(size(send("GET", list + "?page%5Bsize%5D=100", ""))).isEqualTo(100);
        HttpResponse<String> last = send("GET", list + "?page%5Bsize%5D=100&page%5Bnumber%5D=3", "");
        assertThat(size(last)).isEqualTo(50);
        assertThat(last.body()).contains("\"next-page\":null", "\"total-count\":250");
        assertThat(fake.complaints()).isEmpty();

        assertThat(send("GET", list + "?page%5Bsize%5D=101", "").statusCode()).isEqualTo(400);
        assertThat(fake.complaints()).hasSize(1);
    }

    private static int size(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        return page.body().split("\"type\":\"organization-memberships\"", -1).length - 1;
    }

    @Test
    void thirty_calls_a_second_count_together_and_the_31st_is_429_until_the_next_second() throws Exception {
        fake.limitToThirtyASecond();
        List<Integer> statuses = new ArrayList<>();

        for (int i = 0; i < 15; i++) {
            statuses.add(send("GET", "/api/v2/account/details", "").statusCode());
            statuses.add(send("GET", ORGANIZATION + "/teams", "").statusCode());
        }
        HttpResponse<String> limited = send("GET", ORGANIZATION + "/teams", "");

        assertThat(statuses).hasSize(30).containsOnly(200);
        mustRefuse(limited, 429, "too many requests");
        assertThat(limited.headers().firstValue("X-RateLimit-Limit")).contains("30");
        assertThat(limited.headers().firstValue("X-RateLimit-Reset")).contains("1.2");
        time.pass(Duration.ofMillis(1200));
        assertThat(send("GET", ORGANIZATION + "/teams", "").statusCode()).isEqualTo(200);
        assertThat(fake.calls()).isEqualTo(Map.of("account", 15, "teams.list", 17));
    }

    @Test
    void another_token_is_refused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fake.address() + ORGANIZATION + "/teams"))
                .header("Authorization", "Bearer another")
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        mustRefuse(answer, 401, "unauthorized");
    }
}
