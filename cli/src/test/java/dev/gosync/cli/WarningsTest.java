package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invisible characters that were ignored are in a warning of each command that read them. */
final class WarningsTest {
    private static final String OF_PROTECT =
            "warning: go-sync.yml:1:11: protect: contains the invisible character \\u200b; delete it\n";
    private static final String OF_CELL =
            "people.csv (column email where team=web): the value 'we\\ufeffb' of team in line 2 contains invisible"
                    + " characters; they are ignored\n";
    private static final String OF_HEADER =
            "people.csv (column email where team=web): the column 'te\\u00adam' in line 1"
                    + " contains invisible characters; they are ignored\n";

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void configure() {
        cli = new Fixture(folder);
        cli.file("people.csv", "email,te\u00adam", "ann@example.com,we\ufeffb", "bob@example.com,ops");
        cli.file(
                "go-sync.yml",
                "protect: [\"ro\\u200bot@example.com\"]",
                "syncs:",
                "  - name: staff",
                "    source: { file: { path: people.csv, column: email, where: { team: web } } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("team", "ann@example.com", "root@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply"})
    void a_run_has_nothing_to_do_and_names_file_line_and_character(String command) {
        Run run = cli.answering("y").run(command, "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Nothing to do", OF_CELL, OF_HEADER);
        assertThat(run.err()).contains(OF_PROTECT);
    }

    @Test
    void the_json_of_a_plan_has_the_warnings_of_its_places() {
        Run run = cli.run("plan", "go-sync.yml", "--format", "json");

        assertThat(run.json().toString()).contains(OF_CELL.strip(), OF_HEADER.strip());
        assertThat(run.err()).isEqualTo(OF_PROTECT);
    }

    @Test
    void validate_warns_of_the_configuration_and_is_content() {
        Run run = cli.run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo(OF_PROTECT);
        assertThat(cli.run("validate", "go-sync.yml", "--quiet").err()).isEmpty();
    }

    @Test
    void doctor_and_list_warn_of_what_they_read() {
        assertThat(cli.run("doctor", "go-sync.yml").out())
                .contains("warning: the value 'we\\ufeffb' of team in line 2 ", "warning: the column 'te\\u00adam' ");
        Run list = cli.run("list", "go-sync.yml", "staff");
        assertThat(list.out()).isEqualTo("ann@example.com\n");
        assertThat(list.err()).containsOnlyOnce(OF_PROTECT).contains(OF_CELL, OF_HEADER);
        for (String[] command : new String[][] {{"doctor", "go-sync.yml"}, {"list", "go-sync.yml", "staff"}}) {
            String[] json = Stream.concat(Stream.of(command), Stream.of("--format", "json"))
                    .toArray(String[]::new);
            assertThat(cli.run(json).json().toString())
                    .contains("warnings=[the column 'te\\u00adam' in line 1 contains");
        }
    }
}
