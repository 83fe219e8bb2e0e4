package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Behaviour that needs a separate process. */
@Timeout(60)
final class ProcessTest {
    @TempDir
    private Path folder;

    private Process started(String... args) throws IOException {
        return started(folder.resolve("out").toFile(), args);
    }

    private Process started(File out, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gosync.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .start();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    @Test
    void the_version_is_answered_without_the_command_line_library() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.gosync.cli.Main",
                        "--version")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines()).anyMatch(line -> line.startsWith("go-sync "));
        assertThat(output)
                .contains("dev.gosync.cli.Main ")
                .doesNotContain("picocli")
                .doesNotContain("cli.Cli ");
    }

    @Test
    void a_reader_that_ends_first_is_no_fault() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.gosync.cli.Main",
                        "schema")
                .start();
        process.getInputStream().close();
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void a_plan_into_a_file_loads_nothing_that_only_a_terminal_needs() throws Exception {
        Files.writeString(folder.resolve("people.txt"), "ann\n");
        Files.writeString(folder.resolve("team.txt"), "eve\n");
        Files.writeString(
                folder.resolve("go-sync.yml"),
                "syncs: [{ name: a, source: { file: { path: people.txt } },"
                        + " destinations: [{ file: { path: team.txt } }] }]");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.gosync.cli.Main",
                        "plan",
                        "go-sync.yml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output)
                .contains("dev.gosync.cli.TextLine ", "    + ann")
                .doesNotContain("ProcessBuilder", "cli.Markdown", "cli.DisplayWidth");
    }

    @Test
    void the_process_ends_with_the_exit_code() throws Exception {
        Process process = started("plan", "missing.yml");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("file not found");
    }

    @Test
    void apply_without_a_terminal_needs_yes() throws Exception {
        Files.writeString(
                folder.resolve("go-sync.yml"),
                "syncs: [{ name: a, source: { group: { id: x } }, destinations: [{ group: { id: y } }] }]");

        Process process = started("apply", "go-sync.yml");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("--yes");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void lost_output_is_a_failure() throws Exception {
        Process process = started(new File("/dev/full"), "adapters");

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("could not be written");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrl_c_stops_the_run_and_prints_the_results() throws Exception {
        Files.writeString(folder.resolve("go-sync.yml"), """
                syncs:
                  - { name: one, source: { group: { id: stuck-source } }, destinations: [{ stuck: {} }] }
                  - { name: two, source: { group: { id: stuck-source } }, destinations: [{ group: { id: y } }] }
                """);
        Process process = started("apply", "go-sync.yml", "--yes", "-v");
        BufferedReader err = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        for (String line = err.readLine(); !line.equals("stuck at p2"); line = err.readLine()) {
            assertThat(line).as("the output before the place hangs").isNotNull();
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(out().lines())
                .contains(
                        "  stuck: 1 added, 1 NOT done, 1 not known",
                        "two: not started",
                        "Interrupted: 1 added, 0 removed.")
                .anyMatch(line -> line.startsWith("    + p2: not known"))
                .anyMatch(line -> line.startsWith("    + p3: not started"));
    }
}
