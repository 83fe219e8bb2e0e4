package dev.gosync.benchmarks;

import dev.gosync.Guards;
import dev.gosync.Plans;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.journal.PlanKey;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how long it takes to save and to read a plan with a million changes. Run it with {@code -Xmx512m}. */
public final class SavedPlans {
    private static final int THINGS = 1_000_000;
    private static final int RUNS = 5;
    private static final double NANOSECONDS = 1e9;

    private SavedPlans() {}

    /**
     * Runs the measurement.
     *
     * @param args none
     * @throws IOException if there is no place for a file
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        People source = People.numbered("source", 0, THINGS / 2);
        People destination = People.numbered("destination", THINGS / 2, THINGS);
        Plans plans = Sync.from(source)
                .guard(Guards.maxRemovals(THINGS))
                .guard(Guards.allowFullReplacement())
                .planAll(List.of(destination));
        Path file = Files.createTempFile("go-sync-plan", ".json");
        Files.delete(file);
        double[] saving = new double[RUNS];
        double[] reading = new double[RUNS];
        long size = 0;
        try {
            for (int i = 0; i < RUNS; i++) {
                long began = System.nanoTime();
                SavedPlan.of(RunInfo.of("plan", "million"), Instant.now(), List.of(), Map.of("million", plans))
                        .write(file, PlanKey.none());
                long saved = System.nanoTime();
                SavedPlan read = SavedPlan.read(file, PlanKey.none());
                reading[i] = (System.nanoTime() - saved) / NANOSECONDS;
                saving[i] = (saved - began) / NANOSECONDS;
                if (read.count(Action.ADD) + read.count(Action.REMOVE) != THINGS) {
                    throw new IllegalStateException("The file does not have all changes");
                }
                size = Files.size(file);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        System.out.printf(
                Locale.ROOT,
                "plan of %,d changes, %d MB: saved in %.2f s, at first %.2f s; read in %.2f s, at first %.2f s (at most 3 s)%n",
                THINGS,
                size >> 20,
                median(saving),
                saving[0],
                median(reading),
                reading[0]);
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
