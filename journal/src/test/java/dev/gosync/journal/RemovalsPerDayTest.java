package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Objection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code max-removals-per-day}: the removals of the last 24 hours at a place, and the planned ones. */
final class RemovalsPerDayTest {
    private final MemoryFixture fixture = new MemoryFixture();

    /** A run that removes members, which were there before. */
    private RemovalsPerDayTest removed(int count) {
        fixture.people(fixture.team.members.toArray(String[]::new));
        addMembers(count);
        fixture.apply();
        return this;
    }

    private RemovalsPerDayTest planned(int count) {
        fixture.people(fixture.team.members.toArray(String[]::new));
        addMembers(count);
        return this;
    }

    private void addMembers(int count) {
        for (int i = 0; i < count; i++) {
            fixture.team.members.add("member-" + fixture.clock.now.getEpochSecond() + "-" + i);
        }
    }

    private List<Objection> objections(int limit) {
        return fixture.objections(memory -> memory.maxRemovalsPerDay(limit));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", // nothing to remove
        "0, 5, 5", // exactly the limit
        "3, 2, 5",
        "9, 0, 5" // nothing to remove now
    })
    void removals_within_the_limit_pass(int today, int planned, int limit) {
        removed(today);
        fixture.pass(Duration.ofHours(1));

        planned(planned);

        assertThat(objections(limit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "0, 6, 5", "3, 3, 5", "9, 1, 5"})
    void removals_above_the_limit_are_refused(int today, int planned, int limit) {
        removed(today);
        fixture.pass(Duration.ofHours(1));

        planned(planned);

        assertThat(objections(limit))
                .containsExactly(new Objection(
                        "max-removals-per-day",
                        "would remove " + planned + ", after " + today + " in the last 24 hours",
                        "at most " + limit + " together",
                        "Run again later. To allow it once: --allow max-removals-per-day=" + (planned + today) + "."));
    }

    @Test
    void removals_count_for_24_hours() {
        removed(5);
        planned(1);

        fixture.pass(Duration.ofHours(24).minusMillis(1));
        List<Objection> before = objections(5);
        fixture.pass(Duration.ofMillis(1));

        assertThat(before).hasSize(1);
        assertThat(objections(5)).isEmpty();
    }

    @Test
    void the_removals_of_several_runs_count() {
        for (int run = 0; run < 3; run++) {
            removed(2);
            fixture.pass(Duration.ofHours(7));
        }

        planned(1);

        assertThat(objections(7)).isEmpty();
        assertThat(objections(6)).hasSize(1);
    }

    @Test
    void failed_removals_do_not_count() {
        fixture.team.members("ann", "bob", "eve").refused.addAll(List.of("ann", "bob"));
        fixture.apply();

        planned(1);

        assertThat(objections(2)).isEmpty();
        assertThat(objections(1))
                .singleElement()
                .extracting(Objection::measured)
                .asString()
                .contains("after 1");
    }

    @Test
    void removals_without_an_answer_count() {
        fixture.team.members("ann").withoutAnswer.add("ann");
        fixture.apply();
        fixture.team.members();

        planned(1);

        assertThat(objections(1)).hasSize(1);
        assertThat(objections(2)).isEmpty();
    }

    @Test
    void a_run_that_was_cut_short_counts_for_what_it_may_have_done() {
        fixture.team.members("ann", "bob", "eve");
        fixture.apply().killedAfter("call");
        fixture.team.members();

        planned(1);

        assertThat(objections(3)).as("the third was about to be removed").hasSize(1);
        assertThat(objections(4)).isEmpty();
    }

    @Test
    void a_run_that_was_cut_short_does_not_count_for_what_it_did_not_begin() {
        fixture.team.members("ann", "bob", "eve");
        fixture.apply().killedAfter("plan");

        fixture.people("bob", "eve");

        assertThat(objections(1)).isEmpty();
    }

    @Test
    void removals_of_another_place_do_not_count() {
        removed(5);

        MemoryFixture.Team other = new MemoryFixture.Team("other");
        other.members("ann");

        assertThat(fixture.planAt(other, memory -> memory.maxRemovalsPerDay(1).firstRun())
                        .objections())
                .isEmpty();
    }

    @Test
    void the_removals_of_another_sync_at_the_place_count() {
        fixture.sync = "another sync";
        removed(5);
        fixture.sync = "platform";

        planned(1);

        assertThat(objections(5)).hasSize(1);
    }

    @Test
    void the_removals_of_the_undo_command_count() {
        removed(1);
        fixture.people().team.members("ann", "bob");
        fixture.run(RunInfo.of("undo", MemoryFixture.CONFIGURATION).undoing("20260301-090000-000"), memory -> memory);

        planned(1);

        assertThat(objections(3)).hasSize(1);
        assertThat(objections(4)).isEmpty();
    }

    @Test
    void a_long_run_counts_until_its_last_removal_is_a_day_old() {
        fixture.team.members("ann");
        fixture.onWrite(() -> fixture.pass(Duration.ofHours(2))).apply();
        Instant removed = fixture.clock.now;

        fixture.clock.now = removed.plus(Duration.ofHours(23));
        planned(1);

        assertThat(objections(1)).hasSize(1);
    }

    // --- A clock that jumps

    @Test
    void removals_from_the_future_count_until_a_later_run_shows_that_they_are_old() {
        fixture.clock.now = Instant.parse("2030-01-01T00:00:00Z");
        removed(5);
        fixture.clock.now = MemoryFixture.START;
        List<Objection> rightAfter = planned(1).objections(5);
        removed(0);
        fixture.pass(Duration.ofHours(25));

        planned(1);

        assertThat(rightAfter).hasSize(1);
        assertThat(objections(5)).isEmpty();
    }

    @Test
    void a_run_with_a_clock_from_the_past_hides_no_removals() {
        removed(5);
        fixture.clock.now = Instant.EPOCH;
        removed(3);
        fixture.clock.now = MemoryFixture.START.plus(Duration.ofHours(2));

        planned(1);

        assertThat(objections(8)).hasSize(1);
        assertThat(objections(9)).isEmpty();
    }

    @Test
    void a_negative_number_is_an_error() {
        assertThatThrownBy(() -> fixture.memory().maxRemovalsPerDay(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max-removals-per-day must be 0 or more, but is -1");
    }

    @Test
    void no_more_runs_are_read_than_a_day_has() {
        for (int day = 0; day < 9; day++) {
            removed(1);
            fixture.pass(Duration.ofDays(1));
        }
        planned(1);
        fixture.store.reads = 0;

        assertThat(objections(1)).isEmpty();

        assertThat(new ArrayList<>(fixture.store.runs())).hasSize(9);
        assertThat(fixture.store.reads).isLessThanOrEqualTo(2);
    }
}
