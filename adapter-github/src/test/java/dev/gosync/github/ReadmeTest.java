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
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    // The README contains the lines between the two marks.
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

    @Test
    void the_rights_for_saml_are_the_same_in_the_readme_the_javadoc_and_the_error() throws Exception {
        String rule = "only owners of the organization can read it, with a classic token that has the scope read:org or"
                + " admin:org, and github apps with read access to members";
        String javadoc =
                Files.readString(MODULE.resolve("src/main/java/dev/gosync/github/GitHubIdentities.java"), UTF_8);
        String error;
        try (GitHubFake fake = new GitHubFake();
                GitHubOrganization acme = GitHubOrganization.withToken("acme", Conditions.SECRET)
                        .baseUrl(fake.address())
                        .build()) {
            fake.provider(GitHubFake.Provider.NOBODY);
            fake.join(GitHubFake.TEAM, "member", List.of("ann"));
            error = GitHubFixture.failure(acme.team(GitHubFake.TEAM)).remedy();
        }

        for (String text : List.of(readme(), javadoc, error)) {
            assertThat(text.replaceAll("\\{@code|[`*}]", " ")
                            .replaceAll("\\s+", " ")
                            .replace(" ,", ",")
                            .toLowerCase(Locale.ROOT))
                    .contains(rule);
        }
    }

    @Test
    void the_readme_names_the_classes_that_use_kohsukes_client_and_what_they_use_of_it() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(MODULE.resolve("src/main/java/dev/gosync/github"))) {
            for (Path file : files.toList()) {
                Matcher uses =
                        Pattern.compile("\\borg\\.kohsuke\\.github\\.(\\w+)").matcher(Files.readString(file, UTF_8));
                while (uses.find()) {
                    used.add(uses.group(1));
                    used.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        String chapter = readme().substring(readme().indexOf("### kohsuke's client"));
        String list = chapter.substring(chapter.indexOf("\n- "), chapter.indexOf("All requests are sent with OkHttp"));
        Set<String> named = Pattern.compile("`(\\w+)[\\w.]*`")
                .matcher(list)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(used).hasSizeGreaterThan(3);
        assertThat(named).containsExactlyInAnyOrderElementsOf(used);
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
