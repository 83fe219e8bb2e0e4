package dev.gosync.cli;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.config.Adapters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The example of an adapter: a whole configuration that validates. */
final class AdapterExample {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private AdapterExample() {}

    /**
     * Makes a configuration with a place of this type. The other place is of a type that needs no credentials, such as a
     * file. A type that can be written is the destination.
     *
     * @return the lines; only those of the place if each type needs credentials
     */
    static List<String> configuration(AdapterProvider provider, Adapters adapters) {
        List<String> place = YamlText.place(provider.type(), provider.example());
        Optional<AdapterProvider> free = adapters.all().stream()
                .filter(each -> each.rights().isEmpty() && !each.example().isEmpty())
                .findFirst();
        if (free.isEmpty()) {
            return place;
        }
        boolean isWritable = !provider.equals(free.get()) && isWritable(provider, provider.example(), Path.of(""));
        List<String> other = YamlText.place(free.get().type(), free.get().example());
        List<String> destination =
                provider.equals(free.get()) ? YamlText.place(provider.type(), copy(provider)) : other;
        List<String> sync = new ArrayList<>();
        sync.add("name: example");
        sync.add("source:");
        sync.addAll(YamlText.indented("  ", isWritable ? other : place));
        sync.add("destinations:");
        sync.addAll(YamlText.indented("  ", YamlText.item(isWritable ? place : destination)));
        List<String> lines = new ArrayList<>();
        lines.add("syncs:");
        lines.addAll(YamlText.indented("  ", YamlText.item(sync)));
        return lines;
    }

    /** The example with other paths, so that it is another place. */
    private static Map<String, Object> copy(AdapterProvider provider) {
        Map<String, Object> values = new LinkedHashMap<>(provider.example());
        provider.keys().stream()
                .filter(key -> key.form() == ConfigKey.Form.PATH)
                .forEach(key -> values.computeIfPresent(key.name(), (name, path) -> "copy-of-" + path));
        return values;
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
     *
     * @param folder the folder that relative paths are relative to
     */
    static boolean isWritable(AdapterProvider provider, Map<String, ?> values, Path folder) {
        Map<String, Object> known = new LinkedHashMap<>();
        values.forEach((key, value) -> known.put(key, withoutVariables(value)));
        try {
            return isAdapter(provider, known, folder);
        } catch (ConfigException e) { // for example, there is no file of credentials
            return !known.keySet()
                            .removeIf(e.faults().stream()
                                    .map(ConfigException.Fault::key)
                                    .toList()::contains)
                    || isAdapterOrUnknown(provider, known, folder);
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    private static boolean isAdapterOrUnknown(AdapterProvider provider, Map<String, ?> values, Path folder) {
        try {
            return isAdapter(provider, values, folder);
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    private static boolean isAdapter(AdapterProvider provider, Map<String, ?> values, Path folder) {
        try (Config.Scope scope = new Config.Scope(folder, Retry.standard());
                Source place = provider.create(values, scope)) {
            return place instanceof Adapter;
        }
    }

    /**
     * Checks values without their variables. The place is made but not read.
     *
     * @param folder the folder that relative paths are relative to
     * @return what is wrong with the values that name no variable
     */
    static List<ConfigException.Fault> faults(AdapterProvider provider, Map<String, ?> values, Path folder) {
        Map<String, Object> known = new LinkedHashMap<>();
        values.forEach((key, value) -> known.put(key, withoutVariables(value)));
        try {
            isAdapter(provider, known, folder);
            return List.of();
        } catch (ConfigException e) {
            return e.faults().stream()
                    .filter(fault -> !values.containsKey(fault.key())
                            || values.get(fault.key()).equals(known.get(fault.key())))
                    .toList();
        } catch (RuntimeException | LinkageError e) {
            return List.of(); // validate tells it
        }
    }

    private static Object withoutVariables(Object value) {
        return value instanceof String text
                ? VARIABLE.matcher(text).replaceAll(Matcher.quoteReplacement("example"))
                : value;
    }
}
