package dev.gosync.file;

import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, devices and standard input. */
@Timeout(60)
class StreamTest {
    @TempDir
    Path folder;

    @Test
    void a_pipe_is_read_to_its_end() throws Exception {
        Path pipe = pipe();
        String content = "someone@example.com\n".repeat(200_000) + "last@example.com";
        CompletableFuture<Void> writer = writer(pipe, content);

        Set<String> things = FileAdapter.text(pipe).get().things();

        assertThat(things).containsExactly("someone@example.com", "last@example.com");
        writer.join();
    }

    @Test
    void several_readers_of_one_pipe_share_one_reading() throws Exception {
        Path pipe = pipe();
        List<CompletableFuture<Set<String>>> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("web", "ops", "all")) {
            CompletableFuture<Set<String>> result = new CompletableFuture<>();
            FileAdapter csv = FileAdapter.csv(pipe, "email");
            FileAdapter place = name.equals("all") ? csv : csv.where("team", name);
            Thread thread = new Thread(() -> {
                try {
                    result.complete(place.get().things());
                } catch (InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            thread.start();
            threads.add(thread);
            readers.add(result);
        }
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        writer(pipe, "email,team\n" + "ann@x,web\nbob@x,ops\n".repeat(100_000)).join();

        assertThat(readers.get(0).join()).containsExactly("ann@x");
        assertThat(readers.get(1).join()).containsExactly("bob@x");
        assertThat(readers.get(2).join()).containsExactly("ann@x", "bob@x");
        CompletableFuture<Void> second = writer(pipe, "email,team\ncem@x,web\n");
        assertThat(FileAdapter.csv(pipe, "email").get().things()).containsExactly("cem@x");
        second.join();
    }

    @Test
    void a_pipe_is_read_in_large_pieces() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        byte[] content = new byte[1_000_000];
        Arrays.fill(content, (byte) 'x');

        byte[] read = new StreamContent(() -> counted(content, reads)).get();

        assertThat(read).isEqualTo(content);
        assertThat(reads.get()).isLessThan(100);
    }

    private static void canBeInterrupted(Path pipe) throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread reading = new Thread(() -> {
            try {
                FileAdapter.text(pipe).get();
            } catch (InterruptedException | RuntimeException e) {
                thrown.add(e);
            }
        });

        reading.start();
        while (readers().isEmpty() || reading.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        reading.interrupt();
        reading.join(1000);

        assertThat(reading.isAlive()).isFalse();
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
    }

    /** Again and again, because the reader may be interrupted before it waits, or while. */
    @RepeatedTest(20)
    void a_reader_of_a_pipe_that_nothing_writes_to_can_be_interrupted_and_no_thread_stays() throws Exception {
        Path pipe = pipe();

        canBeInterrupted(pipe);

        for (Thread reader : readers()) {
            reader.join();
        }
    }

    @Test
    void a_reader_of_a_pipe_that_does_not_end_can_be_interrupted() throws Exception {
        Path pipe = pipe();
        Process writer = new ProcessBuilder("sh", "-c", "exec 3>'" + pipe + "'; echo ann@x >&3; read line").start();

        canBeInterrupted(pipe);

        writer.destroyForcibly();
        for (Thread reader : readers()) {
            reader.join();
        }
    }

    @Test
    void a_stream_without_an_end_is_an_error_at_the_limit() {
        StreamContent endless = new StreamContent(
                () -> new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                },
                1 << 20);

        assertThatThrownBy(endless::get)
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("it did not end after 1 MB");
        assertThatThrownBy(endless::get).hasMessage("it did not end after 1 MB");
    }

    @Test
    void a_device_without_an_end_is_an_error_with_a_remedy() {
        assertThatThrownBy(() -> FileAdapter.text(Path.of("/dev/zero")).get())
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
                    assertThat(e.problem()).matches("it did not end after [0-9]+ MB");
                    assertThat(e.remedy()).startsWith("Check that the program that writes it ends.");
                });
    }

    @Test
    void a_stream_that_fails_fails_every_reader() {
        StreamContent failing = new StreamContent(() -> {
            throw new IOException("no pipe");
        });

        assertThatThrownBy(failing::get).isInstanceOf(IOException.class).hasMessage("no pipe");
        assertThatThrownBy(failing::get).isInstanceOf(IOException.class).hasMessage("no pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdin"})
    void standard_input_is_read_once_and_shared_by_all_places(String path) throws Exception {
        Path input = file(folder, "input.csv", "email,team\nann@x,web\nbob@x,ops\n");

        assertThat(OtherProcess.output(ProcessBuilder.Redirect.from(input.toFile()), "read-twice", path))
                .isEqualTo("""
                        standard input (column email where team=web): [ann@x]
                        standard input (column email): [ann@x, bob@x]
                        """);
    }

    @Test
    void standard_input_is_never_written() {
        FileAdapter input = FileAdapter.text(Path.of("-"));

        assertThat(input.name()).isEqualTo("standard input");
        assertThat(add(input, "ann@x").failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).contains(FailureKind.READ_ONLY);
            assertThat(failure.message()).contains("standard input cannot be written");
        });
    }

    @Test
    void a_file_of_the_system_without_a_size_is_read() throws Exception {
        assertThat(FileAdapter.text(Path.of("/proc/self/status")).get().things())
                .anyMatch(line -> line.startsWith("VmPeak:"));
    }

    private static InputStream counted(byte[] content, AtomicInteger reads) {
        return new java.io.ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                reads.incrementAndGet();
                return super.read(buffer, offset, Math.min(length, 1 << 16));
            }
        };
    }

    private static List<Thread> readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("go-sync-file-reader"))
                .toList();
    }

    private static CompletableFuture<Void> writer(Path pipe, String content) {
        return CompletableFuture.runAsync(() -> {
            try {
                Files.write(pipe, content.getBytes(UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
