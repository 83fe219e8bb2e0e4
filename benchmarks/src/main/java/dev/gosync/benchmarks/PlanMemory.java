package dev.gosync.benchmarks;

import dev.gosync.Plan;
import dev.gosync.Sync;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a plan of a million things against a million weighs, in bytes a thing over both sides and beyond the two
 * listings: what it retains once made, and the peak on the way, which is the smallest heap in which it can be made at
 * all.
 */
public final class PlanMemory {
    private static final int THINGS = 1_000_000;
    private static final int MEGABYTE = 1 << 20;

    private PlanMemory() {}

    /**
     * Runs the measurement.
     *
     * @param args none; with {@code plan} it only makes one plan, in the heap it was given
     * @throws IOException if no JVM can be started
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        People source = People.numbered("source", 0, THINGS);
        People destination = People.numbered("destination", THINGS / 100, THINGS + THINGS / 100);
        long listings = usedHeap();
        Plan plan = Sync.from(source).plan(destination);
        if (args.length > 0) {
            System.out.println(plan.additions().size() + plan.removals().size());
            return;
        }
        long retained = usedHeap() - listings;
        int smallest = smallestHeap((int) (listings / MEGABYTE) + 1);
        long peak = (long) smallest * MEGABYTE - listings;
        System.out.printf(
                Locale.ROOT,
                "plan of %,d against %,d: retains %.1f bytes a thing (at most 16), peak %.0f bytes a thing (at most 150)%n",
                plan.source().size(),
                plan.destination().size(),
                Math.max(0, retained) / (2.0 * THINGS),
                peak / (2.0 * THINGS));
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** In megabytes, to 8 of them. */
    private static int smallestHeap(int tooSmall) throws IOException, InterruptedException {
        int low = tooSmall;
        int high = tooSmall + 1024;
        while (high - low > 8) {
            int middle = (low + high) / 2;
            if (succeedsIn(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static boolean succeedsIn(int megabytes) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanMemory.class.getName(),
                        "plan"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return child.waitFor() == 0;
    }
}
