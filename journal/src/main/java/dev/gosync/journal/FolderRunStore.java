package dev.gosync.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps runs in a folder: one file of JSON lines for each run, readable by its owner only. The folder is made at the first
 * write. A file {@code go-sync-state} tells that it is one of ours.
 */
final class FolderRunStore implements RunStore {
    private static final String MARKER = "go-sync-state";
    private static final String MARKER_TEXT = "This folder has the journal of Go Sync. Format 1.\n";
    private static final String RUNS = "runs";
    private static final String LOCKS = "locks";
    private static final String SUFFIX = ".jsonl";

    private final Path folder;
    private final boolean hasOwners;

    FolderRunStore(Path folder) {
        this.folder = folder;
        this.hasOwners = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public String name() {
        return "folder " + folder;
    }

    @Override
    public List<String> runs() {
        Path runs = folder.resolve(RUNS);
        if (!isOurs() || !Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public List<String> lines(String run) {
        isOurs();
        String text;
        try {
            text = Files.readString(file(run));
        } catch (IOException e) {
            throw failed("read", e);
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        return lines;
    }

    @Override
    public RunWriter create(String run) {
        prepare();
        try {
            Path file = Files.createFile(file(run), ownerOnly("rw-------"));
            forceFolder(folder.resolve(RUNS));
            return new Writer(file);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    @Override
    public void delete(String run) {
        isOurs();
        try {
            Files.deleteIfExists(file(run));
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    @Override
    public Optional<Lock> lock(String configuration, String holder) {
        prepare();
        try {
            FileChannel channel = FileChannel.open(
                    lockFile(configuration),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    ownerOnly("rw-------"));
            try {
                Optional<FileLock> lock = tried(channel);
                if (lock.isEmpty()) {
                    channel.close();
                    return Optional.empty();
                }
                Files.writeString(holderFile(configuration), holder);
                return Optional.of(() -> closed(channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /** Windows lets nobody read a locked file, so who holds the lock is told beside it. */
    @Override
    public Optional<String> holder(String configuration) {
        if (!isOurs() || !Files.exists(lockFile(configuration))) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lockFile(configuration), StandardOpenOption.WRITE)) {
            return tried(channel).isPresent()
                    ? Optional.empty()
                    : Optional.of(Files.readString(holderFile(configuration)));
        } catch (NoSuchFileException e) {
            return Optional.of("a run that has just begun");
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private static Optional<FileLock> tried(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) { // another thread of this process holds it
            return Optional.empty();
        }
    }

    private void closed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private Path lockFile(String configuration) {
        return folder.resolve(LOCKS).resolve(Texts.asFileName(configuration) + ".lock");
    }

    private Path holderFile(String configuration) {
        return folder.resolve(LOCKS).resolve(Texts.asFileName(configuration) + ".holder");
    }

    private Path file(String run) {
        return folder.resolve(RUNS).resolve(Texts.asFileName(run) + SUFFIX);
    }

    /** Whether there is a journal. A folder of somebody else is refused, so that nothing in it is changed. */
    private boolean isOurs() {
        if (!Files.exists(folder)) {
            return false;
        }
        if (!Files.isDirectory(folder)) {
            throw new JournalException(
                    folder + " is a file, but a folder for the journal is needed. Name another one", null);
        }
        try {
            if (Files.exists(folder.resolve(MARKER))) {
                // A full disk or a crash can cut the marker short.
                if (!MARKER_TEXT.startsWith(Files.readString(folder.resolve(MARKER)))) {
                    throw new JournalException(
                            name()
                                    + " was written by a newer version of Go Sync. Use that version, or name another folder",
                            null);
                }
                return true;
            }
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new JournalException(
                            name() + " has files in it, but no journal of Go Sync. Name an empty folder or a new one",
                            null);
                }
            }
            return false;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private void prepare() {
        boolean exists = isOurs();
        try {
            for (Path made : List.of(folder, folder.resolve(RUNS), folder.resolve(LOCKS))) {
                if (!Files.isDirectory(made)) {
                    Files.createDirectories(made, ownerOnly("rwx------"));
                }
            }
            if (!exists) {
                write(folder.resolve(MARKER));
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static void write(Path marker) throws IOException {
        try {
            Files.writeString(marker, MARKER_TEXT, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // another run was faster
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return hasOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** So that the name of a new file survives a power failure. Only POSIX systems let a folder be forced. */
    private void forceFolder(Path changed) throws IOException {
        if (hasOwners) {
            try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private JournalException failed(String verb, Exception cause) {
        return failed(name(), verb, cause);
    }

    private static JournalException failed(String name, String verb, Exception cause) {
        String reason = Texts.reason(cause);
        String remedy = cause instanceof AccessDeniedException
                ? "Run as the user who owns the folder, or name another folder"
                : cause instanceof FileSystemException
                        ? "Make the folder writable and see that the disk has room, or name another folder"
                        : "See that the disk has room, then run again";
        return new JournalException(
                "The journal in " + name + " cannot be " + verb + ": " + reason + ". " + remedy, cause);
    }

    /** Uses a stream: a channel would be closed by an interrupt, and what happened would be lost. */
    private final class Writer implements RunWriter {
        private final FileOutputStream out;

        Writer(Path file) throws IOException {
            this.out = new FileOutputStream(file.toFile(), true);
        }

        @Override
        public void append(String line) {
            try {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw failed("written", e);
            }
        }

        @Override
        public void force() {
            try {
                out.getFD().sync();
            } catch (IOException e) {
                throw failed("written", e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw failed("written", e);
            }
        }
    }
}
