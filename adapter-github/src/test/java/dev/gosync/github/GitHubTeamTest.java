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
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a team, accounts that are gone, and names. */
class GitHubTeamTest extends GitHubFixture {
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
