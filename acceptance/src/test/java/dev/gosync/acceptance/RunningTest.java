package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What docs/running.md shows works: scripts are run, configurations are checked, and manifests say what is meant. */
@DisabledOnOs(OS.WINDOWS)
final class RunningTest {
    private static final String BY_FILE = """
            syncs:
              - name: platform
                source: { file: { path: people.csv, column: email } }
                destinations: [{ file: { path: "${OUT:-out.txt}", create: true } }]
            """;

    /** What a script left behind: its exit code, and what it printed to either stream. */
    private record Run(int exitCode, String output) {}

    @TempDir
    private Path folder;

    private String page;

    @BeforeEach
    void setUp() throws IOException {
        page = Files.readString(Path.of("../docs/running.md"));
        Files.copy(CommandLine.oneFile(), folder.resolve("go-sync.jar"));
        Files.writeString(folder.resolve("go-sync.yml"), BY_FILE);
        Files.writeString(folder.resolve("people.csv"), "email\nann@example.com\n");
    }

    private List<String> snippets(String language) {
        List<String> snippets = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(snippets).isNotEmpty();
        return snippets;
    }

    /** The only snippet in the language that contains the text. */
    private String snippet(String language, String part) {
        List<String> found =
                snippets(language).stream().filter(each -> each.contains(part)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<Map<?, ?>> documents(String yaml) {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(document -> documents.add((Map<?, ?>) document));
        return documents;
    }

    /** What stands at a path of keys and of numbers in lists. */
    private static Object at(Object yaml, Object... path) {
        Object found = yaml;
        for (Object step : path) {
            found = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
            assertThat(found).as(List.of(path) + ", at " + step).isNotNull();
        }
        return found;
    }

    private Run run(Map<String, String> variables, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output, UTF_8));
    }

