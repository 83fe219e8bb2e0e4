package dev.gosync.file;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
    private final Encoding encoding;
    private final boolean create;
    private final Duration lockTimeout;
    private final DiskFile file;
    private final FileFailures failures;

    private FileAdapter(Path path, EditableFormat format, Encoding encoding, boolean create, Duration lockTimeout) {
        this.path = Objects.requireNonNull(path, "path");
        this.format = format;
        this.encoding = encoding;
        this.create = create;
        this.lockTimeout = lockTimeout;
        this.file = new DiskFile(path, format.part());
        this.failures = new FileFailures(
                file, create ? "Run again." : "Check the path. To create the file of a destination, set create: true.");
    }

    private FileAdapter(Path path, EditableFormat format) {
        this(path, format, Encoding.DEFAULT, false, LOCK_TIMEOUT);
    }

    /**
     * Makes an adapter for a text file with one thing on each line. Blank lines and comments are skipped. A {@code #} at
     * the beginning of a line or after white space starts a comment. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @return the adapter
     */
    public static FileAdapter text(Path path) {
        return new FileAdapter(path, new TextFormat());
    }

    /**
     * Makes an adapter for one column of a CSV file with a header. Rows whose cell is empty are left out. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @param column the name of the column with the things
     * @return the adapter
     * @throws IllegalArgumentException if the column is blank
     */
    public static FileAdapter csv(Path path, String column) {
        Objects.requireNonNull(column, "column");
        return new FileAdapter(path, CsvFormat.of(column));
    }

    /**
     * Selects rows of a CSV by their values in other columns. Other rows are neither read nor removed. New rows get these
     * values. Replaces all conditions.
     *
     * @param values the values by column. Case counts; white space at both ends and invisible characters are ignored.
     * @return an adapter for these rows
     * @throws IllegalArgumentException if a value is for the column with the things
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter where(Map<String, String> values) {
        Objects.requireNonNull(values, "values");
        return with(csv("where").with(Where.of(values)));
    }

    /**
     * Selects rows of a CSV that have one of some values in another column, in addition to the conditions on other columns.
     * New rows get the first value.
     *
     * @param column the name of the column
     * @param values at least one
     * @return an adapter for these rows
     * @throws IllegalArgumentException if it is the column with the things, or there is no value
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter where(String column, String... values) {
        CsvFormat csv = csv("where");
        return with(csv.with(csv.where().with(column, false, values)));
    }

    /**
     * Selects rows of a CSV that have none of some values in another column, in addition to the conditions on other
     * columns. New rows have an empty cell in this column.
     *
     * @param column the name of the column
     * @param values at least one
     * @return an adapter for these rows
     * @throws IllegalArgumentException if it is the column with the things, or there is no value
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter whereNot(String column, String... values) {
        CsvFormat csv = csv("whereNot");
        return with(csv.with(csv.where().with(column, true, values)));
    }

    /**
     * Sets the character between two cells of a CSV. The default is the one that a first line {@code sep=;} names, or a
     * comma.
     *
     * @param separator the character
     * @return the changed adapter
     * @throws IllegalArgumentException if it is a quote or a line break
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter separator(char separator) {
        return with(csv("separator").with(separator));
    }

    /**
     * Sets the line of the header of a CSV. All lines above it are kept and not read. The default is the first line that is
     * not blank.
     *
     * @param line as an editor numbers it, from 1
     * @return the changed adapter
     * @throws IllegalArgumentException if it is not positive
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter headerRow(int line) {
        if (line < 1) {
            throw new IllegalArgumentException("the row of the header must be positive");
        }
        CsvFormat csv = csv("headerRow");
        return with(csv.with(new CsvFormat.Layout(
                line, csv.layout().untilBlank(), csv.layout().shortRows())));
    }

    /**
     * Ends the rows of a CSV at the first row without text. All lines from there on are kept and not read. A new row is
     * added before it.
     *
     * @return the changed adapter
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter untilBlank() {
        CsvFormat csv = csv("untilBlank");
        return with(csv.with(new CsvFormat.Layout(
                csv.layout().headerRow(), true, csv.layout().shortRows())));
    }

    /**
     * Allows rows of a CSV with fewer cells than the header. The missing cells are empty.
     *
     * @return the changed adapter
     * @throws IllegalStateException if this is not a CSV
     */
    public FileAdapter shortRows() {
        CsvFormat csv = csv("shortRows");
        return with(csv.with(
                new CsvFormat.Layout(csv.layout().headerRow(), csv.layout().untilBlank(), true)));
    }

    /**
     * Sets the encoding of the file. The default is UTF-8. A byte-order mark in the file counts more. A write keeps the
     * encoding and the mark.
     *
     * @param charset the encoding
     * @return the changed adapter
     * @throws IllegalArgumentException if the JDK cannot write this encoding
     */
    public FileAdapter encoding(Charset charset) {
        Encoding changed = new Encoding(Objects.requireNonNull(charset, "charset"));
        if (!changed.canWrite()) {
            throw new IllegalArgumentException("the JDK cannot write " + charset.name());
        }
        return new FileAdapter(path, format, changed, create, lockTimeout);
    }

    /**
     * Creates the file if it does not exist, when something is added. Until then it counts as a file without things. A new
     * CSV gets a header with its column and the columns of {@link #where}. Without this option, a missing file is an error.
     * Folders are never created.
     *
     * @return the changed adapter
     */
    public FileAdapter create() {
        return new FileAdapter(path, format, encoding, true, lockTimeout);
    }

    static FileAdapter of(Path path, EditableFormat format, Encoding encoding, boolean create) {
        return new FileAdapter(path, format, encoding, create, LOCK_TIMEOUT);
    }

    /** Sets how long a write waits for the lock. */
    FileAdapter lockTimeout(Duration lockTimeout) {
        return new FileAdapter(path, format, encoding, create, lockTimeout);
    }

    private FileAdapter with(CsvFormat changed) {
        return new FileAdapter(path, changed, encoding, create, lockTimeout);
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
        return failures.translate("read", () -> format.read(content().utf8()));
    }

    /** Tells which additions the file cannot contain. */
    @Override
    public Preview preview(List<String> additions) {
        Function<String, Optional<String>> refusals = refusals();
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (String thing : additions) {
            refusals.apply(thing)
                    .ifPresent(reason -> failures.put(thing, refused(reason).failure()));
        }
        return failures.isEmpty() ? Preview.nothing() : new Preview(failures, Map.of());
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
        Function<String, Optional<String>> refusals = refusals();
        if (change.additions().stream().anyMatch(thing -> refusals.apply(thing).isPresent())) {
            Adapter.super.change(change, outcomes);
            return;
        }
        List<String> all = new ArrayList<>();
        change.mode().actions().forEach(action -> all.addAll(change.of(action)));
        write(all, change.additions(), change.removals(), outcomes);
    }

    private void write(List<String> things, List<String> additions, List<String> removals, Outcomes outcomes)
            throws InterruptedException {
        Function<String, Optional<String>> refusals = refusals();
        Map<String, String> refused = new HashMap<>();
        additions.forEach(thing -> refusals.apply(thing).ifPresent(reason -> refused.put(thing, reason)));
        List<String> writable =
                additions.stream().filter(thing -> !refused.containsKey(thing)).toList();
        if (writable.isEmpty() && removals.isEmpty()) {
            outcomes.attempt(things, all -> report(all, refused, Set.of(), outcomes));
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
                report(all, refused, write.alreadyThere(), outcomes);
            });
        }
    }

    /** Tells why the file cannot contain a thing, unless another program changes its encoding before the write. */
    private Function<String, Optional<String>> refusals() {
        Function<String, Optional<String>> byEncoding = Encoding.refusals(encoding.of(file.start()));
        return thing -> format.refusal(thing).or(() -> byEncoding.apply(thing));
    }

    private Encoding.Content content() throws IOException, MalformedFileException, InterruptedException {
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
        return create && content.length == 0 ? encoding.created(format.blank()) : encoding.read(content);
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
            throws IOException, MalformedFileException, InterruptedException {
        Encoding.Content before = content();
        Pieces.Changed after = format.parse(before.utf8()).with(additions, removals);
        Optional<byte[]> bytes = after.bytes();
        return new PreparedWrite(
                bytes.isPresent()
                        ? Optional.of(AtomicWrite.prepare(target, before.encoded(bytes.get())))
                        : Optional.empty(),
                after.alreadyThere());
    }

    /** Only an addition can be refused, because a removal is a thing that was read from the file. */
    private void report(
            List<String> things, Map<String, String> refusals, Set<String> alreadyThere, Outcomes outcomes) {
        for (String thing : things) {
            String refusal = refusals.get(thing);
            if (refusal != null) {
                outcomes.failed(thing, refused(refusal));
            } else if (alreadyThere.contains(thing)) {
                outcomes.alreadyThere(thing);
            } else {
                outcomes.succeeded(thing);
            }
        }
    }

    private AdapterException refused(String reason) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING, name(), "write", "the file cannot contain this thing: " + reason)
                .remedy("Correct the thing in the source, or set tolerate: [refused-thing] to skip it.")
                .build();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
