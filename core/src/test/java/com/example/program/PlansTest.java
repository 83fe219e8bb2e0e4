package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncGroup;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plans of several destinations: judged again, compared and applied. */
class PlansTest {
    private final Team ops = Team.of("ops", "ann@x", "zoe@x");
    private final Team dev = Team.of("dev", "bob@x", "kim@x");
    private final Sync sync = Sync.from(Sources.of("ann@x", "bob@x"));
    private final Sync strict = sync.guard(Guards.maxRemovals(0));

    private static Team broken(String name) {
        return Team.of(name).served((operation, subject) -> {
            throw AdapterException.of(FailureKind.PERMISSION, name, operation, "it said no")
                    .build();
        });
    }

    private static List<List<Objection>> objections(Plans plans) {
        return plans.plans().stream().map(Plan::objections).toList();
    }

    // Judging again

    @Test
    void other_guards_replace_those_with_the_same_name() throws Exception {
        Plans refused = strict.planAll(List.of(ops, dev));

        Plans passing = refused.judgedWith(plan -> List.of(Guards.maxRemovals(1)));

        assertThat(refused.isRefused()).isTrue();
        assertThat(passing.isRefused()).isFalse();
        assertThat(objections(refused)).noneMatch(List::isEmpty);
        assertThat(passing.makesSameChangesAs(refused)).isTrue();
    }

    @Test
    void guards_are_replaced_only_for_the_plans_that_the_function_names() throws Exception {
        Plans refused = strict.planAll(List.of(ops, dev));

        Plans half = refused.judgedWith(
                plan -> plan.destination().name().equals("ops") ? List.of(Guards.maxRemovals(1)) : List.of());

        assertThat(objections(half).get(0)).isEmpty();
        assertThat(objections(half).get(1)).extracting(Objection::option).containsExactly("max-removals");
        assertThat(half.isRefused()).isTrue();
        assertThatThrownBy(half::apply).isInstanceOf(PlanRejectedException.class);
        assertThat(ops.writes()).isEmpty();
        assertThat(dev.writes()).isEmpty();
    }

    @Test
    void plans_of_several_sources_are_judged_together() throws Exception {
        Sync limited = sync.guard(Guards.maxTotalRemovals(1));
        Sync other = Sync.from(Sources.of("bob@x")).guard(Guards.maxTotalRemovals(2));
        Plans first = limited.planAll(List.of(ops));
        Plans second = other.planAll(List.of(dev));

        List<Plans> together = Plans.judgedTogether(List.of(first, second));

        assertThat(first.isRefused()).isFalse();
        assertThat(objections(together.get(0)).get(0))
                .extracting(Objection::measured)
                .containsExactly("would remove 2 from all destinations together");
        assertThat(together.get(1).isRefused()).isFalse();
        assertThatThrownBy(together.get(0)::apply).isInstanceOf(PlanRejectedException.class);
        assertThat(together.get(0).judgedWith(plan -> List.of()).isRefused())
                .as("they remember the removals of the others")
                .isTrue();
        assertThat(ops.writes()).isEmpty();
        assertThat(together.get(1).apply()).allMatch(Report::isClean);
    }

    @Test
    void the_other_guards_also_hold_when_the_plans_are_applied() throws Exception {
        Plans plans = strict.planAll(List.of(ops, dev));

        List<Report> reports =
                plans.judgedWith(plan -> List.of(Guards.maxRemovals(1))).apply();

        assertThat(reports).allMatch(Report::isClean);
        assertThat(ops.members()).containsExactly("ann@x", "bob@x");
        assertThat(dev.members()).containsExactly("ann@x", "bob@x");
    }

    // Leaving changes out, and given changes

    @Test
    void changes_that_are_left_out_are_not_made_and_guards_judge_the_rest() throws Exception {
        Plans plans = strict.planAll(List.of(ops, dev));

        Plans reviewed = plans.limitedTo(plan -> List.of("bob@x", "ann@x", "nobody@x"));

        assertThat(plans.isRefused()).isTrue();
        assertThat(reviewed.isRefused()).as("its removals are left out").isFalse();
        assertThat(reviewed.apply()).allMatch(Report::isClean);
        assertThat(ops.members()).containsExactly("ann@x", "bob@x", "zoe@x");
        assertThat(dev.members()).containsExactly("ann@x", "bob@x", "kim@x");
    }

