package dev.gosync.file;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text file with one thing on each line, or one column of a CSV file. A change keeps the bytes of all other lines and
 * rows.
 *
 * <p>Each write takes a lock that all users of this adapter respect, reads the file again, makes only its own change, and
 * replaces the file in one step. Additions and removals of a change are one write. Things are compared exactly, including
 * case; the engine decides which spellings are the same thing. A write that changes nothing does not touch the file.
 *
 * <p>Immutable; threads may share it. Each option returns a changed copy.
 */
public final class FileAdapter implements Adapter {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private final Path path;
    private final EditableFormat format;
    private final boolean create;
    private final Duration lockTimeout;
    private final DiskFile file;
    private final FileFailures failures;

    private FileAdapter(Path path, EditableFormat format, boolean create, Duration lockTimeout) {
        this.path = Objects.requireNonNull(path, "path");
        this.format = format;
        this.create = create;
        this.lockTimeout = lockTimeout;
        this.file = new DiskFile(path, format.part());
        this.failures = new FileFailures(
                file, create ? "Run again." : "Check the path. To create the file of a destination, set create: true.");
    }

    /**
     * Makes an adapter for a text file with one thing on each line. Blank lines and comments are skipped. A {@code #} at
     * the beginning of a line or after white space starts a comment. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @return the adapter
     */
    public static FileAdapter text(Path path) {
        return new FileAdapter(path, new TextFormat(), false, LOCK_TIMEOUT);
    }

    /**
     * Makes an adapter for one column of a CSV file with a header and commas. Rows whose cell is empty are left out. Reads
     * nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @param column the name of the column with the things
     * @return the adapter
     * @throws IllegalArgumentException if the column is blank
     */
    public static FileAdapter csv(Path path, String column) {
        Objects.requireNonNull(column, "column");
        return new FileAdapter(path, new CsvFormat(column, Map.of(), ','), false, LOCK_TIMEOUT);
    }

    /**
     * Selects rows of a CSV by their values in other columns. Other rows are neither read nor removed. New rows get these
     * values.
     *
     * @param values the values by column. Case counts; white space at both ends and invisible characters are ignored.
     * @return an adapter for these rows
     * @throws IllegalArgumentException if a value is for the column with the things
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter where(Map<String, String> values) {
        Objects.requireNonNull(values, "values");
        CsvFormat csv = csv("where");
        return new FileAdapter(path, new CsvFormat(csv.column(), values, csv.separator()), create, lockTimeout);
    }

    /**
     * Sets the character between two cells of a CSV. The default is a comma.
     *
     * @param separator the character
     * @return the changed adapter
     * @throws IllegalArgumentException if it is a quote or a line break
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter separator(char separator) {
        CsvFormat csv = csv("separator");
        return new FileAdapter(path, new CsvFormat(csv.column(), csv.where(), separator), create, lockTimeout);
    }

    /**
     * Creates the file if it does not exist, when something is added. Until then it counts as a file without things. A new
     * CSV gets a header with its column and the columns of {@link #where}. Without this option, a missing file is an error.
     * Folders are never created.
     *
     * @return the changed adapter
     */
    public FileAdapter create() {
        return new FileAdapter(path, format, true, lockTimeout);
    }

    /** Sets how long a write waits for the lock. */
    FileAdapter lockTimeout(Duration lockTimeout) {
        return new FileAdapter(path, format, create, lockTimeout);
    }

    private CsvFormat csv(String option) {
        if (format instanceof CsvFormat csv) {
            return csv;
        }
        throw new IllegalStateException(option + " is for CSV files only");
    }

    @Override
    public String name() {
        return file.name();
    }

