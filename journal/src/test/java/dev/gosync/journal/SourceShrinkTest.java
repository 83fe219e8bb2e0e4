package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Objection;
import dev.gosync.adapter.Mode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code max-source-shrink}: the source must not have lost too much since the last run that no guard refused. */
final class SourceShrinkTest {
    private final MemoryFixture fixture = new MemoryFixture();

    private MemoryFixture people(int count) {
        return fixture.people(IntStream.range(0, count).mapToObj(i -> "p" + i).toArray(String[]::new));
    }

    private List<Objection> objections(double share) {
        return fixture.objections(memory -> memory.maxSourceShrink(share));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, 0.3", // nothing is gone
        "10, 25, 0", // it has grown
        "10, 7, 0.3", // exactly the share
        "100, 71, 0.29", // 0.29 * 100 is a little less than 29
        "10, 9, 0.1",
        "3, 0, 1", // everything may be gone
        "0, 0, 0", // it was empty before
        "0, 5, 0"
    })
    void a_source_that_lost_no_more_than_the_share_passes(int before, int now, double share) {
        people(before).apply();

        people(now);

        assertThat(objections(share)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 6, 0.3, 40%", //
        "10, 9, 0, 10%",
        "3, 2, 0.3, 33.4%",
        "1000, 699, 0.3, 30.1%",
        "5, 0, 0.99, 100%"
    })
    void a_source_that_lost_more_is_refused(int before, int now, double share, String lost) {
        people(before).apply();

        people(now);

        assertThat(objections(share)).singleElement().satisfies(objection -> {
            assertThat(objection.option()).isEqualTo("max-source-shrink");
            assertThat(objection.measured())
                    .isEqualTo("the source has " + now + (now == 1 ? " member, " : " members, ") + lost
                            + " fewer than the " + before + " in run 20260301-090000-000");
            assertThat(objection.remedy()).endsWith("--allow max-source-shrink=" + lost + ".");
        });
    }

    @Test
    void the_advised_share_lets_the_plan_pass() {
        people(3).apply();

        people(2);

        assertThat(objections(0.334)).isEmpty();
    }

    @Test
    void nothing_is_written_when_the_source_lost_too_much() {
        people(10).apply();

        people(2).apply(memory -> memory.maxSourceShrink(0.3));

        assertThat(fixture.team.members).hasSize(10);
    }

    @Test
    void the_last_run_counts_and_not_the_largest() {
        people(10).apply();
        people(8).apply();

        people(6);

        assertThat(objections(0.3)).isEmpty();
    }

    @Test
    void a_run_that_was_refused_does_not_count() {
        people(10).apply();
        people(2).apply(memory -> memory.maxSourceShrink(0.3));
        people(2).applyRefused();

        assertThat(objections(0.3))
                .singleElement()
                .extracting(Objection::measured)
                .asString()
                .contains("than the 10");
    }

    @Test
    void a_run_of_the_undo_command_does_not_count() {
        people(10).apply();
        people(1).run(RunInfo.of("undo", MemoryFixture.CONFIGURATION).undoing("20260301-090000-000"), memory -> memory);

        people(2);

        assertThat(objections(0.3)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "start", "call", "outcome"})
    void a_run_that_was_cut_short_counts_for_what_it_read(String lastLine) {
        people(10).apply();
        people(4).apply().killedAfter(lastLine);

        people(3);

        assertThat(objections(0.3)).isEmpty();
    }

    @Test
    void a_run_that_was_cut_short_before_it_planned_does_not_count() {
        people(10).apply();
        people(4).apply().killedAfter("run");

        people(3);

        assertThat(objections(0.3)).hasSize(1);
    }

    @Test
    void a_run_without_changes_counts() {
        people(10).mode(Mode.ADD_ONLY).apply();
        people(8).apply();

        people(6);

        assertThat(objections(0.3)).isEmpty();
    }

    @Test
    void another_source_has_no_memory_yet() {
        people(10).apply();

        people(10).source("other people");

        assertThat(objections(0.3))
                .singleElement()
                .extracting(Objection::remedy)
                .asString()
                .contains("--first-run");
    }

    @Test
    void only_as_many_runs_are_read_as_needed() {
        people(10).apply();
        people(10).apply();
        people(10).apply();
        fixture.store.reads = 0;

        assertThat(objections(0.3)).isEmpty();

        assertThat(fixture.store.reads).isEqualTo(1);
    }

    @Test
    void a_share_below_0_or_above_1_is_an_error() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> fixture.memory().maxSourceShrink(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("max-source-shrink must be a share from 0 to 1, but is " + wrong);
        }
    }
}
