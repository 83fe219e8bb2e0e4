package dev.gosync.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that takes a lock and keeps it until it is killed. */
final class LockingProcess implements AutoCloseable {
    private static final String LOCKED = "locked";

    private final Process process;

    private LockingProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and waits until it has the lock.
     *
     * @param place a folder, or the address of a PostgreSQL database
     */
    static LockingProcess start(String place, String configuration, String holder) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        place,
                        configuration,
                        holder))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (!LOCKED.equals(line)) {
            process.destroyForcibly();
            throw new AssertionError("the process has no lock: " + line);
        }
        return new LockingProcess(process);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The process itself: it ends when its input ends, so that it never survives its parent. */
    public static void main(String[] args) throws IOException {
        RunStore store;
        if (args[0].startsWith("jdbc:")) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(args[0]);
            store = JdbcRunStore.in(source);
        } else {
            store = new FolderRunStore(Path.of(args[0]));
        }
        Optional<RunStore.Lock> lock = store.lock(args[1], args[2]);
        System.out.println(lock.isPresent() ? LOCKED : "refused by " + store.holder(args[1]));
        while (lock.isPresent() && System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
