package dev.gosync.google;

import static dev.gosync.google.GoogleFake.ADMIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    // The README holds the lines between the two marks.
    private static Report example(InputStream key, URI proxy) throws IOException {
        // example
        GoogleCredentials credentials = ServiceAccountCredentials.fromStream(key);
        try (GoogleWorkspace workspace = GoogleWorkspace.builder(credentials)
                .actFor("admin@example.com")
                .baseUrl(proxy) // only if requests do not go to Google itself
                .build()) {
            Source sales = workspace.usersOfOrgUnit("/Sales");
            GoogleGroup team = workspace.group("team@example.com");

            return Sync.from(sales).syncWith(team);
        }
        // end of example
    }

    @Test
    void the_example_does_what_it_says() throws Exception {
        try (GoogleFake fake = new GoogleFake()) {
            fake.move(List.of("ann@example.com", "bob@example.com"), "/Sales");
            Path key = Files.writeString(folder.resolve("key.json"), fake.serviceAccount());

            try (InputStream in = Files.newInputStream(key)) {
                assertThat(example(in, fake.address()).isClean()).isTrue();
            }

            assertThat(fake.members("team@example.com", "MEMBER"))
                    .containsExactly("ann@example.com", "bob@example.com");
            assertThat(fake.subjects()).containsOnly(ADMIN);
            assertThat(fake.complaints()).isEmpty();
        }
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/google/ReadmeTest.java"), UTF_8);
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

        for (AdapterProvider provider : List.of(new GoogleGroupProvider(), new GoogleUsersProvider())) {
            for (ConfigKey key : provider.keys()) {
                assertThat(readme).contains("| `" + key.name() + "` |");
                assertThat(key.allowed()).allSatisfy(value -> assertThat(readme).contains("`" + value + "`"));
            }
        }
    }

    @Test
    void the_readme_names_every_scope() throws IOException {
        for (Scope scope : Scope.values()) {
            assertThat(readme()).contains("`" + scope.url() + "`");
        }
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
