package dev.gosync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan says about additions before the first write, and what the sync then does. */
class PreviewTest extends GitHubFixture {
    private static Sync sync(String... things) {
        return Sync.from(Sources.of(List.of(things)));
    }

    /** Returns the report, also of a sync that failed. */
    private static Report run(Sync sync, GitHubTeam team) {
        try {
            return sync.syncWith(team);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    private long writes() {
        return fake.requests().stream()
                .filter(request -> request.access() == Access.WRITE)
                .count();
    }

    // --- Additions that cannot be made

    @Test
    void a_team_whose_three_newcomers_are_unknown_is_refused_before_any_write() {
        fake.join(TEAM, "member", emails(0, 3));
        Sync sync = sync("ann@new.org", "bob@new.org", "cem@new.org");

        PlanRejectedException refused = catchThrowableOfType(PlanRejectedException.class, () -> sync.syncWith(team()));

        assertThat(refused.objections()).extracting(Objection::option).contains("allow-empty-destination");
        assertThat(refused.plans().get(0).cannotAdd()).containsOnlyKeys("ann@new.org", "bob@new.org", "cem@new.org");
        assertThat(writes()).isZero();
        assertThat(members()).containsExactlyElementsOf(emails(0, 3));
    }

    @Test
    void a_team_by_logins_loses_nobody_if_only_the_write_tells_that_three_newcomers_have_no_account() {
        fake.join(TEAM, "member", List.of("ann", "bob", "cem"));
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM);

        Report report = run(sync("nobody-1", "nobody-2", "nobody-3"), team);

        assertThat(fake.logins(TEAM, ALL)).containsExactly("ann", "bob", "cem");
        assertThat(outcome(report, "nobody-1").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, "ann").state()).isEqualTo(State.NOT_STARTED);
        assertThat(report.toString()).contains("3 members who should have lost access still have it");
        // One write gets a 404 for one login, and one query asks about the others.
        assertThat(calls()).containsEntry("add", 1).containsEntry("Users", 1).doesNotContainKey("remove");
    }

    @Test
    void addresses_in_a_team_by_logins_are_refused_before_any_write() {
        fake.join(TEAM, "member", List.of("ann", "bob", "cem"));
        GitHubTeam team = organization(GitHubIdentities.logins()).team(TEAM);

        PlanRejectedException refused = catchThrowableOfType(
                PlanRejectedException.class,
                () -> sync("ann@x.org", "bob@x.org").syncWith(team));

        assertThat(refused.plans().get(0).cannotAdd()).containsOnlyKeys("ann@x.org", "bob@x.org");
        assertThat(writes()).isZero();
    }

    @Test
    void a_leaver_goes_while_a_new_colleague_has_no_account_yet() {
        fake.join(TEAM, "member", emails(0, 20));
        List<String> wanted = new ArrayList<>(emails(1, 20));
        wanted.add("new@x.org");

        Report report = run(Sync.from(Sources.of(wanted)), team());

        assertThat(members()).containsExactlyElementsOf(emails(1, 20));
        assertThat(outcome(report, "new@x.org").state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, "new@x.org").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(calls()).containsEntry("remove", 1).doesNotContainKey("add");
    }

    @Test
    void a_new_colleague_without_an_account_is_skipped_if_that_is_tolerated() {
        fake.join(TEAM, "member", emails(0, 20));
        List<String> wanted = new ArrayList<>(emails(1, 20));
        wanted.add("new@x.org");

        Report report = Sync.from(Sources.of(wanted))
                .tolerate(FailureKind.UNKNOWN_THING)
                .syncWith(team());

        assertThat(members()).containsExactlyElementsOf(emails(1, 20));
        assertThat(outcome(report, "new@x.org").state()).isEqualTo(State.SKIPPED);
        assertThat(calls()).doesNotContainKey("add");
    }

