package dev.gosync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Does pieces of work on a bounded number of threads, and hands an interrupt on to all of them. */
final class SideBySide {
    private SideBySide() {}

    /**
     * Waits until all pieces are done. An interrupt of this thread reaches every piece, begun or not, which is to answer
     * it with a result soon; this thread's flag is set again afterwards. A single piece is done on this thread.
     */
    static <T> List<T> run(int pieces, int parallel, IntFunction<T> work) {
        if (pieces == 1) {
            return List.of(work.apply(0));
        }
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            int piece = i;
            tasks.add(new FutureTask<>(() -> work.apply(piece)));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean(Thread.currentThread().isInterrupted());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(parallel, pieces); i++) {
            Thread worker = new Thread(
                    () -> {
                        for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                            if (interrupted.get()) {
                                Thread.currentThread().interrupt();
                            }
                            tasks.get(piece).run();
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
            throw new IllegalStateException("a task that is done was waited for", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
