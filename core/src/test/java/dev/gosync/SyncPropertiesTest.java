package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Properties of every plan and every run, checked on many small random worlds in which spellings, aliases, kept and
 * protected things collide often. Each world has a number, its seed.
 */
@Tag("same-on-every-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncPropertiesTest {
    private static final int WORLDS = 5_000;

    private final Map<Integer, RandomWorld> planned = new HashMap<>();

    @FunctionalInterface
    private interface Property {
        void check(RandomWorld world, Plan plan) throws Exception;
    }

    private static void inEveryWorld(Property property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            check(property, seed, new RandomWorld(seed));
        }
    }

    /** For properties that only look at the plan: each world is made and planned once. */
    private void onEveryPlan(Property property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            check(property, seed, planned.computeIfAbsent(seed, RandomWorld::new));
        }
    }

    private static void check(Property property, int seed, RandomWorld world) {
        try {
            property.check(world, world.plan());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("world " + seed + ": " + world + "\n" + e.getMessage(), e);
        }
    }

    @Test
    void an_addition_and_a_removal_never_stand_for_one_member() {
        onEveryPlan((world, plan) -> {
            for (String removal : plan.removals()) {
                Set<String> keys = world.keys(world.destination, removal);
                for (String addition : plan.additions()) {
                    assertThat(world.keysOfPerson(addition)).doesNotContainAnyElementsOf(keys);
                }
            }
        });
    }

    @Test
    void additions_are_in_order_in_the_sources_spelling_and_unique_by_key() {
        onEveryPlan((world, plan) -> {
            assertThat(plan.additions()).isSorted().doesNotHaveDuplicates();
            assertThat(world.source.things()).containsAll(plan.additions());
            assertThat(plan.additions().stream().map(world.matching::key)).doesNotHaveDuplicates();
        });
    }

    @Test
    void removals_are_in_order_in_the_destinations_spelling_and_none_is_wanted_or_kept() {
        onEveryPlan((world, plan) -> {
            assertThat(plan.removals()).isSorted().doesNotHaveDuplicates();
            assertThat(world.destination.things()).containsAll(plan.removals());
            assertThat(plan.removals()).noneMatch(world::isWanted).noneMatch(world::isKept);
        });
    }

    @Test
    void kept_members_are_in_order_and_neither_removed_nor_wanted() {
        onEveryPlan((world, plan) -> {
            assertThat(world.destination.things()).containsAll(plan.kept().keySet());
            assertThat(plan.kept().keySet())
                    .noneMatch(plan.removals()::contains)
                    .noneMatch(world::isWanted)
                    .allMatch(world::isKept);
            assertThat(List.copyOf(plan.kept().keySet())).isSorted();
        });
    }

    @Test
    void the_destination_is_as_promised_after_a_run() {
        inEveryWorld((world, plan) -> {
            Report report = world.sync.apply(plan, world.team);

            Set<String> expected = new TreeSet<>(world.destination.things());
            expected.removeAll(plan.removals());
            expected.addAll(plan.additions());
            assertThat(world.team.members()).isEqualTo(expected);
            assertThat(report.isClean()).isTrue();
            assertThat(report.count(State.DONE)).isEqualTo(report.outcomes().size());
            if (world.mode.actions().contains(Action.ADD)) {
                assertEverybodyIsThere(world);
            }
            if (world.mode.actions().contains(Action.REMOVE)) {
                assertNobodyElseIsThere(world, plan);
            }
        });
    }

    @Test
    void running_again_changes_nothing() {
        inEveryWorld((world, plan) -> {
            world.sync.apply(plan, world.team);

            Plan again = world.sync.plan(world.team);

            assertThat(again.additions()).isEmpty();
            assertThat(again.removals()).isEmpty();
        });
    }

    @Test
    void the_order_in_which_places_list_things_makes_no_difference() {
        onEveryPlan((world, plan) -> {
            Sync reversed = Sync.from(RandomWorld.place("people", reversed(world.source)))
                    .mode(world.mode)
                    .matching(world.matching)
                    .protect(world.protectedThings);

            Plan same = reversed.plan(RandomWorld.place("team", reversed(world.destination)));

            assertThat(same.additions()).isEqualTo(plan.additions());
            assertThat(same.removals()).isEqualTo(plan.removals());
            assertThat(same.kept()).isEqualTo(plan.kept());
            assertThat(same.warnings()).isEqualTo(plan.warnings());
        });
    }

    @Test
    void a_failure_here_and_there_leaves_the_rest_done_and_a_second_run_completes_it() {
        inEveryWorld((world, plan) -> {
            Set<String> failing = new HashSet<>();
            plan.change().additions().stream()
                    .filter(thing -> world.random.nextInt(3) == 0)
                    .forEach(failing::add);
            boolean[] down = {true};
            world.team.onAdd(thing -> {
                if (down[0] && failing.contains(thing)) {
                    throw world.team.failure(FailureKind.UNKNOWN_THING);
                }
            });

            try {
                Report report = world.sync.apply(plan, world.team);
                assertThat(failing).isEmpty();
                assertThat(report.isClean()).isTrue();
            } catch (SyncException e) {
                assertThat(e.reports().get(0).outcomes()).allSatisfy(outcome -> {
                    boolean there = world.team.members().contains(outcome.thing());
                    boolean done = outcome.state() == State.DONE;
                    assertThat(there).isEqualTo(done == (outcome.action() == Action.ADD));
                });
            }
            down[0] = false;
            Report second = world.sync.syncWith(world.team);

            assertThat(second.isClean()).isTrue();
            assertThat(world.sync.plan(world.team).isEmpty()).isTrue();
        });
    }

    private static void assertEverybodyIsThere(RandomWorld world) {
        Set<String> keysThere = new HashSet<>();
        world.team.members().forEach(member -> keysThere.addAll(world.keys(world.destination, member)));
        world.team.members().stream()
                .filter(world.source.things()::contains)
                .forEach(member -> keysThere.addAll(world.keysOfPerson(member)));
        assertThat(world.source.things())
                .allMatch(thing -> world.keysOfPerson(thing).stream().anyMatch(keysThere::contains));
    }

    private static void assertNobodyElseIsThere(RandomWorld world, Plan plan) {
        assertThat(world.team.members())
                .allMatch(member -> plan.additions().contains(member)
                        || world.isKept(member)
                        || world.destination.things().stream()
                                .filter(other -> world.matching.key(other).equals(world.matching.key(member)))
                                .anyMatch(world::isWanted));
    }

    private static Listing reversed(Listing listing) {
        return new Listing(reversed(listing.things()), reversed(listing.aliases()), listing.kept(), listing.leftOut());
    }

    private static Set<String> reversed(Set<String> things) {
        List<String> list = new ArrayList<>(things);
        Collections.reverse(list);
        return new LinkedHashSet<>(list);
    }

    private static Map<String, String> reversed(Map<String, String> map) {
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed(map.keySet()).forEach(key -> reversed.put(key, String.valueOf(map.get(key))));
        return reversed;
    }
}
