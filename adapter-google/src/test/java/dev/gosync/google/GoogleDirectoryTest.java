package dev.gosync.google;

import static dev.gosync.google.GoogleDirectoryFake.ADMIN;
import static dev.gosync.google.GoogleDirectoryFake.GROUP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.gosync.Outcome;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleDirectoryTest {
    private final GoogleDirectoryFake fake = new GoogleDirectoryFake();
    private final List<Duration> waits = new ArrayList<>();
    private final List<GoogleDirectory> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(GoogleDirectory::close);
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private GoogleDirectory directory(GoogleDirectory.Builder builder) {
        GoogleDirectory directory =
                builder.rootUrl(fake.root()).retry(TestDirectory.retry(waits)).build();
        open.add(directory);
        return directory;
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

    private static AdapterException failure(dev.gosync.adapter.Source source) {
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
        GoogleDirectory directory =
                directory(GoogleDirectory.builder(serviceAccount()).actFor(ADMIN));
        fake.join(GROUP, List.of("ann@example.com"), "MEMBER");

        directory.group(GROUP).get();
        directory.group(GROUP).get();
        directory.group(GROUP).withDerivedMembers().get();
        directory.usersOfOrgUnit("/").get();

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
        directory(GoogleDirectory.builder(serviceAccount())).group(GROUP).get();
        directory(GoogleDirectory.builder(user())).group(GROUP).get();

        assertThat(fake.subjects()).containsExactlyInAnyOrder("go-sync@project.iam.gserviceaccount.com", "user");
    }

    @Test
    void acting_for_an_admin_with_credentials_that_cannot_is_an_error() {
        for (GoogleCredentials credentials : List.of(user(), TestDirectory.credentials())) {
            assertThatThrownBy(() -> GoogleDirectory.builder(credentials).actFor(ADMIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot act for admin@example.com; only a service account's key can")
                    .hasMessageNotContainingAny("client-secret", "refresh", Conditions.SECRET);
        }
    }

    @Test
    void without_credentials_the_application_default_ones_are_used_and_held_to_the_same() throws Exception {
        Path file = Path.of(System.getenv("GOOGLE_APPLICATION_CREDENTIALS"));
        Files.deleteIfExists(file);
        AdapterException missing = failure(directory(GoogleDirectory.builder()).group(GROUP));
        Files.writeString(file, "[]");
        AdapterException broken = failure(directory(GoogleDirectory.builder()).group(GROUP));
        Files.writeString(
                file,
                Json.write(Map.of(
                        "type", "authorized_user",
                        "client_id", "client",
                        "client_secret", "client-secret",
                        "refresh_token", "refresh",
                        "token_uri", fake.tokenUri())));

        directory(GoogleDirectory.builder()).group(GROUP).get();
        AdapterException cannotAct =
                failure(directory(GoogleDirectory.builder().actFor(ADMIN)).group(GROUP));

        assertThat(fake.subjects()).containsExactly("user");
        assertThat(broken.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(broken.problem()).isEqualTo("no application default credentials can be read");
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
                failure(directory(GoogleDirectory.builder(serviceAccount()).actFor(ADMIN))
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.operation()).isEqualTo("token");
        assertThat(failure.problem()).isEqualTo("HTTP 401 unauthorized_client");
        assertThat(failure.remedy()).contains("https://www.googleapis.com/auth/admin.directory.group.member ");
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1));
    }

    @Test
    void somebody_else_than_an_admin_to_act_for_is_refused() throws Exception {
        AdapterException failure =
                failure(directory(GoogleDirectory.builder(serviceAccount()).actFor("ann@example.com"))
                        .group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem()).isEqualTo("HTTP 400 invalid_grant");
        assertThat(failure.remedy()).contains("ann@example.com is an admin", "domain-wide delegation");
    }

    @Test
    void what_goes_wrong_with_a_token_says_no_secret_down_to_its_last_cause() throws Exception {
        String key = Json.readObject(fake.serviceAccount()).get("private_key").toString();
        String inner = key.substring(40, 80);
        List<AdapterException> failures = new ArrayList<>();
        failures.add(failure(directory(GoogleDirectory.builder(serviceAccount()).actFor("ann@example.com"))
                .group(GROUP)));
        failures.add(failure(directory(GoogleDirectory.builder(UserCredentials.newBuilder()
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
    void a_token_request_is_not_sent_on_to_where_it_is_redirected() throws Exception {
        try (StrangeServer strange =
                new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(307).header("Location", fake.tokenUri()))) {
            GoogleCredentials credentials = UserCredentials.newBuilder()
                    .setClientId("client")
                    .setClientSecret("client-secret")
                    .setRefreshToken("refresh")
                    .setTokenServerUri(URI.create(strange.address() + "/token"))
                    .build();

            AdapterException failure =
                    failure(directory(GoogleDirectory.builder(credentials)).group(GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
            assertThat(failure.problem()).isEqualTo("HTTP 307");
        }
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void an_access_token_that_has_expired_is_said_to_have() {
        GoogleCredentials expired =
                GoogleCredentials.create(new AccessToken(Conditions.SECRET, Date.from(Instant.EPOCH)));

        AdapterException failure =
                failure(directory(GoogleDirectory.builder(expired)).group(GROUP));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.problem()).isEqualTo("the access token has expired");
        assertThat(fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, UNAVAILABLE, 4", "RATE_LIMITED, RATE_LIMITED, 4", "INVALID_REQUEST, AUTHENTICATION, 1"})
    void a_token_request_is_repeated_by_the_gate_alone(FailureKind answered, FailureKind meant, int requests)
            throws Exception {
        fake.inject(Fault.answer(answered));

        AdapterException failure =
                failure(directory(GoogleDirectory.builder(serviceAccount())).group(GROUP));

        assertThat(failure.kind()).isEqualTo(meant);
        assertThat(fake.calls()).isEqualTo(Map.of("token", requests));
        assertThat(waits).hasSize(requests - 1);
    }

    @Test
    void a_token_request_that_is_told_to_come_back_comes_back_exactly_then() throws Exception {
        try (StrangeServer strange =
                new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(429).header("Retry-After", "7"))) {
            GoogleCredentials credentials = UserCredentials.newBuilder()
                    .setClientId("client")
                    .setClientSecret("client-secret")
                    .setRefreshToken("refresh")
                    .setTokenServerUri(URI.create(strange.address() + "/token"))
                    .build();

            AdapterException failure =
                    failure(directory(GoogleDirectory.builder(credentials)).group(GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(strange.calls()).isEqualTo(Map.of("token", 4));
        }
        assertThat(waits).hasSize(3).allMatch(Duration.ofSeconds(7)::equals);
    }

    @Test
    void a_token_that_cannot_be_had_is_no_write_that_may_have_happened() throws Exception {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

        var report = Asking.add(
                directory(GoogleDirectory.builder(serviceAccount())).group(GROUP), List.of("ann@example.com"));

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
            GoogleGroup group = directory(
                            GoogleDirectory.builder(serviceAccount()).actFor(ADMIN))
                    .group(GROUP);
            group.get();
            Asking.add(group, List.of("ann@example.com"));
            directory(GoogleDirectory.builder(user())).group(GROUP).get();
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

    // --- One attempt is one request

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_service_that_says_when_to_come_back_is_asked_once_for_each_attempt(int seconds) {
        Fault busy = new Fault(
                Fault.Type.ANSWER,
                Optional.of(FailureKind.UNAVAILABLE),
                Optional.of(Duration.ofSeconds(seconds)),
                Optional.of(Access.READ),
                1,
                Integer.MAX_VALUE);
        fake.inject(busy);

        failure(directory(GoogleDirectory.builder(TestDirectory.credentials())).group(GROUP));

        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 4));
        assertThat(waits).allMatch(Duration.ofSeconds(seconds)::equals).hasSize(seconds == 0 ? 0 : 3);
    }

    @Test
    void a_redirect_is_not_followed() {
        try (StrangeServer strange = new StrangeServer(dev.gosync.testkit.FakeAnswer.empty(302)
                .header("Location", fake.address() + "/admin/directory/v1/groups/" + GROUP + "/members"))) {
            GoogleDirectory directory = GoogleDirectory.builder(TestDirectory.credentials())
                    .rootUrl(strange.address())
                    .build();
            open.add(directory);

            assertThat(failure(directory.group(GROUP)).kind()).isEqualTo(FailureKind.UNKNOWN);
        }
        assertThat(fake.requests()).isEmpty();
    }

    // --- What it is made of

    @Test
    void what_makes_no_sense_is_refused_when_it_is_said() {
        GoogleDirectory.Builder builder = GoogleDirectory.builder(TestDirectory.credentials());
        for (String url : List.of(
                "admin.googleapis.com",
                "ftp://example.com/",
                "https://me:secret@example.com/",
                "https:///x",
                "https://example.com/?a=b")) {
            assertThatThrownBy(() -> builder.rootUrl(URI.create(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> builder.actFor(" ")).isInstanceOf(IllegalArgumentException.class);
        try (GoogleDirectory directory = builder.rootUrl(fake.address()).build()) {
            assertThatThrownBy(() -> directory.usersOfOrgUnit("Sales")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.usersOfDomain(" ")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.usersMatching("")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_group_does_not_close_the_directory_that_it_shares() throws Exception {
        GoogleDirectory directory = directory(GoogleDirectory.builder(TestDirectory.credentials()));
        try (GoogleGroup group = directory.group(GROUP)) {
            group.get();
        }

        assertThat(directory.group(GROUP).get().things()).isEmpty();
    }

    @Test
    void the_defaults_are_those_of_the_gate_and_no_request_is_made_before_it_is_needed() {
        try (GoogleDirectory directory =
                GoogleDirectory.builder(TestDirectory.credentials()).build()) {
            assertThat(directory.group(GROUP).name()).isEqualTo("Google group team@example.com");
        }
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() ->
                        GoogleDirectory.builder(TestDirectory.credentials()).retry(nothing()));
    }

    @SuppressWarnings("NullAway")
    private static Retry nothing() {
        return null;
    }
}
