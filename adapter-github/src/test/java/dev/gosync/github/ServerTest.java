package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A GitHub Enterprise Server without invitations, and how it differs from a team that was not found. */
class ServerTest extends GitHubFixture {
    @BeforeEach
    void twoTeams() {
        fake.publishNoInvitations();
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.join("web", "member", List.of("bob@x.org"));
    }

    @Test
    void a_404_means_no_invitations_and_is_found_out_once_for_an_organization() throws Exception {
        GitHubOrganization organization = organization(GitHubIdentities.saml());

        assertThat(organization.team(TEAM).get().things()).containsExactly("ann@x.org");
        assertThat(organization.team("web").get().things()).containsExactly("bob@x.org");
        assertThat(organization.team(TEAM).get().things()).containsExactly("ann@x.org");

        assertThat(calls())
                .containsEntry("invitations", 1)
                .containsEntry("team", 1)
                .containsEntry("TeamMembers", 3);
    }

    @Test
    void four_teams_in_parallel_end_as_wanted_with_no_more_calls_than_one_after_the_other() {
        List<String> slugs = List.of("one", "two", "three", "four");
        slugs.forEach(slug -> fake.join(slug, "member", emails(0, 150)));
        fake.introduce(emails(150, 200));
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        List<GitHubTeam> teams = slugs.stream().map(organization::team).toList();

        List<Report> reports =
                Sync.from(Sources.of(emails(10, 160))).parallel(4).syncWithAll(teams);

        assertThat(reports).allMatch(Report::isClean).hasSize(4);
        assertThat(slugs)
                .allSatisfy(slug -> assertThat(fake.emails(slug, ALL)).containsExactlyElementsOf(emails(10, 160)));
        assertThat(calls())
                .containsEntry("add", 40)
                .containsEntry("remove", 40)
                .containsEntry("SamlIdentities", 1)
                .containsEntry("SamlIdentitiesOfLogins", 1)
                .containsEntry("SamlIdentitiesOfUserNames", 1)
                .containsEntry("TeamMembers", 4 * 2)
                .containsEntry("invitations", 1)
                .containsEntry("team", 1)
                .hasSize(8);
    }

    @Test
    void members_are_added_and_removed() throws Exception {
        fake.introduce(List.of("cem@x.org"));
        GitHubTeam team = team();

        Report added = add(team, "cem@x.org");
        Report removed = remove(team, "ann@x.org");

        assertThat(added.isClean() && removed.isClean()).isTrue();
        assertThat(members()).containsExactly("cem@x.org");
        assertThat(calls()).doesNotContainKey("cancel");
    }

    @Test
    void a_team_that_does_not_exist_is_still_not_found() throws Exception {
        GitHubTeam team = organization(GitHubIdentities.saml()).team("another");

        assertThat(failure(team).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void a_team_that_disappears_during_the_reading_is_not_found_and_says_nothing_about_invitations() throws Exception {
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        fake.onceAt("team", GitHubFake.message(404, "Not Found"));

        AdapterException failure = failure(organization.team(TEAM));
        organization.team("web").get();

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(calls()).containsEntry("invitations", 2).containsEntry("team", 2);
    }

    @Test
    void on_ghe_com_a_404_to_invitations_is_not_found() throws Exception {
        fake.clock(time);
        OkHttpClient toTheFake = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    HttpUrl there = chain.request().url();
                    HttpUrl here = HttpUrl.get(fake.address())
                            .newBuilder()
                            .encodedPath(
                                    there.encodedPath().equals("/graphql")
                                            ? "/api/graphql"
                                            : "/api/v3" + there.encodedPath())
                            .encodedQuery(there.encodedQuery())
                            .build();
                    return chain.proceed(chain.request().newBuilder().url(here).build());
                })
                .build();
        try (GitHubOrganization organization = GitHubOrganization.withToken(GitHubFake.ORGANIZATION, Conditions.SECRET)
                .baseUrl(URI.create("https://api.acme.ghe.com"))
                .httpClient(toTheFake)
                .retry(retry())
                .build()) {
            AdapterException failure = failure(organization.team(TEAM));

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(calls()).containsOnly(Map.entry("TeamMembers", 1), Map.entry("invitations", 1));
        }
    }
}
