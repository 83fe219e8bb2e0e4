package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static dev.gosync.google.GoogleFixture.people;
import static dev.gosync.google.GoogleFixture.workspace;
import static dev.gosync.testkit.Asking.remove;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.gosync.Guards;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.google.GoogleGroup.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many calls a sync takes, exactly. */
class CallsTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";

    private final GoogleFake fake = new GoogleFake();
    private final List<Duration> waits = new ArrayList<>();
    private final GoogleWorkspace workspace = workspace(fake, waits);
    private final GoogleGroup group = workspace.group(GROUP);

    @AfterEach
    void close() {
        workspace.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private Set<String> everybody() {
        return fake.members(GROUP, "MEMBER", "MANAGER", "OWNER");
    }

    private static void syncTheExample(GoogleFake fake, Adapter group) {
        fake.join(GROUP, people(0, 1000), "MEMBER");
        fake.introduce(people(1000, 1025));
        fake.forgetRequests();

        Report report = Sync.from(Sources.of(people(25, 1025)))
                .guard(Guards.maxRemovals(100))
                .syncWith(group);

        assertThat(report.isClean()).isTrue();
    }

    @Test
    void the_example_of_the_readme_takes_as_many_calls_as_it_says() throws Exception {
        syncTheExample(fake, group);
        Map<String, Integer> calls = fake.calls();
        int all = fake.requests().size();

        assertThat(calls).isEqualTo(Map.of("members.list", 5, "batch", 2));
        assertThat(readme())
                .contains(("a sync of 1,000 members with 25 additions and 25 removals takes %d calls: %d pages and %d"
                                + " batches.")
                        .formatted(all, calls.get("members.list"), calls.get("batch")))
                .contains("with few calls: %d to read a group of 1,000".formatted(calls.get("members.list")));
    }

    @Test
    void a_new_process_takes_one_call_more_for_its_token_as_the_readme_says() throws Exception {
        GoogleCredentials account = ServiceAccountCredentials.fromStream(
                new ByteArrayInputStream(fake.serviceAccount().getBytes(UTF_8)));
        try (GoogleWorkspace fresh = GoogleWorkspace.builder(account)
                .baseUrl(fake.root())
                .retry(GoogleFixture.retry(waits))
                .build()) {
            syncTheExample(fake, fresh.group(GROUP));
        }

        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "members.list", 5, "batch", 2));
        assertThat(readme())
                .contains("each run of the command line, takes one more for its access token: "
                        + fake.requests().size() + " ");
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"), UTF_8).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 25, 25, 5, 2", // the example of the documentation: 5 pages and a batch for each half
        "200, 0, 0, 1, 0",
        "201, 0, 0, 2, 0",
        "1, 1000, 0, 1, 1",
        "1, 1001, 0, 1, 2",
        "1201, 0, 1000, 7, 1",
        "1201, 0, 1001, 7, 2",
    })
    void a_sync_takes_a_call_for_200_members_and_one_for_1000_changes(
            int members, int additions, int removals, int lists, int batches) throws Exception {
        fake.join(GROUP, people(0, members), "MEMBER");
        fake.introduce(people(members, members + additions));
        Sync sync = Sync.from(Sources.of(people(removals, members + additions))).guard(Guards.maxRemovals(2000));

        Report report = sync.syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactlyInAnyOrderElementsOf(people(removals, members + additions));
        assertThat(fake.calls())
                .isEqualTo(
                        batches == 0 ? Map.of("members.list", lists) : Map.of("members.list", lists, "batch", batches));
    }

    @Test
    void a_second_sync_reads_and_changes_nothing() throws Exception {
        fake.introduce(people(0, 10));
        Sync sync = Sync.from(Sources.of(people(0, 10)));
        sync.syncWith(group);
        fake.forgetRequests();

        Report again = sync.syncWith(group);

        assertThat(again.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1));
    }

    @Test
    void a_removal_without_a_read_looks_up_first_with_one_more_call() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("batch", 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"MANAGER", "OWNER"})
    void ordinary_members_are_raised_within_the_calls_of_any_sync(Role role) throws Exception {
        fake.join(GROUP, people(0, 500), "MEMBER");
        fake.introduce(people(500, 510));
        GoogleGroup higher = workspace.group(GROUP).role(role);

        Report report = Sync.from(Sources.of(people(490, 510))).syncWith(higher);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(GROUP, role.name())).containsExactlyElementsOf(people(490, 510));
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 2));
    }

    @Test
    void raising_some_and_removing_others_takes_a_batch_each() throws Exception {
        fake.join(GROUP, people(0, 2), "MANAGER");
        fake.join(GROUP, people(2, 4), "MEMBER");
        GoogleGroup managers = workspace.group(GROUP).role(Role.MANAGER);

        Report report = Sync.from(Sources.of(people(1, 4))).syncWith(managers);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(GROUP, "MANAGER")).containsExactlyInAnyOrderElementsOf(people(1, 4));
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 3));
    }

    @Test
    void more_than_500_additions_are_looked_up_in_a_batch_after_they_turn_out_to_be_members() throws Exception {
        fake.join(GROUP, people(0, 1), "MEMBER");
        fake.introduce(people(1, 501));
        GoogleGroup managers = workspace.group(GROUP).role(Role.MANAGER);

        Report report = Sync.from(Sources.of(people(0, 501))).syncWith(managers);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(GROUP, "MANAGER")).hasSize(501);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 3)); // insert, look, raise
    }

    @Test
    void other_addresses_cost_a_call_for_500_users_once_for_all_groups() throws Exception {
        fake.introduce(people(0, 1001));
        fake.createGroup("other@example.com");

        group.withOtherAddresses().get();
        workspace.group("other@example.com").withOtherAddresses().get();

        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2, "users.list", 3));
    }

    @Test
    void without_other_addresses_no_user_is_read() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");

        assertThat(group.get().aliases()).isEmpty();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1));
    }
}
