package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener hears during a sync, and what happens if it throws. */
class SyncListenerTest {
    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob");
    private final InMemoryPlace team = InMemoryPlace.of("team", "bob", "zoe");

    @Test
    void every_step_is_heard_in_order() {
        RecordingListener listener = new RecordingListener();
        Sync sync = Sync.from(people).parallel(1).listener(listener);

        sync.syncWith(team);

        assertThat(listener.events())
                .containsExactly(
                        "reading people",
                        "read people: 2",
                        "reading team",
                        "read team: 2",
                        "planned team: 0 objections",
                        "starting team: [ann, zoe]",
                        "starting team: [ann]",
                        "calling team: [ann]",
                        "happened team: ann DONE",
                        "starting team: [zoe]",
                        "calling team: [zoe]",
                        "happened team: zoe DONE",
                        "finished team: true");
    }

    @Test
    void a_place_that_cannot_be_read_is_heard_also_by_the_listeners_after_one_that_throws() throws Exception {
        InMemoryPlace closed = InMemoryPlace.of("closed");
        closed.onGet(name -> {
            throw closed.failure(FailureKind.PERMISSION);
        });
        RecordingListener throwing = new RecordingListener().throwingAt(event -> event.startsWith("read failed"));
        RecordingListener listener = new RecordingListener();
        Sync sync = Sync.from(people).parallel(1).listener(throwing).listener(listener);

        assertThatThrownBy(() -> sync.plan(closed)).hasMessageContaining("it said no");

        assertThat(listener.events())
                .containsExactly(
                        "reading people", "read people: 2", "reading closed", "read failed closed: it said no");
    }

    @Test
    void a_call_is_heard_before_it_is_made_and_its_outcome_before_the_next() {
        List<String> order = new ArrayList<>();
        InMemoryPlace empty = InMemoryPlace.of("empty")
                .onAdd(thing -> order.add("call " + thing))
                .refusing("bob", FailureKind.UNKNOWN_THING);
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann", "bob", "eve")).listener(new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                order.add("before " + things);
            }

