package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An author writes an adapter with the public API only. */
class OwnAdapterTest {
    private final List<String> calls = new ArrayList<>();

    @FunctionalInterface
    private interface Half {
        void make(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;
    }

    /** Holds some members; a test writes how it adds. */
    private class Shop implements Adapter {
        private final Half add;
        private final List<String> members;

        Shop(Half add, String... members) {
            this.add = add;
            this.members = List.of(members);
        }

        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Listing get() {
            return Listing.of(members);
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            add.make(things, outcomes);
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) {
            calls.add("remove " + things);
        }
    }

    private static AdapterException failure(FailureKind kind) {
        return AdapterException.of(kind, "shop", "members.add", "it said no").build();
    }

    private static Report sync(Adapter shop, String... wanted) {
        try {
            return Sync.from(Sources.of(wanted)).syncWith(shop);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    private static Map<String, State> states(Report report) {
        Map<String, State> states = new LinkedHashMap<>();
        report.outcomes().forEach(outcome -> states.put(outcome.thing(), outcome.state()));
        return states;
    }

    @Test
    void each_makes_one_call_for_each_thing() {
        Shop shop = new Shop((things, outcomes) -> outcomes.each(things, thing -> {
            calls.add(thing);
            if (thing.equals("b")) {
                throw failure(FailureKind.UNKNOWN_THING);
            }
        }));

        Report report = sync(shop, "a", "b", "c");

        assertThat(calls).containsExactly("a", "b", "c");
        assertThat(states(report)).isEqualTo(Map.of("a", State.DONE, "b", State.FAILED, "c", State.DONE));
    }

    @Test
    void batches_hands_over_so_many_at_a_time() {
        Shop shop = new Shop((things, outcomes) -> outcomes.batches(things, 2, batch -> calls.add("add " + batch)));

        Report report = sync(shop, "a", "b", "c");

        assertThat(calls).containsExactly("add [a, b]", "add [c]");
        assertThat(report.count(State.DONE)).isEqualTo(3);
    }

    @Test
    void attempt_takes_everything_at_once_and_reports_the_parts_of_the_answer() {
        Shop shop = new Shop((things, outcomes) -> outcomes.attempt(things, all -> {
            calls.add("add " + all);
            outcomes.succeeded("a");
            outcomes.failed("b", failure(FailureKind.REFUSED_THING));
        }));

        Report report = sync(shop, "a", "b", "c");

        assertThat(calls).containsExactly("add [a, b, c]");
        assertThat(states(report)).isEqualTo(Map.of("a", State.DONE, "b", State.FAILED, "c", State.NOT_KNOWN));
    }

    @Test
    void prepare_reads_what_the_calls_need() {
        Shop shop = new Shop((things, outcomes) -> {
            Map<String, String> ids = outcomes.prepare(() -> Map.of("a", "1", "b", "2"));
            outcomes.each(things, thing -> calls.add("add " + ids.get(thing)));
        });

        Report report = sync(shop, "a", "b");

        assertThat(calls).containsExactly("add 1", "add 2");
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void nothing_has_started_if_prepare_fails() {
        Shop shop = new Shop((things, outcomes) -> {
            outcomes.prepare(() -> {
                throw new IOException("connection reset");
            });
            outcomes.each(things, calls::add);
        });

        Report report = sync(shop, "a", "b");

        assertThat(calls).isEmpty();
        assertThat(report.count(State.NOT_STARTED)).isEqualTo(2);
    }

    @Test
    void what_one_call_postpones_a_later_call_takes() {
        Shop shop = new Shop((things, outcomes) -> {
            outcomes.attempt(things, all -> {
                calls.add("add " + all);
                outcomes.postpone(List.of("b", "c"));
            });
            outcomes.attempt(List.of("b"), all -> calls.add("add " + all));
        });

        Report report = sync(shop, "a", "b", "c");

        assertThat(calls).containsExactly("add [a, b, c]", "add [b]");
        assertThat(states(report)).isEqualTo(Map.of("a", State.DONE, "b", State.DONE, "c", State.NOT_STARTED));
    }

    @Test
    void halves_run_in_the_order_of_the_mode() {
        Shop shop = new Shop((things, outcomes) -> calls.add("add " + things), "x", "y") {
            @Override
            public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
                calls.add(change.mode().toString());
                outcomes.halves(change, things -> add(things, outcomes), things -> remove(things, outcomes));
            }
        };

        Sync.from(Sources.of("a", "y")).mode(Mode.ADD_REMOVE).syncWith(shop);
        Sync.from(Sources.of("a", "y")).mode(Mode.REMOVE_ADD).syncWith(shop);

        assertThat(calls).containsExactly("ADD_REMOVE", "add [a]", "remove [x]", "REMOVE_ADD", "remove [x]", "add [a]");
    }

    @Test
    void a_failure_that_concerns_the_place_ends_the_loop() {
        Shop shop = new Shop((things, outcomes) -> outcomes.each(things, thing -> {
            calls.add(thing);
            throw failure(FailureKind.AUTHENTICATION);
        }));

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(Sources.of("a", "b")).syncWith(shop));

        assertThat(calls).containsExactly("a");
        assertThat(thrown.reports().get(0).outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.NOT_STARTED);
    }

    @Test
    void only_the_engine_makes_outcomes() {
        List<Class<?>> given = new ArrayList<>();
        Shop shop = new Shop((things, outcomes) -> given.add(outcomes.getClass()));

        sync(shop, "a");

        assertThat(Outcomes.class).isInterface();
        assertThat(Stream.of(Outcomes.class.getMethods()))
                .noneMatch(method -> Modifier.isStatic(method.getModifiers()));
        assertThat(given).singleElement().satisfies(type -> {
            assertThat(type.getPackageName()).isEqualTo("dev.gosync");
            assertThat(Modifier.isPublic(type.getModifiers())).isFalse();
            assertThat(type.getConstructors()).isEmpty();
        });
    }
}
