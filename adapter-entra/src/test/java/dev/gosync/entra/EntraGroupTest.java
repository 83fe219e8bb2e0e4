package dev.gosync.entra;

import static dev.gosync.entra.EntraFixture.people;
import static dev.gosync.entra.EntraFixture.states;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.FakeAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EntraGroupTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";

    private final EntraFixture fixture = new EntraFixture();
    private final EntraFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    // --- Reading

    @Test
    void a_user_without_mail_is_listed_by_the_name_to_sign_in_with() throws Exception {
        fake.join(List.of(ANN));
        fake.user(ANN).mail = null;

        assertThat(fixture.group().get().things()).containsExactly("u1@" + EntraFake.TENANT);
    }

    @Test
    void the_other_name_other_mails_and_proxy_addresses_are_aliases() throws Exception {
        fake.join(List.of(ANN));
        FakeUser ann = fake.user(ANN);
        ann.otherMails = List.of("ann@home.example");
        ann.proxyAddresses = List.of("SMTP:Ann@example.com", "smtp:ann.a@example.com", "SIP:ann@sip.example.com");

        assertThat(fixture.group().get().aliases())
                .isEqualTo(Map.of(ann.name, ANN, "ann@home.example", ANN, "ann.a@example.com", ANN));
    }

    @Test
    void an_alias_of_two_members_leads_to_neither() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.user(ANN).otherMails = List.of("team@example.com", BOB);
        fake.user(BOB).otherMails = List.of("Team@example.com");

        Listing listing = fixture.group().get();

        assertThat(listing.things()).containsExactly(ANN, BOB);
        assertThat(listing.aliases()).containsOnlyKeys("u1@" + EntraFake.TENANT, "u2@" + EntraFake.TENANT);
    }

    @Test
    void a_missing_permission_shows_as_null_fields_and_is_never_a_user_without_an_address() {
        fake.join(List.of(ANN));
        fake.tenant.hidesUsers = true;

        assertThatThrownBy(() -> fixture.group().get()).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(e.remedy()).contains("User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden");
        });
    }

    @Test
    void a_missing_permission_of_the_lookup_makes_nobody_unknown() {
        fake.introduce(List.of(ANN));
        fake.tenant.hidesUsers = true;

        Report report = Asking.add(fixture.group(), ANN);

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.PERMISSION);
        assertThat(states(report)).isEqualTo(Map.of(ANN, "NOT_STARTED"));
    }

    @Test
    void groups_devices_and_contacts_are_left_out_and_counted() throws Exception {
        fake.join(List.of(ANN));
        fake.joinOthers(4);
        fake.tenant.others.put("sp", "servicePrincipal");
        fake.group().members.add("sp");

        Listing listing = fixture.group().get();

        assertThat(listing.things()).containsExactly(ANN);
        assertThat(listing.leftOut()).isEqualTo(Map.of("group", 2, "device", 1, "contact", 1));
    }

    @Test
    void nested_groups_are_read_as_a_source_only() throws Exception {
        FakeGroup inner = new FakeGroup("11111111-0000-4000-8000-000000000001", "Inner");
        fake.tenant.groups.put(inner.id, inner);
        fake.join(List.of(ANN));
        fake.group().members.add(inner.id);
        inner.members.add(fake.user(BOB).id);
        inner.members.add(fake.group().id); // a circle

        Source nested = fixture.tenant.nestedGroup(EntraFake.GROUP);

        assertThat(nested).isNotInstanceOf(Adapter.class);
        assertThat(nested.get().things()).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(fixture.group().get().things()).containsExactly(ANN);
    }

    @Test
    void the_next_page_at_another_host_never_gets_the_token() {
        fake.populate(1000, 1000);
        fake.graph.otherHost = "http://localhost:" + fake.address().getPort();

        assertThatThrownBy(() -> fixture.group().get())
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER))
                .hasMessageContaining("another address");
        assertThat(fake.calls()).containsEntry("list members", 1);
    }

    @Test
    void a_name_of_no_group_or_of_two_is_not_found() {
        FakeGroup other = new FakeGroup("11111111-0000-4000-8000-000000000001", EntraFake.GROUP_NAME);
        fake.tenant.groups.put(other.id, other);

        assertThatThrownBy(() -> fixture.tenant.group("O'Brien's").get())
                .hasMessageContaining("no group has this display name")
                .hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> fixture.tenant.group(EntraFake.GROUP_NAME).get())
                .hasMessageContaining("2 groups have this display name")
                .hasMessageContaining("object id");
    }

    // --- Groups that cannot be written

    static Stream<Arguments> groupsThatCannotBeWritten() {
        return Stream.of(
                Arguments.of("dynamic", set(group -> group.types = List.of("DynamicMembership")), "Change the rule"),
                Arguments.of("synchronized", set(group -> group.synced = true), "on-premises"),
                Arguments.of("distribution list", set(group -> group.mailEnabled = true), "distribution list"));
    }

    private static Consumer<FakeGroup> set(Consumer<FakeGroup> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groupsThatCannotBeWritten")
    void such_a_group_is_read_only_and_that_is_found_out_before_any_write(
            String what, Consumer<FakeGroup> change, String says) throws Exception {
        fake.introduce(List.of(ANN));
        fake.join(List.of(BOB));
        change.accept(fake.group());

        Report added = Asking.add(fixture.group(), ANN);
        Report removed = Asking.remove(fixture.group(), BOB);

        assertThat(added.failure().orElseThrow().kind()).contains(FailureKind.READ_ONLY);
        assertThat(added.failure().orElseThrow().message()).contains(says);
        assertThat(removed.failure().orElseThrow().kind()).contains(FailureKind.READ_ONLY);
        assertThat(fake.calls()).isEqualTo(Map.of("get group", 2));
        assertThat(fixture.group().get().things()).as("it can still be read").containsExactly(BOB);
        assertThat(fixture.group().preview(List.of(ANN)).failures().get(ANN).kind())
                .contains(FailureKind.READ_ONLY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groupsThatCannotBeWritten")
    void a_group_that_became_read_only_since_the_read_is_told_from_a_refused_user(
            String what, Consumer<FakeGroup> change, String says) throws Exception {
        fake.introduce(List.of(ANN));
        fake.join(List.of(BOB));
        Adapter group = fixture.group();
        group.get();
        change.accept(fake.group());

        Report report = Asking.change(group, Mode.ADD_REMOVE, List.of(ANN), List.of(BOB));

        assertThat(states(report)).containsEntry(ANN, "FAILED READ_ONLY").containsEntry(BOB, "NOT_STARTED");
        assertThat(fake.members()).containsExactly(BOB);
    }

    @Test
    void a_microsoft_365_group_has_an_address_and_can_be_written() {
        fake.introduce(List.of(ANN));
        fake.group().types = List.of("Unified");
        fake.group().mailEnabled = true;

        assertThat(Asking.add(fixture.group(), ANN).isClean()).isTrue();
    }

    // --- Additions

    @Test
    void one_bad_user_spoils_the_twenty_and_only_that_one_fails() {
        fake.populate(0, 25);
        Adapter group = fixture.group();
        Asking.add(group, "person00000@example.com"); // now its id is known
        fake.leave(List.of("person00000@example.com"));
        fake.tenant.users.remove(fake.user("person00000@example.com").id); // deleted in the meantime

        Report report = Asking.add(group, people(0, 25));

        assertThat(states(report))
                .hasSize(25)
                .containsEntry("person00000@example.com", "FAILED UNKNOWN_THING")
                .containsEntry("person00001@example.com", "DONE")
                .containsEntry("person00024@example.com", "DONE");
        assertThat(fake.members()).containsExactlyElementsOf(people(1, 25));
    }

    @Test
    void an_addition_that_is_not_visible_yet_is_not_added_twice() {
        fake.populate(2, 5);
        Adapter group = fixture.group();
        fake.stopShowingChanges();
        EntraFixture.sync(group, people(0, 4));

        Report again = EntraFixture.sync(group, people(0, 4));

        assertThat(again.outcomes()).hasSize(2).allMatch(Outcome::alreadyThere);
        assertThat(fake.members()).containsExactlyElementsOf(people(0, 4));
    }

    @Test
    void while_an_addition_is_not_visible_no_removal_may_take_that_user_out() {
        fake.populate(2, 5);
        fake.stopShowingChanges();
        EntraFixture.sync(fixture.group(), people(0, 3));

        Report report = EntraFixture.sync(fixture.group(), people(1, 3));

        assertThat(states(report))
                .containsEntry("person00002@example.com", "DONE")
                .containsEntry("person00000@example.com", "NOT_STARTED");
        fake.showChanges();
        assertThat(EntraFixture.sync(fixture.group(), people(1, 3)).isClean()).isTrue();
        assertThat(fake.members()).containsExactlyElementsOf(people(1, 3));
    }

    @Test
    void two_addresses_of_one_user_are_one_addition() {
        fake.introduce(List.of(ANN));
        String name = fake.user(ANN).name;

        Report report = Asking.add(fixture.group(), ANN, name, "ANN@example.com");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members()).containsExactly(ANN);
    }

    @Test
    void the_name_to_sign_in_with_of_a_member_is_already_there() {
        fake.join(List.of(ANN, BOB));
        fake.introduce(List.of(CEM));

        Report report = EntraFixture.sync(fixture.group(), List.of(fake.user(ANN).name, BOB, CEM));

        assertThat(report.isClean()).isTrue();
        assertThat(states(report)).isEqualTo(Map.of(CEM, "DONE"));
    }

    @Test
    void a_disabled_user_with_the_same_address_does_not_confuse() {
        fake.introduce(List.of(ANN, BOB));
        fake.user(BOB).mail = ANN;
        fake.user(BOB).enabled = false;

        assertThat(Asking.add(fixture.group(), ANN).isClean()).isTrue();
        assertThat(fake.group().members).containsExactly(fake.user(ANN).id);
    }

    @Test
    void an_address_of_two_users_is_refused_and_hinders_nobody() {
        fake.introduce(List.of(ANN, BOB, CEM));
        fake.user(BOB).mail = ANN;

        Report report = Asking.add(fixture.group(), ANN, CEM);

        assertThat(states(report)).isEqualTo(Map.of(ANN, "FAILED REFUSED_THING", CEM, "DONE"));
    }

    @Test
    void an_apostrophe_is_doubled_in_a_filter() {
        fake.introduce(List.of("o'brien@example.com"));

        assertThat(Asking.add(fixture.group(), "o'brien@example.com").isClean()).isTrue();
        assertThat(Asking.add(fixture.group(), "x') or (mail ne '")
                        .outcomes()
                        .get(0)
                        .kind())
                .contains(FailureKind.UNKNOWN_THING);
    }

    // --- Removals

    @Test
    void every_removal_ends_with_ref_and_no_user_is_deleted() {
        fake.populate(30, 30);

        Report report = Asking.remove(fixture.group(), people(0, 25));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members()).containsExactlyElementsOf(people(25, 30));
        assertThat(fake.tenant.users).hasSize(30);
        assertThat(fake.received())
                .filteredOn(request -> request.body().contains("DELETE"))
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.body().split("\"url\":\"/groups/[^\"]*/members/[^\"/]*/\\$ref\""))
                                .hasSameSizeAs(request.body().split("\"DELETE\"")));
    }

    @Test
    void a_404_for_a_user_who_is_no_member_names_the_group_and_is_a_success() throws Exception {
        fake.join(List.of(ANN, BOB));
        Adapter group = fixture.group();
        group.get();
        fake.leave(List.of(ANN));

        Report report = Asking.remove(group, ANN, BOB);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members()).isEmpty();
        assertThat(fake.calls()).as("the group is looked at once more").containsEntry("get group", 2);
    }

    @Test
    void a_404_for_a_group_that_is_gone_is_no_success() throws Exception {
        fake.join(List.of(ANN, BOB));
        Adapter group = fixture.group();
        group.get();
        fake.tenant.groups.remove(EntraFake.GROUP);

        Report report = Asking.remove(group, ANN, BOB);

        assertThat(states(report)).isEqualTo(Map.of(ANN, "FAILED NOT_FOUND", BOB, "FAILED NOT_FOUND"));
        fake.tenant.groups.put(EntraFake.GROUP, new FakeGroup(EntraFake.GROUP, EntraFake.GROUP_NAME));
    }

    @Test
    void two_members_with_one_address_are_removed_together() throws Exception {
        fake.join(List.of(ANN, BOB, CEM));
        fake.user(BOB).mail = ANN;
        Adapter group = fixture.group();

        assertThat(group.get().things()).containsExactly(ANN, CEM);
        assertThat(Asking.remove(group, ANN).isClean()).isTrue();
        assertThat(fake.members()).containsExactly(CEM);
    }

    @Test
    void a_removal_means_the_member_that_was_listed_whatever_its_address_is_by_then() throws Exception {
        fake.join(List.of(ANN, BOB));
        Adapter group = fixture.group();
        group.get();
        String former = fake.user(ANN).id;
        fake.user(ANN).mail = "ann.new@example.com";
        fake.user(BOB).mail = ANN;

        Asking.remove(group, ANN);

        assertThat(fake.group().members).doesNotContain(former).contains(fake.user(BOB).id);
    }

    // --- Batches

    @Test
    void each_answer_in_a_batch_has_its_own_retry_after() {
        fake.populate(3, 3);
        fake.answerParts(
                FakeAnswer.empty(204),
                FakeGraph.error(429, "TooManyRequests", "Slow down.").header("Retry-After", "7"),
                FakeGraph.error(429, "TooManyRequests", "Slow down.").header("Retry-After", "11"));

        Report report = Asking.remove(fixture.group(), people(0, 3));

        assertThat(report.isClean()).isTrue();
        assertThat(fixture.time.waits()).as("the longest of them").containsExactly(Duration.ofSeconds(11));
        assertThat(fake.members())
                .as("the one that was answered is not sent again")
                .containsExactly(people(0, 1).get(0));
    }

    @Test
    void two_writes_that_conflict_are_repeated() {
        fake.populate(2, 2);
        fake.answerParts(FakeGraph.error(409, "Conflict", "Another update is in progress."));

        assertThat(Asking.remove(fixture.group(), people(0, 2)).isClean()).isTrue();
        assertThat(fake.members()).isEmpty();
    }

    @Test
    void a_part_that_stays_busy_fails_alone() {
        fake.populate(2, 2);
        FakeAnswer busy = FakeGraph.error(503, "serviceNotAvailable", "Busy.");
        fake.answerParts(FakeAnswer.empty(204), busy, busy, busy, busy, busy, busy);

        Report report = Asking.remove(fixture.group(), people(0, 2));

        assertThat(states(report))
                .containsEntry("person00000@example.com", "DONE")
                .containsEntry("person00001@example.com", "NOT_KNOWN UNAVAILABLE");
    }

    @Test
    void a_403_for_one_of_several_is_a_refused_user_and_for_all_a_missing_permission() {
        fake.populate(3, 3);
        FakeAnswer forbidden = FakeGraph.error(403, "Authorization_RequestDenied", "Not this one.");
        fake.answerParts(forbidden);

        Report one = Asking.remove(fixture.group(), people(0, 2));
        fake.answerParts(forbidden, forbidden);
        fake.group().forRoles = true;
        Report all = Asking.remove(
                fixture.group(), List.of(people(0, 1).get(0), people(2, 3).get(0)));

        assertThat(states(one)).containsEntry("person00000@example.com", "FAILED REFUSED_THING");
        assertThat(states(one)).containsEntry("person00001@example.com", "DONE");
        assertThat(states(all)).containsEntry("person00000@example.com", "FAILED PERMISSION");
        assertThat(all.failure().orElseThrow().remedy()).contains("RoleManagement.ReadWrite.Directory");
    }
}
