package dev.gosync.benchmarks;

import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.RunInfo;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Prints what the journal costs for each call of an adapter, against appending a line to a file and forcing it to the disk;
 * and how many files a run without changes writes.
 */
public final class JournalCost {
    private static final int CALLS = 200;

    private JournalCost() {}

    /** A group that adds one thing a call, in memory. */
    private record Group(String name, Set<String> members) implements Adapter {
        @Override
        public Listing get() {
            return Listing.of(members);
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, members::add);
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, members::remove);
        }
    }

    /**
     * Runs the measurement.
     *
     * @param args a folder that is made on the disk to measure, and how many runs to take the median of
     * @throws IOException if nothing can be written
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int runs = Integer.parseInt(args[1]);
        People people = People.numbered("people", 0, CALLS);
        Journal journal = Journal.in(folder.resolve("journal"));

        double bare = median(runs, run -> append(folder.resolve("bare-" + run)));
        double without = median(runs, run -> Sync.from(people).syncWith(new Group("group", new HashSet<>())));
        double with = median(runs, run -> apply(journal, people, new Group("group", new HashSet<>())));
        double cost = with - without;
        System.out.printf(
                Locale.ROOT,
                "%-44s %8.2f ms = %5.2f x append and force (%.2f ms), at most 5 ms%n",
                "journal, one call",
                cost,
                cost / bare,
                bare);

        long before = files(folder);
        apply(journal, people, new Group("group", new HashSet<>(people.get().things())));
        System.out.printf(
                Locale.ROOT, "%-44s %8d files, at most 1%n", "journal, apply without changes", files(folder) - before);
    }

    private static void apply(Journal journal, People people, Group group) {
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "benchmark"))) {
            Sync.from(people).listener(run.listener("group")).syncWith(group);
        }
    }

    private static void append(Path file) {
        byte[] line = ("x".repeat(250) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            for (int i = 0; i < CALLS; i++) {
                out.write(line);
                out.getFD().sync();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The median of so many runs, in milliseconds a call. */
    private static double median(int runs, IntConsumer work) {
        work.accept(runs); // so that its classes are loaded
        double[] took = new double[runs];
        for (int run = 0; run < runs; run++) {
            long began = System.nanoTime();
            work.accept(run);
            took[run] = (System.nanoTime() - began) / 1e6 / CALLS;
        }
        Arrays.sort(took);
        return took[runs / 2];
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
