package dev.gosync.config;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the place of an entry. */
final class PlaceParser {
    private static final String NO_SECRET = "not-set";

    private final Adapters adapters;
    private final Config.Scope scope;
    private final boolean isOffline;

    /** @param isOffline whether a place is made also if its secrets have no value; it cannot be read then */
    PlaceParser(Adapters adapters, Config.Scope scope, boolean isOffline) {
        this.adapters = adapters;
        this.scope = scope;
        this.isOffline = isOffline;
    }

    Collection<String> types() {
        return adapters.types();
    }

    /**
     * Finds the key of an entry that is the type of its place. There must be exactly one.
     *
     * @param kinds the types that the entry may have
     * @param options the other keys that it may have
     */
    Optional<Field> typeOf(
            Field entry, Map<String, Field> fields, Collection<String> kinds, Collection<String> options) {
        if (!entry.isMap()) {
            return Optional.empty();
        }
        List<Field> places = fields.values().stream()
                .filter(field -> kinds.contains(field.name()))
                .toList();
        List<Field> unknown = fields.values().stream()
                .filter(field -> !kinds.contains(field.name()) && !options.contains(field.name()))
                .toList();
        if (places.isEmpty() && unknown.isEmpty()) {
            entry.keyFault("has no place; add one of " + String.join(", ", kinds));
        }
        for (Field field : unknown) {
            if (places.isEmpty()) {
                field.unknownKeyFault("unknown adapter type" + ConfigException.Fault.hint(field.name(), kinds));
            } else if (isKeyOf(places.get(0), field.name())) {
                field.keyFault("is a key of " + places.get(0).name() + "; indent it to put it under "
                        + places.get(0).name());
            } else {
                field.unknownKeyFault(options);
            }
        }
        places.stream()
                .skip(1)
                .forEach(place -> place.keyFault("is a second place in this entry, after "
                        + places.get(0).name() + "; put each place in its own list entry"));
        return places.size() == 1 ? Optional.of(places.get(0)) : Optional.empty();
    }

    private boolean isKeyOf(Field place, String key) {
        return adapters.types().contains(place.name())
                && adapters.get(place.name()).keys().stream()
                        .anyMatch(known -> known.name().equals(key));
    }

    /**
     * Makes a place.
     *
     * @param type the key that is its type
     * @param part the part of the file that has to be used for a fault of making it to matter
     * @return the place; empty if there is a fault, or a reference in it has no value
     */
    Optional<ConfiguredPlace> place(Field type, Field part) {
        AdapterProvider provider = adapters.get(type.name());
        Map<String, Field> fields = type.fields();
        if (!type.isMap()) {
            return Optional.empty();
        }
        Set<String> secretsWithoutValue = isOffline ? secretsWithoutValue(provider, fields) : Set.of();
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach(
                (name, field) -> values.put(name, secretsWithoutValue.contains(name) ? NO_SECRET : field.plain()));
        Config config;
        try {
            config = Config.of(provider.type(), provider.keys(), values, scope);
        } catch (ConfigException e) {
            e.faults().forEach(fault -> report(fault, type, fields, provider, null));
            return Optional.empty();
        }
        if (fields.values().stream()
                .anyMatch(field -> field.hasUnresolvedReference() && !secretsWithoutValue.contains(field.name()))) {
            return Optional.empty();
        }
        if (!secretsWithoutValue.isEmpty()) {
            return placeWithoutSecrets(provider, values, config);
        }
        try {
            Optional<String> account = provider.account(config); // first, so that no place stays open if it fails
            return Optional.of(new ConfiguredPlace(type.name(), values, provider.create(config), account));
        } catch (ConfigException e) {
            e.faults().forEach(fault -> report(fault, type, fields, provider, part));
        } catch (StackOverflowError e) { // the file is nested too deeply
            throw e;
        } catch (RuntimeException | LinkageError e) { // for example, a class of the vendor's client is missing
            type.keyFault(redacted("cannot be created: " + reason(e), type, fields, provider), part);
        }
        return Optional.empty();
    }

    private static Set<String> secretsWithoutValue(AdapterProvider provider, Map<String, Field> fields) {
        return provider.keys().stream()
                .filter(ConfigKey::isSecret)
                .map(ConfigKey::name)
                .filter(name -> fields.containsKey(name)
                        && Objects.requireNonNull(fields.get(name)).hasUnresolvedReference())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Makes a place whose secrets have no value: it has a name then, and its settings can be explained. */
    private static Optional<ConfiguredPlace> placeWithoutSecrets(
            AdapterProvider provider, Map<String, Object> values, Config config) {
        try {
            return Optional.of(new ConfiguredPlace(provider.type(), values, provider.create(config), Optional.empty()));
        } catch (StackOverflowError e) { // the file is nested too deeply
            throw e;
        } catch (RuntimeException | LinkageError e) { // what is wrong may be the missing secret
            return Optional.empty();
        }
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof LinkageError
                ? "a class is missing or does not fit: " + thrown.getMessage()
                : AdapterException.translated("", "", thrown).problem();
    }

    private void report(
            ConfigException.Fault fault,
            Field type,
            Map<String, Field> fields,
            AdapterProvider provider,
            @Nullable Field part) {
        Field field = fields.get(fault.key());
        String problem = redacted(fault.problem(), type, fields, provider);
        if (field == null) {
            type.missingKeyFault(fault.key(), problem, part);
        } else if (!isKeyOf(type, fault.key())) {
            field.unknownKeyFault(problem);
        } else if (!field.hasUnresolvedReference()) {
            field.valueFault(problem, part);
        }
    }

    private static String redacted(String original, Field type, Map<String, Field> fields, AdapterProvider provider) {
        String problem = original;
        for (ConfigKey key : provider.keys()) {
            if (key.isSecret() && fields.containsKey(key.name())) {
                problem = Objects.requireNonNull(fields.get(key.name())).redactSecret(problem);
            }
        }
        return type.redact(problem);
    }
}
