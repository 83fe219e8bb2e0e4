package dev.gosync.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Readings of pipes and devices. Two threads that read one pipe at the same time would get a part each, so they share one
 * reading. What a shell passes as {@code /dev/fd/63} can be read only once, so all later readings share it too.
 */
final class PipeReadings {
    private static final Map<Path, PipeReadings> OPEN = new HashMap<>();

    private final Path path;
    private final StreamContent content;
    private int waiting;

    private PipeReadings(Path path) {
        this.path = path;
        this.content = new StreamContent(() -> open(path));
    }

    /** {@return all bytes until the end} */
    static byte[] read(Path path) throws IOException, MalformedFileException, InterruptedException {
        PipeReadings reading = join(path);
        boolean interrupted = true;
        try {
            byte[] bytes = reading.content.get();
            interrupted = false;
            return bytes;
        } catch (IOException | MalformedFileException e) {
            interrupted = false;
            throw e;
        } finally {
            leave(reading, interrupted);
        }
    }

    private static PipeReadings join(Path path) {
        synchronized (OPEN) {
            PipeReadings reading = OPEN.computeIfAbsent(key(path), key -> new PipeReadings(path));
            reading.waiting++;
            return reading;
        }
    }

    private static void leave(PipeReadings reading, boolean interrupted) {
        synchronized (OPEN) {
            reading.waiting--;
            boolean isDescriptor = reading.path.startsWith("/dev/fd") || reading.path.startsWith("/proc/self/fd");
            if (reading.waiting == 0 && !isDescriptor) {
                OPEN.values().remove(reading);
                if (interrupted) {
                    reading.content.interrupt();
                    reading.release();
                }
            }
        }
    }

    private static Path key(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path; // such as the pipe of a shell
        }
    }

    private static InputStream open(Path path) throws IOException {
        return Channels.newInputStream(FileChannel.open(path, StandardOpenOption.READ));
    }

    /**
     * A reader that waits for the first writer of a pipe cannot be interrupted. So this is a writer until the reader has
     * ended, which may not have begun to wait yet.
     */
    private void release() {
        try {
            boolean isPipe = ((Integer) Files.getAttribute(path, "unix:mode") & 0170000) == 0010000;
            if (isPipe) {
                FileChannel writer = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                content.whenEnded(() -> close(writer));
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            System.getLogger("dev.gosync.file").log(System.Logger.Level.DEBUG, "A reader still waits for " + path, e);
        }
    }

    private static void close(FileChannel writer) {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