            @Override
            public void happened(Plan plan, Outcome outcome) {
                order.add("after " + outcome.thing() + " " + outcome.state());
            }
        });

        assertThatThrownBy(() -> sync.syncWith(empty)).isInstanceOf(SyncException.class);

        assertThat(order)
                .containsExactly(
                        "before [ann]",
                        "call ann",
                        "after ann DONE",
                        "before [bob]",
                        "call bob",
                        "after bob FAILED",
                        "before [eve]",
                        "call eve",
                        "after eve DONE");
    }

    @Test
    void planning_is_heard_and_a_shared_reading_is_heard_once() throws Exception {
        RecordingListener listener = new RecordingListener();
        Sync sync = Sync.from(people).parallel(1).listener(listener).guard(Guards.maxRemovals(0));

        sync.plan(team);
        sync.plan(InMemoryPlace.of("other", "bob", "zoe"));

        assertThat(listener.events())
                .containsExactly(
                        "reading people",
                        "read people: 2",
                        "reading team",
                        "read team: 2",
                        "planned team: 1 objections",
                        "reading other",
                        "read other: 2",
                        "planned other: 1 objections");
    }

    @Test
    void a_dry_run_is_heard_to_the_end() {
        RecordingListener listener = new RecordingListener();

        Sync.from(people).listener(listener).dryRun().syncWith(team);

        assertThat(listener.events())
                .endsWith("planned team: 0 objections", "finished team: true")
                .noneMatch(event -> event.startsWith("starting"));
    }

    @Test
    void several_listeners_are_told_in_turn() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Sync sync = Sync.from(people).listener(noting("first", order)).listener(noting("second", order));

        sync.syncWith(InMemoryPlace.of("one"));

        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void the_events_of_each_of_many_destinations_come_in_order() {
        RecordingListener listener = new RecordingListener();
        List<InMemoryPlace> places = IntStream.range(0, 20)
                .mapToObj(i -> InMemoryPlace.of("<" + i + ">", "bob", "zoe"))
                .toList();

        Sync.from(people).listener(listener).syncWithAll(places);

        for (InMemoryPlace place : places) {
            String name = place.name();
            assertThat(listener.eventsOf(name))
                    .containsExactly(
                            "reading " + name,
                            "read " + name + ": 2",
                            "planned " + name + ": 0 objections",
                            "starting " + name + ": [ann, zoe]",
                            "starting " + name + ": [ann]",
                            "calling " + name + ": [ann]",
                            "happened " + name + ": ann DONE",
                            "starting " + name + ": [zoe]",
                            "calling " + name + ": [zoe]",
                            "happened " + name + ": zoe DONE",
                            "finished " + name + ": true");
        }
    }

    @Test
    void listeners_are_called_on_the_working_threads() {
        Set<String> threads = Collections.synchronizedSet(new LinkedHashSet<>());
        SyncListener listener = new SyncListener() {
            @Override
            public void calling(Plan plan, List<String> things) {
                threads.add(Thread.currentThread().getName());
            }
        };

        Sync.from(people).listener(listener).syncWith(InMemoryPlace.of("alone"));
        Set<String> forOne = Set.copyOf(threads);
        threads.clear();
        Sync.from(people).listener(listener).syncWithAll(List.of(InMemoryPlace.of("one"), InMemoryPlace.of("two")));

        assertThat(forOne).containsExactly(Thread.currentThread().getName());
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("go-sync-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reading bad",
                "read bad: 2",
                "planned bad: 0 objections",
                "starting bad: [zoe, ann]",
                "starting bad: [zoe]",
                "calling bad: [zoe]"
            })
    void a_listener_that_throws_stops_only_that_destination_before_its_next_write(String event) {
        InMemoryPlace bad = InMemoryPlace.of("bad", "bob", "zoe");
        InMemoryPlace good = InMemoryPlace.of("good", "bob", "zoe");
        Sync sync = Sync.from(people).mode(Mode.REMOVE_ADD).listener(new RecordingListener().throwingAt(event::equals));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWithAll(List.of(bad, good)));

        assertThat(bad.calls()).isEmpty();
        assertThat(good.members()).containsExactly("ann", "bob");
        assertThat(thrown.reports()).extracting(Report::isClean).containsExactly(false, true);
        assertThat(thrown.reports().get(0).count(State.DONE)).isZero();
        assertThat(thrown).hasMessageContaining("listener: " + event).hasRootCauseMessage("listener: " + event);
    }

    @Test
    void a_listener_that_throws_at_an_outcome_stops_the_next_call() {
        Sync sync = Sync.from(people)
                .mode(Mode.REMOVE_ADD)
                .listener(new RecordingListener().throwingAt("happened team: zoe DONE"::equals));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        assertThat(team.calls()).containsExactly("- zoe");
        assertThat(thrown.reports().get(0).outcomes())
                .extracting(outcome -> outcome.thing() + " " + outcome.state())
                .containsExactly("zoe DONE", "ann NOT_STARTED");
    }

    @Test
    void a_listener_that_throws_at_a_plan_does_not_hide_that_the_plan_is_refused() {
        InMemoryPlace good = InMemoryPlace.of("good");
        Sync sync = Sync.from(people)
                .guard(Guards.maxRemovals(0))
                .listener(new RecordingListener().throwingAt(event -> event.startsWith("planned team")));

        assertThatThrownBy(() -> sync.syncWithAll(List.of(team, good))).isInstanceOf(PlanRejectedException.class);
        assertThat(good.calls()).isEmpty();
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_listener_that_throws_at_the_source_ends_the_sync_before_any_write() {
        Sync sync = Sync.from(people).listener(new RecordingListener().throwingAt("read people: 2"::equals));

        assertThatThrownBy(() -> sync.syncWith(team)).hasMessageContaining("listener: read people: 2");
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void a_listener_that_throws_at_the_end_changes_no_report() {
        Sync sync = Sync.from(people).listener(new RecordingListener().throwingAt("finished team: true"::equals));

        Report report = sync.syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(team.members()).containsExactly("ann", "bob");
    }

    private static SyncListener noting(String name, List<String> order) {
        return new SyncListener() {
            @Override
            public void planned(Plan plan) {
                order.add(name);
            }
        };
    }
}
