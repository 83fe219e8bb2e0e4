package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A plan is bound to what both sides held. */
class BoundPlanTest {
    private final Team ops = Team.of("ops", "a@x", "b@x");

    private static Source staff(String... things) {
        return Sources.of("Staff", () -> List.of(things));
    }

    @Test
    void a_plan_of_a_source_with_the_same_name_and_other_content_is_refused() throws Exception {
        Plan plan = Sync.from(staff("a@x", "c@x")).plan(ops);
        Sync other = Sync.from(staff("a@x", "b@x"));

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, () -> other.apply(plan, ops));

        assertThat(thrown.objections())
                .containsExactly(new Objection(
                        "source",
                        "the plan was made from a different listing of Staff",
                        "the listing that this sync read",
                        "Plan again."));
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void a_plan_of_other_given_things_is_refused() throws Exception {
        Plan plan = Sync.from(Sources.of("a@x", "c@x")).plan(ops);
        Sync other = Sync.from(Sources.of("a@x", "b@x"));

        assertThatThrownBy(() -> other.apply(plan, ops))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("the plan has the source 2 given things");
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void a_plan_of_an_equal_listing_is_accepted() throws Exception {
        Plan plan = Sync.from(staff("a@x", "c@x")).plan(ops);

        Report report = Sync.from(staff("c@x", "a@x")).apply(plan, ops);

        assertThat(report.isClean()).isTrue();
        assertThat(ops.members()).containsExactly("a@x", "c@x");
    }

    @Test
    void a_plan_is_refused_once_the_sync_has_read_something_else() throws Exception {
        List<String> staff = new ArrayList<>(List.of("a@x"));
        Sync sync = Sync.from(Sources.of("Staff", () -> staff));
        Plan plan = sync.plan(ops);
        staff.add("c@x");
        Plan later = sync.plan(ops);

        assertThatThrownBy(() -> sync.apply(plan, ops)).isInstanceOf(PlanRejectedException.class);
        assertThat(ops.writes()).isEmpty();
        sync.apply(later, ops);
        assertThat(ops.members()).containsExactly("a@x", "c@x");
    }

    @Test
    void the_sync_that_made_a_plan_applies_it_without_a_read() throws Exception {
        Team people = Team.of("people", "a@x", "c@x");
        Sync sync = Sync.from(people);
        Plan plan = sync.plan(ops);

        sync.apply(plan, ops);

        assertThat(people.requests()).containsExactly("list");
        assertThat(ops.requests()).containsExactly("list", "add c@x", "remove b@x");
    }

    @Test
    void a_derived_sync_applies_it_without_a_read() throws Exception {
        Team people = Team.of("people", "a@x", "c@x");
        Sync sync = Sync.from(people);
        Plan plan = sync.plan(ops);

        sync.protect("d@x").apply(plan, ops);

        assertThat(people.requests()).containsExactly("list");
    }

    @Test
    void a_sync_that_has_read_nothing_reads_its_source_once_to_check_a_plan() throws Exception {
        Team people = Team.of("people", "a@x", "c@x");
        Plan plan = Sync.from(people).plan(ops);

        Sync.from(people).apply(plan, ops);

        assertThat(Stream.concat(people.requests().stream(), ops.requests().stream()))
                .containsExactly("list", "list", "list", "add c@x", "remove b@x");
    }
}
