package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private void example() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann@example.com");
        FakeGroup.of("team");
    }

    @Test
    void help_names_every_command() {
        Run run = cli.run("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "demo",
                        "plan",
                        "apply",
                        "undo",
                        "history",
                        "validate",
                        "doctor",
                        "adapters",
                        "schema",
                        "--version");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void help_of_a_command_names_its_options_and_exit_codes() {
        Run run = cli.run("apply", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("FILE", "--yes", "--dry-run", "--only", "--allow", "--format", "130");
    }

    @Test
    void the_version_can_be_asked_before_and_after_a_command() {
        assertThat(cli.run("--version").out()).startsWith("go-sync ");
        assertThat(cli.run("plan", "--version").out()).startsWith("go-sync ");
    }

    @Test
    void no_command_is_wrong_usage() {
        Run run = cli.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: go-sync");
    }

    @Test
    void a_command_without_its_file_is_wrong_usage() {
        Run run = cli.run("plan");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("FILE");
    }

    @Test
    void an_unknown_option_is_wrong_usage() {
        Run run = cli.run("plan", "go-sync.yml", "--dryrun");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--dryrun");
    }

    @Test
    void an_unknown_command_suggests_the_nearest_one() {
        Run run = cli.run("aply", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("aply", "apply");
    }

    @Test
    void global_options_stand_before_or_after_the_command() {
        example();

        Run before = cli.run("-v", "plan", "go-sync.yml");
        Run after = cli.run("plan", "go-sync.yml", "-v");

        assertThat(before.err()).contains("reading group people");
        assertThat(after.err().lines())
                .containsExactlyInAnyOrderElementsOf(before.err().lines().toList());
    }

    @Test
    void only_the_plan_goes_to_standard_output() {
        example();

        Run run = cli.run("plan", "go-sync.yml", "-v");

        assertThat(run.out())
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "team: from group people, 1 member",
                        "  group team: 1 to add, 0 stay",
                        "    + ann@example.com",
                        "Planned: 1 to add, 0 to remove. Nothing has changed yet.",
                        "To make these changes:",
                        "  go-sync apply go-sync.yml",
                        ""));
        assertThat(run.err()).contains("reading group team");
    }

    @Test
    void quiet_prints_nothing_if_there_is_no_problem() {
        example();

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--quiet");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann@example.com");
    }

    @Test
    void quiet_still_prints_problems() {
        example();
        FakeGroup.of("team").broken();

        Run run = cli.run("--quiet", "apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("access denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"people", "team"})
    void a_stack_trace_is_shown_only_for_debug(String broken) {
        example();
        FakeGroup.of(broken).broken();

        Run usual = cli.run("plan", "go-sync.yml");
        Run debug = cli.run("plan", "go-sync.yml", "--debug");

        assertThat(usual.out() + usual.err()).contains("access denied").doesNotContain("\tat ");
        assertThat(debug.err()).contains("\tat dev.gosync");
    }

    @Test
    void the_log_goes_to_standard_error_at_the_requested_level() {
        example();
        System.Logger logger = System.getLogger("dev.gosync");
        FakeGroup.of("people").onRead(() -> {
            logger.log(System.Logger.Level.DEBUG, "a detail");
            logger.log(System.Logger.Level.WARNING, "a warning", new IllegalStateException("its cause"));
        });

        assertThat(cli.run("plan", "go-sync.yml").err())
                .contains("a warning", "its cause")
                .doesNotContain("a detail", "\tat ");
        assertThat(cli.run("plan", "go-sync.yml", "--verbose").err()).contains("a warning", "a detail");
        assertThat(cli.run("plan", "go-sync.yml", "--quiet").err()).isEmpty();
        assertThat(cli.run("plan", "go-sync.yml", "--debug").err()).contains("\tat ");
    }

    @Test
    void output_without_a_terminal_has_no_colours() {
        example();

        assertThat(cli.run("--help").out()).doesNotContain("\u001B");
        assertThat(cli.run("plan", "go-sync.yml").out()).doesNotContain("\u001B");
    }

    @Test
    void adapters_lists_the_types() {
        Run run = cli.run("adapters");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .contains("group  A group in memory", "export  A read-only export of a group");
    }

    @Test
    void adapters_lists_the_keys_of_a_type() {
        Run run = cli.run("adapters", "group");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .contains(
                        "group: A group in memory",
                        "id      text, required  Name of the group",
                        "token   text, secret    Access token",
                        "colour  text            Colour of the group; one of red, green",
                        "limit   number          Maximum number of members");
    }

    @Test
    void adapters_shows_the_rights_and_an_example_of_a_type() {
        Run run = cli.run("adapters", "group");

        assertThat(run.out().lines().dropWhile(line -> !line.startsWith("What")))
                .containsExactly(
                        "What the credentials must be allowed to do:",
                        "  - Reading a group: groups:read",
                        "  - Grant it in the memory of the program",
                        "",
                        "Example:",
                        "  syncs:",
                        "    - name: example",
                        "      source:",
                        "        file:",
                        "          path: people.csv",
                        "          column: email",
                        "      destinations:",
                        "        - group:",
                        "            id: team a",
                        "            limit: 7",
                        "            token: \"${GROUP_TOKEN}\"",
                        "            topics: [\"#1\", b]",
                        "",
                        "Set the variable GROUP_TOKEN. In bash or zsh, type this and then the secret: read -rs GROUP_TOKEN;"
                                + " export GROUP_TOKEN",
                        "To check the example without it: go-sync validate FILE --offline");
    }

    @Test
    void rights_and_example_are_part_of_the_json() {
        Run run = cli.run("adapters", "group", "--format", "json");

        assertThat(run.json().toString())
                .contains("rights=[Reading a group: groups:read, Grant it in the memory of the program]")
                .contains("example={id=team a, limit=7, token=${GROUP_TOKEN}, topics=[#1, b]}");
    }

    @Test
    void adapters_can_be_listed_as_json() {
        Run run = cli.run("adapters", "export", "--format", "json");

        assertThat(run.json().toString())
                .isEqualTo(
                        "{version=1, adapters=[{type=export, summary=A read-only export of a group, keys=[{name=id,"
                                + " help=Name of the group, form=text, required=true, secret=false, allowed=[]}], rights=[], example={}}]}");
    }

    @Test
    void an_unknown_type_suggests_the_nearest_one() {
        Run run = cli.run("adapters", "grop");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo(
                        "adapters: unknown adapter type 'grop'; did you mean 'group'? To see all types: go-sync adapters");
        assertThat(cli.run("adapters", "slak").err())
                .contains(
                        "; did you mean 'slack-conversation' or 'slack-usergroup'? To see all types: go-sync adapters");
        assertThat(cli.run("adapters", "qwertyuiop").err().strip())
                .isEqualTo("adapters: unknown adapter type 'qwertyuiop'. To see all types: go-sync adapters");
    }

    @Test
    void validate_reads_no_place() {
        example();

        Run run = cli.run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("go-sync.yml: valid (1 sync, 1 destination)");
        assertThat(FakeGroup.of("people").reads()).isZero();
    }

    @Test
    void validate_offline_needs_no_variable() {
        example();
        cli.file(
                "go-sync.yml",
                "syncs: [{ name: team, source: { group: { id: '${PEOPLE}' } }, destinations: [{ group: { id: team } }] }]");

        Run with = cli.run("validate", "go-sync.yml");
        Run without = cli.run("validate", "go-sync.yml", "--offline");

        assertThat(with.exitCode()).isEqualTo(2);
        assertThat(without.exitCode()).isZero();
        assertThat(without.out().lines())
                .containsExactly(
                        "go-sync.yml: valid (1 sync, 1 destination)",
                        "  not checked, because these variables are not set: PEOPLE");
    }

    @Test
    void validate_offline_says_nothing_about_syncs_that_need_no_variable() {
        example();
        cli.file(
                "go-sync.yml",
                "notify: { url: '${WEBHOOK}' }",
                "syncs:",
                "  - { name: team, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }",
                "  - name: hall",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: hall } }]",
                "    guards: { max-removals: '${MAX}' }");

        Run run = cli.run("validate", "go-sync.yml", "--offline", "--explain");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .startsWith(
                        "go-sync.yml: valid (2 syncs, 2 destinations)",
                        "  not checked, because these variables are not set: MAX, WEBHOOK",
                        "",
                        "The sync team reads group people.")
                .endsWith(
                        "",
                        "The sync hall reads group people.",
                        "  1 destination is not explained, because a variable that it needs is not set.");
        assertThat(cli.run("validate", "go-sync.yml").err())
                .contains(
                        "url: the variable WEBHOOK is not set; ",
                        "To send no message where it is not set: ${WEBHOOK:-}");
    }

    @Test
    void what_needs_no_secret_is_explained_before_the_secrets_are_set() {
        example();
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team, token: '${TOKEN}' } }, { group: { id: '${HALL}' } }]",
                "    guards: { max-removals: 7 }");

        Run with = cli.run("validate", "go-sync.yml", "--explain");
        Run without = cli.run("validate", "go-sync.yml", "--explain", "--offline");
        Run faulty = cli.file("faulty.yml", "syncs: [{ nme: a, source: { group: { id: a, token: '${TOKEN}' } } }]")
                .run("validate", "faulty.yml");

        assertThat(with.exitCode()).isEqualTo(2);
        assertThat(with.err().lines())
                .hasSize(3)
                .endsWith("The rest of the configuration is valid. To check and explain it without these values:"
                        + " go-sync validate go-sync.yml --offline --explain");
        assertThat(without.exitCode()).isZero();
        assertThat(without.out())
                .contains(
                        "The sync team reads group people.\n  It syncs to group team:\n",
                        "It is refused if it would remove more than 7 members (max-removals).",
                        "\n  1 destination is not explained, because a variable that it needs is not set.\n");
        assertThat(FakeGroup.of("team").reads()).isZero();
        assertThat(faulty.err()).contains("nme: unknown key").doesNotContain("The rest");
    }

    @Test
    void help_is_a_command_too() {
        assertThat(cli.run("help").out()).isEqualTo(cli.run("--help").out());
        assertThat(cli.run("help", "plan").out())
                .isEqualTo(cli.run("plan", "--help").out());
        assertThat(cli.run("help", "paln").exitCode()).isEqualTo(2);
    }

    @Test
    void validate_can_print_json() {
        example();

        Run run = cli.run("validate", "go-sync.yml", "--format=json");

        assertThat(run.json().toString())
                .isEqualTo(
                        "{version=1, command=validate, exitCode=0, faults=[], syncs=[{name=team, source=group people,"
                                + " destinations=[{name=group team, place=group team, explanation=[]}]}], unsetVariables=[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "paln, did you mean 'plan'?",
        "Apply, did you mean 'apply'?",
        "shcema, did you mean 'schema'?",
        "sync, 'known are: adapters, apply, completion, demo, doctor, help, history, init, list, plan, schema, undo, validate.'"
    })
    void an_unknown_command_is_wrong_usage_and_the_nearest_is_named(String typed, String hint) {
        Run run = cli.run(typed, "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("go-sync: unknown command '" + typed + "'; " + hint + " Run go-sync --help.");
    }
}
