package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code invite}: whether users outside the organization are invited. */
class InviteTest extends GitHubFixture {
    @BeforeEach
    void aTeam() {
        fake.join(TEAM, "member", emails(0, 3));
        fake.introduce(emails(3, 5));
        fake.identify("out", "out@x.org", null);
        fake.openOutside("out");
    }

    private static Sync wanted() {
        List<String> wanted = new ArrayList<>(emails(0, 5));
        wanted.add("out@x.org");
        return Sync.from(Sources.of(wanted));
    }

    @Test
    void without_invitations_the_plan_refuses_users_outside_the_organization_and_the_others_are_added()
            throws Exception {
        GitHubTeam team = team().invite(false);

        Plan plan = wanted().plan(team);
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> wanted().syncWith(team));

        assertThat(plan.cannotAdd()).containsOnlyKeys("out@x.org");
        assertThat(plan.cannotAdd().get("out@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(plan.cannotAdd().get("out@x.org").remedy()).contains("invite: true");
        assertThat(outcome(thrown.reports().get(0), "out@x.org").state()).isEqualTo(State.FAILED);
        assertThat(members()).containsExactlyElementsOf(emails(0, 5));
        assertThat(fake.invitationsSent()).isZero();
    }

    @Test
    void without_invitations_a_sync_takes_one_query_more_for_a_hundred_additions() {
        GitHubTeam team = team().invite(false);
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(emails(0, 5))).syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 1),
                        Map.entry("OrganizationMembers", 1),
                        Map.entry("add", 2));
    }

    @Test
    void without_invitations_an_addition_without_a_plan_is_refused_too() {
        Report report = add(team().invite(false), "out@x.org", "person00003@example.com");

        assertThat(outcome(report, "out@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "person00003@example.com").state()).isEqualTo(State.DONE);
        assertThat(fake.invitationsSent()).isZero();
        assertThat(calls()).containsEntry("OrganizationMembers", 1).containsEntry("add", 1);
    }

    @Test
    void without_invitations_the_plan_says_which_logins_do_not_exist() throws Exception {
        fake.open("ann");
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM).invite(false);

        Plan plan =
                Sync.from(Sources.of(List.of("ann", "nobody-at-all", "out"))).plan(team);

        assertThat(plan.cannotAdd().get("nobody-at-all").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(plan.cannotAdd().get("out").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(plan.cannotAdd()).hasSize(2);
    }

    @Test
    void without_invitations_an_open_invitation_still_counts_as_there() throws Exception {
        fake.invite("out", TEAM);
        GitHubTeam team = team().invite(false);

        Report report = add(team, "out@x.org");

        assertThat(outcome(report, "out@x.org").alreadyThere()).isTrue();
        assertThat(fake.invited(TEAM)).containsExactly("out");
        assertThat(calls()).doesNotContainKeys("add", "OrganizationMembers");
    }

    @Test
    void without_invitations_a_user_who_left_the_organization_after_the_plan_stays_outside() throws Exception {
        GitHubTeam team = team().invite(false);
        Sync sync = Sync.from(Sources.of(emails(0, 4)));
        Plan plan = sync.plan(team);
        fake.openOutside(fake.loginOf("person00003@example.com"));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.apply(plan, team));

        assertThat(outcome(thrown.reports().get(0), "person00003@example.com").kind())
                .contains(FailureKind.REFUSED_THING);
        assertThat(fake.invited(TEAM)).isEmpty();
        assertThat(calls()).containsEntry("add", 1).containsEntry("remove", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500})
    void an_invitation_that_could_not_be_taken_back_is_not_known_and_the_message_says_so(int status) throws Exception {
        GitHubTeam team = team().invite(false);
        Sync sync = Sync.from(Sources.of(emails(0, 4)));
        Plan plan = sync.plan(team);
        fake.openOutside(fake.loginOf("person00003@example.com"));
        for (int i = 0; i < 6; i++) {
            fake.onceAt("remove", GitHubFake.message(status, "Something"));
        }

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.apply(plan, team));

        Outcome outcome = outcome(thrown.reports().get(0), "person00003@example.com");
        assertThat(outcome.state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome.reason()).contains("invite is off").contains("HTTP " + status);
    }

    @Test
    void by_default_users_outside_the_organization_are_invited_and_no_query_asks_where_they_are() {
        Report report = wanted().syncWith(team());

        assertThat(report.isClean()).isTrue();
        assertThat(outcome(report, "out@x.org").note()).isEqualTo("invited");
        assertThat(fake.invited(TEAM)).containsExactly("out");
        assertThat(calls()).doesNotContainKey("OrganizationMembers");
    }

    @Test
    void the_plan_warns_once_that_users_outside_the_organization_are_invited_and_takes_no_call_for_it()
            throws Exception {
        Plan plan = wanted().plan(team());

        assertThat(plan.additions()).hasSize(3);
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("invitation")
                .contains("invite: false");
        assertThat(plan.toString()).contains("get an invitation");
        assertThat(calls())
                .containsOnly(Map.entry("TeamMembers", 1), Map.entry("invitations", 1), Map.entry("SamlIdentities", 1));
    }

    @Test
    void the_plan_warns_of_invitations_only_if_it_may_send_some() throws Exception {
        GitHubTeam byLogins = organization(GitHubIdentities.logins()).team(TEAM);
        GitHubTeam ofMembers = organization(GitHubIdentities.verifiedEmails()).team(TEAM);
        fake.open("ann");

        assertThat(Sync.from(Sources.of(List.of("ann"))).plan(byLogins).warnings())
                .hasSize(1);
        assertThat(wanted().plan(team().invite(false)).warnings()).isEmpty();
        assertThat(wanted().plan(ofMembers).warnings()).isEmpty();
        assertThat(Sync.from(Sources.of(emails(0, 2))).plan(team()).warnings()).isEmpty();
        assertThat(Sync.from(Sources.of(List.of("person00000@example.com", "nobody@x.org")))
                        .plan(team())
                        .warnings())
                .isEmpty();
    }

    @Test
    void an_error_for_the_organization_of_one_user_means_outside_and_says_nothing_about_the_others() {
        fake.open("ann");
        Map<String, Object> out = new LinkedHashMap<>(Map.of("login", "out"));
        out.put("organization", null);
        Map<String, Object> ann = Map.of("login", "ann", "organization", Map.of("login", "acme"));
        fake.answerTo(
                "OrganizationMembers",
                FakeAnswer.json(
                        200,
                        Map.of(
                                "data",
                                Map.of("user_0", ann, "user_1", out),
                                "errors",
                                List.of(Map.of(
                                        "type",
                                        "NOT_FOUND",
                                        "path",
                                        List.of("user_1", "organization"),
                                        "message",
                                        "Could not resolve to an Organization with the login of 'acme'.")))));
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM).invite(false);

        Report report = add(team, "out", "ann");

        assertThat(outcome(report, "out").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "ann").state()).isEqualTo(State.DONE);
    }
}
