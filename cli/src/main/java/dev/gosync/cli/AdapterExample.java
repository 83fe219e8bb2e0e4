package dev.gosync.cli;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.config.Adapters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The example of an adapter: a whole configuration that validates. */
final class AdapterExample {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final String FILE = "file";

    private AdapterExample() {}

    /**
     * Makes a configuration with a place of this type. The other place is a file. A type that can be written is the
     * destination.
     *
     * @return the lines; only those of the place if there is no adapter for files
     */
    static List<String> configuration(AdapterProvider provider, Adapters adapters) {
        List<String> place = YamlText.place(provider.type(), provider.example());
        if (!adapters.types().contains(FILE)) {
            return place;
        }
        boolean isWritable = !provider.type().equals(FILE) && isWritable(provider, provider.example());
        List<String> source =
                isWritable ? YamlText.place(FILE, adapters.get(FILE).example()) : place;
        List<String> destination =
                isWritable ? place : YamlText.place(FILE, Map.of("path", "out/" + provider.type() + ".txt"));
        List<String> sync = new ArrayList<>();
        sync.add("name: example");
        sync.add("source:");
        sync.addAll(YamlText.indented("  ", source));
        sync.add("destinations:");
        sync.addAll(YamlText.indented("  ", YamlText.item(destination)));
        List<String> lines = new ArrayList<>();
        lines.add("syncs:");
        lines.addAll(YamlText.indented("  ", YamlText.item(sync)));
        return lines;
    }

    /** {@return the variables that values refer to} */
    static SortedSet<String> variables(Map<String, ?> values) {
        return VARIABLE.matcher(YamlText.value(values))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether a place with these values can be a destination. If the values alone do not tell, it is supposed that it can.
     * The place is made but not read.
     */
    static boolean isWritable(AdapterProvider provider, Map<String, ?> values) {
        Map<String, Object> known = new LinkedHashMap<>();
        values.forEach((key, value) -> known.put(key, withoutVariables(value)));
        try {
            return isAdapter(provider, known);
        } catch (ConfigException e) { // for example, there is no file of credentials
            return !known.keySet()
                            .removeIf(e.faults().stream()
                                    .map(ConfigException.Fault::key)
                                    .toList()::contains)
                    || isAdapterOrUnknown(provider, known);
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    private static boolean isAdapterOrUnknown(AdapterProvider provider, Map<String, ?> values) {
        try {
            return isAdapter(provider, values);
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    private static boolean isAdapter(AdapterProvider provider, Map<String, ?> values) {
        try (Config.Scope scope = new Config.Scope(Path.of(""), Retry.standard());
                Source place = provider.create(values, scope)) {
            return place instanceof Adapter;
        }
    }

    private static Object withoutVariables(Object value) {
        return value instanceof String text
                ? VARIABLE.matcher(text).replaceAll(Matcher.quoteReplacement("example"))
                : value;
    }
}
