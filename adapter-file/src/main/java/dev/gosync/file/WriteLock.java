package dev.gosync.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The right to replace a file, held by one thread of one process at a time.
 *
 * <p>What is locked is a file beside the target that is there only meanwhile. Locking the target itself would not do: a
 * replaced file is another file, and where locks are POSIX's, a process loses them as soon as any of its threads closes
 * the file, which every {@code get()} does. What a dead process leaves behind is not locked, and the next one takes it
 * over.
 */
final class WriteLock implements AutoCloseable {
    /** Far behind the content, which stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final long POLL_MILLIS = 10;

    /** What threads of this process write to; a file lock does not tell them apart. */
    private static final Set<Path> BUSY = new HashSet<>();

    private final Path target;
    private final Path file;
    private final FileChannel channel;
    private final FileChannel witness;

    private WriteLock(Path target, Path file, FileChannel channel, FileChannel witness) {
        this.target = target;
        this.file = file;
        this.channel = channel;
        this.witness = witness;
    }

    /**
     * Waits for the right to replace a file.
     *
     * @param target no symbolic link
     * @param patience how long to wait
     * @throws TimeoutException if others held it all that time
     */
    static WriteLock of(Path target, Duration patience) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        enter(target, deadline, patience);
        boolean entered = false;
        try {
            Path file = target.resolveSibling("." + target.getFileName() + ".go-sync-lock");
            Optional<WriteLock> lock = attempt(target, file);
            while (lock.isEmpty()) {
                if (System.nanoTime() - deadline >= 0) {
                    throw timeout("another process holds its lock " + file, patience);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                lock = attempt(target, file);
            }
            entered = true;
            return lock.get();
        } finally {
            if (!entered) {
                leave(target);
            }
        }
    }

    Path target() {
        return target;
    }

    private static void enter(Path target, long deadline, Duration patience)
            throws InterruptedException, TimeoutException {
        synchronized (BUSY) {
            while (!BUSY.add(target)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw timeout("another thread of this process is writing to it", patience);
                }
                BUSY.wait(left);
            }
        }
    }

    private static void leave(Path target) {
        synchronized (BUSY) {
            BUSY.remove(target);
            BUSY.notifyAll();
        }
    }

    private static TimeoutException timeout(String why, Duration patience) {
        return new TimeoutException(why + ", still after " + patience.toMillis() + " ms");
    }

    private static Optional<WriteLock> attempt(Path target, Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty(); // somebody else's, who is at work
            }
            throw e;
        }
        Optional<WriteLock> lock = Optional.empty();
        try {
            if (lockOf(channel)) {
                lock = witness(channel, file).map(witness -> new WriteLock(target, file, channel, witness));
            }
            return lock;
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
    }

    private static boolean lockOf(FileChannel channel) throws IOException {
        try {
            @SuppressWarnings("resource") // released with the channel
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this class loaded a second time
        }
    }

    /**
     * Proves that what was locked is what still stands at the path, and not what its holder removed while we waited: what
     * we write into the one must be found in the other. Closing the second channel would give up the lock of the first.
     */
    private static Optional<FileChannel> witness(FileChannel locked, Path file) throws IOException {
        byte[] token = UUID.randomUUID().toString().getBytes(US_ASCII);
        locked.truncate(0);
        locked.write(ByteBuffer.wrap(token), 0);
        FileChannel witness;
        try {
            witness = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            ByteBuffer found = ByteBuffer.allocate(token.length);
            witness.read(found, 0);
            same = found.flip().equals(ByteBuffer.wrap(token));
        } finally {
            if (!same) {
                witness.close();
            }
        }
        return same ? Optional.of(witness) : Optional.empty();
    }

    /** Gives the right back. What fails here is of no consequence: a lock that is left behind is taken over. */
    @Override
    public void close() {
        try (witness;
                channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("dev.gosync.file").log(System.Logger.Level.DEBUG, "Could not remove " + file, e);
        } finally {
            leave(target);
        }
    }
}
