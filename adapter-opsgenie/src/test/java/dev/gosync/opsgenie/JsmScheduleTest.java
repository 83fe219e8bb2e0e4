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
import dev.gosync.testkit.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsmScheduleTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";
    private static final String DORA = "dora@example.com";

    private final JsmFake fake = new JsmFake();
    private final JiraOperations jira = jira().build();
    private final JsmSchedule byId = jira.schedule(JsmFake.SCHEDULE_ID);

    private JiraOperations.Builder jira() {
        return JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, Conditions.SECRET)
                .baseUrl(fake.address());
    }

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

    private static Report failed(Sync sync, JsmSchedule schedule) throws InterruptedException {
        try {
            sync.syncWith(schedule);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
        throw new AssertionError("the sync went through");
    }

    @Test
    void a_new_schedule_with_the_same_name_is_found() throws Exception {
        JsmSchedule byName = jira.schedule(JsmFake.SCHEDULE);
        byName.get();

        fake.replaceSchedule("0a9be7f3-6b1c-4a2e-9d55-2f1c7f6f0b11");
        fake.join(List.of(ANN));

        assertThat(byName.get().things()).containsExactly(ANN);
    }

    @Test
    void changes_made_by_hand_while_accounts_are_looked_up_are_kept() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.inject(Fault.answer(FailureKind.RATE_LIMITED).onReads().from(2).times(1));
        Retry impatient = Retry.standard().time(Clock.systemUTC(), wait -> fake.join(List.of(DORA)), () -> 0.001);

        try (JiraOperations other = jira().retry(impatient).build()) {
            Asking.remove(other.schedule(JsmFake.SCHEDULE_ID), BOB);
        }

        assertThat(fake.order()).containsExactly("noone", ANN, DORA);
        assertThat(fake.calls())
                .isEqualTo(Map.of("List rotations", 1, "Bulk get users", 2, "Get rotation", 1, "Update rotation", 1));
    }

    @Test
    void a_listed_member_whose_address_has_changed_since_the_plan_is_removed() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        fake.join(List.of(ANN, BOB));
        Retry retry = Retry.standard().time(clock, wait -> {}, () -> 1);

        try (JiraOperations forgetful =
                jira().retry(retry).cacheFor(Duration.ofSeconds(1)).build()) {
            JsmSchedule schedule = forgetful.schedule(JsmFake.SCHEDULE_ID);
            Sync sync = sync(ANN);
            Plan plan = sync.plan(schedule);
            fake.rename(BOB, CEM);
            fake.join(List.of(BOB));
            now.set(now.get().plusSeconds(2));

            sync.apply(plan, schedule);
        }

        assertThat(fake.order()).as("another account has the address now").containsExactly("noone", ANN, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2, "Bulk get users", 1, "Update rotation", 1));
    }

    @Test
    void a_plan_from_opsgenie_to_jsm_shows_who_is_missing_after_the_move() throws Exception {
        fake.join(List.of(ANN));
        try (OpsgenieFake before = new OpsgenieFake();
                Opsgenie opsgenie = Opsgenie.builder(Conditions.SECRET)
                        .baseUrl(before.address())
                        .build()) {
            before.order(ANN, BOB);

            Plan plan = Sync.from(opsgenie.schedule(OpsgenieFake.SCHEDULE)).plan(jira.schedule(JsmFake.SCHEDULE));

            assertThat(plan.cannotAdd()).containsOnlyKeys(BOB);
            assertThat(plan.cannotAdd().get(BOB).kind()).contains(FailureKind.UNKNOWN_THING);
            assertThat(plan.isEmpty()).isTrue();
        }
    }

    @Test
    void a_name_is_not_a_pattern() {
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
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 3, "Bulk get users", 1));
    }

    @Test
    void only_an_active_account_that_shows_exactly_this_address_is_added() throws Exception {
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
        assertThat(fake.order()).containsExactly("noone", CEM);
    }

    @Test
    void the_guards_judge_again_before_removals_if_an_addition_was_refused() throws Exception {
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));
        fake.join(List.of(ANN, BOB));

        Report report =
                failed(sync(BOB, CEM, DORA).guard(Guards.minRemaining(3)).mode(Mode.ADD_REMOVE), byId);

        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_STARTED);
        assertThat(fake.order()).containsExactly("noone", ANN, BOB, CEM);
    }

    @Test
    void all_accounts_that_show_the_address_are_removed() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.joinAnother(BOB);

        sync(ANN).syncWith(byId);

        assertThat(fake.order()).containsExactly("noone", ANN);
    }

    @Test
    void accounts_whose_address_differs_in_case_only_are_one_person() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.joinAnother("BOB@Example.com");

        assertThat(sync(ANN, BOB).plan(byId).isEmpty()).isTrue();
        Report report = sync(ANN).syncWith(byId);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.order()).containsExactly("noone", ANN);
    }

    @Test
    void of_two_accounts_with_one_address_the_first_is_added_and_once() throws Exception {
        fake.introduce(List.of(CEM));
        String first = fake.idOf(CEM);
        fake.introduceAnother(CEM);
        fake.join(List.of(ANN));

        sync(ANN, CEM).syncWith(byId);
        fake.forgetRequests();

        assertThat(sync(ANN, CEM).syncWith(byId).plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.order()).containsExactly("noone", ANN, CEM);
        assertThat(fake.idsInOrder()).contains(first);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1));
    }

    @Test
    void an_inactive_member_is_not_taken_for_the_active_account_with_the_same_address() throws Exception {
        fake.introduceInactive(DORA);
        String inactive = fake.idOf(DORA);
        fake.join(List.of(ANN, DORA));
        fake.introduceAnother(DORA);
        fake.addRotation("Nights", List.of(BOB));
        byId.get();

        Asking.add(byId.rotation("Nights"), DORA);

        assertThat(fake.idsInOrderOf("Nights")).containsExactly(fake.idOf(BOB), fake.idOf(DORA));
        assertThat(fake.idOf(DORA)).isNotEqualTo(inactive);
    }

    @Test
    void participants_that_also_show_a_user_name_are_the_same_accounts() throws Exception {
        fake.join(List.of(ANN, BOB));
        fake.introduce(List.of(CEM));
        fake.showUsernames();

        assertThat(sync(ANN, CEM).syncWith(byId).isClean()).isTrue();

        assertThat(fake.order()).containsExactly("noone", ANN, CEM);
        assertThat(fake.calls()).doesNotContainKey("Get rotation");
    }

    @Test
    void four_rotations_of_one_account_are_written_side_by_side() throws Exception {
        List<String> people = people(40);
        fake.introduce(people);
        for (int i = 0; i < 4; i++) {
            fake.addRotation("R" + i, List.of("leaver" + i + "@example.com"));
        }

        Sync.from(Sources.of(people))
                .guard(Guards.allowFullReplacement())
                .syncWithAll(
                        List.of(byId.rotation("R0"), byId.rotation("R1"), byId.rotation("R2"), byId.rotation("R3")));

        List<String> ids = people.stream().map(fake::idOf).toList();
        for (int i = 0; i < 4; i++) {
            assertThat(fake.idsInOrderOf("R" + i)).containsExactlyElementsOf(ids);
        }
        assertThat(fake.calls()).containsEntry("Update rotation", 4);
    }

    @Test
    void unknown_people_do_not_count_as_members_before_the_write() {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        Sync sync = sync(BOB, CEM, DORA).guard(Guards.minRemaining(3));

        assertThatExceptionOfType(PlanRejectedException.class)
                .isThrownBy(() -> sync.syncWith(byId))
                .withMessageContaining("min-remaining");

        assertThat(fake.calls()).doesNotContainKey("Update rotation");
    }

    @Test
    void a_plan_is_rejected_if_all_newcomers_of_a_small_schedule_are_unknown() {
        fake.join(List.of(ANN, BOB, CEM));
        Sync sync = Sync.from(Sources.of(List.of(DORA, "eve@example.com", "fay@example.com")));

        assertThatExceptionOfType(PlanRejectedException.class).isThrownBy(() -> sync.syncWith(byId));

        assertThat(fake.order()).containsExactly("noone", ANN, BOB, CEM);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1, "Bulk get users", 1, "Find users", 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_removal_happens_although_a_newcomer_has_no_account(boolean tolerated) throws Exception {
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
    void a_removal_happens_although_a_newcomer_has_no_license() throws Exception {
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
    void a_removal_happens_although_the_credentials_may_not_look_people_up() throws Exception {
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
    void an_account_with_a_new_address_is_the_same_member_and_nothing_changes() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);
        fake.forgetRequests();

        Report first = sync(BOB, CEM).syncWith(byId);
        Report second = sync(BOB, CEM).syncWith(byId);

        assertThat(first.plan().orElseThrow().alreadyThere()).isEqualTo(Map.of(CEM, ANN));
        assertThat(first.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(first.plan().orElseThrow().warnings()).as("nobody is added").isEmpty();
        assertThat(second.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.order()).containsExactly("noone", CEM, BOB);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2, "Find users", 1));
    }

    @Test
    void an_account_with_a_new_address_keeps_its_position() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);

        Report report = Asking.change(byId, Mode.ADD_REMOVE, List.of(CEM), List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(fake.order()).containsExactly("noone", CEM, BOB);
    }

    @Test
    void an_account_with_a_new_address_is_not_removed_by_its_old_one() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);

        failed(sync(BOB, CEM, DORA).mode(Mode.ADD_REMOVE), byId);

        assertThat(fake.order()).containsExactly("noone", CEM, BOB);
    }

    @Test
    void an_address_that_moved_to_another_account_means_the_new_account() throws Exception {
        fake.join(List.of(ANN, BOB));
        byId.get();
        fake.rename(ANN, CEM);
        Asking.add(byId, CEM);
        fake.introduce(List.of(ANN));

        Asking.add(byId, ANN);

        assertThat(fake.order()).containsExactly("noone", CEM, BOB, ANN);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void a_person_without_a_license_is_reported_and_the_others_are_added(int status) throws Exception {
        fake.refuseListsWith(status);
        fake.join(List.of(ANN, BOB));
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));

        Report report = failed(sync(ANN, CEM, DORA), byId);

        assertThat(fake.order()).containsExactly("noone", ANN, CEM);
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, DORA).reason()).contains("a license for Jira Service Management");
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
    }

    @Test
    void accounts_can_be_looked_up_at_the_site() throws Exception {
        fake.join(List.of(ANN));
        try (JiraOperations elsewhere =
                jira().site(fake.address().resolve("/ex/jira/" + JsmFake.CLOUD)).build()) {
            assertThat(elsewhere.schedule(JsmFake.SCHEDULE_ID).get().things()).containsExactly(ANN);
        }
    }

    @Test
    void the_name_shows_the_site_and_not_the_token() {
        JiraOperations site = JiraOperations.of("0c7a", "me@example.com", "secret");

        assertThat(site.schedule("Platform").rotation("Primary"))
                .hasToString("Jira Service Management 0c7a schedule Platform, rotation Primary");
        assertThat(site.onCall("Platform").at(Instant.EPOCH).name())
                .isEqualTo("Jira Service Management 0c7a on-call of schedule Platform at 1970-01-01T00:00:00Z");
        assertThat(site).hasToString("Jira Service Management 0c7a");
        assertThat(JiraOperations.builder("0c7a", "me@example.com", "secret")
                        .baseUrl(URI.create("https://api.atlassian.com"))
                        .build())
                .hasToString("Jira Service Management 0c7a");
    }

    // --- Empty slots and participants of other types

    private Object participants() {
        return fake.received().stream()
                .filter(request -> request.verb().equals("PATCH"))
                .map(request -> Json.readObject(request.body()).get("participants"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_empty_slot_is_kept_with_its_word_and_its_null_id() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, "noone", BOB, "team:t1", "noone", ANN);

        sync(ANN, CEM).syncWith(byId);

        assertThat(fake.order()).containsExactly(ANN, "noone", "team:t1", "noone", ANN, CEM);
        Map<String, Object> emptySlot = new HashMap<>(Map.of("type", "noone"));
        emptySlot.put("id", null);
        Map<String, Object> ann = Map.of("type", "user", "id", fake.idOf(ANN));
        assertThat(participants())
                .isEqualTo(List.of(
                        ann,
                        emptySlot,
                        Map.of("type", "team", "id", "t1"),
                        emptySlot,
                        ann,
                        Map.of("type", "user", "id", fake.idOf(CEM))));
    }

    @Test
    void the_last_person_beside_an_empty_slot_is_not_removed() throws Exception {
        fake.order("noone", ANN);
        Sync nobody = Sync.from(Sources.of(List.of()))
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowFullReplacement());

        Report report = failed(nobody, byId);

        assertThat(outcome(report, ANN).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(fake.order()).containsExactly("noone", ANN);
        assertThat(fake.calls()).doesNotContainKey("Update rotation");
    }

    @Test
    void empty_slots_are_not_listed_and_not_counted() throws Exception {
        fake.order("noone", ANN, "noone", "team:t1");

        assertThat(byId.get().things()).containsExactly(ANN);
        assertThat(byId.get().leftOut()).isEqualTo(Map.of("team", 1));
    }

    @Test
    void a_participant_of_a_future_type_is_counted_and_written_back_exactly_as_it_was_read() throws Exception {
        fake.order("pool:p1", ANN, BOB);

        assertThat(byId.get().leftOut()).isEqualTo(Map.of("pool", 1));
        sync(ANN).syncWith(byId);

        assertThat(fake.order()).containsExactly("pool:p1", ANN);
        assertThat(participants())
                .isEqualTo(List.of(
                        Map.of("type", "pool", "id", "p1", "weight", "heavy"),
                        Map.of("type", "user", "id", fake.idOf(ANN))));
    }

    // --- The plan warns

    @Test
    void a_plan_that_adds_people_warns_that_turns_can_shift() throws Exception {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));

        assertThat(sync(ANN, BOB, CEM).plan(byId).warnings())
                .singleElement()
                .asString()
                .contains("can change who is on call now");
        assertThat(sync(ANN, BOB, DORA).plan(byId).warnings())
                .as("nobody can be added")
                .isEmpty();
    }

    // --- Answers that do not tell what happened

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_write_that_a_gateway_answers_is_not_known(int status) throws Exception {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        fake.answerWritesAsGateway(status, false);

        try (JiraOperations patient = jira().retry(fast()).build()) {
            Report report = failed(sync(ANN, CEM), patient.schedule(JsmFake.SCHEDULE_ID));

            assertThat(outcome(report, CEM).state()).isEqualTo(State.NOT_KNOWN);
            assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_KNOWN);
        }
    }

    @Test
    void a_write_that_succeeded_behind_a_gateway_is_checked_and_not_repeated() throws Exception {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        fake.answerWritesAsGateway(502, true);

        try (JiraOperations patient = jira().retry(fast()).build()) {
            assertThat(sync(ANN, CEM)
                            .syncWith(patient.schedule(JsmFake.SCHEDULE_ID))
                            .isClean())
                    .isTrue();
        }

        assertThat(fake.calls()).containsEntry("Update rotation", 1).containsEntry("Get rotation", 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_success_without_its_result_is_checked_by_a_read(boolean applies) throws Exception {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        fake.hideResults(applies);

        Report report = applies ? sync(ANN, CEM).syncWith(byId) : failed(sync(ANN, CEM), byId);

        assertThat(outcome(report, CEM).state()).isEqualTo(applies ? State.DONE : State.NOT_KNOWN);
        assertThat(outcome(report, BOB).state()).isEqualTo(applies ? State.DONE : State.NOT_KNOWN);
        assertThat(fake.calls()).containsEntry("Update rotation", 1).containsEntry("Get rotation", 1);
    }

    @Test
    void a_success_that_shows_other_participants_is_not_known() throws Exception {
        fake.introduce(List.of(CEM));
        fake.join(List.of(ANN, BOB));
        fake.ignoreWrites();

        Report report = failed(sync(ANN, CEM), byId);

        assertThat(outcome(report, CEM).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, CEM).reason()).contains("it does not show the participants that were sent");
        assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(fake.calls()).containsEntry("Update rotation", 1).containsEntry("Get rotation", 1);
    }

    private static Retry fast() {
        return Retry.standard()
                .time(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC), wait -> {}, () -> 1);
    }

    // --- Pages

    @Test
    void rotations_whose_offset_the_server_ignores_are_a_malformed_answer() {
        for (int i = 0; i < 60; i++) {
            fake.addRotation("Rotation " + i, List.of("person%02d@example.com".formatted(i)));
        }
        fake.ignoreOffsets();

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(byId::get)
                .withMessageContaining("a page repeats what earlier pages held")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2));
    }

    @Test
    void all_pages_of_accounts_are_read() throws Exception {
        fake.join(people(25));
        fake.limitPagesOfAccounts(10);

        assertThat(byId.get().things()).containsExactlyElementsOf(people(25));
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1, "Bulk get users", 3));
    }

    @Test
    void accounts_whose_offset_the_server_ignores_are_a_malformed_answer() {
        fake.join(people(25));
        fake.limitPagesOfAccounts(10);
        fake.ignoreOffsets();

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(byId::get)
                .withMessageContaining("it is not the page that was asked for")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1, "Bulk get users", 2));
    }

    @Test
    void a_page_of_accounts_that_does_not_say_whether_more_follow_is_a_malformed_answer() {
        fake.join(people(25));
        fake.hideTheEndOfAccounts();

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(byId::get)
                .withMessageContaining("it does not say whether more accounts follow")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    // --- Look-ups

    @Test
    void addresses_and_ids_are_looked_up_again_after_the_time_of_cache_for() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        fake.join(List.of(ANN));
        fake.introduce(List.of(CEM));
        try (JiraOperations forgetful = jira().retry(Retry.standard().time(clock, wait -> {}, () -> 1))
                .cacheFor(Duration.ofMinutes(5))
                .build()) {
            JsmSchedule schedule = forgetful.schedule(JsmFake.SCHEDULE);
            schedule.get();
            schedule.preview(List.of(CEM));
            now.set(now.get().plus(Duration.ofMinutes(5).minusMillis(1)));
            schedule.get();
            schedule.preview(List.of(CEM));
            assertThat(fake.calls())
                    .isEqualTo(Map.of("List schedules", 1, "List rotations", 2, "Bulk get users", 1, "Find users", 1));

            fake.rename(ANN, BOB);
            now.set(now.get().plusMillis(1));

            assertThat(schedule.get().things()).containsExactly(BOB);
            schedule.preview(List.of(CEM));
            assertThat(fake.calls())
                    .isEqualTo(Map.of("List schedules", 2, "List rotations", 3, "Bulk get users", 2, "Find users", 2));
        }
    }

    @Test
    void an_account_that_no_longer_exists_is_counted_and_looked_up_once() throws Exception {
        fake.order(ANN, "user:deleted");

        byId.get();

        assertThat(byId.get().things()).containsExactly(ANN);
        assertThat(byId.get().leftOut()).isEqualTo(Map.of("no e-mail", 1));
        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 3, "Bulk get users", 1));
    }

    @Test
    void the_write_does_not_look_up_again_what_the_preview_looked_up() throws Exception {
        fake.join(List.of(ANN));
        fake.introduce(List.of(CEM, DORA));
        Sync sync = sync(ANN, CEM, DORA);
        Plan plan = sync.plan(byId);
        fake.forgetRequests();

        sync.apply(plan, byId);

        assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 1, "Update rotation", 1));
    }
}