    @Test
    void an_address_of_two_accounts_is_refused_in_the_plan_and_names_both() throws Exception {
        fake.identify("ann", "ann@x.org", null);
        fake.identify("ann-old", "old@x.org", null, "ann@x.org");
        fake.join(TEAM, "member", emails(0, 2));

        Plan plan = sync("ann@x.org", "person00000@example.com", "person00001@example.com")
                .plan(team());

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.cannotAdd().get("ann@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(plan.cannotAdd().get("ann@x.org").message()).contains("2 accounts: ann, ann-old");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_leaver_goes_although_the_token_may_not_add(Mode mode) {
        fake.join(TEAM, "member", emails(0, 20));
        fake.introduce(emails(20, 22));
        fake.refuseAdditions();

        Report report = run(Sync.from(Sources.of(emails(1, 22))).mode(mode), team());

        assertThat(members()).containsExactlyElementsOf(emails(1, 20));
        assertThat(outcome(report, "person00020@example.com").kind()).contains(FailureKind.PERMISSION);
        assertThat(calls()).containsEntry("add", 1).containsEntry("remove", 1);
    }

    @Test
    void without_a_free_seat_the_leaver_goes_and_members_of_the_organization_join() {
        fake.join(TEAM, "member", emails(0, 20));
        fake.introduce(emails(20, 21));
        for (String outside : List.of("ann", "bob", "cem", "dee")) {
            fake.identify(outside, outside + "@x.org", null);
            fake.openOutside(outside);
        }
        fake.fill();
        List<String> wanted = new ArrayList<>(emails(1, 21));
        wanted.addAll(List.of("ann@x.org", "bob@x.org", "cem@x.org", "dee@x.org"));

        Report report = run(Sync.from(Sources.of(wanted)), team());

        assertThat(members()).containsExactlyElementsOf(emails(1, 21));
        assertThat(outcome(report, "dee@x.org").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "dee@x.org").reason()).contains("Buy a seat").contains("mode: remove-add");
    }

    // --- Two spellings of one account

    /** Ann is listed under her address at the identity provider. The directory has another address of hers. */
    private GitHubTeam annUnderTwoAddresses() {
        fake.identify("ann", "ann@x.org", null);
        fake.join(TEAM, "member", List.of("ann", "bob@x.org"));
        return organization(GitHubIdentities.saml()
                        .or(GitHubIdentities.of(() -> Map.of("Ann", List.of("ann@private.org")))))
                .team(TEAM);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_member_whose_account_the_source_names_by_another_address_stays(Mode mode) throws Exception {
        GitHubTeam team = annUnderTwoAddresses();
        Sync sync = sync("ann@private.org", "bob@x.org").mode(mode);

        Plan plan = sync.plan(team);
        Report first = sync.apply(plan, team);
        Report second = sync.syncWith(team);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsOnly(Map.entry("ann@private.org", "ann@x.org"));
        assertThat(plan.toString()).contains("already there as ann@x.org");
        assertThat(first.isClean() && second.isClean()).isTrue();
        assertThat(second.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(writes()).isZero();
        assertThat(fake.logins(TEAM, ALL)).contains("ann");
    }

    @Test
    void somebody_invited_by_another_address_of_the_account_is_already_there() throws Exception {
        fake.join(TEAM, "member", List.of("bob@x.org"));
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");
        fake.openOutside("ann");
        fake.inviteEmail("A.N@x.org", TEAM);
        Sync sync = sync("ann@x.org", "bob@x.org");

        Plan plan = sync.plan(team());

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsOnly(Map.entry("ann@x.org", "A.N@x.org"));
    }

    @Test
    void an_invited_account_is_already_there_under_another_address() throws Exception {
        fake.invite("ann", TEAM);
        GitHubTeam team = annUnderTwoAddresses();
        fake.leave(TEAM, "ann");

        Plan plan = sync("ann@private.org", "bob@x.org").plan(team);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).containsOnly(Map.entry("ann@private.org", "ann@x.org"));
    }

    @Test
    void two_new_addresses_of_one_account_are_one_addition() {
        fake.join(TEAM, "member", List.of("bob@x.org"));
        fake.identify("ann", "ann@x.org", null, "a.n@x.org");
        GitHubTeam team = team();

        Report report = sync("ann@x.org", "a.n@x.org", "bob@x.org").syncWith(team);

        assertThat(report.plan().orElseThrow().additions()).containsExactly("a.n@x.org");
        assertThat(report.plan().orElseThrow().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("a.n@x.org and ann@x.org"));
        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).contains("ann");
        assertThat(calls()).containsEntry("add", 1);
    }

    @Test
    void case_makes_no_other_member_even_if_the_sync_counts_it() throws Exception {
        fake.join(TEAM, "member", List.of("ann@x.org"));

        Plan plan = sync("Ann@X.org").matching(Matching.exact()).plan(team());

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void an_account_that_accepted_an_invitation_after_the_plan_is_not_removed_while_the_source_wants_it()
            throws Exception {
        Map<String, List<String>> directory = new ConcurrentHashMap<>();
        fake.join(TEAM, "member", List.of("bob@x.org"));
        fake.identify("ann", "ann@x.org", null);
        fake.inviteEmail("ann@private.org", TEAM);
        GitHubTeam team = organization(GitHubIdentities.saml().or(GitHubIdentities.of(() -> directory)))
                .team(TEAM);
        Sync sync = sync("ann@x.org", "bob@x.org");
        Plan plan = sync.plan(team);
        directory.put("ann", List.of("ann@private.org"));
        fake.expireInvitation("ann@private.org");
        time.pass(Duration.ofSeconds(10));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.apply(plan, team));

        assertThat(plan.removals()).containsExactly("ann@private.org");
        Outcome removal = outcome(thrown.reports().get(0), "ann@private.org");
        assertThat(removal.reason()).contains("is the same account as ann@x.org");
        assertThat(fake.logins(TEAM, ALL)).contains("ann");
        assertThat(sync.refreshed().plan(team).isEmpty()).isTrue();
    }

