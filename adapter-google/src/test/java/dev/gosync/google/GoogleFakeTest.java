package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Malformed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fake refuses, as Google does. */
class GoogleFakeTest {
    private static final String MEMBERS = "/admin/directory/v1/groups/" + GROUP + "/members";

    private final GoogleFake fake = new GoogleFake();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> send(String verb, String path, String type, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(fake.address() + path))
                        .method(verb, BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + Conditions.SECRET)
                        .header("Content-Type", type)
                        .build(),
                BodyHandlers.ofString());
    }

    private static String batch(int parts) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            body.append("--b\r\nContent-Type: application/http\r\nContent-ID: <item-")
                    .append(i)
                    .append(">\r\n\r\nGET ");
            body.append(MEMBERS).append("\r\n\r\n\r\n");
        }
        return body + "--b--\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /elsewhere, ''",
        "PUT, MEMBERS, {}",
        "GET, MEMBERS?maxResults=201, ''",
        "GET, MEMBERS?max=5, ''",
        "GET, '/admin/directory/v1/users?customer=my_customer&maxResults=501', ''",
        "POST, MEMBERS, no JSON",
        "POST, MEMBERS, '{\"email\": \"a@example.com\", \"nickname\": \"a\"}'",
        "POST, MEMBERS, '{\"email\": \"a@example.com\", \"role\": \"BOSS\"}'",
        "POST, /batch, {}",
    })
    void requests_that_no_client_should_send_are_complaints(String verb, String path, String body) throws Exception {
        HttpResponse<String> answer = send(verb, path.replace("MEMBERS", MEMBERS), "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(fake.complaints()).hasSize(1);
    }

    @Test
    void a_batch_holds_at_most_a_thousand_requests() throws Exception {
        HttpResponse<String> thousand = send("POST", "/batch", "multipart/mixed; boundary=b", batch(1000));
        assertThat(fake.complaints()).isEmpty();
        HttpResponse<String> more = send("POST", "/batch", "multipart/mixed; boundary=b", batch(1001));

        assertThat(thousand.statusCode()).isEqualTo(200);
        assertThat(thousand.body()).contains("<response-item-999>");
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(fake.complaints()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/directory/v1/groups/none@example.com/members, '', 404, Resource Not Found: groupKey",
        "DELETE, MEMBERS/nobody@example.com, '', 404, Resource Not Found: memberKey",
        "POST, MEMBERS, '{\"role\": \"MEMBER\"}', 400, Missing required field: memberKey",
        "POST, MEMBERS, '{\"email\": \"nobody@example.com\"}', 404, Resource Not Found: nobody@example.com",
        "POST, MEMBERS, '{\"email\": \"team@example.com\"}', 412, Cyclic memberships not allowed",
        "POST, MEMBERS, '{\"email\": \"team@example.com\", \"role\": \"OWNER\"}', 400, Invalid Input: memberKey",
        "POST, MEMBERS, '{\"email\": \"ann@example.com\"}', 409, Member already exists.",
        "GET, MEMBERS?pageToken=x, '', 400, Invalid Input: pageToken",
        "GET, /admin/directory/v1/users, '', 400, Bad Request",
        "GET, '/admin/directory/v1/users?customer=my_customer&query=x%27y', '', 400, Invalid Input: query",
        "GET, '/admin/directory/v1/users?customer=my_customer&query=isAdmin%3Ayes', '', 400, Invalid Input: query",
        "GET, '/admin/directory/v1/users?customer=my_customer&query=shoeSize%3D44', '', 400, Invalid Input: query",
    })
    void refusals_have_the_shape_of_googles(String verb, String path, String body, int status, String message)
            throws Exception {
        fake.join(GROUP, List.of("ann@example.com"), "MEMBER");

        HttpResponse<String> answer = send(verb, path.replace("MEMBERS", MEMBERS), "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\"", "\"errors\"", "\"reason\"", message);
        assertThat(fake.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "isAdmin=true, ann.lee@example.com",
        "isAdmin=true orgTitle:Manager, ann.lee@example.com",
        "isAdmin=false isSuspended=false, bob@example.com",
        "isArchived=true, ''",
        "isDelegatedAdmin=true, ''",
        "givenName=Ann, ann.lee@example.com",
        "givenName:a*, ann.lee@example.com",
        "familyName:'Lee', ann.lee@example.com",
        "email:bob, bob@example.com",
        "email=b@example.org, bob@example.com",
        "lee, ann.lee@example.com",
        "orgDepartment=Sales, ''",
        "manager='boss@example.com', ''",
        "EmploymentData.projects:GeneGnomes, ''",
    })
    void queries_of_googles_description_are_answered(String query, String found) throws Exception {
        fake.promote("ann.lee@example.com", "Manager of Sales");
        fake.alias("bob@example.com", "b@example.org");
        String path = "/admin/directory/v1/users?customer=my_customer&query="
                + java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);

        HttpResponse<String> answer = send("GET", path, "application/json", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        for (String email : List.of("ann.lee@example.com", "bob@example.com")) {
            assertThat(answer.body().contains("\"primaryEmail\":\"" + email + "\""))
                    .isEqualTo(email.equals(found));
        }
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void faults_reach_the_parts_of_a_batch() throws Exception {
        fake.inject(Fault.of(Fault.Type.OTHER_FIELDS).times(1));
        fake.inject(Fault.of(Fault.Type.SECRET_IN_REFUSALS).from(2).times(1));
        fake.inject(Fault.malformed(Malformed.FOREIGN_OBJECT).from(3).times(1));
        fake.join(GROUP, List.of("a0@example.com"), "MEMBER");

        String inserts = batch(3).replace(
                        "GET " + MEMBERS + "\r\n\r\n",
                        "POST " + MEMBERS + "\r\nContent-Type: application/json\r\n\r\n{\"email\":\"a0@example.com\"}");

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(send("POST", "/batch", "multipart/mixed; boundary=b", inserts)
                    .body());
        }

        assertThat(answers.get(0)).contains("<response-item-2>", "goSyncUnknownField", "Member already exists.");
        assertThat(answers.get(1)).contains("<response-item-2>", "Member already exists. token " + Conditions.SECRET);
        assertThat(answers.get(2)).contains("<response-item-2>", "HTTP/1.1 200 ", "please log in");
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void its_records_are_complete_with_missing_fields_and_unknown_ones() throws Exception {
        fake.join(GROUP, List.of("ann@example.com", "partner@elsewhere.test"), "MEMBER");
        fake.suspend(List.of("ann@example.com"));

        String members = send("GET", MEMBERS, "application/json", "").body();
        String users = send("GET", "/admin/directory/v1/users?domain=example.com", "application/json", "")
                .body();

        assertThat(members)
                .contains("\"kind\":\"admin#directory#members\"", "\"etag\"", "\"status\":\"SUSPENDED\"")
                .contains("\"type\":\"USER\"", "\"type\":\"EXTERNAL\"", "\"id\":\"1")
                .doesNotContain("delivery_settings");
        assertThat(users)
                .contains("\"kind\":\"admin#directory#user\"", "\"isAdmin\":false", "\"customerId\"", "\"fullName\"")
                .contains("\"suspensionReason\":\"ADMIN\"", "\"creationTime\"", "\"isMailboxSetup\":true")
                .doesNotContain("\"aliases\"");
        assertThat(fake.complaints()).isEmpty();
    }
}
