package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress of a run whose standard error is no terminal. */
final class ProgressTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "a", "b", "c", "d", "e", "f", "g", "h", "stays");
        FakeGroup.of("team", "stays");
    }

    private void takingTime(Duration each) {
        FakeGroup.of("team").onWrite(() -> cli.advanceClock(each));
    }

    @Test
    void a_line_every_30_seconds_says_how_far_the_writing_is() {
        takingTime(Duration.ofSeconds(10));

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .containsExactly(
                        "writing to group team: 3 of 8 (0.1/s, 50 s left)",
                        "writing to group team: 6 of 8 (0.1/s, 20 s left)");
    }

    @Test
    void a_short_run_prints_no_line() {
        takingTime(Duration.ofSeconds(3));

        assertThat(cli.run("apply", "go-sync.yml", "--yes").err()).isEmpty();
    }

    @Test
    void a_line_shows_the_places_that_are_read_and_no_total() {
        AtomicInteger reads = new AtomicInteger();
        FakeGroup.of("people").onRead(reads::incrementAndGet);
        cli.file(
                "go-sync.yml",
                "parallel: 1",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]",
                "  - name: guests",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: door } }]");
        FakeGroup.of("team").onRead(() -> cli.advanceClock(Duration.ofSeconds(31)));

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("reading group ")
                .contains(": 0 requests")
                .doesNotContain(" of ", "left");
    }

    @Test
    void quiet_prints_no_progress_and_verbose_prints_its_own_lines() {
        takingTime(Duration.ofSeconds(40));

        Run quiet = cli.run("apply", "go-sync.yml", "--yes", "--quiet");
        FakeGroup.of("team", "stays");
        Run verbose = cli.run("apply", "go-sync.yml", "--yes", "--verbose");

        assertThat(quiet.err()).isEmpty();
        assertThat(verbose.err())
                .contains("reading group people", "writing to group team: a")
                .doesNotContain(" of 8");
    }

    @Test
    void json_on_standard_output_is_one_document_beside_the_progress() {
        takingTime(Duration.ofSeconds(31));

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.json()).containsEntry("exitCode", 0);
        assertThat(run.err().lines()).hasSize(8).allMatch(line -> line.startsWith("writing to group team: "));
    }

    @Test
    void a_place_that_failed_is_not_in_a_later_line() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: broken",
                "    source: { group: { id: broken } }",
                "    destinations: [{ group: { id: hall } }]",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("broken").broken();
        takingTime(Duration.ofSeconds(31));

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(8).noneMatch(line -> line.contains("broken"));
    }

    @Test
    void a_question_comes_after_the_lines_of_the_plan_and_before_those_of_the_writing() {
        cli.file(
                "go-sync.yml",
                "parallel: 1",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people").onRead(() -> cli.advanceClock(Duration.ofSeconds(31)));
        FakeGroup.of("team").onRead(() -> cli.advanceClock(Duration.ofSeconds(31)));
        takingTime(Duration.ofSeconds(31));

        Run run = cli.answering("y").run("apply", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        // The answer of a user ends the line of the question. Here, the next line follows it.
        String[] parts = run.err().split("Apply this plan to staff\\? \\[y/N] ", -1);
        assertThat(parts).hasSize(2);
        assertThat(parts[0].lines()).isNotEmpty().allMatch(line -> line.startsWith("reading group "));
        assertThat(parts[1].lines()).isNotEmpty().allMatch(line -> line.startsWith("writing to group team: "));
    }
}
