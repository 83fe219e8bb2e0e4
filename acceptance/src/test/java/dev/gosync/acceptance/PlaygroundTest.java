package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gosync.acceptance.CommandLine.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlaygroundTest {
    private static final String CONFIGURATION = Playground.FOLDER + "/go-sync.yml";

    private static final Path README = Path.of("../README.md");

    /** How the line of each destination in a plan begins. */
    private static final List<String> DESTINATIONS = List.of(
            "Slack conversation ",
            "Slack user group ",
            "GitHub team ",
            "Google group ",
            "Entra group ",
            "Opsgenie ",
            "Jira Service Management ",
            "Terraform organization ",
            "Terraform team ",
            "Terraform teams ");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, UTF_8);

    private Playground start(String... options) throws Exception {
        return Playground.start(folder.resolve(Playground.FOLDER), List.of(options), out);
    }

    @Test
    void its_configuration_syncs_the_demos_people_to_every_service_and_can_be_undone() throws Exception {
        CommandLine line = new CommandLine(folder);
        try (Playground playground = start("--port", "0")) {
            Run plan = line.run("plan", CONFIGURATION);
            Run apply = line.run("apply", CONFIGURATION, "--yes");
            Run again = line.run("apply", CONFIGURATION, "--yes");
            Run history = line.run("history", "--config", CONFIGURATION);
            String first = history.out().split(" ", 2)[0];
            Run undo = line.run("undo", first, "--config", CONFIGURATION, "--yes");
            playground.stop(out);

            assertThat(plan.err()).isEmpty();
            for (String destination : DESTINATIONS) {
                assertThat(plan.out()).containsPattern("(?m)^  " + destination + ".*: [1-9]\\d* to add\\b");
            }
            assertThat(plan.out()).contains("on call: from Opsgenie", "- gunvor.elsewhere@example.com", "? ");
            assertThat(apply.exitCode()).as(apply.out() + apply.err()).isZero();
            assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
            assertThat(again.out()).contains("Nothing to do").doesNotContain("REFUSED");
            assertThat(undo.exitCode()).as(undo.out() + undo.err()).isZero();
        }
        assertThat(printed.toString(UTF_8))
                .contains("./go-sync plan " + CONFIGURATION)
                .containsPattern("Slack +\\d+ calls");
    }

    @Test
    void every_command_that_it_names_exists() throws Exception {
        start("--port", "0").close();
        List<String> commands = printed.toString(UTF_8)
                .lines()
                .filter(text -> text.contains("./go-sync "))
                .map(text -> text.replaceFirst(".*\\./go-sync (\\S+).*", "$1"))
                .toList();

        assertThat(commands).contains("plan", "apply", "undo");
        for (String command : commands) {
            assertThat(new CommandLine(folder).run(command, "--help").exitCode())
                    .as(command)
                    .isZero();
        }
    }

    @Test
    void a_second_start_keeps_the_files_and_says_if_they_have_other_addresses() throws Exception {
        start("--port", "0").close();
        Path people = folder.resolve(Playground.FOLDER).resolve("people.csv");
        Files.writeString(people, "name,email,team\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> start("--port", "0"))
                .withMessageContaining("go-sync.yml has other addresses");
        assertThat(people).hasContent("name,email,team");
    }

    @Test
    void the_readme_shows_it_right_after_the_demo() throws Exception {
        List<String> commands = Pattern.compile("(?m)^```\\n(.*?)\\n```$", Pattern.DOTALL)
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(commands).containsSequence("./go-sync demo", "./playground");
    }

    @Test
    void a_wrong_option_shows_the_usage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start("--ports", "1"))
                .withMessageContaining("--ports")
                .withMessageContaining("./playground [--port N] [--latency MILLISECONDS]");
        assertThat(folder).isEmptyDirectory();
    }
}
