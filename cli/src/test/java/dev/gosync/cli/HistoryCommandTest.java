package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryCommandTest {
    private static final String FIRST = "20260301-090000-000";
    private static final String SECOND = "20260301-090000-001";

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: team",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "new");
        FakeGroup.of("team", "ann", "bob");
    }

    private void apply() {
        cli.run("apply", "go-sync.yml", "--yes");
    }

    private static List<String> lines(Run run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll("\\S+ on \\S+ \\(process \\d+\\)", "WHO")
                        .replaceAll("[0-9a-f]{64}", "DIGEST"))
                .toList();
    }

    @Test
    void the_list_has_one_line_for_each_run() {
        apply();
        cli.run("undo", "last", "--yes");
        FakeGroup.of("team").refusing("new", FailureKind.REFUSED_THING);
        apply();

        Run run = cli.run("history");

        assertThat(run.exitCode()).isZero();
        assertThat(lines(run))
                .containsExactly(
                        "20260301-090000-000  2026-03-01T09:00:00Z  apply go-sync.yml                        +1 -1         "
                                + "   done    WHO",
                        "20260301-090000-001  2026-03-01T09:00:00Z  undo of 20260301-090000-000 go-sync.yml  +1 -1         "
                                + "   done    WHO",
                        "20260301-090000-002  2026-03-01T09:00:00Z  apply go-sync.yml                        +0 -1, 1 failed"
                                + "  failed  WHO");
    }

    @Test
    void a_run_is_shown_thing_by_thing() {
        FakeGroup.of("people", "ann", "new", "zoe");
        FakeGroup.of("team").unableToAdd("zoe", FailureKind.UNKNOWN_THING, "unknown to group team");
        FakeGroup.of("team").noting("new", "invited");
        apply();

        Run run = cli.run("history", FIRST);

        assertThat(run.exitCode()).isZero();
        assertThat(lines(run))
                .containsSubsequence(
                        "Run 20260301-090000-000: apply go-sync.yml",
                        "  began    2026-03-01T09:00:00Z",
                        "  ended    2026-03-01T09:00:00Z",
                        "  result   failed: +1 -1, 1 failed",
                        "  by       WHO",
                        "  file     " + folder.resolve("go-sync.yml").toAbsolutePath() + " (SHA-256 DIGEST)",
                        "team: from group people, 3 members",
                        "  group team: 2 members, 1 to add, 1 to remove")
                .contains(
                        "    + new: done (invited)",
                        "    - bob: done",
                        "    + zoe: failed (preview: unknown to group team. Check its spelling, or tolerate unknown-thing to skip"
                                + " it.)");
    }

    @Test
    void the_destinations_of_one_sync_follow_below_one_line() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: team",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall } }]");
        FakeGroup.of("hall", "ann");
        apply();

        assertThat(lines(cli.run("history", "last")))
                .containsOnlyOnce("team: from group people, 2 members")
                .contains(
                        "  group team: 2 members, 1 to add, 1 to remove",
                        "  group hall: 1 member, 1 to add, 0 to remove");
    }

    @Test
    void a_refused_run_shows_its_plan_and_the_objections() {
        FakeGroup.of("people", "zoe");
        FakeGroup.of("team", "ann", "bob", "cat", "dan", "eve");
        apply();

        Run run = cli.run("history", "last");

        assertThat(run.out())
                .contains(
                        "result   refused: +0 -0",
                        "    + zoe: planned only",
                        "    - ann: planned only",
                        "    REFUSED: none of the 5 members is in the source");
    }

    @Test
    void a_thing_is_followed_through_all_runs_ignoring_case() {
        apply();
        cli.advanceClock(java.time.Duration.ofHours(1));
        cli.run("undo", "last", "--yes");

        Run run = cli.run("history", "--thing", "NEW");

        assertThat(run.exitCode()).isZero();
        assertThat(lines(run))
                .containsExactly(
                        "2026-03-01T09:00:00Z  + group team: added by run 20260301-090000-000 (apply go-sync.yml, sync team)"
                                + " as new",
                        "2026-03-01T10:00:00Z  - group team: removed by run 20260301-100000-000 (undo of"
                                + " 20260301-090000-000 go-sync.yml, sync team) as new");
        assertThat(cli.run("history", "--thing", "ann").out())
                .isEqualTo("ann: no run in folder " + folder.resolve(".go-sync") + " added or removed it."
                        + System.lineSeparator());
        assertThat(cli.run("history", FIRST, "--thing", "new").out().lines()).hasSize(1);
    }

    @Test
    void without_a_journal_one_message_says_where_it_was_sought() {
        Run here = cli.run("history");
        cli.file("etc/go-sync.yml", "syncs: []");
        Run beside = cli.run("history", "--config", "etc/go-sync.yml");
        Run missing = cli.run("history", "--config", "nope.yml");
        Run named = cli.run("history", "--state", "state");
        Run none = cli.run("history", "--state", "none");
        Run json = cli.run("history", "--format", "json");

        assertThat(List.of(here, beside, missing, named, none, json))
                .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(2))
                .allSatisfy(run -> assertThat(run.err().lines()).hasSize(1));
        assertThat(here.err())
                .isEqualTo("history: there is no journal in folder " + folder.resolve(".go-sync")
                        + "; name its folder with --state or its configuration with --config, or apply a configuration"
                        + " first" + System.lineSeparator());
        assertThat(beside.err()).contains(folder.resolve("etc/.go-sync").toString());
        assertThat(missing.err()).contains("there is no configuration nope.yml; correct --config");
        assertThat(named.err()).contains(folder.resolve("state").toString());
        assertThat(none.err()).contains("history: needs a journal; name its folder with --state");
        assertThat(json.json().get("faults").toString()).contains("there is no journal in folder");
        assertThat(folder.resolve(".go-sync")).doesNotExist();
    }

    @Test
    void a_folder_of_somebody_else_is_refused() throws IOException {
        Files.createDirectories(folder.resolve("theirs"));
        Files.writeString(folder.resolve("theirs/file.txt"), "theirs");

        Run run = cli.run("history", "--state", "theirs");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("has files in it, but no journal of Go Sync");
    }

    @Test
    void an_unknown_run_is_wrong_usage_and_the_nearest_is_named() {
        apply();

        Run run = cli.run("history", "20260301-090000-0000");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("; did you mean '" + FIRST + "'?");
    }

    private void change(String run) throws IOException {
        Path file = folder.resolve(".go-sync/runs").resolve(run + ".jsonl");
        Files.writeString(file, Files.readString(file).replace("\"bob\"", "\"rob\""));
    }

    @Test
    void a_run_that_cannot_be_trusted_does_not_hide_the_others() throws IOException {
        apply();
        FakeGroup.of("people", "ann");
        apply();
        change(FIRST);

        Run list = cli.run("history");
        Run thing = cli.run("history", "--thing", "new");
        Run one = cli.run("history", FIRST);
        Run json = cli.run("history", "--format", "json");

        assertThat(List.of(list, thing, one, json))
                .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(1));
        assertThat(list.out().lines()).hasSize(2);
        assertThat(list.out().lines().findFirst().orElseThrow())
                .startsWith(FIRST + "  cannot be read: Run " + FIRST + " in folder ")
                .contains("cannot be trusted: line ");
        assertThat(list.out()).contains(SECOND + "  2026-03-01T09:00:00Z  apply go-sync.yml  +0 -1  done");
        assertThat(thing.out()).contains("cannot be trusted", "- group team: removed by run " + SECOND);
        assertThat(one.out()).isEmpty();
        assertThat(one.err()).contains("cannot be trusted");
        assertThat((List<?>) json.json().get("runs")).hasSize(1);
        assertThat(json.json().get("unreadable").toString()).contains("run=" + FIRST, "cannot be trusted");
    }

    @Test
    void a_run_in_progress_and_one_that_was_cut_short_are_marked() throws IOException {
        apply();
        Path file = folder.resolve(".go-sync/runs").resolve(FIRST + ".jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
        Journal journal = Journal.in(folder.resolve(".go-sync"));

        try (RecordedRun running = journal.begin(RunInfo.of("apply", "go-sync.yml"))) {
            Run list = cli.run("history");

            assertThat(list.out().lines().toList().get(0)).contains("cut short");
            assertThat(list.out().lines().toList().get(1)).contains(running.id(), "in progress");
            assertThat(cli.run("history", FIRST).out()).contains("result   cut short: +1 -1");
            assertThat(cli.run("history", "--format", "json").json().get("runs").toString())
                    .contains("ended=null, result=cut-short", "ended=null, result=in-progress");
        }
        assertThat(cli.run("history").out()).doesNotContain("in progress");
    }

    @Test
    void invisible_characters_and_line_breaks_are_shown_as_escapes() {
        FakeGroup.of("people", "ann", "ne\u200bw", "x\ny");
        apply();
        cli.run("undo", "last", "--yes");

        List<Run> all = List.of(
                cli.run("history"),
                cli.run("history", FIRST),
                cli.run("history", "--thing", "new"),
                cli.run("history", "--thing", "nobody\u200b"),
                cli.run("history", "--format", "json"),
                cli.run("history", FIRST, "--format", "json"),
                cli.run("history", "--thing", "ne\u200bw", "--format", "json"));

        assertThat(all).allSatisfy(run -> assertThat(run.out()).isNotEmpty().doesNotContain("\u200b"));
        assertThat(all.get(1).out()).contains("+ ne\\u200bw: done", "+ x\\u000ay: done");
        assertThat(all.get(2).out()).contains("as ne\\u200bw");
    }

    @Test
    void the_json_documents_have_these_keys() {
        apply();
        cli.run("undo", "last", "--yes");

        Map<String, Object> list = cli.run("history", "--format", "json").json();
        Map<String, Object> run = cli.run("history", SECOND, "--format", "json").json();
        Map<String, Object> thing =
                cli.run("history", "--thing", "bob", "--format", "json").json();

        assertThat(list.keySet())
                .containsExactly("version", "command", "exitCode", "faults", "journal", "runs", "unreadable");
        assertThat(((List<?>) list.get("runs")).get(0))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsKeys("id", "began", "ended", "file", "digest", "programVersion", "user", "host", "pid")
                .containsEntry("result", "done")
                .containsEntry("command", "apply")
                .containsEntry("configuration", "go-sync.yml")
                .containsEntry("undoes", null)
                .containsEntry("added", 1)
                .containsEntry("removed", 1)
                .containsEntry("failed", 0)
                .containsEntry("skipped", 0)
                .containsEntry("notKnown", 0)
                .containsEntry("notStarted", 0);
        assertThat(run.get("run").toString())
                .contains(
                        "undoes=" + FIRST,
                        "places=[{sync=team, place=group team, plannedAt=2026-03-01T09:00:00Z, source=run " + FIRST
                                + ", sourceSize=1, placeSize=2, mode=add-remove, additions=[bob], removals=[new],"
                                + " cannotAdd={}, alreadyThere={}, kept={}, objections=[], requests=0, outcomes=[{thing=bob,"
                                + " action=add, state=done, at=2026-03-01T09:00:00Z, reason=, alreadyThere=false},");
        assertThat(thing).containsEntry("thing", "bob");
        assertThat(thing.get("changes").toString())
                .startsWith(
                        "[{run=" + FIRST + ", command=apply, configuration=go-sync.yml, sync=team, place=group team,"
                                + " thing=bob, action=remove, state=done, at=2026-03-01T09:00:00Z, reason=, alreadyThere=false}, ");
    }
}
