package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One source, many destinations. */
@Timeout(60)
class SyncManyDestinationsTest {
    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob", "eve");
    private final Sync sync = Sync.from(people);

    @Test
    void twenty_destinations_are_synced_and_reported_in_their_order() {
        List<InMemoryPlace> places = places(20);

        List<Report> reports = sync.syncWithAll(places);

        assertThat(reports).extracting(Report::destination).isEqualTo(names(places));
        assertThat(reports).allMatch(Report::isClean);
        assertThat(places).allSatisfy(place -> assertThat(place.members()).containsExactly("ann", "bob", "eve"));
        assertThat(people.reads()).isEqualTo(1);
        assertThat(places).allMatch(place -> place.reads() == 1);
    }

    @Test
    void failing_and_slow_destinations_do_not_stop_the_others() throws Exception {
        List<InMemoryPlace> places = places(20);
        CountDownLatch othersDone = new CountDownLatch(17);
        for (int i = 0; i < places.size(); i++) {
            InMemoryPlace place = places.get(i);
            switch (i) {
                case 0, 1, 2 -> place.onAdd(subject -> Background.await(othersDone));
                case 5 ->
                    place.onGet(subject -> {
                        throw place.failure(FailureKind.NOT_FOUND);
                    });
                case 6 -> place.refusing("ann", FailureKind.UNKNOWN_THING);
                case 7 ->
                    place.onRemove(subject -> {
                        throw new IllegalStateException("broken");
                    });
                case 8 ->
                    place.onAdd(subject -> {
                        throw place.failure(FailureKind.AUTHENTICATION);
                    });
                default -> {}
            }
        }
        Sync counted = sync.listener(new SyncListener() {
            @Override
            public void finished(Report report) {
                othersDone.countDown();
            }
        });

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> counted.syncWithAll(places));

        assertThat(thrown.interrupted()).isFalse();
        assertThat(thrown.reports()).extracting(Report::destination).isEqualTo(names(places));
        assertThat(thrown.reports())
                .filteredOn(report -> !report.isClean())
                .extracting(Report::destination)
                .containsExactly("place 5", "place 6", "place 7", "place 8");
        assertThat(thrown.reports().get(5).plan()).isEmpty();
        assertThat(thrown.reports().get(6).count(State.DONE)).isEqualTo(2);
        assertThat(thrown.reports().get(7).count(State.NOT_KNOWN)).isEqualTo(1);
        assertThat(thrown.reports().get(7).count(State.DONE)).isEqualTo(2);
        assertThat(thrown.reports().get(8).failure().flatMap(Failure::kind)).contains(FailureKind.AUTHENTICATION);
        assertThat(thrown.getMessage())
                .startsWith("Not everything was done:\nplace 5: not read\n")
                .contains("\nplace 6: ", "\nplace 7: ", "\nplace 8: ")
                .doesNotContain("place 4", "place 9");
        assertThat(thrown).hasCause(places.get(5).failure(FailureKind.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2})
    void a_limited_number_of_destinations_is_read_and_written_in_parallel(int parallel) {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(parallel);
        InMemoryPlace.Hook hook = subject -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            together(all);
            now.decrementAndGet();
        };
        List<InMemoryPlace> places = places(20);
        places.forEach(place -> place.onGet(hook).onRemove(hook));

        Sync bounded = parallel == 4 ? sync : sync.parallel(parallel);
        bounded.syncWithAll(places);

