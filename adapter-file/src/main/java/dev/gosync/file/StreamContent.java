package dev.gosync.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stream whose length is not known: a pipe, a device or standard input. A separate thread reads them,
 * because the JDK cannot interrupt a thread that opens a pipe or reads standard input. Threads may share it.
 */
final class StreamContent {
    private static final int CHUNK_BYTES = 1 << 18;

    /** A reading needs several times the memory of the content. */
    private static final long LIMIT = Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 4);

    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private final Opener opener;
    private final long limit;
    private @Nullable Thread reader;

    /** Opens the stream. It may wait. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    StreamContent(Opener opener) {
        this(opener, LIMIT);
    }

    StreamContent(Opener opener, long limit) {
        this.opener = opener;
        this.limit = limit;
    }

    /**
     * Waits for the end of the stream. The first call starts to read; all calls get the same bytes.
     *
     * @throws MalformedFileException if it does not end before the limit
     * @throws InterruptedException if this thread is interrupted; the reader goes on
     */
    byte[] get() throws IOException, MalformedFileException, InterruptedException {
        start();
        try {
            return bytes.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof MalformedFileException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        }
    }

    /** Ends the reader, if what it waits for can be interrupted. */
    synchronized void interrupt() {
        if (reader != null) {
            reader.interrupt();
        }
    }

    /** Runs an action after the reader has closed the stream. */
    void whenEnded(Runnable action) {
        CompletableFuture<byte[]> unused = bytes.whenComplete((content, thrown) -> action.run());
    }

    private synchronized void start() {
        if (reader == null) {
            reader = new Thread(this::run, "go-sync-file-reader");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void run() {
        try {
            bytes.complete(read());
        } catch (IOException | MalformedFileException | RuntimeException | Error e) {
            bytes.completeExceptionally(e);
        }
    }

    private byte[] read() throws IOException, MalformedFileException {
        List<byte[]> chunks = new ArrayList<>();
        long count = 0;
        try (InputStream in = opener.open()) {
            byte[] chunk = chunk(in);
            while (chunk.length > 0) {
                chunks.add(chunk);
                count += chunk.length;
                if (count > limit) {
                    throw MalformedFileException.whole(
                            "it did not end after " + (limit >> 20) + " MB",
                            "Check that the program that writes it ends. For a larger list, save it as a file first.");
                }
                chunk = chunk(in);
            }
        }
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        byte[] all = new byte[(int) count];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    private static byte[] chunk(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int count = in.readNBytes(chunk, 0, CHUNK_BYTES);
        return count == CHUNK_BYTES ? chunk : Arrays.copyOf(chunk, count);
    }

    /** {@return standard input, which stays open} */
    static InputStream standardInput() {
        return new FilterInputStream(System.in) {
            @Override
            public void close() {
                // This class did not open it.
            }
        };
    }

    /** {@return whether a path means standard input} */
    static boolean isStandardInput(String path) {
        return Arrays.asList("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0").contains(path);
    }
}
