package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guards;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fresh plan makes of a saved one, and what a journal remembers of it. */
final class PlanCheckTest {
    @TempDir
    private Path folder;

    private final SimpleGroup people = new SimpleGroup("people", "ann", "bob", "cat");
    private final SimpleGroup team = new SimpleGroup("team", "cat", "eve");

    private Plans plans(UnaryOperator<Sync> options) throws InterruptedException {
        Sync sync = options.apply(Sync.from(people).guard(Guards.maxRemovals(100)));
        return sync.planAll(List.of(team));
    }

    private SavedPlan plan() throws InterruptedException {
        return plan(sync -> sync);
    }

    private SavedPlan plan(UnaryOperator<Sync> options) throws InterruptedException {
        return SavedPlan.of(
                RunInfo.of("plan", "go-sync.yml"), Instant.EPOCH, List.of(), Map.of("staff", plans(options)));
    }

    private PlanCheck check(SavedPlan saved) throws InterruptedException {
        return saved.check(Map.of("staff", plans(sync -> sync)));
    }

    /**
     * One way in which the world can change after a plan that adds ann and bob and removes eve.
     *
     * @param stale what is stale, with the reason
     * @param done what is done already
     * @param left how many changes are left for the next plan
     */
    record Row(String name, Change change, List<String> stale, List<String> done, int left) {
        interface Change {
            void to(SimpleGroup people, SimpleGroup team);
        }

        static Row of(String name, List<String> stale, List<String> done, int left, Change change) {
            return new Row(name, change, stale, done, left);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        List<String> none = List.of();
        return List.of(
                Row.of("nothing changed", none, none, 0, (people, team) -> {}),
                Row.of("newcomers and leavers", none, none, 2, (people, team) -> {
                    people.things("ann", "bob", "new");
                }),
                Row.of(
                        "an addition is done",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.things("ann", "cat", "eve")),
                Row.of(
                        "an addition is done under another name",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.alias("ann", "cat")),
                Row.of(
                        "an addition is done with another case",
                        none,
                        List.of("+ ann: it is a member already"),
                        0,
                        (people, team) -> team.things("ANN", "cat", "eve")),
                Row.of(
                        "a removal is done",
                        none,
                        List.of("- eve: it is not a member any more"),
                        0,
                        (people, team) -> team.things("cat")),
                Row.of(
                        "an addition is not wanted",
                        List.of("+ ann: the source does not want it any more"),
                        none,
                        0,
                        (people, team) -> people.things("bob", "cat")),
                Row.of(
                        "an addition is there and not wanted",
                        List.of("+ ann: the source does not want it any more"),
                        none,
                        1,
                        (people, team) -> {
                            people.things("bob", "cat");
                            team.things("ann", "cat", "eve");
                        }),
                Row.of(
                        "an addition is spelled otherwise",
                        List.of("+ ann: the source now has it as Ann"),
                        none,
                        1,
                        (people, team) -> people.things("Ann", "bob", "cat")),
                Row.of(
                        "an addition became another name",
                        List.of("+ ann: the source now has it as xan"),
                        none,
                        1,
                        (people, team) -> {
                            people.things("bob", "cat", "xan");
                            people.alias("ann", "xan");
                        }),
                Row.of(
                        "an addition is there and spelled otherwise",
                        List.of("+ ann: the source now has it as Ann"),
                        none,
                        0,
                        (people, team) -> {
                            people.things("Ann", "bob", "cat");
                            team.things("ann", "cat", "eve");
                        }),
                Row.of(
                        "an addition cannot be made",
                        List.of("+ ann: it cannot be added now: unknown here"),
                        none,
                        0,
                        (people, team) -> team.unableToAdd("ann", "unknown here")),
                Row.of(
                        "a removal is wanted",
                        List.of("- eve: the source wants it again"),
                        none,
                        0,
                        (people, team) -> people.things("ann", "bob", "cat", "eve")),
                Row.of(
                        "a removal is wanted under another name",
                        List.of("- eve: the source wants it again"),
                        none,
                        0,
                        (people, team) -> {
                            people.things("ann", "bob", "cat", "xeve");
                            team.alias("xeve", "eve");
                        }),
                Row.of(
                        "a removal is kept by the place",
                        List.of("- eve: it must stay now: owner"),
                        none,
                        0,
                        (people, team) -> team.keeping("eve", "owner")),
                Row.of(
                        "a removal is spelled otherwise",
                        List.of("- eve: the destination now has it as EVE"),
                        none,
                        1,
                        (people, team) -> team.things("cat", "EVE")),
                Row.of(
                        "several at once",
                        List.of("+ ann: the source does not want it any more", "- eve: the source wants it again"),
                        List.of("+ bob: it is a member already"),
                        1,
                        (people, team) -> {
                            people.things("bob", "cat", "eve", "new");
                            team.things("bob", "cat", "eve");
                        }));
    }

