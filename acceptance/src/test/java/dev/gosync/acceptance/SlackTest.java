package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.slack.SlackFake;
import dev.gosync.testkit.Conditions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlackTest {
    private final SlackFake slack = new SlackFake();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        slack.close();
        assertThat(slack.complaints()).isEmpty();
    }

    @Test
    void the_demos_people_come_into_a_conversation_and_a_user_group() throws Exception {
        List<String> people = DemoPeople.of("platform");
        slack.introduce(people);
        slack.joinChannel(List.of("left@example.com"));
        slack.joinChannel(people.subList(0, 1));
        slack.joinGroup(people.subList(1, 2));
        CommandLine line = new CommandLine(folder)
                .variable("SLACK_TOKEN", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source:
                              file: { path: people.csv, column: email, where: { team: platform } }
                            destinations:
                              - slack-conversation:
                                  { token: "${SLACK_TOKEN}", conversation: "#platform", base-url: "%1$s" }
                              - slack-usergroup:
                                  { token: "${SLACK_TOKEN}", usergroup: "@platform-oncall", base-url: "%1$s" }
                        """.formatted(slack.baseUrl()));

        Run plan = line.run("plan", "go-sync.yml");
        int readsOfTheDirectory = slack.calls().get("users.list");
        Run apply = line.run("apply", "go-sync.yml", "--yes");
        Run again = line.run("apply", "go-sync.yml", "--yes");

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("Slack conversation #platform", "Slack user group @platform-oncall", "- left@example.com");
        assertThat(readsOfTheDirectory).as("one directory for both places").isEqualTo(1);
        assertThat(apply.exitCode()).as(apply.out() + apply.err()).isZero();
        assertThat(slack.inChannel()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(slack.inGroup()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(again.exitCode()).isZero();
        assertThat(slack.calls()).containsEntry("usergroups.users.update", 1).containsEntry("conversations.kick", 1);
        assertThat(List.of(plan.out(), plan.err(), apply.out(), apply.err(), again.out(), again.err()))
                .noneMatch(text -> text.contains(Conditions.SECRET) || text.contains("SLF4J"));
    }

    @Test
    void the_first_people_csv_is_made_of_a_user_group() throws Exception {
        List<String> people = DemoPeople.of("platform");
        slack.introduce(people);
        slack.joinGroup(people);
        CommandLine line = new CommandLine(folder)
                .variable("SLACK_TOKEN", Conditions.SECRET)
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source:
                              file: { path: people.csv, column: email }
                            destinations:
                              - slack-usergroup:
                                  { token: "${SLACK_TOKEN}", usergroup: "@platform-oncall", base-url: "%1$s" }
                        """.formatted(slack.baseUrl()));

        Run list = line.run(
                "list",
                "--type",
                "slack-usergroup",
                "--usergroup",
                "@platform-oncall",
                "--base-url",
                slack.baseUrl(),
                "--token",
                "${SLACK_TOKEN}",
                "--format",
                "csv");
        Run plan = line.file("people.csv", list.out()).run("plan", "go-sync.yml", "--detailed-exitcode");

        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.err().lines())
                .containsExactly("Slack user group @platform-oncall: " + people.size() + " members");
        assertThat(list.out().lines()).hasSize(people.size() + 1).startsWith("email,aliases,kept");
        assertThat(plan.exitCode()).as(plan.out() + plan.err()).isZero();
        assertThat(list.out() + list.err()).doesNotContain(Conditions.SECRET);
    }
}