    /**
     * Reads the file.
     *
     * @return its things, and the number of rows with an empty cell
     * @throws AdapterException if the file does not exist (without {@link #create}), cannot be read or is malformed. The
     *     message names the line of malformed content.
     */
    @Override
    public Listing get() throws InterruptedException {
        return failures.translate("read", () -> format.read(content()));
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        write(things, things, List.of(), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        write(things, List.of(), things, outcomes);
    }

    /**
     * Makes additions and removals in one write, so no reader sees one without the other. If some things cannot be
     * written, there are two writes, so that the guards can judge again before the second.
     */
    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (change.additions().stream().anyMatch(thing -> format.refusal(thing).isPresent())) {
            Adapter.super.change(change, outcomes);
            return;
        }
        List<String> all = new ArrayList<>();
        change.mode().actions().forEach(action -> all.addAll(change.of(action)));
        write(all, change.additions(), change.removals(), outcomes);
    }

    private void write(List<String> things, List<String> additions, List<String> removals, Outcomes outcomes)
            throws InterruptedException {
        List<String> writable = additions.stream()
                .filter(thing -> format.refusal(thing).isEmpty())
                .toList();
        if (writable.isEmpty() && removals.isEmpty()) {
            outcomes.attempt(things, all -> report(all, additions, Set.of(), outcomes));
            return;
        }
        // Everything that can fail happens before the first thing has begun, except for the commit.
        Path target = outcomes.prepare(() -> failures.translate("write", file::target));
        try (WriteLock lock = outcomes.prepare(
                        () -> failures.translate("lock", () -> WriteLock.acquire(target, lockTimeout)));
                PreparedWrite write = outcomes.prepare(
                        () -> failures.translate("write", () -> prepared(lock.target(), writable, removals)))) {
            outcomes.attempt(things, all -> {
                failures.translateCommit("replace", write::commit);
                report(all, additions, write.alreadyThere(), outcomes);
            });
        }
    }

    private byte[] content() throws IOException, MalformedFileException {
        byte[] content;
        try {
            content = file.read();
        } catch (NoSuchFileException e) {
            if (!create) {
                throw e;
            }
            file.target(); // fails if the folder does not exist
            content = new byte[0];
        }
        return create && content.length == 0 ? format.blank() : content;
    }

    /**
     * A write that is ready to commit.
     *
     * @param write the write; empty if nothing changes
     * @param alreadyThere the additions that are in the file already
     */
    private record PreparedWrite(Optional<AtomicWrite> write, Set<String> alreadyThere) implements AutoCloseable {
        @Nullable Void commit() throws IOException {
            if (write.isPresent()) {
                write.get().commit();
            }
            return null;
        }

        @Override
        public void close() {
            write.ifPresent(AtomicWrite::close);
        }
    }

    private PreparedWrite prepared(Path target, List<String> additions, List<String> removals)
            throws IOException, MalformedFileException {
        Pieces.Changed after = format.parse(content()).with(additions, removals);
        Optional<byte[]> bytes = after.bytes();
        return new PreparedWrite(
                bytes.isPresent() ? Optional.of(AtomicWrite.prepare(target, bytes.get())) : Optional.empty(),
                after.alreadyThere());
    }

    /** Only an addition can be refused, because a removal is a thing that was read from the file. */
    private void report(
            List<String> things, Collection<String> additions, Set<String> alreadyThere, Outcomes outcomes) {
        Set<String> added = Set.copyOf(additions);
        for (String thing : things) {
            Optional<String> refusal = added.contains(thing) ? format.refusal(thing) : Optional.empty();
            if (refusal.isPresent()) {
                outcomes.failed(
                        thing,
                        AdapterException.of(
                                        FailureKind.REFUSED_THING,
                                        name(),
                                        "write",
                                        "the file cannot contain this thing: " + refusal.get())
                                .remedy("Correct the thing in the source, or set tolerate: [refused-thing] to skip"
                                        + " it.")
                                .build());
            } else if (alreadyThere.contains(thing)) {
                outcomes.alreadyThere(thing);
            } else {
                outcomes.succeeded(thing);
            }
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
