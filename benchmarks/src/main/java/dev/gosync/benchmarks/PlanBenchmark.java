package dev.gosync.benchmarks;

import dev.gosync.Plan;
import dev.gosync.Sync;
import dev.gosync.adapter.Matching;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Planning two sides that differ by 1% each way, against the bare cost of finding the same differences. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgs = "-Xmx2g")
public class PlanBenchmark {
    /** How many things each side holds. */
    @Param({"1000", "1000000"})
    public int things;

    private People source = People.numbered("source", 0, 0);
    private People destination = source;

    /** Fills both sides. */
    @Setup
    public void fill() {
        source = People.numbered("source", 0, things);
        destination = People.numbered("destination", things / 100, things + things / 100);
    }

    /** {@return the plan, made by a sync that reads both sides} */
    @Benchmark
    public Plan plan() throws InterruptedException {
        return Sync.from(source).plan(destination);
    }

    /** {@return how many differences there are, by folding each thing, one set of each side, and probing both} */
    @Benchmark
    public int bare() {
        Matching matching = Matching.ignoringCase();
        Set<String> wanted = new HashSet<>();
        source.get().things().forEach(thing -> wanted.add(matching.key(thing)));
        Set<String> there = new HashSet<>();
        destination.get().things().forEach(thing -> there.add(matching.key(thing)));
        int differences = 0;
        for (String key : wanted) {
            differences += there.contains(key) ? 0 : 1;
        }
        for (String key : there) {
            differences += wanted.contains(key) ? 0 : 1;
        }
        return differences;
    }
}