    // --- What the report says

    @Test
    void somebody_outside_the_organization_is_reported_as_invited() {
        fake.join(TEAM, "member", List.of("bob@x.org"));
        fake.identify("ann", "ann@x.org", null);
        fake.openOutside("ann");

        Report report = sync("ann@x.org", "bob@x.org").syncWith(team());

        assertThat(outcome(report, "ann@x.org").note()).isEqualTo("invited");
        assertThat(outcome(report, "ann@x.org")).hasToString("+ ann@x.org: done (invited)");
    }

    @Test
    void who_became_a_maintainer_after_the_plan_is_reported_as_already_there_and_the_leaver_goes() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        fake.introduce(emails(5, 6));
        GitHubTeam team = team();
        Sync sync = Sync.from(Sources.of(emails(1, 6)));
        Plan plan = sync.plan(team);
        fake.join(TEAM, "maintainer", emails(5, 6));

        Report report = sync.apply(plan, team);

        assertThat(report.isClean()).isTrue();
        assertThat(outcome(report, "person00005@example.com").alreadyThere()).isTrue();
        assertThat(members()).containsExactlyElementsOf(emails(1, 6));
        assertThat(calls()).doesNotContainKey("add");
    }

    // --- Calls

    @Test
    void what_the_preview_found_out_is_not_asked_again_by_the_write() throws Exception {
        fake.introduce(emails(1000, 3000));
        fake.join(TEAM, "member", emails(0, 90));
        fake.introduce(emails(90, 110));
        GitHubTeam team = team();
        Sync sync = Sync.from(Sources.of(emails(5, 110)));
        fake.forgetRequests();
        Plan plan = sync.plan(team);
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 1),
                        Map.entry("SamlIdentitiesOfLogins", 1),
                        Map.entry("SamlIdentitiesOfUserNames", 1));
        fake.forgetRequests();

        Report report = sync.apply(plan, team);

        assertThat(report.isClean()).isTrue();
        assertThat(calls()).containsOnly(Map.entry("TeamMembers", 1), Map.entry("add", 20), Map.entry("remove", 5));
    }

    @Test
    void people_whom_only_the_second_directory_knows_are_not_looked_for_again_in_the_first_one_minutes_later()
            throws Exception {
        fake.introduce(emails(1000, 1250));
        fake.join(TEAM, "member", emails(0, 30));
        fake.inviteEmail("new@x.org", TEAM);
        fake.open("ann");
        GitHubTeam team = organization(GitHubIdentities.saml()
                        .or(GitHubIdentities.of(() -> Map.of("ann", List.of("ann@private.org")))))
                .team(TEAM);
        List<String> wanted = new ArrayList<>(emails(1, 30));
        wanted.addAll(List.of("ann@private.org", "new@x.org"));
        Sync sync = Sync.from(Sources.of(wanted));
        Plan plan = sync.plan(team);
        time.pass(Duration.ofMinutes(5));
        fake.forgetRequests();

        Report report = sync.apply(plan, team);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.logins(TEAM, ALL)).contains("ann");
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1),
                        Map.entry("invitations", 1),
                        Map.entry("add", 1),
                        Map.entry("remove", 1));
    }

    @Test
    void an_invitation_to_an_address_is_cancelled_without_looking_for_its_account() {
        fake.introduce(emails(1000, 1250));
        fake.join(TEAM, "member", emails(0, 30));
        fake.introduce(emails(30, 32));
        fake.inviteEmail("new@x.org", TEAM);

        Report report = Sync.from(Sources.of(emails(0, 32))).syncWith(team());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.invited(TEAM)).isEmpty();
        assertThat(calls())
                .containsOnly(
                        Map.entry("TeamMembers", 1 + 1),
                        Map.entry("invitations", 1),
                        Map.entry("SamlIdentities", 1),
                        Map.entry("SamlIdentitiesOfLogins", 1),
                        Map.entry("SamlIdentitiesOfUserNames", 1),
                        Map.entry("add", 2),
                        Map.entry("cancel", 1));
    }

    @Test
    void a_plan_without_additions_asks_nothing_more_than_the_reading() throws Exception {
        fake.join(TEAM, "member", emails(0, 30));

        Plan plan = Sync.from(Sources.of(emails(1, 30))).plan(team());

        assertThat(plan.removals()).hasSize(1);
        assertThat(calls())
                .containsOnly(Map.entry("TeamMembers", 1), Map.entry("invitations", 1), Map.entry("SamlIdentities", 1));
    }
}
