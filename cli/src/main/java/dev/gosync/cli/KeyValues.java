package dev.gosync.cli;

import dev.gosync.adapter.ConfigKey;
import dev.gosync.config.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what a user typed for a key into a value, as a configuration has it. */
final class KeyValues {
    private KeyValues() {}

    /**
     * Makes the value.
     *
     * @param option what the user typed it after
     * @param texts what the user typed; for a map or conditions each is {@code NAME=VALUE}, or {@code NAME!=VALUE}
     * @param faults gets a fault if a text is no pair
     * @return the value; empty if there is a fault
     */
    static Optional<Object> of(ConfigKey key, String option, List<String> texts, List<Fault> faults) {
        return switch (key.form()) {
            case TEXT, NUMBER, FLAG, PATH -> Optional.of(texts.get(texts.size() - 1));
            case LIST -> Optional.of(texts);
            case MAP, CONDITIONS -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (String text : texts) {
                    int equals = text.indexOf('=');
                    if (equals < 1) {
                        faults.add(Fault.of(option, "must be NAME=VALUE"));
                        yield Optional.empty();
                    }
                    boolean isNot = key.form() == ConfigKey.Form.CONDITIONS && text.charAt(equals - 1) == '!';
                    String name = text.substring(0, isNot ? equals - 1 : equals);
                    put(map, name, text.substring(equals + 1), isNot, key.form() == ConfigKey.Form.CONDITIONS);
                }
                yield Optional.of(map);
            }
        };
    }

    /** Several values of one condition are a list: one of them must hold. */
    private static void put(Map<String, Object> map, String name, String value, boolean isNot, boolean isList) {
        if (!isList) {
            map.put(name, value);
            return;
        }
        @Nullable Object before = map.get(name);
        List<String> values = new ArrayList<>();
        if (before instanceof Map<?, ?> negated && negated.get("not") instanceof List<?> list) {
            list.forEach(each -> values.add(String.valueOf(each)));
        } else if (before instanceof List<?> list) {
            list.forEach(each -> values.add(String.valueOf(each)));
        }
        values.add(value);
        map.put(name, isNot ? Map.of("not", values) : values);
    }
}
