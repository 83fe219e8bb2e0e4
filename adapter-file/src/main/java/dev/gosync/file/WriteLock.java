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
 * The right to replace a file. One thread of one process has it at a time.
 *
 * <p>It locks a separate lock file in the same folder, which exists only as long as the lock. The target itself cannot be
 * locked, for two reasons. A write replaces the target by another file. And a POSIX lock of a process ends when any of its
 * threads closes the file, which every {@code get()} does. If a process is killed, its lock file is no longer locked, so
 * the next process can lock it.
 */
final class WriteLock implements AutoCloseable {
    /** Far after the content, so that the content can be read on systems with mandatory locks. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final long POLL_MILLIS = 10;

    /** The files that threads of this process write to. A file lock belongs to a process, not to a thread. */
    private static final Set<Path> BUSY = new HashSet<>();

    private final Path target;
    private final Path file;
    private final FileChannel channel;
    private final FileChannel secondChannel;

    private WriteLock(Path target, Path file, FileChannel channel, FileChannel secondChannel) {
        this.target = target;
        this.file = file;
        this.channel = channel;
        this.secondChannel = secondChannel;
    }

    /**
     * Waits for the lock of a file.
     *
     * @param target the file, which is not a symbolic link
     * @param timeout how long to wait
     * @throws TimeoutException if another thread or process still has the lock then
     */
    static WriteLock acquire(Path target, Duration timeout) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        enter(target, deadline, timeout);
        boolean entered = false;
        try {
            Path file = SiblingFile.of(target, "lock");
            Optional<WriteLock> lock = attempt(target, file);
            while (lock.isEmpty()) {
                if (System.nanoTime() - deadline >= 0) {
                    throw timedOut("another process has the lock file " + file, timeout);
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

    private static void enter(Path target, long deadline, Duration timeout)
            throws InterruptedException, TimeoutException {
        synchronized (BUSY) {
            while (!BUSY.add(target)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw timedOut("another thread of this process is writing to the file", timeout);
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

    private static TimeoutException timedOut(String reason, Duration timeout) {
        return new TimeoutException(reason + ", still after " + timeout.toMillis() + " ms");
    }

    private static Optional<WriteLock> attempt(Path target, Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty(); // another user's lock file
            }
            throw e;
        }
        Optional<WriteLock> lock = Optional.empty();
        boolean failed = true;
        boolean locked = false;
        try {
            locked = lockOf(channel);
            if (locked) {
                lock = secondChannel(channel, file).map(second -> new WriteLock(target, file, channel, second));
            }
            failed = false;
            return lock;
        } finally {
            if (failed && locked) { // the disk is full, or this thread is interrupted
                delete(file);
            }
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
            return false; // another class loader of this process loaded this class too
        }
    }

    /**
     * Checks that the locked file is still the file at the path. Its previous holder may have deleted it in the meantime.
     * So this writes a random token through the locked channel, and reads it through a second channel that opens the path.
     *
     * @return the second channel, which must stay open, because closing it would end the lock; empty if it is another file
     */
    private static Optional<FileChannel> secondChannel(FileChannel locked, Path file) throws IOException {
        byte[] token = UUID.randomUUID().toString().getBytes(US_ASCII);
        locked.truncate(0);
        locked.write(ByteBuffer.wrap(token), 0);
        FileChannel second;
        try {
            second = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            ByteBuffer found = ByteBuffer.allocate(token.length);
            second.read(found, 0);
            same = found.flip().equals(ByteBuffer.wrap(token));
        } finally {
            if (!same) {
                second.close();
            }
        }
        return same ? Optional.of(second) : Optional.empty();
    }

    /** Ends the lock. A lock file that cannot be deleted does no harm, because the next process can lock it. */
    @Override
    public void close() {
        try (secondChannel;
                channel) {
            delete(file);
        } catch (IOException e) {
            System.getLogger("dev.gosync.file").log(System.Logger.Level.DEBUG, "Could not close " + file, e);
        } finally {
            leave(target);
        }
    }

    /** Only the holder of the lock may do this. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("dev.gosync.file").log(System.Logger.Level.DEBUG, "Could not remove " + file, e);
        }
    }
}
