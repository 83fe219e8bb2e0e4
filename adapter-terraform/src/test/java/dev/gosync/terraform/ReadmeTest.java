package dev.gosync.terraform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** Replaces the class in the example, so that the example uses the fake. */
    private record TerraformOrganizations(TerraformFixture fixture) {
        TerraformOrganization of(String organization, String token) {
            assertThat(organization + token).isNotEmpty();
            return fixture.organization;
        }
    }

    // The README holds the lines between the two marks.
    private static List<Report> example(TerraformOrganizations TerraformOrganization, String token, Source people) {
        // example
        try (TerraformOrganization acme = TerraformOrganization.of("acme", token)) {
            Sync sync = Sync.from(people);
            Report invited = sync.syncWith(acme.members("everyone"));
            Report joined = sync.syncWith(acme.team("platform"));

            return List.of(invited, joined);
        }
        // end of example
    }

    @Test
    void the_example_does_what_it_says() {
        try (TerraformFixture fixture = new TerraformFixture()) {
            fixture.fake.introduce(TerraformFixture.people(0, 2));

            List<Report> reports =
                    example(new TerraformOrganizations(fixture), "token", Sources.of(TerraformFixture.people(0, 3)));

            assertThat(reports).hasSize(2).allMatch(Report::isClean);
            assertThat(fixture.fake.people()).containsExactlyInAnyOrderElementsOf(TerraformFixture.people(0, 3));
            assertThat(fixture.fake.members(TerraformFake.TEAM))
                    .containsExactlyInAnyOrderElementsOf(TerraformFixture.people(0, 3));
        }
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/terraform/ReadmeTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("        // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(readme()).contains("```java\n" + lines + "\n```");
    }

    @Test
    void the_readme_names_every_type_and_every_key() throws IOException {
        String readme = readme();

        for (AdapterProvider provider : List.of(
                new TerraformOrganizationProvider(), new TerraformTeamProvider(), new TerraformTeamsProvider())) {
            assertThat(readme).contains("### `" + provider.type() + "`");
            for (ConfigKey key : provider.keys()) {
                assertThat(readme).contains("| `" + key.name() + "` |");
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
