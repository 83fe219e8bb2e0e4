package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.Cache;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that were once found in an adapter, each held by a test. */
class ConnectionTest extends GitHubFixture {
    @TempDir
    Path folder;

    @BeforeEach
    void aTeam() {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.introduce(List.of("bob@x.org"));
    }

    private GitHubOrganization.Builder withToken() {
        return GitHubOrganization.withToken(GitHubFake.ORGANIZATION, Conditions.SECRET);
    }

    // --- One attempt is one request, and a 5xx says nothing about a write

    @ParameterizedTest
    @ValueSource(strings = {"0", "00"})
    void a_503_with_retry_after_0_is_one_request_for_each_attempt(String zero) throws Exception {
        GitHubTeam team = team();
        FakeAnswer again = GitHubFake.message(503, "Service unavailable").header("Retry-After", zero);
        for (int i = 0; i < 6; i++) {
            fake.onceAt("add", again);
        }

        Report report = add(team, "bob@x.org");

        assertThat(outcome(report, "bob@x.org").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(fake.calls()).containsEntry("add", 6);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void a_503_with_an_endless_retry_after_is_given_up_at_once() throws Exception {
        fake.answerNext(GitHubFake.message(503, "Service unavailable").header("Retry-After", "99999999999"));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.retryAt()).isPresent();
        assertThat(fake.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_5xx_that_stays_leaves_a_write_not_known(int status) throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        GitHubTeam team = team();
        team.get();
        for (int i = 0; i < 6; i++) {
            for (String operation : List.of("add", "remove", "cancel")) {
                fake.onceAt(operation, FakeAnswer.text(status, "<html>Unicorn!</html>"));
            }
        }

        Report added = add(team, "bob@x.org");
        Report removed = remove(team, "ann@x.org");
        Report cancelled = remove(team, "new@x.org");

        assertThat(outcome(added, "bob@x.org").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(removed, "ann@x.org").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(cancelled, "new@x.org").state()).isEqualTo(State.NOT_KNOWN);
    }

    @Test
    void a_success_of_a_write_that_does_not_show_the_membership_is_not_known() throws Exception {
        GitHubTeam team = team();
        fake.onceAt("add", FakeAnswer.json(200, Map.of("ok", true)));
        fake.onceAt("remove", FakeAnswer.json(200, Map.of("ok", true)));

        Report added = add(team, "bob@x.org");
        Report removed = remove(team, "ann@x.org");

        assertThat(outcome(added, "bob@x.org").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(removed, "ann@x.org").state()).isEqualTo(State.NOT_KNOWN);
    }

    // --- Secrets

    private static String all(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertHidden(String text, String secret) {
        for (int length = secret.length(); length > 4; length--) {
            assertThat(text).doesNotContain(secret.substring(0, length));
        }
    }

    @Test
    void a_token_that_github_repeats_is_masked_in_rest_and_in_graphql() throws Exception {
        String repeated = "Bad " + Conditions.SECRET + " and " + Conditions.SECRET.substring(0, 9);
        GitHubTeam team = team();
        fake.onceAt("invitations", GitHubFake.message(400, repeated));

        AdapterException rest = failure(team);
        fake.answerNext(FakeAnswer.json(200, Map.of("errors", List.of(Map.of("type", "X", "message", repeated)))));
        AdapterException graphQl = failure(team);
        fake.onceAt("add", GitHubFake.message(403, repeated));
        Report report = add(team, "bob@x.org");

        assertThat(rest).hasMessageContaining("Bad *** and ***");
        assertThat(graphQl).hasMessageContaining("Bad *** and ***");
        assertHidden(all(rest), Conditions.SECRET);
        assertHidden(all(graphQl), Conditions.SECRET);
        assertHidden(report.toString(), Conditions.SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Accepted-GitHub-Permissions", "X-GitHub-SSO", "X-Accepted-OAuth-Scopes", "X-OAuth-Scopes"})
    void a_token_that_a_header_repeats_is_masked(String header) throws Exception {
        FakeAnswer forbidden = GitHubFake.message(403, "Forbidden")
                .header("X-Accepted-OAuth-Scopes", "read:org")
                .header("X-OAuth-Scopes", "repo");
        fake.onceAt(
                "invitations",
                (header.contains("OAuth") ? forbidden : GitHubFake.message(403, "Forbidden"))
                        .header(header, "url=" + Conditions.SECRET));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.remedy()).contains("***");
        assertHidden(all(failure), Conditions.SECRET);
    }

    @Test
    void an_apps_key_jwt_and_token_that_github_repeats_are_masked() throws Exception {
        KeyPair keys = AppTest.keys();
        fake.app(keys.getPublic());
        Path pem = AppTest.pem(
                folder.resolve("key.pem"), "PRIVATE KEY", keys.getPrivate().getEncoded());
        GitHubTeam team = open(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, AppTest.APP, pem))
                .team(TEAM);
        team.get();
        String jwt = fake.received().stream()
                .filter(request -> request.operation().equals("token"))
                .findFirst()
                .flatMap(request -> request.header("Authorization"))
                .orElseThrow()
                .substring("Bearer ".length());
        List<String> secrets = new ArrayList<>(List.of(jwt, fake.lastToken()));
        Files.readAllLines(pem).stream().filter(line -> !line.startsWith("-")).forEach(secrets::add);

        for (String secret : secrets) {
            fake.onceAt("invitations", GitHubFake.message(400, "Bad " + secret));
            AdapterException failure = failure(team);

            assertThat(failure).hasMessageContaining("Bad ***");
            assertHidden(all(failure), secret);
        }
    }

    @Test
    void a_token_in_an_answer_that_is_not_http_is_masked_in_the_message_and_in_its_causes() throws Exception {
        OkHttpClient echoing = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new ProtocolException(
                            "Unexpected status line: " + chain.request().header("Authorization"));
                })
                .build();

        AdapterException failure = failure(open(withToken().httpClient(echoing)).team(TEAM));

        assertThat(failure).hasMessageContaining("Unexpected status line: Bearer ***");
        assertHidden(all(failure), Conditions.SECRET);
    }

    // --- Pages that never end, and answers that are too large

    private void assertEndless() throws Exception {
        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.requests().size()).isLessThan(30);
    }

