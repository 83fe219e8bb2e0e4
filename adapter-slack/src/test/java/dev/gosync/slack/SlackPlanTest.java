package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Secrets;
import dev.gosync.testkit.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan says before anything is written, with the default mode and guards. */
class SlackPlanTest {
    /** The rules below hold for both types of places. */
    enum PlaceType {
        CONVERSATION("conversations.invite", "conversations.kick"),
        USER_GROUP("usergroups.users.update", "usergroups.disable");

        private final String write;
        private final String otherWrite;

        PlaceType(String write, String otherWrite) {
            this.write = write;
            this.otherWrite = otherWrite;
        }

        Adapter in(SlackFixture fixture) {
            return this == CONVERSATION ? fixture.conversation() : fixture.group(WhenEmpty.REFUSE);
        }

        void join(SlackFake fake, Collection<String> emails) {
            if (this == CONVERSATION) {
                fake.joinChannel(emails);
            } else {
                fake.joinGroup(emails);
            }
        }

        Set<String> members(SlackFake fake) {
            return this == CONVERSATION ? fake.inChannel() : fake.inGroup();
        }
    }

    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Sync syncFrom(Collection<String> wanted) {
        return Sync.from(Sources.of(wanted));
    }

    private static Report failed(Sync sync, Adapter place) {
        return catchThrowableOfType(SyncException.class, () -> sync.syncWith(place))
                .reports()
                .get(0);
    }

    private static List<String> and(List<String> people, String... others) {
        List<String> all = new ArrayList<>(people);
        all.addAll(List.of(others));
        return all;
    }

    // Addresses that nobody has

    @ParameterizedTest
    @EnumSource
    void three_members_and_a_source_of_three_strangers_is_refused_before_any_write(PlaceType type) throws Exception {
        type.join(fake, people(0, 3));
        Sync sync = syncFrom(List.of("ann@new.com", "bob@new.com", "eve@new.com"));
        Adapter place = type.in(fixture);

        assertThatThrownBy(() -> sync.syncWith(place))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("leave nobody, and 3 additions cannot be made")
                .hasMessageContaining("--allow allow-empty-destination");

        assertThat(type.members(fake)).containsExactlyElementsOf(people(0, 3));
        assertThat(fake.calls()).doesNotContainKeys(type.write, type.otherWrite);
        Plan plan = sync.plan(place);
        assertThat(plan.additions()).isEmpty();
        assertThat(plan.toString()).contains("? ann@new.com: unknown to Slack workspace T0TEAM");
    }

    @Test
    void the_plan_names_the_workspace_that_does_not_know_an_address_without_an_extra_call() throws Exception {
        try (SlackFixture configured = new SlackFixture(builder -> builder.teamId(SlackFake.TEAM))) {
            configured.fake.withoutSlackbot = true;
            configured.fake.joinChannel(List.of("ann@x.com"));

            Plan plan = syncFrom(List.of("ann@x.com", "x@example.com")).plan(configured.conversation());

            assertThat(plan.toString()).contains("? x@example.com: unknown to Slack workspace T0TEAM");
            assertThat(configured.fake.calls()).doesNotContainKey("auth.test");
        }
        assertThat(new SlackFailures(Retry.standard(), Secrets.of())
                        .unknown("place", Optional.empty())
                        .problem())
                .isEqualTo("unknown to this Slack workspace");
    }

