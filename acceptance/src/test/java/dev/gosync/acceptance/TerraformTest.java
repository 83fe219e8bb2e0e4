package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.terraform.TerraformFake;
import dev.gosync.testkit.Conditions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerraformTest {
    private final TerraformFake terraform = new TerraformFake();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        terraform.close();
        assertThat(terraform.complaints()).isEmpty();
    }

    @Test
    void the_demos_people_come_into_an_organization_and_then_into_a_team() throws Exception {
        List<String> people = DemoPeople.of("platform");
        terraform.join(TerraformFake.EVERYONE, people.subList(0, 1));
        terraform.join(TerraformFake.EVERYONE, List.of("left@example.com"));
        terraform.join(TerraformFake.TEAM, List.of("left@example.com"));
        CommandLine line = new CommandLine(folder)
                .variable("TFE_TOKEN", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        syncs:
                          - name: organization
                            source:
                              file: { path: people.csv, column: email, where: { team: platform } }
                            destinations:
                              - terraform-organization:
                                  { organization: acme, token: "${TFE_TOKEN}", invite-to: everyone, base-url: "%1$s" }
                          - name: team
                            source:
                              file: { path: people.csv, column: email, where: { team: platform } }
                            destinations:
                              - terraform-team:
                                  { organization: acme, token: "${TFE_TOKEN}", team: platform, base-url: "%1$s" }
                          - name: teams
                            source:
                              file: { path: people.csv, column: team }
                            destinations:
                              - terraform-teams: { organization: acme, token: "${TFE_TOKEN}", base-url: "%1$s" }
                        """.formatted(terraform.address()));

        Run plan = line.run("plan", "go-sync.yml");
        Run organization = line.run("apply", "go-sync.yml", "--only", "organization", "--yes");
        Run rest = line.run("apply", "go-sync.yml", "--yes");
        Run again = line.run("apply", "go-sync.yml", "--yes");

        assertThat(plan.out())
                .contains("Terraform organization acme", "Terraform team platform of acme", "Terraform teams of acme")
                .contains("- left@example.com", "unknown to Terraform organization acme");
        assertThat(organization.exitCode())
                .as(organization.out() + organization.err())
                .isZero();
        assertThat(rest.exitCode()).as(rest.out() + rest.err()).isZero();
        assertThat(terraform.people()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(terraform.members(TerraformFake.TEAM)).containsExactlyInAnyOrderElementsOf(people);
        assertThat(again.exitCode()).isZero();
        assertThat(terraform.calls()).doesNotContainKey("teams.delete").containsEntry("memberships.remove", 1);
        assertThat(List.of(plan, organization, rest, again))
                .noneMatch(run -> (run.out() + run.err()).contains(Conditions.SECRET)
                        || (run.out() + run.err()).contains("SLF4J"));
    }
}
