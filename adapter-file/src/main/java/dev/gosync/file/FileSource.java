package dev.gosync.file;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A list of strings in a YAML or JSON file. The list is at the top of the file, or at a path such as {@code
 * teams.platform.members}. A dot that is part of a key is written {@code \.}. It is a source only, because a write would
 * change the formatting of the rest of the file. Immutable; threads may share it.
 */
public final class FileSource implements Source {
    private final Format format;
    private final DiskFile file;
    private final FileFailures failures;

    private FileSource(Path path, Format format) {
        this.format = format;
        this.file = new DiskFile(Objects.requireNonNull(path, "path"), format.part());
        this.failures = new FileFailures(file, "Check the path.");
    }

    /**
     * Makes a source from the list at the top of a YAML file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @return the source
     */
    public static FileSource yaml(Path path) {
        return new FileSource(path, new YamlFormat(ListPath.TOP));
    }

    /**
     * Makes a source from a list in a YAML file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @param at the path of the list in the file, as keys with dots between them
     * @return the source
     * @throws IllegalArgumentException if one of the keys is empty
     */
    public static FileSource yaml(Path path, String at) {
        return new FileSource(path, new YamlFormat(ListPath.of(Objects.requireNonNull(at, "at"))));
    }

    /**
     * Makes a source from the list at the top of a JSON file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @return the source
     */
    public static FileSource json(Path path) {
        return new FileSource(path, new JsonFormat(ListPath.TOP));
    }

    /**
     * Makes a source from a list in a JSON file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory
     * @param at the path of the list in the file, as keys with dots between them
     * @return the source
     * @throws IllegalArgumentException if one of the keys is empty
     */
    public static FileSource json(Path path, String at) {
        return new FileSource(path, new JsonFormat(ListPath.of(Objects.requireNonNull(at, "at"))));
    }

    @Override
    public String name() {
        return file.name();
    }

    /**
     * Reads the file.
     *
     * @return the strings of the list
     * @throws AdapterException if the file does not exist, cannot be read or is malformed. The message names the line of
     *     malformed content.
     */
    @Override
    public Listing get() throws InterruptedException {
        return failures.translate("read", () -> format.read(file.read()));
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
