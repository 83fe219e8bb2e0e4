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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The adapter type {@code file} of configurations. It makes a {@link FileAdapter} for a text or CSV file, and a {@link
 * FileSource} for a YAML or JSON file and for standard input. Stateless; threads may share it.
 */
public final class FileProvider implements AdapterProvider {
    private static final List<String> TREES = List.of("yaml", "json", "jsonl");

    /** For {@link java.util.ServiceLoader}. */
    public FileProvider() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public String summary() {
        return "A file: text with one member on each line, a column of a CSV, or (read-only) strings in YAML or JSON";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.of(
                                "path",
                                "The file; a relative path is relative to the configuration file; - is standard input")
                        .form(Form.PATH)
                        .required(),
                ConfigKey.of("format", "The format; by default from the end of the file name, otherwise text")
                        .oneOf("text", "csv", "yaml", "json", "jsonl"),
                ConfigKey.of(
                        "encoding",
                        "The encoding, like windows-1252 or big5; by default utf-8; a byte-order mark counts more"),
                ConfigKey.of("column", "csv: the column with the members, by its name in the header"),
                ConfigKey.of(
                                "where",
                                "csv, yaml, json: use only rows or objects with this value, one of a list of values, or"
                                        + " 'not' one; new rows get the first value")
                        .form(Form.CONDITIONS),
                ConfigKey.of(
                                "separator",
                                "csv: the character between two cells; by default that of a line sep=, or a comma")
                        .oneOf(",", ";", "|", "tab"),
                ConfigKey.of("header-row", "csv: the line of the header; by default the first that is not blank")
                        .form(Form.NUMBER),
                ConfigKey.of("until-blank", "csv: the rows end at the first blank row; what follows is kept")
                        .form(Form.FLAG),
                ConfigKey.of("short-rows", "csv: a row may have fewer cells than the header; by default an error")
                        .form(Form.FLAG),
                ConfigKey.of(
                        "at",
                        "yaml, json: the path of the members, like teams.platform.members or members[].email; by default"
                                + " the top of the file"),
                ConfigKey.of("create", "text, csv: create the file if it does not exist")
                        .form(Form.FLAG));
    }

    @Override
    public Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("path", "people.csv");
        example.put("column", "email");
        return example;
    }

    @Override
    public Source create(Config config) {
        Path path = config.path("path").orElseThrow();
        String format = config.find("format").orElseGet(() -> formatOf(path));
        Where where = Where.of(config.anyOf("where"), config.noneOf("where"));
        Optional<Encoding> encoding = config.find("encoding").flatMap(Encoding::named);
        List<Fault> faults = new ArrayList<>(misplaced(config, format));
        config.find("encoding")
                .filter(name -> encoding.isEmpty())
                .ifPresent(name -> faults.add(Encoding.unknown(name)));
        faults.addAll(format.equals("csv") ? csvFaults(config, where) : treeFaults(config, format, where));
        boolean isReadOnly = DiskFile.isStandardInput(path)
                || !encoding.orElse(Encoding.DEFAULT).canWrite();
        if (config.flag("create") && isReadOnly && !TREES.contains(format)) {
            faults.add(new Fault(
                    "create",
                    DiskFile.isStandardInput(path)
                            ? "cannot be used with standard input"
                            : "cannot be used with this encoding, which the JDK can only read"));
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        Encoding used = encoding.orElse(Encoding.DEFAULT);
        ListPath at = config.find("at").map(ListPath::of).orElse(ListPath.TOP);
        return switch (format) {
            case "yaml" -> new FileSource(path, new TreeFormat(new YamlSyntax(), at, where), used);
            case "json" -> new FileSource(path, new TreeFormat(new JsonSyntax(false), at, where), used);
            case "jsonl" -> new FileSource(path, new TreeFormat(new JsonSyntax(true), at, where), used);
            case "csv" -> place(path, csv(config, where), used, config, isReadOnly);
            default -> place(path, new TextFormat(), used, config, isReadOnly);
        };
    }

    private static Source place(
            Path path, EditableFormat format, Encoding encoding, Config config, boolean isReadOnly) {
        return isReadOnly
                ? new FileSource(path, format, encoding)
                : FileAdapter.of(path, format, encoding, config.flag("create"));
    }

    private static CsvFormat csv(Config config, Where where) {
        return new CsvFormat(
                config.find("column").orElseThrow(),
                where,
                config.find("separator").map(FileProvider::separator),
                new CsvFormat.Layout(
                        config.number("header-row").orElse(0), config.flag("until-blank"), config.flag("short-rows")));
    }

    private static char separator(String named) {
        return named.equals("tab") ? '\t' : named.charAt(0);
    }

    /** The keys that cannot be used with this format. */
    private static List<Fault> misplaced(Config config, String format) {
        List<Fault> faults = new ArrayList<>();
        boolean isTree = TREES.contains(format);
        if (!format.equals("csv")) {
            misplaced(faults, config.find("column").isPresent(), "column", "csv", format);
            boolean hasWhere =
                    !config.anyOf("where").isEmpty() || !config.noneOf("where").isEmpty();
            misplaced(faults, hasWhere && !isTree, "where", "csv, yaml, json and jsonl", format);
            misplaced(faults, config.find("separator").isPresent(), "separator", "csv", format);
            misplaced(faults, config.number("header-row").isPresent(), "header-row", "csv", format);
            misplaced(faults, config.flag("until-blank"), "until-blank", "csv", format);
            misplaced(faults, config.flag("short-rows"), "short-rows", "csv", format);
        }
        misplaced(faults, !isTree && config.find("at").isPresent(), "at", "yaml, json and jsonl", format);
        return faults;
    }

    private static void misplaced(List<Fault> faults, boolean isSet, String key, String formats, String format) {
        if (isSet) {
            faults.add(new Fault(
                    key,
                    "is for " + formats + ", but the format of this file is " + format
                            + "; remove the key, or set format"));
        }
    }

    private static List<Fault> csvFaults(Config config, Where where) {
        List<Fault> faults = new ArrayList<>();
        Optional<String> column = config.find("column");
        if (column.isEmpty()) {
            faults.add(new Fault("column", "is missing: the column with the members"));
        } else if (WhiteSpace.visible(column.get()).isEmpty()) {
            faults.add(new Fault("column", "has only invisible characters"));
        } else {
            where.on(column.get())
                    .ifPresent(condition -> faults.add(new Fault(
                            "where", "must not contain '" + condition.name() + "', the column with the members")));
        }
        OptionalInt headerRow = config.number("header-row");
        if (headerRow.isPresent() && headerRow.getAsInt() < 1) {
            faults.add(new Fault("header-row", "must be at least 1, the first line of the file"));
        }
        return faults;
    }

    private static List<Fault> treeFaults(Config config, String format, Where where) {
        List<Fault> faults = new ArrayList<>();
        if (TREES.contains(format)) {
            config.find("at").flatMap(ListPath::fault).ifPresent(problem -> faults.add(new Fault("at", problem)));
            where.conditions()
                    .forEach(condition -> TreeFormat.fault(condition.name())
                            .ifPresent(problem -> faults.add(new Fault("where", problem))));
            if (config.flag("create")) {
                faults.add(new Fault("create", "is for text and csv; a " + format + " file is read-only"));
            }
        }
        return faults;
    }

    private static String formatOf(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "csv";
        }
        if (name.endsWith(".json")) {
            return "json";
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return "jsonl";
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") ? "yaml" : "text";
    }
}
