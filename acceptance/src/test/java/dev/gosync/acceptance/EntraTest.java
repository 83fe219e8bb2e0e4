package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.adapter.FailureKind;
import dev.gosync.entra.EntraFake;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
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

    /** The configuration of a run that gets its tokens from the Azure machine. */
    private CommandLine onAzure(String clientId) throws Exception {
        fake.join(List.of("ann@example.com"));
        return new CommandLine(folder).file("people.txt", "ann@example.com\n").file("go-sync.yml", """
                        retry: { first-wait: 1ms, longest-wait: 2ms }
                        syncs:
                          - name: platform
                            source: { file: { path: people.txt } }
                            destinations:
                              - entra-group: { group: %s, managed-identity: true%s, base-url: "%s/v1.0/" }
                        """.formatted(
                        EntraFake.GROUP, clientId, fake.address()));
    }

    @Test
    void the_managed_identity_of_a_machine_gets_a_token() throws Exception {
        CommandLine commandLine = onAzure(", client-id: " + EntraFake.IDENTITY)
                .variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", fake.address().toString());

        Run run = commandLine.run("plan", "go-sync.yml");

        assertThat(run.out() + run.err()).contains("Nothing to do");
        assertThat(fake.calls()).isEqualTo(Map.of("identity token of a machine", 1, "get group", 1, "list members", 1));
    }

    @Test
    void the_managed_identity_of_app_service_gets_a_token_and_its_secret_is_not_shown() throws Exception {
        CommandLine commandLine = onAzure("")
                .variable("IDENTITY_ENDPOINT", fake.address() + "/msi/token")
                .variable("IDENTITY_HEADER", Conditions.SECRET);
        Run run = commandLine.run("plan", "go-sync.yml");
        Map<String, Integer> calls = fake.calls();
        fake.inject(Fault.answer(FailureKind.INVALID_REQUEST).tellingSecret());

        Run refused = commandLine.run("plan", "go-sync.yml");

        assertThat(run.out() + run.err()).contains("Nothing to do");
        assertThat(calls).isEqualTo(Map.of("identity token of App Service", 1, "get group", 1, "list members", 1));
        assertThat(refused.out() + refused.err())
                .contains("get token: HTTP 400", "***", "(authentication)", "Give the Azure machine a managed identity")
                .doesNotContain(Conditions.SECRET);
    }

    @Test
    void a_machine_that_has_not_the_identity_or_does_not_answer_is_one_clear_failure() throws Exception {
        CommandLine commandLine = onAzure(", client-id: 00000000-0000-4000-8000-000000000000")
                .variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", fake.address().toString());

        Run unknown = commandLine.run("plan", "go-sync.yml");
        int asked = fake.requests().size();
        fake.inject(Fault.answer(FailureKind.UNAVAILABLE));
        Run silent = commandLine.run("plan", "go-sync.yml");

        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out() + unknown.err())
                .contains("get token: HTTP 400: Identity not found (authentication)")
                .contains("If it has several, configure the client id of one of them.");
        assertThat(asked).isEqualTo(1);
        assertThat(silent.out() + silent.err())
                .contains("(unavailable)", "A managed identity works only on an Azure machine that has one.");
        assertThat(fake.requests()).as("msal4j repeats nothing by itself").hasSize(1 + 6);
    }
}
