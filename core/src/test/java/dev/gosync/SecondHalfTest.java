package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must remain is judged again before the second half, on what really happened in the first. */
class SecondHalfTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_removal_starts_when_additions_were_planned_and_none_succeeded(boolean tolerated) {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("ann", Kind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob")).mode(Mode.ADD_REMOVE);

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> (tolerated ? sync.tolerate(Kind.UNKNOWN_THING) : sync).syncWith(team));

        Report report = thrown.reports().get(0);
        assertThat(team.calls()).containsExactly("+ ann");
        assertThat(team.members()).containsExactly("bob", "zoe");
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(1);
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .isEqualTo("The second half was not begun.\n  team: none of 1 additions succeeded; the limit is"
                                + " that one does before anything is removed. See why they failed and run again."));
    }

    @Test
    void an_addition_that_is_not_known_has_not_succeeded() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").onAdd(thing -> {
            throw new IOException("reset");
        });
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob")).mode(Mode.ADD_REMOVE);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.calls()).containsExactly("+ ann");
        assertThat(thrown.reports().get(0).count(State.NOT_KNOWN)).isEqualTo(1);
    }

    @Test
    void removals_start_when_one_addition_succeeded() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("ann", Kind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob", "eve")).mode(Mode.ADD_REMOVE);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.calls()).containsExactly("+ ann", "+ eve", "- zoe");
        assertThat(thrown.reports().get(0).failure()).isEmpty();
    }

    @Test
    void removals_start_when_no_additions_were_planned() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe");

        Sync.from(InMemoryPlace.of("people", "bob")).mode(Mode.ADD_REMOVE).syncWith(team);

        assertThat(team.calls()).containsExactly("- zoe");
    }

    @Test
    void removals_that_all_fail_do_not_keep_additions_from_starting() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("zoe", Kind.REFUSED_THING);

        assertThatThrownBy(() ->
                        Sync.from(InMemoryPlace.of("people", "ann", "bob")).syncWith(team))
                .isInstanceOf(SyncException.class);

        assertThat(team.members()).containsExactly("ann", "bob", "zoe");
    }

    @Test
    void too_few_who_would_remain_stop_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x", "y")
                .refusing("b", Kind.UNKNOWN_THING)
                .refusing("c", Kind.REFUSED_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "c", "d"))
                .mode(Mode.ADD_REMOVE)
                .guard(Guards.minRemaining(3));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.members()).containsExactly("a", "d", "x", "y");
        assertThat(thrown).hasMessageContaining("team: would leave 2 of 3 members; the limit is at least 3.");
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        PlanRejectedException.class,
                        rejected -> assertThat(rejected.objections())
                                .extracting(Objection::option)
                                .containsExactly("min-remaining"));
    }

    @Test
    void one_who_is_required_and_could_not_be_added_stops_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "old-boss").refusing("boss", Kind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "boss"))
                .mode(Mode.ADD_REMOVE)
                .tolerate(Kind.UNKNOWN_THING)
                .guard(Guards.require(List.of("Boss")));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.members()).containsExactly("a", "b", "old-boss");
        assertThat(thrown).hasMessageContaining("would be without Boss");
    }

    @Test
    void nobody_left_stops_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "v", "w", "x", "y", "z").refusing("b", Kind.UNKNOWN_THING);
        Sync sync =
                Sync.from(InMemoryPlace.of("people", "b")).mode(Mode.ADD_REMOVE).guard(Guards.allowFullReplacement());

        assertThatThrownBy(() -> sync.syncWith(team)).isInstanceOf(SyncException.class);

        assertThat(team.members()).containsExactly("v", "w", "x", "y", "z");
    }

    @Test
    void limits_on_how_much_changes_are_not_judged_again() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x").refusing("b", Kind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "c"))
                .mode(Mode.ADD_REMOVE)
                .guard(Guards.maxRemovals(1))
                .guard(Guards.maxAdditions(2))
                .guard(Guards.maxChanges(3));

        assertThatThrownBy(() -> sync.syncWith(team)).isInstanceOf(SyncException.class);

        assertThat(team.members()).containsExactly("a", "c");
    }

    @Test
    void the_guards_that_judge_again_are_those_of_the_sync_that_applies() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x").refusing("b", Kind.UNKNOWN_THING);
        Sync planning = Sync.from(InMemoryPlace.of("people", "a", "b", "c")).mode(Mode.ADD_REMOVE);
        Plan plan = planning.plan(team);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> planning.guard(Guards.minRemaining(3)).apply(plan, team));

        assertThat(team.calls()).containsExactly("+ b", "+ c");
        assertThat(thrown).hasMessageContaining("would leave 2 of 2 members");
    }
}
