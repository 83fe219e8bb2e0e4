package dev.gosync.adapter;

import dev.gosync.adapter.ConfigException.Fault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configured values of one place, checked against the keys of its type. Immutable; threads may share it.
 */
public final class Config {
    private final String type;
    private final List<ConfigKey> keys;
    private final Map<String, Object> values;
    private final Scope scope;

    private Config(String type, List<ConfigKey> keys, Map<String, Object> values, Scope scope) {
        this.type = type;
        this.keys = keys;
        this.values = values;
        this.scope = scope;
    }

    /**
     * Checks values against the keys of a type.
     *
     * @param type the name of the type, see {@code AdapterProvider.type()}
     * @param keys every key that may be present
     * @param values by key: a string, number or boolean; a list of at least one of these; or a map of these. Conditions are
     *     a map of these, of lists, and of maps from {@code not} to either. A string that spells a number or a boolean is
     *     read as one if the key takes one.
     * @param scope what the places of one configuration share
     * @return the checked values
     * @throws ConfigException with every unknown key, missing key and wrong value
     */
    public static Config of(String type, List<ConfigKey> keys, Map<String, ?> values, Scope scope) {
        List<Fault> faults = new ArrayList<>();
        Map<String, ConfigKey> byName = new LinkedHashMap<>();
        keys.forEach(key -> byName.put(key.name(), key));
        Map<String, Object> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            ConfigKey key = byName.get(name);
            if (key == null) {
                faults.add(Fault.unknownKey(name, byName.keySet()));
            } else {
                try {
                    checked.put(name, read(key, value, scope.folder));
                } catch (IllegalArgumentException e) {
                    faults.add(new Fault(name, String.valueOf(e.getMessage())));
                }
            }
        });
        byName.values().stream()
                .filter(key -> key.isRequired() && !values.containsKey(key.name()))
                .forEach(key -> faults.add(new Fault(key.name(), "is missing: " + key.help())));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new Config(type, List.copyOf(keys), checked, scope);
    }

    /**
     * Returns the text of a required key.
     *
     * @param key of form TEXT
     * @return its value
     */
    public String text(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("The key " + key + " is optional: use find"));
    }

    /**
     * Returns the text of an optional key.
     *
     * @param key of form TEXT
     * @return its value, if it is present
     */
    public Optional<String> find(String key) {
        return find(key, ConfigKey.Form.TEXT).map(String.class::cast);
    }

    /**
     * Returns a whole number.
     *
     * @param key of form NUMBER
     * @return its value, if it is present
     */
    public OptionalInt number(String key) {
        return find(key, ConfigKey.Form.NUMBER)
                .map(value -> OptionalInt.of((Integer) value))
                .orElseGet(OptionalInt::empty);
    }

    /**
     * Returns a flag.
     *
     * @param key of form FLAG
     * @return its value; false if it is not present
     */
    public boolean flag(String key) {
        return flag(key, false);
    }

    /**
     * Returns a flag that has a default.
     *
     * @param key of form FLAG
     * @param otherwise the value if it is not present
     * @return its value
     */
    public boolean flag(String key, boolean otherwise) {
        return find(key, ConfigKey.Form.FLAG).map(Boolean.class::cast).orElse(otherwise);
    }

    /**
     * Returns a path. A relative path is resolved against the folder of the configuration. The path {@code -}, which means
     * standard input or output, stays as it is.
     *
     * @param key of form PATH
     * @return its value, if it is present
     */
    public Optional<Path> path(String key) {
        return find(key, ConfigKey.Form.PATH).map(Path.class::cast);
    }

    /**
     * Returns a list of strings.
     *
     * @param key of form LIST
     * @return its value; empty if it is not present
     */
    public List<String> list(String key) {
        List<String> copy = new ArrayList<>();
        find(key, ConfigKey.Form.LIST)
                .ifPresent(list -> ((Collection<?>) list).forEach(item -> copy.add((String) item)));
        return copy;
    }

    /**
     * Returns strings by name.
     *
     * @param key of form MAP
     * @return its value, in the order of the configuration; empty if it is not present
     */
    public Map<String, String> map(String key) {
        Map<String, String> copy = new LinkedHashMap<>();
        find(key, ConfigKey.Form.MAP)
                .ifPresent(map -> ((Map<?, ?>) map).forEach((name, item) -> copy.put((String) name, (String) item)));
        return copy;
    }

    /**
     * Returns conditions by name. A condition holds if a value equals one of the strings.
     *
     * @param key of form CONDITIONS
     * @return the conditions without {@code not}, in the order of the configuration; empty if there are none
     */
    public Map<String, List<String>> anyOf(String key) {
        return conditions(key, false);
    }

    /**
     * Returns conditions by name. A condition holds if a value equals none of the strings.
     *
     * @param key of form CONDITIONS
     * @return the conditions with {@code not}, in the order of the configuration; empty if there are none
     */
    public Map<String, List<String>> noneOf(String key) {
        return conditions(key, true);
    }

    private Map<String, List<String>> conditions(String key, boolean negated) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        find(key, ConfigKey.Form.CONDITIONS)
                .flatMap(conditions -> Optional.ofNullable(((Map<?, ?>) conditions).get(negated)))
                .ifPresent(some -> ((Map<?, ?>) some).forEach((name, values) -> {
                    List<String> texts = new ArrayList<>();
                    ((Collection<?>) values).forEach(value -> texts.add((String) value));
                    copy.put((String) name, texts);
                }));
        return copy;
    }

    /** {@return the retry policy for every call to a vendor} */
    public Retry retry() {
        return scope.retry;
    }

    /**
     * Returns what places with the same credentials share: a connection, and what was read through it.
     *
     * @param <T> its type
     * @param type its type, so that two vendors never share by accident
     * @param identity what makes two connections the same, such as token and address; compared with {@code equals}
     * @param maker makes the connection the first time
     * @return the shared connection, which the scope closes
     */
    public <T extends AutoCloseable> T shared(Class<T> type, Object identity, Supplier<T> maker) {
        return scope.shared(type, identity, maker);
    }

    private static Object read(ConfigKey key, @Nullable Object value, Path folder) {
        ConfigKey.Form form = key.form();
        if (form == ConfigKey.Form.LIST) {
            return list(key, value);
        }
        if (form == ConfigKey.Form.MAP) {
            return map(key, value);
        }
        if (form == ConfigKey.Form.CONDITIONS) {
            return conditions(key, value);
        }
        String text = scalar(key, value);
        if (form == ConfigKey.Form.NUMBER) {
            return integer(text);
        }
        if (form == ConfigKey.Form.FLAG) {
            return flag(key, text);
        }
        return form == ConfigKey.Form.PATH ? path(folder, text) : text;
    }

    private static List<String> list(ConfigKey key, @Nullable Object value) {
        if (!(value instanceof Collection<?> list)) {
            throw new IllegalArgumentException("must be a list");
        }
        if (list.isEmpty()) {
            throw new IllegalArgumentException("is empty: " + key.help());
        }
        return list.stream().map(item -> scalar(key, item)).toList();
    }

    private static Map<String, String> map(ConfigKey key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("must map names to values");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        map.forEach((name, item) -> strings.put(String.valueOf(name), scalar(key, item)));
        return strings;
    }

    /** The conditions by whether they have {@code not}. */
    private static Map<Boolean, Map<String, List<String>>> conditions(ConfigKey key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("must map names to values");
        }
        Map<Boolean, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        map.forEach((name, item) -> {
            boolean negated = item instanceof Map<?, ?> only && only.keySet().equals(Set.of("not"));
            @Nullable Object values = negated ? ((Map<?, ?>) item).get("not") : item;
            if (values instanceof Map) {
                throw new IllegalArgumentException(
                        "must have a value, a list of values, or a map with only the key not, for '" + name + "'");
            }
            conditions
                    .computeIfAbsent(negated, any -> new LinkedHashMap<>())
                    .put(
                            String.valueOf(name),
                            list(key, values instanceof Collection ? values : List.of(scalar(key, values))));
        });
        return conditions;
    }

    private static String scalar(ConfigKey key, @Nullable Object value) {
        if (value == null || value instanceof Collection || value instanceof Map) {
            throw new IllegalArgumentException("must be a single value: " + key.help());
        }
        String text = value.toString();
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty: " + key.help());
        }
        return chosen(key, text);
    }

    private static String chosen(ConfigKey key, String text) {
        if (key.allowed().isEmpty() || key.allowed().contains(text)) {
            return text;
        }
        throw new IllegalArgumentException(
                key.isSecret()
                        ? "is not one of " + String.join(", ", key.allowed())
                        : Fault.unknownValue(key.name(), text, key.allowed()).problem());
    }

    private static Integer integer(String text) {
        try {
            if (!text.matches("-?[0-9]+")) {
                throw new IllegalArgumentException("must be a whole number");
            }
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static Boolean flag(ConfigKey key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false: " + key.help());
        };
    }

    private static Path path(Path folder, String text) {
        try {
            return text.equals("-") ? Path.of(text) : folder.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
    }

    private Optional<Object> find(String name, ConfigKey.Form form) {
        ConfigKey key = keys.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " declares no key " + name));
        if (key.form() != form) {
            throw new IllegalArgumentException("The key " + name + " is a " + key.form() + ", not a " + form);
        }
        return Optional.ofNullable(values.get(name));
    }

    /** {@return the type and its values, with the values of secret keys masked} */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>(values);
        keys.stream().filter(ConfigKey::isSecret).forEach(key -> shown.replace(key.name(), "***"));
        return type + " " + shown;
    }

    /**
     * What the places of one configuration share. Closing it closes every shared connection, so the places that use one
     * cannot be used any more. Threads may share it.
     */
    public static final class Scope implements AutoCloseable {
        private final Path folder;
        private final Retry retry;
        private final Map<List<Object>, AutoCloseable> connections = new LinkedHashMap<>();
        private boolean closed;

        /**
         * Makes a scope that shares nothing yet.
         *
         * @param folder the folder that relative paths are resolved against
         * @param retry the retry policy for every call to a vendor
         */
        public Scope(Path folder, Retry retry) {
            this.folder = Objects.requireNonNull(folder, "folder");
            this.retry = Objects.requireNonNull(retry, "retry");
        }

        private synchronized <T extends AutoCloseable> T shared(Class<T> type, Object identity, Supplier<T> maker) {
            if (closed) {
                throw new IllegalStateException("The scope is closed, so nothing would close a new connection");
            }
            List<Object> account = List.of(type, identity);
            AutoCloseable known = connections.get(account);
            if (known == null) {
                known = maker.get(); // the maker may ask for another shared connection, which is then closed later
                connections.put(account, known);
            }
            return type.cast(known);
        }

        /** Closes the shared connections, the last one first. A failure to close is only logged. */
        @Override
        public synchronized void close() {
            closed = true;
            List<AutoCloseable> open = new ArrayList<>(connections.values());
            connections.clear();
            for (int i = open.size() - 1; i >= 0; i--) {
                try {
                    open.get(i).close();
                } catch (Exception e) {
                    System.getLogger("dev.gosync").log(System.Logger.Level.DEBUG, "Could not close a connection", e);
                }
            }
        }
    }
}
