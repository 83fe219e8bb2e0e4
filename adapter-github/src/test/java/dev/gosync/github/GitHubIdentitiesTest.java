package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubIdentitiesTest extends GitHubFixture {
    @TempDir
    Path folder;

    private GitHubIdentities file(String content) throws IOException {
        return GitHubIdentities.file(Files.writeString(folder.resolve("identities.csv"), content));
    }

    @Test
    void of_saml_the_name_id_comes_first_then_the_user_name_of_scim_then_the_others() throws Exception {
        fake.identify("ann", "ann@x.org", "ann.scim@x.org", "ann.other@x.org");
        fake.identify("bob", "opaque-id", "bob.scim@x.org", "bob.other@x.org");
        fake.identify("cem", null, null, "cem.other@x.org", "cem.second@x.org");
        fake.join(TEAM, "member", List.of("ann", "bob", "cem"));

        Listing listing = team().get();

        assertThat(listing.things()).containsExactlyInAnyOrder("ann@x.org", "bob.scim@x.org", "cem.other@x.org");
        assertThat(listing.aliases())
                .containsOnly(
                        Map.entry("ann.scim@x.org", "ann@x.org"),
                        Map.entry("ann.other@x.org", "ann@x.org"),
                        Map.entry("bob.other@x.org", "bob.scim@x.org"),
                        Map.entry("cem.second@x.org", "cem.other@x.org"));
    }

    @Test
    void identities_without_an_account_shift_nobody() throws Exception {
        fake.unlinked(150);
        fake.join(TEAM, "member", emails(0, 130));

        Listing listing = team().get();

        assertThat(listing.things()).containsExactlyInAnyOrderElementsOf(emails(0, 130));
    }

    @Test
    void the_enterprise_s_provider_is_read_in_both_ways() throws Exception {
        fake.provider(GitHubFake.Provider.ENTERPRISE);
        fake.introduce(emails(1000, 1500));
        fake.join(TEAM, "member", emails(0, 90));
        fake.introduce(emails(90, 91));
        GitHubTeam team = organization(GitHubIdentities.enterpriseSaml(GitHubFake.ENTERPRISE))
                .team(TEAM);

        Listing listing = team.get();
        Report report = add(team, "person00090@example.com");

        assertThat(listing.things()).containsExactlyInAnyOrderElementsOf(emails(0, 90));
        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .containsEntry("EnterpriseSamlIdentities", 1)
                .containsEntry("EnterpriseSamlIdentitiesOfLogins", 1)
                .containsEntry("EnterpriseSamlIdentitiesOfUserNames", 1);
    }

    @Test
    void an_organization_without_a_provider_is_told_where_it_may_be() throws Exception {
        fake.provider(GitHubFake.Provider.ENTERPRISE);
        fake.join(TEAM, "member", emails(0, 1));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("no SAML identity provider").hasMessageContaining("enterprise-saml");
    }

    @Test
    void an_enterprise_without_a_provider_or_of_another_name_is_an_error() throws Exception {
        fake.join(TEAM, "member", emails(0, 1));

        AdapterException without = failure(organization(GitHubIdentities.enterpriseSaml(GitHubFake.ENTERPRISE))
                .team(TEAM));
        AdapterException unknown =
                failure(organization(GitHubIdentities.enterpriseSaml("another")).team(TEAM));

        assertThat(without.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(unknown.kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void verified_addresses_are_found_for_members_and_for_additions() throws Exception {
        fake.verify("ann", "ann@x.org", "a.n@x.org");
        fake.verify("bob", "bob@x.org");
        fake.join(TEAM, "member", List.of("ann"));
        GitHubTeam team = organization(GitHubIdentities.verifiedEmails()).team(TEAM);

        Listing listing = team.get();
        Report report = add(team, "bob@x.org");

        assertThat(listing.things()).containsExactly("ann@x.org");
        assertThat(listing.aliases()).containsOnly(Map.entry("a.n@x.org", "ann@x.org"));
        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).containsExactly("ann", "bob");
    }

    @Test
    void a_file_has_a_row_for_each_address() throws Exception {
        GitHubIdentities identities = file(
                "\uFEFFName, Email ,LOGIN\nAnn,ann@x.org,Ann\nAnn,a.n@x.org,ann\n,,\nBob,bob@x.org,bob\nCem,,cem\n");
        fake.join(TEAM, "member", List.of("ann", "cem"));
        fake.open("bob");
        GitHubTeam team = organization(identities).team(TEAM);

        Listing listing = team.get();
        Report report = add(team, "bob@x.org");

        assertThat(listing.things()).containsExactly("ann@x.org");
        assertThat(listing.aliases()).containsOnly(Map.entry("a.n@x.org", "ann@x.org"));
        assertThat(listing.leftOut()).containsOnly(Map.entry("no e-mail", 1));
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_login_of_a_file_that_is_nobody_s_is_unknown() throws Exception {
        GitHubTeam team =
                organization(file("email,login\nann@x.org,long-gone\n")).team(TEAM);

        Report report = add(team, "ann@x.org");

        assertThat(outcome(report, "ann@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
    }

    @Test
    void a_file_that_is_none_says_so() throws Exception {
        fake.join(TEAM, "member", List.of("ann"));

        assertThatThrownBy(() -> organization(file("mail,login\na@x.org,ann\n"))
                        .team(TEAM)
                        .get())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no column email");
        assertThatThrownBy(() -> organization(GitHubIdentities.file(folder.resolve("missing.csv")))
                        .team(TEAM)
                        .get())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the file with the identities was not found");
        assertThatThrownBy(() -> organization(file("email,login\na@x.org,ann,more\n"))
                        .team(TEAM)
                        .get())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("identities.csv")
                .hasMessageContaining("line 2 has 3 cells, but the header has 2");
        assertThatThrownBy(() -> organization(file("email,login\na@x.org,../ann\n"))
                        .team(TEAM)
                        .get())
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("'../ann' is not a login");
    }

    @Test
    void one_address_for_two_logins_in_a_file_is_an_error_that_names_them() throws Exception {
        fake.join(TEAM, "member", List.of("ann"));

        AdapterException failure = failure(
                organization(file("email,login\na@x.org,ann\nA@X.org,bob\n")).team(TEAM));

        assertThat(failure).hasMessageContaining("2 accounts: ann, bob");
    }

    @Test
    void one_address_for_two_logins_in_two_sources_is_an_error_too() throws Exception {
        fake.identify("bob", "a@x.org", null);
        fake.join(TEAM, "member", List.of("ann", "bob"));

        AdapterException failure =
                failure(organization(file("email,login\na@x.org,ann\n").or(GitHubIdentities.saml()))
                        .team(TEAM));

        assertThat(failure).hasMessageContaining("2 accounts: ann, bob");
    }

    @Test
    void the_next_way_is_asked_for_whom_the_one_before_did_not_find() throws Exception {
        fake.identify("bob", "bob@x.org", null);
        fake.identify("ann", "ann@saml.org", null);
        fake.join(TEAM, "member", List.of("ann"));
        GitHubTeam team = organization(file("email,login\nann@x.org,ann\n").or(GitHubIdentities.saml()))
                .team(TEAM);

        Listing first = team.get();
        Map<String, Integer> callsOfFirst = calls();
        Report report = add(team, "bob@x.org");
        Listing second = team.get();

        assertThat(first.things()).containsExactly("ann@x.org");
        assertThat(callsOfFirst).doesNotContainKey("SamlIdentities");
        assertThat(report.isClean()).isTrue();
        assertThat(second.things()).containsExactlyInAnyOrder("ann@x.org", "bob@x.org");
        assertThat(second.aliases()).containsOnly(Map.entry("ann@saml.org", "ann@x.org"));
    }

    @Test
    void logins_stand_alone() {
        assertThatThrownBy(() -> GitHubIdentities.logins().or(GitHubIdentities.saml()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GitHubIdentities.saml().or(GitHubIdentities.logins()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_travel_as_variables_whatever_they_hold() {
        String quoted = "\"o'bri\\\"en) { login } #\"@x.org";
        fake.introduce(emails(0, 500));
        fake.introduce(List.of(quoted));

        Report report = add(team(), quoted);

        assertThat(report.isClean()).isTrue();
        assertThat(members()).containsExactly(quoted);
        assertThat(fake.received())
                .filteredOn(request -> request.operation().equals("graphql"))
                .isNotEmpty()
                .allSatisfy(request ->
                        assertThat(request.json("query")).doesNotContain("bri").doesNotContain("person0"));
    }

    // --- What is remembered

    @Test
    void somebody_new_is_looked_up_and_after_a_while_all_are_read_again() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        GitHubTeam team = team();
        team.get();
        fake.join(TEAM, "member", emails(5, 6));
        fake.forgetRequests();

        assertThat(team.get().things()).hasSize(6);
        assertThat(calls()).containsEntry("SamlIdentitiesOfLogins", 1).doesNotContainKey("SamlIdentities");

        time.pass(ExpiringMap.DEFAULT_AGE);
        fake.forgetRequests();

        assertThat(team.get().things()).hasSize(6);
        assertThat(calls()).containsEntry("SamlIdentities", 1).doesNotContainKey("SamlIdentitiesOfLogins");
    }

    @Test
    void an_address_that_only_reading_everybody_finds_is_found_after_a_minute() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        GitHubTeam team = team();
        team.get();
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");

        Report tooSoon = add(team, "a.n@x.org");
        time.pass(Duration.ofSeconds(61));
        Report later = add(team, "a.n@x.org");

        assertThat(outcome(tooSoon, "a.n@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(later.isClean()).isTrue();
    }

    @Test
    void somebody_who_is_asked_for_all_the_time_is_looked_up_each_minute_all_the_same() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        GitHubTeam team = team();
        add(team, "ann@x.org");
        fake.identify("ann", "ann@x.org", null);
        time.pass(Duration.ofSeconds(40));

        Report tooSoon = add(team, "ann@x.org");
        time.pass(Duration.ofSeconds(40));
        Report later = add(team, "ann@x.org");

        assertThat(outcome(tooSoon, "ann@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(later.isClean()).isTrue();
    }

    @Test
    void a_row_that_is_new_in_a_file_is_found_at_once() throws Exception {
        fake.open("ann");
        fake.open("bob");
        GitHubTeam team = organization(file("email,login\nann@x.org,ann\n")).team(TEAM);
        add(team, "ann@x.org");
        file("email,login\nann@x.org,ann\nbob@x.org,bob\n");

        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(team.get().things()).containsExactlyInAnyOrder("ann@x.org", "bob@x.org");
    }

    @Test
    void a_verified_address_that_is_new_is_found_after_a_minute() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        GitHubTeam team = organization(GitHubIdentities.verifiedEmails()).team(TEAM);
        team.get();
        fake.verify("ann", "ann@x.org");
        time.pass(Duration.ofSeconds(61));

        Report report = add(team, "ann@x.org");

        assertThat(report.isClean()).isTrue();
    }

    @Test
    void members_without_an_address_are_not_looked_up_again_and_again() throws Exception {
        fake.join(TEAM, "member", List.of("nobody", "person00000@example.com"));
        GitHubTeam team = team();
        team.get();
        team.get();
        fake.forgetRequests();

        team.get();

        assertThat(calls()).containsOnlyKeys("TeamMembers", "invitations");
    }

    @Test
    void teams_that_are_read_at_once_read_the_people_once() throws Exception {
        fake.introduce(emails(0, 450));
        GitHubOrganization organization = organization(GitHubIdentities.saml());
        List<String> slugs = List.of("one", "two", "three", "four");
        slugs.forEach(slug -> fake.join(slug, "member", emails(0, 450)));
        CyclicBarrier together = new CyclicBarrier(slugs.size());
        Map<String, FutureTask<Listing>> reading = new LinkedHashMap<>();
        for (String slug : slugs) {
            FutureTask<Listing> task = new FutureTask<>(() -> {
                together.await();
                return organization.team(slug).get();
            });
            reading.put(slug, task);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        List<Integer> sizes = new ArrayList<>();
        for (FutureTask<Listing> task : reading.values()) {
            sizes.add(task.get(60, TimeUnit.SECONDS).things().size());
        }

        assertThat(sizes).containsOnly(450);
        assertThat(calls()).containsEntry("SamlIdentities", 5);
    }

    @Test
    void a_cursor_that_github_takes_no_more_fails_one_reader_only() throws Exception {
        fake.join(TEAM, "member", emails(0, 450));
        GitHubTeam team = team();
        fake.onceAt("SamlIdentities", FakeAnswer.json(200, page("lost")));
        fake.onceAt(
                "SamlIdentities",
                FakeAnswer.json(
                        200,
                        Map.of(
                                "errors",
                                List.of(Map.of(
                                        "type",
                                        "INVALID_CURSOR_ARGUMENTS",
                                        "message",
                                        "`lost` does not appear to be a valid cursor.")))));

        AdapterException failure = failure(team);
        Listing listing = team.get();

        assertThat(failure).hasMessageContaining("INVALID_CURSOR_ARGUMENTS");
        assertThat(listing.things()).hasSize(450);
    }

    /** Returns an empty page of a list of 500 people, with this cursor for the next page. */
    private static Map<String, Object> page(String cursor) {
        Map<String, Object> identities = Map.of(
                "totalCount", 500, "pageInfo", Map.of("hasNextPage", true, "endCursor", cursor), "nodes", List.of());
        return Map.of(
                "data",
                Map.of("organization", Map.of("samlIdentityProvider", Map.of("externalIdentities", identities))));
    }

    @Test
    void a_page_that_fails_leaves_nothing_half_known() throws Exception {
        fake.join(TEAM, "member", emails(0, 450));
        GitHubTeam team = team();
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(9).times(1));

        AdapterException failure = failure(team);
        Listing listing = team.get();

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(listing.things()).containsExactlyInAnyOrderElementsOf(emails(0, 450));
    }
}
