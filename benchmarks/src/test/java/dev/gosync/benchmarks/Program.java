package dev.gosync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A command line to measure.
 *
 * @param name for the printout
 * @param command the process
 * @param environment the variables that it gets in addition to those of this process
 */
record Program(String name, List<String> command, Map<String, String> environment) {
    private static final Path STATISTICS = Path.of("/proc/self/stat");

    /** The user and system time of ended child processes, in hundredths of a second, after the name in brackets. */
    private static final int FIRST_FIELD_OF_CHILDREN = 13;

    /**
     * What one run took.
     *
     * @param wall in milliseconds
     * @param cpu in milliseconds, in steps of 10; 0 where the system does not tell
     */
    record Took(double wall, double cpu) {}

    Program(String name, String... command) {
        this(name, List.of(command), Map.of());
    }

    Program with(String variable, String value) {
        return new Program(name, command, Map.of(variable, value));
    }

    Took run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        double cpu = cpuOfChildren();
        long before = System.nanoTime();
        int exitCode = builder.start().waitFor();
        double wall = (System.nanoTime() - before) / 1e6;
        if (exitCode != 0) {
            throw new IOException("Exit code " + exitCode + " of " + command);
        }
        return new Took(wall, cpuOfChildren() - cpu);
    }

    private static double cpuOfChildren() throws IOException {
        if (Files.notExists(STATISTICS)) {
            return 0;
        }
        String line = Files.readString(STATISTICS);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return 10.0
                * (Long.parseLong(fields[FIRST_FIELD_OF_CHILDREN])
                        + Long.parseLong(fields[FIRST_FIELD_OF_CHILDREN + 1]));
    }

    /** Runs all of them in turn, so that a busy minute of the machine meets all of them, and returns the medians. */
    static List<Took> medians(List<Program> programs, int runs) throws IOException, InterruptedException {
        List<List<Took>> took = new ArrayList<>();
        for (Program program : programs) {
            program.run(); // so that all find their files in memory
            took.add(new ArrayList<>());
        }
        for (int i = 0; i < runs; i++) {
            for (int j = 0; j < programs.size(); j++) {
                took.get(j).add(programs.get(j).run());
            }
        }
        return took.stream().map(Program::median).toList();
    }

    static Took median(List<Took> runs) {
        return new Took(
                median(runs.stream().mapToDouble(Took::wall).toArray()),
                median(runs.stream().mapToDouble(Took::cpu).toArray()));
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }
}
