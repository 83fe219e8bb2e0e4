package dev.gosync.file;

import dev.gosync.testkit.Asking;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A second Java process that works on the same file. */
final class OtherProcess implements AutoCloseable {
    static final int TIMED_OUT = 7;

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Adds a number of things, each with its own write. */
    static OtherProcess thatAdds(Path file, String prefix, int count) throws IOException {
        return start("add", file.toString(), prefix, Integer.toString(count));
    }

    /** Holds the lock of a file until this is closed. */
    static OtherProcess thatHoldsTheLockOf(Path file) throws IOException {
        OtherProcess holder = start("hold", file.toString());
        String said = holder.output.readLine();
        if (!"held".equals(said)) {
            throw new IllegalStateException("It does not hold the lock: " + said);
        }
        return holder;
    }

    /** Exits with {@link #TIMED_OUT} if it cannot get the lock of a file. */
    static OtherProcess thatTriesToLock(Path file) throws IOException {
        return start("try", file.toString());
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static OtherProcess start(String... arguments) throws IOException {
        return new OtherProcess(new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Runs until the process ends.
     *
     * @return what it printed
     */
    static String output(ProcessBuilder.Redirect input, String... arguments) throws IOException {
        Process process = new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(input)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Adds one thing in a process that can write no byte to a file, as on a full disk. */
    static String outputOfAdditionOnFullDisk(Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 0; exec \"$@\"", "sh"));
        command.addAll(command("report", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Kills the process, so that it cannot delete its files. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        if (arguments[0].equals("read-twice")) {
            for (FileAdapter place :
                    List.of(FileAdapter.csv(file, "email").where("team", "web"), FileAdapter.csv(file, "email"))) {
                System.out.print(place.name() + ": " + place.get().things() + "\n");
            }
            return;
        }
        if (arguments[0].equals("report")) {
            System.out.print(Asking.add(FileAdapter.text(file), "bob@x")
                    .failure()
                    .orElseThrow()
                    .message());
            return;
        }
        boolean hold = arguments[0].equals("hold");
        if (hold || arguments[0].equals("try")) {
            Duration timeout = hold ? Duration.ofSeconds(5) : Duration.ofMillis(30);
            try (WriteLock lock = WriteLock.acquire(new DiskFile(file, "").target(), timeout)) {
                System.out.println(lock.target() == null ? "not held" : "held");
                if (hold) {
                    System.in.read();
                }
            } catch (TimeoutException e) {
                System.exit(TIMED_OUT);
            }
            return;
        }
        FileAdapter adapter = FileAdapter.text(file).create();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            if (!Asking.add(adapter, arguments[2] + i).isClean()) {
                System.exit(1);
            }
        }
    }
}
