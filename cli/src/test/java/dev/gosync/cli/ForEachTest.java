package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run treats the syncs of one {@code for-each}. */
final class ForEachTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        cli.file("people.csv", "email,team", "ann@example.com,red", "bob@example.com,blue");
        cli.file(
                "go-sync.yml",
                "guards: { max-total-removals: 3 }",
                "syncs:",
                "  - name: team ${each}",
                "    for-each: { file: { path: people.csv, column: team } }",
                "    source: { file: { path: people.csv, column: email, where: { team: '${each}' } } }",
                "    destinations: [{ group: { id: '${each}' } }]");
    }

    private static void members(String group, String... members) {
        FakeGroup.of(group, members);
    }

    @Test
    void each_value_is_planned_and_applied() {
        members("red", "ann@example.com", "old@example.com");
        members("blue", "x@example.com", "bob@example.com");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(FakeGroup.of("red").things()).containsExactly("ann@example.com");
        assertThat(FakeGroup.of("blue").things()).containsExactly("bob@example.com");
    }

    @Test
    void removals_are_counted_over_all_values_and_nothing_is_written() {
        members("red", "ann@example.com", "x1@example.com", "x2@example.com");
        members("blue", "bob@example.com", "y1@example.com", "y2@example.com");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("would remove 4 from all destinations together")
                .contains("--allow max-total-removals=4");
        assertThat(FakeGroup.of("red").things()).hasSize(3);
        assertThat(FakeGroup.of("blue").things()).hasSize(3);
        assertThat(cli.run("apply", "go-sync.yml", "--yes", "--allow", "max-total-removals=4")
                        .exitCode())
                .isZero();
        assertThat(FakeGroup.of("red").things()).hasSize(1);
    }

    @Test
    void another_guard_stops_its_own_value_only() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team ${each}",
                "    for-each: [red, blue]",
                "    source: { file: { path: people.csv, column: email, where: { team: '${each}' } } }",
                "    destinations: [{ group: { id: '${each}' }, guards: { max-removals: 1 } }]");
        members("red", "x1@example.com", "x2@example.com", "ann@example.com");
        members("blue", "y1@example.com", "bob@example.com");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(FakeGroup.of("red").things()).hasSize(3);
        assertThat(FakeGroup.of("blue").things()).containsExactly("bob@example.com");
    }

    @Test
    void a_value_that_cannot_be_read_stops_no_other() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team ${each}",
                "    for-each: [red, blue]",
                "    source: { file: { path: '${each}.txt' } }",
                "    destinations: [{ group: { id: '${each}' } }]");
        cli.file("blue.txt", "bob@example.com");
        members("red", "x1@example.com");
        members("blue");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(FakeGroup.of("blue").things()).containsExactly("bob@example.com");
        assertThat(FakeGroup.of("red").things()).containsExactly("x1@example.com");
    }

    @Test
    void a_value_that_vanishes_removes_nobody_and_is_reported_until_the_next_apply() {
        members("red", "ann@example.com");
        members("blue", "bob@example.com");
        cli.run("apply", "go-sync.yml", "--yes");
        cli.file("people.csv", "email,team", "ann@example.com,red");
        String warning = "warning: 'team blue' is not there any more, because for-each has no such value now."
                + " Nobody was removed from group blue.";

        Run planned = cli.run("plan", "go-sync.yml");
        Run only = cli.run("plan", "go-sync.yml", "--only", "team red");
        Run json = cli.run("plan", "go-sync.yml", "--format", "json");
        Run dry = cli.run("apply", "go-sync.yml", "--dry-run");
        Run applied = cli.run("apply", "go-sync.yml", "--yes", "--quiet");
        Run again = cli.run("apply", "go-sync.yml", "--yes", "--quiet");

        assertThat(planned.out().lines()).contains(warning);
        assertThat(only.out()).doesNotContain("warning");
        assertThat(json.json().get("vanished")).hasToString("[{name=team blue, places=[group blue]}]");
        assertThat(dry.out()).contains(warning);
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out().strip()).isEqualTo(warning);
        assertThat(again.out()).isEmpty();
        assertThat(FakeGroup.of("blue").things()).containsExactly("bob@example.com");
    }

    @Test
    void a_run_goes_on_where_values_cannot_be_remembered() {
        members("red", "ann@example.com");
        members("blue");
        cli.file(".go-sync", "a file where the folder should be");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains(".go-sync is a file", "This run leaves no journal");
        assertThat(FakeGroup.of("blue").things()).containsExactly("bob@example.com");
    }

    @Test
    void a_slow_answer_is_judged_with_the_other_values() {
        members("red", "ann@example.com", "x1@example.com");
        members("blue", "bob@example.com", "y1@example.com", "y2@example.com");

        cli.answering(() -> {
            cli.advanceClock(Duration.ofMinutes(2));
            FakeGroup.of("blue", "bob@example.com", "y1@example.com", "y2@example.com", "y3@example.com");
            return Optional.of("y");
        });
        Run run = cli.run("apply", "go-sync.yml");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(3);
        assertThat(FakeGroup.of("blue").things()).hasSize(4);
    }
}