    @Test
    void a_page_of_invitations_that_is_sent_again_and_again_fails_the_read() throws Exception {
        Map<String, Object> one = Map.of("id", 7, "email", "new@x.org", "team_count", 1);
        for (int i = 0; i < 20; i++) {
            fake.onceAt(
                    "invitations",
                    FakeAnswer.json(200, List.of(one)).header("Link", "<" + fake.address() + ">; rel=\"next\""));
        }

        assertEndless();
    }

    private static FakeAnswer identities(int number, List<?> nodes) {
        Map<String, Object> page = Map.of(
                "totalCount",
                5000,
                "pageInfo",
                Map.of("hasNextPage", true, "endCursor", "cursor-" + number),
                "nodes",
                nodes);
        return FakeAnswer.json(
                200,
                Map.of(
                        "data",
                        Map.of("organization", Map.of("samlIdentityProvider", Map.of("externalIdentities", page)))));
    }

    @Test
    void new_cursors_with_the_same_people_fail_the_read() throws Exception {
        fake.join(TEAM, "member", emails(0, 450));
        Map<String, Object> node = new LinkedHashMap<>(Map.of("id", "EI_1"));
        node.put("user", null);
        for (int i = 0; i < 20; i++) {
            fake.answerTo("SamlIdentities", identities(i, List.of(node)));
        }
        fake.answerTo("SamlIdentitiesOfLogins", FakeAnswer.text(200, "unused"));

        AdapterException failure = failure(organization(GitHubIdentities.saml()).team(TEAM));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.requests().size()).isLessThan(30);
    }

    @Test
    void new_cursors_with_empty_pages_of_members_fail_the_read() throws Exception {
        for (int i = 0; i < 20; i++) {
            Map<String, Object> info =
                    Map.of("hasNextPage", true, "endCursor", "a" + i, "hasPreviousPage", true, "startCursor", "b" + i);
            Map<String, Object> members = Map.of("pageInfo", info, "edges", List.of());
            fake.answerNext(FakeAnswer.json(
                    200,
                    Map.of(
                            "data",
                            Map.of(
                                    "viewer", Map.of("login", "token-owner"),
                                    "organization", Map.of("team", Map.of("start", members, "end", members))))));
        }

        assertEndless();
    }

    @Test
    void a_page_that_does_not_say_whether_more_follow_fails_the_read() throws Exception {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("hasNextPage", null);
        info.put("hasPreviousPage", null);
        Map<String, Object> members = Map.of("pageInfo", info, "edges", List.of());
        fake.answerNext(FakeAnswer.json(
                200,
                Map.of(
                        "data",
                        Map.of(
                                "viewer", Map.of("login", "token-owner"),
                                "organization", Map.of("team", Map.of("start", members, "end", members))))));

        assertThat(failure(team()).kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void an_answer_over_the_limit_fails_the_read() throws Exception {
        fake.join(TEAM, "member", emails(0, 90));

        AdapterException failure = failure(open(withToken().largestAnswer(3000)).team(TEAM));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure).hasMessageContaining("3000");
        assertThat(fake.calls()).containsOnly(Map.entry("graphql", 1));
    }

    // --- The caller's HTTP client, and closing

    @Test
    void the_callers_http_client_sends_every_request_and_stays_open() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    sent.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        GitHubOrganization organization = open(withToken().httpClient(client));

        Report report = add(organization.team(TEAM), "bob@x.org");
        organization.close();

        assertThat(report.isClean()).isTrue();
        assertThat(sent).hasValue(fake.requests().size()).hasValueGreaterThan(2);
        assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(client.connectionPool().connectionCount()).isPositive();
    }

    @Test
    void the_callers_http_client_does_not_repeat_a_request_that_github_refuses_to_authenticate() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, response) -> {
                    asked.incrementAndGet();
                    return response.request()
                            .newBuilder()
                            .header("Authorization", "Bearer another")
                            .build();
                })
                .build();
        GitHubTeam team = open(withToken().httpClient(client)).team(TEAM);
        team.get();
        fake.forgetRequests();
        fake.onceAt("graphql", GitHubFake.message(401, "Bad credentials"));
        fake.onceAt("remove", GitHubFake.message(401, "Bad credentials"));

        AdapterException read = failure(team);
        Report removed = remove(team, "ann@x.org");

        assertThat(read.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(outcome(removed, "ann@x.org").kind()).contains(FailureKind.AUTHENTICATION);
        assertThat(asked).hasValue(0);
        assertThat(fake.calls()).containsEntry("remove", 1);
        assertThat(fake.strangers()).isZero();
    }

    @Test
    void the_callers_http_client_takes_no_list_from_its_cache() throws Exception {
        try (Cache cache = new Cache(folder.toFile(), 1_000_000)) {
            GitHubTeam team = open(withToken()
                            .httpClient(new OkHttpClient.Builder().cache(cache).build()))
                    .team(TEAM);
            team.get();
            fake.inviteEmail("new@x.org", TEAM);

            assertThat(team.get().things()).containsExactly("ann@x.org", "new@x.org");
        }
        assertThat(fake.calls()).containsEntry("invitations", 2);
    }

    @Test
    void a_closed_connection_makes_no_request() throws Exception {
        GitHubOrganization organization = organization(GitHubIdentities.logins());
        GitHubTeam team = organization.team(TEAM);
        team.get();
        fake.forgetRequests();

        organization.close();
        organization.close();

        assertThatIllegalStateException().isThrownBy(team::get).withMessage("The GitHub organization is closed");
        assertThatIllegalStateException().isThrownBy(() -> team.preview(List.of("ann")));
        assertThatIllegalStateException().isThrownBy(() -> organization.team("web"));
        assertThat(outcome(add(team, "ann"), "ann").state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.requests()).isEmpty();
    }

    // --- Arguments

    @Test
    void null_arguments_are_named() {
        GitHubOrganization.Builder builder = withToken();
        GitHubTeam team = team();

        assertThatNullPointerException()
                .isThrownBy(() -> GitHubOrganization.withToken("acme", null))
                .withMessage("token");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubOrganization.withToken(null, "x"))
                .withMessage("organization");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubOrganization.withApp("acme", null, folder))
                .withMessage("appId");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubOrganization.withApp("acme", "1", null))
                .withMessage("privateKeyFile");
        assertThatNullPointerException().isThrownBy(() -> builder.baseUrl(null)).withMessage("baseUrl");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.identities(null))
                .withMessage("identities");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.httpClient(null))
                .withMessage("httpClient");
        assertThatNullPointerException().isThrownBy(() -> builder.retry(null)).withMessage("retry");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.cacheFor(null))
                .withMessage("cacheFor");
        assertThatNullPointerException()
                .isThrownBy(() -> organization(GitHubIdentities.logins()).team(null))
                .withMessage("team");
        assertThatNullPointerException().isThrownBy(() -> team.role(null)).withMessage("role");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubIdentities.file(null))
                .withMessage("csv");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubIdentities.of(null))
                .withMessage("directory");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubIdentities.enterpriseSaml(null))
                .withMessage("enterprise");
        assertThatNullPointerException()
                .isThrownBy(() -> GitHubIdentities.saml().or(null))
                .withMessage("next");
    }

    @Test
    void a_wrong_argument_is_named_and_no_secret_is_shown() {
        GitHubOrganization.Builder builder = withToken();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GitHubOrganization.withToken("acme", "secret word"))
                .withMessageStartingWith("token must")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.baseUrl(URI.create("https://u:secret@x.org")))
                .withMessageStartingWith("baseUrl must")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.cacheFor(Duration.ZERO))
                .withMessageStartingWith("cacheFor must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.installationId(5))
                .withMessageStartingWith("installationId is for");
    }

    // --- What was learnt ages

    @Test
    void people_are_remembered_as_long_as_cache_for_says() throws Exception {
        GitHubTeam team = open(withToken().cacheFor(Duration.ofMinutes(3))).team(TEAM);
        team.get();
        time.pass(Duration.ofMinutes(3).minusMillis(1));
        team.get();
        assertThat(calls()).containsEntry("SamlIdentities", 1);

        time.pass(Duration.ofMillis(1));
        team.get();

        assertThat(calls()).containsEntry("SamlIdentities", 2);
    }

    @Test
    void by_default_people_are_remembered_for_15_minutes() throws Exception {
        GitHubTeam team = team();
        team.get();
        time.pass(ExpiringMap.DEFAULT_AGE.minusMillis(1));
        team.get();
        assertThat(calls()).containsEntry("SamlIdentities", 1);

        time.pass(Duration.ofMillis(1));
        team.get();

        assertThat(calls()).containsEntry("SamlIdentities", 2);
    }

    // --- Invitations

    @Test
    void an_invitation_that_failed_at_an_empty_time_is_open() throws Exception {
        Map<String, Object> open =
                Map.of("id", 7, "email", "new@x.org", "team_count", 1, "failed_at", "", "failed_reason", "");
        Map<String, Object> failed =
                Map.of("id", 8, "email", "old@x.org", "team_count", 1, "failed_at", "2026-02-01T00:00:00Z");
        fake.onceAt("invitations", FakeAnswer.json(200, List.of(open, failed)));

        assertThat(team().get().things()).containsExactlyInAnyOrder("ann@x.org", "new@x.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "team_count"})
    void an_invitation_without_its_numbers_fails_the_read_since_cancelling_needs_them(String field) throws Exception {
        Map<String, Object> invitation = new LinkedHashMap<>(Map.of("id", 7, "email", "new@x.org", "team_count", 1));
        invitation.put(field, null);
        fake.onceAt("invitations", FakeAnswer.json(200, List.of(invitation)));

        assertThat(failure(team()).kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void thousands_of_invitations_are_looked_up_fast() {
        List<Invitation> invitations = IntStream.range(0, 30_000)
                .mapToObj(i -> new Invitation(i, Optional.of("User-" + i), Optional.of(i + "@X.org"), 1))
                .toList();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Roster roster = new Roster("owner", new Roster.Reading(time.instant(), 0), List.of(), invitations);
            for (Invitation each : invitations) {
                assertThat(roster.invitation(Optional.of("user-" + each.id()), List.of()))
                        .contains(each);
                assertThat(roster.invitation(Optional.empty(), List.of(each.id() + "@x.org")))
                        .contains(each);
                roster.cancelled(each);
                assertThat(roster.invitation(each.login(), each.email().stream().toList()))
                        .isEmpty();
            }
        });
    }

    // --- A directory of the caller

    @Test
    void a_directory_that_can_look_people_up_is_asked_only_for_those_concerned() throws Exception {
        List<Set<String>> asked = new ArrayList<>();
        Map<String, List<String>> people = Map.of(
                "ann", List.of("ann@x.org"), "bob", List.of("bob@x.org", "b@x.org"), "cem", List.of("cem@x.org"));
        GitHubIdentities.Directory directory = new GitHubIdentities.Directory() {
            @Override
            public Map<String, List<String>> emailsByLogin() {
                throw new AssertionError("Nobody asked for all people");
            }

            @Override
            public Optional<Map<String, List<String>>> find(Set<String> loginsOrEmails) {
                asked.add(loginsOrEmails);
                Map<String, List<String>> found = new LinkedHashMap<>();
                people.forEach((login, emails) -> {
                    if (loginsOrEmails.contains(login) || emails.stream().anyMatch(loginsOrEmails::contains)) {
                        found.put(login, emails);
                    }
                });
                return Optional.of(found);
            }
        };
        fake.join("web", "member", List.of("ann"));
        fake.open("bob");
        GitHubTeam team = organization(GitHubIdentities.of(directory)).team("web");

        assertThat(team.get().things()).containsExactly("ann@x.org");
        Report report = add(team, "b@x.org", "nobody@x.org");
        Report again = add(team, "nobody@x.org");

        assertThat(asked).containsExactly(Set.of("ann"), Set.of("b@x.org", "nobody@x.org"));
        assertThat(outcome(report, "b@x.org").state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "nobody@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(again, "nobody@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(fake.logins("web", ALL)).containsExactly("ann", "bob");
    }
}
