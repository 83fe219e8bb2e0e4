package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How both sides are read and checked, and who shares a reading of the source. */
class ReadingTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryPlace people = InMemoryPlace.of("people", "ann", "bob");
    private final InMemoryPlace team = InMemoryPlace.of("team", "bob");

    @Test
    void the_source_is_read_once_for_many_destinations_and_for_derived_syncs() throws Exception {
        Sync sync = Sync.from(people).clock(clock);

        sync.syncWith(InMemoryPlace.of("one"));
        sync.mode(Mode.ADD_ONLY).syncWith(InMemoryPlace.of("two"));
        sync.syncWithAll(List.of(InMemoryPlace.of("three"), InMemoryPlace.of("four")));
        sync.matching(Matching.exact()).dryRun().plan(team);

        assertThat(people.reads()).isEqualTo(1);
    }

    @Test
    void an_empty_answer_is_an_answer() throws Exception {
        InMemoryPlace nobody = InMemoryPlace.of("nobody");
        Sync sync = Sync.from(nobody).guard(Guards.allowEmptySource());

        sync.syncWith(InMemoryPlace.of("one", "ann"));
        sync.plan(InMemoryPlace.of("two"));

        assertThat(nobody.reads()).isEqualTo(1);
    }

    @Test
    void one_sync_used_from_many_threads_reads_its_source_once() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        people.onGet(subject -> {
            begun.countDown();
            Background.await(answer);
        });
        Sync sync = Sync.from(people);
        List<Background<Plan>> askers = new ArrayList<>();
        IntStream.range(0, 16)
                .forEach(i -> askers.add(Background.start(() -> sync.plan(InMemoryPlace.of("place " + i, "bob")))));

        Background.await(begun);
        askers.forEach(Background::untilItWaits);
        answer.countDown();

        for (Background<Plan> asker : askers) {
            assertThat(asker.get().additions()).containsExactly("ann");
        }
        assertThat(people.reads()).isEqualTo(1);
    }

    @Test
    void after_a_failure_the_next_caller_reads() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        people.onGet(subject -> {
            if (failing.getAndSet(false)) {
                throw new IOException("down");
            }
        });
        Sync sync = Sync.from(people);

        AdapterException thrown = catchThrowableOfType(AdapterException.class, () -> sync.plan(team));
        Plan plan = sync.plan(team);

        assertThat(thrown.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(plan.additions()).containsExactly("ann");
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void after_a_failure_one_waiting_thread_reads_for_all_others() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean failing = new AtomicBoolean(true);
        people.onGet(subject -> {
            if (failing.getAndSet(false)) {
                begun.countDown();
                Background.await(answer);
                throw new IOException("down");
            }
        });
        Sync sync = Sync.from(people);
        Background<Plan> first = Background.start(() -> sync.plan(InMemoryPlace.of("first")));
        Background.await(begun);
        List<Background<Plan>> others = new ArrayList<>();
        IntStream.range(0, 5)
                .forEach(i -> others.add(Background.start(() -> sync.plan(InMemoryPlace.of("other " + i)))));

        others.forEach(Background::untilItWaits);
        answer.countDown();

        assertThatThrownBy(first::get).isInstanceOf(AdapterException.class);
        for (Background<Plan> other : others) {
            assertThat(other.get().additions()).containsExactly("ann", "bob");
        }
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void after_an_interrupt_the_next_caller_reads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean hanging = new AtomicBoolean(true);
        people.onGet(subject -> {
            if (hanging.getAndSet(false)) {
                begun.countDown();
                Background.await(new CountDownLatch(1));
            }
        });
        Sync sync = Sync.from(people);
        Background<Plan> interrupted = Background.start(() -> sync.plan(InMemoryPlace.of("one")));
        Background.await(begun);
        Background<Plan> waiting = Background.start(() -> sync.plan(InMemoryPlace.of("two")));

        interrupted.interrupt();

        assertThatThrownBy(interrupted::get).isInstanceOf(InterruptedException.class);
        assertThat(waiting.get().additions()).containsExactly("ann", "bob");
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void a_thread_that_waits_for_another_to_read_can_be_interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        people.onGet(subject -> {
            begun.countDown();
            Background.await(answer);
        });
        Sync sync = Sync.from(people);
        Background<Plan> reading = Background.start(() -> sync.plan(InMemoryPlace.of("one")));
        Background.await(begun);
        Background<Plan> waiting = Background.start(() -> sync.plan(InMemoryPlace.of("two")));

        waiting.untilItWaits().interrupt();

        assertThatThrownBy(waiting::get).isInstanceOf(InterruptedException.class);
        answer.countDown();
        assertThat(reading.get().additions()).containsExactly("ann", "bob");
    }

    @Test
    void a_refreshed_sync_reads_again_and_leaves_the_other_reading_alone() throws Exception {
        Sync sync = Sync.from(people).mode(Mode.ADD_ONLY);
        sync.plan(team);

        Sync refreshed = sync.refreshed();
        Plan anew = refreshed.plan(team);
        refreshed.dryRun().plan(InMemoryPlace.of("second"));
        sync.plan(InMemoryPlace.of("third"));

        assertThat(people.reads()).isEqualTo(2);
        assertThat(anew.mode()).isEqualTo(Mode.ADD_ONLY);
    }

    @Test
    void a_reading_older_than_fifteen_minutes_is_made_again() throws Exception {
        Sync sync = Sync.from(people).clock(clock);

        Plan first = sync.plan(InMemoryPlace.of("first"));
        clock.advance(Duration.ofMinutes(15));
        Plan stillYoung = sync.plan(InMemoryPlace.of("second"));
        int readsWhileYoung = people.reads();
        clock.advance(Duration.ofMillis(1));
        Plan anew = sync.plan(InMemoryPlace.of("third"));

        assertThat(readsWhileYoung).isEqualTo(1);
        assertThat(people.reads()).isEqualTo(2);
        assertThat(first.source().readAt()).isEqualTo(SettableClock.START);
        assertThat(stillYoung.source().readAt()).isEqualTo(SettableClock.START);
        assertThat(stillYoung.destination().readAt()).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(15)));
        assertThat(anew.source().readAt()).isEqualTo(clock.instant());
    }

    @Test
    void how_old_a_reading_may_be_can_be_set() throws Exception {
        Sync sync = Sync.from(people).clock(clock).maxAge(Duration.ofMinutes(1));

        sync.plan(InMemoryPlace.of("first"));
        clock.advance(Duration.ofMinutes(2));
        sync.plan(InMemoryPlace.of("second"));

        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void a_program_that_ticks_reads_the_source_at_every_tick() {
        Sync sync = Sync.from(people).clock(clock);

        for (int tick = 1; tick <= 4; tick++) {
            people.join("member " + tick);

            sync.syncWith(team);

            assertThat(people.reads()).isEqualTo(tick);
            assertThat(team.members()).contains("member " + tick);
        }
    }

    @Test
    void many_destinations_share_one_reading_at_every_tick() {
        List<InMemoryPlace> places = IntStream.range(0, 20)
                .mapToObj(i -> InMemoryPlace.of("place " + i))
                .toList();
        Sync sync = Sync.from(people).clock(clock);

        sync.syncWithAll(places);
        int readsOfFirstTick = people.reads();
        sync.syncWithAll(places);

        assertThat(readsOfFirstTick).isEqualTo(1);
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void planning_all_destinations_again_reads_the_source_again() throws Exception {
        List<InMemoryPlace> places = List.of(InMemoryPlace.of("one"), InMemoryPlace.of("two"));
        Sync sync = Sync.from(people).clock(clock);

        sync.planAll(places);
        int readsOfFirstTick = people.reads();
        sync.planAll(places);

        assertThat(readsOfFirstTick).isEqualTo(1);
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void a_group_reads_the_source_once_at_every_tick() throws Exception {
        Sync sync = Sync.from(people).clock(clock);
        SyncGroup group =
                SyncGroup.of(Map.of(InMemoryPlace.of("one"), sync, InMemoryPlace.of("two"), sync.mode(Mode.ADD_ONLY)));

        group.sync();
        int readsOfFirstTick = people.reads();
        group.plan();

        assertThat(readsOfFirstTick).isEqualTo(1);
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void one_destination_that_comes_again_is_enough_to_read_the_source_for_all() throws Exception {
        InMemoryPlace other = InMemoryPlace.of("other");
        Sync sync = Sync.from(people).clock(clock);
        sync.plan(team);

        sync.planAll(List.of(other, team));
        int readsOfBoth = people.reads();
        sync.plan(InMemoryPlace.of("third"));

        assertThat(readsOfBoth).isEqualTo(2);
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void destinations_that_are_planned_one_by_one_share_each_reading() throws Exception {
        InMemoryPlace other = InMemoryPlace.of("other");
        Sync sync = Sync.from(people).clock(clock);

        for (int tick = 1; tick <= 3; tick++) {
            sync.plan(team);
            sync.plan(other);

            assertThat(people.reads()).isEqualTo(tick);
        }
    }

    @Test
    void a_reading_that_failed_is_not_used_for_anybody() {
        people.onGet(subject -> {
            throw people.failure(FailureKind.UNAVAILABLE);
        });
        Sync sync = Sync.from(people).clock(clock);
        assertThatThrownBy(() -> sync.plan(team)).isInstanceOf(AdapterException.class);
        people.onGet(subject -> {});

        Report report = sync.syncWith(team);

        assertThat(people.reads()).isEqualTo(2);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_destination_is_read_for_every_plan() throws Exception {
        Sync sync = Sync.from(people);

        sync.plan(team);
        sync.plan(team);

        assertThat(team.reads()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u2003"})
    void a_blank_thing_fails_its_side(String blank) {
        assertRefused(InMemoryPlace.of("bad", "bob", blank), "it returned a blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ann", "ann ", "ann\n", "\u2003ann", "ann\u00a0", "\u00a0"})
    void a_padded_thing_fails_its_side_and_is_named(String padded) {
        assertRefused(
                InMemoryPlace.of("bad", "bob", padded),
                "it returned '" + padded.replace("\n", "\\u000a") + "', which is padded with white space");
    }

    @Test
    void a_null_thing_fails_its_side() {
        Source bad = source("bad", new Listing(nullAnd("ann"), Map.of(), Map.of(), Map.of()));

        assertThatThrownBy(() -> Sync.from(bad).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessage(
                        "bad: read: it returned null (MALFORMED_ANSWER). Correct this at the place itself; nothing was"
                                + " changed.");
    }

    @Test
    void a_place_that_returns_no_listing_is_at_fault() {
        Source bad = source("bad", null);

        assertThatThrownBy(() -> Sync.from(bad).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("bad: read: it returned no listing (MALFORMED_ANSWER).");
    }

    @Test
    void aliases_and_kept_things_of_no_listed_thing_fail_their_side() {
        Source bad = source(
                "bad",
                new Listing(
                        Set.of("ann", "bob"),
                        Map.of("bob", "ann", "a ", "ann", "x", "gone"),
                        Map.of("lost", "owner"),
                        Map.of()));

        AdapterException thrown = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(bad).plan(team));

        assertThat(thrown.problem())
                .contains("the alias 'bob', which is listed itself")
                .contains("the alias 'a ', which is padded with white space")
                .contains("the alias 'x' of 'gone', which is not listed")
                .contains("'lost' as kept (owner), which is not listed");
    }

    @Test
    void of_many_faults_ten_are_named_and_the_others_counted() {
        InMemoryPlace bad = InMemoryPlace.of(
                "bad", IntStream.range(0, 13).mapToObj(i -> "u" + i + " ").toList());

        AdapterException thrown = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(bad).plan(team));

        assertThat(thrown.problem()).contains("'u9 '").endsWith(" and 3 more").doesNotContain("u10");
    }

    @Test
    void a_listing_that_was_refused_is_not_kept() throws Exception {
        AtomicBoolean bad = new AtomicBoolean(true);
        Source source = new Source() {
            @Override
            public String name() {
                return "people";
            }

            @Override
            public Listing get() {
                return Listing.of(bad.getAndSet(false) ? List.of(" ") : List.of("ann"));
            }
        };
        Sync sync = Sync.from(source);

        assertThatThrownBy(() -> sync.plan(team)).isInstanceOf(AdapterException.class);
        Plan plan = sync.plan(team);

        assertThat(plan.additions()).containsExactly("ann");
    }

    @Test
    void a_fault_of_the_program_names_the_place_where_it_happened() {
        people.onGet(subject -> {
            throw new IllegalStateException("index 3");
        });

        assertThatThrownBy(() -> Sync.from(people).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("people: read: index 3 (UNKNOWN).")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private static void assertRefused(InMemoryPlace bad, String problem) {
        InMemoryPlace good = InMemoryPlace.of("good", "bob");

        AdapterException ofSource = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(bad).plan(good));
        AdapterException ofDestination = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(good).plan(bad));

        for (AdapterException thrown : List.of(ofSource, ofDestination)) {
            assertThat(thrown.place()).isEqualTo("bad");
            assertThat(thrown.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(thrown.problem()).isEqualTo(problem);
        }
    }

    private static Set<String> nullAnd(String thing) {
        return new LinkedHashSet<>(Arrays.asList(thing, null));
    }

    private static Source source(String name, @Nullable Listing listing) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            @SuppressWarnings("NullAway") // an adapter written without care
            public Listing get() {
                return listing;
            }
        };
    }
}
