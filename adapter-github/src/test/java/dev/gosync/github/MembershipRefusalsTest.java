package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.FakeAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a 403 or a 422 about a membership means: one user, or the whole team. */
class MembershipRefusalsTest extends GitHubFixture {
    private static final FakeAnswer BLOCKED = GitHubFake.message(403, "Blocked");
    private static final FakeAnswer NO_REASON = GitHubFake.message(403, "Forbidden");

    private GitHubTeam team;

    @BeforeEach
    void aTeamByLogins() throws Exception {
        List.of("ann", "bob", "cem", "dee").forEach(fake::open);
        team = organization(GitHubIdentities.logins()).team(TEAM);
        team.get();
    }

    private void members(String... logins) throws Exception {
        fake.join(TEAM, "member", List.of(logins));
        team.get();
    }

    @Test
    void a_blocked_user_is_refused_and_the_others_are_added() {
        fake.refuse("ann", BLOCKED);

        Report report = add(team, "ann", "bob");

        Outcome ann = outcome(report, "ann");
        assertThat(ann.state()).isEqualTo(State.FAILED);
        assertThat(ann.kind()).contains(FailureKind.REFUSED_THING);
        assertThat(ann.reason())
                .contains("HTTP 403: Blocked")
                .contains("Unblock")
                .doesNotContain("report");
        assertThat(fake.logins(TEAM, ALL)).containsExactly("bob");
        assertThat(fake.calls()).containsEntry("add", 2);
    }

