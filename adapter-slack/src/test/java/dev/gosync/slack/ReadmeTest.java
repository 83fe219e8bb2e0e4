package dev.gosync.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
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
    private record SlackWorkspaces(SlackFixture fixture) {
        SlackWorkspace of(String token) {
            assertThat(token).isNotEmpty();
            return fixture.workspace;
        }
    }

    // The README holds the lines between the two marks.
    private static List<Report> example(SlackWorkspaces SlackWorkspace, String token, Source people) {
        // example
        try (SlackWorkspace workspace = SlackWorkspace.of(token)) {
            Adapter channel = workspace.conversation("C0PLATFORM");
            Adapter oncall = workspace.userGroup("@platform-oncall", WhenEmpty.DISABLE);

            return Sync.from(people).syncWithAll(List.of(channel, oncall));
        }
        // end of example
    }

    @Test
    void the_example_does_what_it_says() {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.fake.introduce(SlackFixture.people(0, 3));
            fixture.fake.joinGroup(SlackFixture.people(2, 4));

            List<Report> reports =
                    example(new SlackWorkspaces(fixture), "xoxb-1", Sources.of(SlackFixture.people(0, 3)));

            assertThat(reports).hasSize(2).allMatch(Report::isClean);
            assertThat(fixture.fake.inChannel()).containsExactlyElementsOf(SlackFixture.people(0, 3));
            assertThat(fixture.fake.inGroup()).containsExactlyElementsOf(SlackFixture.people(0, 3));
        }
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/slack/ReadmeTest.java"), UTF_8);
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

        for (AdapterProvider provider : List.of(new SlackConversationProvider(), new SlackUserGroupProvider())) {
            assertThat(readme).contains(provider.type());
            for (ConfigKey key : provider.keys()) {
                assertThat(readme).contains("| `" + key.name() + "` |");
                assertThat(key.allowed()).allSatisfy(value -> assertThat(readme).contains("`" + value + "`"));
            }
        }
    }

    @Test
    void the_readme_names_the_scopes_of_every_method() throws IOException {
        List<String> rows =
                readme().lines().filter(line -> line.startsWith("| ")).toList();

        for (Method method : Method.values()) {
            if (method == Method.AUTH_TEST) {
                continue;
            }
            List<String> ofMethod = rows.stream()
                    .filter(row -> row.contains("`" + method.text() + "`"))
                    .toList();
            assertThat(ofMethod).as(method.text()).isNotEmpty();
            for (String word : method.scopes().split("[ ,]+", -1)) {
                if (word.contains(":") && !word.startsWith("groups:")) {
                    assertThat(ofMethod).as(method.text()).anyMatch(row -> row.contains("`" + word + "`"));
                }
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
