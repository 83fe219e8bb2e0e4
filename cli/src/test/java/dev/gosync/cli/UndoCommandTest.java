package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.cli.Fixture.Run;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UndoCommandTest {
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
        FakeGroup.of("team", "ann", "bob", "eve");
    }

    private Run apply() {
        return apply("go-sync.yml");
    }

    private Run apply(String file) {
        Run run = cli.run("apply", file, "--yes");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    private int runs() {
        return journal().ids().size();
    }

    private Journal journal() {
        return Journal.in(folder.resolve(".go-sync"));
    }

    private static List<String> lines(Run run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll("by .* on .* \\(process \\d+\\)", "by WHO"))
                .toList();
    }

    @Test
    void last_is_the_last_run_that_changed_something() {
        apply();
        apply(); // has nothing to do

        Run run = cli.run("undo", "last", "--dry-run");

        assertThat(runs()).isEqualTo(2);
        assertThat(run.out()).startsWith("Undo of run " + FIRST + ": ").contains("2 to add, 1 to remove");
    }

    @Test
    void a_refused_undo_says_to_check_the_plan_since_it_reads_no_source() {
        FakeGroup.of("team", "p00");
        FakeGroup.of(
                "people", IntStream.range(0, 13).mapToObj("p%02d"::formatted).toArray(String[]::new));
        apply();

        Run run = cli.run("undo", "last", "--dry-run");

        assertThat(run.exitCode()).as(run.out()).isEqualTo(3);
        assertThat(run.out())
                .contains("Check the plan first. Only if these members must go")
                .doesNotContain("source first");
    }

    @Test
    void if_no_run_changed_anything_there_is_nothing_to_undo() {
        FakeGroup.of("team", "ann", "new");
        apply();

        Run run = cli.run("undo", "last");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to undo." + System.lineSeparator());
    }

    @Test
    void undo_restores_the_members_of_before_the_run() {
        apply();

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(lines(run))
                .containsExactly(
                        "Undo of run 20260301-090000-000: apply go-sync.yml, 2026-03-01T09:00:00Z, by WHO",
                        "  warning: the journal does not contain changes that were made by hand; check the plan",
                        "  warning: members who are added again come back without the role, note or order that they had",
                        "team: undo of run 20260301-090000-000",
                        "  group team: 2 to add, 1 to remove, 1 stays",
                        "    + bob",
                        "    + eve",
                        "    - new",
                        "  group team: 2 added, 1 removed",
                        "Done: 2 added, 1 removed.",
                        "The next apply of go-sync.yml makes the changes of run 20260301-090000-000 again, as long as the"
                                + " source wants them.");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void an_undo_can_be_undone() {
        apply();
        cli.run("undo", "last", "--yes");

        Run run = cli.run("undo", "last", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(lines(run).get(0)).startsWith("Undo of run " + SECOND + ": undo go-sync.yml, ");
        assertThat(lines(run))
                .endsWith("The next apply of go-sync.yml makes the destinations equal to the source again.");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");
        assertThat(journal().find("last").info().undoes()).contains(SECOND);
    }

    @Test
    void undo_asks_before_it_writes() {
        apply();

        Run noTerminal = cli.run("undo", FIRST);
        Run declined = cli.answering("n").run("undo", FIRST);

        assertThat(noTerminal.exitCode()).isEqualTo(2);
        assertThat(noTerminal.err()).contains("undo: there is no terminal to ask for confirmation; add --yes");
        assertThat(declined.exitCode()).isEqualTo(1);
        assertThat(declined.err()).contains("Apply this plan to team? [y/N]");
        assertThat(declined.out()).contains("+ bob", "Not applied.").doesNotContain("The next apply");
        assertThat(cli.run("history", "last").out()).contains("declined").doesNotContain("failed");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");

        assertThat(cli.answering("y").run("undo", FIRST).exitCode()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_dry_run_changes_nothing_and_is_no_run() {
        apply();

        Run run = cli.run("undo", FIRST, "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("+ bob", "Planned: 2 to add, 1 to remove. Nothing has changed yet.", "After that, the next");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void what_a_later_run_changed_is_left_alone_and_named() {
        apply();
        FakeGroup.of("people", "ann", "new", "bob");
        apply();

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.out())
                .contains(
                        "  group team: 1 left alone",
                        "    = bob: run " + SECOND + " added it later",
                        "  group team: 1 added, 1 removed");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void what_was_changed_back_by_hand_needs_nothing() {
        apply();
        FakeGroup.of("team", "ann", "new", "eve");

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.out()).contains("group team: 1 to add, 1 to remove").doesNotContain("+ eve");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void nothing_to_undo_is_said() {
        FakeGroup.of("team", "ann", "new");
        apply();
        int runs = runs();

        Run run = cli.run("undo", "last");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to undo." + System.lineSeparator());
        assertThat(runs()).isEqualTo(runs);
    }

    @Test
    void if_all_was_changed_back_by_hand_nothing_is_to_do() {
        apply();
        FakeGroup.of("team", "ann", "bob", "eve");

        Run run = cli.run("undo", "last", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to do." + System.lineSeparator());
        assertThat(cli.run("undo", FIRST, "--yes").out())
                .contains("    = 3 members: run " + SECOND + " has undone this", "Nothing to undo.");
    }

    @Test
    void what_is_not_known_is_undone_only_if_it_is_included() {
        FakeGroup.of("team").noting("new", "already there").onWrite(() -> {
            FakeGroup.of("team").onWrite(() -> {});
        });
        FakeGroup.of("people", "ann", "bob", "eve", "new");
        apply();

        Run without = cli.run("undo", FIRST, "--yes");
        Run with = cli.run("undo", FIRST, "--yes", "--include-unknown");

        assertThat(without.out())
                .contains(
                        "    = new: it was a member already when the run added it; --include-unknown undoes it",
                        "Nothing to undo.");
        assertThat(with.out()).contains("    - new", "Done: 0 added, 1 removed.");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_call_without_an_answer_is_undone_only_if_it_is_included() {
        FakeGroup.of("people", "ann", "bob", "eve", "new");
        FakeGroup.of("team").onWrite(() -> {
            FakeGroup.of("team").onWrite(() -> {});
            throw new IllegalStateException("the answer did not come");
        });
        assertThat(cli.run("apply", "go-sync.yml", "--yes").exitCode()).isEqualTo(1);
        FakeGroup.of("team", "ann", "bob", "eve", "new");

        assertThat(cli.run("undo", FIRST, "--yes").out())
                .contains("    = new: it is not known whether the run added it; --include-unknown undoes it");
        cli.run("undo", FIRST, "--yes", "--include-unknown");

        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_guard_refuses_an_undo_that_would_empty_a_group_and_names_the_command_that_allows_it() {
        FakeGroup.of("team", new String[0]);
        apply();

        Run refused = cli.run("undo", FIRST, "--yes");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out())
                .contains(
                        "REFUSED by allow-empty-destination",
                        "    go-sync undo " + FIRST + " --allow allow-empty-destination")
                .doesNotContain("The next apply");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");

        Run allowed = cli.run("undo", FIRST, "--yes", "--allow", "allow-empty-destination");

        assertThat(allowed.exitCode()).isZero();
        assertThat(allowed.out()).contains("Allowed for this run: allow-empty-destination");
        assertThat(FakeGroup.of("team").things()).isEmpty();
    }

    @Test
    void the_settings_of_the_destination_hold_but_both_halves_are_run() {
        cli.file(
                "go-sync.yml",
                "mode: add-only",
                "syncs:",
                "  - name: team",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team }, protect: [new] }]");
        FakeGroup.of("people", "ann", "new", "newer");
        apply();

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.out()).contains("    - newer", "    = new (protected)");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve", "new");
    }

    @Test
    void the_source_is_not_read() {
        apply();
        FakeGroup.of("people").broken();
        int reads = FakeGroup.of("people").reads();

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(FakeGroup.of("people").reads()).isEqualTo(reads);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    private void twoSyncs() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { name: chat, group: { id: room } }]",
                "  - { name: more, source: { group: { id: people } }, destinations: [{ group: { id: list } }] }");
        FakeGroup.of("room", "ann");
        FakeGroup.of("list", "ann");
    }

    @Test
    void only_takes_names_of_syncs_and_destinations() {
        twoSyncs();
        apply();

        Run chat = cli.run("undo", FIRST, "--yes", "--only", "chat");
        assertThat(FakeGroup.of("room").things()).containsExactly("ann");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");
        assertThat(FakeGroup.of("list").things()).containsExactly("ann", "new");
        assertThat(chat.out()).contains("Done: 0 added, 1 removed.").doesNotContain("group list", "left alone");

        cli.run("undo", FIRST, "--yes", "--only", "more");
        assertThat(FakeGroup.of("list").things()).containsExactly("ann");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");

        Run unknown = cli.run("undo", FIRST, "--yes", "--only", "mroe");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("has no sync or destination 'mroe'; did you mean 'more'?");
    }

    @Test
    void the_syncs_are_undone_in_one_run() {
        twoSyncs();
        apply();

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.out()).contains("Done: 2 added, 3 removed.");
        assertThat(runs()).isEqualTo(2);
        assertThat(journal().find("last").plans()).hasSize(3);
    }

    @Test
    void a_place_that_the_configuration_no_longer_has_is_named_and_left_alone() {
        twoSyncs();
        apply();
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "  group room: left alone, because the configuration does not have it (sync staff)",
                        "  group list: left alone, because the configuration does not have it (sync more)");
        assertThat(FakeGroup.of("room").things()).containsExactly("ann", "new");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_place_is_found_in_a_sync_with_another_name() {
        apply();
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: renamed",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");

        Run run = cli.run("undo", FIRST, "--yes");

        assertThat(run.out()).contains("renamed: undo of run " + FIRST);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_configuration_that_is_gone_can_be_named() throws IOException {
        apply();
        Files.move(folder.resolve("go-sync.yml"), folder.resolve("moved.yml"));

        Run gone = cli.run("undo", FIRST, "--yes");
        Run named = cli.run("undo", FIRST, "--yes", "--config", "moved.yml");

        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err().strip())
                .isEqualTo("undo: the configuration of run " + FIRST + " is not there any more: "
                        + folder.resolve("go-sync.yml").toAbsolutePath() + "; name it with --config");
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void the_last_run_of_a_configuration_is_not_that_of_another_one_in_the_same_journal() throws IOException {
        Files.copy(folder.resolve("go-sync.yml"), folder.resolve("other.yml"));
        Files.copy(folder.resolve("go-sync.yml"), folder.resolve("third.yml"));
        apply();
        FakeGroup.of("people", "ann", "new", "zoe");
        apply("other.yml");

        Run undone = cli.run("undo", "last", "--dry-run", "--config", "go-sync.yml");
        Run shown = cli.run("history", "last", "--config", "other.yml");
        Run none = cli.run("undo", "last", "--config", "third.yml");

        assertThat(undone.out()).contains("apply go-sync.yml, ").doesNotContain("apply other.yml");
        assertThat(shown.out()).contains("apply other.yml");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .startsWith("undo: there is no run of third.yml in folder ")
                .endsWith("; to see all runs: go-sync history --config third.yml\n");
    }

    @Test
    void a_run_of_a_program_has_no_configuration_so_one_must_be_named() {
        try (RecordedRun run = journal().begin(RunInfo.of("apply", "nightly"))) {
            Sync.from(Sources.of("ann", "new", "bob", "eve"))
                    .listener(run.listener("team"))
                    .syncWith(FakeGroup.of("team"));
        }

        Run unnamed = cli.run("undo", "last", "--yes");
        Run named = cli.run("undo", "last", "--yes", "--config", "go-sync.yml");

        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).matches("undo: run \\S+ has no configuration file; name one with --config\\s+");
        assertThat(named.exitCode()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void a_run_that_changed_nothing_needs_no_configuration() throws IOException {
        FakeGroup.of("team", "ann", "new");
        apply();
        Files.delete(folder.resolve("go-sync.yml"));

        Run run = cli.run("undo", "last", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to undo." + System.lineSeparator());
    }

    @Test
    void with_json_the_plan_to_confirm_goes_to_standard_error() {
        apply();

        Run run = cli.answering("y").run("undo", FIRST, "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("Undo of run " + FIRST, "    + bob", "Apply this plan to team? [y/N]");
        assertThat(run.json()).containsEntry("undoes", FIRST);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void the_state_can_be_in_another_folder() {
        cli.run("apply", "go-sync.yml", "--yes", "--state", "state");

        assertThat(cli.run("undo", "last", "--yes").exitCode()).isEqualTo(2);
        assertThat(cli.run("undo", "last", "--yes", "--state", "state").exitCode())
                .isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void an_unknown_run_is_wrong_usage_and_the_nearest_is_named() {
        Run noJournal = cli.run("undo", "last", "--yes");
        apply();
        apply();
        Run unknown = cli.run("undo", "20260301-09000-001", "--yes");
        Run json = cli.run("undo", "20260301-09000-001", "--yes", "--format", "json");

        assertThat(noJournal.exitCode()).isEqualTo(2);
        assertThat(noJournal.err())
                .contains("undo: there is no journal in folder " + folder.resolve(".go-sync") + "; name its folder");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("undo: There is no run '20260301-09000-001' in folder ", "; did you mean '" + SECOND + "'?");
        assertThat(json.json().get("faults").toString()).contains("did you mean '" + SECOND + "'?");
    }

    @Test
    void a_run_in_progress_is_refused() {
        apply();
        try (RecordedRun running = journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            Run undoIt = cli.run("undo", running.id(), "--yes");
            Run undoAnother = cli.run("undo", FIRST, "--yes");

            assertThat(undoIt.exitCode()).isEqualTo(1);
            assertThat(undoIt.err()).contains("Run " + running.id() + " is in progress: ");
            assertThat(undoAnother.exitCode()).isEqualTo(1);
            assertThat(undoAnother.err()).contains("is being applied by ");
        }
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "new");
    }

    @Test
    void invisible_characters_are_shown_as_escapes() {
        FakeGroup.of("people", "ann", "ne\u200bw");
        apply();

        Run text = cli.run("undo", FIRST, "--dry-run");
        Run json = cli.run("undo", FIRST, "--dry-run", "--format", "json");
        FakeGroup.of("people", "ann");
        apply();
        Run left = cli.run("undo", FIRST, "--dry-run");
        Run leftJson = cli.run("undo", FIRST, "--dry-run", "--format", "json");

        assertThat(left.out()).contains("left alone");
        assertThat(List.of(text.out(), json.out(), left.out(), leftJson.out()))
                .allSatisfy(out -> assertThat(out).contains("w").doesNotContain("\u200b"));
    }

    @Test
    void quiet_prints_problems_only() {
        apply();

        Run run = cli.run("undo", FIRST, "--yes", "--quiet");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "eve");
    }

    @Test
    void the_json_document_has_what_is_left_alone_and_the_warnings() {
        twoSyncs();
        apply();
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "new", "bob");
        apply();

        Map<String, Object> json =
                cli.run("undo", FIRST, "--yes", "--format", "json").json();

        assertThat(json)
                .containsEntry("command", "undo")
                .containsEntry("exitCode", 0)
                .containsEntry("undoes", FIRST)
                .containsEntry("run", "20260301-090000-002");
        assertThat(json.get("leftAlone"))
                .isEqualTo(List.of(Map.of(
                        "sync", "staff",
                        "place", "group team",
                        "thing", "bob",
                        "action", "remove",
                        "reason", "later-run",
                        "run", SECOND,
                        "why", "run " + SECOND + " added it later")));
        assertThat(json.get("notConfigured"))
                .isEqualTo(List.of(
                        Map.of("sync", "staff", "place", "group room"), Map.of("sync", "more", "place", "group list")));
        assertThat((List<?>) json.get("warnings")).hasSize(2);
        assertThat(json.get("syncs").toString()).contains("source=run " + FIRST, "additions=[eve]");
    }
}
