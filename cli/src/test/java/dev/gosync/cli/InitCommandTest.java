package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InitCommandTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private Run answering(List<String> answers, String... arguments) {
        answers.forEach(cli::answering);
        return cli.run(arguments);
    }

    private String written() throws IOException {
        return Files.readString(folder.resolve("go-sync.yml"));
    }

    @Test
    void the_answers_become_a_commented_configuration_that_validates() throws IOException {
        Run run = answering(
                List.of("file", "people.csv", "email", "slack-usergroup", "", "@platform", "platform"), "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(cli.unusedAnswers()).isZero();
        assertThat(written().lines())
                .contains(
                        "# It needs these environment variables: SLACK_TOKEN",
                        "  - name: platform",
                        "        path: people.csv",
                        "        column: email",
                        "      - slack-usergroup:",
                        "          # Token of the Slack app, xoxb-... for a bot",
                        "          token: \"${SLACK_TOKEN}\"",
                        "          usergroup: \"@platform\"",
                        "          # when-empty: What to do when the user group would become empty (default: refuse)");
        assertThat(run.out().lines())
                .containsExactly(
                        "Created go-sync.yml. What to do next:",
                        "  - Set the variable SLACK_TOKEN. In bash or zsh, type this and then the secret: read -rs"
                                + " SLACK_TOKEN; export SLACK_TOKEN",
                        "  - go-sync doctor go-sync.yml tries the credentials. It changes nothing.",
                        "  - go-sync plan go-sync.yml shows the changes without making them.",
                        "  - go-sync apply go-sync.yml asks for confirmation and makes them.");
        assertThat(run.err())
                .contains("Which type of place has the list of members?", "slack-usergroup", "token [SLACK_TOKEN]: ");
        assertThat(cli.run("validate", "go-sync.yml", "--offline").exitCode()).isZero();
        assertThat(cli.variable("SLACK_TOKEN", "xoxb-1")
                        .run("validate", "go-sync.yml")
                        .out())
                .contains("valid (1 sync, 1 destination)");
    }

    @Test
    void a_type_can_be_chosen_by_its_number_and_a_wrong_one_is_asked_again() throws IOException {
        List<String> types = cli.run("adapters")
                .out()
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();

        Run run = answering(
                List.of(
                        "99",
                        "fiel",
                        "",
                        String.valueOf(types.indexOf("file") + 1),
                        "a.txt",
                        String.valueOf(types.indexOf("file") + 1),
                        "b.txt",
                        ""),
                "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("source: no type has the number 99.", "unknown adapter type 'fiel'; did you mean 'file'?")
                .contains("source: choose a type by its number or its name.");
        assertThat(run.err().split("google-group")).as("the list is repeated").hasSizeGreaterThan(4);
        assertThat(written()).contains("- name: team", "path: a.txt", "path: b.txt");
    }

    @Test
    void what_does_not_fit_is_told_and_asked_again() throws IOException {
        Run run = answering(
                List.of("file", "", "people.csv", "", "email", "github-team", "acme", "plat form", "", "platform", ""),
                "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "source.path: is required",
                        "source.column: is required: csv: the column",
                        "destination.team: ");
        assertThat(written()).contains("organization: acme", "team: platform", "token: \"${GITHUB_TOKEN}\"");
    }

    @Test
    void a_key_that_the_other_values_need_is_not_called_optional_and_one_that_they_exclude_is_not_asked() {
        Run table = answering(List.of("file", "people.csv", "email", "file", "out.txt", ""), "init", "table.yml");
        Run list = answering(List.of("file", "people.txt", "file", "out.txt", ""), "init", "list.yml");

        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.err()).containsOnlyOnce("  column: ").doesNotContain("(optional)");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.err()).doesNotContain("  column: ");
    }

    @Test
    void a_secret_is_never_taken_and_never_shown() throws IOException {
        Run run = answering(
                List.of("file", "people.txt", "slack-usergroup", "xoxb-123-secret", "MY_TOKEN", "@a", ""), "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("destination.token: is a secret: give the name of an environment variable");
        assertThat(written()).contains("\"${MY_TOKEN}\"");
        assertThat(written() + run.out() + run.err()).doesNotContain("xoxb-123-secret");
    }

    @Test
    void a_place_that_can_only_be_read_is_not_taken_as_destination() throws IOException {
        Run run = answering(
                List.of("file", "people.txt", "file", "members.json", "", "file", "people.txt", "file", "out.txt", ""),
                "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("can only be read, so it cannot be the destination", "is the source, so it cannot");
        assertThat(written()).contains("path: out.txt").doesNotContain("members.json");
    }

    @Test
    void without_a_terminal_a_place_that_can_only_be_read_is_a_fault() {
        Run run = cli.run(
                "init",
                "mine.yml",
                "--source=file",
                "--set=source.path=people.txt",
                "--destination=file",
                "--set=destination.path=members.json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("--destination", "can only be read");
        assertThat(folder.resolve("mine.yml")).doesNotExist();
    }

    @Test
    void a_condition_can_have_several_values_and_exclude_some() throws IOException {
        Run run = cli.run(
                "init",
                "mine.yml",
                "--source=file",
                "--set=source.path=people.csv",
                "--set=source.column=email",
                "--set=source.where=team=web, team=data, status!=Bot",
                "--destination=file",
                "--set=destination.path=out.txt");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(folder.resolve("mine.yml")))
                .contains("web", "data", "not")
                .doesNotContain("status!");
        assertThat(cli.run("validate", "mine.yml").exitCode()).isZero();
    }

    @Test
    void options_answer_without_a_terminal() throws IOException {
        Run run = cli.run(
                "init",
                "mine.yml",
                "--source",
                "file",
                "--set",
                "source.path=people.csv",
                "--set=source.column=email",
                "--destination",
                "google-group",
                "--set",
                "destination.group=team@example.com",
                "--set",
                "destination.member-types=USER, GROUP",
                "--set",
                "destination.include-suspended=true",
                "--name",
                "sales: all");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(folder.resolve("mine.yml")))
                .contains(
                        "name: \"sales: all\"",
                        "group: team@example.com",
                        "member-types: [USER, GROUP]",
                        "include-suspended: true",
                        "credentials-file: \"${GOOGLE_KEY_FILE}\"");
        assertThat(cli.run("validate", "mine.yml", "--offline").exitCode()).isZero();
    }

    @Test
    void what_an_option_answers_is_not_asked() {
        Run run = answering(
                List.of("people.txt"),
                "init",
                "--source=file",
                "--destination=slack-usergroup",
                "--set=destination.token=SLACK_TOKEN",
                "--set=destination.usergroup=@a",
                "--name=x");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(cli.unusedAnswers()).isZero();
    }

    @Test
    void without_a_terminal_and_options_it_says_how_to_answer() {
        Run run = cli.run("init");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "init: there is no terminal to ask questions; give the answers by options, for example"
                                + " --source file --set source.path=people.csv --destination TYPE. To see all types: go-sync adapters");
        assertThat(folder.resolve("go-sync.yml")).doesNotExist();
    }

    @Test
    void without_a_terminal_each_unknown_type_is_named() {
        Run one = cli.run("init", "--source", "fiel");
        Run both = cli.run("init", "--source", "fiel", "--destination", "slak");

        assertThat(one.exitCode()).isEqualTo(2);
        assertThat(one.err().lines()).hasSize(2);
        assertThat(one.err())
                .contains("init: --source: unknown adapter type 'fiel'; did you mean 'file'?", "there is no terminal");
        assertThat(both.err().lines()).hasSize(2);
        assertThat(both.err())
                .contains("--source: unknown", "--destination: unknown adapter type 'slak'; did you mean 'slack-conv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AKIAIOSFODNN7EXAMPLE", "JBSWY3DPEHPK3PXP", "CORRECT_HORSE_BATTERY", "ABC123", "A1B2_KEY9999"})
    void a_secret_of_capitals_is_not_taken_for_a_name(String secret) throws IOException {
        Run run = answering(
                List.of("file", "people.txt", "slack-usergroup", secret, "SLACK_BOT_TOKEN_2", "${ACME}", "@a", ""),
                "init");
        Run option = cli.run(
                "init",
                "mine.yml",
                "--source=file",
                "--set=source.path=people.txt",
                "--destination=slack-usergroup",
                "--set=destination.usergroup=@a",
                "--set=destination.token=" + secret);

        assertThat(run.err()).contains("destination.token: is a secret", "clear the screen");
        assertThat(written() + run.out() + run.err() + option.err()).doesNotContain(secret);
        assertThat(option.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SLACK_TOKEN",
                "TOKEN",
                "ACME_PROD2_API_KEY",
                "MY_PASSWORD",
                "KEY_OF_ACME",
                "${ANYTHING}",
                "IS_SET"
            })
    void a_name_that_is_set_or_looks_like_one_is_taken(String name) throws IOException {
        cli.variable("IS_SET", "xoxb-1");

        Run run = answering(List.of("file", "people.txt", "slack-usergroup", name, "@a", ""), "init");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(written()).contains("token: \"${" + name.replaceAll("[${}]", "") + "}\"");
        assertThat(run.out().contains("Set the variable")).isEqualTo(!name.equals("IS_SET"));
    }

    @Test
    void without_a_terminal_all_missing_answers_are_named() {
        Run run = cli.run(
                "init", "--source", "file", "--destination", "slack-usergroup", "--set", "destination.token=a-b");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(3).allMatch(line -> line.startsWith("init: "));
        assertThat(run.err())
                .contains("source.path: is required", "--set source.path=VALUE")
                .contains("destination.token: is a secret", "destination.usergroup: is required")
                .doesNotContain("a-b");
        assertThat(folder.resolve("go-sync.yml")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--set=path=people.csv",
                "--set=source.path",
                "--source=file --destination=file --set=source.pth=a",
                "--source=fiel --destination=file",
                "--source=file --destination=google-users --set=source.path=a.txt",
                "missing/go-sync.yml",
            })
    void wrong_options_are_faults(String arguments) {
        Run run = cli.run(("init " + arguments).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
        assertThat(folder.resolve("go-sync.yml")).doesNotExist();
    }

    @Test
    void a_file_is_never_overwritten() throws IOException {
        cli.file("go-sync.yml", "mine");

        Run run = answering(List.of("file"), "init");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("go-sync.yml exists already, and init never overwrites a file");
        assertThat(cli.unusedAnswers()).isEqualTo(1);
        assertThat(written()).isEqualTo("mine\n");
    }

    @Test
    void a_file_that_appears_meanwhile_is_not_overwritten() throws IOException {
        List.of("file", "a.txt", "file", "b.txt").forEach(cli::answering);
        cli.answering(() -> {
            cli.file("go-sync.yml", "mine");
            return Optional.of("team");
        });

        Run run = cli.run("init");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(written()).isEqualTo("mine\n");
    }

    @Test
    void the_end_of_the_input_and_an_interrupt_write_nothing() {
        Run ended = answering(List.of("file"), "init");
        cli.answering("file");
        cli.interruptedAtPrompt();
        Run interrupted = cli.run("init");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("the questions were not answered to the end; nothing was written");
        assertThat(interrupted.exitCode()).isEqualTo(130);
        assertThat(folder.resolve("go-sync.yml")).doesNotExist();
    }
}
