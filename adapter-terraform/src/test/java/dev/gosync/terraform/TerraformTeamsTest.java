package dev.gosync.terraform;

import static dev.gosync.terraform.TerraformFake.EVERYONE;
import static dev.gosync.terraform.TerraformFake.OWNERS;
import static dev.gosync.terraform.TerraformFake.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerraformTeamsTest {
    private final TerraformFixture fixture = new TerraformFixture();
    private final TerraformFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void its_name_is_pinned() {
        assertThat(TerraformOrganization.of("acme", "token").teams().name()).isEqualTo("Terraform teams of acme");
    }

    @Test
    void without_allow_delete_teams_are_created_and_all_others_are_kept() throws Exception {
        assertThat(fixture.organization.teams().get().kept())
                .isEqualTo(Map.of(
                        OWNERS, "the team of the owners",
                        TEAM, "deletion is off",
                        EVERYONE, "deletion is off"));

        Report report = TerraformFixture.sync(fixture.organization.teams(), List.of("security"));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.teamNames(false)).containsExactlyInAnyOrder(OWNERS, TEAM, EVERYONE, "security");
        assertThat(fake.calls()).doesNotContainKey("teams.delete");
    }

    @Test
    void without_allow_delete_a_removal_that_is_asked_for_is_refused() {
        Report report = Asking.remove(fixture.organization.teams(), TEAM);

        assertThat(TerraformFixture.states(report)).isEqualTo(Map.of(TEAM, "FAILED REFUSED_THING"));
        assertThat(report.outcomes().get(0).toString()).contains("allow-delete");
        assertThat(fake.calls()).doesNotContainKey("teams.delete");
    }

    @Test
    void with_allow_delete_all_but_the_team_of_the_owners_are_deleted() {
        Report report = TerraformFixture.sync(fixture.organization.teamsWithDeletion(), List.of("security"));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.teamNames(false)).containsExactlyInAnyOrder(OWNERS, "security");
    }

    @Test
    void the_team_of_the_owners_is_never_deleted() {
        Report report = Asking.remove(fixture.organization.teamsWithDeletion(), OWNERS, TEAM);

        assertThat(TerraformFixture.states(report)).isEqualTo(Map.of(OWNERS, "FAILED REFUSED_THING", TEAM, "DONE"));
    }

    @Test
    void a_team_that_the_token_may_not_delete_is_kept() throws Exception {
        fake.protectTeams(List.of(TEAM));

        assertThat(fixture.organization.teamsWithDeletion().get().kept())
                .containsEntry(TEAM, "this token may not delete it");
    }

    @Test
    void a_name_that_no_team_can_have_is_in_the_plan() throws Exception {
        Plan plan = TerraformFixture.plan(fixture.organization.teams(), List.of("site reliability", "security"));

        assertThat(plan.additions()).containsExactly("security");
        assertThat(plan.cannotAdd().get("site reliability").kind()).contains(FailureKind.REFUSED_THING);
    }

    @Test
    void a_team_in_another_case_is_the_same_team() {
        Report report =
                TerraformFixture.sync(fixture.organization.teamsWithDeletion(), List.of("Platform", "EVERYONE"));

        assertThat(report.outcomes()).isEmpty();
        assertThat(fake.teamNames(false)).containsExactlyInAnyOrder(OWNERS, TEAM, EVERYONE);
    }

    @Test
    void a_team_that_was_created_by_hand_is_already_there() {
        Report report = Asking.add(fixture.organization.teams(), TEAM);

        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsExactly(true);
    }

    @Test
    void a_creation_whose_answer_was_lost_is_ours() {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = Asking.add(fixture.organization.teams(), "security");

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsExactly(false);
    }
}