        assertThat(most).hasValue(parallel);
    }

    @Test
    void one_at_a_time_keeps_their_order() {
        RecordingListener listener = new RecordingListener();

        sync.parallel(1).listener(listener).syncWithAll(places(3));

        assertThat(listener.events())
                .filteredOn(event -> event.startsWith("finished"))
                .containsExactly("finished place 0: true", "finished place 1: true", "finished place 2: true");
    }

    @Test
    void all_are_read_and_judged_before_the_first_write() {
        List<InMemoryPlace> places = places(20);
        AtomicInteger read = new AtomicInteger();
        List<Integer> readAtWrites = new ArrayList<>();
        places.forEach(place -> place.onGet(subject -> read.incrementAndGet()).onRemove(subject -> {
            synchronized (readAtWrites) {
                readAtWrites.add(read.get());
            }
        }));

        sync.syncWithAll(places);

        assertThat(readAtWrites).hasSize(20).containsOnly(20);
    }

    @Test
    void one_refused_plan_stops_all_writes() {
        List<InMemoryPlace> places = new ArrayList<>(places(19));
        places.add(InMemoryPlace.of("refused", "x1", "x2", "x3", "ann"));

        PlanRejectedException thrown = catchThrowableOfType(
                PlanRejectedException.class,
                () -> sync.guard(Guards.maxRemovals(2)).syncWithAll(places));

        assertThat(places).allSatisfy(place -> assertThat(place.calls()).isEmpty());
        assertThat(thrown.plans()).hasSize(20);
        assertThat(thrown.objections()).hasSize(1);
        assertThat(thrown)
                .hasMessage("Refused, and nothing was written.\n  refused: would remove 3; required: at most 2. To"
                        + " allow it once: --allow max-removals=3.");
    }

    @Test
    void every_objection_of_every_destination_is_heard() {
        List<InMemoryPlace> places = places(20);

        PlanRejectedException thrown = catchThrowableOfType(
                PlanRejectedException.class,
                () -> sync.guard(Guards.maxRemovals(0))
                        .guard(Guards.maxAdditions(0))
                        .syncWithAll(places));

        assertThat(thrown.objections()).hasSize(40);
    }

    @Test
    void a_refused_plan_stops_all_writes_even_if_another_destination_cannot_be_read() {
        InMemoryPlace unread = InMemoryPlace.of("unread");
        unread.onGet(subject -> {
            throw unread.failure(FailureKind.NOT_FOUND);
        });
        InMemoryPlace refused = InMemoryPlace.of("refused", "x");
        InMemoryPlace fine = InMemoryPlace.of("fine");

        assertThatThrownBy(() -> sync.guard(Guards.maxRemovals(0)).syncWithAll(List.of(unread, refused, fine)))
                .isInstanceOf(PlanRejectedException.class);
        assertThat(fine.calls()).isEmpty();
    }

    @Test
    void a_source_that_cannot_be_read_is_read_once_and_no_destination_is_read_or_written() {
        List<InMemoryPlace> places = places(20);
        people.onGet(subject -> {
            throw people.failure(FailureKind.UNAVAILABLE);
        });

        assertThatThrownBy(() -> sync.parallel(1).syncWithAll(places)).isInstanceOf(AdapterException.class);
        assertThat(people.reads()).isEqualTo(1);
        assertThat(places).allMatch(place -> place.reads() == 0);
    }

    @Test
    void the_source_is_read_beside_the_destinations() throws Exception {
        CountDownLatch both = new CountDownLatch(3);
        List<InMemoryPlace> places = places(2);
        people.onGet(subject -> untilAllRead(both));
        places.forEach(place -> place.onGet(subject -> untilAllRead(both)));

        assertThat(sync.planAll(places).plans()).hasSize(2);
    }

    private static void untilAllRead(CountDownLatch all) throws InterruptedException {
        all.countDown();
        Background.await(all);
    }

    @Test
    void once_the_source_has_failed_no_further_destination_is_read() throws Exception {
        List<InMemoryPlace> places = places(20);
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch failed = new CountDownLatch(1);
        AtomicReference<Thread> reader = new AtomicReference<>();
        people.onGet(subject -> {
            reader.set(Thread.currentThread());
            Background.await(begun);
            throw people.failure(FailureKind.UNAVAILABLE);
        });
        places.forEach(place -> place.onGet(subject -> {
            begun.countDown();
            Background.await(failed);
        }));
        Background<Object> planning = Background.start(() -> sync.planAll(places));
        Background.await(begun);
        while (reader.get() == null) {
            Thread.onSpinWait();
        }
        reader.get().join();
        failed.countDown();

        assertThatThrownBy(planning::get).isInstanceOf(AdapterException.class);
        assertThat(places).filteredOn(place -> place.reads() > 0).hasSize(4);
    }

    @Test
    void the_same_place_twice_is_an_error_before_anything_is_read() {
        InMemoryPlace place = InMemoryPlace.of("place");
        InMemoryPlace sameName = InMemoryPlace.of("place");

        assertThatThrownBy(() -> sync.syncWithAll(List.of(place, InMemoryPlace.of("other"), place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("place is a destination twice");
        assertThatThrownBy(() -> sync.syncWithAll(List.of(place, sameName)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(people.reads()).isZero();
    }

    @Test
    void a_place_that_is_its_own_source_is_an_error_before_anything_is_read() throws Exception {
        InMemoryPlace same = InMemoryPlace.of("people", "x");
        Plan plan = sync.plan(InMemoryPlace.of("team", "ann"));
        int reads = people.reads();

        assertThatThrownBy(() -> sync.plan(people))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("people is its own source");
        assertThatThrownBy(() -> sync.syncWith(same)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sync.apply(plan, same)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sync.syncWithAll(List.of(InMemoryPlace.of("other"), same)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(people.reads()).isEqualTo(reads);
        assertThat(same.reads()).isZero();
    }

    @Test
    void a_place_that_is_a_part_of_its_own_source_is_an_error() {
        InMemoryPlace part = InMemoryPlace.of("part", "x");
        Source combined = Sources.union(
                people, Sources.mayBeEmpty(Sources.filter(Sources.map(part, String::trim), thing -> true)));

        assertThatThrownBy(() -> Sync.from(combined).syncWith(part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("part is its own source");
    }

    @Test
    void no_destinations_are_no_work() {
        List<Report> reports = sync.syncWithAll(List.of());

        assertThat(reports).isEmpty();
        assertThat(people.reads()).isZero();
    }

    @Test
    void a_dry_run_writes_to_none_of_them() {
        List<InMemoryPlace> places = places(5);

        List<Report> reports = sync.dryRun().syncWithAll(places);

        assertThat(reports).allMatch(Report::dryRun);
        assertThat(places).allSatisfy(place -> assertThat(place.calls()).isEmpty());
    }

    @Test
    void a_group_gives_each_destination_settings_of_its_own() throws Exception {
        InMemoryPlace one = InMemoryPlace.of("one", "x");
        InMemoryPlace two = InMemoryPlace.of("two", "x");
        InMemoryPlace three = InMemoryPlace.of("three", "x");
        Map<InMemoryPlace, Sync> destinations = new LinkedHashMap<>();
        destinations.put(one, sync.mode(Mode.ADD_ONLY));
        destinations.put(two, sync.mode(Mode.REMOVE_ONLY).guard(Guards.allowEmptyDestination()));
        destinations.put(three, sync.dryRun());
        SyncGroup group = SyncGroup.of(destinations);

        Plans planned = group.plan();
        boolean untouched = List.of(one, two, three).stream()
                .allMatch(place -> place.calls().isEmpty());
        List<Report> applied = planned.apply();

        assertThat(untouched).isTrue();
        assertThat(planned.reports())
                .allMatch(Report::dryRun)
                .extracting(Report::destination)
                .containsExactly("one", "two", "three");
        assertThat(applied).extracting(Report::dryRun).containsExactly(false, false, true);
        assertThat(one.members()).containsExactly("ann", "bob", "eve", "x");
        assertThat(two.members()).isEmpty();
        assertThat(three.members()).containsExactly("x");
        assertThat(people.reads()).isEqualTo(1);
    }

    @Test
    void planning_a_group_throws_for_no_guard_and_applying_is_refused() throws Exception {
        InMemoryPlace one = InMemoryPlace.of("one", "x");
        InMemoryPlace two = InMemoryPlace.of("two");
        SyncGroup group = SyncGroup.of(Map.of(one, sync.guard(Guards.maxRemovals(0)), two, sync));

        Plans planned = group.plan();

        assertThat(planned.isRefused()).isTrue();
        assertThat(planned.plans()).flatExtracting(Plan::objections).hasSize(1);
        assertThatThrownBy(() -> planned.apply()).isInstanceOf(PlanRejectedException.class);
        assertThat(two.calls()).isEmpty();
    }

    @Test
    void a_destination_of_a_group_that_could_not_be_read_is_left_alone_and_fails_the_run() throws Exception {
        InMemoryPlace one = InMemoryPlace.of("one", "x");
        one.onGet(subject -> {
            throw one.failure(FailureKind.NOT_FOUND);
        });
        InMemoryPlace two = InMemoryPlace.of("two");
        Map<InMemoryPlace, Sync> destinations = new LinkedHashMap<>();
        destinations.put(one, sync);
        destinations.put(two, sync);
        SyncGroup group = SyncGroup.of(destinations);

        Plans planned = group.plan();
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> planned.apply());

        assertThat(planned.isComplete()).isFalse();
        assertThat(planned.reports().get(0).plan()).isEmpty();
        assertThat(one.calls()).isEmpty();
        assertThat(two.members()).containsExactly("ann", "bob", "eve");
        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
    }

    @Test
    void a_group_reads_one_source() {
        Map<InMemoryPlace, Sync> two = Map.of(InMemoryPlace.of("one"), sync, InMemoryPlace.of("two"), sync.refreshed());

        assertThatThrownBy(() -> SyncGroup.of(two)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_adapter_that_runs_out_of_stack_counts_as_failed() {
        InMemoryPlace broken = InMemoryPlace.of("broken").onAdd(subject -> {
            throw new StackOverflowError("deep");
        });
        InMemoryPlace fine = InMemoryPlace.of("fine");

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWithAll(List.of(broken, fine)));

        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
        assertThat(thrown).hasCauseInstanceOf(StackOverflowError.class);
    }

    private static List<InMemoryPlace> places(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> InMemoryPlace.of("place " + i, "bob", "zoe " + i))
                .toList();
    }

    private static List<String> names(List<InMemoryPlace> places) {
        return places.stream().map(InMemoryPlace::name).toList();
    }

    private static void together(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("they were never all there at once", e);
        }
    }
}
