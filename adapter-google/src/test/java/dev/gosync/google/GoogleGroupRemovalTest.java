package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static dev.gosync.google.GoogleFixture.people;
import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import dev.gosync.google.GoogleGroup.MemberType;
import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan removes is gone afterwards, in every shape in which Google lists members; everything else stays as it is. */
class GoogleGroupRemovalTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String NESTED = "nested@example.com";
    private static final String PARTNER = "partner@elsewhere.test";

    private final GoogleFake fake = new GoogleFake();
    private final List<Duration> passed = new ArrayList<>();
    private final GoogleWorkspace workspace = GoogleWorkspace.builder(GoogleFixture.credentials())
            .baseUrl(fake.root())
            .retry(GoogleFixture.retry(passed).time(new WaitedClock(passed), passed::add, () -> 1.0))
            .build();
    private final GoogleGroup group = workspace.group(GROUP);

    @AfterEach
    void close() {
        workspace.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private static Outcome outcome(Report report, String thing) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.thing().equals(thing))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> everybody() {
        return fake.members(GROUP, "MEMBER", "MANAGER", "OWNER");
    }

    private List<String> deletedKeys() {
        return fake.received().stream()
                .filter(request -> request.operation().equals("batch"))
                .map(FakeBatch::parts)
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(part -> part.verb().equals("DELETE"))
                .map(FakeRequest::path)
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    // --- By id

    @Test
    void a_removal_goes_by_the_id_of_the_listed_member() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        String id = fake.state(GROUP, ANN).split(" ", 2)[0];

        Report report = Sync.from(Sources.of(List.of(BOB))).syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB);
        assertThat(deletedKeys()).containsExactly(id);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1));
    }

    @ParameterizedTest
    @CsvSource({"'', DONE", "{}, DONE", "'{\"message\": \"please log in\"}', NOT_KNOWN", "<html>, NOT_KNOWN"})
    void only_an_empty_answer_to_a_removal_means_that_it_was_done(String body, State state) throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        fake.trouble(ANN, FakeAnswer.empty(200).body(body));

        Report report = remove(group, List.of(ANN, BOB));

        assertThat(outcome(report, ANN).state()).isEqualTo(state);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
    }

    @Test
    void a_fresh_adapter_looks_the_id_up_with_one_batch() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        String id = fake.state(GROUP, ANN).split(" ", 2)[0];

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB);
        assertThat(deletedKeys()).containsExactly(id);
        assertThat(fake.calls()).isEqualTo(Map.of("batch", 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_member_whose_address_google_does_not_find_is_removed(boolean fresh) throws Exception {
        fake.join(GROUP, List.of(ANN, PARTNER), "MEMBER");
        fake.findOnlyById(PARTNER);
        if (!fresh) {
            group.get();
        }

        Report report = remove(group, List.of(PARTNER));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", fresh ? 2 : 1));
    }

    @Test
    void a_member_whose_address_google_does_not_find_is_removed_after_a_long_review() throws Exception {
        fake.join(GROUP, List.of(ANN, PARTNER), "MEMBER");
        fake.findOnlyById(PARTNER);
        group.get();
        passed.add(Duration.ofMinutes(5));

        Report report = remove(group, List.of(PARTNER));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
        assertThat(fake.calls()).as("its id is known").isEqualTo(Map.of("members.list", 1, "batch", 2));
    }

    @Test
    void ids_are_forgotten_after_a_while_and_looked_up_again() throws Exception {
        fake.join(GROUP, List.of(ANN, PARTNER), "MEMBER");
        fake.findOnlyById(PARTNER);
        group.get();
        passed.add(Duration.ofMinutes(16));

        Report report = remove(group, List.of(PARTNER));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2, "batch", 2));
    }

    @Test
    void every_shape_in_which_google_lists_members_is_gone_after_the_removal() throws Exception {
        List<String> all = List.of(ANN, BOB, PARTNER, NESTED, "typeless@elsewhere.test", "edwin@gmail.com");
        fake.createGroup(NESTED);
        fake.introduce(List.of(ANN, BOB));
        fake.alias(BOB, "b.other@example.com");
        fake.join(GROUP, all, "MEMBER");
        fake.suspend(List.of(BOB));
        fake.forgetType(GROUP, "typeless@elsewhere.test");
        fake.join(GROUP, List.of("stays@example.com"), "MEMBER");
        GoogleGroup everyType = group.memberTypes(List.of(MemberType.values()));
        Sync sync = Sync.from(Sources.of(List.of("stays@example.com"))).guard(Guards.maxRemovals(10));

        Plan plan = sync.plan(everyType);
        Report report = sync.syncWith(everyType);

        assertThat(plan.removals()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly("stays@example.com");
    }

    @Test
    void a_removal_by_another_address_than_the_listed_one_removes_nobody() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, "a.smith@example.com");

        Report report = remove(group, List.of("a.smith@example.com"));

        assertThat(outcome(report, "a.smith@example.com").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "a.smith@example.com").reason())
                .contains("a.smith@example.com is another address of ann@example.com, which is listed now, and stays")
                .contains("Run again");
        assertThat(everybody()).containsExactly(ANN, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1));
    }

    @Test
    void a_member_who_is_renamed_between_plan_and_run_and_wanted_by_the_new_address_stays() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB, "cem@example.com"), "MEMBER");
        Sync sync = Sync.from(Sources.of(List.of("ann.new@example.com", BOB)));
        Plan plan = sync.plan(group);
        fake.rename(ANN, "ann.new@example.com");

        Report report = applied(sync, plan);

        assertThat(plan.removals()).containsExactly(ANN, "cem@example.com");
        assertThat(everybody()).containsExactly("ann.new@example.com", BOB);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, "cem@example.com").state()).isEqualTo(State.DONE);
    }

    private Report applied(Sync sync, Plan plan) {
        try {
            return sync.apply(plan, group);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    @Test
    void of_two_members_whose_addresses_differ_in_case_only_the_owner_stays() throws Exception {
        fake.joinWithId(GROUP, "1", ANN, "MEMBER");
        fake.joinWithId(GROUP, "2", "Ann@example.com", "OWNER");
        group.get();

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly("Ann@example.com");
        assertThat(deletedKeys()).containsExactly("1");
    }

    @Test
    void two_members_whose_addresses_differ_in_case_only_are_both_removed() throws Exception {
        fake.joinWithId(GROUP, "1", ANN, "MEMBER");
        fake.joinWithId(GROUP, "2", "Ann@example.com", "MEMBER");
        group.get();

        Report report = remove(group, List.of("Ann@example.com", ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).isEmpty();
    }

    @Test
    void an_owner_and_a_member_with_one_address_are_kept() throws Exception {
        fake.joinWithId(GROUP, "1", ANN, "OWNER");
        fake.joinWithId(GROUP, "2", ANN, "MEMBER");

        assertThat(group.get().kept()).isEqualTo(Map.of(ANN, "owner"));
        assertThat(outcome(remove(group, List.of(ANN)), ANN).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(deletedKeys()).isEmpty();
    }

    @Test
    void a_removal_that_is_refused_after_a_lost_answer_is_not_known() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        fake.inject(Fault.of(Fault.Type.RESET).onWrites().times(1));
        fake.trouble(ANN, GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));
        fake.trouble(ANN, GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));

        Report report = remove(group, List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.PERMISSION);
    }

    @Test
    void a_member_without_a_type_counts_as_external() throws Exception {
        fake.join(GROUP, List.of(ANN, PARTNER), "MEMBER");
        fake.forgetType(GROUP, PARTNER);

        assertThat(group.get().things()).containsExactly(ANN, PARTNER);
        assertThat(group.memberTypes(List.of(MemberType.USER)).get().leftOut())
                .isEqualTo(Map.of("of type external", 1));
    }

    // --- A member that is not found

    @ParameterizedTest
    @CsvSource({
        "404, notFound, Resource Not Found: memberKey",
        "404, notFound, Resource Not Found: email",
        "400, required, Missing required field: memberKey",
        "400, invalid, Invalid Input: memberKey",
    })
    void a_listed_member_that_google_does_not_find_is_looked_for_and_removed_by_address(
            int status, String reason, String message) throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        fake.trouble(ANN, GoogleFake.error(status, reason, message));

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB);
        assertThat(deletedKeys()).hasSize(2).last().isEqualTo(ANN);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2, "batch", 2));
    }

    @Test
    void a_listed_member_that_google_never_finds_is_not_reported_as_removed() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        FakeAnswer missing = GoogleFake.error(404, "notFound", "Resource Not Found: memberKey");
        fake.trouble(ANN, missing, missing);

        Report report = remove(group, List.of(ANN, BOB));

        assertThat(everybody()).containsExactly(ANN);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, ANN).state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, ANN).reason())
                .contains("ann@example.com is still listed, but Google does not remove this member")
                .contains("Remove this member in Google's Admin console");
    }

    @Test
    void a_member_who_left_in_the_meantime_is_done_after_a_look() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        remove(workspace.group(GROUP), List.of(ANN));
        fake.forgetRequests();

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1));
    }

    @Test
    void a_member_whose_account_was_made_again_is_removed_by_the_new_id() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        fake.replaceAccount(ANN);

        Report report = remove(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2, "batch", 2));
    }

    @Test
    void if_the_look_fails_nobody_knows_and_the_report_says_so() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        group.get();
        FakeAnswer missing = GoogleFake.error(404, "notFound", "Resource Not Found: memberKey");
        fake.trouble(ANN, missing);
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads());

        Report report = remove(group, List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.PERMISSION);
        assertThat(everybody()).contains(ANN);
    }

    @Test
    void removing_an_address_that_is_not_a_member_reads_the_group_once_to_be_sure() {
        fake.join(GROUP, List.of(ANN), "MEMBER");

        Report report = remove(group, List.of("nobody@example.com", "no-address"));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1));
    }

    // --- Suspended members

    @Test
    void suspended_members_are_members_unless_they_are_left_out() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB, PARTNER), "MEMBER");
        fake.suspend(List.of(BOB));

        Listing without = group.withoutSuspendedMembers().get();

        assertThat(group.get().things()).containsExactly(ANN, BOB, PARTNER);
        assertThat(group.get().leftOut()).isEmpty();
        assertThat(without.things()).containsExactly(ANN, PARTNER);
        assertThat(without.leftOut()).isEqualTo(Map.of("suspended", 1));
        assertThat(group.withoutSuspendedMembers().name())
                .isEqualTo("Google group team@example.com without suspended members");
    }

    @Test
    void suspended_members_of_nested_groups_can_be_left_out_too() throws Exception {
        fake.createGroup(NESTED);
        fake.join(NESTED, List.of(ANN, BOB), "MEMBER");
        fake.join(GROUP, List.of(NESTED), "MEMBER");
        fake.suspend(List.of(BOB));

        Source members = group.withDerivedMembers(false);

        assertThat(members.get().things()).containsExactly(ANN);
        assertThat(members.get().leftOut()).isEqualTo(Map.of("nested group", 1, "suspended", 1));
        assertThat(members)
                .hasToString(
                        "Google group team@example.com with the members of its groups" + " without suspended members");
    }

    @Test
    void a_suspended_member_of_a_destination_is_not_added_again() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.suspend(List.of(BOB));

        Report report = Sync.from(Sources.of(List.of(ANN, BOB))).syncWith(group);

        assertThat(report.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1));
    }

    @Test
    void a_suspended_member_that_the_source_leaves_out_is_removed_from_the_destination() throws Exception {
        fake.createGroup("other@example.com");
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.join("other@example.com", List.of(ANN, BOB), "MEMBER");
        fake.suspend(List.of(BOB));

        Report report = Sync.from(group.withoutSuspendedMembers()).syncWith(workspace.group("other@example.com"));

        assertThat(report.isClean()).isTrue();
        assertThat(fake.members("other@example.com", "MEMBER")).containsExactly(ANN);
        assertThat(everybody()).containsExactly(ANN, BOB);
    }

    // --- Everything else stays

    @ParameterizedTest
    @ValueSource(strings = {"MEMBER", "MANAGER", "OWNER"})
    void what_google_keeps_about_a_member_is_untouched_by_writes_that_name_others(String role) throws Exception {
        fake.createGroup(NESTED);
        fake.join(GROUP, List.of(ANN, PARTNER, NESTED), "MEMBER");
        fake.join(GROUP, List.of("keeps@example.com"), role);
        fake.deliver(GROUP, "keeps@example.com", "DIGEST");
        fake.deliver(GROUP, PARTNER, "NONE");
        fake.introduce(people(0, 3));
        List<String> others = List.of("keeps@example.com", PARTNER, NESTED);
        List<String> before =
                others.stream().map(other -> fake.state(GROUP, other)).toList();

        group.get();
        assertThat(add(group.delivery(GoogleGroup.Delivery.ALL_MAIL), people(0, 3))
                        .isClean())
                .isTrue();
        assertThat(remove(group, List.of(ANN)).isClean()).isTrue();
        assertThat(add(group.role(Role.MANAGER), people(0, 1)).isClean()).isTrue();

        assertThat(others.stream().map(other -> fake.state(GROUP, other)).toList())
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANAGER", "OWNER"})
    void an_existing_owner_or_manager_is_not_changed_by_an_addition(String role) {
        fake.join(GROUP, List.of(ANN), role);
        fake.deliver(GROUP, ANN, "DAILY");
        String before = fake.state(GROUP, ANN);

        assertThat(add(group.delivery(GoogleGroup.Delivery.NONE), List.of(ANN)).isClean())
                .isTrue();
        assertThat(add(group.role(Role.MANAGER), List.of(ANN)).isClean()).isTrue();

        assertThat(fake.state(GROUP, ANN)).isEqualTo(before);
    }

    // --- Realistic answers

    @Test
    void fields_that_google_adds_later_change_nothing() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.sendEveryField();
        fake.introduce(List.of("new@example.com"));

        Report report = Sync.from(Sources.of(List.of(BOB, "new@example.com"))).syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(BOB, "new@example.com");
        assertThat(workspace.usersOfDomain("example.com").get().things()).containsExactly(ANN, BOB, "new@example.com");
    }
}
