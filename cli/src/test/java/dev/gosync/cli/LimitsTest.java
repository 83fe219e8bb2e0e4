package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is too large, endless or broken is one clear error, and the next sync still runs. */
final class LimitsTest {
    /** Too deep for a reader that follows each alias again: 3 to the power of 40. */
    private static final int DEPTH = 40;

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private static String sync(String name, String source, String destination) {
        return "  - { name: " + name + ", source: { " + source + " }, destinations: [{ group: { id: " + destination
                + " } }] }";
    }

    // --- Files

    @Test
    void a_configuration_over_16_mb_is_one_error() throws IOException {
        String filler = "# " + "x".repeat(1021) + "\n";
        Path file = folder.resolve("go-sync.yml");
        Files.writeString(file, filler.repeat(4 * 1024) + "syncs:\n" + sync("a", "group: { id: x }", "y"));
        Run allowed = cli.run("validate", "go-sync.yml");
        Files.writeString(file, filler.repeat(16 * 1024) + "syncs:\n" + sync("a", "group: { id: x }", "y"));
        Run tooLarge = cli.run("validate", "go-sync.yml");

        assertThat(allowed.err()).isEmpty();
        assertThat(tooLarge.exitCode()).isEqualTo(2);
        assertThat(tooLarge.err().strip())
                .isEqualTo("go-sync.yml: is larger than the limit of 16 MB for a configuration file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void an_endless_configuration_is_one_error() {
        Run run = cli.run("validate", "/dev/zero", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("/dev/zero: is larger than the limit of 16 MB for a configuration file");
        assertThat((List<?>) run.json().get("faults")).hasSize(1);
    }

    @Test
    void a_file_in_a_value_has_at_most_1_mb() throws IOException {
        cli.file("go-sync.yml", "syncs:", sync("a", "group: { id: x, token: '${file:keys/token}' }", "y"));
        Files.createDirectory(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/token"), "t".repeat(1 << 20));
        Run allowed = cli.run("validate", "go-sync.yml");
        Files.writeString(folder.resolve("keys/token"), "t".repeat((1 << 20) + 1));
        Run tooLarge = cli.run("validate", "go-sync.yml");

        assertThat(allowed.err()).isEmpty();
        assertThat(tooLarge.exitCode()).isEqualTo(2);
        assertThat(tooLarge.err())
                .contains("token: file is larger than the limit of 1 MB: keys/token\n")
                .startsWith("go-sync.yml:2:");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void an_endless_file_in_a_value_is_one_error() {
        cli.file("go-sync.yml", "syncs:", sync("a", "group: { id: x, token: '${file:/dev/zero}' }", "y"));

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).endsWith("token: file is larger than the limit of 1 MB: /dev/zero");
    }

    // --- Errors of the JVM

    @Test
    void an_expression_that_runs_out_of_stack_fails_one_sync() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                sync("a", "group: { id: long }, filter: { matches: '^(a|b)*$' }", "a"),
                sync("b", "group: { id: people }", "b"));
        FakeGroup.of("long", "ab".repeat(100_000));
        FakeGroup.of("people", "ann");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("a: FAILED: filter of group long: read: it ran out of stack")
                .contains("Simplify its regular expressions");
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
        assertThat(cli.run("plan", "go-sync.yml", "--format", "json").out())
                .contains("\"result\" : \"failed\"", "it ran out of stack");
    }

    @Test
    void a_place_that_runs_out_of_memory_fails_one_sync() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                sync("a", "group: { id: huge }", "a"),
                sync("b", "group: { id: people }", "b"),
                sync("c", "group: { id: people }", "huge"));
        FakeGroup.of("huge").onRead(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        FakeGroup.of("people", "ann");

        Run run = cli.run("apply", "go-sync.yml", "--yes");
        Run json = cli.run("plan", "go-sync.yml", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("a: FAILED: group huge: read: it ran out of memory")
                .contains("FAILED: group huge: read: it ran out of memory");
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
        assertThat(json.json()).containsEntry("exitCode", 1);
    }

    @Test
    void an_error_outside_a_place_fails_one_sync_too() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                sync("a", "group: { id: people }", "a"),
                sync("b", "group: { id: people }", "b"));
        FakeGroup.of("people", "ann");
        cli.answering(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        cli.answering("y");

        Run run = cli.run("apply", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("a: FAILED: the program ran out of memory (Java heap space); give it more memory");
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
    }

    @Test
    void an_error_while_a_place_is_created_is_one_fault_of_that_place() {
        cli.file("go-sync.yml", "mode: sometimes", "syncs:", sync("a", "group: { id: people, token: hush-hush }", "a"));
        FakeGroup.of("people").onCreate(() -> {
            throw new NoClassDefFoundError("com/example/Client");
        });
        FakeGroup.of("a").onCreate(() -> {
            throw new IllegalStateException("the network is down");
        });

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "go-sync.yml:1:7: mode: cannot be 'sometimes'; known are: add-only, add-remove, remove-add,"
                                + " remove-only",
                        "go-sync.yml:3:26: group: cannot be created: a class is missing or does not fit:"
                                + " com/example/Client",
                        "go-sync.yml:3:86: group: cannot be created: the network is down");
    }

