package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiraOperationsTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";
    private static final String DORA = "dora@example.com";

    private final JsmFake fake = new JsmFake();
    private final JiraOperations jira =
            JiraOperations.of(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET).at(fake.address());
    private final Schedule byId = jira.schedule(JsmFake.SCHEDULE_ID);

    @AfterEach
    void close() {
        jira.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private static Sync sync(String... people) {
        return Sync.from(Sources.of(List.of(people))).guard(Guards.maxRemovals(100));
    }

    private static Outcome outcome(Report report, String thing) {
        return report.outcomes().stream()
                .filter(each -> each.thing().equals(thing))
                .findFirst()
                .orElseThrow();
    }

    private static Report failed(Sync sync, Schedule schedule) throws InterruptedException {
        try {
            sync.syncWith(schedule);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
        throw new AssertionError("the sync went through");
    }

    @Test
    void costs_two_reads_and_one_write_and_looks_for_each_account_once() throws Exception {
        fake.introduce(List.of(CEM, DORA));
        fake.join(List.of(ANN, BOB));

        sync(ANN, CEM, DORA).syncWith(byId);

        assertThat(fake.order()).containsExactly("none", ANN, CEM, DORA);
        assertThat(fake.calls())
                .isEqualTo(Map.of("List rotations", 2, "Bulk get users", 1, "Find users", 2, "Update rotation", 1));

        fake.forgetRequests();
        sync(ANN, BOB, DORA).syncWith(byId);

        assertThat(fake.order()).containsExactly("none", ANN, DORA, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2, "Update rotation", 1));
    }

    @Test
    void a_schedule_by_name_is_looked_for_once() throws Exception {
        fake.join(List.of(ANN));
        Schedule byName = jira.schedule(JsmFake.SCHEDULE);

        byName.get();
        byName.get();

        assertThat(fake.calls()).isEqualTo(Map.of("List schedules", 1, "List rotations", 2, "Bulk get users", 1));
    }

    @Test
    void a_schedule_that_was_made_anew_is_found_by_its_name() throws Exception {
        Schedule byName = jira.schedule(JsmFake.SCHEDULE);
        byName.get();

        fake.replaceSchedule("0a9be7f3-6b1c-4a2e-9d55-2f1c7f6f0b11");
        fake.join(List.of(ANN));

        assertThat(byName.get().things()).containsExactly(ANN);
    }

    @Test
    void what_was_changed_by_hand_while_accounts_were_looked_up_is_kept() throws Exception {
        fake.join(List.of(ANN, BOB));
        Retry impatient = Retry.standard().time(Clock.systemUTC(), wait -> fake.join(List.of(DORA)), () -> 0.001);

        try (JiraOperations other = jira.retry(impatient)) {
            Schedule schedule = other.schedule(JsmFake.SCHEDULE_ID);
            Sync sync = sync(ANN);
            Plan plan = sync.plan(schedule);
            fake.join(List.of(CEM));
            fake.inject(Fault.answer(FailureKind.RATE_LIMITED).onReads().from(2).times(1));
            sync.apply(plan, schedule);
        }

        assertThat(fake.order()).containsExactly("none", ANN, CEM, DORA);
        assertThat(fake.calls()).containsEntry("Get rotation", 1).containsEntry("Update rotation", 1);
    }

    @Test
    void accounts_are_asked_for_by_the_hundred_and_a_page_that_breaks_off_is_no_answer() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            many.add("person%03d@example.com".formatted(i));
        }
        fake.onDuty(Instant.EPOCH, many);
        OnCall onCall = jira.onCall(JsmFake.SCHEDULE_ID);

        assertThat(onCall.get().things()).hasSize(201);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 1, "Bulk get users", 3));

        fake.breakOffAccounts();
        fake.onDuty(Instant.EPOCH, List.of(ANN));
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(onCall::get)
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void a_plan_from_one_to_the_other_shows_who_is_missing_after_the_move() throws Exception {
        fake.join(List.of(ANN));
        try (OpsgenieFake before = new OpsgenieFake();
                Opsgenie opsgenie = Opsgenie.of(Conditions.SECRET).at(before.address())) {
            before.order(ANN, BOB);

            Plan plan = Sync.from(opsgenie.schedule(OpsgenieFake.SCHEDULE)).plan(jira.schedule(JsmFake.SCHEDULE));

            assertThat(plan.cannotAdd()).containsOnlyKeys(BOB);
            assertThat(plan.cannotAdd().get(BOB).kind()).contains(FailureKind.UNKNOWN_THING);
            assertThat(plan.isEmpty()).isTrue();
        }
    }

    @Test
    void a_name_is_not_taken_for_a_pattern() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(jira.schedule("Plat*")::get)
                .withMessageContaining("there is no schedule Plat*")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void all_pages_of_rotations_are_read() throws Exception {
        List<String> everybody = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String email = "person%02d@example.com".formatted(i);
            everybody.add(email);
            fake.addRotation("Rotation " + i, List.of(email));
        }

        assertThat(byId.get().things()).containsExactlyElementsOf(everybody);
        assertThat(fake.calls()).containsEntry("List rotations", 3);
    }

    @Test
    void only_the_account_that_shows_just_this_address_is_taken() throws Exception {
        fake.introduce(List.of("ann@example.com.au"));
        fake.introduceCustomer(ANN);
        fake.introduceHidden(BOB);
        fake.introduce(List.of(CEM));
        fake.introduceInactive(DORA);

        Report report = failed(sync(ANN, BOB, "CEM@example.com", DORA), byId);

        assertThat(outcome(report, DORA).kind()).contains(FailureKind.UNKNOWN_THING);

        assertThat(outcome(report, ANN).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, BOB).reason()).contains("the account's profile shows its e-mail address");
        assertThat(outcome(report, "CEM@example.com").state()).isEqualTo(State.DONE);
        assertThat(fake.order()).containsExactly("none", CEM);
    }

    @Test
    void what_must_remain_is_judged_again_where_additions_come_first_and_one_is_refused() throws Exception {
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));
        fake.join(List.of(ANN, BOB));

        Report report =
                failed(sync(BOB, CEM, DORA).guard(Guards.minRemaining(3)).mode(Mode.ADD_REMOVE), byId);

        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.order()).containsExactly("none", ANN, BOB, CEM);
    }

    @Test
    void everybody_who_shows_the_address_is_removed() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.joinAnother(BOB);

        sync(ANN).syncWith(byId);

        assertThat(fake.order()).containsExactly("none", ANN);
    }

    @Test
    void what_must_remain_is_judged_before_any_write_where_one_is_unknown() {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        Sync sync = sync(BOB, CEM, DORA).guard(Guards.minRemaining(3));

        assertThatExceptionOfType(PlanRejectedException.class)
                .isThrownBy(() -> sync.syncWith(byId))
                .withMessageContaining("min-remaining");

        assertThat(fake.calls()).doesNotContainKey("Update rotation");
    }

    @Test
    void a_schedule_of_three_whose_newcomers_are_all_unknown_is_refused_before_any_write() {
        fake.join(List.of(ANN, BOB, CEM));
        Sync sync = Sync.from(Sources.of(List.of(DORA, "eve@example.com", "fay@example.com")));

        assertThatExceptionOfType(PlanRejectedException.class).isThrownBy(() -> sync.syncWith(byId));

        assertThat(fake.order()).containsExactly("none", ANN, BOB, CEM);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1, "Bulk get users", 1, "Find users", 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_leaver_goes_although_a_newcomer_has_no_account(boolean tolerated) throws Exception {
        List<String> people = people(20);
        fake.join(people);
        List<String> source = new ArrayList<>(people.subList(1, 20));
        source.add(DORA);
        Sync sync = Sync.from(Sources.of(source));

        Report report = tolerated ? sync.tolerate(FailureKind.UNKNOWN_THING).syncWith(byId) : failed(sync, byId);

        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(people.subList(1, 20));
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, DORA).state()).isEqualTo(tolerated ? State.SKIPPED : State.FAILED);
        assertThat(outcome(report, people.get(0)).state()).isEqualTo(State.DONE);
        assertThat(fake.calls())
                .as("the write does not look up again whom the plan looked up")
                .isEqualTo(Map.of("List rotations", 2, "Bulk get users", 1, "Find users", 1, "Update rotation", 1));
    }

    @Test
    void a_leaver_goes_although_a_newcomer_has_no_license() throws Exception {
        List<String> people = people(20);
        fake.join(people);
        fake.introduceUnlicensed(List.of(DORA));
        List<String> source = new ArrayList<>(people.subList(1, 20));
        source.add(DORA);

        Report report = failed(Sync.from(Sources.of(source)), byId);

        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(people.subList(1, 20));
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
    }

    @Test
    void a_leaver_goes_although_the_credentials_may_not_look_up_newcomers() throws Exception {
        List<String> people = people(20);
        fake.join(people);
        fake.introduce(List.of(CEM, DORA));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(3).times(1));
        List<String> source = new ArrayList<>(people.subList(1, 20));
        source.addAll(List.of(CEM, DORA));

        Report report = failed(Sync.from(Sources.of(source)), byId);

        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(people.subList(1, 20));
        assertThat(outcome(report, CEM).kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, people.get(0)).state()).isEqualTo(State.DONE);
        assertThat(fake.calls()).containsEntry("Find users", 1);
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count)
                .mapToObj("person%02d@example.com"::formatted)
                .toList();
    }

    @Test
    void who_has_another_address_by_now_is_the_same_person_and_nothing_is_to_do() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);
        fake.forgetRequests();

        Report first = sync(BOB, CEM).syncWith(byId);
        Report second = sync(BOB, CEM).syncWith(byId);

        assertThat(first.plan().orElseThrow().alreadyThere()).isEqualTo(Map.of(CEM, ANN));
        assertThat(first.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(second.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.order()).containsExactly("none", CEM, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2, "Find users", 1));
    }

    @Test
    void who_has_another_address_by_now_keeps_the_place_in_the_order_of_duty() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);

        Report report = Asking.change(byId, Mode.ADD_REMOVE, List.of(CEM), List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(fake.order()).containsExactly("none", CEM, BOB);
    }

    @Test
    void who_has_another_address_by_now_is_not_lost_where_additions_come_first() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);

        failed(sync(BOB, CEM, DORA).mode(Mode.ADD_REMOVE), byId);

        assertThat(fake.order()).containsExactly("none", CEM, BOB);
    }

    @Test
    void an_address_that_went_to_somebody_else_is_no_longer_its_former_owners() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);
        Asking.add(byId, CEM);
        fake.introduce(List.of(ANN));

        Asking.add(byId, ANN);

        assertThat(fake.order()).containsExactly("none", CEM, BOB, ANN);
    }

    @Test
    void who_has_no_license_is_reported_and_the_others_go_through() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));

        Report report = failed(sync(ANN, CEM, DORA), byId);

        assertThat(fake.order()).containsExactly("none", ANN, CEM);
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, DORA).reason()).contains("a license for Jira Service Management");
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
    }

    @Test
    void who_is_on_call_is_told_by_address_now_and_then() throws Exception {
        Instant evening = Instant.parse("2026-11-23T20:00:00Z");
        fake.onDuty(Instant.EPOCH, List.of(ANN, BOB));
        fake.onDuty(evening, List.of(CEM));
        OnCall onCall = jira.onCall(JsmFake.SCHEDULE_ID);

        assertThat(onCall.get().things()).containsExactly(ANN, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 1, "Bulk get users", 1));
        assertThat(onCall.at(evening).get().things()).containsExactly(CEM);
        fake.now(evening);
        assertThat(onCall.get().things()).containsExactly(CEM);
        assertThat(fake.calls()).isEqualTo(Map.of("List on-call responders", 3, "Bulk get users", 2));
    }

    @Test
    void people_can_be_asked_for_at_the_site_itself() throws Exception {
        fake.join(List.of(ANN));
        try (JiraOperations elsewhere = jira.site(fake.address().resolve("/ex/jira/" + JsmFake.CLOUD))) {
            assertThat(elsewhere.schedule(JsmFake.SCHEDULE_ID).get().things()).containsExactly(ANN);
        }
    }

    @Test
    void the_name_says_which_site_and_no_token() {
        JiraOperations site = JiraOperations.of("0c7a", "me@example.com", "secret");

        assertThat(site.schedule("Platform").rotation("Primary"))
                .hasToString("Jira Service Management 0c7a schedule Platform, rotation Primary");
        assertThat(site.onCall("Platform").at(Instant.EPOCH).name())
                .isEqualTo("Jira Service Management 0c7a on-call of schedule Platform at 1970-01-01T00:00:00Z");
        assertThat(site).hasToString("Jira Service Management 0c7a");
        assertThat(site.at(URI.create("https://api.atlassian.com/"))).hasToString("Jira Service Management 0c7a");
    }
}
