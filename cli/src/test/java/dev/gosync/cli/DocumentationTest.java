package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import dev.gosync.config.GuardOption;
import dev.gosync.journal.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples in the documentation match the program. */
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
    void every_configuration_in_the_documentation_is_valid() throws IOException {
        for (String snippet : snippets("configuration.md", "yaml")) {
            String whole = snippet.contains("syncs:")
                    ? snippet
                    : "syncs: [{ name: a, destinations: [{ group: { id: a } }], source: { " + snippet.strip() + " } }]";
            Run run = new Fixture(folder)
                    .file("go-sync.yml", whole)
                    .file("people.csv", "email,team", "ann@example.com,platform") // the values of for-each
                    .variable("WEBHOOK", "https://hooks.slack.com/services/T0/B0/X")
                    .run("validate", "go-sync.yml");
            assertThat(run.err()).as(whole).isEmpty();
        }
    }

    @Test
    void every_setting_is_described() throws IOException {
        String page = Files.readString(DOCS.resolve("configuration.md"));

        assertThat(List.of("mode", "matching", "protect", "guards", "tolerate"))
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        assertThat(GuardOption.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        assertThat(List.of("attempts", "first-wait", "longest-wait", "deadline"))
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void every_way_to_allow_a_plan_is_valid() throws IOException {
        String page =
                Files.readString(DOCS.resolve("configuration.md")) + Files.readString(DOCS.resolve("command-line.md"));

        List<String> once = matches("`--allow ([a-z][^`]*)`", page);
        List<String> forGood = matches("`(guards: \\{ [^`]* \\})`", page);

        assertThat(once).hasSizeGreaterThan(5);
        assertThat(GuardOverride.parse(once)).hasSameSizeAs(once);
        assertThat(forGood)
                .hasSizeGreaterThan(3)
                .allSatisfy(guards -> assertThat(new Fixture(folder)
                                .file(
                                        "go-sync.yml",
                                        guards,
                                        "syncs: [{ name: a, destinations: [{ group: { id: a } }], source: { group: { id: b } } }]")
                                .run("validate", "go-sync.yml")
                                .err())
                        .isEmpty());
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void every_kind_of_failure_is_listed() throws IOException {
        String page = Files.readString(DOCS.resolve("command-line.md"));

        assertThat(FailureKind.values())
                .allSatisfy(kind -> assertThat(page).contains("`" + TextFormat.kebab(kind) + "`"));
    }

    @Test
    void the_json_example_has_the_keys_of_a_real_document() throws IOException {
        Fixture cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    protect: [root]",
                        "    guards: { max-additions: 0 }",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "bob", "eve@new");
        FakeGroup.of("team", "eve@old", "fox", "joe", "root")
                .leavingOut("bot", 1)
                .refusing("eve@old", FailureKind.PERMISSION)
                .unableToAdd("eve@new", FailureKind.UNKNOWN_THING, "unknown to group team")
                .foreseeing("bob", "joe");
        Map<String, String> real = new TreeMap<>();
        keys("", cli.run("plan", "go-sync.yml", "--format", "json").json(), real);
        keys(
                "",
                cli.run("apply", "go-sync.yml", "--yes", "--allow", "max-additions=1", "--format", "json")
                        .json(),
                real);

        Map<String, String> shown = new TreeMap<>();
        keys("", parsed(snippets("command-line.md", "json").get(0)), shown);

        assertThat(shown.keySet()).isEqualTo(new TreeSet<>(real.keySet()));
    }

    private Fixture withARun() {
        Fixture cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    protect: [root]",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "bob", "eve@new");
        FakeGroup.of("team", "eve@old", "joe", "root")
                .unableToAdd("eve@new", FailureKind.UNKNOWN_THING, "unknown to group team")
                .foreseeing("bob", "joe");
        cli.run("apply", "go-sync.yml", "--yes");
        return cli;
    }

    @Test
    void the_json_example_of_history_has_the_keys_of_a_real_document() throws IOException {
        Fixture cli = withARun();
        Map<String, String> real = new TreeMap<>();
        keys("", cli.run("history", "last", "--format", "json").json(), real);
        Map<String, String> list = new TreeMap<>();
        keys("", cli.run("history", "--format", "json").json(), list);
        Map<String, String> thing = new TreeMap<>();
        keys("", cli.run("history", "--thing", "ann", "--format", "json").json(), thing);

        Map<String, String> shown = new TreeMap<>();
        keys("", parsed(snippets("command-line.md", "json").get(2)), shown);

        assertThat(shown.keySet()).containsAll(real.keySet());
        assertThat(shown.keySet().stream().filter(key -> !key.startsWith(".unreadable[]")))
                .containsExactlyElementsOf(real.keySet());
        assertThat(list.keySet().stream()
                        .map(key -> key.replace(".runs[]", ".run").replace(".runs", ".run")))
                .allMatch(shown::containsKey);
        String changes = Files.readString(DOCS.resolve("command-line.md"))
                .replaceAll("(?s).*`changes\\[\\]\\.\\{(.*?)\\}`.*", "$1");
        assertThat(thing.keySet().stream()
                        .filter(key -> key.startsWith(".changes[]."))
                        .map(key -> key.substring(".changes[].".length())))
                .containsExactlyInAnyOrder(changes.split(", "));
    }

    @Test
    void the_keys_of_undo_are_described() throws IOException {
        Fixture cli = withARun();
        Set<String> apply = cli.run("apply", "go-sync.yml", "--yes", "--format", "json")
                .json()
                .keySet();
        Map<String, Object> undo =
                cli.run("undo", "last", "--yes", "--format", "json").json();
        Set<String> more = new TreeSet<>(undo.keySet());
        more.removeAll(apply);
        String page = Files.readString(DOCS.resolve("command-line.md"));

        assertThat(undo.keySet()).containsAll(apply);
        assertThat(more)
                .containsExactly("leftAlone", "notConfigured", "undoes", "warnings")
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        assertThat(Undo.Reason.values())
                .allSatisfy(reason -> assertThat(page).contains("`" + TextFormat.kebab(reason) + "`"));
    }

    @Test
    void the_json_example_of_a_saved_plan_has_the_keys_of_a_real_one() throws IOException {
        Fixture cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "eve");
        cli.run("plan", "go-sync.yml", "--out", "plan.json");
        FakeGroup.of("people", "ann", "eve");
        FakeGroup.of("team", "ann", "eve");
        Map<String, String> real = new TreeMap<>();
        keys(
                "",
                cli.run("apply", "go-sync.yml", "--plan", "plan.json", "--format", "json")
                        .json()
                        .get("savedPlan"),
                real);

        Map<String, String> shown = new TreeMap<>();
        keys("", parsed(snippets("command-line.md", "json").get(1)), shown);

        assertThat(shown.keySet()).isEqualTo(new TreeSet<>(real.keySet()));
        assertThat(shown).containsKeys(".stale[].reason", ".done[].thing", ".left.syncs");
    }

    @Test
    void every_reason_for_a_stale_plan_is_listed() throws IOException {
        Fixture cli = new Fixture(folder);
        List<String> syncs = List.of(
                "  - { name: changed, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }",
                "  - { name: gone, source: { group: { id: people } }, destinations: [{ group: { id: hall } }] }",
                "  - { name: mode, source: { group: { id: people } }, destinations: [{ group: { id: roof } }], mode: add-only }");
        cli.file("go-sync.yml", "syncs:", String.join("\n", syncs));
        FakeGroup.of("people", "ann", "bob", "cat", "stays");
        FakeGroup.of("team", "eve", "fox", "stays");
        FakeGroup.of("hall", "stays");
        FakeGroup.of("roof", "stays");
        cli.run("plan", "go-sync.yml", "--out", "plan.json");
        FakeGroup.of("people", "Ann", "bob", "eve", "stays");
        FakeGroup.of("team")
                .unableToAdd("bob", FailureKind.UNKNOWN_THING, "unknown")
                .keeping("fox", "protected");
        cli.file("go-sync.yml", "syncs:", syncs.get(0), syncs.get(2).replace("add-only", "add-remove"));

        Map<String, Object> document = cli.run("apply", "go-sync.yml", "--plan", "plan.json", "--format", "json")
                .json();
        assertThat(document.get("savedPlan")).isInstanceOf(Map.class);
        List<String> reasons =
                matches(
                                "reason=([^}]+)}",
                                ((Map<?, ?>) document.get("savedPlan"))
                                        .get("stale")
                                        .toString())
                        .stream()
                        .distinct()
                        .toList();
        String page = Files.readString(DOCS.resolve("command-line.md"));

        assertThat(reasons)
                .hasSizeGreaterThanOrEqualTo(7)
                .map(reason -> reason.replaceFirst("(cannot be added now: ).*", "$1")
                        .replace("as Ann", "as Ann@example.com")
                        .replace("is add-remove now and was add-only", "is add-only now and was add-remove"))
                .allSatisfy(reason -> assertThat(page).contains("`" + reason));
    }

    private static Object parsed(String json) {
        return new Load(LoadSettings.builder().build()).loadFromString(json);
    }

    /** Collects the paths of all keys. Keys that are data, such as things and reasons, become {@code *}. */
    private static void keys(String path, Object value, Map<String, String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                String name =
                        path.matches(".*\\.(kept|leftOut|allowed|alreadyThere|movedDomains|run.places\\[\\].cannotAdd)")
                                ? "*"
                                : (String) key;
                found.put(path + "." + name, "");
                keys(path + "." + name, inner, found);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> keys(path + "[]", item, found));
        }
    }
}
