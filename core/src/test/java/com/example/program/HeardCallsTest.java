package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncListener;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.CallListener;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A program hears every call to a vendor, and every wait. */
class HeardCallsTest {
    private final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    private final Team people = Team.of("people", "ann@x");
    private final Team ops = Team.of("ops", "zoe@x");

    /** Notes each event, and throws at those that a test names. */
    private final class Noting implements SyncListener {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final Predicate<String> fatal;

        Noting(Predicate<String> fatal) {
            this.fatal = fatal;
        }

        private void note(String event) {
            events.add(event);
            threads.add(Thread.currentThread());
            if (fatal.test(event)) {
                throw new IllegalStateException("the disk is full");
            }
        }

        @Override
        public void callBegan(String place, String operation, int attempt) {
            note(place + " " + operation + " began, attempt " + attempt);
        }

        @Override
        public void callEnded(String place, String operation, Optional<Failure> failure) {
            note(place + " " + operation + " ended"
                    + failure.map(why -> ": " + why.problem()).orElse(""));
        }

        @Override
        public void waiting(String place, String operation, Duration time, Failure reason) {
            note(place + " " + operation + " waits " + time + ": " + reason.problem());
        }
    }

    private final Noting noting = new Noting(event -> false);

    /** Fails the first request for each operation. */
    private static Team.Service outOfOrderOnce() {
        Set<String> failed = new HashSet<>();
        return (operation, subject) -> {
            if (failed.add(operation)) {
                throw AdapterException.of(FailureKind.UNAVAILABLE, "ops", operation, "out of order")
                        .build();
            }
        };
    }

    @Test
    void every_call_of_both_sides_is_heard_in_order() {
        Sync.from(people).parallel(1).listener(noting).syncWith(ops);

        assertThat(noting.events)
                .containsExactly(
                        "people list began, attempt 1",
                        "people list ended",
                        "ops list began, attempt 1",
                        "ops list ended",
                        "ops add began, attempt 1",
                        "ops add ended",
                        "ops remove began, attempt 1",
                        "ops remove ended");
    }