    @Test
    void a_secret_is_not_shown_if_creating_its_place_fails() {
        cli.variable("TOKEN", "hush-hush")
                .file("go-sync.yml", "syncs:", sync("a", "group: { id: x, token: '${TOKEN}' }", "y"));
        FakeGroup.of("x").onCreate(() -> {
            throw new IllegalStateException("not accepted: hush-hush");
        });

        Run run = cli.run("plan", "go-sync.yml", "--debug");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'${TOKEN}'").doesNotContain("hush");
    }

    // --- Aliases of aliases

    /** A chain of anchors. Each is a combination of three aliases of the one before it. */
    private static List<String> chain(String first, String key) {
        List<String> lines = new ArrayList<>();
        lines.add("    - &a0 " + first);
        for (int i = 1; i <= DEPTH; i++) {
            String before = "*a" + (i - 1);
            String items = "[" + before + ", " + before + ", " + before + "]";
            lines.add("    - &a" + i + " " + (key.isEmpty() ? items : "{ " + key + ": " + items + " }"));
        }
        return lines;
    }

    private void configuredWithChain(List<String> chain, String tail) {
        List<String> lines = new ArrayList<>(
                List.of("syncs:", "- name: a", "  destinations: [{ group: { id: team } }]", "  source:", "   union:"));
        lines.addAll(chain);
        lines.add(tail);
        cli.file("go-sync.yml", lines.toArray(String[]::new));
    }

    @Test
    @Timeout(60)
    void a_union_of_unions_over_aliases_makes_and_reads_each_place_once() {
        for (String combination : List.of("union", "intersection")) {
            FakeGroup.clearAll();
            FakeGroup.of("people", "ann");
            configuredWithChain(chain("{ group: { id: people } }", combination), "");

            Run run = cli.run("apply", "go-sync.yml", "--yes");

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(FakeGroup.of("people").creations()).isEqualTo(1);
            assertThat(FakeGroup.of("people").reads()).isEqualTo(1);
            assertThat(FakeGroup.of("team").things()).containsExactly("ann");
        }
    }

    @Test
    @Timeout(60)
    void a_fault_under_many_aliases_is_found_once() {
        configuredWithChain(chain("{ group: { id: '${NOT_SET}', colour: rad } }", "union"), "");

        Run run = cli.run("validate", "go-sync.yml");

        assertThat(run.err().lines())
                .containsExactly(
                        "go-sync.yml:6:26: id: the variable NOT_SET is not set; set it (export NOT_SET=...) or add a"
                                + " default: ${NOT_SET:-default}",
                        "go-sync.yml:6:48: colour: cannot be 'rad'; did you mean 'red'?");
    }

    @Test
    @Timeout(60)
    void a_place_that_is_its_own_source_under_many_aliases_is_found_once() {
        configuredWithChain(chain("{ group: { id: team } }", "union"), "");

        assertThat(cli.run("validate", "go-sync.yml").err().strip())
                .isEqualTo("go-sync.yml:3:20: group: is also the source on line 6: group team");
    }

    @Test
    @Timeout(60)
    void a_list_of_lists_over_aliases_is_a_fault_and_not_expanded() {
        List<String> lines = new ArrayList<>(List.of("x:"));
        lines.addAll(chain("'${TOKEN}'", ""));
        lines.add("syncs:");
        lines.add(sync("a", "group: { id: x, topics: *a" + DEPTH + ", token: *a" + DEPTH + " }", "y"));
        cli.variable("TOKEN", "hush-hush").file("go-sync.yml", lines.toArray(String[]::new));

        Run run = cli.run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("topics: must be a single value", "token: must be a single value", "x: unknown key");
    }

    @Test
    void an_anchor_that_contains_itself_is_a_fault() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "- name: a",
                "  destinations: [{ group: { id: team } }]",
                "  source: &a { union: [{ group: { id: x } }, *a] }");

        assertThat(cli.run("validate", "go-sync.yml").err().strip())
                .matches("go-sync\\.yml:4:\\d+: union: contains itself");
    }

    @Test
    void a_setting_can_be_shared_by_hundreds_of_syncs() {
        List<String> lines = new ArrayList<>(List.of("guards: &strict { max-removals: 1 }", "syncs:"));
        for (int i = 0; i < 300; i++) {
            lines.add("  - { name: s" + i + ", guards: *strict, source: { group: { id: x" + i
                    + " } }, destinations: [{ group: { id: y" + i + " } }] }");
        }

        assertThat(cli.file("go-sync.yml", lines.toArray(String[]::new))
                        .run("validate", "go-sync.yml")
                        .err())
                .isEmpty();
    }
}