    @ParameterizedTest
    @EnumSource
    void a_newcomer_without_an_account_is_reported_and_the_leaver_is_removed(PlaceType type) {
        type.join(fake, people(0, 20));

        Report report = failed(syncFrom(and(people(1, 20), "new@example.com")), type.in(fixture));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(people(0, 1).get(0), "DONE", "new@example.com", "FAILED UNKNOWN_THING"));
        assertThat(type.members(fake)).containsExactlyElementsOf(people(1, 20));
        assertThat(fake.calls())
                .containsEntry("users.lookupByEmail", 1)
                .doesNotContainKey("conversations.invite")
                .containsEntry(type == PlaceType.CONVERSATION ? "conversations.kick" : "usergroups.users.update", 1);
    }

    @ParameterizedTest
    @EnumSource
    void a_newcomer_without_an_account_is_skipped_if_tolerated_and_the_leaver_is_removed(PlaceType type) {
        type.join(fake, people(0, 20));

        Report report = syncFrom(and(people(1, 20), "new@example.com"))
                .tolerate(FailureKind.UNKNOWN_THING)
                .syncWith(type.in(fixture));

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(State.SKIPPED)).isEqualTo(1);
        assertThat(type.members(fake)).containsExactlyElementsOf(people(1, 20));
        assertThat(fake.calls()).doesNotContainKey("conversations.invite");
    }

    @ParameterizedTest
    @EnumSource
    void people_who_left_people_of_other_workspaces_and_bots_are_unknown(PlaceType type) throws Exception {
        type.join(fake, people(0, 3));
        fake.account("gone@x.com").deleted = true;
        fake.account("far@y.com").team = "T0ELSEWHERE";
        fake.account("bot@x.com").bot = true;
        fake.account("guest@x.com").guest = true;

        Plan plan = syncFrom(and(people(0, 3), "gone@x.com", "far@y.com", "bot@x.com", "guest@x.com"))
                .plan(type.in(fixture));

        assertThat(plan.cannotAdd()).containsOnlyKeys("gone@x.com", "far@y.com", "bot@x.com");
        assertThat(plan.cannotAdd().values())
                .allMatch(failure -> failure.kind().orElseThrow() == FailureKind.UNKNOWN_THING);
        assertThat(plan.additions()).containsExactly("guest@x.com");
    }

    @Test
    void a_single_channel_guest_may_join_a_conversation_and_no_user_group() throws Exception {
        fake.joinChannel(people(0, 20));
        fake.joinGroup(people(0, 20));
        fake.account("guest@x.com").singleChannelGuest = true;
        Sync sync = syncFrom(and(people(1, 20), "guest@x.com"));

        Report report = failed(sync, fixture.group(WhenEmpty.REFUSE));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(people(0, 1).get(0), "DONE", "guest@x.com", "FAILED REFUSED_THING"));
        assertThat(report.outcomes().toString()).contains("single_channel_guests_cannot_be_added");
        assertThat(fake.calls()).containsEntry("usergroups.users.update", 1);
        assertThat(sync.syncWith(fixture.conversation()).isClean()).isTrue();
        assertThat(fake.inChannel()).contains("guest@x.com");
    }

    @ParameterizedTest
    @EnumSource
    void if_the_directory_cannot_be_asked_about_newcomers_there_is_no_plan(PlaceType type) {
        type.join(fake, people(0, 3));
        fake.missingScopes.put("users.lookupByEmail", "users:read.email");

        assertThatThrownBy(() -> syncFrom(and(people(1, 3), "new@example.com")).plan(type.in(fixture)))
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION))
                .hasMessageContaining("users:read.email");
        assertThat(fake.calls()).doesNotContainKeys(type.write, type.otherWrite);
    }

    // One account under two addresses

    @ParameterizedTest
    @EnumSource
    void a_member_whose_address_changed_since_the_directory_was_read_stays(PlaceType type) throws Exception {
        type.join(fake, and(people(0, 3), "old@x.com"));
        Adapter place = type.in(fixture);
        place.get();
        fake.readdress("old@x.com", "new@x.com");
        Sync sync = syncFrom(and(people(0, 3), "new@x.com"));

        Plan plan = sync.plan(place);
        Report first = sync.apply(plan, place);
        Report second = syncFrom(and(people(0, 3), "new@x.com")).syncWith(place);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.toString()).contains("= new@x.com is already there as old@x.com");
        assertThat(first.outcomes()).isEmpty();
        assertThat(second.outcomes()).isEmpty();
        assertThat(type.members(fake)).containsExactlyInAnyOrderElementsOf(and(people(0, 3), "new@x.com"));
        assertThat(fake.calls()).doesNotContainKeys(type.write, type.otherWrite);
    }

    @ParameterizedTest
    @EnumSource
    void a_member_whom_slack_finds_under_another_address_stays(PlaceType type) throws Exception {
        type.join(fake, and(people(0, 3), "ann@x.com"));
        fake.alias("ann@x.com", "ann.smith@x.com");
        List<String> wanted = and(people(0, 3), "ann.smith@x.com");
        Adapter place = type.in(fixture);

        Plan plan = syncFrom(wanted).plan(place);
        Report first = syncFrom(wanted).syncWith(place);
        Report second = syncFrom(wanted)
                .syncWith(
                        type == PlaceType.CONVERSATION
                                ? fixture.another().conversation(SlackFake.CHANNEL)
                                : fixture.another().userGroup(SlackFake.GROUP));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).isEqualTo(Map.of("ann.smith@x.com", "ann@x.com"));
        assertThat(first.outcomes()).isEmpty();
        assertThat(second.outcomes()).isEmpty();
        assertThat(type.members(fake)).contains("ann@x.com");
        assertThat(fake.calls()).doesNotContainKeys(type.write, type.otherWrite);
    }

    @ParameterizedTest
    @EnumSource
    void a_source_with_both_addresses_of_one_account_adds_it_once(PlaceType type) {
        type.join(fake, people(0, 3));
        fake.introduce(List.of("ann@x.com"));
        fake.alias("ann@x.com", "ann.smith@x.com");
        List<String> wanted = and(people(0, 3), "ann@x.com", "ann.smith@x.com");

        Report first = syncFrom(wanted).syncWith(type.in(fixture));
        Report second = syncFrom(wanted).syncWith(type.in(fixture));

        assertThat(first.outcomes()).hasSize(1);
        assertThat(first.plan().orElseThrow().warnings().toString()).contains("for one member");
        assertThat(second.outcomes()).isEmpty();
        assertThat(type.members(fake)).containsExactlyInAnyOrderElementsOf(and(people(0, 3), "ann@x.com"));
    }

    @ParameterizedTest
    @EnumSource
    void spellings_that_differ_in_case_are_one_member_even_if_the_sync_is_exact(PlaceType type) throws Exception {
        type.join(fake, and(people(0, 3), "ann@x.com"));

        Plan plan = syncFrom(and(people(0, 3), "Ann@X.com"))
                .matching(Matching.exact())
                .plan(type.in(fixture));

        assertThat(plan.isEmpty()).isTrue();
    }

    // What only the write tells

    @ParameterizedTest
    @EnumSource
    void a_newcomer_who_joins_before_the_write_is_already_there_and_the_leaver_is_removed(PlaceType type) {
        type.join(fake, people(0, 4));
        fake.introduce(people(4, 6));
        Sync sync = syncFrom(people(1, 6)).listener(new SyncListener() {
            @Override
            public void starting(Plan plan, List<String> things) {
                type.join(fake, people(4, 5));
            }
        });

        Report report = sync.syncWith(type.in(fixture));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes())
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome.alreadyThere())
                        .as(outcome.toString())
                        .isEqualTo(outcome.thing().equals(people(4, 5).get(0))));
        assertThat(type.members(fake)).containsExactlyElementsOf(people(1, 6));
    }

    @Test
    void a_newcomer_whose_invitation_had_no_answer_is_not_taken_for_an_earlier_member_of_a_user_group() {
        fake.joinGroup(people(0, 4));
        fake.introduce(people(4, 5));
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = syncFrom(people(1, 5)).syncWith(fixture.group(WhenEmpty.REFUSE));

        assertThat(report.isClean()).isTrue();
        assertThat(report.outcomes()).hasSize(2).noneMatch(outcome -> outcome.alreadyThere());
        assertThat(fake.inGroup()).containsExactlyElementsOf(people(1, 5));
    }

    @Test
    void a_token_that_may_kick_but_not_invite_lets_the_leaver_go() {
        fake.joinChannel(people(0, 4));
        fake.introduce(people(4, 6));
        fake.missingScopes.put("conversations.invite", "channels:write.invites");

        Report report = failed(syncFrom(people(1, 6)), fixture.conversation());

        assertThat(SlackFixture.states(report)).containsEntry(people(0, 1).get(0), "DONE");
        assertThat(report.count(State.FAILED)).isEqualTo(2);
        assertThat(SlackFixture.failure(report).kind()).contains(FailureKind.PERMISSION);
        assertThat(fake.inChannel()).containsExactlyElementsOf(people(1, 4));
    }

    // Calls

    @ParameterizedTest
    @EnumSource
    void a_preview_learns_what_the_write_would_learn_and_the_write_asks_for_nothing_again(PlaceType type)
            throws Exception {
        fake.populate(30, 2500);
        Adapter place = type.in(fixture);
        place.get();
        fake.introduce(List.of("late@x.com"));
        fake.forgetRequests();

        Preview preview = place.preview(List.of("late@x.com", "nobody@x.com"));

        assertThat(preview.failures()).containsOnlyKeys("nobody@x.com");
        assertThat(fake.calls()).isEqualTo(Map.of("users.lookupByEmail", 2));
        fake.forgetRequests();

        failed(syncFrom(and(people(0, 30), "late@x.com", "nobody@x.com")), place);

        assertThat(fake.calls()).doesNotContainKeys("users.lookupByEmail", "users.list", "users.info");
        assertThat(type.members(fake)).contains("late@x.com");
    }
}
