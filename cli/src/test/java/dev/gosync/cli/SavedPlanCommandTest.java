package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --out} and {@code apply --plan}. */
final class SavedPlanCommandTest {
    private static final String[] APPLY = {"apply", "go-sync.yml", "--plan", "plan.json"};

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        configure("");
        FakeGroup.of("people", "ann", "bob", "cat");
        FakeGroup.of("team", "cat", "eve");
    }

    private void configure(String settings) {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                settings,
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
    }

    private void configureTwo() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]",
                "  - name: more",
                "    source: { group: { id: crowd } }",
                "    destinations: [{ group: { id: hall } }]");
        FakeGroup.of("crowd", "xan", "yve");
        FakeGroup.of("hall", "yve");
    }

    private Run plan(String... more) {
        Run run = cli.run(concat(new String[] {"plan", "go-sync.yml", "--out", "plan.json"}, more));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    private Run apply(String... more) {
        return cli.run(concat(APPLY, more));
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    private static String lastLine(Run run) {
        return run.out().lines().reduce("", (before, line) -> line);
    }

    private void nothingWritten() {
        assertThat(FakeGroup.of("team").writes()).isZero();
        assertThat(FakeGroup.of("hall").writes()).isZero();
    }

    @Test
    void a_plan_is_saved_and_applied_without_a_question() {
        Run planned = plan();
        Run applied = apply();

        assertThat(planned.out())
                .endsWith(
                        "Planned: 2 to add, 1 to remove. Nothing has changed yet.\nSaved in plan.json. To apply exactly"
                                + " this plan:\n  go-sync apply go-sync.yml --plan plan.json\n");
        assertThat(applied.exitCode()).as(applied.out() + applied.err()).isZero();
        assertThat(applied.out())
                .startsWith("Saved plan plan.json of 2026-03-01T09:00:00Z by ")
                .contains(": 2 to add, 1 to remove\n", "    + ann\n")
                .doesNotContain("Stale", "left for the next one", "warning");
        assertThat(applied.out()).contains("\nDone: 2 added, 1 removed.\nTo undo this run:\n");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void a_plan_with_nothing_to_do_is_saved_and_says_so() {
        FakeGroup.of("team", "ann", "bob", "cat");

        Run planned = plan();

        assertThat(planned.out().lines()).endsWith("Nothing to do.", "Saved in plan.json.");
        assertThat(apply().exitCode()).isZero();
    }

    @Test
    void each_place_is_read_once_to_apply() {
        plan();
        int source = FakeGroup.of("people").reads();
        int team = FakeGroup.of("team").reads();

        apply();

        assertThat(FakeGroup.of("people").reads() - source).isOne();
        assertThat(FakeGroup.of("team").reads() - team).isOne();
    }

    @Test
    void newcomers_are_left_for_the_next_plan_and_counted() {
        plan();
        FakeGroup.of("people", "ann", "bob", "new");

        Run applied = apply();

        assertThat(applied.exitCode()).as(applied.out()).isZero();
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat");
        assertThat(applied.out())
                .contains("Not in the saved plan, and left for the next one: 1 addition, 1 removal.")
                .doesNotContain("+ new", "- cat");
        assertThat(applied.out()).contains("\nDone: 2 added, 1 removed.\nTo undo this run:\n");
    }

    @Test
    void what_is_done_already_is_done() {
        plan();
        FakeGroup.of("team", "ann", "cat");

        Run applied = apply();

        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out())
                .contains("  Done already in staff, group team:\n    + ann: it is a member already\n")
                .contains("    - eve: it is not a member any more\n");
        assertThat(applied.out()).contains("\nDone: 1 added, 0 removed.\nTo undo this run:\n");
    }

    @Test
    void if_everything_is_done_already_nothing_is_written() {
        plan();
        FakeGroup.of("team", "ann", "bob", "cat");

        Run applied = apply();

        assertThat(applied.exitCode()).isZero();
        assertThat(lastLine(applied)).isEqualTo("Nothing to do.");
        nothingWritten();
    }

    @Test
    void a_stale_plan_is_refused_and_each_stale_change_is_named() {
        configureTwo();
        plan();
        FakeGroup.of("people", "bob", "cat", "eve", "new");

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out()).contains("""
                          Stale in staff, group team:
                            + ann: the source does not want it any more
                            - eve: the source wants it again
                        """).contains("  Refused: nothing was written to any destination of staff.");
        assertThat(applied.out()).endsWith("""
                        Refused: the saved plan is stale. Nothing was written.
                        To plan again:
                          go-sync plan go-sync.yml --out plan.json
                        """);
        nothingWritten();
    }

    @Test
    void quiet_shows_what_is_stale_and_nothing_else() {
        plan();
        FakeGroup.of("people", "bob", "cat");
        Run stale = apply("--quiet");
        FakeGroup.of("people", "ann", "bob", "cat");
        Run applied = apply("--quiet");

        assertThat(stale.out()).contains("+ ann: the source does not want it any more");
        assertThat(applied.out() + applied.err()).isEmpty();
        assertThat(applied.exitCode()).isZero();
    }

    @Test
    void a_sync_that_is_gone_makes_the_plan_stale() {
        configureTwo();
        plan();
        configure("");

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out())
                .contains("  Stale in more, group hall:\n    + xan: the sync is not in the configuration any more\n")
                .contains("warning: the configuration has changed since then");
        nothingWritten();
    }

    @Test
    void a_changed_configuration_alone_is_only_said() {
        plan();
        configure("    tolerate: [unknown-thing]");

        Run applied = apply();

        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out())
                .contains(
                        "  warning: the configuration has changed since then; the plan is compared with what it says now");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void a_new_sync_is_left_for_the_next_plan() {
        plan();
        configureTwo();

        Run applied = apply();

        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out()).contains("Not in the saved plan, and left for the next one: 1 sync (more).");
        assertThat(FakeGroup.of("crowd").reads()).isZero();
        assertThat(FakeGroup.of("hall").things()).containsExactly("yve");
    }

    @Test
    void another_mode_and_protection_make_it_stale() {
        plan();
        configure("    protect: [eve]");
        Run guarded = apply();
        configure("    mode: add-only");
        Run other = apply();

        assertThat(guarded.exitCode()).isEqualTo(3);
        assertThat(guarded.out()).contains("    - eve: it must stay now: protected\n");
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.out())
                .contains(
                        "    + 2 members: the mode is add-only now and was add-remove\n        ann, bob\n    - eve: as above\n")
                .doesNotContain("left for the next one");
        nothingWritten();
    }

    @Test
    void an_addition_that_the_place_refuses_now_makes_it_stale() {
        plan();
        FakeGroup.of("team").unableToAdd("ann", FailureKind.UNKNOWN_THING, "unknown to team");

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out()).contains("    + ann: it cannot be added now: unknown to team\n");
        nothingWritten();
    }

    @Test
    void a_guard_that_refuses_one_sync_stops_the_whole_plan() {
        configureTwo();
        plan();
        FakeGroup.of("hall", "yve", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2");

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out()).contains("REFUSED by max-removals");
        assertThat(lastLine(applied)).isEqualTo("Refused: 1 of 2 syncs. Nothing was written.");
        nothingWritten();
    }

    @Test
    void the_guards_also_judge_what_is_left_of_a_fresh_plan() {
        configure("    guards: { min-remaining: 2 }");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team", "eve");
        Run planned = cli.run("plan", "go-sync.yml", "--out", "plan.json", "--allow", "min-remaining=1");
        assertThat(planned.exitCode()).as(planned.out()).isZero();
        FakeGroup.of("people", "ann", "new");

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out()).contains("REFUSED by min-remaining");
        nothingWritten();
    }

    @Test
    void a_place_that_cannot_be_read_stops_both_commands() {
        configureTwo();
        plan();
        FakeGroup.of("team").broken();

        Run applied = apply();
        Run planned = cli.run("plan", "go-sync.yml", "--out", "other.json");

        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(applied.out()).contains("could not be read");
        assertThat(applied.out()).endsWith("""
                Not everything was planned. Nothing was written.
                The plan can still be applied. To try again:
                  go-sync apply go-sync.yml --plan plan.json
                """);
        nothingWritten();
        assertThat(planned.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("other.json")).doesNotExist();
    }

    @Test
    void a_source_that_cannot_be_read_stops_everything() {
        configureTwo();
        plan();
        FakeGroup.of("crowd").broken();

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(applied.out()).contains("more: FAILED: group crowd").doesNotContain("Stale");
        assertThat(applied.out()).endsWith("""
                Not everything was planned. Nothing was written.
                The plan can still be applied. To try again:
                  go-sync apply go-sync.yml --plan plan.json
                """);
        nothingWritten();
    }

    @Test
    void only_what_was_selected_is_saved_and_applied() {
        configureTwo();
        Run planned = plan("--only", "more");

        Run applied = apply();

        assertThat(planned.out()).contains("  go-sync apply go-sync.yml --plan plan.json\n");
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out()).doesNotContain("staff");
        assertThat(FakeGroup.of("people").reads()).isZero();
        assertThat(FakeGroup.of("hall").things()).containsExactly("xan", "yve");
    }

    @Test
    void a_selection_needs_only_its_own_variables_and_may_be_gone() {
        configureTwo();
        plan("--only", "more");
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people, token: \"${NOT_SET}\" } }",
                "    destinations: [{ group: { id: team } }]");

        Run applied = apply();

        assertThat(applied.exitCode()).as(applied.err()).isEqualTo(3);
        assertThat(applied.out()).contains("+ xan: the sync is not in the configuration any more");
        assertThat(applied.out()).contains("Refused: the saved plan is stale. Nothing was written.\nTo plan again:\n");
    }

    @Test
    void a_plan_without_changes_is_saved_and_applied() {
        FakeGroup.of("team", "ann", "bob", "cat");

        Run planned = cli.run("plan", "go-sync.yml", "--out", "plan.json", "--detailed-exitcode");
        Run applied = apply();

        assertThat(planned.exitCode()).isZero();
        assertThat(applied.exitCode()).isZero();
        assertThat(lastLine(applied)).isEqualTo("Nothing to do.");
    }

    @Test
    void yes_is_allowed_and_the_exit_code_of_plan_stays() {
        Run planned = cli.run("plan", "go-sync.yml", "--out", "plan.json", "--detailed-exitcode");

        assertThat(planned.exitCode()).isEqualTo(4);
        assertThat(apply("--yes").exitCode()).isZero();
    }

    @Test
    void a_thing_that_cannot_be_added_is_reported_as_always() {
        FakeGroup.of("team").unableToAdd("ann", FailureKind.UNKNOWN_THING, "unknown to team");
        plan();

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(applied.out()).contains("? ann: unknown to team", "1 NOT done");
        assertThat(FakeGroup.of("team").things()).containsExactly("bob", "cat");
    }

    @Test
    @SuppressWarnings("unchecked")
    void json_shows_the_saved_plan() {
        Map<String, Object> planned =
                (Map<String, Object>) plan("--format", "json").json().get("savedPlan");
        FakeGroup.of("people", "bob", "cat", "new");
        FakeGroup.of("team", "bob", "cat", "eve");
        Map<String, Object> applied =
                (Map<String, Object>) apply("--format", "json").json().get("savedPlan");

        assertThat(planned)
                .containsEntry("file", "plan.json")
                .containsEntry("madeAt", "2026-03-01T09:00:00Z")
                .containsEntry("additions", 2)
                .containsEntry("removals", 1)
                .containsEntry("stale", List.of());
        assertThat(applied)
                .containsEntry("id", planned.get("id"))
                .containsEntry("configurationChanged", false)
                .containsEntry(
                        "stale",
                        List.of(Map.of(
                                "sync",
                                "staff",
                                "place",
                                "group team",
                                "action",
                                "add",
                                "thing",
                                "ann",
                                "reason",
                                "the source does not want it any more")))
                .containsEntry(
                        "done",
                        List.of(Map.of(
                                "sync",
                                "staff",
                                "place",
                                "group team",
                                "action",
                                "add",
                                "thing",
                                "bob",
                                "reason",
                                "it is a member already")))
                .containsEntry("left", Map.of("additions", 1, "removals", 0, "syncs", List.of()));
        assertThat(cli.run("plan", "go-sync.yml", "--format", "json").json()).containsEntry("savedPlan", null);
    }

    @Test
    void a_sync_that_waited_long_for_its_turn_is_compared_again() {
        configureTwo();
        plan();
        FakeGroup.of("team").onWrite(() -> {
            cli.advanceClock(Duration.ofMinutes(11));
            FakeGroup.of("hall", "xan", "yve");
        });
        int reads = FakeGroup.of("hall").reads();

        Run applied = apply();

        assertThat(applied.exitCode()).as(applied.out()).isZero();
        assertThat(FakeGroup.of("hall").reads() - reads).isEqualTo(2);
        assertThat(FakeGroup.of("hall").writes()).isZero();
    }

    @Test
    void a_sync_that_became_stale_while_others_were_applied_is_refused() {
        configureTwo();
        plan();
        FakeGroup.of("team").onWrite(() -> {
            cli.advanceClock(Duration.ofMinutes(11));
            FakeGroup.of("crowd", "yve");
        });

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.out()).contains("became stale while other syncs were applied");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob", "cat");
        assertThat(FakeGroup.of("hall").writes()).isZero();
    }

    @Test
    void the_file_has_no_secret_of_the_configuration() throws IOException {
        cli.variable("TOKEN", "hush-hush-1234");
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people, token: \"${TOKEN}\" } }",
                "    destinations: [{ group: { id: team, token: hush-hush-5678 } }]");
        plan();

        assertThat(Files.readString(folder.resolve("plan.json")))
                .contains("group people", "\"ann\"")
                .doesNotContain("hush");
        assertThat(apply().exitCode()).isZero();
    }
}
