package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.GoSyncException;
import dev.gosync.journal.MemoryGroup.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Halts a program before and after each line of its journal, each time it is forced to the disk, and each request. Whatever
 * the group has seen must be known afterwards, and one more run must bring everything in step.
 */
class CrashTest {
    /** The engine logs that a listener has failed, which is what these tests are about. */
    private static final Logger ENGINE = Logger.getLogger("dev.gosync");

    @BeforeAll
    static void keep_the_log_short() {
        ENGINE.setLevel(Level.OFF);
    }

    @AfterAll
    static void log_again() {
        ENGINE.setLevel(null);
    }

    private static final Set<String> WANTED = Set.of("ann", "bob", "eve", "kim");
    private static final List<String> CHANGES = List.of("ADD ann", "ADD eve", "ADD kim", "REMOVE mia", "REMOVE zoe");

    @TempDir
    Path folder;

    /** Where a run is kept, and what a crash does to it. */
    private interface Kept {
        RunStore store();

        /** The crash: what was not durable may be lost. */
        void crash();
    }

    private static Kept inMemory(int lost) {
        MemoryStore store = new MemoryStore();
        return new Kept() {
            @Override
            public RunStore store() {
                return store;
            }

            @Override
            public void crash() {
                store.lose(lost);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_program_that_is_killed_at_any_step_loses_nothing(Style style) {
        assertThat(stepsUntilItEnds(style, () -> inMemory(0))).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void a_last_line_that_is_torn_loses_nothing(Style style) {
        assertThat(stepsUntilItEnds(style, () -> inMemory(1))).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void a_machine_that_loses_its_power_at_any_step_loses_nothing(Style style) {
        assertThat(stepsUntilItEnds(style, () -> inMemory(Integer.MAX_VALUE))).isGreaterThan(20);
    }

    @Test
    void the_same_is_true_for_a_real_folder() {
        int[] count = {0};

        int steps = stepsUntilItEnds(Style.WHOLE, () -> {
            Path mine = folder.resolve("journal-" + count[0]++);
            return new Kept() {
                @Override
                public RunStore store() {
                    return new FolderRunStore(mine);
                }

                @Override
                public void crash() {}
            };
        });

        assertThat(steps).isGreaterThan(20);
    }

    @Test
    void the_same_is_true_for_a_database() {
        int steps = stepsUntilItEnds(Style.WHOLE, () -> {
            H2Database database = new H2Database();
            return new Kept() {
                @Override
                public RunStore store() {
                    return JdbcRunStore.in(database.source());
                }

                @Override
                public void crash() {
                    database.dropConnections();
                }
            };
        });

        assertThat(steps).isGreaterThan(20);
    }

    private static int stepsUntilItEnds(Style style, Supplier<Kept> stores) {
        for (int step = 1; ; step++) {
            Kept kept = stores.get();
            MemoryGroup team = new MemoryGroup("team", style, "bob", "mia", "zoe");
            Machine machine = Machine.haltingAt(step);
            SteppingStore store = new SteppingStore(kept.store(), machine);
            try {
                sync(store, team.with(machine));
            } catch (Machine.Halt | GoSyncException e) {
                assertThat(machine.halted()).as("step %s: %s", step, e).isTrue();
            }
            kept.crash();
            store.freeLocks();
            if (!machine.halted()) {
                assertThat(team.members()).isEqualTo(WANTED);
                return step;
            }
            try {
                check(Journal.in(kept.store()), team);
                checkNextRun(kept.store(), team);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(style + ", halted at step " + step, e);
            }
        }
    }

    private static void sync(RunStore store, MemoryGroup team) {
        try (RecordedRun run = Journal.in(store).begin(RunInfo.of("apply", "nightly"))) {
            Sync.from(Lines.people(WANTED.toArray(String[]::new)))
                    .listener(run.listener("platform"))
                    .syncWith(team);
        }
    }

    private static void check(Journal journal, MemoryGroup team) {
        List<Run> runs = journal.runs();
        if (runs.isEmpty()) {
            assertThat(team.seen()).isEmpty();
            return;
        }
        assertThat(runs).hasSize(1);
        Run run = runs.get(0);
        Map<String, State> states =
                run.entries().stream().collect(Collectors.toMap(e -> e.action() + " " + e.thing(), Entry::state));
        assertThat(states.keySet()).isSubsetOf(CHANGES);
        if (!team.seen().isEmpty()) {
            assertThat(states.keySet()).containsExactlyInAnyOrderElementsOf(CHANGES);
        }
        assertThat(team.seen())
                .allSatisfy(change -> assertThat(states.get(change)).as(change).isIn(State.DONE, State.NOT_KNOWN));
        states.forEach((change, state) -> {
            if (state == State.DONE) {
                assertThat(team.seen()).contains(change);
            }
        });
        if (run.hasEnded()) {
            assertThat(states.values()).containsOnly(State.DONE);
            assertThat(journal.cutShort("nightly")).isEmpty();
        } else {
            assertThat(journal.cutShort("nightly").map(Run::id)).isEqualTo(Optional.of(run.id()));
        }
    }

    private static void checkNextRun(RunStore store, MemoryGroup team) {
        int before = team.seen().size();

        sync(store, team.with(Machine.reliable()));

        Journal journal = Journal.in(store);
        List<String> ids = journal.ids();
        Run next = journal.run(ids.get(ids.size() - 1)).orElseThrow();
        assertThat(team.members()).isEqualTo(WANTED);
        assertThat(next.result()).isEqualTo("done");
        assertThat(next.changes(Action.ADD) + next.changes(Action.REMOVE))
                .isEqualTo(team.seen().size() - before);
        assertThat(journal.cutShort("nightly")).isEmpty();
    }
}
