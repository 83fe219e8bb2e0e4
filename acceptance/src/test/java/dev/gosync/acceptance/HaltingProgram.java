package dev.gosync.acceptance;

import dev.gosync.cli.ProgramInProcess;
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
