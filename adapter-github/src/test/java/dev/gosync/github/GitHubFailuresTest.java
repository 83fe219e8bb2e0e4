package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal is one clear error that says what to do, and changes nothing. */
class GitHubFailuresTest extends GitHubFixture {
    private static final String SSO =
            "https://github.com/orgs/acme/sso?authorization_request=AZSCKtL4U8yX1H3sCQIVnVgmjmon5fWx";

    @BeforeEach
    void aTeam() {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.introduce(List.of("bob@x.org", "cem@x.org"));
    }

    private static FakeAnswer message(int status, String message) {
        return FakeAnswer.json(status, Map.of("message", message));
    }

    private static FakeAnswer errors(Map<String, ?> error) {
        return FakeAnswer.json(200, Map.of("data", Map.of(), "errors", List.of(error)));
    }

    private void nothingHasChanged(Report report) {
        assertThat(members()).containsExactly("ann@x.org");
        assertThat(report.outcomes()).noneMatch(outcome -> outcome.state() == State.DONE);
        assertThat(fake.calls().getOrDefault("add", 0) + fake.calls().getOrDefault("remove", 0))
                .as("writes that were tried")
                .isLessThanOrEqualTo(1);
    }

    /** Adds two users and answers the first write with this. */
    private Report addWith(FakeAnswer answer) throws Exception {
        GitHubTeam team = team();
        team.get();
        Report report;
        fake.forgetRequests();
        fake.onceAt("add", answer);
        report = add(team, "bob@x.org", "cem@x.org");
        return report;
    }

    // --- Teams of an identity provider

    @Test
    void a_team_that_an_identity_provider_fills_is_read_only() {
        fake.manageElsewhere(TEAM);

        Report added = add(team(), "bob@x.org", "cem@x.org");

        assertThat(outcome(added, "bob@x.org").kind()).contains(FailureKind.READ_ONLY);
        assertThat(outcome(added, "bob@x.org").reason())
                .contains("identity provider")
                .contains("disconnect");
        nothingHasChanged(added);
        fake.forgetRequests();

        Report removed = remove(team(), "ann@x.org");

        assertThat(outcome(removed, "ann@x.org").kind()).contains(FailureKind.READ_ONLY);
        nothingHasChanged(removed);
    }

    // --- Single sign-on

    @Test
    void a_token_without_single_sign_on_is_told_where_to_authorise_it() throws Exception {
        FakeAnswer refusal = message(403, "Resource protected by organization SAML enforcement.")
                .header("X-GitHub-SSO", "required; url=" + SSO);

        Report report = addWith(refusal);

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob@x.org").reason())
                .contains("Configure SSO (https://github.com/orgs/acme/sso)")
                .doesNotContain("authorization_request");
        nothingHasChanged(report);
    }

