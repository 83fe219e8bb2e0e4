package dev.gosync.file;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Strings in a YAML or JSON file: a list at the top of the file, or what a path leads to. A path has keys with dots between
 * them, and {@code []} for every item of a list: {@code teams.platform.members}, {@code groups[].members}, {@code
 * members[].email}. A dot or a bracket that is part of a key has a backslash before it.
 *
 * <p>It is a source only, because a write would change the formatting of the rest of the file. Immutable; threads may share
 * it. Each option returns a changed copy.
 */
public final class FileSource implements Source {
    private final Path path;
    private final Format format;
    private final Encoding encoding;
    private final DiskFile file;
    private final FileFailures failures;

    FileSource(Path path, Format format, Encoding encoding) {
        this.path = Objects.requireNonNull(path, "path");
        this.format = format;
        this.encoding = encoding;
        this.file = new DiskFile(path, format.part());
        this.failures = new FileFailures(file, "Check the path.");
    }

    private FileSource(Path path, TreeSyntax syntax, ListPath at) {
        this(path, new TreeFormat(syntax, at, Where.ALL), Encoding.DEFAULT);
    }

    private static ListPath path(String at) {
        return ListPath.of(Objects.requireNonNull(at, "at"));
    }

    /**
     * Makes a source from the list at the top of a YAML file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @return the source
     */
    public static FileSource yaml(Path path) {
        return new FileSource(path, new YamlSyntax(), ListPath.TOP);
    }

    /**
     * Makes a source from a YAML file. All its documents are read. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @param at the path of the strings in each document
     * @return the source
     * @throws IllegalArgumentException if the path is invalid
     */
    public static FileSource yaml(Path path, String at) {
        return new FileSource(path, new YamlSyntax(), path(at));
    }

    /**
     * Makes a source from the list at the top of a JSON file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @return the source
     */
    public static FileSource json(Path path) {
        return new FileSource(path, new JsonSyntax(false), ListPath.TOP);
    }

    /**
     * Makes a source from a JSON file. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @param at the path of the strings
     * @return the source
     * @throws IllegalArgumentException if the path is invalid
     */
    public static FileSource json(Path path, String at) {
        return new FileSource(path, new JsonSyntax(false), path(at));
    }

    /**
     * Makes a source from a file of JSON lines. Each line is a string or a list of strings. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @return the source
     */
    public static FileSource jsonLines(Path path) {
        return new FileSource(path, new JsonSyntax(true), ListPath.TOP);
    }

    /**
     * Makes a source from a file of JSON lines. Reads nothing yet.
     *
     * @param path the file; a relative path is relative to the working directory, and {@code -} is standard input
     * @param at the path of the strings in the value of each line
     * @return the source
     * @throws IllegalArgumentException if the path is invalid
     */
    public static FileSource jsonLines(Path path, String at) {
        return new FileSource(path, new JsonSyntax(true), path(at));
    }

    /**
     * Selects objects that have one of some values at a path, in addition to the conditions on other paths. The objects are
     * those in the last list of objects on the path of the strings, or the whole documents. If the value is a list, one of
     * its items is enough.
     *
     * @param key the path of the value in an object. It can begin with the path of another list: {@code groups[].name}. A
     *     dot at its beginning means the top of the document.
     * @param values at least one. Case counts; white space at both ends and invisible characters are ignored.
     * @return a source of these objects
     * @throws IllegalArgumentException if the path is invalid, or there is no value
     */
    public FileSource where(String key, String... values) {
        return where(key, false, values);
    }

    /**
     * Selects objects that have none of some values at a path, in addition to the conditions on other paths. Otherwise like
     * {@link #where}.
     *
     * @param key the path of the value in an object
     * @param values at least one
     * @return a source of these objects
     * @throws IllegalArgumentException if the path is invalid, or there is no value
     */
    public FileSource whereNot(String key, String... values) {
        return where(key, true, values);
    }

    private FileSource where(String key, boolean negated, String... values) {
        if (format instanceof TreeFormat tree) {
            Where where = tree.where().with(key, negated, values);
            return new FileSource(path, new TreeFormat(tree.syntax(), tree.at(), where), encoding);
        }
        throw new IllegalStateException("where is for YAML and JSON only");
    }

    /**
     * Sets the encoding of the file. The default is UTF-8. A byte-order mark in the file counts more.
     *
     * @param charset the encoding
     * @return the changed source
     */
    public FileSource encoding(Charset charset) {
        return new FileSource(path, format, new Encoding(Objects.requireNonNull(charset, "charset")));
    }

    @Override
    public String name() {
        return file.name();
    }

    /**
     * Reads the file.
     *
     * @return the strings, and the number of objects without one
     * @throws AdapterException if the file does not exist, cannot be read or is malformed. The message names the line of
     *     malformed content.
     */
    @Override
    public Listing get() throws InterruptedException {
        return failures.translate(
                "read", () -> format.read(encoding.read(file.read()).utf8()));
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
