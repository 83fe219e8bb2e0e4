package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts the calls that reach the fake. */
class CallsTest {
    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Makes members, and a directory in which they come first. */
    private void given(int members, int accounts) {
        fake.populate(members, accounts - 2); // Slackbot and the app have accounts too
    }

    /** Removes 25 members and adds 25. */
    private static List<String> without25AndWith25(int members) {
        List<String> wanted = new ArrayList<>(people(25, members));
        wanted.addAll(people(members + 1000, members + 1025));
        return wanted;
    }

    @Test
    void a_conversation_of_1000_in_a_workspace_of_5000_is_synced_in_35_calls() {
        given(1000, 5000);

        Report report = SlackFixture.sync(fixture.conversation(), without25AndWith25(1000));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "conversations.members", 2,
                        "users.list", 6,
                        "conversations.info", 1,
                        "conversations.invite", 1,
                        "conversations.kick", 25));
        assertThat(fixture.time.waits()).isEmpty();
    }

    @Test
    void by_its_name_it_takes_one_more() {
        given(1000, 5000);

        SlackFixture.sync(fixture.workspace.conversation("#" + SlackFake.CHANNEL_NAME), without25AndWith25(1000));

        assertThat(fake.calls()).containsEntry("conversations.list", 1);
        assertThat(fake.requests()).hasSize(2 + 6 + 1 + 25 + 2);
    }

    @Test
    void additions_go_by_the_hundred() {
        given(0, 400);

        SlackFixture.sync(fixture.conversation(), people(0, 201));

        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "conversations.members", 1,
                        "users.list", 1,
                        "conversations.info", 1,
                        "conversations.invite", 3));
        assertThat(fake.inChannel()).containsExactlyElementsOf(people(0, 201));
    }

    @Test
    void a_user_group_of_1000_in_a_workspace_of_5000_is_synced_in_10_calls() {
        given(1000, 5000);

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.REFUSE), without25AndWith25(1000));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "usergroups.list", 1, // its state
                        "usergroups.users.list", 2,
                        "users.list", 6,
                        "usergroups.users.update", 1));
        assertThat(fixture.time.waits()).isEmpty();
    }

    @Test
    void its_handle_costs_no_more_than_its_state() {
        given(1000, 5000);

        SlackFixture.sync(fixture.workspace.userGroup("@" + SlackFake.HANDLE), without25AndWith25(1000));

        assertThat(fake.calls()).containsEntry("usergroups.list", 1);
        assertThat(fake.requests()).hasSize(10);
    }

    @Test
    void both_halves_of_a_user_group_are_one_call_in_either_order() {
        for (Mode mode : List.of(Mode.REMOVE_ADD, Mode.ADD_REMOVE)) {
            try (SlackFixture other = new SlackFixture()) {
                other.fake.joinGroup(people(0, 5));
                other.fake.introduce(people(5, 8));

                Asking.change(other.group(WhenEmpty.REFUSE), mode, people(5, 8), people(0, 3));

                assertThat(other.fake.calls()).containsEntry("usergroups.users.update", 1);
                assertThat(other.fake.inGroup()).containsExactlyElementsOf(people(3, 8));
            }
        }
    }

    @Test
    void the_second_place_of_a_workspace_reads_no_directory() {
        given(1000, 5000);
        SlackFixture.sync(fixture.conversation(), without25AndWith25(1000));
        fake.forgetRequests();

        SlackFixture.sync(fixture.group(WhenEmpty.REFUSE), without25AndWith25(1000));

        assertThat(fake.calls())
                .isEqualTo(Map.of("usergroups.list", 1, "usergroups.users.list", 2, "usergroups.users.update", 1));

        fake.forgetRequests();
        fake.channel("C0SECOND", "second").members.addAll(fake.channel().members);
        SlackFixture.sync(fixture.workspace.conversation("C0SECOND"), people(30, 1000));

        assertThat(fake.calls())
                .isEqualTo(Map.of("conversations.members", 2, "conversations.info", 1, "conversations.kick", 30));
    }

    @Test
    void one_who_came_after_the_directory_was_read_is_looked_up_alone() throws Exception {
        given(1000, 5000);
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.joinChannel(List.of("new1@example.com", "new2@example.com"));
        fake.introduce(List.of("new3@example.com"));
        fake.forgetRequests();

        List<String> wanted = new ArrayList<>(people(0, 1000));
        wanted.addAll(List.of("new1@example.com", "new2@example.com", "new3@example.com"));
        Report report = SlackFixture.sync(conversation, wanted);

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).hasSize(1);
        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "conversations.members", 2,
                        "users.info", 2,
                        "users.lookupByEmail", 1,
                        "conversations.info", 1,
                        "conversations.invite", 1));
    }

    @Test
    void where_many_came_the_directory_is_read_again_as_that_is_fewer_calls() throws Exception {
        given(1000, 3000);
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.joinChannel(people(5000, 5050));
        fake.forgetRequests();

        assertThat(conversation.get().things()).hasSize(1050);

        assertThat(fake.calls()).isEqualTo(Map.of("conversations.members", 2, "users.list", 4));
    }

    @Test
    void a_small_place_in_a_large_workspace_needs_no_whole_directory() throws Exception {
        fake.introduce(people(0, 20_000));
        fake.joinChannel(people(19_000, 19_003));

        assertThat(fixture.conversation().get().things()).containsExactlyElementsOf(people(19_000, 19_003));

        assertThat(fake.calls()).isEqualTo(Map.of("conversations.members", 1, "users.list", 10, "users.info", 3));

        fake.forgetRequests();
        fake.joinGroup(people(0, 15_000));
        fixture.group(WhenEmpty.REFUSE).get();

        assertThat(fake.calls()) // 21 pages, of which 10 are known
                .isEqualTo(Map.of("usergroups.list", 1, "usergroups.users.list", 1, "users.list", 11));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1500",
        "1, 5000",
        "1, 20_000",
        "2, 1500",
        "2, 2500",
        "2, 5000",
        "5, 1500",
        "5, 5000",
        "5, 9900",
        "5, 20_000",
        "9, 3500",
        "9, 9900",
        "9, 20_000",
    })
    void a_small_conversation_takes_no_more_than_the_sum_says_however_large_the_workspace(
            int members, String workspace) {
        int accounts = Integer.parseInt(workspace.replace("_", ""));
        fake.introduce(people(0, accounts - 2 - members - 1)); // members and newcomers are on the last page
        fake.joinChannel(people(accounts, accounts + members));
        fake.introduce(people(accounts + members, accounts + members + 1));

        Report report = SlackFixture.sync(fixture.conversation(), people(accounts, accounts + members + 1));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.requests()).hasSizeLessThanOrEqualTo(1 + (accounts + 998) / 999 + 1 + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void with_few_pages_left_it_takes_fewer_more_calls_than_people_are_looked_up(int members) throws Exception {
        int accounts = 10_500; // 11 pages, of which 10 are read before the lookups
        fake.introduce(people(0, accounts - 2 - members));
        fake.joinChannel(people(accounts, accounts + members));

        fixture.conversation().get();

        int pages = (accounts + 998) / 999;
        int lookups = fake.calls().getOrDefault("users.info", 0);
        int calls = lookups + fake.calls().get("users.list");
        assertThat(lookups).isPositive();
        assertThat(calls - pages).isLessThan(lookups);
        assertThat(calls).isLessThan(2 * pages);
    }

    @Test
    void a_small_workspace_costs_one_page_however_few_are_asked_for() {
        given(3, 900);

        SlackFixture.sync(fixture.group(WhenEmpty.REFUSE), people(1, 4));

        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "usergroups.list", 1,
                        "usergroups.users.list", 2,
                        "users.list", 1,
                        "usergroups.users.update", 1));
    }

    @Test
    void nothing_to_do_is_nothing_written() {
        given(50, 100);

        Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(0, 3), people(60, 62));

        assertThat(fake.calls()).doesNotContainKey("usergroups.users.update");
    }

    @Test
    void limits_are_met_by_obeying_slack_and_by_nothing_else() {
        given(0, 60);
        fake.joinChannel(people(0, 55));
        fake.enforceLimits();

        Report report = SlackFixture.sync(fixture.conversation(), people(0, 1));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls()).containsEntry("conversations.kick", 54 + 1);
        assertThat(fixture.time.waits()).containsExactly(Duration.ofMinutes(1)); // as Retry-After said, once
    }

    @Tag("same-on-every-jdk")
    @Test
    void a_hundred_thousand_members_are_read_in_101_calls() throws Exception {
        given(100_000, 100_002);

        assertThat(fixture.conversation().get().things()).hasSize(100_000);

        assertThat(fake.calls()).isEqualTo(Map.of("conversations.members", 101, "users.list", 101));
    }
}
