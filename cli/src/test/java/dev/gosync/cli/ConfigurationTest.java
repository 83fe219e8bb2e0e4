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
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
    @TempDir
    private Path folder;

    private Fixture here;

    @BeforeEach
    void set_up() {
        here = new Fixture(folder);
    }

    /** The faults of a file, without its name in front. */
    private List<String> faults(String... lines) {
        Run run = here.file("go-sync.yml", lines).run("validate", "go-sync.yml");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).allSatisfy(line -> assertThat(line).startsWith("go-sync.yml:"));
        return run.err()
                .lines()
                .map(line -> line.substring("go-sync.yml:".length()))
                .toList();
    }

    /** The faults of the one source that these lines make. */
    private List<String> faultsOfSource(String... source) {
        List<String> lines =
                new ArrayList<>(List.of("syncs:", "- name: a", "  destinations: [{ shelf: { id: to } }]", "  source:"));
        for (String line : source) {
            lines.add("    " + line);
        }
        return faults(lines.toArray(String[]::new));
    }

    private void valid(String... lines) {
        Run run = here.file("go-sync.yml", lines).run("validate", "go-sync.yml");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private void validSource(String... source) {
        List<String> lines =
                new ArrayList<>(List.of("syncs:", "- name: a", "  destinations: [{ shelf: { id: to } }]", "  source:"));
        for (String line : source) {
            lines.add("    " + line);
        }
        valid(lines.toArray(String[]::new));
    }

    @Test
    void everything_may_be_said() {
        valid(
                "parallel: 2",
                "timeout: 10s",
                "retry: { attempts: 3, first-wait: 100ms, longest-wait: 1m, deadline: 1h }",
                "mode: add-remove",
                "matching: exact",
                "protect: [root@example.com]",
                "guards: { max-additions: 50, max-addition-share: 0.5, max-removals: 10, max-removal-share: 20%,",
                "          max-changes: 60, max-change-share: 150%, min-remaining: 1, max-total-removals: 30,",
                "          allow-empty-source: false, allow-full-replacement: true, require: [boss@example.com] }",
                "tolerate: [unknown-thing, refused-thing]",
                "syncs:",
                "  - name: one",
                "    mode: remove-add",
                "    matching: ignore-case",
                "    protect: [more@example.com]",
                "    guards: { max-removals: 0 }",
                "    tolerate: []",
                "    source:",
                "      union:",
                "        - shelf: { id: a, token: t, colour: red, width: 3, dusty: true, plan: p, boards: [x], labels: {k: v} }",
                "        - minus:",
                "            - window: { id: b }",
                "            - intersection: [{ shelf: { id: c } }, { shelf: { id: d } }]",
                "              may-be-empty: true",
                "      filter: { matches: ['@example\\.com$'], not-matches: bot }",
                "      map: { domain: { from: example.com, to: example.org } }",
                "      may-be-empty: false",
                "    destinations:",
                "      - name: first",
                "        shelf: { id: e }",
                "        mode: add-only",
                "        matching: exact",
                "        protect: [one@example.com]",
                "        guards: { require: [two@example.com] }",
                "        tolerate: [refused-thing]");
    }

    @Test
    void all_faults_are_reported_at_once_in_the_order_of_the_lines() {
        List<String> faults = faults(
                "mod: add-only",
                "matching: sometimes",
                "parallel: 0",
                "timeout: soon",
                "syncs:",
                "  - name: team",
                "    source: { shelf: { colour: rad, width: wide } }",
                "    destinations:",
                "      - shelve: { id: x }",
                "      - shelf: { id: x }",
                "        guards: { max-removal: 3, max-removal-share: 200%, min-remaining: -1 }",
                "        tolerate: [unknown-things]",
                "  - source: { shelf: { id: '${NOT_SET}' } }",
                "    destinations: []");

        assertThat(faults)
                .containsExactly(
                        "1:1: mod: unknown key; did you mean 'mode'?",
                        "2:11: matching: cannot be 'sometimes'; known are: exact, ignore-case",
                        "3:11: parallel: must be a whole number, 1 or more",
                        "4:10: timeout: must be a time longer than nothing, such as 500ms, 30s, 5m or 1h",
                        "7:15: id: is missing: Which one",
                        "7:32: colour: cannot be 'rad'; did you mean 'red'?",
                        "7:44: width: must be a whole number",
                        "9:9: shelve: unknown adapter type; did you mean 'shelf'?",
                        "11:19: max-removal: unknown key; did you mean 'max-removals'?",
                        "11:54: max-removal-share: must be a share, such as 20% or 0.2, of at most 100%",
                        "11:75: min-remaining: must be a whole number, 0 or more",
                        "12:20: tolerate: cannot be 'unknown-things'; did you mean 'unknown-thing'?",
                        "13:5: name: is missing: what --only and the output call this sync",
                        "13:28: id: the variable NOT_SET is not set; set it, or give a default: ${NOT_SET:-default}",
                        "14:19: destinations: is empty");
    }

    @Test
    void faults_are_told_to_programs_too() {
        here.file("go-sync.yml", "syncs: 1", "mod: x");

        for (String command : List.of("plan", "apply", "validate")) {
            Run run = here.run(command, "go-sync.yml", "--format", "json");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.json().toString())
                    .isEqualTo("{version=1, command=" + command + ", exitCode=2, faults=["
                            + "{where=go-sync.yml, line=1, column=8, problem=syncs: must be a list}, "
                            + "{where=go-sync.yml, line=2, column=1, problem=mod: unknown key; did you mean 'mode'?}],"
                            + " syncs=[]}");
            assertThat(run.err()).contains("go-sync.yml:1:8: syncs: must be a list");
        }
    }

    @Test
    void a_missing_file_is_one_clear_error() {
        Run run = here.run("plan", "nowhere.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo("nowhere.yml: there is no such file");
    }

    @Test
    void a_folder_is_no_configuration() {
        assertThat(here.run("plan", ".").err()).contains("is a folder");
    }

    @Test
    void an_empty_file_lacks_syncs() {
        assertThat(faults("# nothing")).containsExactly("1:1: the file is empty; it needs syncs");
        assertThat(faults("mode: add-only"))
                .containsExactly("1:1: syncs: is missing: a list of syncs, each with name, source and destinations");
    }

    @Test
    void what_is_no_yaml_is_one_clear_error_with_its_line() {
        assertThat(faults("syncs:", "  - name: a", "   source: b"))
                .singleElement()
                .asString()
                .startsWith("3:4: is not");
        assertThat(faults("syncs: [")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("syncs:", "\t- name: a")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("a: 1", "---", "b: 2")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("a: 1", "b: \u0001")).containsExactly("2:4: is not valid YAML: there is a control character");
    }

    @Test
    void what_is_no_utf_8_is_one_clear_error() throws IOException {
        Files.write(folder.resolve("go-sync.yml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThat(here.run("validate", "go-sync.yml").err().strip()).isEqualTo("go-sync.yml: is not UTF-8 text");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_key() {
        valid("\uFEFFsyncs: [{ name: a, source: { shelf: { id: x } }, destinations: [{ shelf: { id: y } }] }]");
    }

    @Test
    void a_key_that_stands_twice_is_a_fault() {
        assertThat(faults(
                        "mode: add-only",
                        "syncs: [{ name: a, source: { shelf: { id: x, id: z } }, destinations: [{ shelf: { id: y } }] }]",
                        "mode: remove-add"))
                .containsExactly(
                        "2:46: id: stands here twice, first in line 2",
                        "3:1: mode: stands here twice, first in line 1");
    }

    @Test
    void anchors_say_the_same_thing_in_two_places() {
        valid(
                "guards: &strict { max-removals: 1 }",
                "syncs:",
                "  - { name: a, guards: *strict, source: { shelf: { id: x } }, destinations: [{ shelf: { id: y } }] }");
    }

    @Test
    void what_refers_to_itself_is_a_fault() {
        assertThat(faults("syncs: &a [*a]")).containsExactly("1:8: syncs: refers to itself");
    }

    @Test
    void what_is_nested_too_deeply_is_one_clear_error() {
        String union = "syncs: [{ source: " + "{ union: [".repeat(50_000) + "x" + "] }".repeat(50_000) + " }]";
        for (String text : List.of("[".repeat(50_000), union)) {
            Run run = here.file("go-sync.yml", text).run("validate", "go-sync.yml");

            assertThat(run.err().strip()).isEqualTo("go-sync.yml: is nested too deeply");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void what_is_no_path_is_one_clear_error() {
        Run run = here.run("validate", "go\0sync.yml");

        assertThat(run.err().strip()).endsWith(": is no path: Nul character not allowed");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void a_value_of_the_wrong_form_is_a_fault() {
        assertThat(
                        faults(
                                "mode: [add-only]",
                                "protect: boss@example.com",
                                "guards: none",
                                "retry: 3",
                                "syncs:",
                                "  - just a name",
                                "  - { name: a, source: [x], destinations: [{ shelf: [] }, { shelf: { id: [x], boards: y, labels: z } }] }"))
                .containsExactly(
                        "1:7: mode: must be one value",
                        "2:10: protect: must be a list",
                        "3:9: guards: must be keys with a value each",
                        "4:8: retry: must be keys with a value each",
                        "6:5: syncs: must be keys with a value each",
                        "7:24: source: must be keys with a value each",
                        "7:53: shelf: must be keys with a value each",
                        "7:74: id: must be one value: Which one",
                        "7:87: boards: must be a list",
                        "7:98: labels: must be names with a value each");
    }

    @Test
    void an_empty_value_is_a_fault() {
        assertThat(faultsOfSource("shelf:", "  id:", "  colour: ~"))
                .containsExactly("6:10: id: is empty: Which one", "7:15: colour: is empty: How it looks");
        assertThat(faults(
                        "mode:",
                        "syncs: [{ name: '', source: { shelf: { id: x } }, destinations: [{ shelf: { id: y } }] }]"))
                .containsExactly("1:6: mode: is empty", "2:17: name: is empty");
    }

    @Test
    void scalars_reach_the_adapter_as_they_are_written() {
        validSource("shelf: { id: 0123, labels: { on: yes, float: 1.50, date: 2026-01-01 }, boards: [007, true] }");

        Run run = here.run("validate", "go-sync.yml", "--format", "json");

        assertThat(run.out()).contains("\"shelf 0123 on=yes float=1.50 date=2026-01-01 007 true\"");
    }

    @Test
    void an_entry_names_one_place() {
        assertThat(faultsOfSource("may-be-empty: true"))
                .singleElement()
                .asString()
                .startsWith("4:3: source: names no place; needs one of ")
                .endsWith("union, intersection, minus");
        assertThat(faultsOfSource("shelf: { id: x }", "window: { id: y }"))
                .containsExactly(
                        "6:5: window: is a second place beside shelf; give each an entry of its own, with a - in front");
    }

    @Test
    void an_adapters_key_beside_its_type_belongs_under_it() {
        assertThat(faultsOfSource("shelf:", "id: x"))
                .containsExactly(
                        "5:11: shelf: must be keys with a value each",
                        "6:5: id: belongs under shelf; indent it further");
    }

    @Test
    void a_place_that_can_only_be_read_is_no_destination() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { shelf: { id: x } }",
                        "    destinations:",
                        "      - window: { id: y }"))
                .containsExactly("5:9: window: can only be read, so it cannot be a destination: window on shelf y");
    }

    @Test
    void the_same_place_twice_in_a_sync_is_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { shelf: { id: x } }",
                        "    destinations:",
                        "      - shelf: { id: y }",
                        "      - name: other",
                        "        shelf: { id: y, colour: red }"))
                .containsExactly("7:9: shelf: is the same place as in line 5: shelf y");
    }

    @Test
    void two_syncs_that_both_add_to_and_remove_from_one_place_are_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - { name: a, source: { shelf: { id: x } }, destinations: [{ shelf: { id: z } }] }",
                        "  - { name: b, source: { shelf: { id: y } }, destinations: [{ shelf: { id: z } }] }"))
                .containsExactly(
                        "3:63: shelf: is the same place as in line 2, of the sync a; both add and remove, so that"
                                + " each would undo what the other did: shelf z");
        valid(
                "mode: add-only",
                "syncs:",
                "  - { name: a, source: { shelf: { id: x } }, destinations: [{ shelf: { id: z } }] }",
                "  - { name: b, source: { shelf: { id: y } }, destinations: [{ shelf: { id: z } }] }");
    }

    @Test
    void a_place_as_its_own_source_is_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source:",
                        "      union:",
                        "        - shelf: { id: x }",
                        "        - minus: [{ shelf: { id: y } }, { shelf: { id: z } }]",
                        "          filter: { matches: a }",
                        "    destinations:",
                        "      - shelf: { id: z }"))
                .containsExactly("9:9: shelf: is its own source, which stands in line 6: shelf z");
    }

    @Test
    void names_are_unique() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { shelf: { id: x } }",
                        "    destinations: [{ name: n, shelf: { id: y } }, { name: n, shelf: { id: z } }]",
                        "  - { name: a, source: { shelf: { id: x } }, destinations: [{ name: n, shelf: { id: w } }] }"))
                .containsExactly(
                        "4:59: name: is taken by the one in line 4", "5:13: name: is taken by the one in line 2");
    }

    @Test
    void what_is_no_regular_expression_is_a_fault() {
        assertThat(faultsOfSource("shelf: { id: x }", "filter: { matches: ['a', '(b'], not-match: c }"))
                .containsExactly(
                        "6:24: matches: is no regular expression: Unclosed group",
                        "6:37: not-match: unknown key; did you mean 'not-matches'?");
    }

    @Test
    void a_domain_needs_both_ends() {
        assertThat(faultsOfSource("shelf: { id: x }", "map: { domain: { from: example.com } }"))
                .containsExactly("6:12: to: is missing: the domain to put in its place");
    }

    @Test
    void variables_and_files_are_put_into_values() throws IOException {
        here.file("secrets/colour", "red").variable("PLACE", "attic").variable("EMPTY", "");
        Files.writeString(folder.resolve("secrets/bare"), "bare\r\n");

        validSource(
                "shelf: { id: '${PLACE}-${EMPTY:-e}-${NOT_SET:-n}-$${PLACE}-$5-$', colour: '${file:secrets/colour}',"
                        + " boards: ['${file:secrets/bare}'], labels: { '${PLACE}': '${PLACE}' } }");

        assertThat(here.run("validate", "go-sync.yml", "--format", "json").out())
                .contains("\"shelf attic-e-n-${PLACE}-$5-$ ${PLACE}=attic bare\"");
    }

    @Test
    void what_cannot_be_put_in_is_a_fault() {
        assertThat(faultsOfSource(
                        "shelf:",
                        "  id: ${A}${B}",
                        "  token: ${file:missing}",
                        "  colour: ${file:.}",
                        "  boards: ['${', '${a-b}', '${}', '${1A}']"))
                .containsExactly(
                        "6:11: id: the variable A is not set; set it, or give a default: ${A:-default}",
                        "6:11: id: the variable B is not set; set it, or give a default: ${B:-default}",
                        "7:14: token: the file missing is not there",
                        "8:15: colour: the file . cannot be read",
                        "9:16: boards: '${' has no '}'; write '$${' for these two characters themselves",
                        "9:22: boards: '${a-b}' is none of ${NAME}, ${NAME:-default} and ${file:path}; write '$${' for '${'"
                                + " itself",
                        "9:32: boards: '${}' is none of ${NAME}, ${NAME:-default} and ${file:path}; write '$${' for '${'"
                                + " itself",
                        "9:39: boards: '${1A}' is none of ${NAME}, ${NAME:-default} and ${file:path}; write '$${' for '${'"
                                + " itself");
    }

    @Test
    void no_fault_shows_what_was_put_in_nor_a_secret() {
        here.variable("COLOUR", "hush-hush").variable("NAME", "hush-hush").variable("TOKEN", "wrong-hush");

        List<String> faults = faults(
                "mode: ${COLOUR}",
                "syncs:",
                "  - name: a",
                "    source: { shelf: { id: x, colour: '${COLOUR}' } }",
                "    destinations:",
                "      - shelf: { id: y, token: '${TOKEN}' }",
                "      - shelf: { id: z, token: wrong-hush }");

        assertThat(faults)
                .containsExactly(
                        "1:7: mode: cannot be '${COLOUR}'; known are: add-only, add-remove, remove-add, remove-only",
                        "4:39: colour: cannot be '${COLOUR}'; known are: green, red",
                        "6:32: token: is wrong with what was put in for '${TOKEN}'",
                        "7:32: token: is wrong with a secret");
    }
}
