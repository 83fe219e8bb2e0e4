package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.journal.RunStore.Lock;
import dev.gosync.journal.RunStore.RunWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every place that keeps runs promises. Each test starts with a place that no journal was written to. */
@Timeout(120)
abstract class RunStoreContract {
    /** Opens the place once more, as another program would. */
    abstract RunStore open() throws Exception;

    /** Whether nothing was ever written to the place. */
    abstract boolean isUntouched() throws Exception;

    /** Another process takes a lock. Closing what is returned kills the process. */
    abstract AutoCloseable lockElsewhere(String configuration, String holder) throws Exception;

    @Test
    final void lines_come_back_in_the_order_in_which_they_were_written() throws Exception {
        List<String> lines = IntStream.range(0, 25).mapToObj(i -> "line " + i).toList();

        write(open(), "a", lines);

        assertThat(open().lines("a")).isEqualTo(lines);
    }

    @Test
    final void any_text_comes_back_as_it_was_written() throws Exception {
        List<String> lines = List.of("", " ", "\"'\\%_?;--", "zoë \u00df \u4eba \ud83d\ude00", "a\tb\rc");

        write(open(), "a", lines);

        assertThat(open().lines("a")).isEqualTo(lines);
    }

    @Test
    final void half_of_a_surrogate_pair_is_a_question_mark() throws Exception {
        write(open(), "a", List.of("x\ud83dy"));

        assertThat(open().lines("a")).containsExactly("x?y");
    }

    @Test
    final void a_line_of_30_megabytes_comes_back() throws Exception {
        String line = "\u00e9" + "0123456789".repeat(3_000_000) + "z";

        write(open(), "a", List.of("first", line, "last"));

        List<String> read = open().lines("a");
        assertThat(read).hasSize(3);
        assertThat(read.get(1).equals(line)).isTrue();
    }

    @Test
    final void lines_that_were_forced_are_there_while_the_run_goes_on() throws Exception {
        try (RunWriter writer = open().create("a")) {
            writer.append("1");
            writer.append("2");
            writer.force();
            writer.append("3");
            writer.force();

            assertThat(open().lines("a")).containsExactly("1", "2", "3");
        }
    }

    @Test
    final void a_run_that_is_not_ended_keeps_its_lines() throws Exception {
        try (RunWriter writer = open().create("a")) {
            writer.append("1");
            writer.force();
            writer.append("2");
        }

        assertThat(open().lines("a")).containsExactly("1", "2");
    }

    @Test
    final void a_run_is_listed_before_its_first_line() throws Exception {
        try (RunWriter writer = open().create("a")) {
            writer.force();

            assertThat(open().runs()).containsExactly("a");
            assertThat(open().lines("a")).isEmpty();
        }
    }

    @Test
    final void runs_are_listed_in_the_order_of_their_characters() throws Exception {
        List<String> ids =
                List.of("20260101-000000-000", "20260101-000000-000-1", "20260101-000000-001", "B", "a", "a-b");
        List<String> mixed = new ArrayList<>(ids);
        Collections.reverse(mixed);

        for (String id : mixed) {
            write(open(), id, List.of(id));
        }

        assertThat(open().runs()).isEqualTo(ids);
    }

    @Test
    final void a_run_cannot_begin_twice() throws Exception {
        write(open(), "a", List.of("1"));
        RunStore store = open();

        assertThatThrownBy(() -> store.create("a"))
                .isInstanceOf(JournalException.class)
                .hasMessage("The journal in " + store.name() + " has a run a already. Run again");
        assertThat(open().lines("a")).containsExactly("1");
    }

    @Test
    final void a_deleted_run_is_gone_and_the_others_stay() throws Exception {
        write(open(), "a", List.of("1"));
        write(open(), "b", List.of("2"));

        open().delete("a");

        assertThat(open().runs()).containsExactly("b");
        assertThat(open().lines("a")).isEmpty();
        assertThat(open().lines("b")).containsExactly("2");
    }

    @Test
    final void deleting_a_run_that_is_not_there_changes_nothing() throws Exception {
        write(open(), "a", List.of("1"));

        open().delete("b");

        assertThat(open().runs()).containsExactly("a");
    }

    @Test
    final void reading_a_place_without_a_journal_finds_nothing_and_writes_nothing() throws Exception {
        RunStore store = open();

        assertThat(store.runs()).isEmpty();
        assertThat(store.lines("a")).isEmpty();
        assertThat(store.holder("nightly")).isEmpty();
        assertThat(store.name()).isNotEmpty();
        store.delete("a");
        assertThat(isUntouched()).isTrue();
    }

