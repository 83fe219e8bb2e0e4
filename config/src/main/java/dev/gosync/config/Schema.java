package dev.gosync.config;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of the configuration, generated from the keys of the adapters and of {@link ConfigurationParser}. */
final class Schema {
    /** A value with a variable is a string until the variable is replaced. */
    private static final Map<String, Object> INTERPOLATED = object("type", "string", "pattern", "\\$\\{.+\\}");

    private static final Map<String, Object> SCALAR = object("type", List.of("string", "number", "boolean"));
    private static final Map<String, Object> SCALARS = object("type", "array", "items", SCALAR);
    private static final Map<String, Object> ONE_OR_MORE = object("anyOf", List.of(SCALAR, SCALARS));
    private static final Map<String, Object> CONDITION =
            object("anyOf", List.of(ONE_OR_MORE, requiring(closed(object("not", ONE_OR_MORE)), List.of("not"))));
    private static final Map<String, Object> REGULAR_EXPRESSIONS = object(
            "anyOf", List.of(object("type", "string"), object("type", "array", "items", object("type", "string"))));

    private final Collection<AdapterProvider> providers;

    Schema(Adapters adapters) {
        this.providers = adapters.all();
    }

    void write(Appendable out) throws IOException {
        JSON json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);
        out.append(json.asString(root())).append('\n');
    }

    private Map<String, Object> root() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("syncs", object("type", "array", "minItems", 1, "items", reference("sync")));
        properties.put("parallel", described("number of destinations that are synced in parallel", count(1)));
        properties.put("timeout", described("timeout of one attempt of a call to a service, for example 30s", time()));
        properties.put(
                "retry",
                closed(object("attempts", count(1), "first-wait", time(), "longest-wait", time(), "deadline", time())));
        Map<String, Object> webhook = object(
                NotifyParser.URL,
                described("the address of the webhook, which is a secret", object("type", "string")),
                "on",
                described(
                        "which runs it hears of; all if not set",
                        object("type", "array", "minItems", 1, "items", choice(NotifyParser.events()))),
                "link",
                described("an address where people find more about a run", object("type", "string")),
                "format",
                described(
                        "what it is sent; slack for an address of Slack, otherwise json",
                        choice(NotifyParser.formats())));
        properties.put(
                NotifyParser.KEY,
                described(
                        "a webhook that hears of runs of apply and undo",
                        requiring(closed(webhook), List.of(NotifyParser.URL))));
        properties.putAll(settings());
        Map<String, Object> root = object(
                "$schema",
                "http://json-schema.org/draft-07/schema#",
                "title",
                "Configuration of Go Sync",
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("syncs"),
                "additionalProperties",
                false);
        root.put("definitions", definitions());
        return root;
    }

    private Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        Map<String, Object> sync = object("name", object("type", "string"), "source", reference("source"));
        sync.put("destinations", object("type", "array", "minItems", 1, "items", reference("destination")));
        sync.put(
                ForEachParser.KEY,
                described(
                        "makes one sync for each value; names and places take ${each} or ${each.KEY}",
                        object("anyOf", List.of(values(), reference("for-each")))));
        sync.putAll(settings());
        definitions.put("sync", requiring(closed(sync), List.of("name", "source", "destinations")));

        Map<String, Object> places = new LinkedHashMap<>();
        providers.forEach(provider -> places.put(provider.type(), reference("adapter-" + provider.type())));

        Map<String, Object> forEach = new LinkedHashMap<>(places);
        forEach.put("path", object("type", "string"));
        forEach.put("at", object("type", "string"));
        Map<String, Object> values = closed(forEach);
        List<String> kinds = new ArrayList<>(places.keySet());
        kinds.add("path");
        values.put("oneOf", oneOf(kinds));
        definitions.put("for-each", values);

        Map<String, Object> source = new LinkedHashMap<>(places);
        for (String combination : SourceParser.COMBINATIONS) {
            source.put(combination, object("type", "array", "minItems", 1, "items", reference("source")));
        }
        Map<String, Object> whole = closed(source);
        whole.put("oneOf", oneOf(source.keySet()));
        source.put("filter", closed(object("matches", REGULAR_EXPRESSIONS, "not-matches", REGULAR_EXPRESSIONS)));
        source.put(
                "map",
                closed(object(
                        "domain",
                        requiring(
                                closed(object("from", object("type", "string"), "to", object("type", "string"))),
                                List.of("from", "to")))));
        source.put("may-be-empty", flag());
        definitions.put("source", whole);

        Map<String, Object> destination = new LinkedHashMap<>(places);
        destination.put("name", object("type", "string"));
        destination.putAll(settings());
        Map<String, Object> target = closed(destination);
        target.put("oneOf", oneOf(places.keySet()));
        definitions.put("destination", target);

        providers.forEach(provider -> definitions.put("adapter-" + provider.type(), adapter(provider)));
        return definitions;
    }

    private static Map<String, Object> values() {
        return object(
                "type",
                "array",
                "minItems",
                1,
                "items",
                object("anyOf", List.of(SCALAR, object("type", "object", "additionalProperties", SCALAR))));
    }

    private static Map<String, Object> settings() {
        Map<String, Object> guards = new LinkedHashMap<>();
        for (GuardOption option : GuardOption.values()) {
            Map<String, Object> value = switch (option.shape()) {
                case COUNT -> count(0);
                case SHARE, DOUBLE_SHARE -> object("type", List.of("string", "number"));
                case SWITCH -> flag();
                case WAIT -> orInterpolated(object("type", "string", "pattern", "^" + RemoveAfter.SYNTAX + "$"));
            };
            boolean canBeOff = option.needsJournal() && !option.isSwitch();
            guards.put(
                    option.key(),
                    described(
                            option.help(),
                            canBeOff ? object("anyOf", List.of(value, object("enum", List.of(false)))) : value));
        }
        guards.put(GuardOption.REQUIRE, described("members that must remain", SCALARS));
        return object(
                "mode",
                described(
                        "which changes are made, and in which order; " + Values.kebab(Mode.DEFAULT) + " if not set",
                        choice(Arrays.stream(Mode.values()).map(Values::kebab).toList())),
                "matching",
                choice(SettingsParser.MATCHINGS),
                "protect",
                described("members that are never removed; * means any characters: *@partner.example", SCALARS),
                "guards",
                closed(guards),
                "tolerate",
                object(
                        "type",
                        "array",
                        "items",
                        choice(SettingsParser.tolerable().stream()
                                .map(Values::kebab)
                                .toList())));
    }

    private static Map<String, Object> adapter(AdapterProvider provider) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (ConfigKey key : provider.keys()) {
            properties.put(key.name(), described(key.help(), value(key)));
        }
        return described(
                provider.summary(),
                requiring(
                        closed(properties),
                        provider.keys().stream()
                                .filter(ConfigKey::isRequired)
                                .map(ConfigKey::name)
                                .toList()));
    }

    private static Map<String, Object> value(ConfigKey key) {
        Map<String, Object> one = key.allowed().isEmpty() ? SCALAR : choice(key.allowed());
        return switch (key.form()) {
            case TEXT -> one;
            case PATH -> object("type", "string");
            case NUMBER -> orInterpolated(object("type", "integer"));
            case FLAG -> flag();
            case LIST -> object("type", "array", "minItems", 1, "items", one);
            case MAP -> object("type", "object", "additionalProperties", SCALAR);
            case CONDITIONS -> object("type", "object", "additionalProperties", CONDITION);
        };
    }

    private static Map<String, Object> choice(List<String> values) {
        return orInterpolated(object("enum", values));
    }

    private static Map<String, Object> count(int least) {
        return orInterpolated(object("type", "integer", "minimum", least));
    }

    private static Map<String, Object> flag() {
        return orInterpolated(object("type", "boolean"));
    }

    private static Map<String, Object> time() {
        return orInterpolated(object("type", "string", "pattern", "^[0-9]{1,9}(ms|s|m|h)$"));
    }

    private static Map<String, Object> orInterpolated(Map<String, Object> schema) {
        return object("anyOf", List.of(schema, INTERPOLATED));
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        return object("type", "object", "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> requiring(Map<String, Object> schema, List<String> required) {
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> described = object("description", description);
        described.putAll(schema);
        return described;
    }

    private static List<Object> oneOf(Collection<String> keys) {
        return keys.stream()
                .<Object>map(key -> object("required", List.of(key)))
                .toList();
    }

    private static Map<String, Object> reference(String definition) {
        return object("$ref", "#/definitions/" + definition);
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
