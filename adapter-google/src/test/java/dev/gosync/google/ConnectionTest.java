package dev.gosync.google;

import static dev.gosync.google.GoogleFake.ADMIN;
import static dev.gosync.google.GoogleFake.GROUP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.gosync.Outcome;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.CallListener;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Json;
import dev.gosync.testkit.Request.Access;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private final GoogleFake fake = new GoogleFake();
    private final List<Duration> waits = new ArrayList<>();
    private final List<GoogleWorkspace> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(GoogleWorkspace::close);
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private GoogleWorkspace workspace(GoogleWorkspace.Builder builder) {
        GoogleWorkspace workspace =
                builder.baseUrl(fake.root()).retry(GoogleFixture.retry(waits)).build();
        open.add(workspace);
        return workspace;
    }

    private GoogleCredentials serviceAccount() throws IOException {
        return ServiceAccountCredentials.fromStream(
                new ByteArrayInputStream(fake.serviceAccount().getBytes(UTF_8)));
    }

    private GoogleCredentials user() {
        return UserCredentials.newBuilder()
                .setClientId("client")
                .setClientSecret("client-secret")
                .setRefreshToken("refresh")
                .setTokenServerUri(URI.create(fake.tokenUri()))
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

    private Map<String, ?> claims(FakeRequest tokenRequest) {
        String assertion = tokenRequest.form("assertion").orElseThrow();
        return Json.readObject(
                new String(Base64.getUrlDecoder().decode(assertion.split("\\.", 3)[1]), UTF_8));
    }

    // --- Tokens

    @Test
    void a_service_account_acts_for_an_admin_with_just_the_scope_that_is_needed() throws Exception {
        GoogleWorkspace workspace =
                workspace(GoogleWorkspace.builder(serviceAccount()).actFor(ADMIN));
        fake.join(GROUP, List.of("ann@example.com"), "MEMBER");

        workspace.group(GROUP).get();
        workspace.group(GROUP).get();
        workspace.group(GROUP).withDerivedMembers(true).get();
        workspace.usersOfOrgUnit("/").get();

        assertThat(fake.calls()).isEqualTo(Map.of("token", 3, "members.list", 3, "users.list", 1));
        assertThat(fake.received().stream()
                        .filter(request -> request.operation().equals("token"))
                        .map(request -> claims(request).get("sub") + " "
                                + claims(request).get("scope")))
                .containsExactly(
                        ADMIN + " https://www.googleapis.com/auth/admin.directory.group.member",
                        ADMIN + " https://www.googleapis.com/auth/admin.directory.group.member.readonly",
                        ADMIN + " https://www.googleapis.com/auth/admin.directory.user.readonly");
    }

    @Test
    void a_service_account_may_act_for_itself_and_a_user_for_themselves() throws Exception {
        workspace(GoogleWorkspace.builder(serviceAccount())).group(GROUP).get();
        workspace(GoogleWorkspace.builder(user())).group(GROUP).get();

        assertThat(fake.subjects()).containsExactlyInAnyOrder("go-sync@project.iam.gserviceaccount.com", "user");
    }

    @Test
    void acting_for_an_admin_with_credentials_that_cannot_act_is_an_error() {
        for (GoogleCredentials credentials : List.of(user(), GoogleFixture.credentials())) {
            assertThatThrownBy(() -> GoogleWorkspace.builder(credentials).actFor(ADMIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot act for admin@example.com; use the key of a service account")
                    .hasMessageNotContainingAny("client-secret", "refresh", Conditions.SECRET);
        }
    }

    @Test
    void without_credentials_the_application_default_credentials_are_used_and_checked() throws Exception {
        Path file = Path.of(System.getenv("GOOGLE_APPLICATION_CREDENTIALS"));
        Files.deleteIfExists(file);
        AdapterException missing = failure(workspace(GoogleWorkspace.builder()).group(GROUP));
        Files.writeString(file, "[]");
        AdapterException broken = failure(workspace(GoogleWorkspace.builder()).group(GROUP));
        Files.writeString(
                file,
                Json.write(Map.of(
                        "type", "authorized_user",
                        "client_id", "client",
                        "client_secret", "client-secret",
                        "refresh_token", "refresh",
                        "token_uri", fake.tokenUri())));

        workspace(GoogleWorkspace.builder()).group(GROUP).get();
        AdapterException cannotAct =
                failure(workspace(GoogleWorkspace.builder().actFor(ADMIN)).group(GROUP));

        assertThat(fake.subjects()).containsExactly("user");
        assertThat(broken.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(broken.problem()).isEqualTo("cannot read application default credentials");
        assertThat(missing.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(missing.remedy()).contains("GOOGLE_APPLICATION_CREDENTIALS");
        assertThat(cannotAct.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(cannotAct.problem()).contains("UserCredentials cannot act for admin@example.com");
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 1));
    }

    @Test
    void a_scope_that_was_not_granted_is_named() throws Exception {
        fake.revoke("admin.directory.group.member");

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(serviceAccount()).actFor(ADMIN))
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.operation()).isEqualTo("token");
        assertThat(failure.problem()).isEqualTo("HTTP 401: unauthorized_client: Said by the fake");
        assertThat(failure.remedy()).contains("https://www.googleapis.com/auth/admin.directory.group.member ");
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1));
    }

    @Test
    void acting_for_a_user_who_is_not_an_admin_is_refused() throws Exception {
        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(serviceAccount()).actFor("ann@example.com"))
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem()).isEqualTo("HTTP 400: invalid_grant: Said by the fake");
        assertThat(failure.remedy()).contains("ann@example.com is an admin", "domain-wide delegation");
    }

    @Test
    void a_failed_token_request_shows_no_secret_down_to_the_last_cause() throws Exception {
        String key = Json.readObject(fake.serviceAccount()).get("private_key").toString();
        String inner = key.substring(40, 80);
        List<AdapterException> failures = new ArrayList<>();
        failures.add(failure(workspace(GoogleWorkspace.builder(serviceAccount()).actFor("ann@example.com"))
                .group(GROUP)));
        failures.add(failure(workspace(GoogleWorkspace.builder(UserCredentials.newBuilder()
                        .setClientId("client")
                        .setClientSecret("client-secret")
                        .setRefreshToken("refused-refresh")
                        .setTokenServerUri(URI.create(fake.tokenUri()))
                        .build()))
                .group(GROUP)));
        for (AdapterException failure : failures) {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString())
                    .contains("invalid_grant")
                    .doesNotContain(inner, "eyJ", "client-secret", "refused-refresh");
        }
    }

    @Test
    void a_token_request_does_not_follow_redirects() throws Exception {
        try (StrangeServer strange =
                new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(307).header("Location", fake.tokenUri()))) {
            GoogleCredentials credentials = UserCredentials.newBuilder()
                    .setClientId("client")
                    .setClientSecret("client-secret")
                    .setRefreshToken("refresh")
                    .setTokenServerUri(URI.create(strange.address() + "/token"))
                    .build();

            AdapterException failure =
                    failure(workspace(GoogleWorkspace.builder(credentials)).group(GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
            assertThat(failure.problem()).isEqualTo("HTTP 307");
        }
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void an_expired_access_token_is_reported() {
        GoogleCredentials expired =
                GoogleCredentials.create(new AccessToken(Conditions.SECRET, Date.from(Instant.EPOCH)));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(expired)).group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem()).isEqualTo("the access token has expired");
        assertThat(fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, UNAVAILABLE, 4", "RATE_LIMITED, RATE_LIMITED, 4", "INVALID_REQUEST, AUTHENTICATION, 1"})
    void a_token_request_is_repeated_by_the_retry_policy_only(FailureKind answered, FailureKind meant, int requests)
            throws Exception {
        fake.inject(Fault.answer(answered));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(serviceAccount())).group(GROUP));

        assertThat(failure.kind()).isEqualTo(meant);
        assertThat(fake.calls()).isEqualTo(Map.of("token", requests));
        assertThat(waits).hasSize(requests - 1);
    }

    @Test
    void a_token_request_is_repeated_exactly_when_google_says() throws Exception {
        try (StrangeServer strange =
                new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(429).header("Retry-After", "7"))) {
            GoogleCredentials credentials = UserCredentials.newBuilder()
                    .setClientId("client")
                    .setClientSecret("client-secret")
                    .setRefreshToken("refresh")
                    .setTokenServerUri(URI.create(strange.address() + "/token"))
                    .build();

            AdapterException failure =
                    failure(workspace(GoogleWorkspace.builder(credentials)).group(GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(strange.calls()).isEqualTo(Map.of("token", 4));
        }
        assertThat(waits).hasSize(3).allMatch(Duration.ofSeconds(7)::equals);
    }

    @Test
    void a_write_without_a_token_has_not_started() throws Exception {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

        var report = Asking.add(
                workspace(GoogleWorkspace.builder(serviceAccount())).group(GROUP), List.of("ann@example.com"));

        assertThat(report.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.NOT_STARTED);
        assertThat(report.failure().flatMap(dev.gosync.adapter.Failure::kind)).contains(FailureKind.UNAVAILABLE);
        assertThat(fake.calls()).isEqualTo(Map.of("token", 4));
    }

    @Test
    void no_token_and_no_key_is_logged_at_any_level() throws Exception {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord record) {
                logged.add(record.getMessage()
                        + List.of(Optional.ofNullable(record.getParameters()).orElse(new Object[0])));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            fake.introduce(List.of("ann@example.com"));
            GoogleGroup group = workspace(
                            GoogleWorkspace.builder(serviceAccount()).actFor(ADMIN))
                    .group(GROUP);
            group.get();
            Asking.add(group, List.of("ann@example.com"));
            workspace(GoogleWorkspace.builder(user())).group(GROUP).get();
            Logger.getLogger("go-sync-test").finest("heard");
        } finally {
            root.setLevel(before);
            root.removeHandler(handler);
        }

        assertThat(fake.calls()).containsEntry("token", 2).containsEntry("batch", 1);
        assertThat(String.join("\n", logged))
                .contains("heard")
                .doesNotContain("of-the-fake", "assertion=", "Bearer t", "client-secret");
    }

    // --- Other credentials

    /** A client whose requests for tokens are answered by a function; other requests go to the fake. */
    private OkHttpClient answering(List<String> heard, Function<okhttp3.Request, String> answer) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    okhttp3.Request request = chain.request();
                    heard.add(request.url().host() + request.url().encodedPath());
                    return request.url().toString().startsWith(fake.root().toString())
                            ? chain.proceed(request)
                            : new okhttp3.Response.Builder()
                                    .request(request)
                                    .protocol(okhttp3.Protocol.HTTP_1_1)
                                    .code(status(answer.apply(request)))
                                    .message("Answered")
                                    .header("Metadata-Flavor", "Google")
                                    .body(okhttp3.ResponseBody.create(
                                            answer.apply(request), okhttp3.MediaType.get("application/json")))
                                    .build();
                })
                .build();
    }

    private static int status(String answer) {
        return answer.contains("\"error\"") ? answer.contains("401") ? 401 : 403 : 200;
    }

    @Test
    void a_machine_gets_its_token_through_the_callers_client() throws Exception {
        List<String> heard = new ArrayList<>();
        OkHttpClient client = answering(
                heard,
                request -> Json.write(
                        Map.of("access_token", Conditions.SECRET, "expires_in", 3600, "token_type", "Bearer")));

        workspace(GoogleWorkspace.builder(ComputeEngineCredentials.create()).httpClient(client))
                .group(GROUP)
                .get();

        assertThat(heard)
                .containsExactly(
                        "metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token",
                        fake.root().getHost() + "/admin/directory/v1/groups/" + GROUP + "/members");
    }

    private GoogleCredentials impersonated() {
        return ImpersonatedCredentials.newBuilder()
                .setSourceCredentials(user())
                .setTargetPrincipal("target@project.iam.gserviceaccount.com")
                .setScopes(List.of())
                .setLifetime(300)
                .build();
    }

    @Test
    void an_impersonated_account_gets_its_token_through_the_callers_client() throws Exception {
        List<String> heard = new ArrayList<>();
        OkHttpClient client = answering(
                heard,
                request -> Json.write(Map.of(
                        "accessToken",
                        Conditions.SECRET,
                        "expireTime",
                        Instant.now()
                                .plusSeconds(3600)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())));

        workspace(GoogleWorkspace.builder(impersonated()).httpClient(client))
                .group(GROUP)
                .get();

        assertThat(heard)
                .containsExactly(
                        fake.root().getHost() + "/token",
                        "iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
                                + "target@project.iam.gserviceaccount.com:generateAccessToken",
                        fake.root().getHost() + "/admin/directory/v1/groups/" + GROUP + "/members");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void the_refusal_of_an_impersonation_says_why_and_is_not_repeated(int status) {
        List<String> heard = new ArrayList<>();
        OkHttpClient client = answering(
                heard,
                request -> Json.write(Map.of(
                        "error",
                        Map.of(
                                "code",
                                status,
                                "message",
                                "Permission 'iam.serviceAccounts.getAccessToken' denied on resource.",
                                "status",
                                "PERMISSION_DENIED"))));

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(impersonated()).httpClient(client))
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem())
                .isEqualTo("HTTP " + status + ": PERMISSION_DENIED: Permission 'iam.serviceAccounts.getAccessToken'"
                        + " denied on resource");
        assertThat(heard).hasSize(2); // one for the source, one for the account
    }

    @Test
    void the_refusal_of_an_external_token_names_the_error_and_not_the_token() {
        GoogleCredentials external = IdentityPoolCredentials.newBuilder()
                .setSubjectTokenSupplier(context -> "external-token-of-the-pipeline")
                .setAudience("//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/ci")
                .setSubjectTokenType("urn:ietf:params:oauth:token-type:jwt")
                .setTokenUrl("https://sts.googleapis.com/v1/token")
                .setHttpTransportFactory(() -> new GoogleClient(
                        answering(
                                new ArrayList<>(),
                                request -> "{\"error\": \"invalid_grant\", \"error_description\":"
                                        + " \"Bad external-token-of-the-pipeline\"}"),
                        Duration.ofSeconds(5),
                        10_000,
                        dev.gosync.adapter.http.Secrets.of()))
                .build();

        AdapterException failure =
                failure(workspace(GoogleWorkspace.builder(external)).group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem()).isEqualTo("HTTP 403: invalid_grant");
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("external-token", "of-the-pipeline");
    }

    @Test
    void four_groups_in_parallel_share_one_token() throws Exception {
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(serviceAccount()));
        fake.introduce(List.of("ann@example.com"));
        List<GoogleGroup> groups = new ArrayList<>();
        for (String email : List.of("a@example.com", "b@example.com", "c@example.com", "d@example.com")) {
            fake.createGroup(email);
            groups.add(workspace.group(email));
        }

        Sync.from(Sources.of(List.of("ann@example.com"))).syncWithAll(groups);

        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 4, "batch", 4));
    }

    @Test
    void a_group_that_can_only_be_a_source_asks_for_the_right_to_read_alone() throws Exception {
        fake.revoke("admin.directory.group.member");
        fake.join(GROUP, List.of("ann@example.com"), "MEMBER");
        GoogleGroup group = workspace(GoogleWorkspace.builder(serviceAccount())).group(GROUP);

        assertThat(group.withoutSuspendedMembers().get().things()).containsExactly("ann@example.com");
        assertThat(group.withDerivedMembers(true).get().things()).containsExactly("ann@example.com");
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 2));
    }

    // --- One attempt is one request

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void each_attempt_is_one_request_also_with_retry_after(int seconds) {
        Fault busy = new Fault(
                Fault.Type.ANSWER,
                Optional.of(FailureKind.UNAVAILABLE),
                Optional.of(Duration.ofSeconds(seconds)),
                Optional.of(Access.READ),
                1,
                Integer.MAX_VALUE);
        fake.inject(busy);

        failure(workspace(GoogleWorkspace.builder(GoogleFixture.credentials())).group(GROUP));

        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 4));
        assertThat(waits).allMatch(Duration.ofSeconds(seconds)::equals).hasSize(seconds == 0 ? 0 : 3);
    }

    @Test
    void a_redirect_is_not_followed() {
        try (StrangeServer strange = new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(302)
                .header("Location", fake.address() + "/admin/directory/v1/groups/" + GROUP + "/members"))) {
            GoogleWorkspace workspace = GoogleWorkspace.builder(GoogleFixture.credentials())
                    .baseUrl(strange.address())
                    .build();
            open.add(workspace);

            assertThat(failure(workspace.group(GROUP)).kind()).isEqualTo(FailureKind.UNKNOWN);
        }
        assertThat(fake.requests()).isEmpty();
    }

    // --- The builder

    @Test
    void the_callers_http_client_carries_requests_and_token_requests_and_stays_open() throws Exception {
        List<String> heard = new ArrayList<>();
        OkHttpClient callers = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    heard.add(chain.request().method() + " "
                            + chain.request().url().encodedPath());
                    return chain.proceed(chain.request());
                })
                .build();
        fake.introduce(List.of("ann@example.com"));
        GoogleWorkspace workspace =
                workspace(GoogleWorkspace.builder(serviceAccount()).httpClient(callers));

        workspace.group(GROUP).get();
        Asking.add(workspace.group(GROUP), List.of("ann@example.com"));
        workspace.close();

        assertThat(heard)
                .containsExactly("POST /token", "GET /admin/directory/v1/groups/" + GROUP + "/members", "POST /batch");
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 1, "batch", 1));
        assertThat(callers.dispatcher().executorService().isShutdown()).isFalse();
        okhttp3.Request again =
                new okhttp3.Request.Builder().url(fake.tokenUri()).build();
        try (okhttp3.Response answer = callers.newCall(again).execute()) {
            assertThat(answer.code()).isEqualTo(400);
        }
        assertThat(fake.complaints()).hasSize(1); // the fake issues no token for a GET
        fake.forgetRequests();
    }

    @Test
    void the_callers_http_client_neither_retries_nor_follows_redirects() throws Exception {
        OkHttpClient callers = new OkHttpClient.Builder()
                .followRedirects(true)
                .retryOnConnectionFailure(true)
                .build();
        try (StrangeServer busy = new StrangeServer(
                        dev.gosync.testkit.FakeAnswer.empty(503).header("Retry-After", "0"));
                GoogleWorkspace workspace = GoogleWorkspace.builder(GoogleFixture.credentials())
                        .httpClient(callers)
                        .baseUrl(busy.address())
                        .retry(GoogleFixture.retry(waits))
                        .build()) {
            failure(workspace.group(GROUP));

            assertThat(busy.calls()).isEqualTo(Map.of("members.list", 4));
        }
    }

    @Test
    void the_authenticator_of_the_callers_http_client_repeats_no_request() throws Exception {
        List<Integer> asked = new ArrayList<>();
        OkHttpClient callers = new OkHttpClient.Builder()
                .authenticator((route, response) -> {
                    asked.add(response.code());
                    return response.request()
                            .newBuilder()
                            .header("Proof", "another")
                            .build();
                })
                .build();
        GoogleGroup group = workspace(
                        GoogleWorkspace.builder(GoogleFixture.credentials()).httpClient(callers))
                .group(GROUP);
        GoogleGroup withKey = workspace(
                        GoogleWorkspace.builder(serviceAccount()).httpClient(callers))
                .group(GROUP);
        fake.revoke("admin.directory.group.member");
        AdapterException noToken = failure(withKey); // the fake answers 401

        fake.inject(Fault.answer(FailureKind.AUTHENTICATION));
        AdapterException notRead = failure(group);
        var report = Asking.add(group, List.of("ann@example.com"));

        assertThat(noToken.problem()).startsWith("HTTP 401");
        assertThat(notRead.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(report.outcomes())
                .extracting(Outcome::kind)
                .containsExactly(Optional.of(FailureKind.AUTHENTICATION));
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 1, "batch", 1));
        assertThat(asked).isEmpty();
    }

    @Test
    void a_closed_connection_makes_no_request() throws Exception {
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(serviceAccount()));
        GoogleGroup group = workspace.group(GROUP);
        Source derived = group.withDerivedMembers(true);
        GoogleUsers users = workspace.usersOfOrgUnit("/");
        group.get();
        fake.forgetRequests();

        workspace.close();
        workspace.close();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                group::get,
                group.role(GoogleGroup.Role.OWNER)::get,
                derived::get,
                users::get,
                () -> workspace.group(GROUP),
                () -> workspace.usersOfDomain("example.com"),
                () -> workspace.usersOfOrgUnit("/"),
                () -> workspace.usersMatching("isAdmin=true"))) {
            assertThatThrownBy(call)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("The Google workspace is closed");
        }
        Asking.add(group, List.of("ann@example.com"));
        Asking.remove(group, List.of("ann@example.com"));
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void null_arguments_are_named() {
        GoogleWorkspace.Builder builder = GoogleWorkspace.builder(GoogleFixture.credentials());
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(GoogleFixture.credentials()));
        GoogleGroup group = workspace.group(GROUP);
        Map<String, ThrowingCallable> calls = new java.util.LinkedHashMap<>();
        calls.put("credentials", () -> GoogleWorkspace.builder(nothing(GoogleCredentials.class)));
        calls.put("user", () -> builder.actFor(nothing(String.class)));
        calls.put("baseUrl", () -> builder.baseUrl(nothing(URI.class)));
        calls.put("httpClient", () -> builder.httpClient(nothing(OkHttpClient.class)));
        calls.put("retry", () -> builder.retry(nothing(Retry.class)));
        calls.put("cacheFor", () -> builder.cacheFor(nothing(Duration.class)));
        calls.put("email", () -> workspace.group(nothing(String.class)));
        calls.put("domain", () -> workspace.usersOfDomain(nothing(String.class)));
        calls.put("path", () -> workspace.usersOfOrgUnit(nothing(String.class)));
        calls.put("query", () -> workspace.usersMatching(nothing(String.class)));
        calls.put("role", () -> group.role(nothing(GoogleGroup.Role.class)));
        calls.put("delivery", () -> group.delivery(nothing(GoogleGroup.Delivery.class)));
        calls.put("types", () -> group.memberTypes(noTypes()));

        calls.forEach((name, call) -> assertThatThrownBy(call)
                .as(name)
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(name));
    }

    @Test
    void what_was_learnt_is_remembered_as_long_as_the_builder_says() throws Exception {
        fake.introduce(List.of("ann@example.com"));
        GoogleWorkspace workspace = GoogleWorkspace.builder(GoogleFixture.credentials())
                .baseUrl(fake.root())
                .cacheFor(Duration.ofMinutes(40))
                .retry(GoogleFixture.retry(waits).time(new WaitedClock(waits), waits::add, () -> 1.0))
                .build();
        open.add(workspace);
        GoogleGroup group = workspace.group(GROUP).withOtherAddresses();

        group.get();
        waits.add(Duration.ofMinutes(39));
        group.get();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2, "users.list", 1));
        waits.add(Duration.ofMinutes(1));
        group.get();

        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 3, "users.list", 2));
    }

    @Test
    void a_listener_hears_each_request_and_nothing_else() throws Exception {
        List<String> heard = new ArrayList<>();
        fake.join(GROUP, GoogleFixture.people(0, 201), "MEMBER");
        GoogleGroup group = workspace(GoogleWorkspace.builder(serviceAccount())).group(GROUP);

        Retry.listening(
                new CallListener() {
                    @Override
                    public void callBegan(String place, String operation, int attempt) {
                        heard.add(operation);
                    }
                },
                () -> group.get().things());

        assertThat(heard).containsExactly("token", "members.list", "members.list");
        assertThat(fake.requests()).hasSize(3);
    }

    @Test
    void wrong_settings_are_refused_at_once() {
        GoogleWorkspace.Builder builder = GoogleWorkspace.builder(GoogleFixture.credentials());
        for (String url : List.of(
                "admin.googleapis.com",
                "ftp://example.com/",
                "https://me:secret@example.com/",
                "https:///x",
                "https://example.com/?a=b")) {
            assertThatThrownBy(() -> builder.baseUrl(URI.create(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> builder.baseUrl(URI.create("http://example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must begin with https://");
        assertThatThrownBy(() -> builder.actFor(" ")).isInstanceOf(IllegalArgumentException.class);
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> builder.cacheFor(none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cacheFor must be positive, but is " + none);
        }
        try (GoogleWorkspace workspace = builder.baseUrl(fake.address()).build()) {
            assertThatThrownBy(() -> workspace.usersOfOrgUnit("Sales")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> workspace.usersOfDomain(" ")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> workspace.usersMatching("")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closing_a_group_does_not_close_the_workspace() throws Exception {
        GoogleWorkspace workspace = workspace(GoogleWorkspace.builder(GoogleFixture.credentials()));
        try (GoogleGroup group = workspace.group(GROUP)) {
            group.get();
        }

        assertThat(workspace.group(GROUP).get().things()).isEmpty();
    }

    @Test
    void building_a_connection_makes_no_request() {
        try (GoogleWorkspace workspace =
                GoogleWorkspace.builder(GoogleFixture.credentials()).build()) {
            assertThat(workspace.group(GROUP).name()).isEqualTo("Google group team@example.com");
        }
        assertThat(fake.requests()).isEmpty();
    }

    @SuppressWarnings("NullAway")
    private static List<GoogleGroup.MemberType> noTypes() {
        return null;
    }

    @SuppressWarnings("NullAway")
    private static <T> T nothing(Class<T> type) {
        return type.cast(null);
    }
}
