package dev.gosync;

import dev.gosync.ConfigException.Fault;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of one place in a configuration, checked against the keys of its {@link AdapterProvider}. Immutable, and
 * safe for use by several threads.
 */
public final class Config {
    private final AdapterProvider provider;
    private final Map<String, Object> values;
    private final Scope scope;

    private Config(AdapterProvider provider, Map<String, Object> values, Scope scope) {
        this.provider = provider;
        this.values = values;
        this.scope = scope;
    }

    /**
     * Checks values against the keys of a provider.
     *
     * @param provider knows the keys
     * @param values by key: a string, number or boolean; a list of at least one of these; or a map of these. Strings that
     *     spell a number or a boolean are taken for one where the key wants it.
     * @param scope what the places of one configuration share
     * @return the values, each of its key's form
     * @throws ConfigException with every unknown key, missing key and wrong value
     */
    public static Config of(AdapterProvider provider, Map<String, ?> values, Scope scope) {
        List<Fault> faults = new ArrayList<>();
        Map<String, AdapterProvider.Key> keys = new LinkedHashMap<>();
        provider.keys().forEach(key -> keys.put(key.name(), key));
        Map<String, Object> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            AdapterProvider.Key key = keys.get(name);
            if (key == null) {
                faults.add(Fault.unknownKey(name, keys.keySet()));
            } else {
                try {
                    checked.put(name, read(key, value, scope.folder));
                } catch (IllegalArgumentException e) {
                    faults.add(new Fault(name, String.valueOf(e.getMessage())));
                }
            }
        });
        keys.values().stream()
                .filter(key -> key.required() && !values.containsKey(key.name()))
                .forEach(key -> faults.add(new Fault(key.name(), "is missing: " + key.help())));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new Config(provider, checked, scope);
    }

    /**
     * Gives the text of a required key.
     *
     * @param key of form TEXT
     * @return its value
     */
    public String text(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("The key " + key + " is optional: use find"));
    }

    /**
     * Gives the text of an optional key.
     *
     * @param key of form TEXT
     * @return its value, if it is there
     */
    public Optional<String> find(String key) {
        return find(key, AdapterProvider.Key.Form.TEXT).map(String.class::cast);
    }

    /**
     * Gives a whole number.
     *
     * @param key of form NUMBER
     * @return its value, if it is there
     */
    public OptionalInt number(String key) {
        return find(key, AdapterProvider.Key.Form.NUMBER)
                .map(value -> OptionalInt.of((Integer) value))
                .orElseGet(OptionalInt::empty);
    }

    /**
     * Gives a switch.
     *
     * @param key of form FLAG
     * @return its value; false where it is not there
     */
    public boolean flag(String key) {
        return find(key, AdapterProvider.Key.Form.FLAG).map(Boolean.class::cast).orElse(false);
    }

    /**
     * Gives a path, a relative one resolved against the configuration's folder.
     *
     * @param key of form PATH
     * @return its value, if it is there
     */
    public Optional<Path> path(String key) {
        return find(key, AdapterProvider.Key.Form.PATH).map(Path.class::cast);
    }

    /**
     * Gives a list of strings.
     *
     * @param key of form LIST
     * @return its value; empty where it is not there
     */
    public List<String> list(String key) {
        List<String> copy = new ArrayList<>();
        find(key, AdapterProvider.Key.Form.LIST)
                .ifPresent(list -> ((Collection<?>) list).forEach(item -> copy.add((String) item)));
        return copy;
    }

    /**
     * Gives strings under names.
     *
     * @param key of form MAP
     * @return its value, in the configuration's order; empty where it is not there
     */
    public Map<String, String> map(String key) {
        Map<String, String> copy = new LinkedHashMap<>();
        find(key, AdapterProvider.Key.Form.MAP)
                .ifPresent(map -> ((Map<?, ?>) map).forEach((name, item) -> copy.put((String) name, (String) item)));
        return copy;
    }

    /** {@return the gate that every call to a vendor goes through} */
    public Retry retry() {
        return scope.retry;
    }

    /**
     * Gives what places with the same credentials share: a connection and what it has learnt.
     *
     * @param <T> its type
     * @param type its type, so that two vendors never share by accident
     * @param identity what makes two of them the same, such as a token and an address; compared with {@code equals}
     * @param maker makes the first one
     * @return the one of this scope, which closes it
     */
    public <T extends AutoCloseable> T shared(Class<T> type, Object identity, Supplier<T> maker) {
        return scope.shared(type, identity, maker);
    }

    private static Object read(AdapterProvider.Key key, @Nullable Object value, Path folder) {
        return switch (key.form()) {
            case TEXT -> scalar(key, value);
            case NUMBER -> integer(scalar(key, value));
            case FLAG -> flag(key, scalar(key, value));
            case PATH -> path(folder, scalar(key, value));
            case LIST -> {
                if (!(value instanceof Collection<?> list)) {
                    throw new IllegalArgumentException("must be a list");
                }
                if (list.isEmpty()) {
                    throw new IllegalArgumentException("is empty: " + key.help());
                }
                yield list.stream().map(item -> scalar(key, item)).toList();
            }
            case MAP -> {
                if (!(value instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException("must be names with a value each");
                }
                Map<String, String> strings = new LinkedHashMap<>();
                map.forEach((name, item) -> strings.put(String.valueOf(name), scalar(key, item)));
                yield strings;
            }
        };
    }

    private static String scalar(AdapterProvider.Key key, @Nullable Object value) {
        if (value == null || value instanceof Collection || value instanceof Map) {
            throw new IllegalArgumentException("must be one value: " + key.help());
        }
        String text = value.toString();
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty: " + key.help());
        }
        return chosen(key, text);
    }

    private static String chosen(AdapterProvider.Key key, String text) {
        if (key.allowed().isEmpty() || key.allowed().contains(text)) {
            return text;
        }
        throw new IllegalArgumentException(
                key.secret()
                        ? "is not one of " + String.join(", ", key.allowed())
                        : Fault.unknownValue(key.name(), text, key.allowed()).problem());
    }

    private static Integer integer(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static Boolean flag(AdapterProvider.Key key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false: " + key.help());
        };
    }

    private static Path path(Path folder, String text) {
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason(), e);
        }
    }

    private Optional<Object> find(String name, AdapterProvider.Key.Form form) {
        AdapterProvider.Key key = provider.keys().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider.type() + " declares no key " + name));
        if (key.form() != form) {
            throw new IllegalArgumentException("The key " + name + " is a " + key.form() + ", not a " + form);
        }
        return Optional.ofNullable(values.get(name));
    }

    /** {@return the type and its values, those of secret keys masked} */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>(values);
        provider.keys().stream().filter(AdapterProvider.Key::secret).forEach(key -> shown.replace(key.name(), "***"));
        return provider.type() + " " + shown;
    }

    /**
     * What the places of one configuration share. Closing it closes every connection that was shared through it, and the
     * places that use them are of no use afterwards. Safe for use by several threads.
     */
    public static final class Scope implements AutoCloseable {
        private final Path folder;
        private final Retry retry;
        private final Map<List<Object>, AutoCloseable> connections = new LinkedHashMap<>();
        private boolean closed;

        /**
         * A scope that shares nothing yet.
         *
         * @param folder what relative paths are relative to
         * @param retry the gate that every call to a vendor goes through
         */
        public Scope(Path folder, Retry retry) {
            this.folder = Objects.requireNonNull(folder, "folder");
            this.retry = Objects.requireNonNull(retry, "retry");
        }

        private synchronized <T extends AutoCloseable> T shared(Class<T> type, Object identity, Supplier<T> maker) {
            if (closed) {
                throw new IllegalStateException("The scope is closed: nobody would close what it shares now");
            }
            List<Object> account = List.of(type, identity);
            AutoCloseable known = connections.get(account);
            if (known == null) {
                known = maker.get(); // may itself ask for what it rests on, which is then closed after it
                connections.put(account, known);
            }
            return type.cast(known);
        }

        /** Closes what was shared, the last first; a failure to close is of no consequence to anybody. */
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
