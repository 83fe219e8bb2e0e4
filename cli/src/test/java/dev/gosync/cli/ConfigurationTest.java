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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    /** The faults of a file, without the file name. */
    private List<String> faults(String... lines) {
        Run run = cli.file("go-sync.yml", lines).run("validate", "go-sync.yml");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        List<String> faults = run.err()
                .lines()
                .filter(line -> !line.startsWith("The rest of the configuration is valid."))
                .toList();
        assertThat(faults).allSatisfy(line -> assertThat(line).startsWith("go-sync.yml:"));
        return faults.stream()
                .map(line -> line.substring("go-sync.yml:".length()))
                .toList();
    }

    /** The faults of a source with these lines. */
    private List<String> faultsOfSource(String... source) {
        List<String> lines =
                new ArrayList<>(List.of("syncs:", "- name: a", "  destinations: [{ group: { id: to } }]", "  source:"));
        for (String line : source) {
            lines.add("    " + line);
        }
        return faults(lines.toArray(String[]::new));
    }

    private void valid(String... lines) {
        Run run = cli.file("go-sync.yml", lines).run("validate", "go-sync.yml");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private void validSource(String... source) {
        List<String> lines =
                new ArrayList<>(List.of("syncs:", "- name: a", "  destinations: [{ group: { id: to } }]", "  source:"));
        for (String line : source) {
            lines.add("    " + line);
        }
        valid(lines.toArray(String[]::new));
    }

    @Test
    void every_setting_is_accepted() {
        valid(
                "parallel: 2",
                "timeout: 10s",
                "retry: { attempts: 3, first-wait: 100ms, longest-wait: 1m, deadline: 1h }",
                "mode: add-remove",
                "matching: exact",
                "protect: [root@example.com, '*@partner.example']",
                "guards: { max-additions: 50, max-addition-share: 0.5, max-removals: 10, max-removal-share: 20%,",
                "          max-changes: 60, max-change-share: 150%, min-remaining: 1, max-total-removals: 30,",
                "          allow-empty-source: false, allow-full-replacement: true, allow-empty-destination: true,",
                "          allow-shrinking: true, require: [boss@example.com] }",
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
                "        - group: { id: a, token: t, colour: red, limit: 3, muted: true, logo: p, topics: [x], labels: {k: v} }",
                "        - minus:",
                "            - export: { id: b }",
                "            - intersection: [{ group: { id: c } }, { group: { id: d } }]",
                "              may-be-empty: true",
                "      filter: { matches: ['@example\\.com$'], not-matches: bot }",
                "      map: { domain: { from: example.com, to: example.org } }",
                "      may-be-empty: false",
                "    destinations:",
                "      - name: first",
                "        group: { id: e }",
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
                "    source: { group: { colour: rad, limit: wide } }",
                "    destinations:",
                "      - groups: { id: x }",
                "      - group: { id: x }",
                "        guards: { max-removal: 3, max-removal-share: 200%, min-remaining: -1 }",
                "        tolerate: [unknown-things]",
                "  - source: { group: { id: '${NOT_SET}' } }",
                "    destinations: []");

        assertThat(faults)
                .containsExactly(
                        "1:1: mod: unknown key; did you mean 'mode'?",
                        "2:11: matching: cannot be 'sometimes'; known are: exact, ignore-case",
                        "3:11: parallel: must be a whole number, 1 or more",
                        "4:10: timeout: must be a duration greater than zero, for example 500ms, 30s, 5m, 1h or 7d",
                        "7:15: id: is missing: Name of the group",
                        "7:32: colour: cannot be 'rad'; did you mean 'red'?",
                        "7:44: limit: must be a whole number",
                        "9:9: groups: unknown adapter type; did you mean 'group'?",
                        "11:19: max-removal: unknown key; did you mean 'max-removals'?",
                        "11:54: max-removal-share: must be a share from 0% to 100%, for example 20% or 0.2",
                        "11:75: min-remaining: must be a whole number, 0 or more",
                        "12:20: tolerate: cannot be 'unknown-things'; did you mean 'unknown-thing'?",
                        "13:5: name: is missing: the name of the sync, for --only and for the output",
                        "13:28: id: the variable NOT_SET is not set; set it (export NOT_SET=...) or add a default: ${NOT_SET:-default}",
                        "14:19: destinations: is empty");
    }

    @Test
    void faults_are_also_printed_as_json() {
        cli.file("go-sync.yml", "syncs: 1", "mod: x");

        for (String command : List.of("plan", "apply", "validate")) {
            Run run = cli.run(command, "go-sync.yml", "--format", "json");

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
    void a_missing_file_is_one_error() {
        Run run = cli.run("plan", "nowhere.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo("nowhere.yml: file not found; to write one: go-sync init nowhere.yml");
    }

    @Test
    void a_folder_is_not_a_configuration() {
        assertThat(cli.run("plan", ".").err()).contains("is a folder");
    }

    @Test
    void an_empty_file_is_a_fault() {
        assertThat(faults("# nothing")).containsExactly("1:1: the file is empty; add syncs");
        assertThat(faults("mode: add-only"))
                .containsExactly("1:1: syncs: is missing: a list of syncs, each with name, source and destinations");
    }

    @Test
    void invalid_yaml_is_one_error_with_its_line() {
        assertThat(faults("syncs:", "  - name: a", "   source: b"))
                .singleElement()
                .asString()
                .startsWith("3:4: is not");
        assertThat(faults("syncs: [")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("syncs:", "\t- name: a")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("a: 1", "---", "b: 2")).singleElement().asString().startsWith("2:1: is not valid YAML: ");
        assertThat(faults("a: 1", "b: \u0001"))
                .containsExactly("2:4: is not valid YAML: control characters are not allowed");
    }

    @Test
    void invalid_utf_8_is_one_error() throws IOException {
        Files.write(folder.resolve("go-sync.yml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThat(cli.run("validate", "go-sync.yml").err().strip()).isEqualTo("go-sync.yml: is not a UTF-8 text file");
    }

    @Test
    void a_byte_order_mark_is_ignored() {
        valid("\uFEFFsyncs: [{ name: a, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]");
    }

    @Test
    void a_duplicate_key_is_a_fault() {
        assertThat(faults(
                        "mode: add-only",
                        "syncs: [{ name: a, source: { group: { id: x, id: z } }, destinations: [{ group: { id: y } }] }]",
                        "mode: remove-add"))
                .containsExactly(
                        "2:46: id: duplicate key, first used on line 2",
                        "3:1: mode: duplicate key, first used on line 1");
    }

    @Test
    void anchors_are_supported() {
        valid(
                "guards: &strict { max-removals: 1 }",
                "syncs:",
                "  - { name: a, guards: *strict, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }");
    }

    @Test
    void a_recursive_alias_is_a_fault() {
        assertThat(faults("syncs: &a [*a]")).containsExactly("1:8: syncs: contains itself");
    }

    @Test
    void deep_nesting_is_one_error() {
        String union = "syncs: [{ source: " + "{ union: [".repeat(50_000) + "x" + "] }".repeat(50_000) + " }]";
        for (String text : List.of("[".repeat(50_000), union)) {
            Run run = cli.file("go-sync.yml", text).run("validate", "go-sync.yml");

            assertThat(run.err().strip()).isEqualTo("go-sync.yml: is nested too deeply");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void an_invalid_path_is_one_error() {
        Run run = cli.run("validate", "go\0sync.yml");

        assertThat(run.err().strip()).endsWith(": is not a valid path: Nul character not allowed");
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
                                "  - { name: a, source: [x], destinations: [{ group: [] }, { group: { id: [x], topics: y, labels: z } }] }"))
                .containsExactly(
                        "1:7: mode: must be a single value",
                        "2:10: protect: must be a list",
                        "3:9: guards: must be a map of keys to values",
                        "4:8: retry: must be a map of keys to values",
                        "6:5: syncs: must be a map of keys to values",
                        "7:24: source: must be a map of keys to values",
                        "7:53: group: must be a map of keys to values",
                        "7:74: id: must be a single value: Name of the group",
                        "7:87: topics: must be a list",
                        "7:98: labels: must map names to values");
    }

    @Test
    void an_empty_value_is_a_fault() {
        assertThat(faultsOfSource("group:", "  id:", "  colour: ~"))
                .containsExactly(
                        "6:10: id: is empty: Name of the group", "7:15: colour: is empty: Colour of the group");
        assertThat(faults(
                        "mode:",
                        "syncs: [{ name: '', source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]"))
                .containsExactly("1:6: mode: is empty", "2:17: name: is empty");
    }

    @Test
    void adapters_get_scalars_exactly_as_written() {
        validSource("group: { id: 0123, labels: { on: yes, float: 1.50, date: 2026-01-01 }, topics: [007, true] }");

        Run run = cli.run("validate", "go-sync.yml", "--format", "json");

        assertThat(run.out()).contains("\"group 0123 on=yes float=1.50 date=2026-01-01 007 true\"");
    }

    @Test
    void an_entry_has_exactly_one_place() {
        assertThat(faultsOfSource("may-be-empty: true"))
                .singleElement()
                .asString()
                .startsWith("4:3: source: has no place; add one of ")
                .endsWith("union, intersection, minus");
        assertThat(faultsOfSource("group: { id: x }", "export: { id: y }"))
                .containsExactly(
                        "6:5: export: is a second place in this entry, after group; put each place in its own list entry");
    }

    @Test
    void a_key_of_an_adapter_next_to_its_type_must_be_indented() {
        assertThat(faultsOfSource("group:", "id: x"))
                .containsExactly(
                        "5:11: group: must be a map of keys to values",
                        "6:5: id: is a key of group; indent it to put it under group");
    }

    @Test
    void a_read_only_place_cannot_be_a_destination() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { group: { id: x } }",
                        "    destinations:",
                        "      - export: { id: y }"))
                .containsExactly("5:9: export: is read-only, so it cannot be a destination: export of group y");
    }

    @Test
    void the_same_place_twice_in_a_sync_is_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { group: { id: x } }",
                        "    destinations:",
                        "      - group: { id: y }",
                        "      - name: other",
                        "        group: { id: y, colour: red }"))
                .containsExactly("7:9: group: is the same place as on line 5: group y");
    }

    @Test
    void two_syncs_that_both_add_to_and_remove_from_one_place_are_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - { name: a, source: { group: { id: x } }, destinations: [{ group: { id: z } }] }",
                        "  - { name: b, source: { group: { id: y } }, destinations: [{ group: { id: z } }] }"))
                .containsExactly("3:63: group: is the same place as on line 2 in sync a; both syncs add and remove, so"
                        + " each would undo the changes of the other: group z");
        valid(
                "mode: add-only",
                "syncs:",
                "  - { name: a, source: { group: { id: x } }, destinations: [{ group: { id: z } }] }",
                "  - { name: b, source: { group: { id: y } }, destinations: [{ group: { id: z } }] }");
    }

    @Test
    void a_place_as_its_own_source_is_a_fault() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source:",
                        "      union:",
                        "        - group: { id: x }",
                        "        - minus: [{ group: { id: y } }, { group: { id: z } }]",
                        "          filter: { matches: a }",
                        "    destinations:",
                        "      - group: { id: z }"))
                .containsExactly("9:9: group: is also the source on line 6: group z");
    }

    @Test
    void names_are_unique() {
        assertThat(faults(
                        "syncs:",
                        "  - name: a",
                        "    source: { group: { id: x } }",
                        "    destinations: [{ name: n, group: { id: y } }, { name: n, group: { id: z } }]",
                        "  - { name: a, source: { group: { id: x } }, destinations: [{ name: n, group: { id: w } }] }"))
                .containsExactly("4:59: name: is already used on line 4", "5:13: name: is already used on line 2");
    }

    @Test
    void an_invalid_regular_expression_is_a_fault() {
        assertThat(faultsOfSource("group: { id: x }", "filter: { matches: ['a', '(b'], not-match: c }"))
                .containsExactly(
                        "6:24: matches: is not a valid regular expression: Unclosed group",
                        "6:37: not-match: unknown key; did you mean 'not-matches'?");
    }

    @Test
    void a_domain_map_needs_from_and_to() {
        assertThat(faultsOfSource("group: { id: x }", "map: { domain: { from: example.com } }"))
                .containsExactly("6:12: to: is missing: the new domain");
    }

    @Test
    void variables_and_files_are_replaced_in_values() throws IOException {
        cli.file("secrets/colour", "red").variable("PLACE", "attic").variable("EMPTY", "");
        Files.writeString(folder.resolve("secrets/bare"), "bare\r\n");

        validSource(
                "group: { id: '${PLACE}-${EMPTY:-e}-${NOT_SET:-n}-$${PLACE}-$5-$', colour: '${file:secrets/colour}',"
                        + " topics: ['${file:secrets/bare}'], labels: { '${PLACE}': '${PLACE}' } }");

        assertThat(cli.run("validate", "go-sync.yml", "--format", "json").out())
                .contains("\"group attic-e-n-${PLACE}-$5-$ ${PLACE}=attic bare\"");
    }

    @Test
    void a_secret_gets_no_default() throws IOException {
        assertThat(faultsOfSource("group:", "  id: a", "  token: ${TOKEN}", "  labels: { token: '${OTHER}' }"))
                .containsExactly(
                        "7:14: token: the variable TOKEN is not set; set it in the shell (read -rs TOKEN; export TOKEN) or"
                                + " from a secret of the CI job, or use a file: ${file:PATH}",
                        "8:24: token: the variable OTHER is not set; set it in the shell (read -rs OTHER; export OTHER) or"
                                + " from a secret of the CI job, or use a file: ${file:PATH}");
    }

    @Test
    void the_name_of_a_variable_that_may_be_a_secret_is_not_shown() throws IOException {
        assertThat(faultsOfSource("group:", "  id: a", "  token: ${xoxb1234}"))
                .containsExactly(
                        "7:14: token: a variable in this value is not set. Its name is not shown, because names are"
                                + " usually in capitals, so it may be a secret; write the name of a variable, such as ${TOKEN}");
    }

    @Test
    void an_unresolved_variable_is_a_fault() throws IOException {
        Files.createDirectories(folder.resolve("keys/red"));
        String invalid =
                "has an invalid reference that begins with '${'; use ${NAME}, ${NAME:-default} or ${file:path},"
                        + " or write '$${' for a literal '${'";
        assertThat(faultsOfSource(
                        "group:",
                        "  id: ${A}${B}",
                        "  token: ${file:missing}",
                        "  colour: ${file:keys/red}",
                        "  topics: ['${', '${a-b}', '${}', '${1A}']"))
                .containsExactly(
                        "6:11: id: the variable A is not set; set it (export A=...) or add a default: ${A:-default}",
                        "6:11: id: the variable B is not set; set it (export B=...) or add a default: ${B:-default}",
                        "7:14: token: file not found; check the path in '${file:...}' (it is not shown, because it may be a"
                                + " secret)",
                        "8:15: colour: file cannot be read: keys/red",
                        "9:16: topics: '${' has no closing '}'; write '$${' for a literal '${'",
                        "9:22: topics: " + invalid,
                        "9:32: topics: " + invalid,
                        "9:39: topics: " + invalid);
    }

    @Test
    void no_fault_shows_a_secret_or_the_value_of_a_variable() {
        cli.variable("COLOUR", "hush-hush").variable("NAME", "hush-hush").variable("TOKEN", "wrong-hush");

        List<String> faults = faults(
                "mode: ${COLOUR}",
                "syncs:",
                "  - name: a",
                "    source: { group: { id: x, colour: '${COLOUR}' } }",
                "    destinations:",
                "      - group: { id: y, token: '${TOKEN}' }",
                "      - group: { id: z, token: wrong-hush }");

        assertThat(faults)
                .containsExactly(
                        "1:7: mode: cannot be '${COLOUR}'; known are: add-only, add-remove, remove-add, remove-only",
                        "4:39: colour: cannot be '${COLOUR}'; known are: green, red",
                        "6:32: token: is invalid; the value comes from '${TOKEN}' and is not shown",
                        "7:32: token: is invalid; the value is secret and is not shown");
    }

    // --- Guards and protected members

    @Test
    void a_limit_is_a_plain_number_in_ascii() {
        List<String> shares =
                List.of("0x1p-2", "1d", "\u0660.\u0662", "+0.5", "1e-1", "' NaN'", "NaN", "' 0.2'", ".2", "2.");
        for (String share : shares) {
            for (String percent : List.of("", "%")) {
                String value =
                        share.endsWith("'") ? share.substring(0, share.length() - 1) + percent + "'" : share + percent;
                assertThat(faults("guards: { max-removal-share: " + value + " }", "syncs: []"))
                        .as(value)
                        .contains("1:30: max-removal-share: must be a share from 0% to 100%, for example 20% or 0.2");
            }
        }
        for (String count :
                List.of("+5", "\u0665", "5d", "5.0", "1e1", "0x5", "' 5'", "-1", "2147483648", "99999999999")) {
            assertThat(faults("guards: { max-removals: " + count + " }", "parallel: " + count, "syncs: []"))
                    .as(count)
                    .contains(
                            "1:25: max-removals: must be a whole number, 0 or more",
                            "2:11: parallel: must be a whole number, 1 or more");
        }
        assertThat(faults(
                        "guards: { max-removals: 2147483647, max-removal-share: 0.25, max-change-share: 150.5% }",
                        "syncs: []"))
                .containsExactly("2:8: syncs: is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x5", "5d", "+5", "\u0665", "5.0", "1e1", "2147483648"})
    void a_limit_on_the_command_line_is_a_plain_number_in_ascii(String count) {
        cli.file(
                "go-sync.yml",
                "syncs: [{ name: a, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]");

        Run limit = cli.run("plan", "go-sync.yml", "--allow", "max-removals=" + count);
        Run time = cli.run("apply", "go-sync.yml", "--yes", "--wait", count + "m");

        assertThat(limit.exitCode()).isEqualTo(2);
        assertThat(limit.err()).contains("must be a whole number, 0 or more");
        assertThat(time.exitCode()).isEqualTo(2);
        assertThat(time.err()).contains("--wait");
    }

    @Test
    void a_wrong_entry_of_protect_is_a_fault_with_a_hint() {
        cli.variable("BOSS", "^hush-hush$").variable("PAD", " hush\u200b-hush");
        List<String> faults = faults(
                "protect:",
                "- root@example.com",
                "- '*@partner.example'",
                "- ' ann@example.com'",
                "- '*'",
                "- '^ann.*$'",
                "- \"\\u200b\"",
                "- ''",
                "- ${BOSS}",
                "- ${PAD}",
                "syncs: [{ name: a, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]");

        assertThat(faults)
                .containsExactly(
                        "4:3: protect: names ' ann@example.com', which is padded with white space",
                        "5:3: protect: names '*', which protects everybody; use mode: add-only to remove nobody",
                        "6:3: protect: names '^ann.*$', which looks like a regular expression; use * for any"
                                + " characters, such as *@example.com",
                        "7:3: protect: names a blank thing",
                        "8:3: protect: is empty",
                        "9:3: protect: names '${BOSS}', which looks like a regular expression; use * for any"
                                + " characters, such as *@example.com",
                        "10:3: protect: names '${PAD}', which is padded with white space");
    }

    @Test
    void require_takes_no_pattern() {
        assertThat(faults(
                        "guards: { require: [boss@example.com, '*@example.com'] }",
                        "syncs: [{ name: a, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]"))
                .containsExactly("1:39: require: names '*@example.com', but takes no pattern; list each member, or use"
                        + " min-remaining to require a number");
    }
}
