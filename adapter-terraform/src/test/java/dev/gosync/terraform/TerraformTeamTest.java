package dev.gosync.terraform;

import static dev.gosync.terraform.TerraformFake.OWNERS;
import static dev.gosync.terraform.TerraformFake.TEAM;
import static dev.gosync.terraform.TerraformFixture.people;
import static dev.gosync.terraform.TerraformFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerraformTeamTest {
    private final TerraformFixture fixture = new TerraformFixture();
    private final TerraformFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void its_name_is_pinned() {
        assertThat(TerraformOrganization.of("acme", "token").team("platform").name())
                .isEqualTo("Terraform team platform of acme");
        assertThat(fixture.team().name())
                .isEqualTo(
                        "Terraform team platform of acme at " + fake.address().getAuthority());
    }

    @Test
    void an_invitation_is_enough() throws Exception {
        fake.introduce(people(0, 4)); // every second one has accepted

        Report report = TerraformFixture.sync(fixture.team(), people(0, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(TEAM)).containsExactlyInAnyOrderElementsOf(people(0, 4));
        assertThat(fixture.team().get().things()).containsExactlyInAnyOrderElementsOf(people(0, 4));
    }

    @Test
    void who_is_not_in_the_organization_is_in_the_plan_as_unknown() throws Exception {
        fake.introduce(people(0, 1));

        Plan plan = TerraformFixture.plan(fixture.team(), people(0, 2));

        assertThat(plan.additions()).containsExactly(person(0));
        assertThat(plan.cannotAdd().get(person(1)).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(fake.calls()).doesNotContainKey("members.add");
        Report report = TerraformFixture.sync(fixture.team(), people(0, 2));
        assertThat(TerraformFixture.states(report))
                .isEqualTo(Map.of(person(0), "DONE", person(1), "FAILED UNKNOWN_THING"));
    }

    @Test
    void service_accounts_are_left_out_and_counted_and_never_removed() throws Exception {
        fake.join(TEAM, people(0, 2));
        fake.joinServices(TEAM, 3);

        Listing listing = fixture.team().get();
        TerraformFixture.sync(fixture.team(), List.of());

        assertThat(listing.things()).containsExactlyInAnyOrderElementsOf(people(0, 2));
        assertThat(listing.leftOut()).isEqualTo(Map.of("service account", 3));
        assertThat(fake.members(TEAM)).isEmpty();
        assertThat(fake.services()).isEqualTo(3);
    }

    @Test
    void the_last_active_owner_is_kept_although_others_are_invited() throws Exception {
        fake.joinActive(OWNERS, people(0, 1));
        fake.introduce(people(5, 7));
        fake.join(OWNERS, people(5, 6)); // only invited

        Listing listing = fixture.owners().get();

        assertThat(listing.things()).containsExactlyInAnyOrder(person(0), person(5));
        assertThat(listing.kept()).isEqualTo(Map.of(person(0), "last owner"));
    }

    @Test
    void the_last_owner_of_many_stays_and_the_others_are_removed() {
        fake.joinActive(OWNERS, people(0, 3));
        Adapter owners = fixture.owners();

        Report report = Asking.remove(owners, people(0, 3));

        assertThat(TerraformFixture.states(report))
                .isEqualTo(Map.of(
                        person(0), "DONE",
                        person(1), "DONE",
                        person(2), "FAILED REFUSED_THING"));
        assertThat(fake.members(OWNERS)).containsExactly(person(2));
    }

    @Test
    void by_its_id_the_team_of_the_owners_is_recognized_too() throws Exception {
        fake.joinActive(OWNERS, people(0, 1));
        Adapter owners = fixture.organization.team(fake.teamId(OWNERS));

        assertThat(owners.get().kept()).isEqualTo(Map.of(person(0), "last owner"));
        assertThat(TerraformFixture.states(Asking.remove(owners, person(0))))
                .isEqualTo(Map.of(person(0), "FAILED REFUSED_THING"));
    }

    @Test
    void the_tokens_own_user_is_kept() throws Exception {
        fake.join(TEAM, people(0, 3));
        fake.actAs(person(1));

        assertThat(fixture.team().get().kept()).isEqualTo(Map.of(person(1), "the token's own user"));
        Report report = Asking.remove(fixture.team(), people(0, 3));

        assertThat(TerraformFixture.states(report)).containsEntry(person(1), "FAILED REFUSED_THING");
        assertThat(fake.members(TEAM)).containsExactly(person(1));
    }

    @Test
    void a_team_managed_by_hcp_is_read_only() {
        fake.join(TEAM, people(0, 2));
        fake.introduce(people(2, 3));
        fake.manage(TEAM);

        Report report = TerraformFixture.sync(fixture.team(), people(1, 3));

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.READ_ONLY);
        assertThat(fake.members(TEAM)).containsExactlyInAnyOrderElementsOf(people(0, 2));
    }

    @Test
    void a_team_that_the_token_may_not_change_is_read_only_before_any_write() {
        fake.join(TEAM, people(0, 2));
        fake.introduce(people(2, 3));
        fake.makeReadOnly(TEAM);

        Report report = TerraformFixture.sync(fixture.team(), people(1, 3));

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.READ_ONLY);
        assertThat(fake.calls()).doesNotContainKeys("members.add", "members.remove");
    }

    @Test
    void a_404_says_that_the_token_may_be_the_reason() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> fixture.organization.team("nowhere").get())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .withMessageContaining("not there, or this token may not see it");
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(
                        () -> fixture.organization.team("team-X000000000000099").get())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .withMessageContaining("not there, or this token may not see it");
    }

    @Test
    void one_who_joined_by_hand_does_not_keep_others_out() {
        fake.introduce(people(0, 8));
        fake.join(TEAM, people(3, 4));

        Report report = Asking.add(fixture.team(), people(0, 8));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(TEAM)).containsExactlyInAnyOrderElementsOf(people(0, 8));
    }

    @Test
    void one_whom_the_team_does_not_take_is_refused_and_the_others_join() {
        fake.introduce(people(0, 8));
        fake.refuse(people(5, 6));

        Report report = TerraformFixture.sync(fixture.team(), people(0, 8));

        assertThat(TerraformFixture.states(report)).containsEntry(person(5), "FAILED REFUSED_THING");
        assertThat(fake.members(TEAM)).hasSize(7);
    }

    @Test
    void who_was_removed_from_the_organization_and_invited_again_is_found_by_the_new_membership() throws Exception {
        fake.introduce(people(0, 2));
        Adapter team = fixture.team();
        team.preview(people(0, 2)); // learns the ids
        fake.depart(people(0, 1));
        fake.introduce(people(0, 1));

        Report added = Asking.add(team, people(0, 2));
        team.get();
        fake.depart(people(1, 2));
        fake.join(TEAM, people(1, 2));
        Report removed = Asking.remove(team, people(0, 2));

        assertThat(added.isClean()).isTrue();
        assertThat(removed.isClean()).isTrue();
        assertThat(fake.members(TEAM)).isEmpty();
    }

    @Test
    void an_address_that_changed_is_one_member() throws Exception {
        fake.join(TEAM, people(0, 1));
        Adapter team = fixture.team();
        team.get();
        fake.rename(person(0), "ann@example.com");

        assertThat(team.preview(List.of("ann@example.com")).sameAs()).isEqualTo(Map.of("ann@example.com", person(0)));
    }

    @Test
    void after_a_lost_answer_those_who_joined_are_not_called_already_there() {
        fake.introduce(people(0, 4));
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = Asking.add(fixture.team(), people(0, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsOnly(false);
        assertThat(fake.calls()).containsEntry("members.add", 2).containsEntry("members.list", 1);
    }
}
