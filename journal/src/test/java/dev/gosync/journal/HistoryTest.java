package dev.gosync.journal;

import static dev.gosync.journal.RunsInAFolder.FIRST;
import static dev.gosync.journal.RunsInAFolder.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.gosync.adapter.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal tells about the runs of the past. */
final class HistoryTest {
    @TempDir
    private Path folder;

    private RunsInAFolder runs;

    @BeforeEach
    void set_up() {
        runs = new RunsInAFolder(folder);
    }

    @Test
    void a_run_tells_what_it_did_to_a_thing_everywhere_ignoring_case() {
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            RunsInAFolder.applyIn(run, "team", MemberList.of("ops", "bob"), "bob", "Ann");
            RunsInAFolder.applyIn(run, "all", MemberList.of("chat", "ann", "eve"), "eve", "kim");
        }
        Run run = runs.journal().find("last");

        assertThat(run.entriesOf("ANN"))
                .extracting(Entry::place, Entry::thing, Entry::action)
                .containsExactly(tuple("ops", "Ann", Action.ADD), tuple("chat", "ann", Action.REMOVE));
        assertThat(run.entriesOf("bob")).isEmpty();
    }

    @Test
    void last_is_the_last_run_of_all_configurations() {
        runs.apply("go-sync.yml", "team", MemberList.of("ops"), "ann");
        runs.apply("another.yml", "team", MemberList.of("chat"), "ann");

        assertThat(runs.journal().find("last").id()).isEqualTo(SECOND);
        assertThat(runs.journal().find(FIRST).info().configuration()).isEqualTo("go-sync.yml");
    }

    @Test
    void a_run_is_in_progress_until_it_has_ended() {
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            assertThat(runs.journal().isInProgress(runs.journal().find(run.id())))
                    .isTrue();
        }

        assertThat(runs.journal().isInProgress(runs.journal().find(FIRST))).isFalse();
    }

    @Test
    void what_an_undo_found_done_is_part_of_its_run_and_no_change() throws Exception {
        MemberList ops = MemberList.of("ops", "eve", "bob");
        runs.apply(ops, "Ann", "bob");
        ops.members().add("EVE");
        ops.members().remove("Ann");

        runs.undo(FIRST, false, ops);

        Run run = runs.journal().find("last");
        assertThat(run.entries())
                .extracting(Entry::thing, Entry::action, Entry::alreadyThere, Entry::isChange, Entry::reason)
                .containsExactly(
                        tuple("eve", Action.ADD, true, false, "is a member already"),
                        tuple("Ann", Action.REMOVE, true, false, "is no longer a member"));
        assertThat(run.changes(Action.REMOVE)).isZero();
        assertThat(ops.members()).containsExactly("EVE", "bob");
    }

    @Test
    void runs_that_cannot_be_read_do_not_hide_the_others() throws Exception {
        runs.apply(MemberList.of("ops"), "ann");
        runs.apply(MemberList.of("ops"), "ann", "bob");
        Files.writeString(runs.file(FIRST), Files.readString(runs.file(FIRST)).replace("\"ann\"", "\"eve\""));
        List<String> read = new ArrayList<>();

        runs.journal()
                .forEachRun(run -> read.add(run.id()), (id, problem) -> read.add(id + ": " + problem.getMessage()));

        assertThat(read).hasSize(2);
        assertThat(read.get(0))
                .startsWith(FIRST + ": Run " + FIRST + " in folder ")
                .contains("cannot be trusted");
        assertThat(read.get(1)).isEqualTo(SECOND);
    }
}
