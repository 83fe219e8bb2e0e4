package dev.gosync.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An invisible character in a configuration is in a warning that names the file, the line and the character. */
final class HiddenCharactersTest {
    private static final String SOURCE = "source: { file: { path: people.csv, column: email } }";
    private static final String DESTINATION = "destinations: [{ file: { path: team.txt, create: true } }]";

    @TempDir
    private Path folder;

    private ConfigurationReader reader = ConfigurationReader.standard().variables(Map.of());

    private void file(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private Configuration read(String... lines) throws IOException {
        if (!Files.exists(folder.resolve("people.csv"))) {
            file("people.csv", "email,team", "ann@example.com,web", "root@example.com,ops");
        }
        file("go-sync.yml", lines);
        return reader.read(folder, "go-sync.yml");
    }

    private List<String> warnings(String... lines) throws IOException {
        try (Configuration configuration = read(lines)) {
            return configuration.warnings().stream().map(Fault::toString).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"\u200B,\\u200b", "\uFEFF,\\ufeff", "\u00AD,\\u00ad", "\u2060,\\u2060"})
    void one_in_protect_protects_the_same_person_and_is_in_a_warning(String hidden, String shown) throws Exception {
        file("people.csv", "email", "ann@example.com");
        file("team.txt", "ann@example.com", "root@example.com");

        try (Configuration configuration = read(
                "protect:",
                "- root" + hidden + "@example.com",
                "syncs:",
                "- name: a",
                "  " + SOURCE,
                "  " + DESTINATION)) {
            Plan plan = configuration.syncs().get(0).group().plan().plans().get(0);

            assertThat(plan.isEmpty()).isTrue();
            assertThat(plan.kept()).containsKey("root@example.com");
            assertThat(configuration.warnings())
                    .singleElement()
                    .hasToString("go-sync.yml:2:3: protect: contains the invisible character " + shown + "; delete it");
        }
    }

    @Test
    void one_in_a_value_or_a_key_at_any_level_is_in_a_warning() throws Exception {
        assertThat(warnings(
                        "guards: { require: [\"a\\u200bnn@example.com\"] }",
                        "syncs:",
                        "- name: \"te\\u2060am\"",
                        "  source:",
                        "    file:",
                        "      path: people.csv",
                        "      column: \"em\\u00adail\"",
                        "      where: { \"te\\ufeffam\": \"we\\u200bb\" }",
                        "  " + DESTINATION))
                .containsExactly(
                        "go-sync.yml:1:21: require: contains the invisible character \\u200b; delete it",
                        "go-sync.yml:3:9: name: contains the invisible character \\u2060; delete it",
                        "go-sync.yml:7:15: column: contains the invisible character \\u00ad; delete it",
                        "go-sync.yml:8:16: (hidden key): this key contains the invisible character \\ufeff; delete it",
                        "go-sync.yml:8:30: (hidden key): contains the invisible character \\u200b; delete it");
    }

    @Test
    void one_in_a_path_of_keys_is_in_a_warning() throws Exception {
        file("people.yml", "\"te\\u200bam\": [ann@example.com]");

        assertThat(warnings(
                        "syncs:",
                        "- name: a",
                        "  source: { file: { path: people.yml, at: \"te\\u200bam\" } }",
                        "  " + DESTINATION))
                .containsExactly("go-sync.yml:3:43: at: contains the invisible character \\u200b; delete it");
    }

    @Test
    void one_in_a_variable_is_in_a_warning_that_shows_no_value() throws Exception {
        reader = reader.variables(Map.of("BOSS", "hush-hush\uFEFF"));
        file("boss.txt", "\uFEFFroot@example.com");

        List<String> warnings = warnings(
                "protect: ['${BOSS}', '${file:boss.txt}']", "syncs:", "- name: a", "  " + SOURCE, "  " + DESTINATION);

        assertThat(warnings)
                .containsExactly(
                        "go-sync.yml:1:11: protect: the value of ${BOSS} contains the invisible character \\ufeff; delete it",
                        "go-sync.yml:1:22: protect: the value of ${file:...} contains the invisible character \\ufeff;"
                                + " delete it");
    }

    @Test
    void many_are_ten_warnings_and_a_count() throws Exception {
        String[] lines = {
            "protect: [" + "\"ann\\u200b@example.com\", ".repeat(25) + "]",
            "syncs:",
            "- name: a",
            "  " + SOURCE,
            "  " + DESTINATION
        };

        assertThat(warnings(lines)).hasSize(11).last().isEqualTo("go-sync.yml: 15 more warnings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDC68\u200D\uD83D\uDC69 team", "\u2764\uFE0F", "\u0645\u06CC\u200C\u062E\u0648"})
    void a_joiner_in_an_emoji_or_in_a_script_is_in_no_warning(String name) throws Exception {
        assertThat(warnings("syncs:", "- name: '" + name + "'", "  " + SOURCE, "  " + DESTINATION))
                .isEmpty();
    }

    @Test
    void one_in_a_value_of_for_each_is_ignored_and_in_a_warning_with_file_and_line() throws Exception {
        file("people.csv", "email,team", "ann@example.com,we\u200Bb", "bob@example.com,web");
        file("teams.yml", "- ops", "- \"we\\u00adb\"");
        String sync = "  source: { file: { path: people.csv, column: email, where: { team: '${each}' } } }";
        String destination = "  destinations: [{ file: { path: '${each}.txt', create: true } }]";

        try (Configuration configuration = read(
                "syncs:",
                "- name: team ${each}",
                "  for-each: { file: { path: people.csv, column: team } }",
                sync,
                destination)) {
            assertThat(configuration.syncs()).hasToString("[team web]");
            assertThat(configuration.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("go-sync.yml:3:21: file: the value in ")
                    .endsWith(
                            "people.csv (column team), line 2 contains the invisible character \\u200b, which is ignored;"
                                    + " delete it there");
            configuration.syncs().get(0).group().sync();
            assertThat(folder.resolve("web.txt")).hasContent("ann@example.com\nbob@example.com");
        }
        try (Configuration configuration =
                read("syncs:", "- name: team ${each}", "  for-each: { path: teams.yml }", sync, destination)) {
            assertThat(configuration.syncs()).hasToString("[team ops, team web]");
            assertThat(configuration.warnings())
                    .singleElement()
                    .hasToString(
                            "go-sync.yml:3:21: path: the value in teams.yml, line 2 contains the invisible character"
                                    + " \\u00ad, which is ignored; delete it there");
        }
        try (Configuration configuration =
                read("syncs:", "- name: team ${each}", "  for-each: [\"we\\u2060b\"]", sync, destination)) {
            assertThat(configuration.syncs()).hasToString("[team web]");
            assertThat(configuration.warnings())
                    .singleElement()
                    .hasToString("go-sync.yml:3:14: for-each: contains the invisible character \\u2060; delete it");
        }
    }

    @Test
    void only_characters_that_nobody_writes_on_purpose_are_removed() {
        assertThat(HiddenCharacters.removedFrom("\uFEFFa\u200Bb\u200Dc\u00AD")).isEqualTo("abc");
        assertThat(HiddenCharacters.removedFrom("\u2764\uFE0F")).isEqualTo("\u2764\uFE0F");
        assertThat(HiddenCharacters.removedFrom("plain")).isEqualTo("plain");
        assertThat(HiddenCharacters.firstIn("a\uDB40\uDC41")).contains("\\U000e0041");
    }
}
