package dev.gosync.journal;

import dev.gosync.journal.RunStore.Lock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The locks of configurations: locks of the operating system on files in a folder. The system frees them when the process
 * ends. Threads may share it.
 */
final class FolderLocks {
    private static final int LONGEST_NAME = 100;
    private static final String JUST_BEGUN = "a run that has just begun";

    /**
     * The files that this process has locked. No other channel of such a file may be opened: on POSIX systems, closing it
     * would free the lock.
     */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    private final Path folder;

    FolderLocks(Path folder) {
        this.folder = folder;
    }

    Optional<Lock> lock(String configuration, String holder) throws IOException {
        Path file = file(configuration);
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return Optional.empty();
            }
            FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (tried(channel, false).isEmpty()) {
                    channel.close();
                    return Optional.empty();
                }
                tell(holderFile(file), holder);
                HELD.put(file, channel);
                return Optional.of(() -> free(file, channel));
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        }
    }

    Optional<String> holder(String configuration) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path file = file(configuration);
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return Optional.of(told(file));
            }
            // A shared lock, so that two who only ask do not take each other for the holder
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return tried(channel, true).isPresent() ? Optional.empty() : Optional.of(told(file));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    private static Optional<FileLock> tried(FileChannel channel, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
        } catch (OverlappingFileLockException e) { // another copy of this class holds it
            return Optional.empty();
        }
    }

    private static void free(Path file, FileChannel channel) {
        synchronized (HELD) {
            if (!HELD.remove(file, channel)) {
                return;
            }
            try (channel) {
                Files.deleteIfExists(holderFile(file));
            } catch (IOException e) {
                // The lock is free in any case, and the name of a holder is read only while the lock is held.
            }
        }
    }

    /** Windows lets no other process read a locked file, so the name of the holder is in another file. */
    private static void tell(Path file, String holder) throws IOException {
        try (FileChannel channel = OwnerOnly.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(holder);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static String told(Path file) throws IOException {
        try {
            String holder = new String(Files.readAllBytes(holderFile(file)), StandardCharsets.UTF_8);
            return holder.isEmpty() ? JUST_BEGUN : holder;
        } catch (NoSuchFileException e) {
            return JUST_BEGUN;
        }
    }

    /** The same path for the same file, however the folder was named. A file system limits the length of a name. */
    private Path file(String configuration) throws IOException {
        String name = Texts.asFileName(configuration);
        String unique = name.length() <= LONGEST_NAME ? name : Texts.digest(configuration);
        return folder.toRealPath().resolve(unique + ".lock");
    }

    private static Path holderFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".holder");
    }
}