    @Test
    void a_blocked_user_who_cannot_be_removed_is_refused_and_the_others_are_removed() throws Exception {
        members("ann", "bob");
        fake.refuse("ann", BLOCKED);

        Report report = remove(team, "ann", "bob");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.logins(TEAM, ALL)).containsExactly("ann");
        assertThat(fake.calls()).containsEntry("remove", 2);
    }

    @Test
    void a_403_without_a_reason_is_about_the_user_if_the_next_user_is_added() {
        fake.refuse("ann", NO_REASON);

        Report report = add(team, "ann", "bob");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "ann").reason()).contains("GitHub accepted the same call for other users");
        assertThat(outcome(report, "bob").state()).isEqualTo(State.DONE);
        assertThat(fake.calls()).containsEntry("add", 2);
    }

    @Test
    void a_403_without_a_reason_is_about_the_user_if_the_user_before_was_removed() throws Exception {
        members("ann", "bob", "cem");
        fake.refuse("bob", NO_REASON);

        Report report = remove(team, "ann", "bob", "cem");

        assertThat(outcome(report, "bob").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.logins(TEAM, ALL)).containsExactly("bob");
        assertThat(fake.calls()).containsEntry("remove", 3);
    }

    @Test
    void a_403_without_a_reason_for_two_users_is_about_the_team() {
        fake.refuse("ann", NO_REASON);
        fake.refuse("bob", NO_REASON);

        Report report = add(team, "ann", "bob", "cem");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "cem").state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.calls()).containsEntry("add", 2);
    }

    @Test
    void a_403_without_a_reason_for_the_only_user_is_about_the_team() {
        fake.refuse("ann", NO_REASON);

        Report report = add(team, "ann");

        assertThat(outcome(report, "ann").state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, "ann").kind()).contains(FailureKind.PERMISSION);
    }

    @Test
    void a_403_without_a_reason_is_reported_although_another_failure_ends_the_run() {
        fake.refuse("ann", NO_REASON);
        fake.refuse("bob", GitHubFake.message(401, "Bad credentials"));

        Report report = add(team, "ann", "bob", "cem");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob").kind()).contains(FailureKind.AUTHENTICATION);
        assertThat(outcome(report, "cem").state()).isEqualTo(State.NOT_STARTED);
    }

    @Test
    void a_403_without_a_reason_to_a_cancelled_invitation_is_not_about_the_user_because_a_member_was_removed()
            throws Exception {
        fake.invite("zed", TEAM);
        members("ann", "bob");
        fake.onceAt("cancel", NO_REASON);

        Report report = remove(team, "ann", "zed", "bob");

        assertThat(outcome(report, "ann").state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "zed").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob").state()).isEqualTo(State.DONE);
    }

    @Test
    void a_403_without_a_reason_is_not_about_the_user_because_another_account_is_gone() throws Exception {
        members("ann", "bob", "cem");
        fake.refuse("ann", NO_REASON);
        fake.refuse("cem", NO_REASON);
        fake.close("bob");

        Report report = remove(team, "ann", "bob", "cem");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob").state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "cem").kind()).contains(FailureKind.PERMISSION);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_403_without_a_reason_for_the_only_addition_does_not_stop_the_removals(Mode mode) {
        List<String> staying = IntStream.range(0, 20).mapToObj(i -> "user" + i).toList();
        fake.join(TEAM, "member", staying);
        fake.join(TEAM, "member", List.of("bob"));
        fake.refuse("ann", NO_REASON);
        List<String> wanted = new ArrayList<>(staying);
        wanted.add("ann");

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(Sources.of(wanted)).mode(mode).syncWith(team));

        Report report = thrown.reports().get(0);
        assertThat(outcome(report, "ann").kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, "bob").state()).isEqualTo(State.DONE);
        assertThat(fake.logins(TEAM, ALL)).containsExactlyInAnyOrderElementsOf(staying);
    }

    @Test
    void a_403_without_a_reason_is_reported_although_the_thread_is_interrupted() throws Exception {
        fake.refuse("ann", NO_REASON);
        Map<String, State> seen = new LinkedHashMap<>();
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 6; i++) {
            fake.onceAt("add", NO_REASON);
            fake.onceAt("add", GitHubFake.message(503, "Service unavailable"));
        }
        time.onWait(caller::interrupt);

        try {
            add(team, "ann", "bob", "cem").outcomes().forEach(each -> seen.put(each.thing(), each.state()));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(seen)
                .containsEntry("ann", State.FAILED)
                .containsEntry("bob", State.NOT_KNOWN)
                .containsEntry("cem", State.NOT_STARTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422})
    void a_refusal_without_a_body_is_a_refusal(int status) {
        fake.refuse("ann", FakeAnswer.empty(status));

        Report report = add(team, "ann", "bob");

        assertThat(outcome(report, "ann").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "bob").state()).isEqualTo(State.DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_seat | You must purchase at least one more seat | REFUSED_THING | Buy a seat",
                "no_2fa | User doesn't satisfy the two-factor authentication requirements | REFUSED_THING | two-factor",
                "no_permission | Validation Failed | PERMISSION | owner of the organization",
                "org | Cannot add an organization as a member. | REFUSED_THING | login of an organization",
                "already_org_admin | User is already an admin of this organization | REFUSED_THING | role: member",
                "unaffiliated | User isn't a member of this organization | REFUSED_THING | Invite the user there",
                "unprocessable | Over invitation rate limit | REFUSED_THING | tomorrow",
                "unprocessable | The account of this user is suspended | REFUSED_THING | Unsuspend",
                "unprocessable | You can't invite users: this enterprise has managed users | REFUSED_THING | provider",
                "unprocessable | This user is flagged | REFUSED_THING | contact GitHub",
                "unprocessable | Invitee is already a member of this organization | REFUSED_THING | Run again",
                "unprocessable | Invitee is already a part of this organization | REFUSED_THING | Run again",
                "unprocessable | This user is an outside collaborator | REFUSED_THING | collaborator a member",
                "unprocessable | Validation Failed | REFUSED_THING | tolerate refused-thing",
                "something_new | Validation Failed | REFUSED_THING | tolerate refused-thing"
            })
    void a_422_names_its_reason_and_a_remedy(String code, String message, FailureKind kind, String remedy) {
        fake.refuse(
                "ann", GitHubFake.invalid(message, Map.of("resource", "TeamMember", "code", code, "field", "user")));

        Report report = add(team, "ann", "bob");

        assertThat(outcome(report, "ann").kind()).contains(kind);
        assertThat(outcome(report, "ann").reason()).contains(remedy).doesNotContain("fault of the adapter");
        assertThat(outcome(report, "bob").state())
                .isEqualTo(kind == FailureKind.PERMISSION ? State.NOT_STARTED : State.DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "This team is externally managed by an identity provider. | READ_ONLY | Change the group there",
                "Team synchronization is set up for this team. | READ_ONLY | Change the group there",
                "the `acme` organization has an IP allow list enabled | PERMISSION | IP allow list",
                "`acme` forbids access via a personal access token (classic). | PERMISSION | fine-grained token",
                "forbids access via a fine-grained personal access tokens if the token's lifetime | PERMISSION | shorter",
                "`acme` has enabled OAuth App access restrictions | PERMISSION | approve the OAuth app",
                "This installation has been suspended | PERMISSION | unsuspend the App",
                "Sorry. Your account was suspended. | AUTHENTICATION | another account",
                "Resource not accessible by integration | PERMISSION | README of this adapter",
                "You must be an organization owner or team maintainer | PERMISSION | owner of the organization"
            })
    void a_403_about_the_team_or_the_credentials_names_a_remedy_and_ends(
            String message, FailureKind kind, String remedy) {
        fake.refuse("ann", GitHubFake.message(403, message));

        Report report = add(team, "ann", "bob");

        assertThat(outcome(report, "ann").kind()).contains(kind);
        assertThat(outcome(report, "ann").reason()).contains(remedy).doesNotContain("fault of the adapter");
        assertThat(outcome(report, "bob").state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.calls()).containsEntry("add", 1);
    }
}
