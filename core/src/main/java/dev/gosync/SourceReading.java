package dev.gosync;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The source of destinations that are planned together. It is read on its own thread, beside the destinations. */
final class SourceReading implements AutoCloseable {
    private final FutureTask<Reading.Dated> task;
    private final @Nullable Thread thread;

    private SourceReading(FutureTask<Reading.Dated> task, @Nullable Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    /** Begins to read the source. If it is not to be read beside other places, it is read before this returns. */
    static SourceReading begin(Callable<Reading.Dated> read, boolean besideOthers) {
        FutureTask<Reading.Dated> task = new FutureTask<>(read);
        if (!besideOthers) {
            task.run();
            return new SourceReading(task, null);
        }
        Thread thread = new Thread(task, "go-sync-source");
        thread.setDaemon(true);
        thread.start();
        return new SourceReading(task, thread);
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Waits until the source was read. If it could not be read, this throws why. */
    Reading.Dated get() throws InterruptedException {
        return resultOf(task);
    }

    /** Waits for a result. If the task failed, this throws why. */
    static <T> T resultOf(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("interrupted while the source was read");
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** Ends the reading if it is not needed any more, and waits until it has ended. */
    @Override
    public void close() {
        if (thread == null || task.isDone()) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
