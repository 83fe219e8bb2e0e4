package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guards;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program plans exactly a given change, whatever the source wants. */
class GivenChangeTest {
    private final Team ops = Team.of("ops", "ann@x", "Bob@x", "zoe@x");
    private final Sync sync = Sync.from(Sources.of("ann@x", "somebody-else@x"));

    private static Change change(List<String> additions, List<String> removals) {
        return new Change(additions, removals, Mode.DEFAULT);
    }

    @Test
    void exactly_the_given_change_is_planned() throws Exception {
        Plan plan = sync.plan(change(List.of("new@x", "kim@x"), List.of("zoe@x")), ops);

        assertThat(plan.additions()).containsExactly("kim@x", "new@x");
        assertThat(plan.removals()).containsExactly("zoe@x");
        assertThat(plan.kept()).isEmpty();
        assertThat(plan.mode()).isEqualTo(Mode.DEFAULT);
        assertThat(plan.source().listing().things()).containsExactly("ann@x", "somebody-else@x");
        assertThat(plan.destination().size()).isEqualTo(3);
    }

    @Test
    void what_is_done_already_is_left_out() throws Exception {
        ops.alias("robert@x", "Bob@x");

        Plan plan = sync.plan(change(List.of("ANN@x", "robert@x", "new@x"), List.of("gone@x", "zoe@x")), ops);

        assertThat(plan.additions()).containsExactly("new@x");
        assertThat(plan.removals()).containsExactly("zoe@x");
    }

    @Test
    void a_change_that_is_done_makes_an_empty_plan() throws Exception {
        Plan plan = sync.plan(change(List.of("ann@x"), List.of("gone@x")), ops);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_removal_has_the_spelling_of_the_destination() throws Exception {
        ops.alias("zoe@old", "zoe@x");

        Plan plan = sync.plan(change(List.of(), List.of("bob@X", "ZOE@old")), ops);

        assertThat(plan.removals()).containsExactly("Bob@x", "zoe@x");
    }

    @Test
    void an_addition_is_planned_once_under_its_first_spelling() throws Exception {
        Plan plan = sync.plan(change(List.of("new@x", "NEW@x"), List.of()), ops);

        assertThat(plan.additions()).containsExactly("NEW@x");
    }

    @Test
    void case_matters_if_the_matching_says_so() throws Exception {
        Plan plan = sync.matching(Matching.exact()).plan(change(List.of("bob@x"), List.of("ZOE@x")), ops);

        assertThat(plan.additions()).containsExactly("bob@x");
        assertThat(plan.removals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"zoe@x, zoe@x", "ZOE@x, zoe@x", "zoe@old, zoe@x", "zoe@x, zoe@old", "zoe@old, zoe@older"})
    void one_member_is_never_added_and_removed(String addition, String removal) throws Exception {
        ops.alias("zoe@old", "zoe@x").alias("zoe@older", "zoe@x");

        Plan plan = sync.plan(change(List.of(addition), List.of(removal)), ops);

        assertThat(plan.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"zoe@new, zoe@x", "zoe@x, zoe@x", "ZOE@newer, zoe@x"})
    void one_member_whom_only_the_source_knows_by_an_alias_is_never_added_and_removed(String addition, String removal)
            throws Exception {
        Team people = Team.of("people", "zoe@new").alias("zoe@x", "zoe@new").alias("zoe@newer", "zoe@new");

        Plan plan = Sync.from(people).plan(change(List.of(addition), List.of(removal)), ops);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void protected_kept_and_held_members_stay() throws Exception {
        ops.keeping("ann@x", "owner");
        Sync careful = sync.protect("bob@x").hold(plan -> Map.of("zoe@x", "left only yesterday"));

        Plan plan = careful.plan(change(List.of(), List.of("ann@x", "Bob@x", "zoe@x")), ops);

        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept())
                .isEqualTo(Map.of("ann@x", "owner", "Bob@x", "protected", "zoe@x", "left only yesterday"));
    }

    @Test
    void guards_judge_it() throws Exception {
        Sync strict = sync.guard(Guards.maxRemovals(0));
        Change change = change(List.of("new@x"), List.of("zoe@x"));

        Plan plan = strict.plan(change, ops);

        assertThat(plan.objections()).extracting(Objection::option).containsExactly("max-removals");
        assertThatThrownBy(() -> strict.apply(plan, ops)).isInstanceOf(PlanRejectedException.class);
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void the_default_guards_judge_it_too() throws Exception {
        Team large = Team.numbered("large", 5);

        Plan plan = sync.plan(change(List.of(), List.copyOf(large.members())), large);

        assertThat(plan.objections())
                .extracting(Objection::option)
                .containsExactly("allow-full-replacement", "allow-empty-destination");
    }

    @Test
    void another_mode_than_that_of_the_sync_is_refused() {
        Change change = new Change(List.of("new@x"), List.of(), Mode.ADD_ONLY);

        assertThatThrownBy(() -> sync.plan(change, ops))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The change has the mode ADD_ONLY, but the sync has ADD_REMOVE");
        assertThat(ops.requests()).isEmpty();
    }

    @Test
    void it_is_applied_like_any_other_plan() throws Exception {
        Plan plan = sync.plan(change(List.of("new@x"), List.of("zoe@x")), ops);

        Report report = sync.apply(plan, ops);

        assertThat(report.isClean()).isTrue();
        assertThat(ops.writes()).containsExactly("add new@x", "remove zoe@x");
        assertThat(ops.members()).containsExactly("Bob@x", "ann@x", "new@x");
    }

    @Test
    void the_opposite_of_a_plan_undoes_it() throws Exception {
        Plan plan = sync.plan(ops);
        sync.apply(plan, ops);

        Plan undo = sync.plan(change(plan.removals(), plan.additions()), ops);
        sync.apply(undo, ops);

        assertThat(ops.members()).containsExactly("Bob@x", "ann@x", "zoe@x");
    }
}
