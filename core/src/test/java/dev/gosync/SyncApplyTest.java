package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans that are refused, tolerated failures, and how long things took. */
class SyncApplyTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob");
    private final InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe");
    private final Sync sync = Sync.from(people).clock(clock);

    @Test
    void a_plan_for_another_destination_is_refused() throws Exception {
        InMemoryPlace other = InMemoryPlace.of("other", "bob", "zoe");
        Plan plan = sync.plan(team);

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, () -> sync.apply(plan, other));

        assertThat(thrown.objections())
                .containsExactly(new Objection(
                        "destination",
                        "the plan has the destination team",
                        "other",
                        "Plan again, or apply the plan with its own source, destination and mode."));
        assertThat(other.calls()).isEmpty();
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_plan_of_another_source_is_refused() throws Exception {
        Plan plan = sync.plan(team);
        Sync other = Sync.from(InMemoryPlace.of("others", "ann")).clock(clock);

        assertThatThrownBy(() -> other.apply(plan, team))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("the plan has the source people");
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_plan_of_another_mode_is_refused() throws Exception {
        Plan plan = sync.plan(team);

        assertThatThrownBy(() -> sync.mode(Mode.ADD_ONLY).apply(plan, team))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("the plan has the mode ADD_REMOVE; required: ADD_ONLY.");
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_plan_that_is_fifteen_minutes_old_is_applied() throws Exception {
        Plan plan = sync.plan(team);
        clock.advance(Duration.ofMinutes(15));

        Report report = sync.apply(plan, team);

        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_plan_older_than_fifteen_minutes_is_refused() throws Exception {
        Plan plan = sync.plan(team);
        clock.advance(Duration.ofMinutes(15).plusMillis(1));

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, () -> sync.apply(plan, team));

        assertThat(thrown.objections())
                .containsExactly(new Objection(
                        "max-age",
                        "the plan is too old: team was read at 2026-11-23T08:00:00Z",
                        "at most 900 s ago",
                        "Plan again."));
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void how_old_a_plan_may_be_can_be_set() throws Exception {
        Sync hasty = sync.maxAge(Duration.ofSeconds(20));
        Plan plan = hasty.plan(team);
        clock.advance(Duration.ofSeconds(21));

        assertThatThrownBy(() -> hasty.apply(plan, team))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("at most 20 s ago");
    }

    @Test
    void a_plan_is_accepted_if_the_source_was_read_recently_when_the_plan_was_made() throws Exception {
        sync.plan(InMemoryPlace.of("other"));
        clock.advance(Duration.ofMinutes(15));
        team.onGet(subject -> clock.advance(Duration.ofSeconds(2)));

        Report report = sync.parallel(1).syncWith(team);

        assertThat(people.reads()).isEqualTo(1);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_plan_is_judged_by_the_guards_of_the_sync_that_applies_it() throws Exception {
        Plan refused = sync.guard(Guards.maxRemovals(0)).plan(team);
        Plan accepted = sync.plan(team);

        assertThatThrownBy(() -> sync.guard(Guards.maxRemovals(0)).apply(accepted, team))
                .isInstanceOf(PlanRejectedException.class);
        assertThat(team.calls()).isEmpty();
        Report report = sync.apply(refused, team);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_plan_is_carried_out_as_it_is_even_if_a_side_has_changed() throws Exception {
        Plan plan = sync.plan(team);
        InMemoryPlace changed = InMemoryPlace.of("team", "ann", "zoe", "new");

        Report report = sync.apply(plan, changed);

        assertThat(changed.calls()).containsExactly("+ ann", "- zoe");
        assertThat(changed.members()).containsExactly("ann", "new");
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void applying_a_plan_twice_does_no_harm() throws Exception {
        Plan plan = sync.plan(team);

        sync.apply(plan, team);
        Report second = sync.apply(plan, team);

        assertThat(second.isClean()).isTrue();
        assertThat(team.members()).containsExactly("ann", "bob");
    }

    @Test
    void a_dry_run_of_a_plan_writes_nothing() throws Exception {
        Plan plan = sync.plan(team);

        Report report = sync.dryRun().apply(plan, team);

        assertThat(report.dryRun()).isTrue();
        assertThat(team.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"UNKNOWN_THING", "REFUSED_THING"})
    void what_is_tolerated_is_skipped_and_the_report_is_clean(FailureKind kind) {
        team.refusing("ann", kind);

        Report report = sync.tolerate(kind).syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(State.SKIPPED)).isEqualTo(1);
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.state() == State.SKIPPED)
                .allSatisfy(outcome -> {
                    assertThat(outcome.kind()).contains(kind);
                    assertThat(outcome.reason()).startsWith("members.change: it said no.");
                });
    }

    @Test
    void the_other_kind_is_not_tolerated() {
        team.refusing("ann", FailureKind.REFUSED_THING);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> sync.tolerate(FailureKind.UNKNOWN_THING).syncWith(team));

        assertThat(thrown.reports().get(0).count(State.FAILED)).isEqualTo(1);
    }

    @Test
    void tolerance_adds_up() {
        team.refusing("ann", FailureKind.REFUSED_THING).refusing("zoe", FailureKind.UNKNOWN_THING);

        Report report = sync.tolerate(FailureKind.UNKNOWN_THING)
                .tolerate(FailureKind.REFUSED_THING)
                .syncWith(team);

        assertThat(report.count(State.SKIPPED)).isEqualTo(2);
    }

    @Test
    void only_what_concerns_one_thing_can_be_tolerated() {
        Set<FailureKind> things = Set.of(FailureKind.UNKNOWN_THING, FailureKind.REFUSED_THING);

        for (FailureKind kind : FailureKind.values()) {
            if (!things.contains(kind)) {
                assertThatThrownBy(() -> sync.tolerate(kind))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(kind.toString());
            }
        }
    }

    @Test
    void a_failure_of_several_things_at_once_is_not_tolerated() {
        Adapter bulk = new BulkAdapter(people.failure(FailureKind.UNKNOWN_THING));

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> sync.tolerate(FailureKind.UNKNOWN_THING).syncWith(bulk));

        assertThat(thrown.reports().get(0).count(State.FAILED)).isEqualTo(2);
    }

    @Test
    void a_report_says_how_long_each_call_took_and_the_whole_including_the_reading() {
        team.onGet(subject -> clock.advance(Duration.ofSeconds(1)))
                .onAdd(subject -> clock.advance(Duration.ofSeconds(10)))
                .onRemove(subject -> clock.advance(Duration.ofSeconds(100)));

        Report report = sync.syncWith(team);

        assertThat(report.outcomes())
                .extracting(Outcome::took)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(100));
        assertThat(report.took()).isEqualTo(Duration.ofSeconds(111));
    }

    @Test
    void an_invalid_setting_is_refused_at_once() {
        assertThatThrownBy(() -> sync.parallel(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sync.maxAge(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Adds and removes in one call each, which fails as a whole. */
    private record BulkAdapter(AdapterException failure) implements Adapter {
        @Override
        public String name() {
            return "bulk";
        }

        @Override
        public Listing get() {
            return Listing.of(List.of());
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.attempt(things, all -> {
                throw failure;
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) {
            throw new AssertionError("nothing is to be removed");
        }
    }
}
