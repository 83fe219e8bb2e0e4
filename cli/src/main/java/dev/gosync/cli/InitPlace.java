package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import java.util.Collection;
import java.util.Map;

/**
 * A place that the user described.
 *
 * @param provider its type
 * @param values its values by key; that of a secret is the reference to a variable
 */
record InitPlace(AdapterProvider provider, Map<String, Object> values) {
    /** {@return the variables that the values refer to} */
    Collection<String> variables() {
        return AdapterExample.variables(values);
    }
}
