package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.cli.Fixture.Run;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code apply} leaves in the journal, and what it does with the runs before it. */
final class JournalTest {
    @TempDir
    Path folder;

    private Fixture cli;

    @BeforeEach
    void configure() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "bob", "eve");
    }

    private Journal journal() {
        return Journal.in(folder.resolve(".go-sync"));
    }

    private dev.gosync.journal.Run lastRun() {
        List<dev.gosync.journal.Run> runs = journal().runs();
        return runs.get(runs.size() - 1);
    }

    private List<String> filesIn(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> state.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void apply_leaves_a_run_with_everything_that_it_did() {
        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).as(run.err()).isZero();
        dev.gosync.journal.Run recorded = lastRun();
        assertThat(recorded.info().command()).isEqualTo("apply");
        assertThat(recorded.info().configuration()).isEqualTo("go-sync.yml");
        assertThat(recorded.info().file())
                .isEqualTo(folder.resolve("go-sync.yml").toAbsolutePath().toString());
        assertThat(recorded.info().digest()).hasSize(64);
        assertThat(recorded.hasEnded()).isTrue();
        assertThat(recorded.result()).isEqualTo("done");
        assertThat(recorded.plans()).singleElement().satisfies(plan -> {
            assertThat(plan.additions()).containsExactly("ann");
            assertThat(plan.removals()).containsExactly("eve");
        });
        assertThat(recorded.changes(Action.ADD)).isEqualTo(1);
        assertThat(recorded.changes(Action.REMOVE)).isEqualTo(1);
        assertThat(recorded.count(State.DONE)).isEqualTo(2);
    }

    @Test
    void a_run_without_changes_writes_one_file() throws IOException {
        cli.run("apply", "go-sync.yml", "--yes");
        List<String> before = filesIn(folder.resolve(".go-sync"));

        cli.run("apply", "go-sync.yml", "--yes");

        assertThat(filesIn(folder.resolve(".go-sync")))
                .hasSize(before.size() + 1)
                .containsAll(before);
    }

    @Test
    void plan_and_dry_run_leave_nothing() {
        cli.run("plan", "go-sync.yml");
        cli.run("apply", "go-sync.yml", "--dry-run");

        assertThat(folder.resolve(".go-sync")).doesNotExist();
    }

    @Test
    void with_none_a_run_leaves_nothing_and_says_nothing() {
        Run run = cli.run("apply", "go-sync.yml", "--yes", "--state", "none");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(folder.resolve(".go-sync")).doesNotExist();
    }

    @Test
    void state_names_the_folder() {
        Run run = cli.run("apply", "go-sync.yml", "--yes", "--state", "elsewhere/state", "--format", "json");

        String id = Journal.in(folder.resolve("elsewhere/state")).ids().get(0);
        assertThat(run.json()).containsEntry("run", id).containsEntry("cutShort", null);
        assertThat(folder.resolve(".go-sync")).doesNotExist();
    }

    @Test
    void a_folder_of_somebody_else_is_an_error_if_it_is_named() {
        cli.file("taken/notes.txt", "private");

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--state", "taken");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo("go-sync: folder " + folder.resolve("taken") + " has files in it, but no journal of Go Sync."
                        + " Name an empty folder or a new one.");
        assertThat(FakeGroup.of("team").things()).containsExactly("bob", "eve");
        assertThat(folder.resolve("taken").toFile().list()).containsExactly("notes.txt");
    }

    @Test
    void if_the_default_folder_cannot_be_used_the_run_goes_on_and_says_so_once() {
        cli.file(".go-sync/notes.txt", "private");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).containsOnlyOnce("This run leaves no journal");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void the_next_run_says_that_a_run_was_cut_short_and_what_is_not_known() throws IOException {
        cli.run("apply", "go-sync.yml", "--yes");
        Path file = folder.resolve(".go-sync/runs").resolve(journal().ids().get(0) + ".jsonl");
        List<String> lines = Files.readAllLines(file);
        int lastCall = lines.lastIndexOf(lines.stream()
                .filter(line -> line.contains("\"event\":\"call\""))
                .reduce((first, second) -> second)
                .orElseThrow());
        Files.writeString(file, String.join("\n", lines.subList(0, lastCall + 1)) + "\n{\"previous\":\"torn");
        FakeGroup.of("team", "ann", "bob", "eve");

        Run json = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");
        Run after = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(json.exitCode()).as(json.out()).isZero();
        assertThat(json.err()).contains("was cut short: 1 done, 1 not known (eve). This run reads everything again.");
        assertThat(json.json()).containsEntry("cutShort", journal().ids().get(0));
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
        assertThat(after.err()).isEmpty();
    }

    @Test
    void a_second_run_is_refused_and_names_the_first() {
        try (RecordedRun first = journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            Run second = cli.run("apply", "go-sync.yml", "--yes");
            Run waited = cli.run("apply", "go-sync.yml", "--yes", "--wait", "5m", "--format", "json");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains(
                            "go-sync.yml is being applied by",
                            "(process " + ProcessHandle.current().pid() + ") since 20");
            assertThat(waited.exitCode()).isEqualTo(1);
            assertThat(waited.err()).containsOnlyOnce("Waiting at most 300 s.");
            assertThat(waited.json().get("faults").toString()).contains("is being applied by");
            assertThat(FakeGroup.of("team").things()).containsExactly("bob", "eve");
            assertThat(first.id()).isNotEmpty();
        }
        assertThat(cli.run("apply", "go-sync.yml", "--yes").exitCode()).isZero();
    }

    @Test
    void a_second_run_waits_until_the_first_has_ended() {
        RecordedRun first = journal().begin(RunInfo.of("apply", "go-sync.yml"));
        first.result("done");
        cli.onSleep(first::close);

        Run second = cli.run("apply", "go-sync.yml", "--yes", "--wait", "5m");

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .startsWith("go-sync.yml is being applied by ")
                .endsWith(". Waiting at most 300 s.");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
        assertThat(journal().ids()).hasSize(2).startsWith(first.id());
        assertThat(lastRun().result()).isEqualTo("done");
    }

    @Test
    void another_configuration_is_not_in_the_way() {
        try (RecordedRun first = journal().begin(RunInfo.of("apply", "other.yml"))) {
            assertThat(cli.run("apply", "go-sync.yml", "--yes").exitCode()).isZero();
            assertThat(first.id()).isNotEmpty();
        }
    }

    @Test
    void old_runs_are_deleted_on_the_first_run_of_a_day() {
        cli.run("apply", "go-sync.yml", "--yes"); // stays: it added ann
        cli.run("apply", "go-sync.yml", "--yes");
        cli.run("apply", "go-sync.yml", "--yes");
        List<String> first = journal().ids();
        cli.advanceClock(Duration.ofDays(8));

        cli.run("apply", "go-sync.yml", "--yes", "--keep", "7d");

        List<String> left = journal().ids();
        assertThat(left).hasSize(2).contains(first.get(0)).doesNotContain(first.get(1), first.get(2));
    }

    @Test
    void by_default_runs_are_kept_for_400_days() {
        cli.run("apply", "go-sync.yml", "--yes"); // stays: it added ann
        cli.advanceClock(Duration.ofDays(1));
        cli.run("apply", "go-sync.yml", "--yes");
        cli.advanceClock(Duration.ofDays(2));
        cli.run("apply", "go-sync.yml", "--yes");
        List<String> old = journal().ids();
        cli.advanceClock(Duration.ofDays(399));

        cli.run("apply", "go-sync.yml", "--yes");
        List<String> left = journal().ids();
        cli.advanceClock(Duration.ofDays(2));
        cli.run("apply", "go-sync.yml", "--yes");

        assertThat(left).hasSize(3).contains(old.get(0), old.get(2)).doesNotContain(old.get(1));
        assertThat(journal().ids()).hasSize(3).contains(old.get(0)).doesNotContain(old.get(2));
    }

    @Test
    void a_wrong_time_is_one_clear_fault() {
        Run run = cli.run("apply", "go-sync.yml", "--yes", "--keep", "long");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--keep: long must be a duration greater than zero");
        assertThat(FakeGroup.of("team").things()).containsExactly("bob", "eve");
    }

    @Test
    void a_refused_run_is_recorded_with_its_objections() {
        FakeGroup.of("people", new String[0]);

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(lastRun().result()).isEqualTo("refused");
        assertThat(lastRun().plans().get(0).objections()).isNotEmpty();
        assertThat(lastRun().entries()).isEmpty();
    }
}
