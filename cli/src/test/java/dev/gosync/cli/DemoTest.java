package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command demo, with the file adapter. */
final class DemoTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void the_first_run_creates_the_folder_and_syncs_its_places() throws IOException {
        Run run = cli.run("demo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "to remove", "to add", "stay", "removed", "added", "What to try next", "  - go-sync init asks")
                .doesNotContainIgnoringCase("nothing to do");
        Map<String, String> files = files();
        assertThat(files)
                .containsOnlyKeys(DemoCommand.FILES.stream()
                        .map(file -> DemoCommand.FOLDER + "/" + file)
                        .toList());
        assertThat(files.get("go-sync-demo/people.csv").lines()).hasSize(41);
        assertThat(files.get("go-sync-demo/out/platform.txt"))
                .contains("# Added by hand last year:", "platform-alarms@example.com", "Nela.Grimsdotter@example.com")
                .doesNotContain("peregrin.departed@example.org");
        assertThat(files.get("go-sync-demo/out/roster.csv"))
                .contains("\"has the \"\"other\"\" keys\"", ",Gisli.Marchbanke@example.org,security,")
                .doesNotContain("orrin.movedon@example.com");
    }

    @Test
    void the_second_run_has_nothing_to_do_and_changes_no_file() throws IOException {
        cli.run("demo");
        Map<String, String> before = files();

        Run run = cli.run("demo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Nothing to do.");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_change_can_be_applied_and_undone_as_the_last_lines_say() throws IOException {
        Run demo = cli.run("demo");

        assertThat(demo.out())
                .contains(
                        "go-sync apply go-sync-demo/go-sync.yml asks",
                        "go-sync history --config go-sync-demo/go-sync.yml",
                        "go-sync undo last --config go-sync-demo/go-sync.yml");
        Files.writeString(
                folder.resolve("go-sync-demo/people.csv"),
                "A. Newcomer,a.newcomer@example.com,platform\n",
                StandardOpenOption.APPEND);
        assertThat(cli.run("apply", "go-sync-demo/go-sync.yml", "--yes").exitCode())
                .isZero();
        assertThat(cli.run("history", "--config", "go-sync-demo/go-sync.yml").out())
                .contains("apply go-sync.yml");
        Run undo = cli.run("undo", "last", "--config", "go-sync-demo/go-sync.yml", "--yes");
        assertThat(undo.exitCode()).as(undo.out() + undo.err()).isZero();
    }

    @Test
    void after_an_edit_it_makes_only_that_change() throws IOException {
        cli.run("demo");
        Map<String, String> before = files();
        Files.write(
                folder.resolve("go-sync-demo/people.csv"),
                List.of("Petronel Vask,petronel.vask@example.com,platform"),
                StandardOpenOption.APPEND);

        Run run = cli.run("demo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Done: 1 added, 0 removed.");
        Map<String, String> after = files();
        assertThat(after.get("go-sync-demo/out/platform.txt"))
                .isEqualTo(before.get("go-sync-demo/out/platform.txt") + "petronel.vask@example.com\n");
        assertThat(after.get("go-sync-demo/out/roster.csv")).isEqualTo(before.get("go-sync-demo/out/roster.csv"));
    }

    @Test
    void a_folder_without_a_configuration_is_not_changed() throws IOException {
        Files.createDirectory(folder.resolve("go-sync-demo"));

        Run run = cli.run("demo");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("go-sync-demo/go-sync.yml: file not found");
        assertThat(run.out()).contains("move the folder go-sync-demo away").doesNotContain("What to try next");
        assertThat(files()).isEmpty();
    }

    @Test
    void the_suggested_commands_work() throws IOException {
        cli.run("demo");

        assertThat(cli.run("plan", "go-sync-demo/go-sync.yml").exitCode()).isZero();
        assertThat(cli.run("validate", "go-sync-demo/go-sync.yml").exitCode()).isZero();
        assertThat(cli.run("adapters", "file").out())
                .contains("path", "required", "where", "one of ',', ';', '|', tab");
    }
}
