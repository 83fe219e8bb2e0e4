package dev.gosync;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on its own thread, which a test can interrupt and wait for. */
final class Background<T> {
    private static final int PATIENCE_IN_SECONDS = 20;

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> work) {
        task = new FutureTask<>(work);
        thread = new Thread(task, "background");
        thread.setDaemon(true);
    }

    static <T> Background<T> start(Callable<T> work) {
        Background<T> background = new Background<>(work);
        background.thread.start();
        return background;
    }

    /** Waits for a latch, and fails if it stays closed. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("waited in vain");
        }
    }

    Background<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /** Waits until the thread itself waits. */
    Background<T> untilItWaits() {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return this;
    }

    /** Returns what the work returned, or throws what it threw. */
    T get() throws Exception {
        try {
            return task.get(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("never ended", e);
        }
    }
}
