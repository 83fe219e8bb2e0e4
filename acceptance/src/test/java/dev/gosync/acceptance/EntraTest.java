package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.entra.EntraFake;
import dev.gosync.testkit.Conditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntraTest {
    @TempDir
    private Path folder;

    private final EntraFake fake = new EntraFake();

    @AfterEach
    void close() {
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private CommandLine commandLine(String more) throws Exception {
        return new CommandLine(folder)
                .variable("CLIENT_SECRET", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source:
                              file: { path: people.csv, column: email, where: { team: platform } }
                            destinations:
                              - entra-group:
                                  { group: %s, tenant: %s, client-id: %s, client-secret: "${CLIENT_SECRET}",
                                    authority: "%s", base-url: "%s/v1.0/"%s }
                        """.formatted(
                                EntraFake.GROUP_NAME,
                                EntraFake.TENANT,
                                EntraFake.CLIENT,
                                fake.address(),
                                fake.address(),
                                more));
    }

    @Test
    void the_demos_people_come_into_a_group() throws Exception {
        List<String> platform = DemoPeople.of("platform");
        fake.introduce(platform);
        fake.join(List.of("gone@example.com"));
        fake.joinOthers(2);
        CommandLine commandLine = commandLine("");

        Run plan = commandLine.run("plan", "go-sync.yml");
        Run apply = commandLine.run("apply", "--yes", "go-sync.yml");
        Map<String, Integer> calls = fake.calls();
        Run again = commandLine.run("apply", "--yes", "go-sync.yml");

        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).contains("Entra group Platform (tenant " + EntraFake.TENANT + ")", "- gone@example.com");
        assertThat(apply.err()).isEmpty();
        assertThat(apply.exitCode()).isZero();
        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(platform);
        assertThat(fake.otherMembers()).isEqualTo(2);
        assertThat(calls)
                .as("twice a token, the group, its members and a lookup; one addition and one removal")
                .isEqualTo(Map.of("token", 2, "find group", 2, "list members", 2, "batch", 4));
        assertThat(again.out()).contains("Nothing to do");
        assertThat(List.of(plan.out(), apply.out(), again.out(), again.err()))
                .noneMatch(text -> text.contains(Conditions.SECRET));
    }

    @Test
    void a_group_with_nested_members_is_refused_as_a_destination_before_anything_is_read() throws Exception {
        Run run = commandLine(", include-nested: true").run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("is read-only, so it cannot be a destination");
        assertThat(fake.requests()).isEmpty();
    }
}
