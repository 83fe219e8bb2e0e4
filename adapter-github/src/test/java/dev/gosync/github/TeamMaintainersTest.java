package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Roles of members, and the last maintainer while several threads write. */
class TeamMaintainersTest extends GitHubFixture {
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
        time.onWait(() -> fake.join(TEAM, "maintainer", List.of("bob@x.org")));

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
        time.onWait(() -> fake.join(TEAM, "member", List.of("bob@x.org")));

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
}
