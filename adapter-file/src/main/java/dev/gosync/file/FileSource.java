package dev.gosync.file;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.nio.file.Path;

/**
 * A list of strings in a YAML or JSON file: at the top, or at a path such as {@code teams.platform.members}, in which a
 * dot that belongs to a key is written {@code \.}. It can be read and not written, because writing would not keep the
 * rest of such a file as it is.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class FileSource implements Source {
    private final Format format;
    private final Place place;

    private FileSource(Path path, Format format) {
        this.format = format;
        this.place = new Place(path, format.part(), "Check the path.");
    }

    /**
     * The list at the top of a YAML file.
     *
     * @param path where the file is; a relative path is relative to the working directory
     * @return a source that has not touched the file yet
     */
    public static FileSource yaml(Path path) {
        return new FileSource(path, new YamlFormat(ListPath.TOP));
    }

    /**
     * A list inside a YAML file.
     *
     * @param path where the file is; a relative path is relative to the working directory
     * @param at where the list is in the file, as keys with dots between them
     * @return a source that has not touched the file yet
     * @throws IllegalArgumentException if one of the keys is empty
     */
    public static FileSource yaml(Path path, String at) {
        return new FileSource(path, new YamlFormat(ListPath.of(at)));
    }

    /**
     * The list at the top of a JSON file.
     *
     * @param path where the file is; a relative path is relative to the working directory
     * @return a source that has not touched the file yet
     */
    public static FileSource json(Path path) {
        return new FileSource(path, new JsonFormat(ListPath.TOP));
    }

    /**
     * A list inside a JSON file.
     *
     * @param path where the file is; a relative path is relative to the working directory
     * @param at where the list is in the file, as keys with dots between them
     * @return a source that has not touched the file yet
     * @throws IllegalArgumentException if one of the keys is empty
     */
    public static FileSource json(Path path, String at) {
        return new FileSource(path, new JsonFormat(ListPath.of(at)));
    }

    @Override
    public String name() {
        return place.name();
    }

    /**
     * Reads the file.
     *
     * @return the strings of the list
     * @throws AdapterException if it is missing, cannot be read, or is malformed: then with the line
     */
    @Override
    public Listing get() throws InterruptedException {
        return place.doing("read", () -> format.read(place.read()));
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
