package dev.gosync.config;

import static dev.gosync.config.Values.optional;
import static dev.gosync.config.Values.required;

import dev.gosync.Sources;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Makes the source of one sync: a place or a combination of places, filtered and mapped. */
final class SourceParser {
    static final List<String> COMBINATIONS = List.of("union", "intersection", "minus");
    static final List<String> OPTIONS = List.of("filter", "map", "may-be-empty");

    private final PlaceParser places;
    private final Optional<Matching> matching;
    private final Field part;
    private final Map<String, Field> found = new LinkedHashMap<>();
    private final List<ConfiguredPlace> parts = new ArrayList<>();

    /** There is one source for each node, however many aliases it has. */
    private final IdentityHashMap<Node, Optional<Source>> made = new IdentityHashMap<>();

    /**
     * Makes the parser for one sync.
     *
     * @param matching the matching of the sync, if configured
     * @param part the sync, which has to be used for a fault of making a place to matter
     */
    SourceParser(PlaceParser places, Optional<Matching> matching, Field part) {
        this.places = places;
        this.matching = matching;
        this.part = part;
    }

    /** {@return the places that were found, by name} */
    Map<String, Field> places() {
        return found;
    }

    /** {@return the places that were made} */
    List<ConfiguredPlace> parts() {
        return parts;
    }

    Optional<Source> source(Field entry) {
        Optional<Source> known = made.get(entry.node());
        if (known == null) {
            known = newSource(entry);
            made.put(entry.node(), known);
        }
        return known;
    }

    private Optional<Source> newSource(Field entry) {
        Map<String, Field> fields = entry.fields();
        List<String> kinds = new ArrayList<>(places.types());
        kinds.addAll(COMBINATIONS);
        Optional<Source> source = places.typeOf(entry, fields, kinds, OPTIONS)
                .flatMap(at -> COMBINATIONS.contains(at.name())
                        ? combination(at)
                        : places.place(at, part).map(place -> {
                            found.putIfAbsent(place.place().name(), at);
                            parts.add(place);
                            return place.place();
                        }));
        Optional<Function<Source, Source>> filter = optional(fields, "filter").map(this::filter);
        Optional<Function<Source, Source>> map = optional(fields, "map").flatMap(SourceParser::domainMap);
        boolean mayBeEmpty =
                optional(fields, "may-be-empty").flatMap(Values::flag).orElse(false);
        return source.map(from -> filter.map(change -> change.apply(from)).orElse(from))
                .map(from -> map.map(change -> change.apply(from)).orElse(from))
                .map(from -> mayBeEmpty ? Sources.mayBeEmpty(from) : from);
    }

    private Optional<Source> combination(Field at) {
        List<Field> items = Values.nonEmpty(at);
        List<Source> sources =
                items.stream().flatMap(item -> source(item).stream()).toList();
        if (sources.isEmpty() || sources.size() < items.size()) {
            return Optional.empty();
        }
        Source[] parts = sources.toArray(Source[]::new);
        return Optional.of(
                switch (at.name()) {
                    case "union" ->
                        matching.map(chosen -> Sources.union(chosen, sources)).orElseGet(() -> Sources.union(parts));
                    case "intersection" ->
                        matching.map(chosen -> Sources.intersection(chosen, sources))
                                .orElseGet(() -> Sources.intersection(parts));
                    default ->
                        matching.map(chosen -> Sources.minus(chosen, sources)).orElseGet(() -> Sources.minus(parts));
                });
    }

    private Function<Source, Source> filter(Field field) {
        Map<String, Field> fields = field.fields(List.of("matches", "not-matches"));
        List<Pattern> included = patterns(fields, "matches");
        List<Pattern> excluded = patterns(fields, "not-matches");
        return source -> Sources.filter(
                source, thing -> (included.isEmpty() || anyFinds(included, thing)) && !anyFinds(excluded, thing));
    }

    private List<Pattern> patterns(Map<String, Field> fields, String key) {
        // The filter ignores case if the sync does.
        int flags = matching.filter(Matching.exact()::equals).isPresent()
                ? 0
                : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        List<Pattern> patterns = new ArrayList<>();
        optional(fields, key).ifPresent(field -> {
            for (String pattern : field.texts()) {
                try {
                    patterns.add(Pattern.compile(pattern, flags));
                } catch (PatternSyntaxException e) {
                    field.valueFault(field.redact("is not a valid regular expression: " + e.getDescription()));
                }
            }
        });
        return patterns;
    }

    private static boolean anyFinds(List<Pattern> patterns, String thing) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(thing).find()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Function<Source, Source>> domainMap(Field field) {
        return required(field, field.fields(List.of("domain")), "domain", "{from: old.example, to: new.example}")
                .flatMap(domain -> {
                    Map<String, Field> fields = domain.fields(List.of("from", "to"));
                    Optional<String> from = required(domain, fields, "from", "the domain to replace")
                            .flatMap(Field::text);
                    Optional<String> to =
                            required(domain, fields, "to", "the new domain").flatMap(Field::text);
                    return from.isPresent() && to.isPresent()
                            ? Optional.of(
                                    source -> Sources.map(source, thing -> withDomain(thing, from.get(), to.get())))
                            : Optional.empty();
                });
    }

    private static String withDomain(String thing, String from, String to) {
        int at = thing.lastIndexOf('@') + 1;
        return at > 0 && thing.substring(at).equalsIgnoreCase(from) ? thing.substring(0, at) + to : thing;
    }
}