    private static List<String> texts(List<PlanCheck.Item> items) {
        return items.stream()
                .map(PlanCheck.Item::toString)
                .map(text -> text.replaceFirst(Pattern.quote("staff, group team: "), ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_change_must_still_be_right(Row row) throws Exception {
        SavedPlan saved = plan();

        row.change.to(people, team);
        PlanCheck check = check(saved);

        assertThat(texts(check.stale())).isEqualTo(row.stale);
        assertThat(texts(check.done())).isEqualTo(row.done);
        assertThat(check.left(Action.ADD) + check.left(Action.REMOVE)).isEqualTo(row.left);
        if (row.stale.isEmpty()) {
            List<String> left = new ArrayList<>(List.of("ann", "bob"));
            left.removeIf(thing -> row.done.stream().anyMatch(done -> done.contains(thing)));
            Plans plans = check.plans("staff");
            assertThat(plans.plans().get(0).additions()).isEqualTo(left);
        } else {
            assertThatThrownBy(() -> check.plans("staff"))
                    .isInstanceOf(SavedPlanException.class)
                    .hasMessageContaining("is stale, and nothing was written: staff, group team: " + row.stale.get(0));
        }
    }

    @Test
    void a_protected_member_is_not_removed() throws Exception {
        SavedPlan saved = plan();

        PlanCheck check = saved.check(Map.of("staff", plans(sync -> sync.protect("e*"))));

        assertThat(texts(check.stale())).containsExactly("- eve: it must stay now: protected");
    }

    @Test
    void another_mode_makes_everything_stale() throws Exception {
        SavedPlan saved = plan();

        PlanCheck check = saved.check(Map.of("staff", plans(sync -> sync.mode(Mode.ADD_ONLY))));

        assertThat(texts(check.stale()))
                .containsExactly(
                        "+ ann: the mode is add-only now and was add-remove",
                        "+ bob: the mode is add-only now and was add-remove",
                        "- eve: the mode is add-only now and was add-remove");
    }

    @Test
    void a_sync_and_a_destination_must_still_be_there() throws Exception {
        SavedPlan saved = plan();

        assertThat(texts(saved.check(Map.of()).stale()))
                .hasSize(3)
                .contains("- eve: the sync is not in the configuration any more");
        Plans elsewhere = Sync.from(people).planAll(List.of(new SimpleGroup("elsewhere")));
        PlanCheck check = saved.check(Map.of("staff", elsewhere));
        assertThat(texts(check.stale()))
                .hasSize(3)
                .contains("+ ann: the destination is not in the configuration any more");
        assertThat(check.left(Action.ADD)).isEqualTo(3);
    }

    @Test
    void a_sync_without_changes_may_be_gone() throws Exception {
        people.things("cat", "eve");
        SavedPlan saved = plan();

        assertThat(saved.check(Map.of()).isStale()).isFalse();
    }

    @Test
    void a_place_that_cannot_be_read_is_not_stale_but_stops_everything() throws Exception {
        SavedPlan saved = plan();
        team.broken = true;

        PlanCheck check = check(saved);

        assertThat(check.isStale()).isFalse();
        assertThat(check.unread()).containsExactly("group team");
        assertThatThrownBy(() -> check.plans("staff"))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("group team could not be read");
    }

    @Test
    void only_what_was_reviewed_is_changed() throws Exception {
        SavedPlan saved = plan();
        people.things("ann", "bob", "new");

        List<Report> reports = check(saved).plans("staff").apply();

        assertThat(team.things()).containsExactly("ann", "bob", "cat");
        assertThat(reports.get(0).outcomes()).hasSize(3);
    }

    @Test
    void a_thing_that_can_be_added_only_now_was_not_reviewed() throws Exception {
        team.unableToAdd("ann", "unknown");
        SavedPlan saved = plan();

        assertThat(check(saved).plans("staff").plans().get(0).cannotAdd()).containsOnlyKeys("ann");
        team.cannotAdd.clear();
        PlanCheck later = check(saved);

        assertThat(later.left(Action.ADD)).isOne();
        assertThat(later.plans("staff").plans().get(0).additions()).containsExactly("bob");
        assertThat(later.plans("staff").plans().get(0).cannotAdd()).isEmpty();
    }

    @Test
    void the_guards_judge_what_is_left_of_the_fresh_plan() throws Exception {
        SavedPlan saved = plan(sync ->
                sync.guard(Guards.minRemaining(4)).guard(Guards.maxRemovals(0)).mode(Mode.ADD_ONLY));
        people.things("ann", "bob", "cat", "new");
        team.things("ann", "cat");

        Plans fresh = plans(sync -> sync.guard(Guards.minRemaining(4)).mode(Mode.ADD_ONLY));
        Plans limited = saved.check(Map.of("staff", fresh)).plans("staff");

        assertThat(fresh.isRefused()).isFalse();
        assertThat(limited.isRefused()).isTrue();
    }

    // With a journal

    private RunInfo applying(SavedPlan saved) {
        return RunInfo.of("apply", "go-sync.yml").applying(saved);
    }

    @Test
    void a_plan_is_applied_once() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        String first;
        try (RecordedRun run = journal.begin(applying(saved))) {
            first = run.id();
            check(saved, run).plans("staff").apply();
        }

        assertThat(journal.run(first).orElseThrow().info().plan()).contains(saved.id());
        assertThatThrownBy(() -> journal.begin(applying(saved)))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("was applied already, by run " + first + " (");
        assertThat(journal.ids()).containsExactly(first);
        try (RecordedRun run = journal.begin(applying(plan()))) {
            run.result("refused");
        }
    }

    private PlanCheck check(SavedPlan saved, RecordedRun run) throws InterruptedException {
        return saved.check(Map.of("staff", plans(sync -> sync.listener(run.listener("staff")))));
    }

    @Test
    void a_run_that_was_cut_short_has_used_the_plan() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        String first;
        try (RecordedRun run = journal.begin(applying(saved))) {
            first = run.id();
            check(saved, run).plans("staff").apply();
        }
        Path file = folder.resolve("state/runs").resolve(first + ".jsonl");
        List<String> lines = Files.readAllLines(file);
        int start = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("\"event\":\"start\""))
                .findFirst()
                .orElseThrow();

        Files.writeString(file, String.join("\n", lines.subList(0, start + 1)) + "\n");
        assertThatThrownBy(() -> journal.begin(applying(saved)))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("by run " + first + " (")
                .hasMessageContaining("which was cut short. Plan again");
        Files.writeString(file, String.join("\n", lines.subList(0, start)) + "\n");
        journal.begin(applying(saved)).close();
    }

