package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many calls a sync takes, exactly. */
class CallsTest extends GitHubFixture {
    /** Syncs a team: of members 0 to N, the first R leave and the next A join. */
    private Report sync(GitHubTeam team, int members, int additions, int removals) {
        fake.introduce(emails(members, members + additions));
        List<String> wanted = new ArrayList<>(emails(removals, members + additions));
        fake.forgetRequests();
        return Sync.from(Sources.of(wanted)).guard(Guards.maxRemovals(removals)).syncWith(team);
    }

    @Test
    void the_whole_directory_where_the_team_is_large() {
        fake.introduce(emails(0, 640));
        fake.join(TEAM, "member", emails(0, 450));
        for (int i = 0; i < 120; i++) {
            fake.inviteEmail("invited%03d@example.com".formatted(i), TEAM);
        }
        List<String> wanted = new ArrayList<>(emails(3, 457));
        for (int i = 0; i < 120; i++) {
            wanted.add("invited%03d@example.com".formatted(i));
        }
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(wanted)).syncWith(team());

        assertThat(report.isClean()).isTrue();
        // N/100 = 5, read from both ends in 3, and once for the maintainers; I/100 = 2, W/100 = 7, A = 7, R = 3
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 3 + 1),
                        Map.entry("invitations", 2),
                        Map.entry("SamlIdentities", 7),
                        Map.entry("add", 7),
                        Map.entry("remove", 3));
    }

    @Test
    void a_team_of_1000_in_an_organization_of_5000_is_synced_in_108_calls() {
        fake.introduce(emails(0, 5000));
        fake.join(TEAM, "member", emails(0, 1000));
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(emails(25, 1025)))
                .guard(Guards.maxRemovals(25))
                .syncWith(team());

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 6 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 50),
                        Map.entry("add", 25),
                        Map.entry("remove", 25));
    }

    @Test
    void a_team_that_is_small_compared_to_the_organization_takes_a_few_lookups() {
        fake.introduce(emails(1000, 3000));
        fake.join(TEAM, "member", emails(0, 90));

        Report report = sync(team(), 90, 20, 5);

        assertThat(report.isClean()).isTrue();
        // The first page, a query for the members, one for the additions; 21 pages are never read.
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 1),
                        Map.entry("SamlIdentitiesOfLogins", 1),
                        Map.entry("SamlIdentitiesOfUserNames", 1),
                        Map.entry("add", 20),
                        Map.entry("remove", 5));
    }

    @ParameterizedTest
    @CsvSource({"450, 5", "799, 8"})
    void a_team_of_up_to_799_in_an_organization_of_thousands_is_small_too(int members, int lookups) throws Exception {
        fake.introduce(emails(1000, 8600));
        fake.join(TEAM, "member", emails(0, members));

        assertThat(team().get().things()).hasSize(members);

        assertThat(calls()).containsEntry("SamlIdentities", 1).containsEntry("SamlIdentitiesOfLogins", lookups);
    }

    @Test
    void a_team_of_800_is_not_looked_up() throws Exception {
        fake.introduce(emails(1000, 8600));
        fake.join(TEAM, "member", emails(0, 800));

        assertThat(team().get().things()).hasSize(800);

        assertThat(calls()).doesNotContainKey("SamlIdentitiesOfLogins");
    }

    @Test
    void three_hundred_additions_are_looked_up() {
        fake.introduce(emails(1000, 6000));
        fake.introduce(emails(10, 310));
        fake.join(TEAM, "member", emails(0, 10));

        Report report = sync(team(), 10, 300, 0);

        assertThat(report.isClean()).isTrue();
        assertThat(calls()).containsEntry("SamlIdentities", 1).containsEntry("SamlIdentitiesOfUserNames", 3);
    }

    @Test
    void a_hundred_lookups_are_one_query() throws Exception {
        fake.introduce(emails(1000, 2000));
        fake.join(TEAM, "member", emails(0, 100));

        assertThat(team().get().things()).hasSize(100);

        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 1),
                        Map.entry("SamlIdentitiesOfLogins", 1));
    }

    @Test
    void if_a_lookup_misses_someone_the_whole_directory_is_read() {
        fake.introduce(emails(1000, 2000));
        fake.identify("ann", "ann@x.org", null, "a.n@x.org"); // only the first address is a user name
        fake.join(TEAM, "member", emails(0, 10));
        GitHubTeam team = team();
        fake.forgetRequests();

        Report report = add(team, "a.n@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).contains("ann");
        // 1012 people: 11 pages, and at most four lookups
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 11),
                        Map.entry("SamlIdentitiesOfUserNames", 1),
                        Map.entry("add", 1));
    }

    @Test
    void missed_lookups_of_a_team_of_hundreds_take_at_most_five_more_calls() {
        fake.introduce(emails(1000, 8000));
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");
        fake.join(TEAM, "member", emails(0, 450));
        List<String> wanted = new ArrayList<>(emails(3, 470));
        wanted.add("a.n@x.org");
        fake.introduce(emails(450, 470));
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(wanted)).syncWith(team());

        assertThat(report.isClean()).isTrue();
        // N/100 = 5, I/100 = 1, W/100 = 75, A = 21, R = 3, and 5 + 1 lookups, of which reading from both ends saves 1
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 3 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 75),
                        Map.entry("SamlIdentitiesOfLogins", 5),
                        Map.entry("SamlIdentitiesOfUserNames", 1),
                        Map.entry("add", 21),
                        Map.entry("remove", 3));
    }

    @Test
    void more_additions_than_a_few_hundred_are_not_looked_up() {
        fake.introduce(emails(1000, 6000));
        fake.join(TEAM, "member", emails(0, 10));

        Report report = sync(team(), 10, 301, 0);

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 54),
                        Map.entry("SamlIdentitiesOfLogins", 1),
                        Map.entry("add", 301));
    }

    @Test
    void many_small_teams_are_each_looked_up() throws Exception {
        fake.introduce(emails(0, 5000));
        GitHubOrganization organization = organization(GitHubIdentities.saml());

        for (int team = 0; team < 5; team++) {
            fake.join("team-" + team, "member", emails(200 + team * 20, 220 + team * 20));
            assertThat(organization.team("team-" + team).get().things()).hasSize(20);
        }

        assertThat(calls()).containsEntry("SamlIdentities", 1).containsEntry("SamlIdentitiesOfLogins", 5);
    }

    @Test
    void a_user_who_was_just_invited_does_not_make_the_team_be_read_again() {
        fake.join(TEAM, "member", emails(0, 150));
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");
        List<String> wanted = new ArrayList<>(emails(1, 150));
        wanted.add("ann@x.org");

        Report report = Sync.from(Sources.of(wanted)).mode(Mode.ADD_REMOVE).syncWith(team());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).containsExactly("ann");
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 2),
                        Map.entry("add", 1),
                        Map.entry("remove", 1));
    }

    @Test
    void those_who_become_maintainers_have_a_team_of_a_thousand_read_again_and_who_is_invited_not() {
        fake.join(TEAM, "member", emails(0, 1000));
        for (int i = 0; i < 120; i++) {
            fake.inviteEmail("invited%03d@example.com".formatted(i), TEAM);
        }
        List<String> wanted = new ArrayList<>(emails(3, 1007));
        for (int i = 0; i < 120; i++) {
            wanted.add("invited%03d@example.com".formatted(i));
        }
        fake.introduce(emails(1000, 1007));
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(wanted)).syncWith(team().role(GitHubTeam.Role.MAINTAINER));

        assertThat(report.isClean()).isTrue();
        // N/100 = 10, and both readings from both ends take 2 more
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 6 + 6),
                        Map.entry("invitations", 2),
                        Map.entry("SamlIdentities", 11),
                        Map.entry("add", 7),
                        Map.entry("remove", 3));
    }

    @Test
    void hundreds_of_maintainers_are_read_once_for_both_halves() {
        fake.join(TEAM, "maintainer", emails(50, 500));
        fake.join(TEAM, "member", emails(0, 50));

        Report report = sync(team(), 500, 20, 5);

        assertThat(report.isClean()).isTrue();
        // N/100 = 5, and both readings from both ends take 1 more
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 3 + 3),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 6),
                        Map.entry("add", 20),
                        Map.entry("remove", 5));
    }

    @Test
    void a_directory_that_is_known_costs_nothing_more() throws Exception {
        fake.join(TEAM, "member", emails(0, 250));
        fake.join("web", "member", emails(0, 250));
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        organization.team(TEAM).get();
        fake.forgetRequests();

        assertThat(organization.team("web").get().things()).hasSize(250);

        assertThat(calls()).containsOnly(Map.entry("TeamMembers", 2), Map.entry("invitations", 1));
    }

    @Test
    void a_file_costs_none() throws Exception {
        Map<String, List<String>> directory = new LinkedHashMap<>();
        for (int i = 0; i < 130; i++) {
            fake.open("login-" + i);
            directory.put("login-" + i, List.of("person%05d@example.com".formatted(i)));
        }
        GitHubTeam team = organization(GitHubIdentities.of(() -> directory)).team(TEAM);

        Report report = Sync.from(Sources.of(emails(0, 130))).syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsOnly(Map.entry("TeamMembers", 1 + 1), Map.entry("invitations", 1), Map.entry("add", 130));
    }

    @Test
    void logins_that_do_not_exist_cost_one_query_for_a_hundred() {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            wanted.add("login-%03d".formatted(i));
            if (i % 10 < 6) {
                fake.open(wanted.get(i));
            }
        }
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM);

        Report report = add(team, wanted.toArray(String[]::new));

        assertThat(fake.logins(TEAM, ALL)).hasSize(90);
        assertThat(report.outcomes().stream()
                        .filter(outcome -> outcome.kind().equals(Optional.of(FailureKind.UNKNOWN_THING))))
                .hasSize(60);
        // The 7th and the 107th addition get a 404. One query each asks about them and the 99 and 43 next additions.
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1),
                        Map.entry("invitations", 1),
                        Map.entry("Users", 2),
                        Map.entry("add", 90 + 2));
    }

    @Test
    void nothing_to_do_is_only_read() {
        fake.join(TEAM, "member", emails(0, 30));

        Report report = Sync.from(Sources.of(emails(0, 30))).syncWith(team());

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsOnly(Map.entry("TeamMembers", 1), Map.entry("invitations", 1), Map.entry("SamlIdentities", 1));
    }

    @Test
    void a_plan_that_is_applied_later_reads_the_team_again() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        fake.introduce(emails(5, 6));
        GitHubTeam team = team();
        Sync sync = Sync.from(Sources.of(emails(0, 6)));
        var plan = sync.plan(team);
        time.pass(Duration.ofMinutes(2));
        fake.join(TEAM, "maintainer", emails(5, 6));

        Report report = sync.apply(plan, team);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.emails(TEAM, Set.of("maintainer"))).isEqualTo(Set.copyOf(emails(5, 6)));
        assertThat(calls())
                .containsEntry("TeamMembers", 2)
                .containsEntry("invitations", 2)
                .doesNotContainKey("add");
    }
}
