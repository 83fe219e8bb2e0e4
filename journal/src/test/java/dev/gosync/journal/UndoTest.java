package dev.gosync.journal;

import static dev.gosync.journal.RunsInAFolder.FIRST;
import static dev.gosync.journal.RunsInAFolder.SECOND;
import static dev.gosync.journal.RunsInAFolder.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.journal.Undo.LeftAlone;
import dev.gosync.journal.Undo.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UndoTest {
    @TempDir
    private Path folder;

    private static final List<String> PEOPLE = List.of("ann", "Bob", "eve", "kim", "new");

    private final MemberList ops = MemberList.of("ops", "ann", "Bob", "eve");
    private RunsInAFolder runs;

    @BeforeEach
    void set_up() {
        runs = new RunsInAFolder(folder);
    }

    private Undo.Place undoOf(String run, boolean includeUnknown) {
        List<Undo.Place> places = runs.journal().undo(run, includeUnknown).places();
        assertThat(places).hasSize(1);
        return places.get(0);
    }

    private Undo.Place undoOf(String run) {
        return undoOf(run, false);
    }

    private static List<String> leftAlone(Undo.Place place) {
        return place.leftAlone().stream()
                .map(left -> left.thing() + ": " + left.why())
                .toList();
    }

    @Test
    void an_undo_is_the_opposite_of_what_the_run_did() {
        runs.apply(ops, "ann", "new");

        Undo undo = runs.journal().undo(FIRST, false);

        assertThat(undo.run().id()).isEqualTo(FIRST);
        assertThat(undo.isEmpty()).isFalse();
        assertThat(undo.places())
                .containsExactly(
                        new Undo.Place("team", "ops", List.of("Bob", "eve"), List.of("new"), List.<LeftAlone>of()));
        assertThat(undo.places().get(0).change(Mode.REMOVE_ADD))
                .isEqualTo(new Change(List.of("Bob", "eve"), List.of("new"), Mode.REMOVE_ADD));
    }

    @Test
    void the_source_of_an_undo_holds_what_is_added_again() throws Exception {
        runs.apply(ops, "ann", "new");
        Undo undo = runs.journal().undo(FIRST, false);

        assertThat(undo.source("team").name()).isEqualTo("run " + FIRST);
        assertThat(undo.source("team").get().things()).containsExactly("Bob", "eve");
        assertThat(undo.source("another").get().things()).isEmpty();
    }

    @Test
    void a_guard_refuses_an_undo_that_would_empty_a_place() throws Exception {
        MemberList empty = MemberList.of("ops");
        runs.apply(empty, "ann", "new");
        Undo undo = runs.journal().undo(FIRST, false);

        Plan plan = Sync.from(undo.source("team")).plan(undo.places().get(0).change(Mode.DEFAULT), empty);

        assertThat(undo.source("team").get().things()).containsExactly("ann", "new");
        assertThat(plan.removals()).containsExactly("ann", "new");
        assertThat(plan.objections()).extracting(Objection::option).containsExactly("allow-empty-destination");
    }

    @Test
    void an_undo_brings_the_members_back_and_can_be_undone() throws Exception {
        runs.apply(ops, "ann", "new");

        String undo = runs.undo("last", false, ops);
        assertThat(ops.members()).containsExactly("Bob", "ann", "eve");
        assertThat(runs.journal().find(undo).info().undoes()).contains(FIRST);

        runs.undo(undo, false, ops);
        assertThat(ops.members()).containsExactly("ann", "new");
    }

    @Test
    void places_and_syncs_are_told_apart() {
        MemberList chat = MemberList.of("chat", "eve");
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            RunsInAFolder.applyIn(run, "team", ops, "ann", "Bob", "kim");
            RunsInAFolder.applyIn(run, "all", chat, "eve", "kim");
        }

        assertThat(runs.journal().undo("last", false).places())
                .containsExactly(
                        new Undo.Place("team", "ops", List.of("eve"), List.of("kim"), List.of()),
                        new Undo.Place("all", "chat", List.of(), List.of("kim"), List.of()));
    }

    @Test
    void what_failed_or_never_began_is_nothing_to_undo() {
        runs.apply(ops, "ann", "Bob", "eve");

        Undo undo = runs.journal().undo(FIRST, true);

        assertThat(undo.places()).isEmpty();
        assertThat(undo.isEmpty()).isTrue();
    }

    // Later runs

    @Test
    void what_a_later_run_of_any_configuration_changed_is_left_alone() {
        runs.apply(ops, "ann", "new", "kim");
        runs.apply("another.yml", "others", ops, "ann", "kim", "BOB");

        Undo.Place undo = undoOf(FIRST);

        assertThat(undo.additions()).containsExactly("eve");
        assertThat(undo.removals()).containsExactly("kim");
        assertThat(leftAlone(undo))
                .containsExactly("new: run " + SECOND + " removed it later", "Bob: run " + SECOND + " added it later");
        assertThat(undo.leftAlone())
                .extracting(
                        LeftAlone::action, LeftAlone::reason, left -> left.by().orElse(""))
                .containsExactly(
                        tuple(Action.ADD, Reason.LATER_RUN, SECOND), tuple(Action.REMOVE, Reason.LATER_RUN, SECOND));
    }

    @Test
    void what_a_later_run_may_have_changed_is_left_alone() {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        ops.losingTheAnswerFor("new");
        runs.apply(ops, "ann", "Bob", "eve");

        assertThat(leftAlone(undoOf(FIRST))).containsExactly("new: run " + SECOND + " may have removed it later");
    }

    @Test
    void the_same_name_at_another_place_is_another_member() {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.apply(MemberList.of("chat", "new", "ann"), "ann");

        assertThat(undoOf(FIRST).removals()).containsExactly("new");
    }

    @Test
    void an_earlier_run_does_not_matter() {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.apply(ops, "ann", "Bob", "eve");

        assertThat(undoOf(SECOND).additions()).containsExactly("new");
    }

    @Test
    void a_run_that_is_undone_already_is_not_undone_twice() throws Exception {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.undo(FIRST, false, ops);

        Undo again = runs.journal().undo(FIRST, false);

        assertThat(again.isEmpty()).isTrue();
        assertThat(leftAlone(again.places().get(0))).containsExactly("new: run " + SECOND + " has undone this");
        assertThat(again.places().get(0).leftAlone().get(0).reason()).isEqualTo(Reason.UNDONE);
    }

    @Test
    void a_run_whose_undo_is_undone_can_be_undone_again() throws Exception {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.undo(FIRST, false, ops);
        runs.undo(SECOND, false, ops);

        assertThat(undoOf(FIRST).removals()).containsExactly("new");
        assertThat(leftAlone(undoOf(SECOND))).containsExactly("new: run " + THIRD + " has undone this");
    }

    @Test
    void a_later_run_that_is_undone_does_not_count() throws Exception {
        runs.apply(ops, "ann", "Bob");
        runs.apply(ops, "ann", "Bob", "eve");
        assertThat(undoOf(FIRST).additions()).isEmpty();

        runs.undo(SECOND, false, ops);

        assertThat(undoOf(FIRST).additions()).containsExactly("eve");
    }

    @Test
    void a_later_run_that_was_undone_by_hand_does_not_count_either() throws Exception {
        runs.apply(ops, "ann", "Bob");
        runs.apply(ops, "ann", "Bob", "eve");
        ops.members().remove("eve");

        String undo = runs.undo(SECOND, false, ops);

        assertThat(runs.journal().find(undo).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.alreadyThere()).isTrue())
                .satisfies(entry -> assertThat(entry.isChange()).isFalse());
        assertThat(undoOf(FIRST).additions()).containsExactly("eve");
        assertThat(runs.journal().undo(undo, true).places()).isEmpty();
    }

    @Test
    void an_undo_without_an_answer_does_not_settle_anything() throws Exception {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        ops.losingTheAnswerFor("new");
        runs.undo(FIRST, false, ops);

        assertThat(undoOf(FIRST).removals()).containsExactly("new");
    }

    @Test
    void an_apply_after_an_undo_is_a_later_run() throws Exception {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.undo(FIRST, false, ops);
        runs.apply(ops, "ann", "Bob", "eve", "new");

        assertThat(leftAlone(undoOf(FIRST))).containsExactly("new: run " + THIRD + " added it later");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void undoing_all_runs_in_reverse_order_ends_with_what_was_there_at_first(boolean takesEffect) throws Exception {
        String first = runs.apply(ops, "ann", "new");
        String second = runs.apply(ops, "Bob", "new", "kim");
        MemberList unreliable = takesEffect ? ops.losingTheAnswerFor("ann") : ops.losingTheRequestFor("ann");
        String third = runs.apply(unreliable, "ann", "kim", "eve");

        runs.undo(third, true, ops);
        runs.undo(second, true, ops);
        runs.undo(first, true, ops);

        assertThat(ops.members()).containsExactly("Bob", "ann", "eve");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatever_happened_undoing_all_runs_in_reverse_order_ends_with_what_was_there_at_first(long seed)
            throws Exception {
        Random random = new Random(seed);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String unlucky = PEOPLE.get(random.nextInt(PEOPLE.size()));
            switch (random.nextInt(4)) {
                case 0 -> ops.losingTheAnswerFor(unlucky);
                case 1 -> ops.losingTheRequestFor(unlucky);
                default -> {}
            }
            if (ids.isEmpty() || random.nextInt(3) > 0) {
                List<String> wanted = PEOPLE.stream()
                        .filter(person -> person.equals("ann") || random.nextBoolean())
                        .toList();
                ids.add(runs.apply(ops, wanted.toArray(String[]::new)));
            } else {
                ids.add(runs.undo(ids.get(random.nextInt(ids.size())), random.nextBoolean(), ops));
            }
            ops.answeringAgain();
        }

        Collections.reverse(ids);
        for (String id : ids) {
            runs.undo(id, true, ops);
        }

        assertThat(ops.members()).containsExactly("Bob", "ann", "eve");
    }

    /** Two syncs of one run are both planned before the first is applied. */
    private void applyTogether(RunInfo info, String... wanted) throws InterruptedException {
        try (RecordedRun run = runs.journal().begin(info)) {
            Sync one = Sync.from(Sources.of(wanted)).listener(run.listener("one"));
            Sync two = Sync.from(Sources.of(wanted)).listener(run.listener("two"));
            Plan first = one.plan(ops);
            Plan second = two.plan(ops);
            one.apply(first, ops);
            two.apply(second, ops);
        }
    }

    @Test
    void what_two_syncs_of_one_run_both_did_is_undone_once() throws Exception {
        RunInfo info = RunInfo.of("apply", "go-sync.yml");
        applyTogether(info, "ann", "Bob", "eve", "new");
        applyTogether(info.undoing(FIRST), "ann", "Bob", "eve");

        List<Undo.Place> places = runs.journal().undo(FIRST, false).places();

        assertThat(ops.members()).containsExactly("Bob", "ann", "eve");
        assertThat(places)
                .hasSize(2)
                .allSatisfy(place ->
                        assertThat(leftAlone(place)).containsExactly("new: run " + SECOND + " has undone this"));
    }

    @Test
    void a_new_spelling_of_a_member_is_undone_where_spellings_matter() {
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            Sync.from(Sources.of("ann", "BOB", "eve"))
                    .matching(Matching.exact())
                    .listener(run.listener("team"))
                    .syncWith(ops);
        }

        assertThat(undoOf(FIRST)).isEqualTo(new Undo.Place("team", "ops", List.of("Bob"), List.of("BOB"), List.of()));
    }

    @Test
    void what_two_syncs_of_one_run_did_and_took_back_is_left_alone() {
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            RunsInAFolder.applyIn(run, "one", ops, "ann", "Bob", "eve", "new");
            RunsInAFolder.applyIn(run, "two", ops, "ann", "Bob", "eve");
        }

        Undo undo = runs.journal().undo(FIRST, false);

        assertThat(undo.isEmpty()).isTrue();
        assertThat(leftAlone(undo.places().get(0))).containsExactly("new: sync two of the same run removed it");
        assertThat(leftAlone(undo.places().get(1))).containsExactly("new: sync one of the same run added it");
    }

    // What is not known

    @Test
    void what_is_not_known_is_left_alone_unless_it_is_included() {
        ops.losingTheAnswerFor("new").losingTheAnswerFor("eve");
        runs.apply(ops, "ann", "Bob", "new");

        assertThat(leftAlone(undoOf(FIRST)))
                .containsExactly(
                        "new: it is not known whether the run added it",
                        "eve: it is not known whether the run removed it");
        assertThat(undoOf(FIRST).change(Mode.DEFAULT).isEmpty()).isTrue();

        assertThat(undoOf(FIRST, true))
                .isEqualTo(new Undo.Place("team", "ops", List.of("eve"), List.of("new"), List.of()));
    }

    @Test
    void what_was_a_member_already_is_left_alone_unless_it_is_included() {
        ops.sayingAlreadyThereFor("new");
        runs.apply(ops, "ann", "Bob", "eve", "new");

        assertThat(leftAlone(undoOf(FIRST))).containsExactly("new: it was a member already when the run added it");
        assertThat(undoOf(FIRST, true).removals()).containsExactly("new");
    }

    @Test
    void an_undo_that_removed_what_was_a_member_already_does_not_keep_an_earlier_run_from_being_undone()
            throws Exception {
        String first = runs.apply(ops, "ann", "Bob");
        ops.sayingAlreadyThereFor("eve");
        String second = runs.apply(ops, "ann", "Bob", "eve");
        String undo = runs.undo(second, true, ops);
        assertThat(ops.members()).containsExactly("Bob", "ann");

        assertThat(undoOf(first).additions()).containsExactly("eve");

        runs.undo(undo, false, ops);
        assertThat(leftAlone(undoOf(first))).containsExactly("eve: run " + second + " added it later");
    }

    @Test
    void an_undo_that_was_undone_and_made_again_does_not_keep_an_earlier_run_from_being_undone() throws Exception {
        String first = runs.apply(ops, "ann", "Bob");
        ops.sayingAlreadyThereFor("eve");
        String second = runs.apply(ops, "ann", "Bob", "eve");
        String undo = runs.undo(second, true, ops);
        runs.undo(undo, true, ops);
        runs.undo(second, true, ops);
        assertThat(ops.members()).containsExactly("Bob", "ann");

        assertThat(undoOf(first).additions()).containsExactly("eve");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_undo_that_had_nothing_to_do_counts_only_until_a_later_undo_removes_the_member(boolean answers)
            throws Exception {
        String first = runs.apply(ops, "ann", "Bob");
        ops.sayingAlreadyThereFor("eve");
        String second = runs.apply(ops, "ann", "Bob", "eve");
        String nothing = runs.undo(first, false, ops);
        assertThat(leftAlone(undoOf(first))).containsExactly("eve: run " + nothing + " has undone this");

        if (!answers) {
            ops.losingTheAnswerFor("eve");
            String undo = runs.undo(second, true, ops);
            ops.answeringAgain();
            runs.undo(undo, true, ops);
            assertThat(ops.members()).containsExactly("Bob", "ann", "eve");
        }
        runs.undo(second, true, ops);
        assertThat(ops.members()).containsExactly("Bob", "ann");

        assertThat(undoOf(first).additions()).containsExactly("eve");
    }

    @Test
    void what_a_run_was_doing_when_it_was_cut_short_is_not_known() {
        AtomicReference<Runnable> crash = new AtomicReference<>();
        ops.onWrite(() -> {
            if (ops.members().contains("new2")) {
                crash.set(runs.crashNow(FIRST));
                ops.onWrite(() -> {});
            }
        });
        runs.apply(ops, "ann", "Bob", "eve", "new1", "new2", "new3");
        crash.get().run();

        assertThat(runs.journal().isInProgress(runs.journal().find(FIRST))).isFalse();
        assertThat(undoOf(FIRST).removals()).containsExactly("new1");
        assertThat(leftAlone(undoOf(FIRST))).containsExactly("new2: it is not known whether the run added it");
        assertThat(undoOf(FIRST, true).removals()).containsExactly("new1", "new2");
    }

    // Which run

    @Test
    void a_run_in_progress_is_refused() {
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            assertThat(runs.journal().isInProgress(runs.journal().find(run.id())))
                    .isTrue();
            assertThatThrownBy(() -> runs.journal().undo("last", false))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("Run " + FIRST + " is in progress: ")
                    .hasMessageContaining("since 2026-03-01T09:00:00Z. Wait until it has ended, then undo it");
        }
        assertThat(runs.journal().undo("last", false).isEmpty()).isTrue();
    }

    @Test
    void a_run_that_was_cut_short_is_not_the_one_in_progress() {
        ops.onWrite(() -> ops.onWrite(runs.crashNow(FIRST)));
        runs.apply(ops, "ann", "Bob", "eve", "new", "newer");
        try (RecordedRun run = runs.journal().begin(RunInfo.of("apply", "go-sync.yml"))) {
            assertThat(run.id()).isEqualTo(SECOND);
            assertThat(runs.journal().isInProgress(runs.journal().find(FIRST))).isFalse();
        }
    }

    @Test
    void an_unknown_run_is_refused_and_the_nearest_ids_are_named() {
        assertThatThrownBy(() -> runs.journal().undo("last", false))
                .isInstanceOf(NoSuchRunException.class)
                .hasMessage("There is no run in folder " + folder
                        + " yet. Apply a configuration first, or name another folder");
        for (int i = 0; i < 4; i++) {
            runs.apply(ops, "ann", "Bob", "eve");
        }

        assertThatThrownBy(() -> runs.journal().undo("20260301-09000-001", false))
                .isInstanceOf(NoSuchRunException.class)
                .hasMessage("There is no run '20260301-09000-001' in folder " + folder + "; did you mean '" + SECOND
                        + "'?");
        assertThatThrownBy(() -> runs.journal().undo("20260301", false))
                .hasMessageEndingWith("; did you mean " + SECOND + ", " + THIRD + ", 20260301-090000-003?");
        assertThatThrownBy(() -> runs.journal().find("yesterday"))
                .hasMessageEndingWith("; the last runs are " + SECOND + ", " + THIRD + ", 20260301-090000-003");
    }

    @Test
    void a_later_run_that_cannot_be_trusted_stops_the_undo() throws Exception {
        runs.apply(ops, "ann", "Bob", "eve", "new");
        runs.apply(ops, "ann", "Bob", "eve");
        Files.writeString(runs.file(SECOND), Files.readString(runs.file(SECOND)).replace("\"new\"", "\"old\""));

        assertThatThrownBy(() -> runs.journal().undo(FIRST, false))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Run " + SECOND + " in folder " + folder + " cannot be trusted: line ");
    }
}
