package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all guards with a memory have in common: an empty journal, one that cannot be read, and whose runs count. */
final class MemoryTest {
    private final MemoryFixture fixture = new MemoryFixture();

    /** A guard, each so loose that only its memory can make it object. */
    record Loose(String name, UnaryOperator<Memory> guard) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Loose> guards() {
        return List.of(
                new Loose("max-source-shrink", memory -> memory.maxSourceShrink(1)),
                new Loose("max-removals-per-day", memory -> memory.maxRemovalsPerDay(1000)),
                new Loose("only-managed", Memory::onlyManaged),
                new Loose("remove-after", memory -> memory.removeAfter(2)),
                new Loose("remove-after", memory -> memory.removeAfter(Duration.ofDays(1))));
    }

    private static void assertNeedsFirstRun(List<Objection> objections, Loose guard) {
        assertThat(objections).singleElement().satisfies(objection -> {
            assertThat(objection.option()).isEqualTo(guard.name);
            assertThat(objection.remedy()).contains("--first-run");
        });
    }

    private void teamLosesAnn() {
        fixture.team.members("ann", "bob");
        fixture.people("bob");
    }

    @ParameterizedTest
    @MethodSource("guards")
    void an_empty_memory_objects_and_names_the_remedy(Loose loose) {
        teamLosesAnn();

        assertThat(fixture.objections(loose.guard)).singleElement().satisfies(objection -> {
            assertThat(objection.option()).isEqualTo(loose.name);
            assertThat(objection.toString())
                    .matches("the journal has no earlier reading of (people|team) that the guards accepted; required:"
                            + " an earlier reading\\. If there was one, check where its journal is\\."
                            + " If this is the first run, add --first-run\\.");
        });
    }

