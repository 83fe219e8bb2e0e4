package dev.gosync.acceptance;

import dev.gosync.cli.ProgramInProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The program in a process that ends, as if it was killed, right before it changes a file. */
final class HaltingProgram {
    /** What a shell reports for a process that was killed. */
    static final int KILLED = 137;

    private HaltingProgram() {}

    /**
     * Applies a configuration in a process of its own.
     *
     * @param folder the folder with the configuration
     * @param file the name of the file
     * @param step the number of the step before which the process ends, from 1
     * @return the exit code
     */
    static int run(Path folder, String file, int step) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltingProgram.class.getName(),
                        folder.toString(),
                        file,
                        String.valueOf(step))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }

    /**
     * Applies a configuration.
     *
     * @param args the folder with the configuration, the name of the file, and the number of the step before which the
     *     process ends, from 1. A step changes that file, or a file that is named after it.
     */
    public static void main(String[] args) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[2]));
        HaltingDisk disk = new HaltingDisk(path -> {
            if (String.valueOf(path.getFileName()).contains(args[1]) && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        });
        ProgramInProcess.Run run = ProgramInProcess.run(
                disk.path(Path.of(args[0])), Map.of(), Clock.systemUTC(), "apply", FaultScene.CONFIGURATION, "--yes");
        System.out.println(run.out() + run.err());
        System.exit(run.exitCode());
    }
}
