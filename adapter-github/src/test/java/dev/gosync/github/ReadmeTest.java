package dev.gosync.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    // The lines between the two marks stand in the README.
    private static Report example(Source people, String token, URI github, Path csv) {
        // example
        try (GitHubOrganization acme = GitHubOrganization.withToken("acme", token)
                .baseUrl(github)
                .identities(GitHubIdentities.saml().or(GitHubIdentities.file(csv)))
                .build()) {
            GitHubTeam platform = acme.team("platform").role(GitHubTeam.Role.MEMBER);

            return Sync.from(people).syncWith(platform);
        }
        // end of example
    }

    @Test
    void the_example_does_what_it_says() throws IOException {
        Path csv = Files.writeString(folder.resolve("people.csv"), "email,login\ndora@x.org,dora\n");
        try (GitHubFake fake = new GitHubFake()) {
            fake.join(GitHubFake.TEAM, "member", List.of("ann@x.org", "cem@x.org"));
            fake.introduce(List.of("bob@x.org"));
            fake.open("dora");

            Report report = example(
                    Sources.of(List.of("ann@x.org", "bob@x.org", "dora@x.org")),
                    Conditions.SECRET,
                    fake.address(),
                    csv);

            assertThat(report.isClean()).isTrue();
            assertThat(fake.emails(GitHubFake.TEAM, Set.of("member"))).containsExactly("ann@x.org", "bob@x.org");
            assertThat(fake.logins(GitHubFake.TEAM, Set.of("member"))).contains("dora");
            assertThat(fake.complaints()).isEmpty();
        }
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/github/ReadmeTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("        // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(readme()).contains("```java\n" + lines + "\n```");
    }

    @Test
    void the_readme_names_every_key_and_its_values() throws IOException {
        String readme = readme();

        for (ConfigKey key : new GitHubTeamProvider().keys()) {
            assertThat(readme).contains("| `" + key.name() + "` |");
            assertThat(key.allowed()).allSatisfy(value -> assertThat(readme).contains("`" + value + "`"));
        }
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
