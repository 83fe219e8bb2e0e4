package dev.gosync.cli;

import java.io.BufferedWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program as a process: its streams, its terminal, and how it ends when it is asked to. */
final class Program {
    private static final int SECONDS_TO_WIND_UP = 10;

    private Program() {}

    static void run(String[] args) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> windUp(worker, finished), "go-sync-wind-up"));
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exitCode = ExitCode.FAILED;
        try {
            exitCode = Cli.run(
                    new Surroundings(Path.of(""), System.getenv(), out, err, Clock.systemUTC(), terminal()), args);
            if (out.checkError()) { // flushes, too
                err.println("go-sync: standard output could not be written whole; what was done was done all the same");
                exitCode = exitCode == ExitCode.INTERRUPTED ? exitCode : ExitCode.FAILED;
            }
        } finally {
            out.flush();
            err.flush();
            finished.countDown();
        }
        System.exit(exitCode);
    }

    /** On Ctrl-C the JVM ends when this returns: so not before the work has stopped cleanly and said what was done. */
    private static void windUp(Thread worker, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            finished.await(SECONDS_TO_WIND_UP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), 1 << 16));
    }

    private static Terminal terminal() {
        return new Terminal() {
            @Override
            public boolean isInteractive() {
                return console().isPresent();
            }

            @Override
            public Optional<String> readLine() throws InterruptedException {
                // Reading from a terminal does not notice interrupts, so another thread does it.
                FutureTask<@Nullable String> answer = new FutureTask<>(console().orElseThrow()::readLine);
                Thread reader = new Thread(answer, "go-sync-answer");
                reader.setDaemon(true);
                reader.start();
                try {
                    return Optional.ofNullable(answer.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("Could not read from the terminal", e.getCause());
                }
            }
        };
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Program::isTerminal);
    }

    /** Since JDK 22 there may be a console where there is no terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
