package dev.gosync.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps runs in a folder: one file of JSON lines for each run, readable by its owner only. The folder is made at the first
 * write. A file {@code go-sync-state} tells that it is a folder of a journal.
 */
final class FolderRunStore implements RunStore {
    private static final int CHUNK = 1 << 16;
    private static final String MARKER = "go-sync-state";
    private static final String MARKER_START = "This folder has the journal of Go Sync. Format ";
    private static final String MARKER_TEXT = MARKER_START + "1.\n";
    private static final String SUFFIX = ".jsonl";

    /** A new volume has it at its root. */
    private static final String LOST_AND_FOUND = "lost+found";

    private final Path folder;
    private final Path runs;
    private final FolderLocks locks;

    FolderRunStore(Path folder) {
        this.folder = folder;
        this.runs = folder.resolve("runs");
        this.locks = new FolderLocks(folder.resolve("locks"));
    }

    @Override
    public String name() {
        return "folder " + folder;
    }

    @Override
    public List<String> runs() {
        if (!isOurs() || !Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw failed("read", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** A crash can tear a line inside a character, so lines are found among the bytes. */
    @Override
    public void forEachLine(String run, Consumer<? super String> each) {
        isOurs();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file(run)), CHUNK)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    each.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        } catch (NoSuchFileException e) {
            // a run that is not there has no lines
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public RunWriter create(String run) {
        prepare();
        return written(() -> {
            try {
                OwnerOnly.makeFile(file(run));
            } catch (FileAlreadyExistsException e) {
                throw new JournalException("The journal in " + name() + " has a run " + run + " already. Run again", e);
            }
            OwnerOnly.force(runs);
            return new Writer(file(run));
        });
    }

    @Override
    public void delete(String run) {
        isOurs();
        written(() -> Files.deleteIfExists(file(run)));
    }

    @Override
    public Optional<Lock> lock(String configuration, String holder) {
        prepare();
        return written(() -> locks.lock(configuration, holder));
    }

    @Override
    public Optional<String> holder(String configuration) {
        if (!isOurs()) {
            return Optional.empty();
        }
        try {
            return Uninterrupted.run(() -> locks.holder(configuration));
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private Path file(String run) {
        return runs.resolve(Texts.asFileName(run) + SUFFIX);
    }

    /** Whether there is a journal. A folder with other files is refused, so that nothing in it is changed. */
    private boolean isOurs() {
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new JournalException(
                        folder + " is a file, but a folder for the journal is needed. Name another one", null);
            }
            String marker = marker();
            if (MARKER_TEXT.startsWith(marker)) { // a crash can cut it short
                return true;
            }
            throw marker.startsWith(MARKER_START)
                    ? new JournalException(
                            name()
                                    + " was written by a newer version of Go Sync. Use that version, or name another folder",
                            null)
                    : notOurs();
        } catch (NoSuchFileException e) {
            checkAbove();
            return false;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** A file in place of a folder above is told by some JDKs as a folder that is missing. */
    private void checkAbove() {
        Path above = folder.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw failed("read", new FileSystemException(above.toString(), null, "Not a directory"));
        }
    }

    /** @throws NoSuchFileException if there is neither a marker nor anything else */
    private String marker() throws IOException {
        Path marker = folder.resolve(MARKER);
        try {
            return new String(Files.readAllBytes(marker), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            boolean isEmpty;
            try (Stream<Path> content = Files.list(folder)) {
                isEmpty = content.allMatch(file -> file.getFileName().toString().equals(LOST_AND_FOUND));
            }
            if (isEmpty) {
                throw e;
            }
            if (!Files.exists(marker)) { // another process may have made the journal in the meantime
                throw notOurs();
            }
            return new String(Files.readAllBytes(marker), StandardCharsets.UTF_8);
        }
    }

    private JournalException notOurs() {
        return new JournalException(
                name() + " has files in it, but no journal of Go Sync. Name an empty folder or a new one", null);
    }

    /** The marker comes first: whatever a crash leaves, the folder is known as ours. */
    private void prepare() {
        if (isOurs() && Files.isDirectory(runs)) {
            return;
        }
        written(() -> {
            OwnerOnly.makeFolder(folder);
            try (FileChannel marker =
                    OwnerOnly.open(folder.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(MARKER_TEXT);
                while (text.hasRemaining()) {
                    marker.write(text);
                }
                marker.force(true);
            }
            OwnerOnly.makeFolder(folder.resolve("locks"));
            OwnerOnly.makeFolder(runs);
            OwnerOnly.force(folder);
            return folder;
        });
    }

    private <T> T written(Uninterrupted.Work<T, IOException> work) {
        try {
            return Uninterrupted.run(work);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private JournalException failed(String verb, IOException cause) {
        String reason = Texts.reason(cause);
        String remedy = cause instanceof AccessDeniedException
                ? "Run as the user who owns the folder, or name another folder"
                : cause instanceof FileSystemException
                        ? "Make the folder writable and see that the disk has room, or name another folder"
                        : "See that the disk has room, then run again";
        return new JournalException(
                "The journal in " + name() + " cannot be " + verb + ": " + reason + ". " + remedy, cause);
    }

    /** Uses a stream: a channel would be closed by an interrupt, and what happened would be lost. */
    final class Writer implements RunWriter {
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
