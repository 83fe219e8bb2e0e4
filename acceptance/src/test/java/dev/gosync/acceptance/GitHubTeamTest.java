package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.github.GitHubFake;
import dev.gosync.testkit.Conditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitHubTeamTest {
    private static final Set<String> ALL = Set.of("member", "maintainer");

    @TempDir
    private Path folder;

    @Test
    void the_demos_people_come_into_a_team() throws Exception {
        try (GitHubFake github = new GitHubFake()) {
            github.introduce(DemoPeople.of("platform"));
            github.join(GitHubFake.TEAM, "member", List.of("gone@example.com"));
            github.join(GitHubFake.TEAM, "maintainer", List.of("lead@example.com"));
            CommandLine here = here(github);

            Run first = here.run("apply", "go-sync.yml", "--yes");

            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(github.emails(GitHubFake.TEAM, Set.of("member")))
                    .containsExactlyInAnyOrderElementsOf(DemoPeople.of("platform"));
            assertThat(github.emails(GitHubFake.TEAM, Set.of("maintainer"))).containsExactly("lead@example.com");
            assertThat(first.out() + first.err()).doesNotContain(Conditions.SECRET);

            github.forgetRequests();
            Run second = here.run("apply", "go-sync.yml", "--yes");

            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(github.calls()).containsOnlyKeys("graphql", "invitations");
            assertThat(github.complaints()).isEmpty();
        }
    }

    @Test
    void two_teams_of_one_organization_read_its_people_once() throws Exception {
        try (GitHubFake github = new GitHubFake()) {
            github.introduce(DemoPeople.of("platform"));
            github.found("web");
            CommandLine here = here(github);
            here.file(
                    "go-sync.yml",
                    config(github) + "      - github-team: "
                            + team(github, "web").strip() + "\n");

            Run run = here.run("apply", "go-sync.yml", "--yes");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(github.emails("web", ALL)).isEqualTo(github.emails(GitHubFake.TEAM, ALL));
            assertThat(github.received().stream()
                            .filter(request -> request.body().contains("query SamlIdentities(")))
                    .hasSize(1);
        }
    }

    private CommandLine here(GitHubFake github) throws Exception {
        return new CommandLine(folder)
                .variable("GITHUB_TOKEN", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", config(github));
    }

    private static String config(GitHubFake github) {
        return """
                syncs:
                  - name: platform
                    source:
                      file: { path: people.csv, column: email, where: { team: platform } }
                    destinations:
                      - github-team: %s
                """.formatted(team(github, GitHubFake.TEAM));
    }

    private static String team(GitHubFake github, String slug) {
        return "{ organization: %s, team: %s, token: '${GITHUB_TOKEN}', base-url: '%s' }"
                .formatted(GitHubFake.ORGANIZATION, slug, github.address());
    }
}
