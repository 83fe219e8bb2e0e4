package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Invited users: listed, added, removed, and accepted in the meantime. */
class TeamInvitationsTest extends GitHubFixture {
    @Test
    void an_invitation_counts_as_there_and_no_second_one_is_sent() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.invite("ann", TEAM);
        GitHubTeam team = team();

        Listing listing = team.get();
        Report known = add(team, "ann@x.org");
        Report fresh = add(team(), "ann@x.org");

        assertThat(listing.things()).containsExactly("ann@x.org");
        assertThat(known.isClean() && fresh.isClean()).isTrue();
        assertThat(fake.invitationsSent()).isZero();
        assertThat(fake.calls()).doesNotContainKey("add");
    }

    @Test
    void an_invitation_that_was_cancelled_after_the_reading_is_made_again() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        fake.invite("ann", TEAM);
        GitHubTeam team = team();
        team.get();
        remove(team(), "ann@x.org"); // by another program

        Report report = add(team, "ann@x.org");

        assertThat(outcome(report, "ann@x.org").note()).isEqualTo("invited");
        assertThat(fake.invited(TEAM)).containsExactly("ann");
    }

    @Test
    void somebody_outside_the_organization_is_invited_once() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        GitHubTeam team = team();

        Report first = add(team, "ann@x.org");
        Report second = add(team, "ann@x.org");

        assertThat(first.isClean() && second.isClean()).isTrue();
        assertThat(outcome(first, "ann@x.org").note()).isEqualTo("invited");
        assertThat(outcome(second, "ann@x.org").alreadyThere()).isTrue();
        assertThat(fake.invited(TEAM)).containsExactly("ann");
        assertThat(fake.invitationsSent()).isEqualTo(1);
        assertThat(fake.calls()).containsEntry("add", 1);
        assertThat(team.get().things()).containsExactly("ann@x.org");
    }

    @Test
    void removing_the_invited_cancels_the_invitation() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.identify("bob", "bob@x.org", null);
        fake.invite("ann", TEAM);
        fake.invite("bob", TEAM);
        GitHubTeam team = team();
        team.get();

        Report known = remove(team, "ann@x.org");
        Report fresh = remove(team(), "bob@x.org");

        assertThat(known.isClean() && fresh.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).isEmpty();
        assertThat(calls()).containsEntry("cancel", 2).doesNotContainKey("remove");
    }

    @Test
    void somebody_just_invited_can_be_removed_again() {
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        GitHubTeam team = team();

        Report added = add(team, "ann@x.org");
        Report removed = remove(team, "ann@x.org");

        assertThat(added.isClean() && removed.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).isEmpty();
    }

    @Test
    void an_invitation_to_other_teams_too_loses_only_this_one() {
        fake.found("web");
        fake.identify("ann", "ann@x.org", null);
        fake.invite("ann", TEAM, "web");

        Report report = remove(team(), "ann@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).isEmpty();
        assertThat(fake.invited("web")).containsExactly("ann");
    }

    @Test
    void somebody_invited_by_address_is_there_under_it_and_can_be_removed() throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        GitHubTeam team = team();

        Listing listing = team.get();
        Report added = add(team, "New@x.org");
        Report removed = remove(team, "new@x.org");

        assertThat(listing.things()).containsExactly("new@x.org");
        assertThat(added.isClean() && removed.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).isEmpty();
        assertThat(fake.invitationsSent()).isZero();
    }

    @Test
    void somebody_invited_by_address_to_several_teams_is_refused() {
        fake.found("web");
        fake.inviteEmail("new@x.org", TEAM, "web");

        Report report = remove(team(), "new@x.org");

        assertThat(outcome(report, "new@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.invited("web")).containsExactly("new@x.org");
        assertThat(fake.invited(TEAM)).containsExactly("new@x.org");
    }

    @Test
    void an_account_with_the_address_of_an_invitation_to_several_teams_does_not_hide_that_it_stays() {
        fake.found("web");
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        fake.inviteEmail("ann@x.org", TEAM, "web");

        Report report = remove(team(), "ann@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.invited(TEAM)).containsExactly("ann@x.org");
    }

    @Test
    void an_invitation_by_address_that_is_gone_since_the_last_read_hinders_nobody() throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        fake.join(TEAM, "member", List.of("ann@x.org"));
        GitHubTeam team = team();
        team.get();
        fake.expireInvitation("new@x.org");

        Report report = remove(team, "new@x.org", "ann@x.org");

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(members()).isEmpty();
    }

    @Test
    void who_accepted_an_invitation_by_address_since_the_last_read_is_removed_all_the_same() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        fake.inviteEmail("ann@x.org", TEAM);
        GitHubTeam team = team();
        team.get();
        fake.expireInvitation("ann@x.org");
        fake.join(TEAM, "member", List.of("ann"));

        Report report = remove(team, "ann@x.org");

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).isEmpty();
    }

    @Test
    void a_member_with_an_open_invitation_to_the_same_address_is_removed() throws Exception {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.inviteEmail("ann@x.org", TEAM);
        GitHubTeam team = team();
        team.get();

        Report report = remove(team, "ann@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(members()).isEmpty();
    }

    @Test
    void cancelling_an_invitation_by_address_whose_answer_was_lost_succeeds() throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        GitHubTeam team = team();
        team.get();
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = remove(team, "new@x.org");

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(fake.calls()).containsEntry("cancel", 2);
    }

    @Test
    void if_the_look_after_a_lost_answer_fails_nobody_knows_what_was_done() throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        GitHubTeam team = team();
        team.get();
        fake.inject(
                Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1)); // it is cancelled, so the repetition gets a 404
        fake.onceAt("invitations", FakeAnswer.json(403, Map.of("message", "Resource not accessible")));

        Report report = remove(team, "new@x.org");

        assertThat(outcome(report, "new@x.org").state()).isEqualTo(State.NOT_KNOWN);
        assertThat(fake.invited(TEAM)).isEmpty();
    }

    @Test
    void an_invitation_that_may_not_be_cancelled_is_no_success() throws Exception {
        fake.inviteEmail("new@x.org", TEAM);
        GitHubTeam team = team();
        fake.onceAt("cancel", FakeAnswer.json(404, Map.of("message", "Not Found")));

        Report report = remove(team, "new@x.org");

        assertThat(outcome(report, "new@x.org").kind()).contains(FailureKind.NOT_FOUND);
        assertThat(fake.invited(TEAM)).containsExactly("new@x.org");
    }

    @Test
    void who_accepted_and_maintains_the_team_by_now_is_kept() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.invite("ann", TEAM);
        fake.join(TEAM, "maintainer", List.of("bob@x.org"));
        GitHubTeam team = team();
        fake.onceAt("cancel", FakeAnswer.json(503, Map.of()).header("Retry-After", "1"));
        time.onWait(() -> {
            fake.expireInvitation("ann");
            fake.join(TEAM, "maintainer", List.of("ann"));
        });

        Report report = remove(team, "ann@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.logins(TEAM, Set.of("maintainer"))).contains("ann");
    }

    @Test
    void somebody_invited_by_another_address_of_a_known_account_is_there() throws Exception {
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");
        fake.openOutside("ann");
        fake.inviteEmail("a.n@x.org", TEAM);

        Report report = add(team(), "ann@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.invitationsSent()).isZero();
    }

    @Test
    void who_accepted_since_the_last_read_is_removed_all_the_same() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.invite("ann", TEAM);
        GitHubTeam team = team();
        team.get();
        fake.expireInvitation("ann");
        fake.join(TEAM, "member", List.of("ann"));

        Report report = remove(team, "ann@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).isEmpty();
    }

    @Test
    void an_invitation_that_failed_or_expired_is_made_anew() throws Exception {
        for (String login : List.of("ann", "bob")) {
            fake.identify(login, login + "@x.org", null);
            fake.invite(login, TEAM);
        }
        fake.failInvitation("ann");
        fake.expireInvitation("bob");
        GitHubTeam team = team();

        Listing listing = team.get();
        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(listing.things()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).containsExactly("ann", "bob");
        assertThat(fake.invitationsSent()).isEqualTo(2);
    }
}