    @ParameterizedTest
    @MethodSource("guards")
    void the_first_run_may_have_an_empty_memory(Loose loose) {
        teamLosesAnn();

        assertThat(fixture.objections(memory -> loose.guard.apply(memory).firstRun()))
                .isEmpty();
        assertThat(fixture.objections(memory -> loose.guard.apply(memory.firstRun())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void after_the_first_run_the_memory_is_not_empty(Loose loose) {
        teamLosesAnn();
        fixture.apply(memory -> loose.guard.apply(memory).firstRun());
        fixture.team.members("ann", "bob");

        assertThat(fixture.objections(loose.guard)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void a_run_that_was_refused_for_its_empty_memory_does_not_fill_it(Loose loose) {
        teamLosesAnn();
        fixture.apply(loose.guard).apply(loose.guard);

        assertNeedsFirstRun(fixture.objections(loose.guard), loose);
        assertThat(fixture.team.members).containsExactly("ann", "bob");
    }

    @ParameterizedTest
    @MethodSource("guards")
    void runs_of_another_configuration_do_not_count(Loose loose) {
        teamLosesAnn();
        fixture.run(RunInfo.of("apply", "other.yml"), memory -> memory);
        fixture.team.members("ann", "bob");

        assertNeedsFirstRun(fixture.objections(loose.guard), loose);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void a_run_does_not_remember_itself(Loose loose) {
        teamLosesAnn();

        try (RecordedRun run = fixture.journal().begin(RunInfo.of("apply", MemoryFixture.CONFIGURATION))) {
            Plan first = fixture.planIn(run, loose.guard);
            Plan again = fixture.planIn(run, loose.guard);

            assertNeedsFirstRun(first.objections(), loose);
            assertThat(again.objections()).isEqualTo(first.objections());
        }
    }

    @ParameterizedTest
    @MethodSource("guards")
    void a_run_that_cannot_be_read_makes_the_guard_object(Loose loose) {
        teamLosesAnn();
        fixture.apply().firstRunDamaged();
        fixture.team.members("ann", "bob");

        Plan plan = fixture.plan(memory -> loose.guard.apply(memory).firstRun());

        assertThat(plan.objections()).singleElement().satisfies(objection -> {
            assertThat(objection.option()).isEqualTo(loose.name);
            assertThat(objection.toString())
                    .isEqualTo("it is not known what earlier runs did; required: a journal that can be read. Run"
                            + " 20260301-090000-000 in memory cannot be trusted: line 2: the line before it is missing"
                            + " or was changed. Restore it from a copy, or move it out of the journal.");
        });
    }

    @ParameterizedTest
    @MethodSource("guards")
    void a_run_that_cannot_be_read_and_is_not_needed_does_no_harm(Loose loose) {
        fixture.people("ann", "bob").apply();
        fixture.pass(Duration.ofDays(3));
        fixture.team.members();
        for (int run = 0; run < 3; run++) {
            fixture.people("ann", "bob").apply();
            fixture.pass(Duration.ofDays(1));
        }
        fixture.firstRunDamaged();

        fixture.people("bob");

        assertThat(fixture.plan(loose.guard).objections()).isEmpty();
    }

    @Test
    void a_run_that_cannot_be_read_is_told_by_the_guard_that_needs_it_and_nobody_is_removed() {
        fixture.people("ann").apply();
        fixture.pass(Duration.ofDays(3));
        fixture.people("ann").apply().firstRunDamaged();
        fixture.pass(Duration.ofDays(3));

        Plan plan = fixture.people().plan(Memory::onlyManaged);

        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept()).isEqualTo(Map.of("ann", "it is not known whether a run of Go Sync added it"));
        assertThat(plan.objections()).extracting(Objection::option).containsExactly("only-managed");
    }

    @Test
    void guards_and_syncs_share_what_is_read() {
        for (int run = 0; run < 3; run++) {
            fixture.people("ann", "bob", "run" + run).apply();
            fixture.pass(Duration.ofDays(1));
        }
        Memory memory = fixture.memory()
                .maxSourceShrink(1)
                .maxRemovalsPerDay(100)
                .onlyManaged()
                .removeAfter(100);
        fixture.people("bob");
        fixture.store.reads = 0;

        fixture.plan(fresh -> memory);
        fixture.plan(fresh -> memory.sync("another"));

        assertThat(fixture.store.reads).isEqualTo(3);
    }

    @Test
    void a_long_history_is_read_again_rather_than_kept_in_memory() {
        fixture.people("ann").apply();
        for (int run = 0; run < 30; run++) {
            fixture.people("ann").apply();
        }
        Memory memory = fixture.memory().onlyManaged();
        fixture.people();
        fixture.store.reads = 0;

        Plan first = fixture.plan(fresh -> memory);
        Plan second = fixture.plan(fresh -> memory);

        assertThat(first.removals()).containsExactly("ann");
        assertThat(second.removals()).containsExactly("ann");
        assertThat(fixture.store.reads).isBetween(32, 70);
    }

    @Test
    void another_sync_has_its_own_memory_of_the_source() {
        fixture.people("ann").apply();

        List<Objection> objections =
                fixture.objections(memory -> memory.sync("another").maxSourceShrink(0.3));

        assertThat(objections)
                .singleElement()
                .extracting(Objection::remedy)
                .asString()
                .contains("--first-run");
    }

    @Test
    void a_guard_of_a_memory_replaces_a_guard_with_the_same_name() throws Exception {
        fixture.people("ann").apply();
        Guard placeholder = Guard.of(
                "only-managed", plan -> List.of(new Objection("only-managed", "no journal", "a journal", "Add one.")));
        Sync configured = Sync.from(Sources.of("ann", "bob")).guard(placeholder);

        Plan before = configured.plan(fixture.team);
        Plan after = fixture.memory().onlyManaged().on(configured).plan(fixture.team);

        assertThat(before.objections()).hasSize(1);
        assertThat(after.objections()).isEmpty();
    }

    @Test
    void a_memory_without_guards_changes_nothing_and_reads_nothing() throws Exception {
        Sync sync = Sync.from(Sources.of("ann"));

        assertThat(fixture.memory().on(sync)).isSameAs(sync);
        assertThat(fixture.store.reads).isZero();
    }

    @Test
    void nobody_is_removed_twice_over_whatever_the_guards_say_together() {
        UnaryOperator<Memory> all = memory ->
                memory.maxSourceShrink(0.5).maxRemovalsPerDay(1).onlyManaged().removeAfter(2);
        fixture.team.members("zoe");
        fixture.people("ann", "bob", "eve").apply(memory -> all.apply(memory).firstRun());
        fixture.pass(Duration.ofHours(1)).people("eve", "bob").apply(all);
        assertThat(fixture.team.members).containsExactly("ann", "bob", "eve", "zoe");
        fixture.pass(Duration.ofHours(1)).people("eve").apply(all);
        assertThat(fixture.team.members).as("ann waited for two runs").containsExactly("bob", "eve", "zoe");

        fixture.pass(Duration.ofHours(1)).people("eve");

        assertThat(fixture.objections(all))
                .extracting(Objection::measured)
                .containsExactly("would remove 1, after 1 in the last 24 hours");
        fixture.pass(Duration.ofDays(1)).apply(all);
        assertThat(fixture.team.members).containsExactly("eve", "zoe");
    }
}