    @Test
    void a_group_plans_given_changes_under_the_guards_of_each_destination() throws Exception {
        SyncGroup group = SyncGroup.of(Map.of(ops, sync, dev, strict));
        Change exchange = new Change(List.of("new@x"), List.of("ann@x"), Mode.ADD_REMOVE);
        Change removal = new Change(List.of(), List.of("bob@x", "gone@x"), Mode.ADD_REMOVE);

        Plans plans = group.plan(Map.of(ops, exchange, dev, removal));

        assertThat(plans.plans())
                .allSatisfy(plan -> assertThat(plan.change())
                        .isEqualTo(
                                plan.destination().name().equals("ops")
                                        ? exchange
                                        : new Change(List.of(), List.of("bob@x"), Mode.ADD_REMOVE)));
        assertThat(plans.isRefused()).as("dev may lose nobody").isTrue();
        assertThatThrownBy(() -> group.plan(Map.of(ops, exchange)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no change for dev");
        assertThatThrownBy(() -> group.plan(
                        Map.of(ops, exchange, dev, new Change(List.of(), List.of("bob@x"), Mode.REMOVE_ONLY))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REMOVE_ONLY");
    }

    @Test
    void a_new_guard_refuses_when_the_plans_are_applied() throws Exception {
        Objection frozen = new Objection("change-freeze", "it is Friday", "a day before Friday", "Wait for Monday.");
        Plans plans = sync.planAll(List.of(ops, dev));

        Plans refused = plans.judgedWith(plan -> List.of(Guard.of("change-freeze", judged -> List.of(frozen))));

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, refused::apply);
        assertThat(thrown.objections()).containsExactly(frozen, frozen);
        assertThat(ops.writes()).isEmpty();
        assertThat(plans.isRefused()).isFalse();
    }

    @Test
    void guards_over_all_destinations_still_count_all_of_them() throws Exception {
        Plans plans = sync.planAll(List.of(ops, dev));

        Plans judged = plans.judgedWith(plan -> List.of(Guards.maxTotalRemovals(1)));

        assertThat(objections(judged))
                .allSatisfy(objections -> assertThat(objections)
                        .extracting(Objection::measured)
                        .containsExactly("would remove 2 from all destinations together"));
    }

    @Test
    void judging_again_and_applying_read_nothing_again() throws Exception {
        Team people = Team.of("people", "ann@x", "bob@x");
        Plans plans = Sync.from(people).guard(Guards.maxRemovals(0)).planAll(List.of(ops, dev));

        plans.judgedWith(plan -> List.of(Guards.maxRemovals(1))).apply();

        assertThat(people.requests()).containsExactly("list");
        assertThat(ops.requests()).containsOnlyOnce("list");
        assertThat(dev.requests()).containsOnlyOnce("list");
    }

    @Test
    void a_destination_without_a_plan_is_not_judged_again() throws Exception {
        Plans plans = strict.planAll(List.of(broken("locked"), ops));

        Plans judged = plans.judgedWith(plan -> List.of(Guards.maxRemovals(1)));

        assertThat(judged.reports()).extracting(Report::destination).containsExactly("locked", "ops");
        assertThat(judged.isComplete()).isFalse();
        assertThat(judged.isRefused()).isFalse();
    }

    // Questions

    @Test
    void plans_without_a_change_are_empty() throws Exception {
        Plans plans = sync.planAll(List.of(Team.of("one", "ann@x", "bob@x"), Team.of("two", "bob@x", "ANN@x")));

        assertThat(plans.isEmpty()).isTrue();
        assertThat(plans.isComplete()).isTrue();
        assertThat(plans.isRefused()).isFalse();
    }

    @Test
    void plans_of_which_one_has_a_change_are_not_empty() throws Exception {
        Plans plans = sync.planAll(List.of(Team.of("one", "ann@x", "bob@x"), ops));

        assertThat(plans.isEmpty()).isFalse();
        assertThat(plans.plans()).extracting(Plan::isEmpty).containsExactly(true, false);
    }

    @Test
    void plans_of_no_destination_are_empty_and_complete() throws Exception {
        Plans plans = sync.planAll(List.of());

        assertThat(plans.isEmpty()).isTrue();
        assertThat(plans.isComplete()).isTrue();
        assertThat(plans.isRefused()).isFalse();
        assertThat(plans.apply()).isEmpty();
    }

    @Test
    void plans_are_incomplete_if_a_destination_could_not_be_read() throws Exception {
        Plans plans = sync.planAll(List.of(broken("locked"), ops));

        assertThat(plans.isComplete()).isFalse();
        assertThat(plans.plans()).extracting(plan -> plan.destination().name()).containsExactly("ops");
        SyncException thrown = catchThrowableOfType(SyncException.class, plans::apply);
        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
        assertThat(ops.members()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void plans_are_printed_one_after_the_other() throws Exception {
        Plans plans = sync.planAll(List.of(Team.of("one", "ann@x", "bob@x"), Team.of("two", "ann@x", "bob@x")));

        assertThat(plans.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("0 to add, 0 to remove, 2 stay"));
    }

    // Comparing

    @Test
    void plans_that_add_and_remove_the_same_make_the_same_changes() throws Exception {
        Plans plans = strict.planAll(List.of(ops, dev));
        Team opsWithAnotherWhoStays = Team.of("ops", "zoe@x", "ann@x");
        Plans others = Sync.from(Sources.of("Other people", () -> List.of("bob@x", "ann@x")))
                .planAll(List.of(opsWithAnotherWhoStays, dev));

        assertThat(plans.makesSameChangesAs(others)).isTrue();
        assertThat(others.makesSameChangesAs(plans)).isTrue();
    }

    @Test
    void plans_that_differ_in_one_destination_do_not_make_the_same_changes() throws Exception {
        Plans plans = sync.planAll(List.of(ops, dev));

        assertThat(plans.makesSameChangesAs(sync.protect("zoe@x").planAll(List.of(ops, dev))))
                .isFalse();
        assertThat(plans.makesSameChangesAs(sync.planAll(List.of(ops)))).isFalse();
        assertThat(plans.makesSameChangesAs(sync.planAll(List.of(dev, ops)))).isFalse();
        assertThat(plans.makesSameChangesAs(sync.planAll(List.of(Team.of("other", "ann@x", "zoe@x"), dev))))
                .isFalse();
        assertThat(plans.makesSameChangesAs(sync.planAll(List.of(ops, broken("dev")))))
                .isFalse();
        assertThat(plans.makesSameChangesAs(sync.mode(Mode.REMOVE_ADD).planAll(List.of(ops, dev))))
                .isFalse();
    }

    @Test
    void two_plans_make_the_same_change_if_destination_and_change_are_equal() throws Exception {
        Plan plan = sync.plan(ops);
        Plan refused = strict.plan(ops);

        assertThat(plan.makesSameChangeAs(refused)).isTrue();
        assertThat(plan).isNotEqualTo(refused);
        assertThat(plan.makesSameChangeAs(sync.plan(Team.of("other", "ann@x", "zoe@x"))))
                .isFalse();
        assertThat(plan.makesSameChangeAs(sync.plan(Team.of("ops", "ann@x", "ZOE@x"))))
                .isFalse();
        assertThat(plan.makesSameChangeAs(sync.mode(Mode.ADD_ONLY).plan(ops))).isFalse();
    }

    // Groups

    @Test
    void the_plans_of_a_group_are_judged_again_with_the_settings_of_each() throws Exception {
        SyncGroup group = SyncGroup.of(Map.of(ops, strict, dev, strict.mode(Mode.ADD_ONLY)));
        Plans refused = group.plan();

        List<Report> reports =
                refused.judgedWith(plan -> List.of(Guards.maxRemovals(1))).apply();

        assertThat(refused.isRefused()).isTrue();
        assertThat(reports).allMatch(Report::isClean);
        assertThat(ops.members()).containsExactly("ann@x", "bob@x");
        assertThat(dev.members()).containsExactly("ann@x", "bob@x", "kim@x");
    }
}
