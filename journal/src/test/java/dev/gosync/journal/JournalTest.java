package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Plans;
import dev.gosync.Sync;
import dev.gosync.journal.MemoryGroup.Style;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in their order, one at a time, as long as they are needed. */
class JournalTest {
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private final MemoryStore store = new MemoryStore();

    private Journal at(Instant time) {
        return Journal.in(store).clock(Clock.fixed(time, ZoneOffset.UTC));
    }

    private String applied(Instant time, String configuration, MemoryGroup team, String... wanted) {
        return Lines.apply(at(time), configuration, team, wanted);
    }

    @Test
    void an_id_is_the_time_at_which_the_run_began() {
        at(START.plusMillis(7)).begin(RunInfo.of("apply", "nightly")).close();

        assertThat(Journal.in(store).ids()).containsExactly("20260301-090000-007");
    }

    @Test
    void ids_are_in_order_whatever_the_clock_says() {
        List<String> begun = new ArrayList<>();
        for (Instant time : List.of(
                START,
                START,
                START.minus(Duration.ofDays(400)),
                START.plusMillis(2),
                START.plus(Duration.ofDays(3650)),
                START,
                Instant.EPOCH)) {
            RecordedRun run = at(time).begin(RunInfo.of("apply", "nightly"));
            begun.add(run.id());
            run.close();
        }

        assertThat(Journal.in(store).ids()).isEqualTo(begun);
        assertThat(new HashSet<>(begun)).hasSize(7);
        assertThat(begun.get(2)).isEqualTo("20260301-090000-002");
    }

    @Test
    void a_run_that_was_cut_short_before_its_first_line_is_not_the_last_run() {
        String first = applied(START, "nightly", new MemoryGroup("team", Style.SINGLE, "ann"), "ann", "bob");
        store.put("20260301-100000-000", List.of());

        assertThat(Journal.in(store).find("last").id()).isEqualTo(first);
        assertThat(Journal.in(store).undo("last", false).places()).hasSize(1);
        assertThatThrownBy(() -> Journal.in(store).find("20260301-100000-000"))
                .isInstanceOf(NoSuchRunException.class)
                .hasMessage("There is no run '20260301-100000-000' in memory; did you mean '" + first + "'?");
    }

    @Test
    void a_file_with_another_name_does_not_disturb_the_order() {
        store.put("zzz", Lines.ofARun());

        RecordedRun run = at(START).begin(RunInfo.of("apply", "nightly"));
        run.close();
        RecordedRun next = at(START).begin(RunInfo.of("apply", "nightly"));
        next.close();

        assertThat(Journal.in(store).ids()).containsExactly("zzz", run.id(), next.id());
    }

    @Test
    void a_second_run_of_a_configuration_is_refused_and_told_who_runs_it_where_and_since_when() {
        RunInfo ann = new RunInfo(
                "apply", "nightly", "", "", "1.0", "ann", "build-7", 4711, Optional.empty(), Optional.empty());
        try (RecordedRun run = at(START).begin(ann)) {
            assertThatThrownBy(() -> at(START.plusSeconds(60)).begin(RunInfo.of("apply", "nightly")))
                    .isInstanceOf(RunInProgressException.class)
                    .hasMessage("nightly is being applied by ann on build-7 (process 4711) since 2026-03-01T09:00:00Z."
                            + " Wait until that run has ended, then run again");

            assertThat(Journal.in(store).ids()).containsExactly(run.id());
            assertThat(Journal.in(store).holder("nightly"))
                    .contains("ann on build-7 (process 4711) since 2026-03-01T09:00:00Z");
            at(START).begin(RunInfo.of("apply", "hourly")).close();
        }

        assertThat(Journal.in(store).holder("nightly")).isEmpty();
        at(START).begin(RunInfo.of("apply", "nightly")).close();
    }

