package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Kind;
import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the documentation shows is what the program takes and gives. */
final class DocumentationTest {
    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path folder;

    private static List<String> snippets(String page, String language) throws IOException {
        List<String> snippets = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(snippets).isNotEmpty();
        return snippets;
    }

    @Test
    void every_configuration_in_it_is_valid() throws IOException {
        for (String snippet : snippets("configuration.md", "yaml")) {
            String whole = snippet.contains("syncs:")
                    ? snippet
                    : "syncs: [{ name: a, destinations: [{ shelf: { id: a } }], source: { " + snippet.strip() + " } }]";
            Run run = new Fixture(folder).file("go-sync.yml", whole).run("validate", "go-sync.yml");
            assertThat(run.err()).as(whole).isEmpty();
        }
    }

    @Test
    void every_setting_is_described() throws IOException {
        String page = Files.readString(DOCS.resolve("configuration.md"));

        assertThat(ConfigurationReader.POLICY)
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        assertThat(GuardOption.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        assertThat(ConfigurationReader.RETRY).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void the_document_in_it_has_the_keys_of_a_real_one() throws IOException {
        Fixture here = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    protect: [root]",
                        "    guards: { max-additions: 0 }",
                        "    source: { shelf: { id: people } }",
                        "    destinations: [{ shelf: { id: team } }]");
        Shelf.of("people", "ann");
        Shelf.of("team", "eve", "root").leavingOut("bot", 1).refusing("eve", Kind.PERMISSION);
        Map<String, String> real = new TreeMap<>();
        keys("", here.run("plan", "go-sync.yml", "--format", "json").json(), real);
        keys(
                "",
                here.run("apply", "go-sync.yml", "--yes", "--allow", "max-additions=1", "--format", "json")
                        .json(),
                real);

        Map<String, String> shown = new TreeMap<>();
        keys("", parsed(snippets("command-line.md", "json").get(0)), shown);

        assertThat(shown.keySet()).isEqualTo(new TreeSet<>(real.keySet()));
    }

    private static Object parsed(String json) {
        return new Load(LoadSettings.builder().build()).loadFromString(json);
    }

    /** The paths of all keys that are part of the shape, and not things or reasons. */
    private static void keys(String path, Object value, Map<String, String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                String name = path.matches(".*\\.(kept|leftOut|allowed)") ? "*" : (String) key;
                found.put(path + "." + name, "");
                keys(path + "." + name, inner, found);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> keys(path + "[]", item, found));
        }
    }
}
