package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a place is asked what will happen to additions, and what becomes of its answer. */
class PreviewTest {
    private static Outcome outcomeOf(Report report, String thing) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.thing().equals(thing))
                .reduce((first, second) -> {
                    throw new AssertionError(thing + " has two outcomes");
                })
                .orElseThrow();
    }

    private static AdapterException down() {
        return AdapterException.of(FailureKind.UNAVAILABLE, "group", "users.lookup", "it is down")
                .build();
    }

    @Test
    void a_place_whose_preview_fails_has_no_plan() {
        Accounts group = Accounts.with("ann@x").previewFailsWith(down());
        Sync sync = Sync.from(Sources.of("ann@x", "bob@x"));

        assertThatThrownBy(() -> sync.plan(group))
                .isInstanceOfSatisfying(
                        AdapterException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE))
                .hasMessageContaining("users.lookup: it is down");
        assertThat(group.writes()).isEmpty();
    }

    @Test
    void a_plan_shows_what_a_preview_warns_of_and_only_where_something_is_added() throws Exception {
        Accounts rotation = Accounts.with("ann@x").account("bob@x").warns("The turn may pass to another member.");

        Plan adding = Sync.from(Sources.of("ann@x", "bob@x")).plan(rotation);
        Plan nothingToAdd = Sync.from(Sources.of("ann@x")).plan(rotation);

        assertThat(adding.warnings()).containsExactly("The turn may pass to another member.");
        assertThat(nothingToAdd.warnings()).isEmpty();
    }

    @Test
    void what_a_preview_throws_by_mistake_is_a_failure_of_the_preview() {
        Accounts group = Accounts.with("ann@x").previewFailsWith(new IllegalStateException("odd"));

        assertThatThrownBy(() -> Sync.from(Sources.of("ann@x", "bob@x")).plan(group))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("group: preview: odd");
    }

    @Test
    void among_many_places_the_one_whose_preview_fails_has_no_plan_and_the_others_have() throws Exception {
        Accounts bad = Accounts.with("ann@x").named("bad").previewFailsWith(down());
        Accounts good = Accounts.with("ann@x").named("good").account("bob@x");
        Sync sync = Sync.from(Sources.of("ann@x", "bob@x"));

        Plans plans = sync.planAll(List.of(bad, good));

        assertThat(plans.isComplete()).isFalse();
        assertThat(plans.plans()).extracting(plan -> plan.destination().name()).containsExactly("good");
        assertThat(plans.reports().get(0).failure().flatMap(Failure::kind)).contains(FailureKind.UNAVAILABLE);
        SyncException thrown = catchThrowableOfType(SyncException.class, plans::apply);
        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
        assertThat(bad.writes()).isEmpty();
        assertThat(good.members()).containsExactly("ann@x", "bob@x");
    }

    @ParameterizedTest
    @EnumSource
    void the_preview_is_not_asked_where_nothing_would_be_added(Mode mode) throws Exception {
        Accounts group = Accounts.with("ann@x", "bob@x").previewFailsWith(down());

        Plan plan = Sync.from(Sources.of("ann@x")).mode(mode).plan(group);

        assertThat(plan.additions()).isEmpty();
        assertThat(group.asked()).isEmpty();
    }

    @Test
    void the_preview_is_not_asked_where_nothing_is_to_be_added() throws Exception {
        Accounts group = Accounts.with("ann@x", "bob@x").previewFailsWith(down());

        Plan plan =
                Sync.from(Sources.of("ann@x", "new@x")).mode(Mode.REMOVE_ONLY).plan(group);

        assertThat(plan.additions()).isEmpty();
        assertThat(plan.cannotAdd()).isEmpty();
        assertThat(plan.removals()).containsExactly("bob@x");
        assertThat(group.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_ONLY", "ADD_REMOVE", "REMOVE_ADD"})
    void the_preview_is_asked_once_for_a_plan_that_is_applied(Mode mode) throws Exception {
        Accounts group = Accounts.with("ann@x").account("bob@x").account("eve@x");
        Sync sync = Sync.from(Sources.of("ann@x", "bob@x", "eve@x")).mode(mode);

        Plan plan = sync.plan(group);
        sync.apply(plan, group);

        assertThat(group.asked()).containsExactly(List.of("bob@x", "eve@x"));
        assertThat(group.members()).containsExactly("ann@x", "bob@x", "eve@x");
    }

    @Test
    void the_preview_is_asked_once_when_planning_and_applying_in_one_step() {
        Accounts group = Accounts.with("ann@x").account("bob@x");

        Sync.from(Sources.of("ann@x", "bob@x")).syncWith(group);

        assertThat(group.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_addition_that_cannot_be_made_is_heard_once(boolean somethingElseToDo) {
        List<Outcome> heard = new ArrayList<>();
        List<String> called = new ArrayList<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                called.addAll(things);
            }

            @Override
            public void happened(Plan plan, Outcome outcome) {
                heard.add(outcome);
            }
        };
        Accounts group = Accounts.with("ann@x").account("bob@x");
        Sync sync = Sync.from(somethingElseToDo ? Sources.of("ann@x", "bob@x", "new@x") : Sources.of("ann@x", "new@x"))
                .listener(listener);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(group));

        assertThat(heard).filteredOn(outcome -> outcome.thing().equals("new@x")).hasSize(1);
        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(thrown.reports().get(0).outcomes());
        assertThat(called).doesNotContain("new@x");
        assertThat(outcomeOf(thrown.reports().get(0), "new@x").action()).isEqualTo(Action.ADD);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_THING", "REFUSED_THING"})
    void an_addition_that_cannot_be_made_is_skipped_if_its_kind_is_tolerated_and_failed_if_not(FailureKind kind) {
        FailureKind other = kind == FailureKind.UNKNOWN_THING ? FailureKind.REFUSED_THING : FailureKind.UNKNOWN_THING;
        Sync sync = Sync.from(Sources.of("ann@x", "new@x"));

        Report tolerated = sync.tolerate(kind).syncWith(Accounts.with("ann@x").refusing("new@x", kind));
        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> sync.tolerate(other).syncWith(Accounts.with("ann@x").refusing("new@x", kind)));

        assertThat(outcomeOf(tolerated, "new@x").state()).isEqualTo(State.SKIPPED);
        assertThat(outcomeOf(tolerated, "new@x").kind()).contains(kind);
        assertThat(tolerated.isClean()).isTrue();
        assertThat(outcomeOf(thrown.reports().get(0), "new@x").state()).isEqualTo(State.FAILED);
        assertThat(outcomeOf(thrown.reports().get(0), "new@x").kind()).contains(kind);
    }

    @Test
    void a_dry_run_writes_nothing_and_its_plan_says_who_cannot_be_added() {
        Accounts group = Accounts.with("ann@x");

        Report report = Sync.from(Sources.of("ann@x", "new@x")).dryRun().syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(report.plan().orElseThrow().cannotAdd()).containsOnlyKeys("new@x");
        assertThat(group.writes()).isEmpty();
    }
}
