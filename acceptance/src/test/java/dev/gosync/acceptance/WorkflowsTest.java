package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What GitHub is told to do can be read, is pinned, and may do no more than it has to. */
final class WorkflowsTest {
    private static final Path ROOT = Path.of("..");

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yml")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> parsed(Path file) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(file));
    }

    /** All scripts of a workflow, with what GitHub puts in replaced by a word. */
    private static List<String> scripts(Path workflow) {
        List<String> scripts = new ArrayList<>();
        for (Object job : ((Map<?, ?>) parsed(workflow).get("jobs")).values()) {
            for (Object step : (List<?>) ((Map<?, ?>) job).get("steps")) {
                if (((Map<?, ?>) step).get("run") instanceof String script) {
                    scripts.add(script);
                }
            }
        }
        return scripts;
    }

    @Test
    void every_file_can_be_read() {
        assertThat(files(".github"))
                .hasSizeGreaterThan(5)
                .allSatisfy(file -> assertThat(parsed(file)).isNotEmpty());
    }

    @Test
    void every_action_is_pinned_to_a_commit_and_to_the_same_everywhere() {
        Map<String, String> pins = new HashMap<>();
        List<Path> pages = new ArrayList<>(files(".github/workflows"));
        pages.add(ROOT.resolve("docs/running.md"));
        for (Path page : pages) {
            text(page).lines().filter(line -> line.contains("uses:")).forEach(line -> {
                assertThat(line).matches(" *(- )?uses: [\\w./-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+");
                String[] action = line.replaceFirst(".*uses: ", "").split("@", 2);
                assertThat(pins.merge(action[0], action[1], (one, other) -> one))
                        .isEqualTo(action[1]);
            });
        }
        assertThat(pins).containsKeys("actions/checkout", "actions/setup-java");
    }

    @Test
    void a_workflow_may_read_and_a_job_says_what_else() {
        assertThat(files(".github/workflows"))
                .isNotEmpty()
                .allSatisfy(workflow ->
                        assertThat(parsed(workflow).get("permissions")).isEqualTo(Map.of("contents", "read")));
    }

    @Test
    void whoever_runs_all_checks_requires_a_real_database() {
        List<Map<?, ?>> steps = files(".github/workflows").stream()
                .flatMap(workflow -> ((Map<?, ?>) parsed(workflow).get("jobs")).values().stream())
                .flatMap(job -> ((List<?>) ((Map<?, ?>) job).get("steps")).stream())
                .<Map<?, ?>>map(step -> (Map<?, ?>) step)
                .filter(step -> String.valueOf(step.get("run")).contains(".ci/run"))
                .toList();

        assertThat(steps)
                .isNotEmpty()
                .allSatisfy(step -> assertThat(((Map<?, ?>) step.get("env")).get("GO_SYNC_POSTGRES"))
                        .isEqualTo("required"));
        assertThat(text(ROOT.resolve(".ci/run"))).containsPattern("(?m)^\\.ci/postgres$");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_machine_without_the_database_passes_only_if_it_is_not_required() throws Exception {
        // The script finds no program and no folder.
        String without = "command() { return 1; }; ls() { return 1; }; export -f command ls; ";

        Process passes = bash(without + ".ci/postgres");
        Process fails = bash(without + "GO_SYNC_POSTGRES=required .ci/postgres");

        assertThat(output(passes)).contains("WARNING: no PostgreSQL on this machine");
        assertThat(passes.waitFor()).isZero();
        assertThat(output(fails)).contains("FAILED: no PostgreSQL on this machine. Install its server");
        assertThat(fails.waitFor()).isEqualTo(1);
    }

    private static Process bash(String script) throws IOException {
        return new ProcessBuilder("bash", "-c", script)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void every_script_is_one_and_calls_what_is_there() throws Exception {
        Pattern ours = Pattern.compile("\\.ci/[\\w.-]+");
        for (Path workflow : files(".github/workflows")) {
            for (String script : scripts(workflow)) {
                // What somebody types into a form, or names a branch, must not become part of a script.
                assertThat(script).doesNotContain("${{");
                Process bash = new ProcessBuilder("bash", "-n", "-c", script)
                        .redirectErrorStream(true)
                        .start();
                assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
                        .isEmpty();
                assertThat(ours.matcher(script).results().map(match -> ROOT.resolve(match.group())))
                        .allSatisfy(file -> assertThat(file).isRegularFile());
            }
        }
    }
}
