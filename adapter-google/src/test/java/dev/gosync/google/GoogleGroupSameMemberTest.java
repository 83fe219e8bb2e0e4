package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static dev.gosync.google.GoogleFixture.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One member under two addresses, unknown addresses, and additions that fail. */
class GoogleGroupSameMemberTest {
    private static final String ANN = "ann@example.com";
    private static final String ANNS_OTHER = "a.smith@example.com";
    private static final String BOB = "bob@example.com";
    private static final String NEW = "new@example.com";

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

    private Report run(List<String> source) {
        return run(Sync.from(Sources.of(source)));
    }

    private Report run(Sync sync) {
        try {
            return sync.syncWith(group);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
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

    private static List<String> with(List<String> people, String... others) {
        return Stream.concat(people.stream(), Stream.of(others)).toList();
    }

    // --- Spellings of one mailbox

    @ParameterizedTest
    @CsvSource({
        "ed.win@gmail.com, edwin@gmail.com, true",
        "ed.win@gmail.com, E.D.Win@GoogleMail.com, true",
        "edwin@googlemail.com, edwin@gmail.com, true",
        "ANN@example.com, ann@Example.com, true",
        "ed.win@example.com, edwin@example.com, false",
        "edwin+list@gmail.com, edwin@gmail.com, false",
        "edwin@mail.gmail.com, ed.win@mail.gmail.com, false",
        "edwin@notgmail.com, ed.win@notgmail.com, false",
    })
    void spellings_that_google_documents_for_one_mailbox_are_one_member(String one, String other, boolean same) {
        Matching matching = group.matching();

        assertThat(matching.key(one).equals(matching.key(other))).isEqualTo(same);
    }

    @Test
    void an_address_of_dots_only_has_a_key() {
        assertThat(group.matching().key("...@gmail.com")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"edwin@gmail.com", "Ed.Win@googlemail.com"})
    void a_gmail_address_with_dots_is_the_same_member_and_the_plan_is_empty(String inSource) throws Exception {
        fake.join(GROUP, List.of("ed.win@gmail.com", ANN), "MEMBER");

        Plan plan = Sync.from(Sources.of(List.of(inSource, ANN))).plan(group);
        Report report = run(List.of(inSource, ANN));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.alreadyThere()).isEqualTo(Map.of(inSource, "ed.win@gmail.com"));
        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN, "ed.win@gmail.com");
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2));
    }

    @Test
    void an_address_with_a_tag_is_a_separate_member() {
        fake.join(GROUP, List.of("edwin@gmail.com", ANN), "MEMBER");

        Report report = run(List.of("edwin+list@gmail.com", ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN, "edwin+list@gmail.com");
    }

    // --- Other addresses of a user that only the write shows

    @Test
    void a_member_that_the_source_names_by_another_address_stays_and_the_leaver_goes() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);

        Report report = run(List.of(ANNS_OTHER));

        assertThat(everybody()).containsExactly(ANN);
        assertThat(outcome(report, ANNS_OTHER).alreadyThere()).isTrue();
        assertThat(report.outcomes())
                .filteredOn(outcome -> !outcome.thing().equals(ANNS_OTHER))
                .extracting(Outcome::thing, Outcome::state)
                .containsExactly(tuple(ANN, State.NOT_STARTED), tuple(BOB, State.DONE));
        assertThat(fake.calls())
                .as("the address is looked up in the batch that adds it; the engine reads again before removals")
                .isEqualTo(Map.of("members.list", 2, "batch", 2));
    }

    @Test
    void a_second_run_knows_the_other_address_and_changes_nothing() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);
        run(List.of(ANNS_OTHER));
        fake.forgetRequests();

        Plan plan = Sync.from(Sources.of(List.of(ANNS_OTHER))).plan(workspace.group(GROUP));
        Report again = run(List.of(ANNS_OTHER));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(again.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 2));
    }

    @Test
    void an_other_address_is_looked_up_once_if_nobody_is_removed() {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);

        Report first = run(List.of(ANN, ANNS_OTHER));
        Map<String, Integer> calls = fake.calls();
        Report second = run(List.of(ANN, ANNS_OTHER));

        assertThat(first.isClean()).isTrue();
        assertThat(outcome(first, ANNS_OTHER).alreadyThere()).isTrue();
        assertThat(calls).isEqualTo(Map.of("members.list", 1, "batch", 2));
        assertThat(second.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
    }

    @Test
    void an_other_address_is_forgotten_after_a_while() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);
        run(List.of(ANN, ANNS_OTHER));

        assertThat(group.get().aliases()).isEqualTo(Map.of(ANNS_OTHER, ANN));
        passed.add(Duration.ofMinutes(16));

        assertThat(group.get().aliases()).isEmpty();
    }

    @Test
    void with_removals_first_the_answer_to_the_addition_shows_whose_address_it_is() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);
        Sync sync = Sync.from(Sources.of(List.of(ANNS_OTHER, BOB))).mode(Mode.REMOVE_ADD);

        Report first = run(sync);
        Report second = run(Sync.from(Sources.of(List.of(ANNS_OTHER, BOB))).mode(Mode.REMOVE_ADD));

        assertThat(first.isClean()).isTrue();
        assertThat(second.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(everybody()).containsExactly(ANN, BOB);
    }

    @Test
    void more_than_500_additions_leave_no_room_for_lookups_in_their_batch() {
        fake.introduce(people(0, 501));
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);

        run(with(people(0, 501), ANNS_OTHER));

        assertThat(everybody()).contains(ANN).doesNotContain(BOB).hasSize(502);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1 + 3, "batch", 3)); // add, look, remove
    }

    @Test
    void a_member_under_another_address_stays_also_if_the_lookup_fails() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);
        fake.trouble(
                ANNS_OTHER,
                GoogleFake.error(409, "duplicate", "Member already exists."),
                GoogleFake.error(404, "notFound", "Resource Not Found: memberKey"));

        Report report = run(List.of(ANNS_OTHER));

        assertThat(outcome(report, ANNS_OTHER).alreadyThere()).isTrue();
        assertThat(everybody()).as("nobody knows whom to keep").containsExactly(ANN, BOB);
    }

    @Test
    void a_member_under_another_address_stays_also_if_the_batch_is_abandoned() {
        fake.join(GROUP, List.of(ANN, "cem@example.com"), "MEMBER");
        fake.alias(ANN, ANNS_OTHER);
        fake.introduce(List.of(NEW));
        FakeAnswer broken = GoogleFake.error(500, "internalError", "Internal Error");
        fake.trouble(NEW, Stream.generate(() -> broken).limit(20).toArray(FakeAnswer[]::new));

        Report report = run(List.of(ANNS_OTHER, NEW));

        assertThat(outcome(report, NEW).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, "cem@example.com").state()).isEqualTo(State.DONE);
        assertThat(everybody()).containsExactly(ANN);
    }

    @Test
    void two_addresses_of_one_user_are_one_addition_if_other_addresses_are_read() throws Exception {
        fake.join(GROUP, List.of(BOB), "MEMBER");
        fake.introduce(List.of(ANN));
        fake.alias(ANN, ANNS_OTHER);

        Plan plan = Sync.from(Sources.of(List.of(ANN, ANNS_OTHER, BOB))).plan(group.withOtherAddresses());

        assertThat(plan.additions()).hasSize(1);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "users.list", 1));
    }

    @Test
    void a_nested_group_that_is_left_out_hinders_no_removal() {
        fake.createGroup("nested@example.com");
        fake.join(GROUP, List.of("nested@example.com", ANN, BOB), "MEMBER");

        Report report = run(List.of("nested@example.com", ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(outcome(report, "nested@example.com").note()).isEqualTo("already there: nested group");
        assertThat(everybody()).containsExactly(ANN, "nested@example.com");
    }

    @Test
    void a_manager_under_another_address_is_neither_raised_nor_removed() {
        fake.join(GROUP, List.of(ANN, BOB), "MANAGER");
        fake.alias(ANN, ANNS_OTHER);
        Sync sync = Sync.from(Sources.of(List.of(ANNS_OTHER)));

        try {
            sync.syncWith(group.role(Role.MANAGER));
        } catch (SyncException e) {
            assertThat(outcome(e.reports().get(0), ANNS_OTHER).alreadyThere()).isTrue();
        }

        assertThat(fake.members(GROUP, "MANAGER")).containsExactly(ANN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_addition_that_is_repeated_after_a_lost_answer_counts_as_ours(boolean removing) {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.introduce(List.of(NEW));
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = run(removing ? List.of(ANN, NEW) : List.of(ANN, BOB, NEW));

        assertThat(report.isClean()).isTrue();
        assertThat(outcome(report, NEW).alreadyThere()).isFalse();
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", removing ? 3 : 2));
    }

    // --- Additions that fail

    @Test
    void nobody_is_removed_if_all_added_addresses_are_unknown() {
        List<String> three = people(0, 3);
        fake.join(GROUP, three, "MEMBER");

        Report report = run(List.of("a@example.com", "b@example.com", "c@example.com"));

        assertThat(everybody()).containsExactlyElementsOf(three);
        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsOnly(State.FAILED, State.NOT_STARTED)
                .hasSize(6);
        assertThat(report.toString()).contains("3 members who should have lost access still have it");
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 1));
    }

    @Test
    void a_leaver_goes_although_a_newcomer_has_no_account_yet() {
        fake.join(GROUP, people(0, 20), "MEMBER");

        Report report = run(with(people(1, 20), NEW));

        assertThat(everybody()).containsExactlyElementsOf(people(1, 20));
        assertThat(outcome(report, NEW).state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, NEW).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, people(0, 1).get(0)).state()).isEqualTo(State.DONE);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 2));
    }

    @Test
    void a_newcomer_without_an_account_can_be_tolerated() {
        fake.join(GROUP, people(0, 20), "MEMBER");
        Sync sync = Sync.from(Sources.of(with(people(1, 20), NEW))).tolerate(FailureKind.UNKNOWN_THING);

        Report report = run(sync);

        assertThat(outcome(report, NEW).state()).isEqualTo(State.SKIPPED);
        assertThat(everybody()).containsExactlyElementsOf(people(1, 20));
    }

    @Test
    void a_leaver_goes_although_the_credentials_may_not_add() {
        fake.join(GROUP, people(0, 20), "MEMBER");
        fake.introduce(List.of(NEW));
        fake.trouble(NEW, GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));

        Report report = run(with(people(1, 20), NEW));

        assertThat(everybody()).containsExactlyElementsOf(people(1, 20));
        assertThat(outcome(report, NEW).kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, people(0, 1).get(0)).state()).isEqualTo(State.DONE);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 2));
    }
}
