package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.adapter.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code remove-after}: a member is removed only if it has been missing from the source for long enough. */
final class RemoveAfterTest {
    private final MemoryFixture fixture = new MemoryFixture();

    private static Memory threeRuns(Memory memory) {
        return memory.removeAfter(3);
    }

    private static Memory aWeek(Memory memory) {
        return memory.removeAfter(Duration.ofDays(7));
    }

    @BeforeEach
    void a_run_in_which_the_source_has_everybody() {
        fixture.people("ann", "bob").apply();
        day();
    }

    private void day() {
        fixture.pass(Duration.ofDays(1));
    }

    /** A run on each of the next days. */
    private void runs(int count, UnaryOperator<Memory> guard, String... people) {
        for (int i = 0; i < count; i++) {
            fixture.people(people).apply(guard);
            day();
        }
    }

    private void assertWaits(UnaryOperator<Memory> guard, String reason) {
        Plan plan = fixture.plan(guard);

        assertThat(plan.objections()).isEmpty();
        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept()).isEqualTo(Map.of("ann", reason));
    }

    private void assertRemoves(UnaryOperator<Memory> guard) {
        Plan plan = fixture.plan(guard);

        assertThat(plan.objections()).isEmpty();
        assertThat(plan.removals()).containsExactly("ann");
    }

    // --- Runs

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2"})
    void a_removal_waits_until_the_member_has_been_missing_in_enough_runs(int earlier, int now) {
        runs(earlier, RemoveAfterTest::threeRuns, "bob");

        fixture.people("bob");

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in " + now + " of 3 runs in a row");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 9})
    void a_member_that_has_been_missing_in_enough_runs_is_removed(int earlier) {
        runs(earlier, memory -> memory.removeAfter(100), "bob");

        fixture.people("bob");

        assertRemoves(RemoveAfterTest::threeRuns);
    }

    @Test
    void the_third_run_removes() {
        runs(2, RemoveAfterTest::threeRuns, "bob");
        assertThat(fixture.team.members).containsExactly("ann", "bob");

        runs(1, RemoveAfterTest::threeRuns, "bob");
        assertThat(fixture.team.members).containsExactly("bob");
    }

    @Test
    void a_run_in_which_the_member_was_wanted_again_starts_the_count_anew() {
        runs(2, RemoveAfterTest::threeRuns, "bob");
        runs(1, RemoveAfterTest::threeRuns, "ann", "bob");

        fixture.people("bob");

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void each_member_has_its_own_count() {
        runs(1, RemoveAfterTest::threeRuns, "bob");

        Plan plan = fixture.people().plan(RemoveAfterTest::threeRuns);

        assertThat(plan.kept())
                .isEqualTo(Map.of(
                        "ann", "waits: missing from the source in 2 of 3 runs in a row",
                        "bob", "waits: missing from the source in 1 of 3 runs in a row"));
    }

    @Test
    void a_run_in_which_the_place_kept_the_member_counts() {
        fixture.team.kept.put("ann", "owner");
        runs(2, RemoveAfterTest::threeRuns, "bob");
        fixture.team.kept.clear();

        assertRemoves(RemoveAfterTest::threeRuns);
    }

    @Test
    void a_member_that_joined_only_now_was_not_missing_before() {
        runs(3, RemoveAfterTest::threeRuns, "ann", "bob");
        fixture.team.members.add("eve");

        Plan plan = fixture.plan(RemoveAfterTest::threeRuns);

        assertThat(plan.kept()).isEqualTo(Map.of("eve", "waits: missing from the source in 1 of 3 runs in a row"));
    }

    @Test
    void a_plan_is_no_run() {
        fixture.people("bob");
        for (int i = 0; i < 5; i++) {
            fixture.plan(RemoveAfterTest::threeRuns);
        }

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void a_run_that_was_refused_does_not_count() {
        fixture.people("bob").applyRefused().applyRefused().applyRefused();

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void a_run_that_was_refused_and_in_which_the_member_was_wanted_starts_the_count_anew() {
        runs(2, RemoveAfterTest::threeRuns, "bob");
        fixture.people("ann", "bob").applyRefused();

        fixture.people("bob");

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void a_run_that_did_not_read_the_place_is_passed_over() {
        runs(2, RemoveAfterTest::threeRuns, "bob");
        fixture.apply(RemoveAfterTest::threeRuns).killedAfter("run").team.members("ann", "bob");

        assertRemoves(RemoveAfterTest::threeRuns);
    }

    @Test
    void a_run_of_the_undo_command_is_passed_over() {
        runs(1, RemoveAfterTest::threeRuns, "bob");
        fixture.people("ann", "bob")
                .run(RunInfo.of("undo", MemoryFixture.CONFIGURATION).undoing("20260301-090000-000"), memory -> memory);
        runs(1, RemoveAfterTest::threeRuns, "bob");

        assertRemoves(RemoveAfterTest::threeRuns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "start", "outcome"})
    void a_run_that_was_cut_short_counts_for_what_it_read(String lastLine) {
        runs(1, RemoveAfterTest::threeRuns, "bob");
        fixture.people("bob", "eve").apply(RemoveAfterTest::threeRuns).killedAfter(lastLine);

        fixture.people("bob", "eve");

        assertRemoves(RemoveAfterTest::threeRuns);
    }

    @Test
    void a_run_that_removes_nobody_tells_nothing() {
        fixture.mode(Mode.ADD_ONLY);
        runs(3, RemoveAfterTest::threeRuns, "bob");

        fixture.mode(Mode.ADD_REMOVE);

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void another_source_starts_the_count_anew() {
        runs(2, RemoveAfterTest::threeRuns, "bob");

        fixture.source("other people");

        assertWaits(RemoveAfterTest::threeRuns, "waits: missing from the source in 1 of 3 runs in a row");
    }

    @Test
    void a_member_is_known_in_another_case_and_under_its_alias() {
        runs(2, RemoveAfterTest::threeRuns, "bob");
        fixture.team.members("ANN@home", "bob");
        fixture.team.aliases.put("Ann", "ANN@home");

        Plan plan = fixture.plan(RemoveAfterTest::threeRuns);

        assertThat(plan.removals()).containsExactly("ANN@home");
    }

    // --- Time

    @Test
    void a_removal_waits_for_a_time_and_the_plan_says_until_when() {
        runs(1, RemoveAfterTest::aWeek, "bob");

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z");
    }

    @Test
    void the_first_run_that_misses_a_member_starts_the_time() {
        fixture.people("bob");

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z");
    }

    @Test
    void a_member_is_removed_when_the_time_is_over() {
        runs(1, RemoveAfterTest::aWeek, "bob");
        fixture.pass(Duration.ofDays(6).minusSeconds(1));

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z");

        fixture.pass(Duration.ofSeconds(1));
        assertRemoves(RemoveAfterTest::aWeek);
    }

    @Test
    void a_member_that_came_back_in_between_waits_for_the_whole_time() {
        runs(4, RemoveAfterTest::aWeek, "bob");
        runs(1, RemoveAfterTest::aWeek, "ann", "bob");
        runs(6, RemoveAfterTest::aWeek, "bob");

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-14T09:00:00Z: missing from the source since 2026-03-07T09:00:00Z");

        runs(1, RemoveAfterTest::aWeek, "bob");
        assertRemoves(RemoveAfterTest::aWeek);
    }

    // --- A clock that jumps

    @Test
    void a_clock_that_jumps_back_removes_nobody_early() {
        runs(1, RemoveAfterTest::aWeek, "bob");
        fixture.clock.now = Instant.EPOCH;

        assertThat(fixture.plan(RemoveAfterTest::aWeek).removals()).isEmpty();
    }

    @Test
    void a_run_with_a_clock_from_the_past_shortens_no_time() {
        runs(1, RemoveAfterTest::aWeek, "ann", "bob");
        Instant now = fixture.clock.now;
        fixture.clock.now = Instant.EPOCH;
        fixture.people("bob").apply(RemoveAfterTest::aWeek);
        fixture.clock.now = now.plus(Duration.ofHours(1));

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z");
    }

    @Test
    void a_run_with_a_clock_from_the_past_lengthens_no_time() {
        runs(3, RemoveAfterTest::aWeek, "bob");
        Instant now = fixture.clock.now;
        fixture.clock.now = Instant.EPOCH;
        fixture.apply(RemoveAfterTest::aWeek);
        fixture.clock.now = now;
        runs(4, RemoveAfterTest::aWeek, "bob");

        assertRemoves(RemoveAfterTest::aWeek);
    }

    @Test
    void a_run_with_a_clock_from_the_future_counts_from_the_run_after_it() {
        Instant now = fixture.clock.now;
        fixture.clock.now = Instant.parse("2030-01-01T00:00:00Z");
        fixture.people("bob").apply(RemoveAfterTest::aWeek);
        fixture.clock.now = now;
        runs(1, RemoveAfterTest::aWeek, "bob");
        fixture.pass(Duration.ofDays(5));

        assertWaits(
                RemoveAfterTest::aWeek,
                "waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z");

        day();
        assertRemoves(RemoveAfterTest::aWeek);
    }

    // --- With others

    @Test
    void a_member_that_no_run_added_does_not_wait_to_be_removed() {
        fixture.team.members.add("zoe");

        Plan plan = fixture.people("bob").plan(memory -> memory.removeAfter(2).onlyManaged());

        assertThat(plan.kept())
                .isEqualTo(Map.of(
                        "ann", "waits: missing from the source in 1 of 2 runs in a row",
                        "zoe", "not added by a run of Go Sync"));
    }

    @Test
    void the_last_of_two_values_holds() {
        fixture.people("bob");

        assertRemoves(memory -> memory.removeAfter(9).removeAfter(1));
    }

    @Test
    void an_empty_memory_objects_and_lets_everybody_wait() {
        MemoryFixture fresh = new MemoryFixture();
        fresh.team.members("ann", "bob");
        fresh.people("bob");

        List<Objection> refused = fresh.objections(RemoveAfterTest::threeRuns);
        Plan allowed = fresh.plan(memory -> memory.removeAfter(3).firstRun());

        assertThat(refused)
                .singleElement()
                .extracting(Objection::remedy)
                .asString()
                .contains("--first-run");
        assertThat(allowed.objections()).isEmpty();
        assertThat(allowed.kept()).containsOnlyKeys("ann");
    }

    @Test
    void wrong_values_are_errors() {
        Memory memory = fixture.memory();

        assertThatThrownBy(() -> memory.removeAfter(0)).hasMessage("remove-after must be 1 run or more, but is 0");
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(-7))) {
            assertThatThrownBy(() -> memory.removeAfter(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("remove-after must be a positive time, but is ");
        }
    }
}
