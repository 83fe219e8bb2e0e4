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
 * A text file with one thing a line, or one column of a CSV file. Everything that a change does not concern keeps its
 * bytes.
 *
 * <p>Each write takes a lock that other threads and processes respect, reads the file again, makes only its own change
 * and replaces the file in one step, both halves of a change together. A thing is found under its
 * own spelling, case included; which spellings stand for one thing is for the engine's matching to say. Adding what is there and removing what is not leave the file untouched.
 *
 * <p>Immutable, and safe for use by several threads; each option returns a new one.
 */
public final class FileAdapter implements Adapter {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path path;
    private final EditableFormat format;
    private final boolean create;
    private final Duration patience;
    private final Place place;

    private FileAdapter(Path path, EditableFormat format, boolean create, Duration patience) {
        this.path = Objects.requireNonNull(path, "path");
        this.format = format;
        this.create = create;
        this.patience = patience;
        this.place = new Place(
                path,
                format.part(),
                create
                        ? "Run again."
                        : "Check the path; a destination is made when something is added, where create: true is set.");
    }

    /**
     * A text file, one thing a line. Blank lines are skipped, and so is what follows a {@code #} at the beginning of a line
     * or after white space.
     *
     * @param path where it is; a relative path is relative to the working directory
     * @return an adapter that has not touched the file yet
     */
    public static FileAdapter text(Path path) {
        return new FileAdapter(path, new TextFormat(), false, PATIENCE);
    }

    /**
     * One column of a CSV file that has a header, with a comma between cells. Rows whose cell is empty are left out.
     *
     * @param path where it is; a relative path is relative to the working directory
     * @param column the name of the column that holds the things
     * @return an adapter that has not touched the file yet
     * @throws IllegalArgumentException if the column is blank
     */
    public static FileAdapter csv(Path path, String column) {
        return new FileAdapter(path, new CsvFormat(column, Map.of(), ','), false, PATIENCE);
    }

    /**
     * Confines a CSV to the rows that hold these values. Rows that are added get them; other rows are neither read nor
     * removed.
     *
     * @param values what other columns must hold, exactly except for white space around it and invisible characters
     * @return an adapter for these rows
     * @throws IllegalArgumentException if a value is for the column that holds the things
     * @throws IllegalStateException if this is no CSV
     */
    public FileAdapter where(Map<String, String> values) {
        CsvFormat csv = csv("where");
        return new FileAdapter(path, new CsvFormat(csv.column(), values, csv.separator()), create, patience);
    }

    /**
     * Sets what stands between two cells of a CSV.
     *
     * @param separator a comma by default
     * @return an adapter that reads and writes it
     * @throws IllegalArgumentException if it is a quote or a line break
     * @throws IllegalStateException if this is no CSV
     */
    public FileAdapter separator(char separator) {
        CsvFormat csv = csv("separator");
        return new FileAdapter(path, new CsvFormat(csv.column(), csv.where(), separator), create, patience);
    }

    /**
     * Takes a file that is missing for one that holds nothing, and makes it when something is added; a CSV with a header
     * of its column and those of {@link #where}. Without this a missing file is an error. Folders are never made.
     *
     * @return an adapter that makes the file
     */
    public FileAdapter create() {
        return new FileAdapter(path, format, true, patience);
    }

    /** Sets how long a write waits for others. */
    FileAdapter patience(Duration patience) {
        return new FileAdapter(path, format, create, patience);
    }

    private CsvFormat csv(String option) {
        if (format instanceof CsvFormat csv) {
            return csv;
        }
        throw new IllegalStateException(option + " is for CSV files only");
    }

    @Override
    public String name() {
        return place.name();
    }

    /**
     * Reads the file.
     *
     * @return its things, and how many rows have an empty cell
     * @throws AdapterException if it is missing and not to be made, cannot be read, or is malformed: then with the line
     */
    @Override
    public Listing get() throws InterruptedException {
        return place.doing("read", () -> format.read(content()));
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
     * Makes both halves in one replacement, so that no reader sees one without the other. Where some things cannot be
     * written, each half is a replacement of its own, so that what must remain is judged again in between.
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
        // All that can fail comes before the first thing is begun, except for the one step that makes the change.
        Path target = outcomes.prepare(() -> place.doing("write", place::target));
        try (WriteLock lock = outcomes.prepare(() -> place.doing("lock", () -> WriteLock.of(target, patience)));
                Next next =
                        outcomes.prepare(() -> place.doing("write", () -> next(lock.target(), writable, removals)))) {
            outcomes.attempt(things, all -> {
                place.committing("replace", next::commit);
                report(all, additions, next.alreadyThere(), outcomes);
            });
        }
    }

    private byte[] content() throws IOException, MalformedFile {
        byte[] content;
        try {
            content = place.read();
        } catch (NoSuchFileException e) {
            if (!create) {
                throw e;
            }
            place.target(); // fails where the folder is missing, too
            content = new byte[0];
        }
        return create && content.length == 0 ? format.blank() : content;
    }

    /** What a write makes of the file: a replacement, or nothing where it is as it should be already. */
    private record Next(Optional<Replacement> replacement, Set<String> alreadyThere) implements AutoCloseable {
        @Nullable Void commit() throws IOException {
            if (replacement.isPresent()) {
                replacement.get().commit();
            }
            return null;
        }

        @Override
        public void close() {
            replacement.ifPresent(Replacement::close);
        }
    }

    private Next next(Path target, List<String> additions, List<String> removals) throws IOException, MalformedFile {
        Pieces.Changed after = format.parse(content()).with(additions, removals);
        Optional<byte[]> bytes = after.bytes();
        return new Next(
                bytes.isPresent() ? Optional.of(Replacement.of(target, bytes.get())) : Optional.empty(),
                after.alreadyThere());
    }

    /** Only an addition can be refused: a removal names what was read. */
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
                                        "this cannot stand in it: " + refusal.get())
                                .remedy("Correct the thing where it comes from, or tolerate refused-thing to go on"
                                        + " without it.")
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