    private long runsIn(String state) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve(state).resolve("runs"))) {
            return runs.count();
        }
    }

    // --- cron

    private Run nightly() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("nightly.sh"), snippet("sh", "last-run.txt"));
        return run(Map.of(), "sh", folder.resolve("nightly.sh").toString());
    }

    @Test
    void the_script_for_cron_says_nothing_when_all_is_well() throws Exception {
        Files.writeString(folder.resolve("tokens"), "OUT=other.txt\n");

        Run run = nightly();

        assertThat(run).isEqualTo(new Run(0, ""));
        assertThat(folder.resolve("other.txt")).hasContent("ann@example.com");
        assertThat(folder.resolve("last-run.txt")).content().contains("+ ann@example.com", "Done: 1 added");
        assertThat(runsIn(".go-sync")).isEqualTo(1);
        nightly();
        assertThat(runsIn(".go-sync")).isEqualTo(2);
    }

    @Test
    void the_script_for_cron_says_what_a_guard_refused() throws Exception {
        Files.writeString(folder.resolve("people.csv"), "email\n");
        Files.writeString(folder.resolve("out.txt"), "ann@example.com\n");

        Run run = nightly();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.output()).contains("REFUSED");
        assertThat(folder.resolve("out.txt")).hasContent("ann@example.com");
    }

    @Test
    void the_line_for_cron_runs_that_script_one_at_a_time() {
        assertThat(snippet("crontab", "nightly.sh").lines().filter(line -> !line.contains("=")))
                .singleElement()
                .asString()
                .matches("[0-9]+( +[*]){4} +flock -n /srv/go-sync/lock /srv/go-sync/nightly\\.sh");
    }

    // --- GitHub Actions

    private Map<?, ?> step(String name) {
        List<?> steps = (List<?>) at(documents(snippet("yaml", "runs-on:")).get(0), "jobs", "sync", "steps");
        return steps.stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> name.equals(each.get("name")))
                .findFirst()
                .orElseThrow();
    }

    private Run stepRun(String name, Path summary) throws IOException, InterruptedException {
        String script = (String) at(step(name), "run");
        // As the runner starts it
        return run(Map.of("GITHUB_STEP_SUMMARY", summary.toString()), "bash", "-e", "-c", script);
    }

    @Test
    void the_workflow_puts_the_plan_into_the_summary_and_changes_nothing() throws Exception {
        Path summary = folder.resolve("summary.md");

        Run run = stepRun("Plan", summary);

        assertThat(run.exitCode()).isZero();
        assertThat(summary).content().startsWith("## go-sync plan `go-sync.yml`\n\n**Planned: 1 to add");
        assertThat(summary).content().contains("- `ann@example.com`\n");
        assertThat(folder.resolve("out.txt")).doesNotExist();
    }

    @Test
    void the_workflow_fails_on_a_refused_plan_and_shows_it() throws Exception {
        Files.writeString(folder.resolve("people.csv"), "email\n");
        Files.writeString(folder.resolve("out.txt"), "ann@example.com\n");
        Path summary = folder.resolve("summary.md");

        Run run = stepRun("Plan", summary);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(summary).content().contains("**Refused. Nothing was written.**", "**Refused by ");
    }

    @Test
    void the_workflow_applies_on_main_only() throws Exception {
        assertThat(step("Apply").get("if")).isEqualTo("github.event_name == 'push'");
        Map<?, ?> workflow = documents(snippet("yaml", "runs-on:")).get(0);
        assertThat(at(workflow, "on", "push", "branches")).isEqualTo(List.of("main"));

        Run run = stepRun("Apply", folder.resolve("summary.md"));

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("out.txt")).hasContent("ann@example.com");
    }

    private void git(Path where, String script) throws IOException, InterruptedException {
        Run run = run(
                Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_SYSTEM", "/dev/null"),
                "bash",
                "-e",
                "-c",
                "cd '" + where + "'\n" + script);
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void the_workflow_keeps_the_journal_in_a_branch() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        git(
                elsewhere,
                "git init -q --bare origin.git && git clone -q origin.git work && cd work"
                        + " && git config user.name ann && git config user.email ann@example.com\n"
                        + snippet("sh", "--orphan journal"));
        assertThat(step("Get the journal").get("with")).hasToString("{ref=journal, path=journal}");
        assertThat(step("Keep the journal").get("if")).isEqualTo("always() && github.event_name == 'push'");
        assertThat(at(documents(snippet("yaml", "runs-on:")).get(0), "permissions", "contents"))
                .isEqualTo("write");
        String checkOut = "rm -rf journal && git clone -q -b journal elsewhere/origin.git journal";

        for (int run = 1; run <= 2; run++) {
            git(folder, checkOut);
            assertThat(stepRun("Apply", folder.resolve("summary.md")).exitCode())
                    .isZero();
            assertThat(stepRun("Keep the journal", folder.resolve("summary.md")))
                    .isEqualTo(new Run(0, ""));
            git(folder, checkOut);
            assertThat(runsIn("journal/state")).isEqualTo(run);
        }
    }

    // --- Configurations

    private void assertValid(String configuration) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("shown.yml"), configuration);

        CommandLine.Run run =
                new CommandLine(folder).variable("SLACK_TOKEN", "xoxb-1").run("validate", "shown.yml");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void its_configurations_are_valid() throws Exception {
        assertValid(snippet("yaml", "guards: { max-removals: 10 }"));
        Path token = Files.writeString(folder.resolve("slack-token"), "xoxb-1\n");
        String mapped = (String) at(documents(snippet("yaml", "kind: CronJob")).get(0), "data", "go-sync.yml");
        assertValid(mapped.replace("/secrets/slack-token", token.toString()));
    }

    // --- Kubernetes

    @Test
    void the_cron_job_starts_what_the_image_can_do() throws Exception {
        List<Map<?, ?>> manifests = documents(snippet("yaml", "kind: CronJob"));
        Object job = manifests.get(2);
        Object pod = at(job, "spec", "jobTemplate", "spec", "template", "spec");
        Object container = at(pod, "containers", 0);
        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(at(job, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
        assertThat(at(container, "image")).asString().startsWith("gosync/go-sync:");
        // The configuration is where the container finds it.
        assertThat(at(container, "volumeMounts", 0, "mountPath")).isEqualTo("/config");
        assertThat(at(pod, "volumes", 0, "configMap", "name")).isEqualTo(at(manifests.get(0), "metadata", "name"));
        List<String> command = new ArrayList<>(List.of("java", "-jar", "go-sync.jar"));
        for (Object argument : (List<?>) at(container, "args")) {
            command.add(argument.toString().replaceFirst("^/config/", "").replaceFirst("^/state/", "state/"));
        }
        // The journal is on a volume that lasts, and the user of the image may write to it.
        assertThat(at(container, "volumeMounts", 2)).hasToString("{name=state, mountPath=/state}");
        assertThat(at(pod, "volumes", 2, "persistentVolumeClaim", "claimName"))
                .isEqualTo(at(manifests.get(1), "metadata", "name"));
        assertThat(at(pod, "securityContext", "fsGroup")).isEqualTo(65532);

        Run run = run(Map.of(), command.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(runsIn("state/journal")).isEqualTo(1);
    }

    // --- As one file

    @Test
    void the_one_file_keeps_its_journal_in_the_folder_that_it_names() throws Exception {
        Matcher apply = Pattern.compile("java -jar go-sync\\.jar apply go-sync\\.yml --yes --state (\\w+)\n")
                .matcher(page.substring(page.indexOf("## As one file"), page.indexOf("## cron")));
        assertThat(apply.find()).isTrue();

        for (int run = 1; run <= 2; run++) {
            assertThat(run(Map.of(), apply.group().strip().split(" ")).exitCode())
                    .isZero();
            assertThat(runsIn(apply.group(1))).isEqualTo(run);
        }
        assertThat(folder.resolve(".go-sync")).doesNotExist();
    }

    @Test
    void every_command_in_it_is_understood() throws Exception {
        Matcher commands = Pattern.compile("java -jar go-sync\\.jar ([a-z]+ go-sync\\.yml[a-z ./-]*)")
                .matcher(page);
        int count = 0;
        for (; commands.find(); count++) {
            Run run =
                    run(Map.of(), ("java -jar go-sync.jar " + commands.group(1).strip()).split(" "));
            assertThat(run.exitCode())
                    .as(commands.group() + ": " + run.output())
                    .isZero();
        }
        assertThat(count).isGreaterThan(3);
    }
}