    @Test
    void a_wait_is_heard_between_two_attempts_while_reading_the_source() {
        people.served(outOfOrderOnce());

        Sync.from(people).parallel(1).listener(noting).syncWith(Team.of("same", "ann@x"));

        assertThat(noting.events)
                .containsExactly(
                        "people list began, attempt 1",
                        "people list ended: out of order",
                        "people list waits PT0.5S: out of order",
                        "people list began, attempt 2",
                        "people list ended",
                        "same list began, attempt 1",
                        "same list ended");
        assertThat(people.waits()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void a_wait_is_heard_while_reading_and_writing_a_destination() {
        ops.served(outOfOrderOnce());

        Sync.from(Sources.of("ann@x")).listener(noting).syncWith(ops);

        assertThat(noting.events)
                .containsExactly(
                        "ops list began, attempt 1",
                        "ops list ended: out of order",
                        "ops list waits PT0.5S: out of order",
                        "ops list began, attempt 2",
                        "ops list ended",
                        "ops add began, attempt 1",
                        "ops add ended: out of order",
                        "ops add waits PT0.5S: out of order",
                        "ops add began, attempt 2",
                        "ops add ended",
                        "ops remove began, attempt 1",
                        "ops remove ended: out of order",
                        "ops remove waits PT0.5S: out of order",
                        "ops remove began, attempt 2",
                        "ops remove ended");
        assertThat(ops.members()).containsExactly("ann@x");
    }

    @Test
    void the_wait_that_a_service_asks_for_is_heard() {
        Set<String> limited = new HashSet<>();
        ops.served((operation, subject) -> {
            if (operation.equals("add") && limited.add(subject)) {
                throw AdapterException.of(FailureKind.RATE_LIMITED, "ops", operation, "slow down")
                        .retryAt(Team.NOW.plusSeconds(42))
                        .build();
            }
        });

        Sync.from(Sources.of("ann@x")).listener(noting).syncWith(ops);

        assertThat(noting.events).contains("ops add waits PT42S: slow down");
    }

    @Test
    void with_one_place_at_a_time_everything_is_heard_on_the_thread_of_the_caller() {
        Sync.from(people).parallel(1).listener(noting).syncWith(ops);

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void several_destinations_are_heard_on_their_working_threads() {
        Noting listener = new Noting(event -> false);

        Sync.from(Sources.of("ann@x")).listener(listener).syncWithAll(List.of(ops, Team.of("dev")));

        assertThat(threads).doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
        assertThat(listener.events.stream().filter(event -> event.startsWith("dev")))
                .containsExactly(
                        "dev list began, attempt 1", "dev list ended", "dev add began, attempt 1", "dev add ended");
    }

    @Test
    void a_plan_is_heard_being_applied() throws Exception {
        Sync sync = Sync.from(people).listener(noting);
        var plan = sync.plan(ops);
        noting.events.clear();

        sync.apply(plan, ops);

        assertThat(noting.events)
                .containsExactly(
                        "ops add began, attempt 1", "ops add ended", "ops remove began, attempt 1", "ops remove ended");
    }

    @Test
    void a_listener_that_throws_before_a_write_prevents_the_request_and_all_that_follow() {
        Noting failing = new Noting(event -> event.equals("ops add began, attempt 1"));
        Team dev = Team.of("dev");
        Sync sync = Sync.from(Sources.of("ann@x", "bob@x")).listener(failing);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWithAll(List.of(ops, dev)));

        Report report = thrown.reports().get(0);
        assertThat(ops.writes()).isEmpty();
        assertThat(ops.members()).containsExactly("zoe@x");
        assertThat(report.outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.NOT_STARTED, State.NOT_STARTED);
        assertThat(report.failure())
                .hasValueSatisfying(why -> assertThat(why.problem()).isEqualTo("the disk is full"));
        assertThat(dev.members()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void a_listener_that_throws_before_another_attempt_prevents_it() {
        ops.served((operation, subject) -> {
            if (operation.equals("add")) {
                throw new IOException("connection reset");
            }
        });
        Noting failing = new Noting(event -> event.equals("ops add began, attempt 2"));

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(Sources.of("ann@x", "zoe@x")).listener(failing).syncWith(ops));

        assertThat(ops.writes()).containsExactly("add ann@x");
        assertThat(thrown.reports().get(0).count(State.NOT_KNOWN)).isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_after_a_call_keeps_its_outcome_and_stops_the_next() {
        Noting failing = new Noting(event -> event.equals("ops add ended"));

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(Sources.of("ann@x")).listener(failing).syncWith(ops));

        assertThat(ops.writes()).containsExactly("add ann@x");
        assertThat(thrown.reports().get(0).outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.DONE, State.NOT_STARTED);
    }

    @Test
    void a_listener_that_throws_at_the_source_fails_the_reading() {
        Noting failing = new Noting(event -> event.equals("people list began, attempt 1"));

        assertThatThrownBy(() -> Sync.from(people).parallel(1).listener(failing).plan(ops))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("a listener failed: the disk is full");
        assertThat(people.requests()).isEmpty();
        assertThat(ops.requests()).isEmpty();
    }

    @Test
    void a_listener_that_throws_at_a_wait_fails_the_reading() {
        people.served(outOfOrderOnce());
        Noting failing = new Noting(event -> event.contains("waits"));

        assertThatThrownBy(() -> Sync.from(people).parallel(1).listener(failing).plan(ops))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("the disk is full");
        assertThat(ops.requests()).isEmpty();
    }

    @Test
    void an_author_binds_a_listener_to_some_work_of_one_thread() throws Exception {
        Noting outer = new Noting(event -> false);
        Noting inner = new Noting(event -> false);

        String answer = Retry.listening(outer, () -> {
            call("first");
            String result = Retry.listening(inner, () -> call("second"));
            call("third");
            return result;
        });
        call("fourth");

        assertThat(answer).isEqualTo("second");
        assertThat(outer.events)
                .containsExactly(
                        "shop first began, attempt 1",
                        "shop first ended",
                        "shop third began, attempt 1",
                        "shop third ended");
        assertThat(inner.events).containsExactly("shop second began, attempt 1", "shop second ended");
    }

    @Test
    void a_listener_is_released_when_the_work_fails() throws Exception {
        Noting outer = new Noting(event -> false);
        Noting inner = new Noting(event -> false);

        Retry.listening(outer, () -> {
            assertThatThrownBy(() -> Retry.listening(inner, () -> {
                        throw new IOException("connection reset");
                    }))
                    .isInstanceOf(IOException.class);
            return call("next");
        });

        assertThat(inner.events).isEmpty();
        assertThat(outer.events).containsExactly("shop next began, attempt 1", "shop next ended");
    }

    @Test
    void a_listener_need_not_hear_everything() throws Exception {
        CallListener silent = new CallListener() {};

        assertThat(Retry.listening(silent, () -> call("first"))).isEqualTo("first");
    }

    private static String call(String operation) throws InterruptedException {
        return Retry.standard().call("shop", operation, () -> operation);
    }
}
