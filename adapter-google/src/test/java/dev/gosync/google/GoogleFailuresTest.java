package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failure says: what happened, where, what to do next, and no secret. */
class GoogleFailuresTest {
    private static final String ANN = "ann@example.com";

    private final GoogleFake fake = new GoogleFake();
    private final List<Duration> waits = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(fake));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        assertThat(fake.complaints()).isEmpty();
    }

    private GoogleWorkspace workspace(GoogleWorkspace.Builder builder, URI address) {
        GoogleWorkspace workspace =
                builder.baseUrl(address).retry(GoogleFixture.retry(waits)).build();
        open.add(workspace);
        return workspace;
    }

    private GoogleGroup group(URI address) {
        return workspace(GoogleWorkspace.builder(GoogleFixture.credentials()), address)
                .group(GROUP);
    }

    private <T extends FakeServer> T server(T server) {
        open.add(server);
        return server;
    }

    private static GoogleCredentials user(String tokenAddress) {
        return UserCredentials.newBuilder()
                .setClientId("client")
                .setClientSecret("client-secret")
                .setRefreshToken("1//0g-of-ann")
                .setTokenServerUri(URI.create(tokenAddress))
                .build();
    }

    private static AdapterException failure(Source source) {
        try {
            source.get();
        } catch (AdapterException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("Nothing failed");
    }

    private static String everything(Throwable failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        return all.toString();
    }

    /** A server that answers everything with what a function makes of the request, also each part of a batch. */
    private static final class Answering extends FakeServer {
        private final Function<FakeRequest, FakeAnswer> answer;

        Answering(Function<FakeRequest, FakeAnswer> answer) {
            this.answer = answer;
            reads("members.list", "GET /admin/directory/v1/groups/{group}/members", answer);
            reads("users.list", "GET /admin/directory/v1/users", answer);
            reads("token", "POST /token", answer);
            writes("batch", "POST /batch", this::batch);
        }

        private FakeAnswer batch(FakeRequest request) {
            return FakeBatch.answer(request, part -> Optional.of(answer.apply(part)));
        }

        @Override
        protected boolean authenticates(FakeRequest request) {
            return true;
        }
    }

    // --- The network

    @Test
    void an_unknown_host_is_named_and_the_cause_is_kept() throws Exception {
        OkHttpClient noNames = new OkHttpClient.Builder()
                .dns(host -> {
                    throw new UnknownHostException(host + ": Name or service not known");
                })
                .build();
        URI address = URI.create("https://api.example.invalid/");
        String key = fake.serviceAccount().replace(fake.tokenUri(), "https://tokens.example.invalid/token");
        GoogleCredentials account = ServiceAccountCredentials.fromStream(new ByteArrayInputStream(key.getBytes(UTF_8)));

        for (GoogleCredentials credentials : List.of(user("https://tokens.example.invalid/token"), account)) {
            AdapterException failure =
                    failure(workspace(GoogleWorkspace.builder(credentials).httpClient(noNames), address)
                            .group(GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(failure.operation()).isEqualTo("token");
            assertThat(failure.problem())
                    .startsWith("cannot get an access token: unknown host tokens.example.invalid: Name or service");
            assertThat(everything(failure)).contains("Caused by: " + UnknownHostException.class.getName());
        }
        AdapterException read = failure(
                workspace(GoogleWorkspace.builder(GoogleFixture.credentials()).httpClient(noNames), address)
                        .group(GROUP));
        assertThat(read.problem()).startsWith("unknown host api.example.invalid: Name or service not known");
        assertThat(read.answerLost()).isFalse();
    }

    @Test
    void a_refused_connection_is_said_and_the_cause_is_kept() {
        Answering gone = server(new Answering(request -> FakeAnswer.empty(200)));
        URI address = gone.address();
        gone.close();

        AdapterException token = failure(workspace(GoogleWorkspace.builder(user(address + "/token")), fake.root())
                .group(GROUP));
        AdapterException read = failure(group(address));

        assertThat(token.problem())
                .startsWith("cannot get an access token: Failed to connect to /127.0.0.1")
                .contains("Connection refused");
        assertThat(everything(token)).contains("Caused by: " + ConnectException.class.getName());
        assertThat(read.problem()).startsWith("Failed to connect to /127.0.0.1").contains("Connection refused");
        assertThat(read.answerLost()).isFalse();
    }

    @Test
    void a_timeout_is_said_and_the_cause_is_kept() throws Exception {
        OkHttpClient slow = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new InterruptedIOException();
                })
                .build();

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(user(fake.tokenUri())).httpClient(slow), fake.root())
                        .group(GROUP));

        assertThat(failure.problem()).startsWith("cannot get an access token: no answer in time");
        assertThat(everything(failure)).contains("Caused by: " + InterruptedIOException.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Welcome</html>", "{}", "[]", ""})
    void a_token_address_that_answers_something_else_is_said_and_asked_once(String body) {
        Answering other = server(new Answering(request ->
                FakeAnswer.empty(200).header("Content-Type", "application/json").body(body)));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(user(other.address() + "/token")), fake.root())
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure.problem()).isEqualTo("cannot get an access token: the answer has no token");
        assertThat(failure.remedy()).contains("token_uri");
        assertThat(other.requests()).hasSize(1);
    }

    // --- Secrets, and words on one line

    @Test
    void googles_words_come_on_one_line_without_the_secret_that_they_repeat() {
        String secret = Conditions.SECRET;
        String text = "Request had invalid\nauthentication credentials: " + secret + "\r\n\fand "
                + secret.substring(0, 8) + "\tagain.";
        Answering rude = server(new Answering(request -> GoogleFake.error(401, "authError", text)));

        AdapterException read = failure(group(rude.address()));
        Report write = Asking.add(group(rude.address()), List.of(ANN));

        assertThat(read.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(read.problem())
                .isEqualTo("HTTP 401: authError: Request had invalid authentication credentials: *** and *** again");
        for (String shown :
                List.of(everything(read), write.toString(), write.outcomes().toString())) {
            assertThat(shown).doesNotContain(secret, secret.substring(0, 8), "\\u000a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 500})
    void a_token_address_that_repeats_a_secret_shows_none_down_to_the_last_cause(int status) {
        Answering rude = server(new Answering(request -> FakeAnswer.json(
                        status,
                        Map.of(
                                "error",
                                "invalid_grant",
                                "error_description",
                                "Bad\nrefresh_token: "
                                        + request.form("refresh_token").orElse("")
                                        + " of "
                                        + request.form("client_secret").orElse(""),
                                "more",
                                request.body()))
                .header("X-Echo", request.body())));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(user(rude.address() + "/token")), fake.root())
                        .group(GROUP));

        assertThat(failure.problem()).startsWith("HTTP " + status + ": invalid_grant: Bad refresh_token: *** of ***");
        assertThat(everything(failure)).doesNotContain("1//0g", "client-sec");
    }

    @Test
    void a_token_address_that_repeats_a_signed_assertion_does_not_show_it() throws Exception {
        List<String> assertions = new ArrayList<>();
        Answering rude = server(new Answering(request -> {
            assertions.add(request.form("assertion").orElse(""));
            return FakeAnswer.json(
                    400, Map.of("error", "invalid_grant", "error_description", "Bad assertion " + assertions.get(0)));
        }));
        String key = fake.serviceAccount().replace(fake.tokenUri(), rude.address() + "/token");
        GoogleCredentials credentials =
                ServiceAccountCredentials.fromStream(new ByteArrayInputStream(key.getBytes(UTF_8)));

        AdapterException failure = failure(
                workspace(GoogleWorkspace.builder(credentials), fake.root()).group(GROUP));

        assertThat(assertions.get(0)).startsWith("eyJ");
        assertThat(failure.problem()).isEqualTo("HTTP 400: invalid_grant: Bad assertion ***");
        assertThat(everything(failure)).doesNotContain("eyJ");
    }

    @Test
    void an_issued_access_token_that_google_repeats_is_not_shown() throws Exception {
        String issued = "ya29.an-issued-access-token";
        Answering rude = server(new Answering(request -> request.operation().equals("token")
                ? FakeAnswer.json(200, Map.of("access_token", issued, "expires_in", 3600, "token_type", "Bearer"))
                : GoogleFake.error(
                        403,
                        "forbidden",
                        "No: " + request.header("Authorization").orElse(""))));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(user(rude.address() + "/token")), rude.address())
                        .group(GROUP));

        assertThat(failure.problem()).isEqualTo("HTTP 403: forbidden: No: Bearer ***");
        assertThat(everything(failure)).doesNotContain(issued, "ya29.an-");
    }

    @Test
    void an_error_of_the_network_that_repeats_a_secret_is_not_kept_as_the_cause() {
        OkHttpClient broken = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IOException(
                            "Unexpected status line: " + chain.request().header("Authorization"));
                })
                .build();

        AdapterException failure = failure(
                workspace(GoogleWorkspace.builder(GoogleFixture.credentials()).httpClient(broken), fake.root())
                        .group(GROUP));

        assertThat(failure.problem()).contains("Unexpected status line: Bearer ***");
        assertThat(everything(failure)).doesNotContain(Conditions.SECRET, Conditions.SECRET.substring(0, 8));
    }

    // --- Writes whose answer says nothing about the write

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_write_that_keeps_failing_with_5xx_is_not_known(int status) throws Exception {
        fake.join(GROUP, List.of("bob@example.com"), "MEMBER");
        Answering gateway = server(new Answering(request -> FakeAnswer.text(status, "<html>Bad gateway</html>")));

        Report inner = Asking.add(group(gateway.address()), List.of(ANN));

        assertThat(inner.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_KNOWN);
        assertThat(gateway.calls()).isEqualTo(Map.of("batch", 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_batch_that_keeps_failing_with_5xx_is_not_known(int status) {
        FakeServer gateway = server(new StrangeServer(FakeAnswer.text(status, "<html>Bad gateway</html>")));

        Report whole = Asking.add(group(gateway.address()), List.of(ANN));

        assertThat(whole.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_KNOWN);
        assertThat(gateway.calls()).isEqualTo(Map.of("batch", 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "{\"kind\": \"admin#directory#member\"}", "[]", "{\"ok\": true}"})
    void a_success_that_does_not_show_the_member_is_not_known(String body) {
        Answering empty =
                server(new Answering(request -> FakeAnswer.json(200, Map.of()).body(body)));

        Report report = Asking.add(group(empty.address()), List.of(ANN));

        assertThat(report.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_KNOWN);
        assertThat(report.outcomes().get(0).reason()).contains("does not show the member as requested");
    }

    @Test
    void an_addition_whose_answer_shows_a_lower_role_is_not_known() {
        Answering lower = server(new Answering(request -> FakeAnswer.json(
                200, Map.of("kind", "admin#directory#member", "email", ANN, "role", "MEMBER", "id", "1"))));

        Report report = Asking.add(group(lower.address()).role(GoogleGroup.Role.OWNER), List.of(ANN));

        assertThat(report.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_KNOWN);
    }

    // --- One attempt is one request

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", " 0 "})
    void a_503_with_retry_after_0_is_one_request_for_each_attempt_of_a_write(String seconds) {
        FakeServer busy = server(new StrangeServer(FakeAnswer.empty(503).header("Retry-After", seconds)));

        Asking.add(group(busy.address()), List.of(ANN));

        assertThat(busy.calls()).isEqualTo(Map.of("batch", 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "99999999999999999999"})
    void a_503_with_a_retry_after_of_centuries_is_one_request_and_unavailable(String seconds) {
        FakeServer busy = server(new StrangeServer(FakeAnswer.empty(503).header("Retry-After", seconds)));

        AdapterException failure = failure(group(busy.address()));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(busy.calls()).isEqualTo(Map.of("members.list", 1));
    }

    @Test
    void a_503_with_retry_after_0_is_one_token_request_for_each_attempt() {
        FakeServer busy = server(new StrangeServer(FakeAnswer.empty(503).header("Retry-After", "0")));

        failure(workspace(GoogleWorkspace.builder(user(busy.address() + "/token")), fake.root())
                .group(GROUP));

        assertThat(busy.calls()).isEqualTo(Map.of("token", 4));
    }

    // --- Answers without end

    @Test
    void a_page_a_batch_and_a_token_over_the_limit_are_malformed_answers() throws Exception {
        FakeAnswer large = FakeAnswer.text(200, "x".repeat(2000));
        FakeServer server = server(new StrangeServer(large));
        GoogleWorkspace workspace =
                workspace(GoogleWorkspace.builder(GoogleFixture.credentials()).largestAnswer(1000), server.address());
        GoogleWorkspace tokens = workspace(
                GoogleWorkspace.builder(user(server.address() + "/token")).largestAnswer(1000), fake.root());

        AdapterException read = failure(workspace.group(GROUP));
        Report write = Asking.add(workspace.group(GROUP), List.of(ANN));
        AdapterException token = failure(tokens.group(GROUP));

        assertThat(read.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(read.problem()).isEqualTo("the answer is larger than the limit of 1000 bytes");
        assertThat(write.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_KNOWN);
        assertThat(write.outcomes().get(0).kind()).contains(FailureKind.MALFORMED_ANSWER);
        assertThat(token.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(server.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1, "token", 1));
    }

    @Test
    void an_answer_that_never_ends_is_given_up_at_the_limit() throws Exception {
        fake.inject(Fault.of(Fault.Type.ENDLESS_ANSWER));
        GoogleWorkspace workspace = GoogleWorkspace.builder(GoogleFixture.credentials())
                .baseUrl(fake.root())
                .largestAnswer(10_000)
                .retry(Retry.standard().attempts(1))
                .build();
        open.add(workspace);

        assertThat(failure(workspace.group(GROUP)).kind()).isIn(FailureKind.MALFORMED_ANSWER, FailureKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"true, repeats what earlier pages held", "false, pages in a row are empty"})
    void tokens_that_are_always_new_end_if_their_pages_bring_nothing_new(boolean members, String problem) {
        Answering endless = server(new Answering(request -> {
            boolean users = request.operation().equals("users.list");
            int page = request.query("pageToken", 0) + 1;
            Map<String, Object> member = users
                    ? Map.of("primaryEmail", ANN)
                    : Map.of("id", "1", "email", ANN, "role", "MEMBER", "type", "USER");
            return FakeAnswer.json(
                    200,
                    Map.of(
                            "kind",
                            "admin#directory#" + (users ? "users" : "members"),
                            users ? "users" : "members",
                            members ? List.of(member) : List.of(),
                            "nextPageToken",
                            String.valueOf(page)));
        }));
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(GoogleFixture.credentials()), endless.address());

        for (Source source : List.of(workspace.group(GROUP), workspace.usersOfOrgUnit("/"))) {
            AdapterException failure = failure(source);
            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure.problem()).contains(problem);
        }
    }

    @Test
    void a_page_of_derived_members_may_repeat_members_of_other_nested_groups() throws Exception {
        List<List<String>> pages = List.of(List.of(ANN, "bob@example.com"), List.of(ANN), List.of("cem@example.com"));

        Source derived = group(server(new Answering(request -> members(pages, request)))
                        .address())
                .withDerivedMembers(true);

        assertThat(derived.get().things()).containsExactly(ANN, "bob@example.com", "cem@example.com");
    }

    @Test
    void a_page_of_derived_members_that_comes_twice_is_a_malformed_answer() {
        List<List<String>> pages = List.of(List.of(ANN, "bob@example.com"), List.of(ANN, "bob@example.com"), List.of());

        Source derived = group(server(new Answering(request -> members(pages, request)))
                        .address())
                .withDerivedMembers(true);

        assertThat(failure(derived).kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    private static FakeAnswer members(List<List<String>> pages, FakeRequest request) {
        int page = request.query("pageToken", 0);
        Map<String, Object> answer = new HashMap<>();
        answer.put("kind", "admin#directory#members");
        answer.put(
                "members",
                pages.get(page).stream()
                        .map(email -> Map.of("id", email, "email", email, "role", "MEMBER", "type", "USER"))
                        .toList());
        if (page + 1 < pages.size()) {
            answer.put("nextPageToken", String.valueOf(page + 1));
        }
        return FakeAnswer.json(200, answer);
    }

    // --- Answers with nulls and without optional fields

    @Test
    void a_user_without_an_organizational_unit_is_not_lost() throws Exception {
        Answering vague = server(new Answering(request -> FakeAnswer.json(
                200,
                Map.of(
                        "kind",
                        "admin#directory#users",
                        "users",
                        List.of(
                                Map.of("primaryEmail", ANN, "orgUnitPath", "/Sales"),
                                Map.of("primaryEmail", "bob@example.com"))))));
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(GoogleFixture.credentials()), vague.address());

        AdapterException failure = failure(workspace.usersOfOrgUnit("/Sales"));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure.problem()).isEqualTo("user bob@example.com has no organizational unit");
        assertThat(workspace.usersOfOrgUnit("/").get().things()).containsExactly(ANN, "bob@example.com");
    }

    @Test
    void fields_that_are_null_count_as_missing() throws Exception {
        Answering nulls = server(new Answering(request ->
                FakeAnswer.json(200, Map.of()).body(request.operation().equals("users.list") ? """
                        {"kind": "admin#directory#users", "etag": null, "nextPageToken": null, "users": [
                          {"primaryEmail": "ann@example.com", "suspended": null, "archived": null, "aliases": null,
                           "nonEditableAliases": [null, "a@example.com"], "orgUnitPath": null, "name": null},
                          {"primaryEmail": "bob@example.com"}]}
                        """ : """
                        {"kind": "admin#directory#members", "nextPageToken": null, "members": [
                          {"id": null, "email": "ann@example.com", "role": "MEMBER", "type": null, "status": null},
                          {"email": "bob@example.com", "role": null, "type": "USER"},
                          {"id": "3", "email": null, "role": "MEMBER", "type": "USER"},
                          {"id": "4", "role": "MEMBER", "type": "CUSTOMER", "status": null}]}
                        """)));
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(GoogleFixture.credentials()), nulls.address());

        var members = workspace.group(GROUP).withoutSuspendedMembers().get();
        var users = workspace.usersOfDomain("example.com").get();

        assertThat(members.things()).containsExactly(ANN, "bob@example.com");
        assertThat(members.kept()).isEqualTo(Map.of("bob@example.com", "without a role"));
        assertThat(members.leftOut()).isEqualTo(Map.of("no e-mail", 1, "everybody in the account", 1));
        assertThat(users.things()).containsExactly(ANN, "bob@example.com");
        assertThat(users.aliases()).isEqualTo(Map.of("a@example.com", ANN));
        assertThat(users.leftOut()).isEmpty();
    }
}
