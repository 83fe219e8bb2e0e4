package dev.gosync;

import java.util.List;

/**
 * How a program makes an adapter from plain values. Found by {@link java.util.ServiceLoader}; help, checks and schemas
 * all come from {@link #keys()}.
 *
 * <p>An implementation has a public constructor without parameters, does nothing costly in it, and may be used by several
 * threads.
 */
public interface AdapterProvider {
    /** {@return the type's name in a configuration, in kebab case: {@code slack-usergroup}} */
    String type();

    /** {@return one line of help: what kind of place this is} */
    String summary();

    /** {@return everything that can be configured, in the order in which help shows it} */
    List<Key> keys();

    /**
     * Makes the source or the adapter that a configuration asks for. Whether it can be written may depend on its keys.
     * Opens no connection, reads nothing that the place holds and changes nothing.
     *
     * @param config values for {@link #keys()}, each already of its key's form
     * @return an {@link Adapter} where the place can be written
     * @throws ConfigException with every key at fault, where values do not go together
     */
    Source create(Config config);

    /**
     * One thing that can be configured. {@link #of} makes an optional one of text; the others change that.
     *
     * @param name in kebab case: {@code base-url}
     * @param help one line, without a full stop
     * @param form what its value looks like
     * @param required whether it must be there
     * @param secret whether its value may never be shown
     * @param allowed the values to choose from; empty when any will do
     */
    record Key(String name, String help, Form form, boolean required, boolean secret, List<String> allowed) {

        /** What a value looks like. */
        public enum Form {
            /** One string. */
            TEXT,
            /** A whole number. */
            NUMBER,
            /** {@code true} or {@code false}. */
            FLAG,
            /** The path of a file; a relative one is relative to the configuration. */
            PATH,
            /** A list of strings. */
            LIST,
            /** Strings under names. */
            MAP
        }

        /** Copies the allowed values. */
        public Key {
            allowed = List.copyOf(allowed);
        }

        /**
         * An optional key that takes any text.
         *
         * @param name in kebab case
         * @param help one line, without a full stop
         * @return the key
         */
        public static Key of(String name, String help) {
            return new Key(name, help, Form.TEXT, false, false, List.of());
        }

        /**
         * Sets what a value looks like.
         *
         * @param form the form
         * @return such a key
         */
        public Key form(Form form) {
            return new Key(name, help, form, required, secret, allowed);
        }

        /** {@return such a key that must be there} */
        public Key must() {
            return new Key(name, help, form, true, secret, allowed);
        }

        /** {@return such a key whose value is never shown} */
        public Key hidden() {
            return new Key(name, help, form, required, true, allowed);
        }

        /**
         * Sets the values to choose from.
         *
         * @param values at least one
         * @return such a key
         */
        public Key oneOf(String... values) {
            return new Key(name, help, form, required, secret, List.of(values));
        }
    }
}
