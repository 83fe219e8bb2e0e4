package dev.gosync.entra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** Replaces the class in the example, so that the example uses the fake. */
    private record Tenants(EntraFixture fixture) {
        EntraTenant of(EntraCredentials credentials) {
            return fixture.another(credentials);
        }
    }

    // The README holds the lines between the two marks.
    private static Report example(Tenants EntraTenant, String clientId, String secret) {
        // example
        EntraCredentials app = EntraCredentials.clientSecret("contoso.onmicrosoft.com", clientId, secret);
        try (EntraTenant tenant = EntraTenant.of(app)) {
            EntraUsers platform = tenant.users("department eq 'Platform'");
            Adapter group = tenant.group("Platform");

            return Sync.from(platform).syncWith(group);
        }
        // end of example
    }

    @Test
    void the_example_does_what_it_says() {
        try (EntraFixture fixture = new EntraFixture()) {
            fixture.fake.introduce(EntraFixture.people(0, 3));
            EntraFixture.people(0, 2).forEach(person -> fixture.fake.user(person).department = "Platform");
            fixture.fake.join(EntraFixture.people(1, 3));

            Report report = example(new Tenants(fixture), EntraFake.CLIENT, Conditions.SECRET);

            assertThat(report.isClean()).isTrue();
            assertThat(fixture.fake.members()).containsExactlyElementsOf(EntraFixture.people(0, 2));
        }
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/entra/ReadmeTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("        // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(readme()).contains("```java\n" + lines + "\n```");
    }

    @Test
    void the_readme_names_every_key() throws IOException {
        String readme = readme();

        for (AdapterProvider provider : List.of(new EntraGroupProvider(), new EntraUsersProvider())) {
            assertThat(readme).contains("`" + provider.type() + "`");
            for (ConfigKey key : provider.keys()) {
                assertThat(readme).contains("| `" + key.name() + "` |");
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