    @Test
    final void two_runs_that_are_written_at_the_same_time_keep_their_lines() throws Exception {
        RunStore store = open();
        CyclicBarrier together = new CyclicBarrier(2);

        inParallel(List.of(writing(store, "a", together), writing(store, "b", together)));

        for (String id : List.of("a", "b")) {
            assertThat(open().lines(id))
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> id + i).toList());
        }
    }

    @Test
    final void two_programs_can_make_the_place_at_the_same_time() throws Exception {
        for (int round = 0; round < 5; round++) {
            String id = "run" + round;
            CyclicBarrier together = new CyclicBarrier(2);
            RunStore one = open();
            RunStore other = open();

            inParallel(List.of(
                    () -> {
                        together.await();
                        write(one, id + "a", List.of("1"));
                        return true;
                    },
                    () -> {
                        together.await();
                        write(other, id + "b", List.of("2"));
                        return true;
                    }));

            assertThat(open().runs()).contains(id + "a", id + "b");
        }
    }

    @Test
    final void an_interrupted_thread_writes_all_the_same_and_stays_interrupted() throws Exception {
        RunStore store = open();
        boolean interrupted;
        Thread.currentThread().interrupt();
        try (Lock lock = store.lock("nightly", "ann").orElseThrow();
                RunWriter writer = store.create("a")) {
            writer.append("1");
            writer.force();
            writer.append("2");
            writer.force();
            assertThat(store.holder("nightly")).contains("ann");
            assertThat(lock).isNotNull();
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(interrupted).isTrue();
        assertThat(open().lines("a")).containsExactly("1", "2");
        assertThat(open().holder("nightly")).isEmpty();
    }

    @Test
    final void a_free_lock_has_no_holder() throws Exception {
        assertThat(open().holder("nightly")).isEmpty();

        open().lock("nightly", "ann").orElseThrow().close();

        assertThat(open().holder("nightly")).isEmpty();
    }

    @Test
    final void a_lock_is_held_until_it_is_closed() throws Exception {
        RunStore store = open();
        Lock lock = store.lock("nightly", "ann on build-7 \u00e9").orElseThrow();

        assertThat(store.lock("nightly", "bob")).isEmpty();
        assertThat(open().lock("nightly", "bob")).isEmpty();
        assertThat(store.holder("nightly")).contains("ann on build-7 \u00e9");
        assertThat(open().holder("nightly")).contains("ann on build-7 \u00e9");

        lock.close();
        lock.close();

        try (Lock next = open().lock("nightly", "bob").orElseThrow()) {
            assertThat(next).isNotNull();
            assertThat(open().holder("nightly")).contains("bob");
            lock.close();
            assertThat(open().holder("nightly")).contains("bob");
        }
    }

    @Test
    final void locks_of_two_configurations_are_independent() throws Exception {
        List<String> names = List.of("a/b.yml", "a b.yml", "../c", "*", "n".repeat(5000), "n".repeat(5000) + "m");
        List<Lock> locks = new ArrayList<>();

        for (String name : names) {
            locks.add(open().lock(name, "holder of " + name).orElseThrow());
        }

        for (String name : names) {
            assertThat(open().holder(name)).contains("holder of " + name);
        }
        locks.get(0).close();
        assertThat(open().holder(names.get(0))).isEmpty();
        assertThat(open().holder(names.get(1))).isPresent();
        locks.forEach(Lock::close);
    }

    @Test
    final void only_one_of_many_gets_a_lock() throws Exception {
        for (int round = 0; round < 10; round++) {
            String configuration = "round " + round;
            CyclicBarrier together = new CyclicBarrier(4);
            List<Callable<Optional<Lock>>> tries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RunStore store = open();
                tries.add(() -> {
                    together.await();
                    return store.lock(configuration, "a thread");
                });
            }

            List<Lock> locks =
                    inParallel(tries).stream().flatMap(Optional::stream).toList();

            assertThat(locks).hasSize(1);
            locks.get(0).close();
        }
    }

    @Test
    final void the_lock_of_another_process_is_free_when_it_dies() throws Exception {
        AutoCloseable process = lockElsewhere("nightly", "another process");

        assertThat(open().lock("nightly", "ann")).isEmpty();
        assertThat(open().holder("nightly")).contains("another process");
        open().lock("hourly", "ann").orElseThrow().close();

        process.close();

        assertThat(open().holder("nightly")).isEmpty();
        try (Lock lock = open().lock("nightly", "ann").orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(open().holder("nightly")).contains("ann");
        }
    }

    static void write(RunStore store, String id, List<String> lines) {
        try (RunWriter writer = store.create(id)) {
            lines.forEach(writer::append);
            writer.force();
        }
    }

    private static Callable<Boolean> writing(RunStore store, String id, CyclicBarrier together) {
        return () -> {
            together.await();
            try (RunWriter writer = store.create(id)) {
                for (int i = 0; i < 100; i++) {
                    writer.append(id + i);
                    writer.force();
                }
            }
            return true;
        };
    }

    private static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
