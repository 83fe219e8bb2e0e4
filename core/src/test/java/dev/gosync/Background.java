package dev.gosync;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on a thread of its own, which a test can interrupt and wait for. */
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

    /** Waits for a latch, and fails when nobody opens it. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("waited in vain");
        }
    }

    Background<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /** Waits until the thread waits for something itself. */
    Background<T> untilItWaits() {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return this;
    }

    /** What the work returned; what it threw is thrown. */
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
