package dev.gosync.config;

import dev.gosync.adapter.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of {@code for-each} that one sync is made for.
 *
 * @param text the value, or what an object looks like in a message
 * @param fields the values of an object, by key; empty if the value is a single one
 * @param isFromVariable whether a variable is part of it, so that it may be secret
 */
record Each(String text, Map<String, String> fields, boolean isFromVariable) {
    static final String NAME = "each";

    private static final String KEY = NAME + ".";

    static boolean isReference(String reference) {
        return reference.equals(NAME) || reference.startsWith(KEY);
    }

    static Each of(String text) {
        return new Each(HiddenCharacters.removedFrom(text), Map.of(), false);
    }

    static Each of(Map<String, String> fields) {
        Map<String, String> visible = new LinkedHashMap<>();
        fields.forEach((key, value) -> visible.put(key, HiddenCharacters.removedFrom(value)));
        return new Each(visible.toString(), visible, false);
    }

    Each fromVariable(boolean isOne) {
        return new Each(text, fields, isOne);
    }

    /**
     * Finds the value of a reference.
     *
     * @throws IllegalArgumentException if the reference does not fit the value; the message says what would
     */
    String valueOf(String reference) {
        if (reference.equals(NAME)) {
            if (!fields.isEmpty()) {
                throw new IllegalArgumentException(
                        "${each} is an object here; use ${each.KEY} with one of " + String.join(", ", fields.keySet()));
            }
            return text;
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "${" + reference + "} needs an object, but the value is " + text + "; use ${each}");
        }
        String key = reference.substring(KEY.length());
        String value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "${" + reference + "}: " + "unknown key" + ConfigException.Fault.hint(key, fields.keySet()));
        }
        return value;
    }
}
