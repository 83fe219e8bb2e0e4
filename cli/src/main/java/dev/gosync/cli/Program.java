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
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects the program to its process: standard streams, terminal and signals. */
final class Program {
    static final int SECONDS_TO_STOP = 10;

    private Program() {}

    static void run(String[] args) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, finished), "go-sync-stop"));
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exitCode = ExitCode.FAILED;
        try {
            exitCode = Cli.run(
                    new ProgramContext(
                            Path.of(""),
                            System.getenv(),
                            out,
                            err,
                            Clock.systemUTC(),
                            terminal(),
                            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())),
                    args);
            if (out.checkError()) { // flushes as well
                err.println(
                        "go-sync: standard output could not be written completely. The command itself ran to its end.");
                exitCode = exitCode == ExitCode.INTERRUPTED ? exitCode : ExitCode.FAILED;
            }
        } catch (Throwable e) { // never a stack trace
            err.println("go-sync: " + TextFormat.message(e));
        } finally {
            out.flush();
            err.flush();
            finished.countDown();
        }
        System.exit(exitCode);
    }

    /** Runs on Ctrl-C. The JVM ends when this method returns, so it waits until the results are printed. */
    private static void stop(Thread worker, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
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
            public OptionalInt progressColumns() {
                return ErrorOutput.columns(System.getenv());
            }

            @Override
            public Optional<String> readLine() throws InterruptedException {
                // Reading from a terminal ignores interrupts, so it happens on another thread.
                FutureTask<@Nullable String> answer = new FutureTask<>(console().orElseThrow()::readLine);
                Thread reader = new Thread(answer, "go-sync-answer");
                reader.setDaemon(true);
                reader.start();
                try {
                    return Optional.ofNullable(answer.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(
                            "The terminal could not be read; add --yes to apply without confirmation", e.getCause());
                }
            }
        };
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Program::isTerminal);
    }

    /** Since JDK 22 a console can exist without a terminal. */
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
