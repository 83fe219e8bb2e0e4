package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import dev.gosync.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards that remember earlier runs, from the configuration to the result. */
final class GuardMemoryTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void groups() {
        cli = new Fixture(folder);
        people("ann", "bob", "cat");
        team("zoe");
    }

    private static void people(String... now) {
        FakeGroup.of("people", now);
    }

    private static FakeGroup team(String... now) {
        return FakeGroup.of("team", now);
    }

    private void configured(String guards) {
        cli.file(
                "go-sync.yml",
                "guards: { " + guards + " }",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
    }

    private Run apply(String... options) {
        List<String> words = new ArrayList<>(List.of("apply", "go-sync.yml", "--yes"));
        words.addAll(List.of(options));
        return cli.run(words.toArray(String[]::new));
    }

    private Run plan(String... options) {
        List<String> words = new ArrayList<>(List.of("plan", "go-sync.yml"));
        words.addAll(List.of(options));
        return cli.run(words.toArray(String[]::new));
    }

    private Path lastRunFile() {
        List<String> ids = Journal.in(folder.resolve(".go-sync")).ids();
        return folder.resolve(".go-sync/runs").resolve(ids.get(ids.size() - 1) + ".jsonl");
    }

    // --- The first run

    @ParameterizedTest
    @ValueSource(
            strings = {"max-source-shrink: 30%", "max-removals-per-day: 20", "only-managed: true", "remove-after: 7d"})
    void the_first_run_is_refused_and_the_output_has_the_command_that_allows_it(String guard) {
        configured(guard);

        Run refused = apply();
        Run again = apply();

        assertThat(refused.exitCode()).as(refused.out()).isEqualTo(3);
        assertThat(refused.out())
                .contains("REFUSED by " + guard.substring(0, guard.indexOf(':')) + "\n")
                .contains("measured: the journal has no earlier reading")
                .contains("To apply it once as it is:\n    go-sync apply go-sync.yml --first-run\n");
        assertThat(again.exitCode()).as("a refusal does not count as a run").isEqualTo(3);
        assertThat(FakeGroup.of("team").writes()).isZero();
        assertThat(plan().exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max-source-shrink: 30%", "max-removals-per-day: 20", "only-managed: true", "remove-after: 7d"})
    void with_first_run_it_is_applied_and_the_next_run_needs_nothing(String guard) {
        configured(guard);

        Run planned = plan("--first-run");
        Run first = apply("--first-run");
        Run second = apply();

        assertThat(planned.exitCode()).as(planned.out()).isZero();
        assertThat(first.exitCode()).as(first.out()).isZero();
        assertThat(first.out()).contains("Allowed for this run: first-run\n");
        assertThat(second.exitCode()).as(second.out()).isZero();
        assertThat(FakeGroup.of("team").things()).contains("ann", "bob", "cat");
    }

    @Test
    void the_command_names_first_run_and_the_other_overrides() {
        configured("max-source-shrink: 30%, max-additions: 1");

        Run refused = apply();

        assertThat(refused.out()).contains("go-sync apply go-sync.yml --allow max-additions=3 --first-run\n");
        assertThat(apply("--allow", "max-additions=3").out())
                .contains("go-sync apply go-sync.yml --allow max-additions=3 --first-run\n");
        assertThat(apply("--first-run").out())
                .contains("go-sync apply go-sync.yml --allow max-additions=3 --first-run\n");
        assertThat(apply("--first-run", "--allow", "max-additions=3").exitCode())
                .isZero();
    }

    @Test
    void a_dry_run_does_not_fill_the_memory() {
        configured("max-source-shrink: 30%");

        Run dry = apply("--dry-run", "--first-run");

        assertThat(dry.exitCode()).isZero();
        assertThat(apply().exitCode()).isEqualTo(3);
    }

    // --- Each guard

    @Test
    void a_source_that_lost_too_much_is_refused_and_can_be_allowed_once() {
        configured("max-source-shrink: 30%");
        apply("--first-run");
        people("ann");

        Run refused = apply();
        Run stillRefused = apply("--allow", "max-source-shrink=50%");
        Run allowed = apply("--allow", "max-source-shrink=66.7%");
        Run next = apply();

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out())
                .contains(
                        "REFUSED by max-source-shrink\n      measured: the source has 1 member, 66.7% fewer than the 3 in run 2026")
                .contains("go-sync apply go-sync.yml --allow max-source-shrink=66.7%\n");
        assertThat(stillRefused.exitCode()).isEqualTo(3);
        assertThat(allowed.exitCode()).as(allowed.out()).isZero();
        assertThat(next.exitCode()).as(next.out()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann");
    }

    @Test
    void what_was_allowed_once_is_the_last_reading_even_if_nothing_had_to_be_changed() {
        configured("max-source-shrink: 30%, remove-after: 9 runs");
        apply("--first-run");
        people("ann");

        Run allowed = apply("--allow", "max-source-shrink=67%");
        Run next = apply();

        assertThat(allowed.exitCode()).as(allowed.out()).isZero();
        assertThat(next.exitCode()).as(next.out()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat", "zoe");
    }

    @Test
    void an_allowed_limit_is_never_stricter_than_the_configured_one() {
        configured("max-source-shrink: 70%, max-removals-per-day: 9");
        apply("--first-run");
        people("ann");

        Run run = apply("--allow", "max-source-shrink=1%", "--allow", "max-removals-per-day=0");

        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void removals_of_a_day_are_limited() {
        configured("max-removals-per-day: 1");
        apply("--first-run");
        people("ann", "bob");

        Run refused = apply();

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out())
                .contains(
                        "REFUSED by max-removals-per-day\n      measured: would remove 1, after 1 in the last 24 hours")
                .contains("go-sync apply go-sync.yml --allow max-removals-per-day=2\n");
        assertThat(plan("--allow", "max-removals-per-day=2").exitCode()).isZero();
        cli.advanceClock(Duration.ofDays(1));
        assertThat(apply().exitCode()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void only_members_that_a_run_added_are_removed() {
        configured("only-managed: true");
        apply("--first-run");
        people("ann");

        Run run = apply();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("    - bob\n    - cat\n    = zoe (not added by a run of Go Sync)\n");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "zoe");
    }

    @Test
    void removals_wait_and_the_plan_says_until_when() {
        configured("remove-after: 7d");
        apply("--first-run");
        people("ann", "bob");
        cli.advanceClock(Duration.ofDays(1));

        Run waiting = apply("--format", "json");
        cli.advanceClock(Duration.ofDays(6));
        Run zoe = apply();
        cli.advanceClock(Duration.ofDays(1));
        Run cat = apply();

        assertThat(waiting.json().toString())
                .contains("cat=waits until 2026-03-09T09:00:00Z: missing from the source since 2026-03-02T09:00:00Z")
                .contains("zoe=waits until 2026-03-08T09:00:00Z: missing from the source since 2026-03-01T09:00:00Z");
        assertThat(zoe.out()).contains("    - zoe\n    = cat (waits until 2026-03-09T09:00:00Z");
        assertThat(cat.out()).contains("    - cat\n");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void removals_wait_for_a_number_of_runs_and_plans_do_not_count() {
        configured("remove-after: 2 runs");
        apply("--first-run");
        people("ann", "bob");

        apply();
        plan();
        plan();
        assertThat(FakeGroup.of("team").things()).as("zoe was missing twice").containsExactly("ann", "bob", "cat");

        apply();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void a_destination_can_switch_a_guard_off() {
        cli.file(
                "go-sync.yml",
                "guards: { only-managed: true }",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - group: { id: team }",
                "      - group: { id: guests }",
                "        guards: { only-managed: false }");
        FakeGroup.of("guests", "zoe");

        assertThat(apply("--first-run").exitCode()).isZero();

        assertThat(FakeGroup.of("team").things()).contains("zoe");
        assertThat(FakeGroup.of("guests").things()).doesNotContain("zoe");
    }

    @Test
    void each_sync_of_for_each_has_its_own_memory() {
        cli.file(
                "go-sync.yml",
                "guards: { max-source-shrink: 30% }",
                "syncs:",
                "  - name: team ${each}",
                "    for-each: [red, blue]",
                "    source: { group: { id: 'people ${each}' } }",
                "    destinations: [{ group: { id: 'team ${each}' } }]");
        FakeGroup.of("people red", "ann", "bob");
        FakeGroup.of("people blue", "cat", "dan");
        apply("--first-run");
        FakeGroup.of("people blue", "cat");

        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("--only 'team blue' --allow max-source-shrink=50%");
        assertThat(run.out()).doesNotContain("--only 'team red'");
    }

    // --- Without a journal

    @Test
    void a_state_folder_that_cannot_be_used_stops_apply_before_anything_is_read() {
        configured("only-managed: true, remove-after: 7d");
        cli.file(".go-sync/notes.txt", "private");

        Run run = apply("--first-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("guards: only-managed, remove-after need a journal: folder " + folder.resolve(".go-sync")
                        + " has files in it, but no journal of Go Sync. Name an empty folder or a new one");
        assertThat(FakeGroup.of("people").reads()).isZero();
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void without_a_journal_these_guards_are_a_fault() {
        configured("max-source-shrink: 30%");

        for (Run run : List.of(apply("--state", "none"), plan("--state", "none"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().strip())
                    .isEqualTo("guards: max-source-shrink needs a journal; name its folder with --state");
        }
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void a_journal_that_was_changed_is_refused_and_there_is_no_command_that_allows_it() throws IOException {
        configured("only-managed: true");
        apply("--first-run");
        people("ann");
        Path file = lastRunFile();
        List<String> lines = Files.readAllLines(file);
        lines.remove(1);
        Files.write(file, lines);

        Run planned = plan("--first-run");
        Run applied = apply("--first-run");

        assertThat(planned.exitCode()).isEqualTo(3);
        assertThat(planned.out())
                .contains("REFUSED by only-managed\n      measured: it is not known what earlier runs did\n")
                .contains("required: a journal that can be read\n      Run 2026")
                .contains("cannot be trusted: line 2")
                .doesNotContain("To apply it once");
        assertThat(applied.exitCode()).isEqualTo(2);
        assertThat(applied.err()).contains("guards: only-managed needs a journal: Run 2026", "cannot be trusted");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat", "zoe");
    }

    @ParameterizedTest
    @CsvSource({"remove-after: 7d, 6d, 7d, 168h", "max-removals-per-day: 5, 23h, 24h, 24h"})
    void runs_must_be_kept_as_long_as_guards_look_back(String guard, String tooShort, String enough, String least) {
        configured(guard);

        Run refused = apply("--first-run", "--keep", tooShort);
        Run applied = apply("--first-run", "--keep", enough);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().strip())
                .isEqualTo("--keep: must be at least " + least
                        + ", because a guard of the configuration needs the runs of this time");
        assertThat(applied.exitCode()).isZero();
    }

    // --- --allow

    @Test
    void allow_takes_limits_only() {
        configured("max-source-shrink: 30%");

        Map<String, String> expected = Map.of(
                "only-managed",
                "only-managed cannot be overridden for one run; change the configuration, or use --first-run if this"
                        + " is the first run",
                "remove-after=3 runs",
                "remove-after cannot be overridden for one run; change the configuration, or use --first-run if this"
                        + " is the first run",
                "max-source-shrink",
                "max-source-shrink needs a value, for example max-source-shrink=20%",
                "max-source-shrink=false",
                "max-source-shrink=false has no effect; use max-source-shrink=20%",
                "max-removals-per-day=x",
                "max-removals-per-day=x must be a whole number, 0 or more, or false");
        Map<String, String> faults = expected.keySet().stream()
                .collect(Collectors.toMap(
                        argument -> argument,
                        argument -> apply("--allow", argument).err().strip().replaceFirst("^--allow: ", "")));

        assertThat(faults).isEqualTo(expected);
    }

    @Test
    void first_run_does_nothing_where_no_guard_needs_it() {
        configured("max-removals: 9");

        Run run = apply("--first-run");

        assertThat(run.exitCode()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat");
    }
}