    @Test
    void single_sign_on_is_asked_for_by_graphql_too() throws Exception {
        fake.answerNext(errors(Map.of(
                "type", "FORBIDDEN",
                "message", "Resource protected by organization SAML enforcement.",
                "extensions", Map.of("saml_failure", true))));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.remedy()).contains("Configure SSO");
    }

    @Test
    void a_list_that_single_sign_on_cut_short_is_no_list() throws Exception {
        fake.onceAt(
                "invitations",
                FakeAnswer.json(200, List.of()).header("X-GitHub-SSO", "partial-results; organizations=21955855"));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure).hasMessageContaining("leaves some of the list out");
    }

    // --- Scopes and permissions

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void a_scope_that_is_missing_is_named(int status) throws Exception {
        Report report = addWith(message(status, "Not Found")
                .header("X-OAuth-Scopes", "repo, read:org")
                .header("X-Accepted-OAuth-Scopes", "admin:org, write:org"));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob@x.org").reason())
                .contains("Give the token the scope admin:org or write:org; it has repo, read:org.");
        nothingHasChanged(report);
    }

    @Test
    void a_scope_that_a_larger_one_includes_is_not_missing() throws Exception {
        Report report = addWith(message(404, "Not Found")
                .header("X-OAuth-Scopes", "admin:org")
                .header("X-Accepted-OAuth-Scopes", "read:org"));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.NOT_FOUND);
        nothingHasChanged(report);
    }

    @Test
    void a_scope_that_graphql_misses_is_named() throws Exception {
        fake.scopes("repo");
        fake.answerNext(errors(Map.of("type", "INSUFFICIENT_SCOPES", "message", "Your token has not been granted ..."))
                .header("X-OAuth-Scopes", "repo"));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure.remedy()).contains("read:org or admin:org; it has repo.");
    }

    @Test
    void a_permission_that_a_fine_grained_token_misses_is_named() throws Exception {
        Report report = addWith(message(403, "Resource not accessible by personal access token")
                .header("X-Accepted-GitHub-Permissions", "members=write"));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob@x.org").reason()).contains("members=write");
        nothingHasChanged(report);
    }

    // --- Not found

    @Test
    void an_organization_or_a_team_that_is_hidden_is_not_there() throws Exception {
        GitHubTeam noTeam = organization(GitHubIdentities.saml()).team("another");
        GitHubTeam noOrganization = open(GitHubOrganization.withToken("hidden", Conditions.SECRET)
                        .identities(GitHubIdentities.logins()))
                .team(TEAM);

        for (GitHubTeam team : List.of(noTeam, noOrganization)) {
            AdapterException failure = failure(team);
            Report report = add(team, "bob@x.org", "ann");

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.remedy())
                    .contains("GitHub says not found for everything that the credentials may not see");
            nothingHasChanged(report);
            assertThat(fake.calls()).doesNotContainKey("add");
        }
    }

    @Test
    void a_redirect_is_not_followed_with_the_token() throws Exception {
        Report report = addWith(FakeAnswer.empty(301).header("Location", fake.address() + "/elsewhere"));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.NOT_FOUND);
        assertThat(outcome(report, "bob@x.org").reason()).contains("renamed");
        nothingHasChanged(report);
    }

    @Test
    void a_state_that_nobody_knows_is_no_success() throws Exception {
        Report report = addWith(FakeAnswer.json(200, Map.of("state", "dreaming", "role", "member")));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void a_page_that_leads_to_itself_is_an_error_and_no_loop() throws Exception {
        Map<String, Object> info = Map.of(
                "hasNextPage", true, "endCursor", "cursor:100", "hasPreviousPage", true, "startCursor", "cursor:200");
        Map<String, Object> members = Map.of("pageInfo", info, "edges", List.of());
        Map<String, Object> page = Map.of(
                "viewer", Map.of("login", "token-owner"),
                "organization", Map.of("team", Map.of("start", members, "end", members)));
        fake.answerNext(FakeAnswer.json(200, Map.of("data", page)));
        fake.answerNext(FakeAnswer.json(200, Map.of("data", page)));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void an_identity_that_is_null_fails_the_read() throws Exception {
        Map<String, Object> info = new HashMap<>();
        info.put("hasNextPage", false);
        info.put("endCursor", null);
        Map<String, Object> identities =
                Map.of("totalCount", 1, "pageInfo", info, "nodes", Collections.singletonList(null));
        FakeAnswer holes = FakeAnswer.json(
                200,
                Map.of(
                        "data",
                        Map.of(
                                "organization",
                                Map.of("samlIdentityProvider", Map.of("externalIdentities", identities)))));
        fake.answerTo("SamlIdentities", holes);

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void a_refusal_without_a_hint_says_what_may_be_missing() throws Exception {
        Report report = addWith(message(403, "Must have admin rights to Organization."));

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob@x.org").reason()).contains("The README of this adapter lists the permissions");
        nothingHasChanged(report);
    }

    @Test
    void errors_next_to_data_are_errors() throws Exception {
        fake.answerNext(FakeAnswer.json(
                200,
                Map.of(
                        "data",
                        Map.of("organization", Map.of()),
                        "errors",
                        List.of(Map.of("message", "Something went wrong while executing your query.")))));

        assertThat(team().get().things()).containsExactly("ann@x.org");
        assertThat(time.waits()).hasSize(1);
    }

    @Test
    void the_message_of_github_is_shown_on_one_line() throws Exception {
        Report report = addWith(message(403, "Resource not accessible\u0007 by\nintegration."));

        assertThat(outcome(report, "bob@x.org").reason()).contains("HTTP 403: Resource not accessible by integration");
        assertThat(outcome(report, "cem@x.org").state()).isEqualTo(State.NOT_STARTED);
        assertThat(outcome(report, "cem@x.org").kind()).isEqualTo(Optional.empty());
    }
}
