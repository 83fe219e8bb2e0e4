package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Mode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After an interrupt no further call begins, and the report says what was done. */
@Timeout(60)
class InterruptsTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob", "eve");
    private final Sync sync = Sync.from(people);

    /** How an interrupted thread ended. */
    private record End(SyncException thrown, boolean flag) {
        static End of(Runnable work) {
            try {
                work.run();
            } catch (SyncException e) {
                return new End(e, Thread.currentThread().isInterrupted());
            }
            throw new AssertionError("nothing was thrown");
        }
    }

    @Test
    void planning_throws_an_interrupted_exception() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        InMemoryPlace team = InMemoryPlace.of("team").onGet(subject -> {
            begun.countDown();
            Background.await(NEVER);
        });
        Background<Plan> planning = Background.start(() -> sync.plan(team));
        Background.await(begun);

        planning.interrupt();

        assertThatThrownBy(planning::get).isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupted_thread_reads_nothing() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team");
        sync.plan(InMemoryPlace.of("other"));

        Background<Plan> planning = Background.start(() -> {
            Thread.currentThread().interrupt();
            return sync.plan(team);
        });

        assertThatThrownBy(planning::get).isInstanceOf(InterruptedException.class);
        assertThat(team.reads()).isZero();
    }

    @Test
    void an_interrupted_thread_writes_nothing() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "bob");
        Plan plan = sync.plan(team);

        End end = Background.start(() -> End.of(() -> {
                    Thread.currentThread().interrupt();
                    sync.apply(plan, team);
                }))
                .get();

        assertThat(team.calls()).isEmpty();
        assertThat(end.flag()).isTrue();
        assertThat(end.thrown().interrupted()).isTrue();
        assertThat(end.thrown().reports().get(0).count(State.NOT_STARTED)).isEqualTo(2);
    }

    @Test
    void no_further_call_begins_after_an_interrupt_in_the_middle_of_a_half() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe").onAdd(thing -> {
            if (thing.equals("ann")) {
                begun.countDown();
                Background.await(NEVER);
            }
        });
        Background<End> syncing =
                Background.start(() -> End.of(() -> sync.mode(Mode.REMOVE_ADD).syncWith(team)));
        Background.await(begun);

        End end = syncing.interrupt().get();

        assertThat(team.calls()).containsExactly("- zoe", "+ ann");
        assertThat(end.flag()).isTrue();
        assertThat(end.thrown().interrupted()).isTrue();
        assertThat(end.thrown()).hasMessageStartingWith("Interrupted. Done until then:\nteam: 1 done");
        assertThat(end.thrown().reports().get(0).outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state())
                .containsExactly("zoe DONE", "ann NOT_KNOWN", "eve NOT_STARTED");
    }

    @Test
    void an_interrupt_that_a_call_ignored_is_noticed_before_the_next() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "zoe")
                .onRemove(thing -> Thread.currentThread().interrupt());

        End end = Background.start(() -> End.of(() -> sync.mode(Mode.REMOVE_ADD).syncWith(team)))
                .get();

        assertThat(team.calls()).containsExactly("- zoe");
        assertThat(end.flag()).isTrue();
        assertThat(end.thrown().reports().get(0).outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state())
                .containsExactly("zoe DONE", "ann NOT_STARTED", "bob NOT_STARTED", "eve NOT_STARTED");
    }

    @Test
    void an_interrupt_while_a_destination_is_read_writes_nothing_and_reports_all() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        List<InMemoryPlace> places = places(20);
        places.forEach(place -> place.onGet(subject -> {
            begun.countDown();
            Background.await(NEVER);
        }));
        Background<End> syncing = Background.start(() -> End.of(() -> sync.syncWithAll(places)));
        Background.await(begun);

        End end = syncing.interrupt().get();

        assertThat(end.flag()).isTrue();
        assertThat(end.thrown().interrupted()).isTrue();
        assertThat(end.thrown().reports())
                .hasSize(20)
                .allMatch(report -> report.plan().isEmpty() && !report.isClean());
        assertThat(places).allSatisfy(place -> assertThat(place.calls()).isEmpty());
        assertThat(places.stream().mapToInt(InMemoryPlace::reads).sum()).isEqualTo(4);
    }

    @Test
    void an_interrupt_in_the_middle_of_twenty_destinations_ends_all_and_reports_each() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch firstDone = new CountDownLatch(3);
        List<InMemoryPlace> places = places(20);
        places.subList(3, 20)
                .forEach(place -> place.onAdd(thing -> {
                    begun.countDown();
                    Background.await(NEVER);
                }));
        Sync counted = sync.listener(new SyncListener() {
            @Override
            public void finished(Report report) {
                firstDone.countDown();
            }
        });
        Background<End> syncing = Background.start(() -> End.of(() -> counted.syncWithAll(places)));
        Background.await(firstDone);
        Background.await(begun);

        End end = syncing.interrupt().get();

        List<Report> reports = end.thrown().reports();
        assertThat(end.flag()).isTrue();
        assertThat(end.thrown().interrupted()).isTrue();
        assertThat(reports).hasSize(20);
        assertThat(reports.subList(0, 3)).allMatch(Report::isClean);
        assertThat(reports.subList(3, 20)).noneMatch(Report::isClean);
        assertThat(reports.stream()
                        .mapToInt(report -> report.count(State.NOT_KNOWN))
                        .sum())
                .isEqualTo(4);
        assertThat(reports.subList(3, 20))
                .allSatisfy(report -> assertThat(report.outcomes()).hasSize(4));
        assertThat(places.stream().filter(place -> place.calls().isEmpty())).hasSize(13);
    }

    @Test
    void an_interrupted_thread_writes_to_none_of_many_destinations() throws Exception {
        for (int round = 0; round < 200; round++) { // threads that start at once would win the race now and then
            List<InMemoryPlace> places = places(8);
            SyncGroup group = SyncGroup.of(places.stream().collect(Collectors.toMap(place -> place, place -> sync)));
            Plans planned = group.plan();

            End end = Background.start(() -> End.of(() -> {
                        Thread.currentThread().interrupt();
                        planned.apply();
                    }))
                    .get();

            assertThat(end.flag()).isTrue();
            assertThat(places).allSatisfy(place -> assertThat(place.calls()).isEmpty());
        }
    }

    @Test
    void after_an_interrupt_the_same_sync_can_be_used_again() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        InMemoryPlace team = InMemoryPlace.of("team", "bob").onAdd(thing -> {
            if (begun.getCount() > 0) {
                begun.countDown();
                Background.await(NEVER);
            }
        });
        Background<End> syncing = Background.start(() -> End.of(() -> sync.syncWith(team)));
        Background.await(begun);
        syncing.interrupt().get();

        Report report = sync.syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(team.members()).containsExactly("ann", "bob", "eve");
    }

    private static List<InMemoryPlace> places(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> InMemoryPlace.of("place " + i, "zoe " + i))
                .toList();
    }
}
