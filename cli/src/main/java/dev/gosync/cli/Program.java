package dev.gosync.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Connects the program to its process: standard streams, terminal and signals. */
final class Program {
    static final int SECONDS_TO_STOP = 10;

    private Program() {}

    static void run(String[] args) {
        System.exit(execute(args));
    }

    /**
     * Runs one command line.
     *
     * @return what the process should end with
     */
    static int execute(String[] args) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, finished), "go-sync-stop"));
        StandardStream output = new StandardStream(FileDescriptor.out);
        PrintWriter out = writer(output);
        PrintWriter err = writer(new StandardStream(FileDescriptor.err));
        int exitCode = ExitCode.FAILED;
        try {
            exitCode = Cli.run(
                    new ProgramContext(
                            Path.of(""),
                            System.getenv(),
                            out,
                            err,
                            Clock.systemUTC(),
                            new SystemTerminal(System.getenv()),
                            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())),
                    args);
            if (out.checkError() && !output.isReaderGone()) { // flushes as well
                err.println(
                        "go-sync: standard output could not be written completely. The command itself ran to its end.");
                exitCode = exitCode == ExitCode.INTERRUPTED ? exitCode : ExitCode.FAILED;
            }
        } catch (Throwable e) { // never a stack trace
            err.println("go-sync: " + TextFormat.oneLine(TextFormat.message(e)));
        } finally {
            out.flush();
            err.flush();
            finished.countDown();
        }
        return exitCode;
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

    private static PrintWriter writer(StandardStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16));
    }

    /** A stream of the process. If it is a pipe, its reader may end first, like {@code head} does. That is no fault. */
    private static final class StandardStream extends FileOutputStream {
        private volatile boolean readerGone;

        StandardStream(FileDescriptor stream) {
            super(stream);
        }

        boolean isReaderGone() {
            return readerGone;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                super.write(bytes, offset, length);
            } catch (IOException e) {
                // Linux, macOS: Broken pipe. Windows: The pipe has been ended, or is being closed.
                readerGone |=
                        String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
                throw e;
            }
        }
    }
}
