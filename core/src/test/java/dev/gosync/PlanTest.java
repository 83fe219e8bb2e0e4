package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A plan is a value: it cannot change, and it can be compared and printed. */
class PlanTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryPlace people =
            InMemoryPlace.of("People", "ann", "Bob", "BOB", "eve").leftOut("no e-mail", 2);
    private final InMemoryPlace team = InMemoryPlace.of("Team", "eve", "zoe", "kim", "root", "boss")
            .kept("boss", "owner")
            .leftOut("bot", 1)
            .leftOut("app", 3);
    private final Sync sync =
            Sync.from(people).parallel(1).clock(clock).protect("root").guard(Guards.maxRemovals(1));

    @Test
    void a_plan_says_everything() throws Exception {
        people.onGet(subject -> clock.advance(Duration.ofSeconds(1)));
        team.onGet(subject -> clock.advance(Duration.ofSeconds(1)));

        Plan plan = sync.plan(team);

        assertThat(plan.source().name()).isEqualTo("People");
        assertThat(plan.destination().name()).isEqualTo("Team");
        assertThat(plan.source().readAt()).isEqualTo(SettableClock.START.plusSeconds(1));
        assertThat(plan.destination().readAt()).isEqualTo(SettableClock.START.plusSeconds(2));
        assertThat(plan.source().size()).isEqualTo(4);
        assertThat(plan.destination().size()).isEqualTo(5);
        assertThat(plan.mode()).isEqualTo(Mode.ADD_REMOVE);
        assertThat(plan.additions()).containsExactly("BOB", "ann");
        assertThat(plan.removals()).containsExactly("kim", "zoe");
        assertThat(plan.unchanged()).isEqualTo(3);
        assertThat(plan.kept()).isEqualTo(Map.of("boss", "owner", "root", "protected"));
        assertThat(plan.warnings()).hasSize(1);
        assertThat(plan.objections()).hasSize(1);
        assertThat(plan.change()).isEqualTo(new Change(List.of("BOB", "ann"), List.of("kim", "zoe"), Mode.ADD_REMOVE));
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void a_plan_is_printed_for_people() throws Exception {
        Plan plan = sync.plan(team);

        assertThat(plan).hasToString("""
                People -> Team: 2 to add, 2 to remove, 3 stay
                  + BOB
                  + ann
                  - kim
                  - zoe
                  = boss (owner)
                  = root (protected)
                  left out of People: 2 no e-mail
                  left out of Team: 3 app
                  left out of Team: 1 bot
                  warning: the source lists one member as BOB, Bob; BOB is used
                  refused: would remove 2; required: at most 1. To allow it once: --allow max-removals=2.""");
    }

    @Test
    void a_plan_with_nothing_to_do_is_one_line() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("A", "x")).plan(InMemoryPlace.of("B", "X"));

        assertThat(plan).hasToString("A -> B: 0 to add, 0 to remove, 1 stay");
    }

    @Test
    void equal_plans_are_equal_in_whatever_order_their_sides_were_read() throws Exception {
        Plan one = sync.plan(team);
        Plan same = sync.plan(team);
        InMemoryPlace sameInAnotherOrder = InMemoryPlace.of("Team", "boss", "root", "kim", "zoe", "eve")
                .kept("boss", "owner")
                .leftOut("app", 3)
                .leftOut("bot", 1);
        Plan alsoSame = sync.plan(sameInAnotherOrder);

        assertThat(same).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(alsoSame).isEqualTo(one).hasSameHashCodeAs(one).hasToString(one.toString());
    }

    @Test
    void plans_that_differ_are_not_equal() throws Exception {
        Plan plan = sync.plan(team);

        assertThat(sync.mode(Mode.REMOVE_ADD).plan(team)).isNotEqualTo(plan);
        assertThat(sync.guard(Guards.maxRemovals(2)).plan(team)).isNotEqualTo(plan);
        assertThat(sync.protect("zoe").plan(team)).isNotEqualTo(plan);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sync.plan(team)).isNotEqualTo(plan);
    }

    @Test
    void nothing_in_a_plan_can_change() throws Exception {
        Plan plan = sync.plan(team);

        assertImmutable(plan.additions());
        assertImmutable(plan.removals());
        assertImmutable(plan.warnings());
        assertImmutable(plan.emptyParts());
        assertThatThrownBy(() -> plan.objections().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> plan.kept().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> plan.destination().listing().things().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> plan.destination().listing().leftOut().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_listing_is_a_copy_that_cannot_change_and_keeps_its_order() {
        Set<String> things = new LinkedHashSet<>(List.of("b", "a"));
        Map<String, String> aliases = new LinkedHashMap<>(Map.of("c", "a"));
        Map<String, String> kept = new LinkedHashMap<>(Map.of("a", "owner"));
        Map<String, Integer> leftOut = new LinkedHashMap<>(Map.of("bot", 1));
        Listing listing = new Listing(things, aliases, kept, leftOut);

        things.add("z");
        aliases.clear();
        kept.clear();
        leftOut.clear();

        assertThat(listing.things()).containsExactly("b", "a");
        assertThat(listing.aliases()).isEqualTo(Map.of("c", "a"));
        assertThat(listing.kept()).isEqualTo(Map.of("a", "owner"));
        assertThat(listing.leftOut()).isEqualTo(Map.of("bot", 1));
        assertThatThrownBy(() -> listing.things().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.aliases().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.kept().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> listing.leftOut().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_simple_listing_counts_a_thing_once() {
        Listing listing = Listing.of(List.of("b", "a", "b"));

        assertThat(listing.things()).containsExactly("b", "a");
        assertThat(listing).hasToString("Listing of 2 (0 aliases, 0 kept, left out {})");
    }

    @Test
    void a_change_has_no_half_that_its_mode_leaves_out() {
        List<String> some = List.of("a");
        List<String> none = List.of();

        assertThatThrownBy(() -> new Change(some, none, Mode.REMOVE_ONLY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Change(none, some, Mode.ADD_ONLY)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Change(none, none, Mode.ADD_ONLY).isEmpty()).isTrue();
        assertThat(new Change(some, none, Mode.ADD_ONLY).of(Action.ADD)).containsExactly("a");
        assertThat(new Change(none, some, Mode.REMOVE_ADD).of(Action.REMOVE)).containsExactly("a");
    }

    private static void assertImmutable(List<String> list) {
        List<String> before = new ArrayList<>(list);
        assertThatThrownBy(() -> list.add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(list).isEqualTo(before);
    }
}