    @Test
    void runs_of_several_configurations_that_begin_in_the_same_moment_have_different_ids(@TempDir Path folder)
            throws Exception {
        int count = 6;
        CyclicBarrier together = new CyclicBarrier(count);
        List<Callable<String>> begins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String configuration = "configuration " + i;
            begins.add(() -> {
                Journal journal = Journal.in(folder.resolve("journal")).clock(Clock.fixed(START, ZoneOffset.UTC));
                together.await();
                RecordedRun run = journal.begin(RunInfo.of("apply", configuration));
                run.close();
                return run.id();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(count);
        Set<String> ids = new HashSet<>();
        try {
            for (Future<String> id : threads.invokeAll(begins)) {
                ids.add(id.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(ids).hasSize(count);
        assertThat(Journal.in(folder.resolve("journal")).runs()).hasSize(count).allMatch(Run::hasEnded);
    }

    @Test
    void a_question_for_the_holder_does_not_refuse_a_run() {
        int[] refusals = {3};
        RunStore asked = new SteppingStore(store, step -> {}) {
            @Override
            public Optional<Lock> lock(String configuration, String holder) {
                return refusals[0]-- > 0 ? Optional.empty() : super.lock(configuration, holder);
            }
        };

        Journal.in(asked).begin(RunInfo.of("apply", "nightly")).close();

        assertThat(store.runs()).hasSize(1);
    }

    @Test
    void a_changed_line_in_the_last_run_is_noticed_before_the_next_one() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE);
        String last = applied(START, "nightly", team, "ann");
        List<String> lines = new ArrayList<>(store.lines(last));
        lines.set(2, lines.get(2).replace("team", "tram"));
        store.put(last, lines);

        assertThatThrownBy(() -> at(START.plusSeconds(60)).begin(RunInfo.of("apply", "nightly")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Run " + last + " in memory cannot be trusted: line 4");
        assertThat(store.runs()).containsExactly(last);
        assertThat(Journal.in(store).holder("nightly")).isEmpty();
    }

    @Test
    void a_run_whose_last_line_is_torn_has_used_its_plan() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE);
        Plans plans = plansFor(team, "ann");
        SavedPlan plan = SavedPlan.of(RunInfo.of("plan", "nightly"), START, List.of(), Map.of("platform", plans));
        RunInfo info = RunInfo.of("apply", "nightly").applying(plan);
        String torn;
        try (RecordedRun run = at(START).begin(info)) {
            torn = run.id();
            Sync.from(Lines.people("ann")).listener(run.listener("platform")).syncWith(team);
        }
        List<String> lines = new ArrayList<>(store.lines(torn));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1).substring(0, 40));
        store.put(torn, lines);

        assertThatThrownBy(() -> at(START.plusSeconds(60)).begin(info))
                .isInstanceOf(SavedPlanException.class)
                .hasMessageContaining("was applied already, by run " + torn);
    }

    private static Plans plansFor(MemoryGroup team, String... people) {
        try {
            return Sync.from(Lines.people(people)).planAll(List.of(team));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_last_run_of_a_configuration_was_cut_short_if_it_has_no_end() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE);
        String cut = applied(START, "nightly", team, "ann");
        store.put(cut, store.lines(cut).subList(0, 4));
        applied(START.plusSeconds(1), "hourly", team, "ann");

        assertThat(Journal.in(store).cutShort("nightly").map(Run::id)).contains(cut);
        assertThat(Journal.in(store).cutShort("hourly")).isEmpty();
        assertThat(Journal.in(store).cutShort("yearly")).isEmpty();

        applied(START.plusSeconds(2), "nightly", team, "ann");

        assertThat(Journal.in(store).cutShort("nightly")).isEmpty();
    }

    @Test
    void a_run_that_is_not_there_is_empty() {
        assertThat(Journal.in(store).run("20260301-090000-000")).isEmpty();
        assertThat(Journal.in(store).run("../../etc/passwd")).isEmpty();
    }

    @Test
    void old_runs_that_nothing_needs_are_deleted() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        String added = applied(START, "nightly", team, "ann", "bob");
        String nothing = applied(START.plusSeconds(1), "nightly", team, "ann", "bob");
        String last = applied(START.plusSeconds(2), "nightly", team, "ann", "bob");

        int deleted = at(START.plus(Duration.ofDays(401))).deleteOlderThan(Duration.ofDays(400));

        assertThat(deleted).isEqualTo(1);
        assertThat(Journal.in(store).ids()).containsExactly(added, last).doesNotContain(nothing);
    }

    @Test
    void a_run_is_not_needed_any_more_when_all_that_it_added_is_gone() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        applied(START, "nightly", team, "Ann", "bob");
        applied(START.plusSeconds(1), "nightly", team, "bob");
        String last = applied(START.plusSeconds(2), "nightly", team, "bob");

        assertThat(at(START.plus(Duration.ofDays(401))).deleteOlderThan(Duration.ofDays(400)))
                .isEqualTo(2);

        assertThat(Journal.in(store).ids()).containsExactly(last);
    }

    @Test
    void the_last_reading_of_each_place_and_the_last_run_of_each_configuration_stay() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        MemoryGroup other = new MemoryGroup("other", Style.SINGLE, "bob");
        String reading = applied(START, "nightly", other, "bob");
        String old = applied(START.plusSeconds(1), "hourly", team, "bob");
        String last = applied(START.plusSeconds(2), "nightly", team, "bob");

        assertThat(at(START.plus(Duration.ofDays(401))).deleteOlderThan(Duration.ofDays(400)))
                .isZero();

        assertThat(Journal.in(store).ids()).containsExactly(reading, old, last);
    }

    @Test
    void runs_that_are_not_old_stay() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        for (int i = 0; i < 4; i++) {
            applied(START.plus(Duration.ofDays(i)), "nightly", team, "bob");
        }

        assertThat(at(START.plus(Duration.ofDays(402)).minusMillis(1)).deleteOlderThan(Duration.ofDays(400)))
                .isEqualTo(2);

        assertThat(Journal.in(store).ids()).containsExactly("20260303-090000-000", "20260304-090000-000");
    }

    @Test
    void a_run_that_does_not_know_what_it_added_stays_as_long_as_that_may_be_a_member() {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        String cut = applied(START, "nightly", team, "ann", "bob");
        List<String> lines = store.lines(cut);
        int call = Collections.indexOfSubList(
                lines.stream().map(line -> line.contains("\"event\":\"call\"")).toList(), List.of(true));
        store.put(cut, lines.subList(0, call + 1));
        String last = applied(START.plusSeconds(1), "nightly", team, "ann", "bob");

        at(START.plus(Duration.ofDays(401))).deleteOlderThan(Duration.ofDays(400));

        assertThat(Journal.in(store).ids()).containsExactly(cut, last);
    }

    @Test
    void the_example_in_the_documentation_works(@TempDir Path folder) {
        MemoryGroup team = new MemoryGroup("team", Style.SINGLE, "bob");
        Journal journal = Journal.in(folder.resolve("state"));

        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly"))) {
            Sync.from(Lines.people("ann", "bob"))
                    .listener(run.listener("platform"))
                    .syncWith(team);
        }

        assertThat(journal.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.entries())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.thing()).isEqualTo("ann")));
        assertThat(journal.name()).isEqualTo("folder " + folder.resolve("state"));
    }
}
