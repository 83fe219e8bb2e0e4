package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackConversationTest {
    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private String id(String email) {
        return fake.account(email).id;
    }

    private List<String> sent(String operation, String field) {
        return fake.received().stream()
                .filter(request -> request.operation().equals(operation))
                .map(request -> field(request, field))
                .toList();
    }

    private static String field(FakeRequest request, String field) {
        return request.form(field).orElse("");
    }

    @Test
    void lists_people_and_guests_and_counts_the_others_by_reason() throws Exception {
        fake.joinChannel(List.of("ann@x.com", "guest@x.com", "single@x.com", "gone@x.com", "far@y.com"));
        fake.account("guest@x.com").guest = true;
        fake.account("single@x.com").singleChannelGuest = true;
        fake.account("gone@x.com").deleted = true;
        fake.account("far@y.com").team = "T0ELSEWHERE";
        fake.channel().members.add(fake.nobody().id);
        SlackFake.Account stranger = fake.account("stranger@y.com");
        stranger.stranger = true;
        stranger.team = "T0ELSEWHERE";
        fake.channel().members.add(stranger.id);

        Listing listing = fixture.conversation().get();

        assertThat(listing.things()).containsExactlyInAnyOrder("ann@x.com", "guest@x.com", "single@x.com");
        assertThat(listing.leftOut())
                .isEqualTo(Map.of("bot", 1, "deactivated", 1, "other workspace", 2, "no e-mail", 1));
    }

    @Test
    void colleagues_of_the_organization_are_listed_if_they_are_in_this_workspace_too() throws Exception {
        fake.joinChannel(List.of("home@x.com", "both@x.com", "other@x.com"));
        fake.account("both@x.com").team = "T0FIRST";
        fake.account("both@x.com").organizationTeams = List.of("T0FIRST", SlackFake.TEAM);
        fake.account("other@x.com").team = "T0FIRST";
        fake.account("other@x.com").organizationTeams = List.of("T0FIRST");

        assertThat(fixture.conversation().get().things()).containsExactlyInAnyOrder("home@x.com", "both@x.com");
    }

    @Test
    void members_without_a_usable_identifier_are_never_kicked() {
        fake.joinChannel(List.of("ann@x.com", "gone@x.com", "far@y.com"));
        fake.account("gone@x.com").deleted = true;
        fake.account("far@y.com").team = "T0ELSEWHERE";
        SlackFake.Account noEmail = fake.nobody();
        fake.channel().members.add(noEmail.id);

        Report report = SlackFixture.sync(fixture.conversation(), List.of());
        Report asked = Asking.remove(fixture.conversation(), "gone@x.com", "far@y.com");

        assertThat(report.isClean()).isTrue();
        assertThat(SlackFixture.states(asked)).hasSize(2).containsValue("FAILED UNKNOWN_THING");
        assertThat(sent("conversations.kick", "user")).containsExactly(id("ann@x.com"));
        assertThat(fake.channel().members)
                .containsExactlyInAnyOrder(SlackFake.SELF, id("gone@x.com"), id("far@y.com"), noEmail.id);
    }

    @Test
    void invitations_are_forced_so_one_bad_id_stops_no_other() {
        fake.introduce(people(0, 3));

        SlackFixture.sync(fixture.conversation(), people(0, 3));

        assertThat(sent("conversations.invite", "force")).containsExactly("1");
        assertThat(sent("conversations.invite", "users").get(0).split(",", -1)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void each_persons_outcome_is_read_from_the_answer_whether_it_says_yes_or_no(boolean no) {
        fake.invitesSayNo = no;
        fake.introduce(people(0, 250));
        fake.joinChannel(people(7, 8));
        fake.uninvitable.put(id(people(3, 4).get(0)), "ura_max_channels");
        fake.uninvitable.put(id(people(120, 121).get(0)), "user_not_found");
        List<String> asked = new ArrayList<>(people(0, 250));
        asked.add("nobody@x.com");

        Report report = Asking.change(fixture.conversation(), Mode.ADD_ONLY, asked, List.of());

        assertThat(report.count(State.DONE)).isEqualTo(248);
        assertThat(SlackFixture.states(report))
                .containsEntry(people(3, 4).get(0), "FAILED REFUSED_THING")
                .containsEntry(people(120, 121).get(0), "FAILED UNKNOWN_THING")
                .containsEntry(people(7, 8).get(0), "DONE")
                .containsEntry("nobody@x.com", "FAILED UNKNOWN_THING");
        assertThat(fake.inChannel()).hasSize(248);
        assertThat(report.outcomes().stream().filter(Outcome::alreadyThere).map(Outcome::thing))
                .containsExactlyElementsOf(people(7, 8));
        assertThat(report.outcomes().toString()).contains("ura_max_channels");
    }

    @Test
    void if_an_error_names_nobody_the_refused_person_is_found_by_halves() {
        fake.invitesNameNobody = true;
        fake.introduce(people(0, 40));
        fake.uninvitable.put(id(people(33, 34).get(0)), "user_is_restricted");
        fake.joinChannel(people(4, 5));

        Report report = Asking.change(fixture.conversation(), Mode.ADD_ONLY, people(0, 40), List.of());

        assertThat(report.count(State.DONE)).isEqualTo(39);
        assertThat(SlackFixture.states(report)).containsEntry(people(33, 34).get(0), "FAILED REFUSED_THING");
        assertThat(fake.inChannel()).hasSize(39);
    }

    @Test
    void a_policy_refuses_one_person_and_the_others_go_on() {
        fake.joinChannel(people(0, 5));
        fake.unkickable.put(id(people(0, 1).get(0)), "restricted_action");
        fake.unkickable.put(id(people(1, 2).get(0)), "cant_kick_from_general");
        fake.unkickable.put(id(people(2, 3).get(0)), "cant_kick_from_last_channel");

        Report report = SlackFixture.sync(fixture.conversation(), people(4, 5));

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        people(0, 1).get(0), "FAILED REFUSED_THING",
                        people(1, 2).get(0), "FAILED REFUSED_THING",
                        people(2, 3).get(0), "FAILED REFUSED_THING",
                        people(3, 4).get(0), "DONE"));
    }

    @Test
    void a_policy_against_kicking_can_be_tolerated() {
        fake.joinChannel(people(0, 3));
        fake.channel().general = true;

        Report report = SlackFixture.run(
                Sync.from(Sources.of(people(0, 1))).tolerate(FailureKind.REFUSED_THING), fixture.conversation());

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(State.SKIPPED)).isEqualTo(2);
    }

    @Test
    void an_app_that_is_not_in_the_channel_is_one_error_that_says_to_invite_it() throws Exception {
        fake.joinChannel(people(0, 2));
        fake.introduce(people(2, 4));
        fake.channel().members.remove(SlackFake.SELF);

        Report report = SlackFixture.sync(fixture.conversation(), people(1, 4));

        assertThat(fixture.conversation().get().things()).hasSize(2);
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(3);
        assertThat(SlackFixture.failure(report).kind()).contains(FailureKind.PERMISSION);
        assertThat(SlackFixture.failure(report).message())
                .contains("Slack conversation " + SlackFake.CHANNEL, "the app is not a member", "/invite");
        assertThat(fake.calls()).doesNotContainKeys("conversations.invite", "conversations.kick");
    }

    @Test
    void an_archived_channel_is_one_error_before_any_write_and_can_still_be_read() throws Exception {
        fake.joinChannel(people(0, 2));
        fake.introduce(people(2, 3));
        fake.channel().archived = true;

        Report report = SlackFixture.sync(fixture.conversation(), people(1, 3));

        assertThat(fixture.conversation().get().things()).hasSize(2);
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(2);
        assertThat(SlackFixture.failure(report).kind()).contains(FailureKind.READ_ONLY);
        assertThat(SlackFixture.failure(report).message()).contains("archived", "Unarchive");
        assertThat(fake.calls()).doesNotContainKeys("conversations.invite", "conversations.kick");
    }

    @Test
    void a_direct_message_is_not_written() {
        fake.channel().direct = true;
        fake.introduce(people(0, 1));

        Report report = SlackFixture.sync(fixture.conversation(), people(0, 1));

        assertThat(SlackFixture.failure(report).kind()).contains(FailureKind.READ_ONLY);
    }

    @Test
    void a_private_channel_is_read_and_written_once_the_app_is_in_it() throws Exception {
        fake.channel().isPrivate = true;
        fake.joinChannel(people(0, 2));
        fake.introduce(people(2, 3));

        assertThat(SlackFixture.sync(fixture.workspace.conversation("#platform"), people(1, 3))
                        .isClean())
                .isTrue();
        assertThat(fake.inChannel()).containsExactlyElementsOf(people(1, 3));

        fake.channel().members.remove(SlackFake.SELF);
        assertThatThrownBy(() -> fixture.conversation().get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .hasMessageContaining("invite the app if the channel is private");
    }

    @Test
    void someone_who_joined_or_left_in_the_meantime_counts_as_done() {
        fake.joinChannel(people(0, 3));
        fake.introduce(people(3, 6));

        Report report = Asking.change(fixture.conversation(), Mode.REMOVE_ADD, people(2, 4), people(5, 6));

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(State.DONE)).isEqualTo(3);
    }

    @Test
    void one_person_under_an_old_and_a_new_address_stays() throws Exception {
        fake.joinChannel(List.of("old@x.com", "ann@x.com"));
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.readdress("old@x.com", "new@x.com");

        Report report = Asking.change(conversation, Mode.ADD_REMOVE, List.of("new@x.com"), List.of("old@x.com"));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.inChannel()).containsExactly("ann@x.com", "new@x.com");
        assertThat(fake.calls()).doesNotContainKey("conversations.kick");
    }

    @Test
    void the_listed_member_is_kicked_even_if_the_address_moved_to_another_person() throws Exception {
        fake.joinChannel(List.of("ann@x.com", "bob@x.com"));
        String ann = id("ann@x.com");
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.readdress("ann@x.com", "ann.smith@x.com");
        fake.joinChannel(List.of("ann@x.com"));
        fixture.time.pass(Duration.ofHours(1)); // the directory is read again

        Report report = Asking.change(conversation, Mode.REMOVE_ONLY, List.of(), List.of("ann@x.com"));

        assertThat(report.isClean()).isTrue();
        assertThat(sent("conversations.kick", "user")).containsExactly(ann);
        assertThat(fake.inChannel()).containsExactly("ann@x.com", "bob@x.com");
    }

    @Test
    void a_member_who_was_deactivated_since_the_listing_is_kicked() throws Exception {
        fake.joinChannel(List.of("ann@x.com", "bob@x.com"));
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.account("ann@x.com").deleted = true;
        fixture.time.pass(Duration.ofHours(1));

        Report report = Asking.change(conversation, Mode.REMOVE_ONLY, List.of(), List.of("ann@x.com"));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.channel().members).doesNotContain(id("ann@x.com"));
    }

    @Test
    void no_permission_for_a_named_person_concerns_that_person_only() {
        fake.introduce(people(0, 3));
        fake.invitesSayNo = true;
        fake.uninvitable.put(id(people(0, 1).get(0)), "no_permission");

        Report report = Asking.change(fixture.conversation(), Mode.ADD_ONLY, people(0, 3), List.of());

        assertThat(SlackFixture.states(report)).containsEntry(people(0, 1).get(0), "FAILED REFUSED_THING");
        assertThat(fake.inChannel()).containsExactlyElementsOf(people(1, 3));
    }

    @Test
    void one_person_in_two_spellings_is_invited_once() {
        fake.introduce(List.of("ann@x.com"));

        Report report =
                Asking.change(fixture.conversation(), Mode.ADD_ONLY, List.of("ann@x.com", "ANN@x.com"), List.of());

        assertThat(report.count(State.DONE)).isEqualTo(2);
        assertThat(sent("conversations.invite", "users")).containsExactly(id("ann@x.com"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobody_whom_this_change_invited_is_said_to_have_been_there(boolean namesNobody) {
        fake.introduce(people(0, 120));
        fake.uninvitable.put(id(people(3, 4).get(0)), "ura_max_channels");
        fake.invitesNameNobody = namesNobody;
        fake.invitesSayNo = !namesNobody;

        Report report = Asking.change(fixture.conversation(), Mode.ADD_ONLY, people(0, 120), List.of());

        assertThat(report.count(State.DONE)).isEqualTo(119);
        assertThat(report.outcomes()).noneMatch(Outcome::alreadyThere);
    }

    @Test
    void one_refused_person_in_two_spellings_is_refused_twice() {
        fake.introduce(List.of("ann@x.com", "bob@x.com"));
        fake.uninvitable.put(id("ann@x.com"), "user_is_restricted");

        Report report = Asking.change(
                fixture.conversation(), Mode.ADD_ONLY, List.of("ann@x.com", "bob@x.com", "ANN@x.com"), List.of());

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        "ann@x.com", "FAILED REFUSED_THING",
                        "ANN@x.com", "FAILED REFUSED_THING",
                        "bob@x.com", "DONE"));
    }

    @Test
    void the_channel_of_the_plan_is_changed_even_if_its_name_has_moved_since() throws Exception {
        fake.joinChannel(people(0, 4));
        Adapter platform = fixture.workspace.conversation("#platform");
        Sync sync = Sync.from(Sources.of(people(0, 3)));
        Plan plan = sync.plan(platform);
        fake.channels.put(SlackFake.CHANNEL, fake.channel().renamed("old-platform"));
        fake.channel("C0OTHER", "platform").members.addAll(fake.channel().members);
        fixture.time.pass(Duration.ofMinutes(15).minusSeconds(1));
        sync.plan(platform); // the plans are the same
        fixture.time.pass(Duration.ofSeconds(1));

        sync.apply(plan, platform);

        assertThat(sent("conversations.kick", "channel")).containsExactly(SlackFake.CHANNEL);
        assertThat(platform.get().things()).containsExactlyElementsOf(people(0, 4)); // the other channel
    }

    @Test
    void an_app_that_was_removed_in_the_meantime_reports_nobody_as_gone() {
        fake.joinChannel(people(0, 4));
        Sync sync = Sync.from(Sources.of(people(3, 4))).listener(new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                if (things.equals(people(1, 2))) {
                    fake.channel().members.remove(SlackFake.SELF);
                }
            }
        });

        Report report = SlackFixture.run(sync, fixture.conversation());

        assertThat(SlackFixture.states(report))
                .isEqualTo(Map.of(
                        people(0, 1).get(0), "DONE",
                        people(1, 2).get(0), "FAILED PERMISSION",
                        people(2, 3).get(0), "NOT_STARTED"));
        assertThat(SlackFixture.failure(report).message()).contains("the app is not a member", "/invite");
        assertThat(fake.inChannel()).containsExactlyElementsOf(people(1, 4));
    }

    @Test
    void if_the_reason_of_not_in_channel_cannot_be_read_the_outcome_is_not_known() {
        fake.introduce(people(0, 3));
        fake.joinChannel(people(0, 2));
        fake.inject(Fault.answer(FailureKind.AUTHENTICATION).onReads().from(3));

        Report report = Asking.change(fixture.conversation(), Mode.REMOVE_ONLY, List.of(), people(2, 3));

        assertThat(SlackFixture.states(report)).isEqualTo(Map.of(people(2, 3).get(0), "NOT_KNOWN AUTHENTICATION"));
    }

    @Test
    void in_add_remove_nobody_is_kicked_when_additions_fail_and_fewer_than_half_would_be_left() {
        fake.joinChannel(people(0, 3));
        fake.introduce(people(3, 5));
        people(3, 5).forEach(person -> fake.uninvitable.put(id(person), "user_is_restricted"));

        Report report = SlackFixture.sync(fixture.conversation(), people(2, 5));

        assertThat(fake.inChannel()).hasSize(3);
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(2);
        assertThat(report.toString()).contains("2 members who should have lost access still have it");
    }

    @Test
    void in_add_remove_the_leaver_goes_when_additions_fail_and_most_members_stay() {
        fake.joinChannel(people(0, 3));
        fake.introduce(people(3, 5));
        people(3, 5).forEach(person -> fake.uninvitable.put(id(person), "user_is_restricted"));

        Report report = SlackFixture.sync(fixture.conversation(), people(1, 5));

        assertThat(fake.inChannel()).containsExactlyElementsOf(people(1, 3));
        assertThat(SlackFixture.states(report)).containsEntry(people(0, 1).get(0), "DONE");
    }

    @Test
    void names_are_read_once_for_all_channels() throws Exception {
        fake.channel("C0WEB", "web");
        fake.channels.get("C0WEB").members.add(fake.account("ann@x.com").id);

        assertThat(fixture.workspace.conversation("#WEB").get().things()).containsExactly("ann@x.com");
        assertThat(fixture.workspace.conversation("#platform").get().things()).isEmpty();

        assertThat(fake.calls()).containsEntry("conversations.list", 1);
    }

    @Test
    void a_channel_that_is_created_later_is_found_by_its_name() throws Exception {
        fixture.workspace.conversation("#platform").get();
        fake.channel("C0LATER", "later");

        assertThat(fixture.workspace.conversation("#later").get().things()).isEmpty();
        assertThat(fake.calls()).containsEntry("conversations.list", 2);
    }

    @Test
    void a_name_that_moves_to_another_channel_is_followed_after_15_minutes() throws Exception {
        Adapter conversation = fixture.workspace.conversation("#platform");
        conversation.get();
        fake.channel().archived = true;
        fake.channel("C0NEW", "platform").members.add(fake.account("ann@x.com").id);

        fixture.time.pass(Duration.ofMinutes(14));
        assertThat(conversation.get().things()).isEmpty();
        fixture.time.pass(Duration.ofMinutes(2));
        assertThat(conversation.get().things()).containsExactly("ann@x.com");

        assertThat(fake.calls()).containsEntry("conversations.list", 2);
    }

    @Test
    void names_are_read_to_the_last_page() throws Exception {
        for (int i = 0; i < 1200; i++) {
            fake.channel("C%05d".formatted(i), "team-" + i);
        }

        assertThat(fixture.workspace.conversation("#team-1199").get().things()).isEmpty();
        assertThat(fake.calls()).containsEntry("conversations.list", 2);
    }

    @Test
    void an_unknown_name_is_answered_with_similar_ones() {
        fake.channel("C0WEB", "web");
        fake.channel("C0PLATFORMS", "platforms");
        fake.channel("C0OTHER", "something-else");

        assertThatThrownBy(() -> fixture.workspace.conversation("#platfrom").get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .hasMessageContaining("no conversation is called #platfrom")
                .hasMessageContaining("Similar names: #platform, #platforms, ");
    }

    @Test
    void an_ambiguous_name_is_answered_with_ids_and_archived_channels_do_not_count() throws Exception {
        fake.channel("C0TWIN", "Platform");

        assertThatThrownBy(() -> fixture.workspace.conversation("#platform").get())
                .hasMessageContaining("2 conversations are called #platform")
                .hasMessageContaining(SlackFake.CHANNEL + ", C0TWIN");

        fake.channel().archived = true;
        fake.channels.get("C0TWIN").members.add(fake.account("ann@x.com").id);
        assertThat(fixture.another().conversation("#platform").get().things()).isEqualTo(Set.of("ann@x.com"));
    }
}
