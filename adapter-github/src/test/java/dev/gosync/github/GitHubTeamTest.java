package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.change;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubTeamTest extends WithGitHub {
    // --- Members

    @Test
    void members_of_a_child_team_are_not_members() throws Exception {
        fake.nest(TEAM, "child");
        fake.join("child", "member", List.of("child@x.org"));
        fake.join(TEAM, "member", List.of("ann@x.org"));

        Listing listing = team().get();

        assertThat(listing.things()).containsExactly("ann@x.org");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 199, 200, 201, 300, 399, 400, 401, 650})
    void everybody_is_there_wherever_the_pages_meet(int size) throws Exception {
        fake.join(TEAM, "member", emails(0, size));

        assertThat(team().get().things()).containsExactlyInAnyOrderElementsOf(emails(0, size));
        assertThat(calls()).containsEntry("TeamMembers", size / 200 + 1);
    }

    @Test
    void a_member_without_an_address_is_left_out_and_stays() throws Exception {
        fake.join(TEAM, "member", List.of("ann@x.org", "nobody"));
        GitHubTeam team = team();

        Listing listing = team.get();
        Report report = Sync.from(Sources.of(List.of("ann@x.org"))).syncWith(team);

        assertThat(listing.things()).containsExactly("ann@x.org");
        assertThat(listing.leftOut()).containsExactly(Map.entry("no e-mail", 1));
        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).contains("nobody").hasSize(2);
    }

    @Test
    void an_address_without_an_account_is_unknown_and_the_others_go_on() {
        fake.introduce(List.of("ann@x.org", "cem@x.org"));

        Report report = add(team(), "ann@x.org", "bob@x.org", "cem@x.org");

        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(members()).containsExactly("ann@x.org", "cem@x.org");
    }

    @Test
    void the_other_addresses_of_a_member_are_aliases() throws Exception {
        fake.identify("ann", "ann@x.org", "ann@corp.x.org", "a.n@x.org");
        fake.join(TEAM, "member", List.of("ann"));

        Listing listing = team().get();

        assertThat(listing.things()).containsExactly("ann@x.org");
        assertThat(listing.aliases())
                .containsOnly(Map.entry("ann@corp.x.org", "ann@x.org"), Map.entry("a.n@x.org", "ann@x.org"));
    }

    @Test
    void a_removal_of_the_account_that_an_addition_turns_out_to_be_does_not_start() {
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");
        fake.join(TEAM, "member", List.of("ann"));

        Report report = change(team(), Mode.ADD_REMOVE, List.of("a.n@x.org"), List.of("ann@x.org"));

        assertThat(outcome(report, "a.n@x.org").alreadyThere()).isTrue();
        assertThat(outcome(report, "ann@x.org").state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.logins(TEAM, ALL)).containsExactly("ann");
    }

    @Test
    void an_address_of_two_accounts_fails_the_read_of_one_of_them_and_names_both() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.identify("ann-old", "old@x.org", null, "Ann@X.org");
        fake.join(TEAM, "member", List.of("ann-old"));

        AdapterException failure = failure(team());

        assertThat(failure).hasMessageContaining("2 accounts: ann, ann-old");
    }

    @Test
    void an_address_of_two_accounts_is_refused_as_an_addition_and_names_both() {
        fake.identify("ann", "ann@x.org", null);
        fake.identify("ann-old", "old@x.org", null, "ann@x.org");
        fake.introduce(List.of("bob@x.org"));

        Report report = add(team(), "ann@x.org", "bob@x.org");

        Outcome refused = outcome(report, "ann@x.org");
        assertThat(refused.kind()).contains(FailureKind.REFUSED_THING);
        assertThat(refused.reason()).contains("2 accounts: ann, ann-old");
        assertThat(members()).containsExactly("bob@x.org");
    }

    @Test
    void an_address_of_two_accounts_hinders_no_other_while_somebody_is_invited() {
        fake.identify("ann", "ann@x.org", null, "shared@x.org");
        fake.identify("bob", "bob@x.org", null, "shared@x.org");
        fake.inviteEmail("new@x.org", TEAM);

        Report report = add(team(), "ann@x.org", "shared@x.org");

        assertThat(outcome(report, "shared@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.logins(TEAM, ALL)).containsExactly("ann");
    }

    // --- Invitations

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
        time.meanwhile = () -> {
            fake.expireInvitation("ann");
            fake.join(TEAM, "maintainer", List.of("ann"));
        };

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

    // --- Accounts that are gone

    @Test
    void an_account_that_is_gone_since_it_was_read_is_unknown_and_hinders_nobody() throws Exception {
        fake.introduce(List.of("bob@x.org"));
        fake.identify("ann", "ann@x.org", null);
        GitHubTeam team = team();
        team.get();
        add(team, "nobody@x.org"); // reads all people
        fake.close("ann");

        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(members()).containsExactly("bob@x.org");
    }

    @Test
    void a_member_whose_account_is_gone_since_it_was_read_is_removed_and_hinders_nobody() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.join(TEAM, "member", List.of("ann", "bob@x.org"));
        GitHubTeam team = team();
        team.get();
        fake.close("ann");

        Report report = remove(team, "ann@x.org", "bob@x.org");

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(members()).isEmpty();
    }

    @Test
    void a_removal_that_is_said_not_to_be_found_and_changes_nothing_is_no_success() throws Exception {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        GitHubTeam team = team();
        fake.onceAt("remove", FakeAnswer.json(404, Map.of("message", "Not Found")));

        Report report = remove(team, "ann@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.NOT_FOUND);
        assertThat(members()).containsExactly("ann@x.org");
    }

    @Test
    void an_addition_that_is_said_not_to_be_found_while_the_account_is_there_concerns_the_team() throws Exception {
        fake.introduce(List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team();
        fake.onceAt("add", FakeAnswer.json(404, Map.of("message", "Not Found")));

        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.NOT_FOUND);
        assertThat(outcome(report, "bob@x.org").state()).isEqualTo(State.NOT_STARTED);
    }

    // --- Roles

    @Test
    void no_maintainer_is_demoted_by_being_added() throws Exception {
        fake.join(TEAM, "maintainer", List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team();
        team.get();

        Report known = add(team, "ann@x.org");
        Report fresh = add(team(), "bob@x.org");

        assertThat(known.isClean() && fresh.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("ann@x.org", "bob@x.org");
    }

    @Test
    void who_became_a_maintainer_since_the_last_read_is_not_demoted_either() throws Exception {
        fake.introduce(List.of("ann@x.org"));
        GitHubTeam team = team();
        team.get();
        fake.join(TEAM, "maintainer", List.of("ann@x.org"));

        Report report = add(team, "ann@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("ann@x.org");
    }

    @Test
    void who_became_a_maintainer_while_others_were_added_is_not_demoted() throws Exception {
        fake.introduce(List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team();
        fake.onceAt("add", FakeAnswer.json(429, Map.of()).header("Retry-After", "90"));
        time.meanwhile = () -> fake.join(TEAM, "maintainer", List.of("bob@x.org"));

        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("bob@x.org");
    }

    @Test
    void who_joined_since_the_last_read_is_not_promoted() throws Exception {
        fake.introduce(List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team().role(GitHubTeam.Role.MAINTAINER);
        team.get();
        fake.join(TEAM, "member", List.of("ann@x.org"));

        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("bob@x.org");
    }

    @Test
    void who_joined_while_others_were_made_maintainers_is_not_promoted() throws Exception {
        fake.introduce(List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team().role(GitHubTeam.Role.MAINTAINER);
        fake.onceAt("add", FakeAnswer.json(429, Map.of()).header("Retry-After", "90"));
        time.meanwhile = () -> fake.join(TEAM, "member", List.of("bob@x.org"));

        Report report = add(team, "ann@x.org", "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("ann@x.org");
    }

    @Test
    void only_those_who_are_added_become_maintainers() {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.introduce(List.of("bob@x.org"));

        Report report = add(team().role(GitHubTeam.Role.MAINTAINER), "ann@x.org", "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("member"))).containsExactly("ann@x.org");
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("bob@x.org");
    }

    @Test
    void maintainers_and_the_owner_of_the_token_are_kept() throws Exception {
        fake.identify(GitHubFake.OWNER, "owner@x.org", null);
        fake.join(TEAM, "member", List.of(GitHubFake.OWNER, "ann@x.org"));
        fake.join(TEAM, "maintainer", List.of("bob@x.org", "cem@x.org"));
        GitHubTeam team = team();

        Listing listing = team.get();
        Report report = remove(team, "owner@x.org", "bob@x.org", "ann@x.org");

        assertThat(listing.kept())
                .containsOnly(
                        Map.entry("owner@x.org", "owner of the token"),
                        Map.entry("bob@x.org", "maintainer"),
                        Map.entry("cem@x.org", "maintainer"));
        assertThat(outcome(report, "owner@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "bob@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(members()).containsExactly("bob@x.org", "cem@x.org", "owner@x.org");
    }

    @Test
    void options_let_them_be_removed_but_never_the_last_maintainer() throws Exception {
        fake.identify(GitHubFake.OWNER, "owner@x.org", null);
        fake.join(TEAM, "member", List.of(GitHubFake.OWNER));
        fake.join(TEAM, "maintainer", List.of("bob@x.org", "cem@x.org"));
        GitHubTeam team = team().removingMaintainers().removingTokenOwner();

        Listing listing = team.get();
        Report report = remove(team, "owner@x.org", "bob@x.org", "cem@x.org");
        Listing after = team.get();

        assertThat(listing.kept()).isEmpty();
        assertThat(outcome(report, "bob@x.org").state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "owner@x.org").state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "cem@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "cem@x.org").reason()).contains("last maintainer");
        assertThat(after.kept()).containsOnly(Map.entry("cem@x.org", "last maintainer"));
        assertThat(members()).containsExactly("cem@x.org");
    }

    @Test
    void who_became_a_maintainer_since_the_last_read_is_not_removed() throws Exception {
        fake.join(TEAM, "member", List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team();
        team.get();
        fake.join(TEAM, "maintainer", List.of("ann@x.org"));

        Report report = remove(team, "ann@x.org", "bob@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(members()).containsExactly("ann@x.org");
    }

    @Test
    void a_maintainer_who_left_since_the_last_read_is_no_other_maintainer() throws Exception {
        fake.join(TEAM, "maintainer", List.of("ann@x.org", "bob@x.org"));
        GitHubTeam team = team().removingMaintainers();
        team.get();
        fake.join(TEAM, "member", List.of("bob@x.org"));

        Report report = remove(team, "ann@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(members()).contains("ann@x.org");
    }

    // --- Logins

    @Test
    void a_login_of_nobody_is_unknown_and_the_others_go_on() throws Exception {
        fake.open("ann");
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM);

        Report report = add(team, "Ann", "nobody-at-all", "../admin");

        assertThat(outcome(report, "nobody-at-all").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, "../admin").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(team.get().things()).containsExactly("ann");
        assertThat(calls()).containsEntry("Users", 1);
    }

    // --- Threads

    @Test
    void writes_of_two_teams_are_made_one_after_the_other() throws Exception {
        fake.introduce(List.of("ann@x.org"));
        fake.found("web");
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> one = started(() -> add(organization.team(TEAM), "ann@x.org"));
        await(() -> writes() == 1);

        FutureTask<Report> other = started(() -> add(organization.team("web"), "ann@x.org"));
        await(() -> organization.waitingToWrite() == 1);

        assertThat(writes()).isEqualTo(1);
        fake.heal();
        assertThat(other.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(one.get(20, TimeUnit.SECONDS).isClean()).isTrue();
    }

    @Test
    void of_the_last_two_maintainers_that_are_removed_at_the_same_time_one_stays() throws Exception {
        fake.join(TEAM, "maintainer", List.of("ann@x.org", "bob@x.org"));
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> one = started(() -> remove(organization.team(TEAM).removingMaintainers(), "ann@x.org"));
        await(() -> writes() == 1);

        FutureTask<Report> other = started(() -> remove(organization.team(TEAM).removingMaintainers(), "bob@x.org"));
        await(() -> organization.waitingToWrite() == 1);
        fake.heal();

        assertThat(one.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        Outcome second = outcome(other.get(20, TimeUnit.SECONDS), "bob@x.org");
        assertThat(second.kind()).contains(FailureKind.REFUSED_THING);
        assertThat(second.reason()).contains("last maintainer");
        assertThat(members()).containsExactly("bob@x.org");
    }

    @Test
    void two_threads_that_share_a_team_keep_its_last_maintainer_too() throws Exception {
        fake.join(TEAM, "maintainer", List.of("ann@x.org", "bob@x.org"));
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        GitHubTeam team = organization.team(TEAM).removingMaintainers();
        team.get();
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> one = started(() -> remove(team, "ann@x.org"));
        await(() -> writes() == 1);

        FutureTask<Report> other = started(() -> remove(team, "bob@x.org"));
        await(() -> organization.waitingToWrite() == 1);
        fake.heal();

        assertThat(one.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(outcome(other.get(20, TimeUnit.SECONDS), "bob@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(members()).containsExactly("bob@x.org");
    }

    @Test
    void who_became_a_maintainer_while_another_team_was_written_is_not_demoted() throws Exception {
        fake.introduce(List.of("ann@x.org", "bob@x.org"));
        fake.found("web");
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> one = started(() -> add(organization.team("web"), "ann@x.org"));
        await(() -> writes() == 1);

        FutureTask<Report> other = started(() -> add(organization.team(TEAM), "bob@x.org"));
        await(() -> organization.waitingToWrite() == 1);
        fake.join(TEAM, "maintainer", List.of("bob@x.org"));
        time.pass(Duration.ofSeconds(90));
        fake.heal();

        assertThat(one.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(other.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).containsExactly("bob@x.org");
    }

    private long writes() {
        return fake.requests().stream()
                .filter(request -> request.access() == Access.WRITE)
                .count();
    }

    private static FutureTask<Report> started(Callable<Report> work) {
        FutureTask<Report> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    // --- Names

    @Test
    void its_name_says_where_and_which_whatever_the_case() {
        assertThat(GitHubOrganization.withToken("Acme", Conditions.SECRET)
                        .build()
                        .team("Platform")
                        .name())
                .isEqualTo("GitHub team acme/platform");
        assertThat(GitHubOrganization.withToken("acme", Conditions.SECRET)
                        .baseUrl(URI.create("https://github.example.com"))
                        .build()
                        .team("platform")
                        .name())
                .isEqualTo("GitHub team github.example.com/acme/platform");
    }

    @Test
    void what_cannot_be_a_name_is_no_part_of_an_address() {
        for (String name : List.of("..", "a/b", "", " a", "a?b")) {
            assertThatThrownBy(() -> GitHubOrganization.withToken(name, Conditions.SECRET))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> organization(GitHubIdentities.logins()).team(name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
