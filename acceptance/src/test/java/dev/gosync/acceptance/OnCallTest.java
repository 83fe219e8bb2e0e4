package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.opsgenie.JsmFake;
import dev.gosync.opsgenie.OpsgenieFake;
import dev.gosync.slack.SlackFake;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is on call, in a user group of Slack, through a change of shift: the most wanted sync of all. */
final class OnCallTest {
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-11-23T20:00:00Z");
    private static final String ANN = DemoPeople.of("platform").get(0);
    private static final String BOB = DemoPeople.of("platform").get(1);
    private static final String CEM = DemoPeople.of("platform").get(2);

    @TempDir
    private Path folder;

    private final OpsgenieFake opsgenie = new OpsgenieFake();
    private final JsmFake jira = new JsmFake();
    private final SlackFake slack = new SlackFake();

    @BeforeEach
    void seed() {
        opsgenie.onDuty(MORNING, List.of(ANN, BOB));
        opsgenie.onDuty(EVENING, List.of(BOB, CEM));
        opsgenie.now(MORNING.plusSeconds(60));
        slack.introduce(List.of(ANN, BOB, CEM));
        slack.joinGroup(List.of(CEM));
    }

    @AfterEach
    void close() {
        Stream.of(opsgenie, jira, slack).forEach(fake -> {
            fake.close();
            assertThat(fake.complaints()).isEmpty();
        });
    }

    private CommandLine from(String source) throws IOException {
        return new CommandLine(folder)
                .variable("ON_CALL_KEY", Conditions.SECRET)
                .variable("SLACK_TOKEN", Conditions.SECRET)
                .file("go-sync.yml", """
                        syncs:
                          - name: on-call
                            source:
                        %s
                            destinations:
                              - slack-usergroup: { token: '${SLACK_TOKEN}', usergroup: '@%s', base-url: '%s' }
                        """.formatted(
                                source.indent(6).stripTrailing(), SlackFake.HANDLE, slack.baseUrl()));
    }

    private CommandLine fromOpsgenie() throws IOException {
        return from("opsgenie-oncall: { api-key: '${ON_CALL_KEY}', schedule: %s, base-url: '%s' }"
                .formatted(OpsgenieFake.SCHEDULE, opsgenie.address()));
    }

    private static void mustBe(int exitCode, Run run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        assertThat(run.out() + run.err()).doesNotContain(Conditions.SECRET);
    }

    @Test
    void the_user_group_follows_a_change_of_shift() throws Exception {
        CommandLine goSync = fromOpsgenie();

        mustBe(0, goSync.run("apply", "go-sync.yml", "--yes"));
        assertThat(slack.inGroup()).containsExactlyInAnyOrder(ANN, BOB);
        mustBe(0, goSync.run("plan", "go-sync.yml", "--detailed-exitcode"));

        opsgenie.now(EVENING);
        Run plan = goSync.run("plan", "go-sync.yml", "--detailed-exitcode");
        mustBe(4, plan);
        assertThat(plan.out())
                .contains("on-call of schedule Platform", ANN, CEM)
                .doesNotContain(BOB);
        assertThat(slack.inGroup()).containsExactlyInAnyOrder(ANN, BOB);

        mustBe(0, goSync.run("apply", "go-sync.yml", "--yes"));
        assertThat(slack.inGroup()).containsExactlyInAnyOrder(BOB, CEM);
        assertThat(opsgenie.calls()).isEqualTo(Map.of("Get On Calls", 4));
    }

    @Test
    void nobody_on_call_empties_no_user_group() throws Exception {
        opsgenie.now(Instant.EPOCH);

        Run run = fromOpsgenie().run("apply", "go-sync.yml", "--yes");

        mustBe(3, run);
        assertThat(run.out() + run.err()).contains("allow-empty-source");
        assertThat(slack.inGroup()).containsExactly(CEM);
    }

    @Test
    void after_the_move_to_jira_service_management_the_same_people_are_in_the_group() throws Exception {
        jira.onDuty(MORNING, List.of(ANN, BOB));
        jira.now(MORNING.plusSeconds(60));

        mustBe(0, fromOpsgenie().run("apply", "go-sync.yml", "--yes"));
        Run moved = from("""
                        jsm-oncall:
                          cloud-id: %s
                          email: %s
                          api-token: ${ON_CALL_KEY}
                          schedule: %s
                          base-url: %s
                        """.formatted(JsmFake.CLOUD, JsmFake.EMAIL, JsmFake.SCHEDULE, jira.address()))
                .run("plan", "go-sync.yml", "--detailed-exitcode");

        mustBe(0, moved);
        assertThat(jira.calls())
                .isEqualTo(Map.of("List schedules", 1, "List on-call responders", 1, "Bulk get users", 1));
    }
}
