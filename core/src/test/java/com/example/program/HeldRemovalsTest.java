package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Guards;
import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A program holds removals back with {@link Sync#hold}. */
class HeldRemovalsTest {
    private final Team ops = Team.of("ops", "ann@x", "kim@x", "zoe@x");
    private final Sync sync = Sync.from(Sources.of("ann@x", "bob@x"));

    @Test
    void a_held_removal_is_shown_as_kept_with_its_reason() throws Exception {
        Plan plan = sync.hold(planned -> Map.of("zoe@x", "left only yesterday")).plan(ops);

        assertThat(plan.removals()).containsExactly("kim@x");
        assertThat(plan.kept()).isEqualTo(Map.of("zoe@x", "left only yesterday"));
        assertThat(plan.additions()).containsExactly("bob@x");
        assertThat(plan.unchanged()).isEqualTo(2);
        assertThat(plan.toString()).contains("\n  = zoe@x (left only yesterday)");
    }

    @Test
    void a_held_member_is_not_removed() {
        sync.hold(planned -> Map.of("zoe@x", "left only yesterday")).syncWith(ops);

        assertThat(ops.members()).containsExactly("ann@x", "bob@x", "zoe@x");
    }

    @Test
    void guards_do_not_count_held_removals() throws Exception {
        Sync strict = sync.guard(Guards.maxRemovals(1)).guard(Guards.maxTotalRemovals(1));

        Plan refused = strict.plan(ops);
        Plan passing =
                strict.hold(planned -> Map.of("zoe@x", "left only yesterday")).plan(ops);

        assertThat(refused.objections()).hasSize(2);
        assertThat(passing.objections()).isEmpty();
    }

    @Test
    void several_holds_add_up_and_each_sees_what_the_one_before_left() throws Exception {
        List<List<String>> seen = new ArrayList<>();

        Plan plan = sync.hold(planned -> {
                    seen.add(planned.removals());
                    return Map.of("zoe@x", "first");
                })
                .hold(planned -> {
                    seen.add(planned.removals());
                    return Map.of("kim@x", "second", "zoe@x", "too late");
                })
                .plan(ops);

        assertThat(seen).containsExactly(List.of("kim@x", "zoe@x"), List.of("kim@x"));
        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept()).isEqualTo(Map.of("kim@x", "second", "zoe@x", "first"));
    }

    @Test
    void members_that_the_plan_does_not_remove_are_ignored() throws Exception {
        Plan plan = sync.protect("kim@x")
                .hold(planned -> Map.of("nobody@x", "unknown", "ann@x", "stays", "bob@x", "is new", "kim@x", "again"))
                .plan(ops);

        assertThat(plan.removals()).containsExactly("zoe@x");
        assertThat(plan.additions()).containsExactly("bob@x");
        assertThat(plan.kept()).isEqualTo(Map.of("kim@x", "protected"));
    }

    @Test
    void a_hold_that_throws_leaves_its_destination_without_a_plan() throws Exception {
        Team dev = Team.of("dev", "ann@x");
        Sync holding = sync.hold(planned -> {
            if (planned.destination().name().equals("ops")) {
                throw new IllegalStateException("the journal cannot be read");
            }
            return Map.of();
        });

        Plans plans = holding.planAll(List.of(ops, dev));

        assertThat(plans.isComplete()).isFalse();
        assertThat(plans.plans()).extracting(plan -> plan.destination().name()).containsExactly("dev");
        Report report = plans.reports().get(0);
        assertThat(report.plan()).isEmpty();
        assertThat(report).hasToString("ops: not read\n  the journal cannot be read");
        SyncException thrown = catchThrowableOfType(SyncException.class, plans::apply);
        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
        assertThat(ops.writes()).isEmpty();
        assertThat(dev.members()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void a_hold_that_throws_is_thrown_when_one_destination_is_planned() {
        Sync holding = sync.hold(planned -> {
            throw new IllegalStateException("the journal cannot be read");
        });

        assertThatThrownBy(() -> holding.plan(ops)).hasMessageContaining("the journal cannot be read");
        assertThat(ops.writes()).isEmpty();
    }
}
