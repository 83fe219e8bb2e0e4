package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsgenieScheduleTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";
    private static final String DORA = "dora@example.com";
    private static final String EVE = "eve@example.com";

    private final OpsgenieFake fake = new OpsgenieFake();
    private final List<Duration> waits = new ArrayList<>();
    private final Retry retry = Retry.standard()
            .time(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC), waits::add, () -> 1);
    private final Opsgenie opsgenie = opsgenie().build();
    private final OpsgenieSchedule schedule = opsgenie.schedule(OpsgenieFake.SCHEDULE);

    private Opsgenie.Builder opsgenie() {
        return Opsgenie.builder(Conditions.SECRET).baseUrl(fake.address()).retry(retry);
    }

    private static Opsgenie at(String baseUrl) {
        return Opsgenie.builder("secret").baseUrl(URI.create(baseUrl)).build();
    }

    @AfterEach
    void close() {
        opsgenie.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private static Sync sync(String... people) {
        return Sync.from(Sources.of(List.of(people)))
                .guard(Guards.maxRemovals(1000))
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptySource());
    }

    private static Report failed(Sync sync, Adapter destination) throws InterruptedException {
        try {
            sync.syncWith(destination);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
        throw new AssertionError("the sync went through");
    }

    private static Outcome outcome(Report report, String thing) {
        return report.outcomes().stream()
                .filter(each -> each.thing().equals(thing))
                .findFirst()
                .orElseThrow();
    }

    private List<Map<String, Object>> bodies() {
        List<Map<String, Object>> bodies = new ArrayList<>();
        for (FakeRequest request : fake.received()) {
            if (request.verb().equals("PATCH")) {
                bodies.add(Json.readObject(request.body()));
            }
        }
        return bodies;
    }

    /** The e-mail addresses of each list that was sent. */
    private List<List<String>> written() {
        Map<String, String> emails = new HashMap<>();
        Stream.of(ANN, BOB, CEM, DORA, EVE).forEach(email -> emails.put(fake.idOf(email), email));
        List<List<String>> written = new ArrayList<>();
        for (Map<String, Object> body : bodies()) {
            List<String> people = new ArrayList<>();
            for (Object each : (List<?>) body.get("participants")) {
                Map<?, ?> one = (Map<?, ?>) each;
                people.add(one.containsKey("id") ? emails.get(one.get("id")) : (String) one.get("username"));
            }
            written.add(people);
        }
        return written;
    }

    // --- The order of duty

    @Test
    void keeps_the_order_of_duty_and_adds_at_the_end() throws Exception {
        fake.introduce(List.of(CEM, DORA));
        fake.order(BOB, "team:t1", ANN, "none", BOB, "escalation:e1");

        sync(DORA, CEM, ANN).syncWith(schedule);

        assertThat(fake.order()).containsExactly("team:t1", ANN, "none", "escalation:e1", CEM, DORA);
    }

    @Test
    void a_member_with_two_positions_keeps_both() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB, ANN, "none", "none");

        sync(ANN, CEM).syncWith(schedule);

        assertThat(fake.order()).containsExactly(ANN, ANN, "none", "none", CEM);
    }

    @Test
    void additions_and_removals_are_one_patch_of_the_participants_alone() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB, "team:t1", "none");

        sync(ANN, CEM).syncWith(schedule);

        assertThat(bodies())
                .containsExactly(Map.of(
                        "participants",
                        List.of(
                                Map.of("type", "user", "id", fake.idOf(ANN)),
                                Map.of("type", "team", "id", "t1"),
                                Map.of("type", "none"),
                                Map.of("type", "user", "username", CEM))));
    }

    // --- Changes made by hand

    @Test
    void changes_made_by_hand_since_the_plan_are_kept() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        Sync sync = sync(ANN, CEM);
        Plan plan = sync.plan(schedule);
        fake.order("team:t9", EVE, BOB, ANN);

        sync.apply(plan, schedule);

        assertThat(fake.order()).containsExactly("team:t9", EVE, ANN, CEM);
    }

    @Test
    void a_listed_member_who_was_renamed_since_the_plan_is_removed() throws Exception {
        fake.order(ANN, BOB);
        Sync sync = sync(ANN);
        Plan plan = sync.plan(schedule);
        fake.rename(BOB, CEM);
        fake.join(List.of(BOB));

        sync.apply(plan, schedule);

        assertThat(fake.order()).as("another user has the address now").containsExactly(ANN, BOB);
    }

    @Test
    void a_member_who_got_the_address_of_a_newcomer_since_the_plan_keeps_the_position() throws Exception {
        fake.order(BOB, ANN);
        Sync sync = sync(ANN, CEM);
        Plan plan = sync.plan(schedule);
        fake.rename(BOB, CEM);

        Report report = sync.apply(plan, schedule);

        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, CEM).alreadyThere()).isTrue();
        assertThat(fake.order()).containsExactly(CEM, ANN);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void changes_made_by_hand_while_the_write_waits_are_kept() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        Retry impatient =
                Retry.standard().time(Clock.systemUTC(), wait -> fake.order(EVE, "none", BOB, ANN), () -> 0.001);
        fake.inject(Fault.rateLimited(Duration.ofSeconds(1)).onWrites().times(1));

        try (Opsgenie other = opsgenie().retry(impatient).build()) {
            sync(ANN, CEM).syncWith(other.schedule(OpsgenieFake.SCHEDULE));
        }

        assertThat(fake.order()).containsExactly(EVE, "none", ANN, CEM);
        assertThat(fake.calls())
                .isEqualTo(Map.of("Get Schedule", 2, "Get Schedule Rotation", 1, "Update Schedule Rotation", 2));
    }

    @Test
    void a_write_whose_answer_was_lost_is_checked_and_not_repeated() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER).onWrites().times(1));

        Report report = sync(ANN, CEM).syncWith(schedule);

        assertThat(report.isClean()).isTrue();
        assertThat(fake.order()).containsExactly(ANN, CEM);
        assertThat(bodies()).hasSize(1);
    }

    // --- Rotations

    @Test
    void lists_the_people_of_all_rotations_each_once() throws Exception {
        fake.order(ANN, "team:t1", BOB, "none");
        fake.addRotation("Secondary", BOB, CEM, "escalation:e1", "team:t1");

        assertThat(schedule.get().things()).containsExactly(ANN, BOB, CEM);
        assertThat(schedule.get().leftOut()).isEqualTo(Map.of("team", 1, "escalation", 1));
        assertThat(schedule.rotation("Secondary").get().things()).containsExactly(BOB, CEM);
    }

    @Test
    void writes_nothing_if_there_are_several_rotations_and_none_is_named() throws Exception {
        fake.introduce(List.of(DORA));
        fake.order(ANN);
        fake.addRotation("Secondary", BOB);

        Report report = failed(sync(ANN, BOB, DORA), schedule);

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(report.toString()).contains("2 rotations", "Name the rotation to write: Primary, Secondary.");
        assertThat(outcome(report, DORA).state()).isEqualTo(State.NOT_STARTED);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void writes_only_the_rotation_that_is_named() throws Exception {
        fake.introduce(List.of(DORA));
        fake.order(ANN);
        fake.addRotation("Secondary", BOB, CEM);

        sync(CEM, DORA).syncWith(schedule.rotation("Secondary"));

        assertThat(fake.order()).containsExactly(ANN);
        assertThat(fake.orderOf("Secondary")).containsExactly(CEM, DORA);
        assertThat(fake.calls()).isEqualTo(Map.of("Get Schedule", 2, "Update Schedule Rotation", 1));
    }

    @Test
    void a_schedule_without_rotations_is_read_as_empty_and_not_written() throws Exception {
        fake.introduce(List.of(ANN));
        fake.removeRotations();

        Report report = failed(sync(ANN), schedule);

        assertThat(schedule.get().things()).isEmpty();
        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.NOT_FOUND);
        assertThat(report.toString()).contains("the schedule has no rotation", "Add a rotation to the schedule.");
        assertThat(bodies()).isEmpty();
    }

    @Test
    void a_missing_rotation_fails_the_read_and_the_error_lists_the_others() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(schedule.rotation("Tertiary")::get)
                .withMessageContaining("the schedule has no rotation Tertiary")
                .withMessageContaining("Name one of its rotations: Primary.")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void two_rotations_with_one_name_must_be_named_by_id() throws Exception {
        fake.addRotation("Primary", BOB);

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(schedule.rotation("Primary")::get)
                .withMessageContaining("Name the rotation by its id: 3ce33f53-")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(schedule.rotation("3ce33f53-69be-4b92-8d34-000000000002")
                        .get()
                        .things())
                .containsExactly(BOB);
    }

    @Test
    void names_of_rotations_are_shown_in_one_line_and_without_secrets() throws Exception {
        fake.introduce(List.of(DORA));
        fake.addRotation("Nights\nof " + Conditions.SECRET, BOB);

        assertThat(failed(sync(DORA), schedule).toString())
                .contains("Name the rotation to write: Primary, Nights of ***.")
                .doesNotContain(Conditions.SECRET.substring(0, 5));
    }

    @Test
    void the_name_of_a_rotation_that_would_be_empty_shows_no_secret() throws Exception {
        fake.removeRotations();
        fake.addRotation("Nights of " + Conditions.SECRET, ANN);

        Report report = failed(sync().guard(Guards.allowEmptyDestination()).mode(Mode.REMOVE_ONLY), schedule);

        assertThat(outcome(report, ANN).reason()).contains("nobody in the rotation Nights of ***");
    }

    // --- Refusals

    @ParameterizedTest
    @CsvSource({"ADD_REMOVE, 2, 3", "REMOVE_ADD, 1, 2"})
    void a_list_that_is_refused_because_of_some_people_is_written_without_them(Mode mode, int rereads, int writes)
            throws Exception {
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, BOB);

        Report report = failed(sync(ANN, CEM, DORA, EVE).mode(mode), schedule);

        assertThat(fake.order()).containsExactly(ANN, CEM);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, EVE).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, EVE).reason()).contains("unknown to Opsgenie");
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, DORA).reason()).contains("Give " + DORA + " a license");
        assertThat(fake.calls())
                .isEqualTo(Map.of(
                        "Get Schedule",
                        2,
                        "Get Schedule Rotation",
                        rereads,
                        "Get User",
                        2,
                        "Update Schedule Rotation",
                        writes));
    }

    @Test
    void finds_the_refused_people_if_the_answer_does_not_name_them() throws Exception {
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, BOB);
        fake.hideTheRefused();

        Report report = failed(sync(ANN, CEM, DORA, EVE), schedule);

        assertThat(fake.order()).containsExactly(ANN, CEM);
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, EVE).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
    }

    @Test
    void a_refused_person_who_cannot_be_looked_up_does_not_count_as_unknown() throws Exception {
        fake.order(ANN);
        fake.hideUsers();

        Report report = failed(sync(ANN, EVE), schedule);

        assertThat(outcome(report, EVE).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(fake.order()).containsExactly(ANN);
    }

    @Test
    void a_404_to_the_write_of_a_rotation_that_exists_means_an_unknown_person() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN);
        fake.answerStrangersWith404();

        Report report = failed(sync(ANN, CEM, EVE), schedule);

        assertThat(fake.order()).containsExactly(ANN, CEM);
        assertThat(outcome(report, EVE).kind()).contains(FailureKind.UNKNOWN_THING);
    }

    @Test
    void a_refused_member_stays_in_the_rotation_and_is_named() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.introduceUnlicensed(List.of(BOB));

        Report report = failed(sync(ANN, BOB, CEM), schedule);

        assertThat(fake.order()).containsExactly(ANN, BOB);
        assertThat(outcome(report, CEM).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(outcome(report, CEM).reason())
                .contains("participants[1] participant is not valid", "Remove " + BOB + " from the rotation by hand");
    }

    @Test
    void a_refused_member_is_named_if_people_are_only_removed() throws Exception {
        fake.order(ANN, BOB, EVE);
        fake.introduceUnlicensed(List.of(EVE));

        Report report = failed(sync(ANN, EVE), schedule);

        assertThat(fake.order()).containsExactly(ANN, BOB, EVE);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(outcome(report, BOB).reason())
                .contains("Opsgenie no longer accepts a present participant of the rotation: " + EVE);
    }

    @Test
    void a_tolerated_refusal_is_skipped_and_the_others_are_added() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN);

        Report report = sync(ANN, CEM, EVE).tolerate(FailureKind.UNKNOWN_THING).syncWith(schedule);

        assertThat(outcome(report, EVE).state()).isEqualTo(State.SKIPPED);
        assertThat(fake.order()).containsExactly(ANN, CEM);
    }

    @Test
    void nobody_is_removed_if_additions_fail_and_too_few_would_be_left() throws Exception {
        fake.order(ANN, BOB, CEM);

        Report report = failed(sync(ANN, EVE), schedule);

        assertThat(fake.order()).containsExactly(ANN, BOB, CEM);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_STARTED);
        assertThat(report.failure().orElseThrow().message()).contains("only 0 of 1 additions succeeded");
    }

    @Test
    void nobody_is_removed_if_no_address_is_known() throws Exception {
        fake.order(ANN, BOB, CEM);

        Report report = failed(Sync.from(Sources.of(List.of(DORA, EVE, "fay@example.com"))), schedule);

        assertThat(fake.order()).containsExactly(ANN, BOB, CEM);
        assertThat(outcome(report, EVE).kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(report.toString()).contains("3 members who should have lost access still have it");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_removal_happens_although_a_newcomer_is_unknown_or_has_no_license(boolean unknown) throws Exception {
        List<String> people = people(20);
        fake.join(people);
        List<String> source = new ArrayList<>(people.subList(1, 20));
        source.add(EVE);
        if (!unknown) {
            fake.introduceUnlicensed(List.of(EVE));
        }

        Report report = failed(Sync.from(Sources.of(source)), schedule);

        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(people.subList(1, 20));
        assertThat(outcome(report, EVE).kind())
                .contains(unknown ? FailureKind.UNKNOWN_THING : FailureKind.REFUSED_THING);
        assertThat(outcome(report, people.get(0)).state()).isEqualTo(State.DONE);
    }

    @Test
    void a_removal_happens_and_an_unknown_newcomer_is_skipped_if_tolerated() throws Exception {
        List<String> people = people(20);
        fake.join(people);
        List<String> source = new ArrayList<>(people.subList(1, 20));
        source.add(EVE);

        Report report = Sync.from(Sources.of(source))
                .tolerate(FailureKind.UNKNOWN_THING)
                .syncWith(schedule);

        assertThat(outcome(report, EVE).state()).isEqualTo(State.SKIPPED);
        assertThat(fake.members()).containsExactlyInAnyOrderElementsOf(people.subList(1, 20));
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count)
                .mapToObj("person%02d@example.com"::formatted)
                .toList();
    }

    @Test
    void an_address_in_another_case_is_the_same_member_and_nothing_changes() throws Exception {
        fake.order(ANN, BOB);

        Report report = Sync.from(Sources.of(List.of("ANN@Example.com", BOB)))
                .matching(Matching.exact())
                .syncWith(schedule);

        assertThat(report.plan().orElseThrow().isEmpty()).isTrue();
        assertThat(fake.calls()).isEqualTo(Map.of("Get Schedule", 1));
    }

    @Test
    void a_newcomer_who_joined_since_the_plan_is_not_added_twice() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        Sync sync = sync(ANN, BOB, CEM);
        Plan plan = sync.plan(schedule);
        fake.order(ANN, BOB, CEM);

        Report report = sync.apply(plan, schedule);

        assertThat(outcome(report, CEM).alreadyThere()).isTrue();
        assertThat(fake.order()).containsExactly(ANN, BOB, CEM);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void removals_wait_for_the_additions_with_add_remove() throws Exception {
        fake.introduce(List.of(CEM));
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, BOB);

        Report report = failed(sync(ANN, CEM, DORA).mode(Mode.ADD_REMOVE), schedule);

        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(written()).containsExactly(List.of(ANN, CEM, DORA), List.of(ANN, BOB, CEM), List.of(ANN, CEM));
    }

    @Test
    void removals_also_wait_if_the_answer_does_not_name_the_refused_people() throws Exception {
        fake.introduce(List.of(CEM, EVE));
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, BOB);
        fake.hideTheRefused();

        Report report = failed(sync(ANN, CEM, DORA, EVE).mode(Mode.ADD_REMOVE), schedule);

        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(fake.order()).containsExactly(ANN, CEM, EVE);
        List<List<String>> written = written();
        assertThat(written.subList(1, written.size() - 1))
                .allSatisfy(list -> assertThat(list).contains(ANN, BOB));
        assertThat(written.get(written.size() - 1)).containsExactly(ANN, CEM, EVE);
    }

    @Test
    void a_refused_member_can_be_removed_and_the_next_run_adds_the_others() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.introduceUnlicensed(List.of(BOB, DORA));
        fake.hideTheRefused();

        Report first = failed(sync(ANN, CEM, DORA), schedule);
        List<String> afterFirst = fake.order();
        failed(sync(ANN, CEM, DORA), schedule);

        assertThat(outcome(first, BOB).state()).isEqualTo(State.DONE);
        assertThat(afterFirst).containsExactly(ANN);
        assertThat(fake.order()).containsExactly(ANN, CEM);
    }

    @Test
    void a_refused_member_who_is_removed_hinders_nobody_with_remove_add() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.introduceUnlicensed(List.of(BOB, DORA));
        fake.hideTheRefused();

        Report report = failed(sync(ANN, CEM, DORA).mode(Mode.REMOVE_ADD), schedule);

        assertThat(fake.order()).containsExactly(ANN, CEM);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
    }

    @Test
    void a_refused_newcomer_removes_nobody() throws Exception {
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, "none");
        fake.hideTheRefused();

        Report report = failed(sync(DORA), schedule);

        assertThat(fake.order()).containsExactly(ANN, "none");
        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_STARTED);
    }

    @Test
    void a_refused_newcomer_does_not_leave_the_rotation_empty() throws Exception {
        fake.introduceUnlicensed(List.of(DORA));
        fake.order(ANN, "none");
        fake.hideTheRefused();

        Report report = failed(sync(DORA).mode(Mode.REMOVE_ADD), schedule);

        assertThat(fake.order()).containsExactly(ANN, "none");
        assertThat(outcome(report, DORA).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, ANN).reason()).contains("the change would leave nobody in the rotation Primary");
    }

    @Test
    void a_failed_look_up_of_a_refused_person_hinders_nobody() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN);
        fake.inject(Fault.answer(FailureKind.UNAVAILABLE).onReads().from(3).times(6));

        Report report = failed(sync(ANN, CEM, EVE), schedule);

        assertThat(fake.calls()).containsEntry("Get User", 6);
        assertThat(outcome(report, EVE).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(fake.order()).containsExactly(ANN, CEM);
    }

    @Test
    void removals_happen_without_the_refused_people_with_remove_add() throws Exception {
        fake.order(ANN, BOB);

        failed(sync(ANN, EVE).mode(Mode.REMOVE_ADD), schedule);

        assertThat(fake.order()).containsExactly(ANN);
    }

    @Test
    void a_change_that_would_leave_nobody_is_refused_before_the_write() throws Exception {
        fake.order(ANN, "none", ANN);

        Report report = failed(sync().guard(Guards.allowEmptyDestination()).mode(Mode.REMOVE_ONLY), schedule);

        assertThat(fake.order()).containsExactly(ANN, "none", ANN);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(outcome(report, ANN).reason())
                .contains("the change would leave nobody in the rotation Primary", "Keep at least one participant");
        assertThat(bodies()).isEmpty();
    }

    @Test
    void the_last_person_can_be_removed_if_a_team_stays() throws Exception {
        fake.order(ANN, "team:t1");

        sync().guard(Guards.allowEmptyDestination()).mode(Mode.REMOVE_ONLY).syncWith(schedule);

        assertThat(fake.order()).containsExactly("team:t1");
    }

    @Test
    void all_people_can_be_replaced_with_one_write() throws Exception {
        fake.introduce(List.of(CEM, DORA));
        fake.order(ANN, BOB);

        sync(CEM, DORA).syncWith(schedule);

        assertThat(fake.order()).containsExactly(CEM, DORA);
        assertThat(bodies()).hasSize(1);
    }

    // --- Empty slots and participants of other types

    @Test
    void the_last_person_beside_an_empty_slot_is_not_removed() throws Exception {
        fake.order("none", ANN);

        Report report = failed(sync().guard(Guards.allowEmptyDestination()).mode(Mode.REMOVE_ONLY), schedule);

        assertThat(outcome(report, ANN).kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(fake.order()).containsExactly("none", ANN);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void a_participant_of_a_future_type_is_counted_and_written_back_exactly_as_it_was_read() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order("pool:p1", ANN, BOB, "none");

        assertThat(schedule.get().leftOut()).isEqualTo(Map.of("pool", 1));
        sync(ANN, CEM).syncWith(schedule);

        assertThat(fake.order()).containsExactly("pool:p1", ANN, "none", CEM);
        Map<String, Object> pool = new HashMap<>(Map.of("type", "pool", "id", "p1", "weight", "heavy"));
        pool.put("label", null);
        assertThat(((List<?>) bodies().get(0).get("participants")).get(0)).isEqualTo(pool);
    }

    @Test
    void the_last_person_can_be_removed_if_a_participant_of_a_future_type_stays() throws Exception {
        fake.order(ANN, "pool:p1");

        sync().guard(Guards.allowEmptyDestination()).mode(Mode.REMOVE_ONLY).syncWith(schedule);

        assertThat(fake.order()).containsExactly("pool:p1");
    }

    // --- The plan warns

    @Test
    void a_plan_that_adds_people_warns_that_turns_can_shift() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);

        assertThat(sync(ANN, BOB, CEM).plan(schedule).warnings())
                .singleElement()
                .asString()
                .contains("can change who is on call now", "the start date of the rotation");
        assertThat(sync(ANN, BOB).plan(schedule).warnings()).isEmpty();
        assertThat(fake.calls()).isEqualTo(Map.of("Get Schedule", 2));
    }

    // --- Answers that do not tell what happened

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_write_that_a_gateway_answers_is_not_known(int status) throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.answerWritesAsGateway(status, false);

        Report report = failed(sync(ANN, CEM), schedule);

        assertThat(outcome(report, CEM).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_KNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_write_that_succeeded_behind_a_gateway_is_checked_and_not_repeated(int status) throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.answerWritesAsGateway(status, true);

        assertThat(sync(ANN, CEM).syncWith(schedule).isClean()).isTrue();

        assertThat(bodies()).hasSize(1);
    }

    @Test
    void a_success_without_its_result_is_checked_by_a_read() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.hideResults(true);

        assertThat(sync(ANN, CEM).syncWith(schedule).isClean()).isTrue();

        assertThat(fake.calls())
                .isEqualTo(Map.of("Get Schedule", 2, "Update Schedule Rotation", 1, "Get Schedule Rotation", 1));
    }

    @Test
    void a_success_without_its_result_that_changed_nothing_is_not_known() throws Exception {
        fake.introduce(List.of(CEM));
        fake.order(ANN, BOB);
        fake.hideResults(false);

        Report report = failed(sync(ANN, CEM), schedule);

        assertThat(outcome(report, CEM).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, CEM).reason()).contains("it does not show the rotation");
        assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(bodies()).hasSize(1);
    }

    // --- Errors

    @Test
    void a_key_of_another_team_is_one_clear_error() {
        fake.giveToAnotherTeam();

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(schedule::get)
                .withMessageContaining("HTTP 403 code 40301")
                .withMessageContaining("Use a key of the team that owns the schedule")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.PERMISSION);
        assertThat(fake.calls()).isEqualTo(Map.of("Get Schedule", 1));
    }

    @Test
    void a_missing_schedule_is_one_clear_error() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(opsgenie.schedule("Nowhere")::get)
                .withMessageContaining(
                        "Opsgenie at " + fake.address().getAuthority() + " schedule Nowhere: Get Schedule")
                .withMessageContaining("whether it is named by id or by name")
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void a_wrong_key_is_one_clear_error() {
        try (Opsgenie wrong =
                Opsgenie.builder("wrong").baseUrl(fake.address()).retry(retry).build()) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(wrong.schedule(OpsgenieFake.SCHEDULE)::get)
                    .withMessageContaining("a key is valid in one region only")
                    .extracting(AdapterException::kind)
                    .isEqualTo(FailureKind.AUTHENTICATION);
        }
    }

    // --- Rate limits

    @Test
    void a_rate_limit_waits_for_the_period_in_the_headers() throws Exception {
        fake.order(ANN);
        fake.inject(Fault.rateLimited(Duration.ofSeconds(60)).times(1));

        schedule.get();

        assertThat(waits).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void a_rate_limit_without_headers_waits_longer_each_time() throws Exception {
        fake.order(ANN);
        fake.inject(Fault.answer(FailureKind.RATE_LIMITED).times(3));

        schedule.get();

        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void the_error_of_a_rate_limit_shows_its_reason() {
        fake.inject(Fault.answer(FailureKind.RATE_LIMITED));

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(schedule::get)
                .withMessageContaining("too many calls (limit of this ACCOUNT)");
    }

    @Test
    void the_key_does_not_follow_a_redirect() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            fake.address().resolve("/v2/schedules/Platform").toString());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        try (Opsgenie redirected = opsgenie().baseUrl(address).build()) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(redirected.schedule(OpsgenieFake.SCHEDULE)::get)
                    .withMessageContaining("HTTP 307");
        } finally {
            server.stop(0);
        }

        assertThat(fake.requests()).isEmpty();
    }

    // --- Names

    @Test
    void takes_a_schedule_by_id_or_by_name() throws Exception {
        fake.order(ANN);

        assertThat(opsgenie.schedule(OpsgenieFake.SCHEDULE_ID).get().things()).containsExactly(ANN);
        assertThat(opsgenie.schedule(OpsgenieFake.SCHEDULE).get().things()).containsExactly(ANN);
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(opsgenie.schedule(OpsgenieFake.SCHEDULE_ID).byName()::get);
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(opsgenie.schedule(OpsgenieFake.SCHEDULE).byId()::get);
    }

    @Test
    void a_name_is_escaped_in_the_address() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(opsgenie.schedule("a/b c?d=e&f#g%2F+")::get)
                .extracting(AdapterException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
        assertThat(fake.received().get(0).parameter("schedule")).isEqualTo("a/b c?d=e&f#g%2F+");
    }

    @Test
    void the_spelling_of_the_base_url_does_not_change_the_name() {
        assertThat(at("https://API.opsgenie.com/").schedule("Platform")).hasToString("Opsgenie schedule Platform");
    }

    @Test
    void the_name_shows_the_address_and_not_the_key() {
        Opsgenie us = Opsgenie.of("secret");

        assertThat(us.schedule("Platform").rotation("Primary").name())
                .isEqualTo("Opsgenie schedule Platform, rotation Primary");
        assertThat(Opsgenie.builder("secret").eu().build().schedule("Platform"))
                .hasToString("Opsgenie at api.eu.opsgenie.com schedule Platform");
        assertThat(at("https://proxy.example.com/opsgenie/").onCall("Platform"))
                .hasToString("Opsgenie at proxy.example.com on-call of schedule Platform");
        assertThat(us).hasToString("Opsgenie");
    }
}
