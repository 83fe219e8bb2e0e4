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
import dev.gosync.Sources;
import dev.gosync.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program makes a guard of its own. */
class OwnGuardTest {
    private static final Objection NOBODY_NAMED_ZOE =
            new Objection("no-zoe", "would remove zoe@x", "zoe@x stays", "Ask Zoe first.");

    private final Team ops = Team.of("ops", "ann@x", "zoe@x");
    private final Team dev = Team.of("dev", "ann@x");
    private final Sync sync = Sync.from(Sources.of("ann@x", "bob@x"));

    private static Guard zoeStays() {
        return Guard.of("no-zoe", plan -> plan.removals().contains("zoe@x") ? List.of(NOBODY_NAMED_ZOE) : List.of());
    }

    private static Guard failing() {
        return Guard.of("calendar", plan -> {
            throw new IllegalStateException("the calendar cannot be read");
        });
    }

    @Test
    void its_objection_is_part_of_the_plan() throws Exception {
        Plan plan = sync.guard(zoeStays()).plan(ops);

        assertThat(plan.objections()).containsExactly(NOBODY_NAMED_ZOE);
        assertThat(plan.toString()).endsWith("refused: would remove zoe@x; required: zoe@x stays. Ask Zoe first.");
    }

    @Test
    void its_objection_to_one_plan_refuses_all_destinations() {
        PlanRejectedException thrown = catchThrowableOfType(
                PlanRejectedException.class, () -> sync.guard(zoeStays()).syncWithAll(List.of(dev, ops)));

        assertThat(thrown.objections()).containsExactly(NOBODY_NAMED_ZOE);
        assertThat(dev.writes()).isEmpty();
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void without_an_objection_it_changes_nothing() {
        sync.guard(zoeStays()).syncWith(dev);

        assertThat(dev.members()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void it_judges_the_plan_of_each_destination() throws Exception {
        List<String> judged = new ArrayList<>();
        Guard noting = Guard.of("noting", plan -> {
            judged.add(plan.destination().name());
            return Set.of();
        });

        sync.guard(noting).planAll(List.of(dev, ops));

        assertThat(judged).containsExactly("dev", "ops");
    }

    @Test
    void it_also_holds_when_a_plan_is_applied() throws Exception {
        Plan plan = sync.plan(ops);

        PlanRejectedException thrown = catchThrowableOfType(
                PlanRejectedException.class, () -> sync.guard(zoeStays()).apply(plan, ops));

        assertThat(plan.objections()).isEmpty();
        assertThat(thrown.objections()).containsExactly(NOBODY_NAMED_ZOE);
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void a_guard_that_throws_refuses_the_plan() throws Exception {
        Plans plans = sync.guard(failing()).planAll(List.of(dev, ops));

        assertThat(plans.isRefused()).isTrue();
        assertThat(plans.plans())
                .allSatisfy(plan -> assertThat(plan.objections())
                        .containsExactly(new Objection(
                                "calendar",
                                "the guard failed: the calendar cannot be read",
                                "a guard that returns its objections",
                                "Correct the guard; until then it refuses every plan.")));
        assertThatThrownBy(plans::apply).isInstanceOf(PlanRejectedException.class);
        assertThat(dev.writes()).isEmpty();
        assertThat(ops.writes()).isEmpty();
    }

    @Test
    void a_guard_that_returns_null_refuses_the_plan() throws Exception {
        Plan plan = sync.guard(Guard.of("calendar", planned -> null)).plan(dev);

        assertThat(plan.objections()).extracting(Objection::option).containsExactly("calendar");
    }

    @Test
    void a_guard_with_the_same_name_replaces_it() throws Exception {
        Guard lenient = Guard.of("calendar", plan -> List.of());

        Plan plan = sync.guard(failing()).guard(lenient).plan(dev);

        assertThat(plan.objections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Calendar", "two words", "under_score", "-first", "last-", "two--dashes", "1st", "é"})
    void a_name_that_is_not_in_kebab_case_is_refused(String name) {
        assertThatThrownBy(() -> Guard.of(name, plan -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + name + "' is not in kebab case, such as business-hours");
    }

    @Test
    void a_name_of_a_guard_of_ours_is_refused() {
        List<Guard> ours = List.of(
                Guards.maxAdditions(1),
                Guards.maxAdditionShare(1),
                Guards.maxRemovals(1),
                Guards.maxRemovalShare(1),
                Guards.maxChanges(1),
                Guards.maxChangeShare(1),
                Guards.maxTotalRemovals(1),
                Guards.minRemaining(1),
                Guards.require(List.of("ann@x")),
                Guards.allowEmptySource(),
                Guards.allowFullReplacement());

        assertThat(ours)
                .allSatisfy(guard -> assertThatThrownBy(() -> Guard.of(guard.option(), plan -> List.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(guard.option() + " is the name of a guard of Guards; choose another name"));
    }
}
