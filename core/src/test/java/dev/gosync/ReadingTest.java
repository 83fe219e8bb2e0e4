package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

/** How the sides are read: the source once, both of them checked. */
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
    void after_a_failure_the_next_asker_reads() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        people.onGet(subject -> {
            if (failing.getAndSet(false)) {
                throw new IOException("down");
            }
        });
        Sync sync = Sync.from(people);

        AdapterException thrown = catchThrowableOfType(AdapterException.class, () -> sync.plan(team));
        Plan plan = sync.plan(team);

        assertThat(thrown.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(plan.additions()).containsExactly("ann");
        assertThat(people.reads()).isEqualTo(2);
    }

    @Test
    void after_a_failure_one_who_waited_reads_for_all_others() throws Exception {
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
    void after_an_interrupt_the_next_asker_reads() throws Exception {
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
    void one_who_waits_for_another_to_read_can_be_interrupted() throws Exception {
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
    void refreshed_reads_anew_for_itself_and_leaves_the_other_reading_alone() throws Exception {
        Sync sync = Sync.from(people).mode(Mode.ADD_ONLY);
        sync.plan(team);

        Sync refreshed = sync.refreshed();
        Plan anew = refreshed.plan(team);
        refreshed.dryRun().plan(team);
        sync.plan(team);

        assertThat(people.reads()).isEqualTo(2);
        assertThat(anew.mode()).isEqualTo(Mode.ADD_ONLY);
    }

    @Test
    void a_reading_older_than_fifteen_minutes_is_made_again() throws Exception {
        Sync sync = Sync.from(people).clock(clock);

        Plan first = sync.plan(team);
        clock.advance(Duration.ofMinutes(15));
        Plan stillYoung = sync.plan(team);
        int readsWhileYoung = people.reads();
        clock.advance(Duration.ofMillis(1));
        Plan anew = sync.plan(team);

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

        sync.plan(team);
        clock.advance(Duration.ofMinutes(2));
        sync.plan(team);

        assertThat(people.reads()).isEqualTo(2);
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
    void a_blank_thing_fails_the_side_it_came_from(String blank) {
        assertRefused(InMemoryPlace.of("bad", "bob", blank), "it gave a blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ann", "ann ", "ann\n", "\u2003ann", "ann\u00a0", "\u00a0"})
    void a_padded_thing_fails_the_side_it_came_from_and_is_named(String padded) {
        assertRefused(
                InMemoryPlace.of("bad", "bob", padded), "it gave '" + padded + "', which is padded with white space");
    }

    @Test
    void a_null_thing_fails_the_side_it_came_from() {
        Source bad = source("bad", new Listing(nullAnd("ann"), Map.of(), Map.of(), Map.of()));

        assertThatThrownBy(() -> Sync.from(bad).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessage("bad: read: it gave null (MALFORMED_ANSWER). Correct them where they are kept; nothing was"
                        + " changed.");
    }

    @Test
    void a_place_that_gives_no_listing_is_at_fault() {
        Source bad = source("bad", null);

        assertThatThrownBy(() -> Sync.from(bad).plan(team))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("bad: read: it gave no listing (MALFORMED_ANSWER).");
    }

    @Test
    void aliases_and_kept_things_that_fit_no_thing_fail_the_side_they_came_from() {
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
    void a_fault_of_the_program_is_laid_at_the_door_of_the_place_it_happened_in() {
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
            assertThat(thrown.adapter()).isEqualTo("bad");
            assertThat(thrown.kind()).isEqualTo(Kind.MALFORMED_ANSWER);
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
