package dev.gosync.slack;

import static dev.gosync.slack.Desk.people;
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
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackUserGroupTest {
    private final Desk desk = new Desk();
    private final SlackFake fake = desk.fake;

    @AfterEach
    void close() {
        desk.close();
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

    // Who is in it

    @Test
    void members_that_no_thing_stands_for_are_written_back() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 4));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(Workspaces.nameless(fake, i).id);
        }
        fake.group().users.addAll(others);
        Adapter group = desk.group(WhenEmpty.REFUSE);

        Report report = Desk.sync(group, people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(report.plan().orElseThrow().destination().listing().leftOut())
                .isEqualTo(Map.of("bot", 1, "deactivated", 1, "other workspace", 1, "no e-mail", 1));
        List<String> expected = new ArrayList<>(List.of(id(2), id(3)));
        expected.addAll(others);
        assertThat(fake.group().users).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void who_was_added_by_hand_a_moment_ago_is_not_lost() throws Exception {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        Adapter group = desk.group(WhenEmpty.REFUSE);
        group.get();
        fake.joinGroup(people(4, 5));

        Asking.change(group, Mode.REMOVE_ADD, people(3, 4), people(0, 1));

        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 5));
        assertThat(operations()).endsWith("usergroups.users.list", "usergroups.users.update");
    }

    @Test
    void who_joined_or_left_in_between_is_a_success() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 3), people(4, 5));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).hasSize(3);
    }

    @Test
    void an_unknown_addition_hinders_nobody_and_costs_no_second_write() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 4));

        Report report = Asking.change(
                desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, List.of(one(3), "nobody@x.com"), people(0, 1));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "DONE", "nobody@x.com", "FAILED UNKNOWN_THING"));
        assertThat(fake.calls()).containsEntry("usergroups.users.update", 1);
    }

    @Test
    void in_add_remove_removals_wait_for_the_guards_when_an_addition_is_unknown() {
        fake.joinGroup(people(0, 3));

        Report report =
                Asking.change(desk.group(WhenEmpty.REFUSE), Mode.ADD_REMOVE, List.of("nobody@x.com"), people(0, 1));

        assertThat(fake.inGroup()).hasSize(3);
        assertThat(Desk.states(report)).containsEntry(one(0), "NOT_STARTED");
    }

    // Who is refused

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REMOVE_ADD", "ADD_REMOVE"})
    void a_list_that_is_refused_because_of_some_is_written_without_them(Mode mode) {
        fake.joinGroup(people(0, 5));
        fake.introduce(people(5, 40));
        fake.account(one(9)).singleChannelGuest = true;
        fake.unlistable.add(id(30));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), mode, people(5, 40), people(0, 2));

        assertThat(report.count(State.DONE)).isEqualTo(35);
        assertThat(Desk.states(report))
                .containsEntry(one(9), "FAILED REFUSED_THING")
                .containsEntry(one(30), "FAILED REFUSED_THING");
        assertThat(report.outcomes().toString())
                .contains(
                        "single_channel_guests_cannot_be_added for " + one(9), "failed_for_some_users for " + one(30));
        assertThat(fake.inGroup()).hasSize(5 - 2 + 35 - 2).doesNotContain(one(0), one(1), one(9), one(30));
        assertThat(fake.calls().get("usergroups.users.update")).isLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RATE_LIMITED", "LOST"})
    void who_joins_and_who_leaves_by_hand_while_a_write_waits_is_kept_and_not_brought_back(String trouble) {
        fake.joinGroup(people(0, 4));
        fake.introduce(people(4, 6));
        Adapter group = desk.group(WhenEmpty.CLEAR);
        Fault fault =
                trouble.equals("LOST") ? Fault.of(Fault.Type.LOST_ANSWER) : Fault.rateLimited(Duration.ofMinutes(3));
        fake.inject(fault.onWrites().times(1));
        desk.time.onWait(() -> {
            fake.leaveGroup(people(3, 4));
            fake.joinGroup(people(5, 6));
        });

        Report report = Asking.change(group, Mode.REMOVE_ADD, people(4, 5), people(0, 1));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inGroup()).containsExactlyInAnyOrder(one(1), one(2), one(4), one(5));
    }

    @Test
    void where_additions_are_refused_and_fewer_than_half_would_be_left_add_remove_removes_nobody() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = Desk.sync(desk.group(WhenEmpty.REFUSE), people(2, 5));

        assertThat(Desk.states(report))
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
    void where_all_additions_are_refused_and_most_members_stay_add_remove_lets_the_leaver_go() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = Desk.sync(desk.group(WhenEmpty.REFUSE), people(1, 5));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "FAILED REFUSED_THING", one(4), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 3));
    }

    // When there is no room

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REMOVE_ADD", "ADD_REMOVE"})
    void where_there_is_no_room_for_the_newcomers_the_leaver_goes_all_the_same(Mode mode) {
        fake.joinGroup(people(0, 5));
        fake.introduce(people(5, 8));
        fake.room = 5;

        Report report = Desk.run(Sync.from(Sources.of(people(1, 8))).mode(mode), desk.group(WhenEmpty.REFUSE));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(
                        one(0), "DONE",
                        one(5), "FAILED INVALID_REQUEST",
                        one(6), "FAILED INVALID_REQUEST",
                        one(7), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("subteam_max_users_exceeded", "mode: remove-add");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 5));
    }

    @Test
    void where_there_is_no_room_and_nobody_else_would_be_left_nobody_is_removed() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 7));
        fake.room = 3;

        Report report = Desk.sync(desk.group(WhenEmpty.CLEAR), people(3, 7));

        assertThat(report.count(State.NOT_STARTED)).isEqualTo(3);
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void where_a_list_without_the_newcomers_is_refused_too_each_outcome_says_why() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 5));
        fake.room = 2;

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 5), people(0, 2));

        assertThat(Set.copyOf(Desk.states(report).values())).containsExactly("FAILED INVALID_REQUEST");
        assertThat(report.outcomes().toString()).contains("subteam_max_users_exceeded", "nobody left");
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void where_all_additions_are_refused_remove_add_removes_all_the_same() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.addAll(Set.of(id(3), id(4)));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(3, 5), people(0, 1));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "DONE", one(3), "FAILED REFUSED_THING", one(4), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 3));
    }

    @Test
    void when_everybody_leaves_and_the_only_one_who_comes_is_refused_the_group_is_not_emptied_unasked() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        fake.unlistable.add(id(2));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 3), people(0, 2));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(
                        one(0), "FAILED INVALID_REQUEST",
                        one(1), "FAILED INVALID_REQUEST",
                        one(2), "FAILED REFUSED_THING"));
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void one_who_is_in_it_and_refused_is_laid_at_nobody_elses_door() {
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 5));
        fake.unlistable.add(id(1));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(3, 5), people(0, 1));
        Report removal = Asking.remove(desk.group(WhenEmpty.REFUSE), one(0));

        assertThat(Set.copyOf(Desk.states(report).values())).containsExactly("FAILED INVALID_REQUEST");
        assertThat(Desk.states(removal)).isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("for somebody who is in it already");
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void who_has_left_with_the_first_that_was_taken_has_left_whatever_comes_after() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 4));
        fake.unlistable.add(id(3));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(3));

        Report report = Asking.change(desk.group(WhenEmpty.REFUSE), Mode.REMOVE_ADD, people(2, 4), people(0, 2));

        assertThat(Desk.states(report))
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
        Adapter group = desk.group(WhenEmpty.REFUSE);
        group.get();
        fake.readdress(one(0), "new@x.com");

        Report report = Asking.change(group, Mode.ADD_REMOVE, List.of("new@x.com", "nobody@x.com"), List.of(one(0)));

        assertThat(Desk.states(report))
                .isEqualTo(Map.of("new@x.com", "DONE", one(0), "DONE", "nobody@x.com", "FAILED UNKNOWN_THING"));
        assertThat(fake.inGroup()).containsExactlyInAnyOrder("new@x.com", one(1));
    }

    // When it would be empty

    @Test
    void by_default_a_group_that_would_have_nobody_fails_before_the_write_with_advice() {
        fake.joinGroup(people(0, 2));

        Report report = Desk.sync(desk.workspace.userGroup(SlackFake.GROUP), List.of());

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST", one(1), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("nobody left", "when-empty to clear or to disable");
        assertThat(fake.calls()).doesNotContainKeys("usergroups.users.update", "usergroups.disable");
    }

    @Test
    void where_somebody_comes_or_stays_it_is_not_empty() {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));

        assertThat(Desk.sync(desk.workspace.userGroup(SlackFake.GROUP), people(2, 3))
                        .isClean())
                .isTrue();

        String bot = Workspaces.nameless(fake, 1).id;
        fake.group().users.add(bot);
        assertThat(Desk.sync(desk.workspace.userGroup(SlackFake.GROUP), List.of())
                        .isClean())
                .isTrue();
        assertThat(fake.group().users).containsExactly(bot);
    }

    @Test
    void clear_sends_the_empty_list_and_checks_that_it_took() {
        fake.joinGroup(people(0, 2));

        Report report = Desk.sync(desk.group(WhenEmpty.CLEAR), List.of());

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
    void clear_takes_a_refusal_for_a_success_where_the_group_is_empty_then(String code) {
        fake.joinGroup(people(0, 2));
        fake.emptying = Emptying.REFUSED_AND_DONE;
        fake.codeForEmptying = code;

        assertThat(Desk.sync(desk.group(WhenEmpty.CLEAR), List.of()).isClean()).isTrue();
        assertThat(fake.group().users).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Emptying.class,
            names = {"REFUSED", "TAKEN_AND_NOT_DONE"})
    void clear_fails_where_the_group_is_not_empty_then(Emptying emptying) {
        fake.joinGroup(people(0, 2));
        fake.emptying = emptying;

        Report report = Desk.sync(desk.group(WhenEmpty.CLEAR), List.of());

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "FAILED INVALID_REQUEST", one(1), "FAILED INVALID_REQUEST"));
        assertThat(report.outcomes().toString()).contains("set when-empty to disable");
        assertThat(fake.inGroup()).hasSize(2);
    }

    @Test
    void where_it_cannot_be_seen_whether_clear_took_nobody_knows() {
        fake.joinGroup(people(0, 2));
        Adapter group = desk.group(WhenEmpty.CLEAR);
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(5));

        Report report = Desk.sync(group, List.of());

        assertThat(Desk.states(report))
                .isEqualTo(Map.of(one(0), "NOT_KNOWN PERMISSION", one(1), "NOT_KNOWN PERMISSION"));
    }

    @Test
    void disable_disables_it_and_leaves_its_list() {
        fake.joinGroup(people(0, 2));

        Report report = Desk.sync(desk.group(WhenEmpty.DISABLE), List.of());

        assertThat(report.isClean()).isTrue();
        assertThat(fake.group().disabled).isTrue();
        assertThat(fake.group().users).hasSize(2);
        assertThat(fake.calls()).containsEntry("usergroups.disable", 1).doesNotContainKey("usergroups.users.update");
    }

    // When it is disabled

    @Test
    void a_disabled_group_reads_as_empty_in_one_call() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;

        assertThat(desk.group(WhenEmpty.REFUSE).get()).isEqualTo(Listing.of(Set.of()));
        assertThat(desk.workspace.userGroup("@" + SlackFake.HANDLE).get().things())
                .isEmpty();

        assertThat(fake.calls()).isEqualTo(Map.of("usergroups.list", 2));
    }

    @Test
    void when_somebody_comes_the_list_is_replaced_first_and_the_group_enabled_after() {
        fake.joinGroup(people(0, 2));
        String bot = Workspaces.nameless(fake, 1).id;
        fake.group().users.add(bot);
        fake.group().disabled = true;
        fake.introduce(people(2, 4));

        Report report = Desk.sync(desk.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.group().disabled).isFalse();
        assertThat(fake.group().users).containsExactlyInAnyOrder(bot, id(2), id(3));
        assertThat(operations()).endsWith("usergroups.users.update", "usergroups.enable");
    }

    @Test
    void where_slack_takes_no_list_for_a_disabled_group_it_is_enabled_replaced_and_read() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;
        fake.takesNoListWhileDisabled = true;
        fake.introduce(people(2, 4));

        Report report = Desk.sync(desk.group(WhenEmpty.DISABLE), people(2, 4));

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
    void where_it_takes_none_then_either_the_group_is_disabled_again() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;
        fake.takesNoListWhileDisabled = true;
        fake.introduce(people(2, 4));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onWrites().from(3).times(1));

        Report report = Desk.sync(desk.group(WhenEmpty.DISABLE), people(2, 4));

        assertThat(report.isClean()).isFalse();
        assertThat(fake.group().disabled).isTrue();
        assertThat(fake.group().users).containsExactlyInAnyOrder(id(0), id(1));
    }

    @Test
    void removing_from_a_disabled_group_is_done_already() {
        fake.joinGroup(people(0, 2));
        fake.group().disabled = true;

        assertThat(Asking.remove(desk.group(WhenEmpty.REFUSE), one(0)).isClean())
                .isTrue();
        assertThat(fake.group().users).hasSize(2);
        assertThat(fake.group().disabled).isTrue();
    }

    @Test
    void one_that_was_disabled_by_hand_since_it_was_read_is_enabled_when_somebody_comes() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        Adapter group = desk.group(WhenEmpty.REFUSE);
        group.get();
        fake.group().disabled = true;

        assertThat(Asking.add(group, one(2)).isClean()).isTrue();

        assertThat(fake.inGroup()).containsExactlyElementsOf(people(0, 3));
    }

    @Test
    void one_that_was_enabled_by_hand_since_it_was_read_keeps_its_people() throws Exception {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        fake.group().disabled = true;
        Adapter group = desk.group(WhenEmpty.DISABLE);
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

        Report report = Desk.sync(desk.group(WhenEmpty.DISABLE), people(1, 4));

        assertThat(Desk.states(report)).containsEntry(one(2), "FAILED REFUSED_THING");
        assertThat(fake.inGroup()).containsExactly(one(1), one(3));
    }

    @Test
    void disabled_and_used_again_by_one_and_the_same_adapter() {
        fake.joinGroup(people(0, 2));
        Adapter group = desk.group(WhenEmpty.DISABLE);

        assertThat(Desk.sync(group, List.of()).isClean()).isTrue();
        assertThat(Asking.change(group, Mode.ADD_ONLY, people(1, 2), List.of()).isClean())
                .isTrue();

        assertThat(fake.inGroup()).containsExactly(one(1));
    }

    // Which it is

    @Test
    void an_unknown_handle_gets_the_nearest() {
        fake.group("S0WEB", "web-oncall");
        fake.group("S0SALES", "sales");

        assertThatThrownBy(() -> desk.workspace.userGroup("@platform-onc").get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .hasMessageContaining("there is no user group @platform-onc")
                .hasMessageContaining("The nearest: @platform-oncall, ");
        assertThatThrownBy(() -> desk.workspace.userGroup("S0WEBB").get())
                .hasMessageContaining("there is no user group S0WEBB")
                .hasMessageContaining("S0WEB");
    }

    @Test
    void an_ambiguous_handle_gets_the_ids_and_one_that_is_disabled_gives_way() throws Exception {
        fake.group("S0TWIN", "Platform-Oncall").users.add(fake.account("ann@x.com").id);

        assertThatThrownBy(() -> desk.workspace.userGroup("@platform-oncall").get())
                .hasMessageContaining("2 user groups are called @platform-oncall")
                .hasMessageContaining(SlackFake.GROUP + ", S0TWIN");

        fake.group().disabled = true;
        assertThat(desk.workspace.userGroup("@platform-oncall").get().things()).containsExactly("ann@x.com");
    }

    @Test
    void the_workspace_is_named_in_every_call_that_wants_it_with_a_token_of_an_organization() {
        try (Desk grid = new Desk(builder -> builder.teamId(SlackFake.TEAM))) {
            grid.fake.organizationToken = true;
            grid.fake.joinGroup(people(0, 2));
            grid.fake.introduce(people(2, 3));
            Adapter group = grid.workspace.userGroup("@" + SlackFake.HANDLE, WhenEmpty.DISABLE);

            assertThat(Desk.sync(group, people(1, 3)).isClean()).isTrue();
            assertThat(Desk.sync(group, List.of()).isClean()).isTrue();
            assertThat(Desk.sync(group, people(0, 1)).isClean()).isTrue();
            assertThat(Desk.sync(grid.workspace.conversation("#platform"), people(0, 1))
                            .isClean())
                    .isTrue();
            assertThat(group.name()).isEqualTo("Slack user group @platform-oncall (team T0TEAM)");
        }
    }
}
