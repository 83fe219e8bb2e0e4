package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before the second half, guards judge again on what really happened in the first. */
class SecondHalfTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_removal_starts_when_additions_failed_and_fewer_than_half_of_the_members_would_be_left(boolean tolerated) {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "yan", "zoe").refusing("ann", FailureKind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob")).mode(Mode.ADD_REMOVE);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> (tolerated ? sync.tolerate(FailureKind.UNKNOWN_THING) : sync).syncWith(team));

        Report report = thrown.reports().get(0);
        assertThat(team.calls()).containsExactly("+ ann");
        assertThat(team.members()).containsExactly("bob", "yan", "zoe");
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(2);
        assertThat(report.notRemoved()).contains("2 members who should have lost access still have it");
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .isEqualTo("The second half did not start.\n  team: only 0 of 1 additions succeeded, so 1 of 3"
                                + " members would be left; required: at least half of the members. See why the"
                                + " additions failed, then run again."));
    }

    @Test
    void removals_start_when_no_addition_succeeded_and_half_of_the_members_are_left() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("ann", FailureKind.UNKNOWN_THING);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(InMemoryPlace.of("people", "ann", "bob")).syncWith(team));

        assertThat(team.members()).containsExactly("bob");
        assertThat(thrown.reports().get(0).notRemoved()).isEmpty();
    }

    @Test
    void an_addition_that_is_not_known_has_not_succeeded() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "yan", "zoe").onAdd(thing -> {
            throw new IOException("reset");
        });
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob")).mode(Mode.ADD_REMOVE);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.calls()).containsExactly("+ ann");
        assertThat(thrown.reports().get(0).count(State.NOT_KNOWN)).isEqualTo(1);
    }

    @Test
    void removals_start_when_one_addition_succeeded() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("ann", FailureKind.UNKNOWN_THING);
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
    void additions_start_even_if_all_removals_fail() {
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").refusing("zoe", FailureKind.REFUSED_THING);

        assertThatThrownBy(() -> Sync.from(InMemoryPlace.of("people", "ann", "bob"))
                        .mode(Mode.REMOVE_ADD)
                        .syncWith(team))
                .isInstanceOf(SyncException.class);

        assertThat(team.members()).containsExactly("ann", "bob", "zoe");
    }

    @Test
    void too_few_remaining_members_stop_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x", "y")
                .refusing("b", FailureKind.UNKNOWN_THING)
                .refusing("c", FailureKind.REFUSED_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "c", "d"))
                .mode(Mode.ADD_REMOVE)
                .guard(Guards.minRemaining(3));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.members()).containsExactly("a", "d", "x", "y");
        assertThat(thrown).hasMessageContaining("team: would leave 2 of 3 members; required: at least 3.");
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        PlanRejectedException.class,
                        rejected -> assertThat(rejected.objections())
                                .extracting(Objection::option)
                                .containsExactly("min-remaining"));
    }

    @Test
    void a_required_member_who_could_not_be_added_stops_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "old-boss").refusing("boss", FailureKind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "boss"))
                .mode(Mode.ADD_REMOVE)
                .tolerate(FailureKind.UNKNOWN_THING)
                .guard(Guards.require(List.of("Boss")));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.members()).containsExactly("a", "b", "old-boss");
        assertThat(thrown).hasMessageContaining("would be without Boss");
    }

    @Test
    void an_empty_destination_stops_the_removals() {
        InMemoryPlace team = InMemoryPlace.of("team", "v", "w", "x", "y", "z").refusing("b", FailureKind.UNKNOWN_THING);
        Sync sync =
                Sync.from(InMemoryPlace.of("people", "b")).mode(Mode.ADD_REMOVE).guard(Guards.allowFullReplacement());

        assertThatThrownBy(() -> sync.syncWith(team)).isInstanceOf(SyncException.class);

        assertThat(team.members()).containsExactly("v", "w", "x", "y", "z");
    }

    @Test
    void limits_on_changes_are_not_judged_again() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x").refusing("b", FailureKind.UNKNOWN_THING);
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
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x").refusing("b", FailureKind.UNKNOWN_THING);
        Sync planning = Sync.from(InMemoryPlace.of("people", "a", "b", "c")).mode(Mode.ADD_REMOVE);
        Plan plan = planning.plan(team);

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> planning.guard(Guards.minRemaining(3)).apply(plan, team));

        assertThat(team.calls()).containsExactly("+ b", "+ c");
        assertThat(thrown).hasMessageContaining("would leave 2 of 2 members");
    }
}
