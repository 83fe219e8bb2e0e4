package dev.gosync.config;

import dev.gosync.adapter.ConfigException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the values of fields. A value that is wrong becomes a fault, and the result is empty. */
final class Values {
    private Values() {}

    /** {@return the name of an enum constant in a configuration: {@code remove-add}} */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Field> optional(Map<String, Field> fields, String key) {
        return Optional.ofNullable(fields.get(key));
    }

    static Optional<Field> required(Field within, Map<String, Field> fields, String key, String help) {
        Optional<Field> field = optional(fields, key);
        if (field.isEmpty() && within.isMap()) {
            within.missingKeyFault(key, "is missing: " + help);
        }
        return field;
    }

    static List<Field> nonEmpty(Field list) {
        List<Field> items = list.items();
        if (items.isEmpty() && list.isList()) {
            list.valueFault("is empty");
        }
        return items;
    }

    static <E extends Enum<E>> Optional<E> chosen(Field field, List<E> constants) {
        List<String> names = constants.stream().map(Values::kebab).toList();
        return chosenText(field, names).map(name -> constants.get(names.indexOf(name)));
    }

    static Optional<String> chosenText(Field field, List<String> allowed) {
        return field.text().filter(text -> {
            if (!allowed.contains(text)) {
                field.valueFault(ConfigException.Fault.unknownValue(field.name(), field.written(), allowed)
                        .problem());
            }
            return allowed.contains(text);
        });
    }

    static Optional<Duration> time(Field field) {
        return parsed(field, Durations::parse);
    }

    static Optional<Boolean> flag(Field field) {
        return chosenText(field, List.of("true", "false")).map(Boolean::valueOf);
    }

    static Optional<Integer> atLeastOne(Field field) {
        return parsed(field, text -> {
            int number = GuardOption.Shape.wholeNumber(text);
            if (number < 1) {
                throw new IllegalArgumentException("must be a whole number, 1 or more");
            }
            return number;
        });
    }

    static <T> Optional<T> parsed(Field field, Function<String, T> parser) {
        return field.text().flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                field.valueFault(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** Reads a name that may appear once. */
    static Optional<String> unique(Field field, Map<String, Field> names) {
        Optional<String> name = field.text();
        name.map(text -> names.putIfAbsent(text, field))
                .ifPresent(before -> field.valueFault("is already used on line " + before.line()));
        return name;
    }

    static List<String> plus(Collection<String> some, String... others) {
        Set<String> all = new LinkedHashSet<>(List.of(others));
        all.addAll(some);
        return List.copyOf(all);
    }
}
