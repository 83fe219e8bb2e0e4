package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @TempDir
    private Path folder;

    private Fixture here;

    @BeforeEach
    void set_up() {
        here = new Fixture(folder);
    }

    private void example() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: team } }]");
        Shelf.of("people", "ann@example.com");
        Shelf.of("team");
    }

    @Test
    void help_names_every_command() {
        Run run = here.run("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("demo", "plan", "apply", "validate", "adapters", "schema", "--version");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void help_of_a_command_names_its_options_and_exit_codes() {
        Run run = here.run("apply", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("FILE", "--yes", "--dry-run", "--only", "--allow", "--format", "130");
    }

    @Test
    void the_version_is_answered_wherever_it_is_asked() {
        assertThat(here.run("--version").out()).startsWith("go-sync ");
        assertThat(here.run("plan", "--version").out()).startsWith("go-sync ");
    }

    @Test
    void no_command_is_wrong_usage() {
        Run run = here.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: go-sync");
    }

    @Test
    void a_command_without_its_file_is_wrong_usage() {
        Run run = here.run("plan");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("FILE");
    }

    @Test
    void an_unknown_option_is_wrong_usage() {
        Run run = here.run("plan", "go-sync.yml", "--dryrun");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--dryrun");
    }

    @Test
    void an_unknown_command_gets_the_nearest() {
        Run run = here.run("aply", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("aply", "apply");
    }

    @Test
    void global_options_stand_before_or_after_the_command() {
        example();

        Run before = here.run("-v", "plan", "go-sync.yml");
        Run after = here.run("plan", "go-sync.yml", "-v");

        assertThat(before.err()).contains("reading shelf people").isEqualTo(after.err());
    }

    @Test
    void nothing_but_the_plan_goes_to_standard_output() {
        example();

        Run run = here.run("plan", "go-sync.yml", "-v");

        assertThat(run.out())
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "team: from shelf people, which has 1",
                        "  shelf team: 1 to add, 0 stay",
                        "    + ann@example.com",
                        "Planned: 1 to add, 0 to remove. Nothing was written.",
                        ""));
        assertThat(run.err()).contains("reading shelf team");
    }

    @Test
    void quiet_prints_nothing_where_there_is_no_problem() {
        example();

        Run run = here.run("apply", "go-sync.yml", "--yes", "--quiet");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(Shelf.of("team").things()).containsExactly("ann@example.com");
    }

    @Test
    void quiet_still_prints_problems() {
        example();
        Shelf.of("team").broken();

        Run run = here.run("--quiet", "apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("the shelf is locked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"people", "team"})
    void a_stack_trace_is_shown_only_for_debug(String broken) {
        example();
        Shelf.of(broken).broken();

        Run usual = here.run("plan", "go-sync.yml");
        Run debug = here.run("plan", "go-sync.yml", "--debug");

        assertThat(usual.out() + usual.err()).contains("the shelf is locked").doesNotContain("\tat ");
        assertThat(debug.err()).contains("\tat dev.gosync");
    }

    @Test
    void what_the_engine_logs_is_shown_on_standard_error_as_far_as_asked() {
        example();
        System.Logger logger = System.getLogger("dev.gosync");
        Shelf.of("people").onRead(() -> {
            logger.log(System.Logger.Level.DEBUG, "a detail");
            logger.log(System.Logger.Level.WARNING, "a warning", new IllegalStateException("its cause"));
        });

        assertThat(here.run("plan", "go-sync.yml").err())
                .contains("a warning", "its cause")
                .doesNotContain("a detail", "\tat ");
        assertThat(here.run("plan", "go-sync.yml", "--verbose").err()).contains("a warning", "a detail");
        assertThat(here.run("plan", "go-sync.yml", "--quiet").err()).isEmpty();
        assertThat(here.run("plan", "go-sync.yml", "--debug").err()).contains("\tat ");
    }

    @Test
    void nothing_is_coloured_where_there_is_no_terminal() {
        example();

        assertThat(here.run("--help").out()).doesNotContain("\u001B");
        assertThat(here.run("plan", "go-sync.yml").out()).doesNotContain("\u001B");
    }

    @Test
    void adapters_lists_the_types() {
        Run run = here.run("adapters");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .contains("shelf  A place in memory", "window  A shelf behind glass");
    }

    @Test
    void adapters_lists_the_keys_of_a_type() {
        Run run = here.run("adapters", "shelf");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .contains(
                        "shelf: A place in memory",
                        "id      text, required  Which one",
                        "token   text, secret    Opens it",
                        "one of red, green",
                        "width   number          In boards");
    }

    @Test
    void adapters_are_listed_in_json_too() {
        Run run = here.run("adapters", "window", "--format", "json");

        assertThat(run.json().toString())
                .isEqualTo("{version=1, adapters=[{type=window, summary=A shelf behind glass, keys=[{name=id,"
                        + " help=Which shelf, form=text, required=true, secret=false, allowed=[]}]}]}");
    }

    @Test
    void an_unknown_type_gets_the_nearest() {
        Run run = here.run("adapters", "shelv");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean 'shelf'?");
    }

    @Test
    void validate_reads_no_place() {
        example();

        Run run = here.run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("go-sync.yml: valid, 1 sync to 1 destination");
        assertThat(Shelf.of("people").reads()).isZero();
    }

    @Test
    void validate_tells_programs_what_it_found() {
        example();

        Run run = here.run("validate", "go-sync.yml", "--format=json");

        assertThat(run.json().toString())
                .isEqualTo(
                        "{version=1, command=validate, exitCode=0, faults=[], syncs=[{name=team, source=shelf people,"
                                + " destinations=[{name=shelf team, place=shelf team}]}]}");
    }
}
