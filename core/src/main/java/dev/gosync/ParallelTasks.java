package dev.gosync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Runs tasks on a limited number of threads, and passes an interrupt on to all of them. */
final class ParallelTasks {
    private ParallelTasks() {}

    /**
     * Waits until all tasks are done. An interrupt of this thread reaches every task, running or not; each must then return
     * a result soon. Afterwards the flag of this thread is set again. A single task runs on this thread.
     */
    static <T> List<T> run(int count, int parallel, IntFunction<T> work) {
        if (count == 1) {
            return List.of(work.apply(0));
        }
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            tasks.add(new FutureTask<>(() -> work.apply(index)));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean(Thread.currentThread().isInterrupted());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(parallel, count); i++) {
            Thread worker = new Thread(
                    () -> {
                        for (int task = next.getAndIncrement(); task < count; task = next.getAndIncrement()) {
                            if (interrupted.get()) {
                                Thread.currentThread().interrupt();
                            }
                            tasks.get(task).run();
                        }
                    },
                    "go-sync-" + (i + 1));
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        workers.forEach(worker -> joined(worker, () -> {
            interrupted.set(true);
            workers.forEach(Thread::interrupt);
        }));
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(resultOf(task));
        }
        if (interrupted.get()) {
            Thread.currentThread().interrupt();
        }
        return results;
    }

    /** Begins a task on a new thread, or leaves it to the caller to run. */
    static <T> FutureTask<T> begun(Callable<T> work, boolean onNewThread, String name) {
        FutureTask<T> task = new FutureTask<>(work);
        if (onNewThread) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        }
        return task;
    }

    private static void joined(Thread worker, Runnable onInterrupt) {
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                onInterrupt.run();
            }
        }
    }

    private static <T> T resultOf(FutureTask<T> done) {
        try {
            return done.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a finished task had to be waited for", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
