package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageErrorTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan | FILE is missing: the configuration file, for example go-sync.yml. Run go-sync plan --help.",
                "plan go-sync.yml --dryrun | unknown option '--dryrun'. Run go-sync plan --help.",
                "apply f.yml --dryrun | unknown option '--dryrun'; did you mean '--dry-run'? Run go-sync apply --help.",
                "plan f.yml --formt=json | unknown option '--formt=json'; did you mean '--format'? Run go-sync plan"
                        + " --help.",
                "plan f.yml --yes | '--yes' is an option of apply and undo, not of plan. Run go-sync plan --help.",
                "doctor f.yml --all=1 | '--all' is an option of plan, apply and undo, not of doctor. Run go-sync doctor"
                        + " --help.",
                "schema --offline | '--offline' is an option of validate, not of schema. Run go-sync schema --help.",
                "--yes apply f.yml | '--yes' is an option of apply and undo; write it after the command. Run go-sync"
                        + " --help.",
                "apply f.yml -x | unknown option '-x'. Run go-sync apply --help.",
                "plan one.yml two.yml | 'two.yml' is one word too many. Run go-sync plan --help.",
                "plan f.yml --only | --only needs a value: NAME. Run go-sync plan --help.",
                "plan f.yml --format xml | --format: cannot be 'xml'; known are: json, markdown, text. Run go-sync plan"
                        + " --help.",
                "plan f.yml --format jsn | --format: cannot be 'jsn'; did you mean 'json'? Run go-sync plan --help.",
                "plan f.yml --out a --out b | --out is given twice. Run go-sync plan --help.",
                "-v | no command is given. Run go-sync --help.",
                "--vrebose | unknown option '--vrebose'; did you mean '--verbose'? Run go-sync --help.",
                "aply f.yml | unknown command 'aply'; did you mean 'apply'? Run go-sync --help.",
            })
    void wrong_usage_is_one_line_that_says_how_to_get_help(String arguments, String message) {
        Run run = new Fixture(folder).run(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).containsExactly("go-sync: " + message);
    }

    @Test
    void no_argument_at_all_shows_the_help() {
        Run run = new Fixture(folder).run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Usage: go-sync").contains("apply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan f.yml --dryrun --format json", "plan --format=json"})
    void wrong_usage_is_a_fault_of_the_json_document(String arguments) {
        Run run = new Fixture(folder).run(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.json()).containsEntry("command", "plan").containsEntry("exitCode", 2);
        assertThat(run.err().lines()).hasSize(1);
    }
}