    @Test
    void the_example_of_the_documentation_works() throws Exception {
        Path file = folder.resolve("plan.json");
        PlanKey key = PlanKey.of(new byte[16]);
        Journal journal = Journal.in(folder.resolve("state"));

        Plans plans = Sync.from(people).planAll(List.of(team));
        SavedPlan.of(RunInfo.of("plan", "nightly"), Instant.now(), List.of(), Map.of("platform", plans))
                .write(file, key);

        SavedPlan saved = SavedPlan.read(file, key);
        saved.checkAge(Duration.ofHours(24), Instant.now());
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly").applying(saved))) {
            Plans fresh = Sync.from(people).listener(run.listener("platform")).planAll(List.of(team));
            saved.check(Map.of("platform", fresh)).plans("platform").apply();
        }

        assertThat(team.things()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void a_run_that_wrote_nothing_has_not_used_the_plan() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        try (RecordedRun run = journal.begin(applying(saved))) {
            check(saved, run);
            run.result("refused");
        }

        try (RecordedRun run = journal.begin(applying(saved))) {
            check(saved, run).plans("staff").apply();
        }

        assertThat(team.things()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void the_journal_has_the_changes_that_were_reviewed() throws Exception {
        Journal journal = Journal.in(folder.resolve("state"));
        SavedPlan saved = plan();
        people.things("ann", "bob", "new");

        String id;
        try (RecordedRun run = journal.begin(applying(saved))) {
            id = run.id();
            check(saved, run).plans("staff").apply();
        }

        Run run = journal.run(id).orElseThrow();
        assertThat(run.plans()).hasSize(1);
        assertThat(run.plans().get(0).additions()).containsExactly("ann", "bob");
        assertThat(run.plans().get(0).removals()).containsExactly("eve");
        assertThat(run.entries()).hasSize(3);
    }
}
