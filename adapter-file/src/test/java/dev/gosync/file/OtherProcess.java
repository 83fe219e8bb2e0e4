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
    static final int IN_VAIN = 7;

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Adds so many things, each by itself. */
    static OtherProcess thatAdds(Path file, String prefix, int count) throws IOException {
        return start("add", file.toString(), prefix, Integer.toString(count));
    }

    /** Takes the lock of a file, and keeps it until it is closed. */
    static OtherProcess thatHoldsTheLockOf(Path file) throws IOException {
        OtherProcess holder = start("hold", file.toString());
        String said = holder.output.readLine();
        if (!"held".equals(said)) {
            throw new IllegalStateException("It does not hold the lock: " + said);
        }
        return holder;
    }

    /** Ends with {@link #IN_VAIN} where it cannot get the lock of a file. */
    static OtherProcess thatTriesToLock(Path file) throws IOException {
        return start("try", file.toString());
    }

    private static OtherProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new OtherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends it without giving it a chance to tidy up. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        boolean hold = arguments[0].equals("hold");
        if (hold || arguments[0].equals("try")) {
            Duration patience = hold ? Duration.ofSeconds(5) : Duration.ofMillis(30);
            try (WriteLock lock = WriteLock.of(new Place(file, "", "").target(), patience)) {
                System.out.println(lock.target() == null ? "not held" : "held");
                if (hold) {
                    System.in.read();
                }
            } catch (TimeoutException e) {
                System.exit(IN_VAIN);
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
