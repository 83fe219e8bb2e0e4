package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileLockingTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    @TempDir
    Path folder;

    @Test
    void many_threads_that_write_to_one_file_lose_nothing() throws Exception {
        Path file = file(folder, "team.txt", "# team\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
        List<CompletableFuture<Void>> writers = new ArrayList<>();

        for (int writer = 0; writer < 16; writer++) {
            FileAdapter adapter = FileAdapter.text(writer % 2 == 0 ? file : link);
            String prefix = "writer" + writer + "-";
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10; i++) {
                    assertThat(add(adapter, prefix + i).isClean()).isTrue();
                }
            }));
        }
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();

        assertThat(FileAdapter.text(file).get().things()).hasSize(160);
        assertThat(content(file)).startsWith("# team\n").hasLineCount(161);
        assertThat(names()).containsExactly("link.txt", "team.txt");
    }

    @Test
    void processes_and_threads_that_create_and_write_one_file_while_it_is_read_lose_nothing() throws Exception {
        Path file = folder.resolve("team.txt");
        FileAdapter adapter = FileAdapter.text(file).create();

        try (OtherProcess second = OtherProcess.thatAdds(file, "second", 40);
                OtherProcess third = OtherProcess.thatAdds(file, "third", 40)) {
            CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 40; i++) {
                    assertThat(add(adapter, "here" + i).isClean()).isTrue();
                }
            });
            int seen = 0;
            while (!thread.isDone()) {
                int size = adapter.get().things().size();
                assertThat(size).isGreaterThanOrEqualTo(seen);
                seen = size;
            }
            thread.join();
            assertThat(second.exitCode()).isZero();
            assertThat(third.exitCode()).isZero();
        }

        assertThat(adapter.get().things()).hasSize(120);
        assertThat(names()).containsExactly("team.txt");
    }

    @Test
    void a_lock_of_another_process_is_an_error_after_the_timeout_and_nothing_is_written() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");

        Path lockFile = folder.toRealPath().resolve(".team.txt.go-sync-lock");
        try (OtherProcess holder = OtherProcess.thatHoldsTheLockOf(file)) {
            Report report = add(FileAdapter.text(file).lockTimeout(SHORT), "bob@x");

            assertThat(holder).isNotNull();
            assertThat(report.failure()).hasValueSatisfying(failure -> {
                assertThat(failure.kind()).contains(FailureKind.UNAVAILABLE);
                assertThat(failure.message())
                        .contains("another process has the lock file " + lockFile)
                        .contains("Run again when the other write is finished.");
            });
            assertThat(report.count(Outcome.State.NOT_STARTED)).isEqualTo(1);
            assertThat(content(file)).isEqualTo("ann@x\n");
        }
    }

    @Test
    void the_lock_file_of_a_killed_process_blocks_nobody() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");
        OtherProcess.thatHoldsTheLockOf(file).close();
        file(folder, ".team.txt.go-sync-new", "ann@x\nhalf of");
        List<String> leftBehind = names();

        Report report = add(FileAdapter.text(file), "bob@x");

        assertThat(leftBehind).containsExactly(".team.txt.go-sync-lock", ".team.txt.go-sync-new", "team.txt");
        assertThat(report.isClean()).isTrue();
        assertThat(names()).containsExactly("team.txt");
    }

    @Test
    void reading_does_not_end_the_lock_of_another_thread() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");
        FileAdapter adapter = FileAdapter.text(file);

        try (WriteLock lock = WriteLock.acquire(file.toRealPath(), SHORT)) {
            adapter.get();

            assertThatThrownBy(() -> WriteLock.acquire(lock.target(), SHORT)).isInstanceOf(TimeoutException.class);
            try (OtherProcess other = OtherProcess.thatTriesToLock(file)) {
                assertThat(other.exitCode()).isEqualTo(OtherProcess.TIMED_OUT);
            }
        }

        try (OtherProcess other = OtherProcess.thatTriesToLock(file)) {
            assertThat(other.exitCode()).isZero();
        }
    }

    @Test
    void a_thread_that_waits_for_the_lock_can_be_interrupted() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");
        List<Report> reports = new ArrayList<>();
        Thread waiting = new Thread(() -> reports.add(add(FileAdapter.text(file), "bob@x")));

        try (WriteLock lock = WriteLock.acquire(file.toRealPath(), SHORT)) {
            assertThat(lock.target()).exists();
            interruptOnceItWaits(waiting);
        }
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isClean()).isFalse();
            assertThat(report.count(Outcome.State.NOT_STARTED)).isEqualTo(1);
        });

        reports.clear();
        waiting = new Thread(() -> reports.add(add(FileAdapter.text(file), "bob@x")));
        try (OtherProcess holder = OtherProcess.thatHoldsTheLockOf(file)) {
            assertThat(holder).isNotNull();
            interruptOnceItWaits(waiting);
        }
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.isClean()).isFalse());
        assertThat(content(file)).isEqualTo("ann@x\n");
    }

    private static void interruptOnceItWaits(Thread thread) throws InterruptedException {
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join(1000);
        assertThat(thread.isAlive()).isFalse();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return List.copyOf(new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList()));
        }
    }
}
