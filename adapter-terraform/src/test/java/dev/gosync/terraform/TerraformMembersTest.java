package dev.gosync.terraform;

import static dev.gosync.terraform.TerraformFake.EVERYONE;
import static dev.gosync.terraform.TerraformFake.OWNERS;
import static dev.gosync.terraform.TerraformFixture.people;
import static dev.gosync.terraform.TerraformFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerraformMembersTest {
    private final TerraformFixture fixture = new TerraformFixture();
    private final TerraformFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void its_name_is_pinned() {
        assertThat(TerraformOrganization.of("acme", "token").members().name()).isEqualTo("Terraform organization acme");
    }

    @Test
    void additions_are_invited_to_the_team_and_removals_leave_the_organization() {
        fake.join(EVERYONE, people(0, 2));

        Report report = TerraformFixture.sync(fixture.members(), people(1, 3));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.thing().equals(person(2)))
                .extracting(Outcome::note)
                .containsExactly("invited");
        assertThat(fake.people()).containsExactlyInAnyOrder(person(1), person(2));
        assertThat(fake.members(EVERYONE)).contains(person(2));
    }

    @Test
    void without_a_team_there_is_one_error_before_any_write() {
        fake.join(EVERYONE, people(0, 2));

        Report report = TerraformFixture.sync(fixture.organization.members(), people(1, 3));

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(report.failure().orElseThrow().remedy()).contains("invite-to");
        assertThat(fake.people()).containsExactlyInAnyOrderElementsOf(people(0, 2));
    }

    @Test
    void without_a_team_people_can_still_be_removed() {
        fake.join(EVERYONE, people(0, 2));

        Report report = TerraformFixture.sync(fixture.organization.members(), people(0, 1));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.people()).containsExactly(person(0));
    }

    @Test
    void owners_are_kept() throws Exception {
        fake.joinActive(OWNERS, people(0, 2));
        fake.join(EVERYONE, people(2, 3));
        Adapter members = fixture.members();

        assertThat(members.get().kept()).isEqualTo(Map.of(person(0), "owner", person(1), "owner"));
        Report report = TerraformFixture.sync(members, List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.people()).containsExactlyInAnyOrder(person(0), person(1));
    }

    @Test
    void who_became_an_owner_after_the_plan_stays() throws Exception {
        fake.join(EVERYONE, people(0, 2));
        Adapter members = fixture.members();
        members.get();
        fake.joinActive(OWNERS, people(0, 1));

        Report report = Asking.remove(members, people(0, 2));

        assertThat(TerraformFixture.states(report))
                .isEqualTo(Map.of(person(0), "FAILED REFUSED_THING", person(1), "DONE"));
    }

    @Test
    void the_tokens_own_user_is_kept() throws Exception {
        fake.join(EVERYONE, people(0, 2));
        fake.actAs(person(0));

        assertThat(fixture.members().get().kept()).isEqualTo(Map.of(person(0), "the token's own user"));
        Report report = Asking.remove(fixture.members(), people(0, 2));

        assertThat(TerraformFixture.states(report))
                .isEqualTo(Map.of(person(0), "FAILED REFUSED_THING", person(1), "DONE"));
    }

    @Test
    void service_accounts_are_left_out_and_counted() throws Exception {
        fake.join(EVERYONE, people(0, 1));
        fake.joinServices(EVERYONE, 2);

        assertThat(fixture.members().get().leftOut()).isEqualTo(Map.of("service account", 2));
    }

    @Test
    void an_address_that_terraform_does_not_take_is_refused() {
        fake.refuseNames(people(1, 2));

        Report report = TerraformFixture.sync(fixture.members(), people(0, 3));

        assertThat(TerraformFixture.states(report))
                .isEqualTo(Map.of(person(0), "DONE", person(1), "FAILED REFUSED_THING", person(2), "DONE"));
    }

    @Test
    void who_was_invited_by_hand_is_already_there() {
        fake.join(EVERYONE, people(0, 1));

        Report report = Asking.add(fixture.members(), people(0, 1));

        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsExactly(true);
    }

    @Test
    void an_invitation_whose_answer_was_lost_is_ours() {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = Asking.add(fixture.members(), people(0, 1));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).extracting(Outcome::alreadyThere).containsExactly(false);
    }

    @Test
    void a_full_organization_is_a_failure_of_the_place() {
        fake.limitSeats(1);

        Report report = Asking.add(fixture.members(), people(0, 2));

        assertThat(TerraformFixture.states(report).values()).contains("DONE", "FAILED INVALID_REQUEST");
    }

    @Test
    void an_organization_that_is_not_there_may_be_hidden_from_the_token() {
        TerraformOrganization other = TerraformOrganization.builder("other", dev.gosync.testkit.Conditions.SECRET)
                .baseUrl(fake.address())
                .retry(fixture.retry())
                .build();

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> other.members().get())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .withMessageContaining("not there, or this token may not see it");
    }
}
