package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Random histories of runs and of changes by hand, compared with a model that sees everything as it happens. */
final class MemoryPropertiesTest {
    private static final int HISTORIES = 150;
    private static final int STEPS = 12;
    private static final int RUNS_TO_WAIT = 3;
    private static final List<String> EVERYBODY = List.of("ann", "bob", "cat", "dan", "eve");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** What is true, whatever the journal says. */
    private static final class Model {
        final Set<String> managed = new TreeSet<>();
        final Map<String, Integer> missing = new HashMap<>();

        void ran(Set<String> before, Set<String> wanted, Set<String> after) {
            before.forEach(member -> missing.merge(member, wanted.contains(member) ? -1 : 1, Integer::sum));
            missing.keySet().removeIf(member -> wanted.contains(member) || !before.contains(member));
            after.stream().filter(member -> !before.contains(member)).forEach(managed::add);
            before.stream().filter(member -> !after.contains(member)).forEach(managed::remove);
        }

        boolean mayRemove(String member, boolean onlyManaged, boolean waits) {
            return (!onlyManaged || managed.contains(member))
                    && (!waits || missing.getOrDefault(member, 0) + 1 >= RUNS_TO_WAIT);
        }
    }

    private String[] some() {
        return EVERYBODY.stream().filter(name -> random.nextBoolean()).toArray(String[]::new);
    }

    private void holds(boolean onlyManaged, boolean waits) {
        UnaryOperator<Memory> guards = memory -> {
            Memory changed = onlyManaged ? memory.onlyManaged() : memory;
            return waits ? changed.removeAfter(RUNS_TO_WAIT) : changed;
        };
        for (int history = 0; history < HISTORIES; history++) {
            MemoryFixture fixture = new MemoryFixture();
            fixture.team.members(some());
            Model model = new Model();
            for (int step = 0; step < STEPS; step++) {
                fixture.pass(Duration.ofHours(1)).people(some());
                if (random.nextInt(3) == 0) { // somebody changes the team by hand
                    fixture.team.members(some());
                }
                Set<String> before = new TreeSet<>(fixture.team.members);
                Set<String> unwanted = new TreeSet<>(before);
                unwanted.removeAll(fixture.people);

                Plan plan = fixture.plan(memory -> guards.apply(memory).firstRun());

                List<String> expected = new ArrayList<>(unwanted);
                expected.removeIf(member -> !model.mayRemove(member, onlyManaged, waits));
                assertThat(plan.objections()).isEmpty();
                assertThat(plan.removals())
                        .as("seed %s, history %s, step %s", seed, history, step)
                        .isEqualTo(expected);
                unwanted.removeAll(expected);
                assertThat(plan.kept().keySet()).isEqualTo(unwanted);

                fixture.apply(memory -> guards.apply(memory).firstRun());
                model.ran(before, fixture.people, fixture.team.members);
            }
        }
    }

    @Test
    void only_members_that_a_run_added_and_none_removed_since_are_removed() {
        holds(true, false);
    }

    @Test
    void only_members_that_were_missing_in_enough_runs_in_a_row_are_removed() {
        holds(false, true);
    }

    @Test
    void both_hold_together() {
        holds(true, true);
    }
}
