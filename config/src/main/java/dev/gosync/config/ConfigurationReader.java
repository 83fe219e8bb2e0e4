package dev.gosync.config;

import dev.gosync.adapter.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads configurations: YAML files that say which lists are synced to which places. Immutable; options return a new
 * reader; threads may share it.
 *
 * <p>Reading a configuration reads no place, except for the values of {@code for-each}.
 */
public final class ConfigurationReader {
    private final Adapters adapters;
    private final Map<String, String> variables;
    private final Set<String> only;
    private final boolean mustBeThere;
    private final Missing missing;

    /** What happens to a variable that is not set, and to a place that cannot be made. */
    enum Missing {
        /** It is a fault. */
        IS_A_FAULT,
        /** A variable may be missing. */
        IS_OFFLINE,
        /** Both may be missing, and are reported. */
        IS_REPORTED
    }

    private ConfigurationReader(
            Adapters adapters, Map<String, String> variables, Set<String> only, boolean mustBeThere, Missing missing) {
        this.adapters = adapters;
        this.variables = variables;
        this.only = only;
        this.mustBeThere = mustBeThere;
        this.missing = missing;
    }

    /**
     * Makes a reader that uses the environment variables of the process.
     *
     * @param adapters the adapters that a configuration can use
     * @return the reader
     */
    public static ConfigurationReader of(Adapters adapters) {
        return new ConfigurationReader(adapters, System.getenv(), Set.of(), true, Missing.IS_A_FAULT);
    }

    /**
     * Makes a reader that uses the adapters on the class path and the environment variables of the process.
     *
     * @return the reader
     * @throws ConfigurationException if an adapter cannot be loaded
     */
    public static ConfigurationReader standard() {
        return of(Adapters.in(ConfigurationReader.class.getClassLoader()));
    }

    /**
     * Sets the variables that {@code ${NAME}} refers to.
     *
     * @param variables values by name
     * @return the changed reader
     */
    public ConfigurationReader variables(Map<String, String> variables) {
        return new ConfigurationReader(adapters, Map.copyOf(variables), only, mustBeThere, missing);
    }

    /**
     * Selects syncs. A sync is complete if its own name is given; otherwise it has only the named destinations. Only what
     * is selected needs its variables.
     *
     * @param names names of syncs and destinations; if empty, all syncs are selected
     * @return the changed reader
     */
    public ConfigurationReader only(Collection<String> names) {
        return new ConfigurationReader(adapters, variables, Set.copyOf(names), true, missing);
    }

    /**
     * Selects syncs like {@link #only}, but ignores names that the configuration does not have any more.
     *
     * @param names names of syncs and destinations; if empty, all syncs are selected
     * @return the changed reader
     */
    public ConfigurationReader onlyIfThere(Collection<String> names) {
        return new ConfigurationReader(adapters, variables, Set.copyOf(names), false, missing);
    }

    /**
     * Returns a reader that needs no variable. A sync that needs one that is not set is checked and part of {@link
     * Configuration#partialSyncs}, but its places cannot be read: their secrets have no value.
     *
     * @return the changed reader
     */
    public ConfigurationReader offline() {
        return new ConfigurationReader(adapters, variables, only, mustBeThere, Missing.IS_OFFLINE);
    }

    /**
     * Returns a reader that makes each place that it can, for example to try all credentials. A variable that is not set, and a
     * place that cannot be made because its file of credentials is missing, are no faults. {@link Configuration#missing} has
     * them, and {@link Configuration#partialSyncs} has all other places.
     *
     * @return the changed reader
     */
    public ConfigurationReader partial() {
        return new ConfigurationReader(adapters, variables, only, mustBeThere, Missing.IS_REPORTED);
    }

    /**
     * Reads a file.
     *
     * @param file the file; relative paths in it are relative to its folder
     * @return the configuration
     * @throws ConfigurationException with all faults
     */
    public Configuration read(Path file) {
        return readFile(file, file.toString());
    }

    /**
     * Reads a file.
     *
     * @param folder the folder that the name is relative to
     * @param name the path of the file, which messages show as it is
     * @return the configuration; relative paths in it are relative to the folder of the file
     * @throws ConfigurationException with all faults
     */
    public Configuration read(Path folder, String name) {
        Path file;
        try {
            file = folder.resolve(name);
        } catch (InvalidPathException e) { // for example a character that the locale of the process cannot encode
            throw new ConfigurationException(List.of(Fault.of(name, "is not a valid path: " + e.getReason())));
        }
        return readFile(file, name);
    }

    private Configuration readFile(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(List.of(Fault.of(name, "is a folder, not a file")));
        }
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        return read(() -> Files.newInputStream(file), name, folder);
    }

    /**
     * Reads a configuration that is no file.
     *
     * @param content the YAML text in UTF-8; it is closed
     * @param name what messages call it
     * @param folder the folder that relative paths are relative to
     * @return the configuration
     * @throws ConfigurationException with all faults
     */
    public Configuration read(InputStream content, String name, Path folder) {
        return read(() -> content, name, folder);
    }

    private Configuration read(Yaml.Content content, String name, Path folder) {
        try {
            KnownKeys keys = KnownKeys.of(adapters.all(), ConfigurationParser.KEYS);
            Interpolation interpolation = new Interpolation(variables, folder);
            Yaml yaml = Yaml.read(content, name, interpolation, keys, missing == Missing.IS_REPORTED);
            return new ConfigurationParser(yaml, name, folder, adapters, only, missing == Missing.IS_OFFLINE)
                    .configuration(mustBeThere);
        } catch (StackOverflowError e) { // in the YAML library or in the parser, which both recurse
            throw new ConfigurationException(List.of(Fault.of(name, "is nested too deeply")));
        }
    }

    /**
     * Makes one place that is in no file, for example from the options of a command line. {@code ${NAME}} and {@code
     * ${file:PATH}} in its values are replaced. Reads nothing.
     *
     * @param type the adapter type, such as {@code slack-usergroup}
     * @param values by key: a string, a list of strings, or a map of these
     * @param folder the folder that relative paths are relative to
     * @return the place, to read it; closing it closes its connections
     * @throws ConfigurationException with all faults; {@link Fault#where} is the type, and the problem begins with the key
     */
    public Source place(String type, Map<String, ?> values, Path folder) {
        return SinglePlace.of(type, values, folder, adapters, new Interpolation(variables, folder));
    }

    /**
     * Prints the JSON Schema of configurations with these adapters.
     *
     * @param out where it is written
     * @throws IOException if it cannot be written
     */
    public void writeSchema(Appendable out) throws IOException {
        new Schema(adapters).write(out);
    }
}
