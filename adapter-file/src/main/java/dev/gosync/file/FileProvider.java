package dev.gosync.file;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The adapter type {@code file} of configurations. It makes a {@link FileAdapter} for a text or CSV file, and a {@link
 * FileSource} for a YAML or JSON file. Stateless; threads may share it.
 */
public final class FileProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public FileProvider() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public String summary() {
        return "A file: text with one thing on each line, a column of a CSV, or (read-only) a list in YAML or JSON";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.of("path", "The file; a relative path is relative to the configuration file")
                        .form(Form.PATH)
                        .required(),
                ConfigKey.of("format", "The format; by default from the end of the file name, otherwise text")
                        .oneOf("text", "csv", "yaml", "json"),
                ConfigKey.of("column", "csv: the column with the things, by its name in the header"),
                ConfigKey.of("where", "csv: use only rows with these values, by column; new rows get these values")
                        .form(Form.MAP),
                ConfigKey.of("separator", "csv: the character between two cells; by default a comma")
                        .oneOf(",", ";", "|", "tab"),
                ConfigKey.of(
                        "at",
                        "yaml, json: the path of the list, like teams.platform.members; by default the top of the file"),
                ConfigKey.of("create", "text, csv: create the file if it does not exist")
                        .form(Form.FLAG));
    }

    @Override
    public Source create(Config config) {
        Path path = config.path("path").orElseThrow();
        String format = config.find("format").orElseGet(() -> formatOf(path));
        List<Fault> faults = faults(config, format);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        Optional<String> at = config.find("at");
        return switch (format) {
            case "yaml" -> at.isPresent() ? FileSource.yaml(path, at.get()) : FileSource.yaml(path);
            case "json" -> at.isPresent() ? FileSource.json(path, at.get()) : FileSource.json(path);
            case "csv" ->
                adapter(
                        config,
                        FileAdapter.csv(path, config.find("column").orElseThrow())
                                .where(config.map("where"))
                                .separator(separator(config.find("separator").orElse(","))));
            default -> adapter(config, FileAdapter.text(path));
        };
    }

    private static FileAdapter adapter(Config config, FileAdapter adapter) {
        return config.flag("create") ? adapter.create() : adapter;
    }

    private static char separator(String named) {
        return named.equals("tab") ? '\t' : named.charAt(0);
    }

    /** The keys that cannot be used with this format, and missing keys. */
    private static List<Fault> faults(Config config, String format) {
        List<Fault> faults = new ArrayList<>();
        Optional<String> column = config.find("column");
        Map<String, String> where = config.map("where");
        Optional<String> at = config.find("at");
        if (!format.equals("csv")) {
            column.ifPresent(set -> faults.add(misplaced("column", "csv", format)));
            if (!where.isEmpty()) {
                faults.add(misplaced("where", "csv", format));
            }
            config.find("separator").ifPresent(set -> faults.add(misplaced("separator", "csv", format)));
        } else if (column.isEmpty()) {
            faults.add(new Fault("column", "is missing: the column with the things"));
        } else {
            where.keySet().stream()
                    .filter(name -> WhiteSpace.visible(name).equals(WhiteSpace.visible(column.get())))
                    .forEach(name -> faults.add(
                            new Fault("where", "must not contain '" + name + "', the column with the things")));
        }
        if (format.equals("yaml") || format.equals("json")) {
            at.ifPresent(path -> ListPath.fault(path).ifPresent(problem -> faults.add(new Fault("at", problem))));
            if (config.flag("create")) {
                faults.add(new Fault("create", "is for text and csv; a " + format + " file is read-only"));
            }
        } else if (at.isPresent()) {
            faults.add(misplaced("at", "yaml and json", format));
        }
        return faults;
    }

    private static Fault misplaced(String key, String formats, String format) {
        return new Fault(
                key,
                "is for " + formats + ", but the format of this file is " + format + "; remove the key, or set format");
    }

    private static String formatOf(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "csv";
        }
        if (name.endsWith(".json")) {
            return "json";
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") ? "yaml" : "text";
    }
}
