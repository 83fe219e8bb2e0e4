package dev.gosync.adapter;

import java.util.List;

/**
 * One key that a place can be configured with. {@link #of} makes an optional text key; the other methods return a changed
 * copy. Immutable; threads may share it.
 *
 * @param name in kebab case: {@code base-url}
 * @param help one line, without a full stop
 * @param form what kind of value it takes
 * @param isRequired whether the key must be present
 * @param isSecret whether its value must never be shown
 * @param allowed the values to choose from; empty if any value is allowed
 */
public record ConfigKey(
        String name, String help, Form form, boolean isRequired, boolean isSecret, List<String> allowed) {

    /** The kind of value that a key takes. */
    public enum Form {
        /** One string. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** The path of a file. A relative path is resolved against the folder of the configuration. */
        PATH,
        /** A list of strings. */
        LIST,
        /** Strings by name. */
        MAP,
        /** By name: a string, a list of strings, or {@code not} with one of these. */
        CONDITIONS
    }

    /** Copies the allowed values. */
    public ConfigKey {
        allowed = List.copyOf(allowed);
    }

    /**
     * Makes an optional key that takes any text.
     *
     * @param name in kebab case
     * @param help one line, without a full stop
     * @return the key
     */
    public static ConfigKey of(String name, String help) {
        return new ConfigKey(name, help, Form.TEXT, false, false, List.of());
    }

    /**
     * Sets the kind of value.
     *
     * @param form the kind of value
     * @return the changed key
     */
    public ConfigKey form(Form form) {
        return new ConfigKey(name, help, form, isRequired, isSecret, allowed);
    }

    /** {@return the same key, which must now be present} */
    public ConfigKey required() {
        return new ConfigKey(name, help, form, true, isSecret, allowed);
    }

    /** {@return the same key, whose value is now never shown} */
    public ConfigKey secret() {
        return new ConfigKey(name, help, form, isRequired, true, allowed);
    }

    /**
     * Sets the values to choose from.
     *
     * @param values at least one
     * @return the changed key
     */
    public ConfigKey oneOf(String... values) {
        return new ConfigKey(name, help, form, isRequired, isSecret, List.of(values));
    }
}
