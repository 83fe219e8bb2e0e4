package dev.gosync.terraform;

import static dev.gosync.terraform.TerraformFixture.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts the calls that reach the fake. One question, whose token it is, is asked once for each connection. */
class CallsTest {
    private static final String WHOSE_TOKEN = "account";

    private final TerraformFixture fixture = new TerraformFixture();
    private final TerraformFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Removes 25 members and adds 25. */
    private static List<String> without25AndWith25(int members, int newcomers) {
        List<String> wanted = new ArrayList<>(people(25, members));
        wanted.addAll(people(newcomers, newcomers + 25));
        return wanted;
    }

    /** The calls without the question whose token it is. */
    private Map<String, Integer> calls() {
        Map<String, Integer> calls = new HashMap<>(fake.calls());
        assertThat(calls.remove(WHOSE_TOKEN)).isEqualTo(1);
        return calls;
    }

    private int total() {
        return calls().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void a_team_of_1000_in_an_organization_of_5000_is_synced_in_37_calls() {
        fake.populate(1000, 5000);

        Report report = TerraformFixture.sync(fixture.teamById(), without25AndWith25(1000, 3000));

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .isEqualTo(Map.of("members.list", 10, "memberships.list", 25, "members.add", 1, "members.remove", 1));
        assertThat(total()).isEqualTo(37);
        assertThat(fixture.time.waits()).isEmpty();
    }

    @Test
    void with_the_people_known_it_takes_12_calls() throws Exception {
        fake.populate(1000, 5000);
        Adapter organization = fixture.members();
        organization.get();
        fake.forgetRequests();

        Report report = TerraformFixture.sync(fixture.teamById(), without25AndWith25(1000, 3000));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 10, "members.add", 1, "members.remove", 1));
    }

    @Test
    void the_name_of_a_team_takes_one_more() {
        fake.populate(1000, 5000);

        Report report = TerraformFixture.sync(fixture.team(), without25AndWith25(1000, 3000));

        assertThat(report.isClean()).isTrue();
        assertThat(calls()).containsEntry("teams.list", 1);
        assertThat(total()).isEqualTo(38);
    }

    @Test
    void many_newcomers_of_a_small_team_are_found_on_the_pages_of_the_organization() {
        fake.populate(10, 300);

        Report report = TerraformFixture.sync(fixture.teamById(), people(0, 200));

        assertThat(report.isClean()).isTrue();
        assertThat(calls()).isEqualTo(Map.of("members.list", 1, "memberships.list", 2, "members.add", 1));
    }

    @Test
    void an_organization_of_5000_is_synced_in_100_calls() {
        fake.populate(0, 5000);

        Report report = TerraformFixture.sync(
                fixture.organization.members(fake.teamId(TerraformFake.EVERYONE)), without25AndWith25(5000, 6000));

        assertThat(report.isClean()).isTrue();
        assertThat(calls())
                .isEqualTo(Map.of("memberships.list", 50, "memberships.invite", 25, "memberships.remove", 25));
        assertThat(total()).isEqualTo(100);
    }

    @Test
    void a_second_run_changes_nothing() {
        fake.populate(1000, 5000);
        List<String> wanted = without25AndWith25(1000, 3000);
        TerraformFixture.sync(fixture.team(), wanted);
        fake.forgetRequests();

        Report again = TerraformFixture.sync(fixture.team(), wanted);

        assertThat(again.isClean()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 10));
    }

    @Test
    void places_of_one_organization_that_are_read_at_the_same_time_ask_each_question_once() throws Exception {
        fake.populate(10, 30);
        fake.latency(Duration.ofMillis(200)); // so that all of them ask before the first answer is there
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Listing>> read = new ArrayList<>();
            for (Adapter place : List.of(fixture.team(), fixture.team(), fixture.owners(), fixture.members())) {
                read.add(threads.submit(place::get));
            }
            for (Future<Listing> each : read) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(calls())
                .as("two teams; each place reads its members")
                .isEqualTo(Map.of("teams.list", 2, "members.list", 3, "memberships.list", 1));
    }

    @Test
    void the_limit_of_30_calls_a_second_is_obeyed() {
        fake.limitToThirtyASecond();
        fake.populate(0, 60);

        Report report = TerraformFixture.sync(fixture.members(), List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.people()).isEmpty();
        assertThat(fixture.time.waits()).isNotEmpty().allMatch(wait -> wait.toSeconds() == 2);
    }
}
