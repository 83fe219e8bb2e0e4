package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.slack.SlackFake.Emptying;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
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
import org.junit.jupiter.params.provider.ValueSource;

class SlackUserGroupTest {
    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String one(int number) {
        return people(number, number + 1).get(0);
    }

    private String id(int number) {
        return fake.account(one(number)).id;
    }

    private List<String> operations() {
        return fake.requests().stream().map(request -> request.operation()).toList();
    }

    // Members

    @Test
    void members_without_a_usable_identifier_are_written_back() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 4));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(SlackFixture.nameless(fake, i).id);
        }
        fake.group().users.addAll(others);
        Adapter group = fixture.group(WhenEmpty.REFUSE);

        Report report = SlackFixture.sync(group, people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(report.plan().orElseThrow().destination().listing().leftOut())
                .isEqualTo(Map.of("bot", 1, "deactivated", 1, "other workspace", 1, "no e-mail", 1));
        List<String> expected = new ArrayList<>(List.of(id(2), id(3)));
        expected.addAll(others);
        assertThat(fake.group().users).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_write_keeps_the_order_of_the_other_members() {
        List<String> bots = List.of(SlackFixture.nameless(fake, 1).id, SlackFixture.nameless(fake, 1).id);
        fake.group().users.add(bots.get(0));
        fake.joinGroup(List.of("z@x.com", "a@x.com", "m@x.com"));
        fake.group().users.add(bots.get(1));
        fake.introduce(List.of("b@x.com"));

        Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.ADD_REMOVE, List.of("b@x.com"), List.of("a@x.com"));

        assertThat(fake.group().users)
                .containsExactly(
                        bots.get(0),
                        fake.account("z@x.com").id,
                        fake.account("m@x.com").id,
                        bots.get(1),
                        fake.account("b@x.com").id);
    }

    @Test
    void the_listed_member_is_removed_even_if_the_address_moved_to_another_person() throws Exception {
        fake.joinGroup(List.of("ann@x.com", "bob@x.com"));
        String ann = fake.account("ann@x.com").id;
        Adapter group = fixture.group(WhenEmpty.REFUSE);
        group.get();
        fake.readdress("ann@x.com", "ann.smith@x.com");
        fake.introduce(List.of("ann@x.com"));
        fixture.time.pass(Duration.ofHours(1)); // the directory is read again

        assertThat(Asking.change(group, Mode.REMOVE_ONLY, List.of(), List.of("ann@x.com"))
                        .isClean())
                .isTrue();

        assertThat(fake.group().users).doesNotContain(ann).hasSize(1);
    }

    @Test
    void a_member_who_was_added_by_hand_a_moment_ago_is_not_lost() throws Exception {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        Adapter group = fixture.group(WhenEmpty.REFUSE);
        group.get();
        fake.joinGroup(people(4, 5));

        Asking.change(group, Mode.REMOVE_ADD, people(3, 4), people(0, 1));

        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 5));
        assertThat(operations()).endsWith("usergroups.users.list", "usergroups.users.update");
    }

    @Test
    void someone_who_joined_or_left_in_the_meantime_counts_as_done() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 3), people(4, 5));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).hasSize(3);
    }

    @Test
    void an_unknown_addition_stops_no_other_and_costs_no_second_write() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 4));

        Report report = Asking.change(
                fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, List.of(one(3), "nobody@x.com"), people(0, 1));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "DONE", "nobody@x.com", "FAILED UNKNOWN_THING"));
        assertThat(fake.calls()).containsEntry("usergroups.users.update", 1);
    }

    @Test
    void in_add_remove_removals_wait_for_the_guards_when_an_addition_is_unknown() {
        fake.joinGroup(people(0, 3));

        Report report =
                Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.ADD_REMOVE, List.of("nobody@x.com"), people(0, 1));

        assertThat(fake.inGroup()).hasSize(3);
        assertThat(SlackFixture.states(report)).containsEntry(one(0), "NOT_STARTED");
    }

    // Refusals

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REMOVE_ADD", "ADD_REMOVE"})
    void a_list_that_is_refused_because_of_some_is_written_without_them(Mode mode) {
        fake.joinGroup(people(0, 5));
        fake.introduce(people(5, 40));
        fake.account(one(9)).singleChannelGuest = true;
        fake.unlistable.add(id(30));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), mode, people(5, 40), people(0, 2));

        assertThat(report.count(State.DONE)).isEqualTo(35);
        assertThat(SlackFixture.states(report))
                .containsEntry(one(9), "FAILED REFUSED_THING")
                .containsEntry(one(30), "FAILED REFUSED_THING");
        assertThat(report.outcomes().toString())
                .contains("single_channel_guests_cannot_be_added", "failed_for_some_users");
        assertThat(fake.inGroup()).hasSize(5 - 2 + 35 - 2).doesNotContain(one(0), one(1), one(9), one(30));
        assertThat(fake.calls().get("usergroups.users.update")).isLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RATE_LIMITED", "LOST"})
    void a_change_by_hand_while_a_write_waits_is_kept(String trouble) {
        fake.joinGroup(people(0, 4));
        fake.introduce(people(4, 6));
        Adapter group = fixture.group(WhenEmpty.CLEAR);
        Fault fault =
                trouble.equals("LOST") ? Fault.of(Fault.Type.LOST_ANSWER) : Fault.rateLimited(Duration.ofMinutes(3));
        fake.inject(fault.onWrites().times(1));
        fixture.time.onWait(() -> {
            fake.leaveGroup(people(3, 4));
            fake.joinGroup(people(5, 6));
        });

        Report report = Asking.change(group, Mode.REMOVE_ADD, people(4, 5), people(0, 1));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactlyInAnyOrder(one(1), one(2), one(4), one(5));
    }

    @Test
    void add_remove_removes_nobody_if_additions_are_refused_and_fewer_than_half_would_be_left() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.REFUSE), people(2, 5));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        one(0), "NOT_STARTED",
                        one(1), "NOT_STARTED",
                        one(3), "FAILED REFUSED_THING",
                        one(4), "FAILED REFUSED_THING"));
        assertThat(report.failure().orElseThrow().message())
                .contains("only 0 of 2 additions succeeded, so 1 of 3 members would be left");
        assertThat(report.toString()).contains("2 members who should have lost access still have it");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void add_remove_removes_the_leaver_if_additions_are_refused_and_most_members_stay() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.REFUSE), people(1, 5));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "FAILED REFUSED_THING", one(4), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 3));
    }

    // No room

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REMOVE_ADD", "ADD_REMOVE"})
    void without_room_for_newcomers_the_leaver_is_still_removed(Mode mode) {
        fake.joinGroup(people(0, 5));
        fake.introduce(people(5, 8));
        fake.room = 5;

        Report report =
                SlackFixture.run(Sync.from(Sources.of(people(1, 8))).mode(mode), fixture.group(WhenEmpty.REFUSE));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        one(0), "DONE",
                        one(5), "FAILED INVALID_REQUEST",
                        one(6), "FAILED INVALID_REQUEST",
                        one(7), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("subteam_max_users_exceeded", "mode: remove-add");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 5));
    }

    @Test
    void without_room_for_newcomers_nobody_is_removed_if_nobody_would_be_left() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 7));
        fake.room = 3;

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.CLEAR), people(3, 7));

        assertThat(report.count(State.NOT_STARTED)).isEqualTo(3);
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void if_a_list_without_the_newcomers_is_refused_too_each_outcome_says_why() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 5));
        fake.room = 2;

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 5), people(0, 2));

        assertThat(Set.copyOf(SlackFixture.states(report).values())).containsExactly("FAILED INVALID_REQUEST");
        assertThat(report.outcomes().toString()).contains("subteam_max_users_exceeded", "would become empty");
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void remove_add_removes_members_even_if_all_additions_are_refused() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(3, 5), people(0, 1));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "FAILED REFUSED_THING", one(4), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 3));
    }

    @Test
    void when_everybody_leaves_and_the_only_one_who_comes_is_refused_the_group_is_not_emptied_unasked() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        fake.unlistable.add(id(2));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 3), people(0, 2));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        one(0), "FAILED INVALID_REQUEST",
                        one(1), "FAILED INVALID_REQUEST",
                        one(2), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void a_refused_existing_member_is_not_blamed_on_newcomers() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.add(id(1));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(3, 5), people(0, 1));
        Report removal = Asking.remove(fixture.group(WhenEmpty.REFUSE), one(0));

        assertThat(Set.copyOf(SlackFixture.states(report).values())).containsExactly("FAILED INVALID_REQUEST");
        assertThat(SlackFixture.states(removal)).isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("failed_for_some_users for an existing member");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void removals_that_were_made_with_the_first_accepted_list_stay_done() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 4));
        fake.unlistable.add(id(3));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(4));

        Report report = Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 4), people(0, 2));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        one(0), "DONE",
                        one(1), "DONE",
                        one(2), "DONE",
                        one(3), "FAILED PERMISSION"));
        assertThat(fake.inGroup()).containsExactly(one(2));
    }

    @Test
    void one_person_under_an_old_and_a_new_address_stays() throws Exception {
        fake.joinGroup(people(0, 2));
        Adapter group = fixture.group(WhenEmpty.REFUSE);
        group.get();
        fake.readdress(one(0), "new@x.com");

        Report report = Asking.change(group, Mode.ADD_REMOVE, List.of("new@x.com", "nobody@x.com"), List.of(one(0)));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of("new@x.com", "DONE", one(0), "DONE", "nobody@x.com", "FAILED UNKNOWN_THING"));
        assertThat(fake.inGroup()).containsExactlyInAnyOrder("new@x.com", one(1));
    }

    // Empty groups

    @Test
    void by_default_a_group_that_would_become_empty_is_one_failure_of_the_place_before_the_write() {
        fake.joinGroup(people(0, 2));

        Report report = SlackFixture.sync(fixture.workspace.userGroup(SlackFake.GROUP), List.of());

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(one(0), "NOT_STARTED", one(1), "NOT_STARTED"));
        assertThat(SlackFixture.failure(report).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(SlackFixture.failure(report).message())
                .contains("the user group would become empty", "set when-empty to clear, disable or keep");
        assertThat(fake.calls()).doesNotContainKeys("usergroups.users.update", "usergroups.disable");
    }

    @Test
    void keep_writes_nothing_and_reports_each_last_member_as_kept() {
        fake.joinGroup(people(0, 3));
        Adapter group = fixture.group(WhenEmpty.KEEP);

        Report report = SlackFixture.sync(group, List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.state()).isEqualTo(State.SKIPPED);
            assertThat(outcome.toString()).contains("kept: a user group cannot be empty");
        });
        assertThat(fake.inGroup()).hasSize(3);
        assertThat(fake.calls()).doesNotContainKeys("usergroups.users.update", "usergroups.disable");
        assertThat(SlackFixture.sync(group, List.of()).outcomes())
                .hasSize(3); // the next plan wants to remove them again
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REMOVE_ADD", "ADD_REMOVE"})
    void keep_replaces_all_members_if_slack_takes_a_newcomer_and_none_if_it_takes_nobody(Mode mode) {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 4));
        fake.unlistable.add(id(2));
        Adapter group = fixture.group(WhenEmpty.KEEP);

        Report refused = Asking.change(group, Mode.REMOVE_ADD, people(2, 3), people(0, 2));
        assertThat(SlackFixture.states(refused))
                .isEqualTo(Map.of(one(0), "SKIPPED", one(1), "SKIPPED", one(2), "FAILED REFUSED_THING"));
        assertThat(refused.outcomes().toString()).contains("kept: a user group cannot be empty");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 2));

        Report taken = Asking.change(group, mode, people(3, 4), people(0, 2));
        assertThat(taken.isClean()).isTrue();
        assertThat(taken.outcomes().toString()).doesNotContain("kept");
        assertThat(fake.inGroup()).containsExactly(one(3));
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, REMOVE_ADD, 1", "REFUSE, ADD_REMOVE, 1",
        "DISABLE, REMOVE_ADD, 1", "DISABLE, ADD_REMOVE, 1",
        "CLEAR, REMOVE_ADD, 1", "CLEAR, ADD_REMOVE, 1",
        "KEEP, REMOVE_ADD, 2", "KEEP, ADD_REMOVE, 2",
    })
    void all_members_can_be_replaced(WhenEmpty whenEmpty, Mode mode, int writes) {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 5));

        Report report = Asking.change(fixture.group(whenEmpty), mode, people(2, 5), people(0, 2));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes().toString()).doesNotContain("kept");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(2, 5));
        assertThat(fake.calls())
                .containsEntry("usergroups.users.update", writes)
                .containsEntry("usergroups.users.list", writes)
                .containsEntry("usergroups.list", 1)
                .doesNotContainKey("usergroups.disable");
    }

    @ParameterizedTest
    @EnumSource
    void all_members_can_be_replaced_although_a_newcomer_is_refused(WhenEmpty whenEmpty) {
        for (Mode mode : List.of(Mode.REMOVE_ADD, Mode.ADD_REMOVE)) {
            try (SlackFixture other = new SlackFixture()) {
                other.fake.joinGroup(people(0, 2));
                other.fake.introduce(people(2, 5));
                other.fake.unlistable.add(other.fake.account(one(3)).id);

                Report report = Asking.change(other.group(whenEmpty), mode, people(2, 5), people(0, 2));

                assertThat(SlackFixture.states(report))
                        .as(mode.toString())
                        .isEqualTo(Map.of(
                                one(0), "DONE",
                                one(1), "DONE",
                                one(2), "DONE",
                                one(3), "FAILED REFUSED_THING",
                                one(4), "DONE"));
                assertThat(other.fake.inGroup()).containsExactly(one(2), one(4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, true, FAILED INVALID_REQUEST",
        "REFUSE, false, NOT_STARTED",
        "KEEP, true, SKIPPED",
        "KEEP, false, SKIPPED",
        "DISABLE, true, DONE",
        "DISABLE, false, DONE",
        "CLEAR, true, DONE",
        "CLEAR, false, DONE",
    })
    void if_nobody_can_take_the_place_of_the_last_members_when_empty_decides(
            WhenEmpty whenEmpty, boolean hasAccount, String removals) {
        fake.joinGroup(people(0, 2));
        if (hasAccount) {
            fake.unlistable.add(id(2));
        }

        Report report = Asking.change(fixture.group(whenEmpty), Mode.REMOVE_ADD, people(2, 3), people(0, 2));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        one(0), removals,
                        one(1), removals,
                        one(2), hasAccount ? "FAILED REFUSED_THING" : "FAILED UNKNOWN_THING"));
        assertThat(fake.inGroup()).hasSize(whenEmpty == WhenEmpty.REFUSE || whenEmpty == WhenEmpty.KEEP ? 2 : 0);
        assertThat(fake.group().disabled).isEqualTo(whenEmpty == WhenEmpty.DISABLE);
        assertThat(report.outcomes().toString().contains("kept: a user group cannot be empty"))
                .isEqualTo(whenEmpty == WhenEmpty.KEEP);
    }

    @Test
    void a_group_that_a_member_joined_while_disabling_it_waited_is_not_disabled() {
        fake.joinGroup(people(0, 1));
        fake.inject(Fault.rateLimited(Duration.ofMinutes(3)).onWrites().times(1));
        fixture.time.onWait(() -> fake.joinGroup(people(1, 2)));
        Adapter group = fixture.group(WhenEmpty.DISABLE);

        Report report = Asking.remove(group, one(0));

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST"));
        assertThat(fake.inGroup()).containsExactly(one(0), one(1));
        assertThat(Asking.remove(group, one(0)).isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactly(one(1));
    }

    @Test
    void refuse_reports_an_unknown_newcomer_and_starts_no_removal() {
        fake.joinGroup(people(0, 2));

        Report report =
                Asking.change(fixture.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, List.of("nobody@x.com"), people(0, 2));

        assertThat(SlackFixture.states(report))
                .isEqualTo(
                        Map.of(one(0), "NOT_STARTED", one(1), "NOT_STARTED", "nobody@x.com", "FAILED UNKNOWN_THING"));
        assertThat(fake.inGroup()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = WhenEmpty.class,
            names = {"REFUSE", "KEEP", "DISABLE"})
    void a_list_that_became_empty_while_the_write_waited_is_not_sent(WhenEmpty whenEmpty) {
        fake.joinGroup(people(0, 2));
        fake.inject(Fault.rateLimited(Duration.ofMinutes(3)).onWrites().times(1));
        fixture.time.onWait(() -> fake.leaveGroup(people(1, 2)));

        Report report = Asking.change(fixture.group(whenEmpty), Mode.REMOVE_ONLY, List.of(), people(0, 1));

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST"));
        assertThat(fake.inGroup()).containsExactly(one(0));
    }

    @Test
    void a_group_with_a_newcomer_or_a_bot_is_not_empty() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));

        assertThat(SlackFixture.sync(fixture.workspace.userGroup(SlackFake.GROUP), people(2, 3))
                        .isClean())
                .isTrue();

        String bot = SlackFixture.nameless(fake, 1).id;
        fake.group().users.add(bot);
        assertThat(SlackFixture.sync(fixture.workspace.userGroup(SlackFake.GROUP), List.of())
                        .isClean())
                .isTrue();
        assertThat(fake.group().users).containsExactly(bot);
    }

    @Test
    void clear_sends_the_empty_list_and_checks_the_result() {
        fake.joinGroup(people(0, 2));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.CLEAR), List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.group().users).isEmpty();
        assertThat(operations())
                .containsExactly(
                        "usergroups.list",
                        "usergroups.users.list",
                        "users.list",
                        "usergroups.users.list",
                        "usergroups.users.update",
                        "usergroups.users.list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_users", "no_users_provided", "invalid_arguments", "missing_argument"})
    void clear_succeeds_despite_a_refusal_if_the_group_is_empty_afterwards(String code) {
        fake.joinGroup(people(0, 2));
        fake.emptying = Emptying.REFUSED_AND_DONE;
        fake.codeForEmptying = code;

        assertThat(SlackFixture.sync(fixture.group(WhenEmpty.CLEAR), List.of()).isClean())
                .isTrue();
        assertThat(fake.group().users).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Emptying.class,
            names = {"REFUSED", "TAKEN_AND_NOT_DONE"})
    void clear_fails_if_the_group_is_not_empty_afterwards(Emptying emptying) {
        fake.joinGroup(people(0, 2));
        fake.emptying = emptying;

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.CLEAR), List.of());

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST", one(1), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("set when-empty to disable or to keep");
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void if_the_group_cannot_be_read_after_clear_the_outcome_is_not_known() {
        fake.joinGroup(people(0, 2));
        Adapter group = fixture.group(WhenEmpty.CLEAR);
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(5));

        Report report = SlackFixture.sync(group, List.of());

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(one(0), "NOT_KNOWN PERMISSION", one(1), "NOT_KNOWN PERMISSION"));
    }

    @Test
    void disable_disables_it_and_leaves_its_list() {
        fake.joinGroup(people(0, 2));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.group().disabled).isTrue();
        assertThat(fake.group().users).hasSize(2);
        assertThat(fake.calls()).containsEntry("usergroups.disable", 1).doesNotContainKey("usergroups.users.update");
    }

    // Disabled groups

    @Test
    void a_disabled_group_reads_as_empty_in_one_call() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;

        assertThat(fixture.group(WhenEmpty.REFUSE).get()).isEqualTo(Listing.of(Set.of()));
        assertThat(fixture.workspace.userGroup("@" + SlackFake.HANDLE).get().things())
                .isEmpty();

        assertThat(fake.calls()).isEqualTo(Map.of("usergroups.list", 2));
    }

    @Test
    void for_a_newcomer_the_list_is_replaced_first_and_then_the_group_is_enabled() {
        fake.joinGroup(people(0, 2));
        String bot = SlackFixture.nameless(fake, 1).id;
        fake.group().users.add(bot);
        fake.group().disabled = true;
        fake.introduce(people(2, 4));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.group().disabled).isFalse();
        assertThat(fake.group().users).containsExactlyInAnyOrder(bot, id(2), id(3));
        assertThat(operations()).endsWith("usergroups.users.update", "usergroups.enable");
    }

    @Test
    void if_slack_takes_no_list_for_a_disabled_group_it_is_enabled_replaced_and_read() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;
        fake.takesNoListWhileDisabled = true;
        fake.introduce(people(2, 4));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(2, 4));
        assertThat(operations())
                .endsWith(
                        "usergroups.users.update",
                        "usergroups.enable",
                        "usergroups.users.update",
                        "usergroups.users.list");
    }

    @Test
    void a_member_who_was_added_by_hand_while_the_list_of_an_enabled_group_waits_is_kept() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;
        fake.takesNoListWhileDisabled = true;
        fake.introduce(people(2, 4));
        fake.inject(Fault.rateLimited(Duration.ofMinutes(3)).onWrites().from(3).times(1));
        fixture.time.onWait(() -> fake.joinGroup(people(4, 5)));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(2, 5));
    }

    @Test
    void if_slack_takes_no_list_then_either_the_group_is_disabled_again() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;
        fake.takesNoListWhileDisabled = true;
        fake.introduce(people(2, 4));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(3).times(1));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isFalse();
        assertThat(fake.group().disabled).isTrue();
        assertThat(fake.group().users).containsExactlyInAnyOrder(id(0), id(1));
    }

    @Test
    void removing_from_a_disabled_group_is_done_already() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;

        assertThat(Asking.remove(fixture.group(WhenEmpty.REFUSE), one(0)).isClean())
                .isTrue();
        assertThat(fake.group().users).hasSize(2);
        assertThat(fake.group().disabled).isTrue();
    }

    @Test
    void a_group_that_was_disabled_by_hand_since_it_was_read_is_enabled_for_a_newcomer() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        Adapter group = fixture.group(WhenEmpty.REFUSE);
        group.get();
        fake.group().disabled = true;

        assertThat(Asking.add(group, one(2)).isClean()).isTrue();

        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void a_group_that_was_enabled_by_hand_since_it_was_read_keeps_its_members() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        fake.group().disabled = true;
        Adapter group = fixture.group(WhenEmpty.DISABLE);
        assertThat(group.get().things()).isEmpty();
        fake.group().disabled = false;

        assertThat(Asking.add(group, one(2)).isClean()).isTrue();

        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void refused_people_do_not_keep_a_disabled_group_from_being_used_again() {
        fake.joinGroup(people(0, 1));
        fake.group().disabled = true;
        fake.introduce(people(1, 4));
        fake.unlistable.add(id(2));

        Report report = SlackFixture.sync(fixture.group(WhenEmpty.DISABLE), people(1, 4));

        assertThat(SlackFixture.states(report)).containsEntry(one(2), "FAILED REFUSED_THING");
        assertThat(fake.inGroup()).containsExactly(one(1), one(3));
    }

    @Test
    void former_members_of_a_disabled_group_do_not_come_back_whatever_goes_wrong() {
        for (String trouble : List.of("refused newcomer", "no list while disabled", "answer without users")) {
            try (SlackFixture other = new SlackFixture()) {
                other.fake.joinGroup(people(0, 3));
                other.fake.introduce(people(3, 6));
                other.fake.group().disabled = true;
                if (trouble.equals("refused newcomer")) {
                    other.fake.unlistable.add(other.fake.account(one(4)).id);
                } else if (trouble.equals("no list while disabled")) {
                    other.fake.takesNoListWhileDisabled = true;
                } else {
                    other.fake.altered.put(
                            "usergroups.users.update", answer -> FakeAnswer.json(200, Map.of("ok", true)));
                }

                Asking.change(other.group(WhenEmpty.DISABLE), Mode.ADD_ONLY, people(3, 6), List.of());

                assertThat(other.fake.inGroup())
                        .as(trouble)
                        .contains(one(3), one(5))
                        .doesNotContainAnyElementsOf(people(0, 3));
            }
        }
    }

    @Test
    void if_the_answer_to_enable_is_lost_for_good_the_newcomers_are_not_reported_as_done() {
        fake.joinGroup(people(0, 1));
        fake.introduce(people(1, 2));
        fake.group().disabled = true;
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().from(2));

        Report report = Asking.change(fixture.group(WhenEmpty.DISABLE), Mode.ADD_ONLY, people(1, 2), List.of());

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(one(1), "NOT_KNOWN UNAVAILABLE"));
    }

    @Test
    void after_a_write_that_failed_the_state_of_the_group_is_looked_up_again() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        Adapter group = fixture.group(WhenEmpty.DISABLE);
        group.get();
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(2).times(1));

        Report lost = Asking.change(group, Mode.REMOVE_ONLY, List.of(), people(0, 2));
        Report added = Asking.add(group, one(2));

        assertThat(Set.copyOf(SlackFixture.states(lost).values())).containsExactly("NOT_KNOWN PERMISSION");
        assertThat(added.isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactly(one(2)); // the former members do not come back
    }

    @Test
    void enabling_and_disabling_are_checked_by_a_read_if_the_answer_does_not_show_the_group() {
        fake.joinGroup(people(0, 2));
        fake.showsEnabledGroups = false;
        Adapter group = fixture.group(WhenEmpty.DISABLE);

        assertThat(SlackFixture.sync(group, List.of()).isClean()).isTrue();
        assertThat(operations()).endsWith("usergroups.disable", "usergroups.list");
        assertThat(SlackFixture.sync(group, people(0, 1)).isClean()).isTrue();
        assertThat(operations()).endsWith("usergroups.enable", "usergroups.list");

        fake.instead.put("usergroups.disable", FakeAnswer.json(200, Map.of("ok", true)));
        assertThat(SlackFixture.states(SlackFixture.sync(group, List.of())))
                .containsEntry(one(0), "NOT_KNOWN MALFORMED_ANSWER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                "{\"ok\":true,\"usergroup\":{}}",
                "{\"ok\":true,\"usergroup\":{\"id\":\"S0ONCALL\"}}",
                "{\"ok\":true,\"usergroup\":{\"id\":\"S0OTHER\",\"date_delete\":0}}"
            })
    void a_group_that_is_only_said_to_be_enabled_is_checked_by_a_read(String body) {
        fake.joinGroup(people(0, 1));
        fake.introduce(people(1, 2));
        fake.group().disabled = true;
        fake.instead.put("usergroups.enable", FakeAnswer.json(200, null).body(body));

        Report report = Asking.add(fixture.group(WhenEmpty.DISABLE), one(1));

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(one(1), "NOT_KNOWN MALFORMED_ANSWER"));
        assertThat(operations()).containsSequence("usergroups.enable", "usergroups.list");
    }

    @Test
    void one_adapter_can_disable_a_group_and_enable_it_again() {
        fake.joinGroup(people(0, 2));
        Adapter group = fixture.group(WhenEmpty.DISABLE);

        assertThat(SlackFixture.sync(group, List.of()).isClean()).isTrue();
        assertThat(Asking.change(group, Mode.ADD_ONLY, people(1, 2), List.of()).isClean())
                .isTrue();

        assertThat(fake.inGroup()).containsExactly(one(1));
    }

    // Finding the group

    @Test
    void an_unknown_handle_is_answered_with_similar_ones() {
        fake.group("S0WEB", "web-oncall");
        fake.group("S0SALES", "sales");

        assertThatThrownBy(() -> fixture.workspace.userGroup("@platform-onc").get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .hasMessageContaining("there is no user group @platform-onc")
                .hasMessageContaining("Similar names: @platform-oncall, ");
        assertThatThrownBy(() -> fixture.workspace.userGroup("S0WEBB").get())
                .hasMessageContaining("there is no user group S0WEBB")
                .hasMessageContaining("S0WEB");
    }

    @Test
    void a_handle_is_found_in_any_case_and_any_unicode_form() throws Exception {
        fake.group("S0NORD", "b\u00fcro-nord").users.add(fake.account("ann@x.com").id);

        assertThat(fixture.workspace.userGroup("@Bu\u0308ro-Nord").get().things())
                .containsExactly("ann@x.com");
    }

    @Test
    void an_ambiguous_handle_is_answered_with_ids_and_disabled_groups_do_not_count() throws Exception {
        fake.group("S0TWIN", "Platform-Oncall").users.add(fake.account("ann@x.com").id);

        assertThatThrownBy(() -> fixture.workspace.userGroup("@platform-oncall").get())
                .hasMessageContaining("2 user groups are called @platform-oncall")
                .hasMessageContaining(SlackFake.GROUP + ", S0TWIN");

        fake.group().disabled = true;
        assertThat(fixture.workspace.userGroup("@platform-oncall").get().things())
                .containsExactly("ann@x.com");
    }

    @Test
    void with_an_organizations_token_every_call_names_the_workspace() {
        try (SlackFixture grid = new SlackFixture(builder -> builder.teamId(SlackFake.TEAM))) {
            grid.fake.organizationToken = true;
            grid.fake.joinGroup(people(0, 2));
            grid.fake.introduce(people(2, 3));
            Adapter group = grid.workspace.userGroup("@" + SlackFake.HANDLE, WhenEmpty.DISABLE);

            assertThat(SlackFixture.sync(group, people(1, 3)).isClean()).isTrue();
            assertThat(SlackFixture.sync(group, List.of()).isClean()).isTrue();
            assertThat(SlackFixture.sync(group, people(0, 1)).isClean()).isTrue();
            assertThat(SlackFixture.sync(grid.workspace.conversation("#platform"), people(0, 1))
                            .isClean())
                    .isTrue();
            assertThat(group.name()).isEqualTo("Slack user group @platform-oncall (team T0TEAM)");
        }
    }
}
