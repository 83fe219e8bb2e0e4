package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns a YAML file into a {@link Configuration}, or reports all its faults. */
final class ConfigurationReader {
    static final List<String> COMBINATIONS = List.of("union", "intersection", "minus");
    static final List<String> SETTINGS = List.of("mode", "matching", "protect", "guards", "tolerate");
    static final List<String> MATCHINGS = List.of("exact", "ignore-case");
    static final List<String> RETRY = List.of("attempts", "first-wait", "longest-wait", "deadline");

    private static final List<String> SOURCE_OPTIONS = List.of("filter", "map", "may-be-empty");
    private static final List<String> GLOBAL_SETTINGS = List.of("syncs", "parallel", "timeout", "retry");

    /** All keys at all levels, except for those of adapters. */
    private static final Set<String> KEYS = Stream.of(
                    COMBINATIONS,
                    SETTINGS,
                    RETRY,
                    SOURCE_OPTIONS,
                    GLOBAL_SETTINGS,
                    GuardOption.keys(),
                    List.of(GuardOption.REQUIRE, "name", "source", "destinations"),
                    List.of("matches", "not-matches", "domain", "from", "to"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * What the sources of one sync share.
     *
     * @param parts the places that were found so far, by name
     * @param made the sources that were made so far; there is one for each node, however many aliases it has
     */
    private record SourceScope(
            Optional<Matching> matching,
            Config.Scope scope,
            Map<String, Field> parts,
            IdentityHashMap<Node, Optional<Source>> made) {}

    /** A destination, the name of its sync and its key in the file. */
    private record LocatedDestination(String sync, Destination destination, Field key) {}

    private final Yaml yaml;
    private final Path folder;
    private final Map<String, AdapterProvider> providers;
    private final Map<String, List<LocatedDestination>> destinationsByPlace = new HashMap<>();

    private ConfigurationReader(Yaml yaml, Path folder, Map<String, AdapterProvider> providers) {
        this.yaml = yaml;
        this.folder = folder;
        this.providers = providers;
    }

    /**
     * Reads a configuration and creates its places. Reads no place.
     *
     * @param file the path of the file
     * @param name the file as the user named it, for messages
     * @throws FaultsException with all faults
     */
    static Configuration read(Path file, String name, Map<String, String> environment, Providers providers) {
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        try {
            KnownKeys keys = KnownKeys.of(providers.all(), KEYS);
            Yaml yaml = Yaml.read(file, name, new Interpolation(environment, folder), keys);
            return new ConfigurationReader(yaml, folder, providers.byType()).configuration();
        } catch (StackOverflowError e) { // in the YAML library or in this class, which both recurse
            throw new FaultsException(List.of(Fault.of(name, "is nested too deeply")));
        } catch (OutOfMemoryError e) {
            throw new FaultsException(List.of(Fault.of(name, TextFormat.message(e))));
        }
    }

    private Configuration configuration() {
        Map<String, Field> fields = yaml.root().fields(plus(SETTINGS, GLOBAL_SETTINGS.toArray(String[]::new)));
        OptionalInt parallel = optional(fields, "parallel")
                .flatMap(this::atLeastOne)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Config.Scope scope = new Config.Scope(folder, retry(fields));
        SyncSettings settings = settings(fields);
        List<SyncSetup> syncs = new ArrayList<>();
        required(yaml.root(), fields, "syncs", "a list of syncs, each with name, source and destinations")
                .ifPresent(list -> {
                    Map<String, Field> names = new HashMap<>();
                    for (Field item : nonEmpty(list)) {
                        sync(item, settings, scope, names).ifPresent(syncs::add);
                    }
                });
        Configuration configuration = new Configuration(List.copyOf(syncs), parallel, scope);
        try {
            yaml.throwFaults();
        } catch (FaultsException e) {
            configuration.close();
            throw e;
        }
        return configuration;
    }

    private Retry retry(Map<String, Field> fields) {
        Retry[] retry = {Retry.standard()};
        optional(fields, "timeout").flatMap(this::time).ifPresent(time -> retry[0] = retry[0].callTimeout(time));
        optional(fields, "retry").map(field -> field.fields(RETRY)).ifPresent(within -> {
            optional(within, "attempts").flatMap(this::atLeastOne).ifPresent(n -> retry[0] = retry[0].attempts(n));
            Optional<Duration> first = optional(within, "first-wait").flatMap(this::time);
            Optional<Duration> longest = optional(within, "longest-wait").flatMap(this::time);
            retry[0] = retry[0].waits(first.orElse(Duration.ofMillis(500)), longest.orElse(Duration.ofSeconds(30)));
            optional(within, "deadline").flatMap(this::time).ifPresent(time -> retry[0] = retry[0].deadline(time));
        });
        return retry[0];
    }

    private Optional<SyncSetup> sync(Field item, SyncSettings outer, Config.Scope scope, Map<String, Field> names) {
        Map<String, Field> fields = item.fields(plus(SETTINGS, "name", "source", "destinations"));
        if (!item.isMap()) {
            return Optional.empty();
        }
        Optional<String> name = required(item, fields, "name", "the name of the sync, for --only and for the output")
                .flatMap(field -> unique(field, names));
        SyncSettings settings = outer.overriddenBy(settings(fields));
        Map<String, Field> parts = new LinkedHashMap<>();
        Optional<Source> source = required(item, fields, "source", "the place to read, or a combination of places")
                .flatMap(field ->
                        source(field, new SourceScope(settings.matching(), scope, parts, new IdentityHashMap<>())));
        List<Destination> destinations = new ArrayList<>();
        required(item, fields, "destinations", "a list of the places to sync").ifPresent(list -> {
            Map<String, Field> destinationNames = new HashMap<>();
            for (Field entry : nonEmpty(list)) {
                destination(entry, name.orElse("(no name)"), settings, scope, parts, destinationNames)
                        .ifPresent(destinations::add);
            }
        });
        return name.isPresent() && source.isPresent()
                ? Optional.of(new SyncSetup(name.get(), source.get(), List.copyOf(destinations)))
                : Optional.empty();
    }

    private Optional<Destination> destination(
            Field entry,
            String sync,
            SyncSettings outer,
            Config.Scope scope,
            Map<String, Field> sourceParts,
            Map<String, Field> names) {
        Map<String, Field> fields = entry.fields();
        Optional<Field> type = placeField(entry, fields, providers.keySet(), plus(SETTINGS, "name"));
        SyncSettings settings = outer.overriddenBy(settings(fields));
        Optional<String> configured = optional(fields, "name").flatMap(field -> unique(field, names));
        return type.flatMap(at -> place(at, scope).flatMap(place -> {
            if (!(place instanceof Adapter adapter)) {
                at.keyFault("is read-only, so it cannot be a destination: " + place.name());
                return Optional.empty();
            }
            Destination destination = new Destination(configured.orElse(adapter.name()), adapter, settings);
            checkPlace(new LocatedDestination(sync, destination, at), sourceParts);
            return Optional.of(destination);
        }));
    }

    private void checkPlace(LocatedDestination located, Map<String, Field> sourceParts) {
        String place = located.destination.place().name();
        Field source = sourceParts.get(place);
        if (source != null) {
            located.key.keyFault("is also the source on line " + source.line() + ": " + place);
        }
        List<LocatedDestination> others = destinationsByPlace.computeIfAbsent(place, absent -> new ArrayList<>());
        for (LocatedDestination other : others) {
            if (other.sync.equals(located.sync)) {
                located.key.keyFault("is the same place as on line " + other.key.line() + ": " + place);
                break;
            }
            if (addsAndRemoves(located) && addsAndRemoves(other)) {
                located.key.keyFault("is the same place as on line " + other.key.line() + " in sync " + other.sync
                        + "; both syncs add and remove, so each would undo the changes of the other: " + place);
                break;
            }
        }
        others.add(located);
    }

    private static boolean addsAndRemoves(LocatedDestination located) {
        return located.destination.settings().effectiveMode().actions().size() == 2;
    }

    private Optional<Source> source(Field entry, SourceScope scope) {
        Optional<Source> known = scope.made.get(entry.node());
        if (known == null) {
            known = newSource(entry, scope);
            scope.made.put(entry.node(), known);
        }
        return known;
    }

    private Optional<Source> newSource(Field entry, SourceScope scope) {
        Map<String, Field> fields = entry.fields();
        List<String> kinds = new ArrayList<>(providers.keySet());
        kinds.addAll(COMBINATIONS);
        Optional<Source> source = placeField(entry, fields, kinds, SOURCE_OPTIONS)
                .flatMap(at -> COMBINATIONS.contains(at.name())
                        ? combination(at, scope)
                        : place(at, scope.scope).map(place -> {
                            scope.parts.putIfAbsent(place.name(), at);
                            return place;
                        }));
        Optional<Function<Source, Source>> filter =
                optional(fields, "filter").map(field -> filter(field, scope.matching));
        Optional<Function<Source, Source>> map = optional(fields, "map").flatMap(this::domainMap);
        boolean mayBeEmpty =
                optional(fields, "may-be-empty").flatMap(this::flag).orElse(false);
        return source.map(from -> filter.map(change -> change.apply(from)).orElse(from))
                .map(from -> map.map(change -> change.apply(from)).orElse(from))
                .map(from -> mayBeEmpty ? Sources.mayBeEmpty(from) : from);
    }

    private Optional<Source> combination(Field at, SourceScope scope) {
        List<Field> items = nonEmpty(at);
        List<Source> sources =
                items.stream().flatMap(item -> source(item, scope).stream()).toList();
        if (sources.isEmpty() || sources.size() < items.size()) {
            return Optional.empty();
        }
        Source[] parts = sources.toArray(Source[]::new);
        return Optional.of(
                switch (at.name()) {
                    case "union" ->
                        scope.matching
                                .map(matching -> Sources.union(matching, sources))
                                .orElseGet(() -> Sources.union(parts));
                    case "intersection" ->
                        scope.matching
                                .map(matching -> Sources.intersection(matching, sources))
                                .orElseGet(() -> Sources.intersection(parts));
                    default ->
                        scope.matching
                                .map(matching -> Sources.minus(matching, sources))
                                .orElseGet(() -> Sources.minus(parts));
                });
    }

    private Function<Source, Source> filter(Field field, Optional<Matching> matching) {
        Map<String, Field> fields = field.fields(List.of("matches", "not-matches"));
        List<Pattern> included = patterns(fields, "matches", matching);
        List<Pattern> excluded = patterns(fields, "not-matches", matching);
        return source -> Sources.filter(
                source, thing -> (included.isEmpty() || anyFinds(included, thing)) && !anyFinds(excluded, thing));
    }

    private List<Pattern> patterns(Map<String, Field> fields, String key, Optional<Matching> matching) {
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

    private Optional<Function<Source, Source>> domainMap(Field field) {
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

    /** Finds the key of an entry that is the type of its place. There must be exactly one. */
    private Optional<Field> placeField(
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
                field.unknownKeyFault(ConfigException.Fault.unknownKey(field.name(), kinds)
                        .problem()
                        .replaceFirst("^unknown key", "unknown adapter type"));
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
        AdapterProvider provider = providers.get(place.name());
        return provider != null
                && provider.keys().stream().anyMatch(known -> known.name().equals(key));
    }

    private Optional<Source> place(Field type, Config.Scope scope) {
        AdapterProvider provider = Objects.requireNonNull(providers.get(type.name()));
        Map<String, Field> fields = type.fields();
        if (!type.isMap()) {
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> values.put(name, field.plain()));
        try {
            Config config = Config.of(provider.type(), provider.keys(), values, scope);
            return type.hasUnresolvedVariable() ? Optional.empty() : Optional.of(provider.create(config));
        } catch (ConfigException e) {
            e.faults().forEach(fault -> report(fault, type, fields, provider));
            return Optional.empty();
        } catch (StackOverflowError e) { // the file is nested too deeply
            throw e;
        } catch (RuntimeException | Error e) { // for example, a class of the vendor's client is missing
            type.keyFault(redacted("cannot be created: " + TextFormat.message(e), type, fields, provider));
            return Optional.empty();
        }
    }

    private void report(ConfigException.Fault fault, Field type, Map<String, Field> fields, AdapterProvider provider) {
        Field field = fields.get(fault.key());
        String problem = redacted(fault.problem(), type, fields, provider);
        if (field == null) {
            type.missingKeyFault(fault.key(), problem);
        } else if (!isKeyOf(type, fault.key())) {
            field.unknownKeyFault(problem);
        } else if (!field.hasUnresolvedVariable()) {
            field.valueFault(problem);
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

    private SyncSettings settings(Map<String, Field> fields) {
        Map<GuardOption, Optional<Guard>> guards = new EnumMap<>(GuardOption.class);
        List<String> require = new ArrayList<>();
        optional(fields, "guards")
                .map(field -> field.fields(plus(GuardOption.keys(), GuardOption.REQUIRE)))
                .ifPresent(within -> within.forEach((key, field) -> {
                    if (key.equals(GuardOption.REQUIRE)) {
                        require.addAll(requiredThings(field));
                    }
                    GuardOption.of(key)
                            .ifPresent(option ->
                                    parsed(field, option::guard).ifPresent(guard -> guards.put(option, guard)));
                }));
        return new SyncSettings(
                optional(fields, "mode").flatMap(field -> chosen(field, Mode.values())),
                optional(fields, "matching")
                        .flatMap(field -> chosen(field, MATCHINGS))
                        .map(name -> name.equals("exact") ? Matching.exact() : Matching.ignoringCase()),
                optional(fields, "protect")
                        .map(ConfigurationReader::protectedThings)
                        .orElse(List.of()),
                guards,
                require,
                optional(fields, "tolerate").map(this::tolerated));
    }

    /** Core knows which entries are wrong. It is asked for each one, so that each fault has its line. */
    private static List<String> protectedThings(Field field) {
        return checked(field, text -> Sync.from(Sources.of()).protect(text));
    }

    private static List<String> requiredThings(Field field) {
        return checked(field, text -> {
            if (text.indexOf('*') >= 0) {
                throw new IllegalArgumentException("names '" + text
                        + "', but takes no pattern; list each member, or use min-remaining to require a number");
            }
        });
    }

    /** The items of a list, each checked. The check throws an exception whose message may begin with the key. */
    private static List<String> checked(Field field, Consumer<String> check) {
        List<String> texts = new ArrayList<>();
        for (Field item : field.items()) {
            item.text().ifPresent(text -> {
                try {
                    check.accept(text);
                    texts.add(text);
                } catch (IllegalArgumentException e) {
                    String problem = String.valueOf(e.getMessage());
                    String prefix = field.name() + " ";
                    item.valueFault(
                            item.redact(problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem));
                }
            });
        }
        return texts;
    }

    private Set<FailureKind> tolerated(Field field) {
        FailureKind[] kinds = Arrays.stream(FailureKind.values())
                .filter(FailureKind::concernsOneThing)
                .toArray(FailureKind[]::new);
        Set<FailureKind> tolerated = EnumSet.noneOf(FailureKind.class);
        field.items().forEach(item -> chosen(item, kinds).ifPresent(tolerated::add));
        return tolerated;
    }

    private <E extends Enum<E>> Optional<E> chosen(Field field, E[] constants) {
        List<String> names = Arrays.stream(constants).map(TextFormat::kebab).toList();
        return chosen(field, names).map(name -> constants[names.indexOf(name)]);
    }

    private Optional<String> chosen(Field field, List<String> allowed) {
        return field.text().filter(text -> {
            if (!allowed.contains(text)) {
                field.valueFault(ConfigException.Fault.unknownValue(field.name(), field.written(), allowed)
                        .problem());
            }
            return allowed.contains(text);
        });
    }

    private Optional<Duration> time(Field field) {
        return parsed(field, Durations::parse);
    }

    private Optional<Boolean> flag(Field field) {
        return chosen(field, List.of("true", "false")).map(Boolean::valueOf);
    }

    private Optional<Integer> atLeastOne(Field field) {
        return parsed(field, text -> {
            int number = GuardOption.Shape.wholeNumber(text);
            if (number < 1) {
                throw new IllegalArgumentException("must be a whole number, 1 or more");
            }
            return number;
        });
    }

    private <T> Optional<T> parsed(Field field, Function<String, T> parser) {
        return field.text().flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                field.valueFault(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    private Optional<String> unique(Field field, Map<String, Field> names) {
        Optional<String> name = field.text();
        name.map(text -> names.putIfAbsent(text, field))
                .ifPresent(before -> field.valueFault("is already used on line " + before.line()));
        return name;
    }

    private List<Field> nonEmpty(Field list) {
        List<Field> items = list.items();
        if (items.isEmpty() && list.isList()) {
            list.valueFault("is empty");
        }
        return items;
    }

    private static Optional<Field> optional(Map<String, Field> fields, String key) {
        return Optional.ofNullable(fields.get(key));
    }

    private static Optional<Field> required(Field within, Map<String, Field> fields, String key, String help) {
        Optional<Field> field = optional(fields, key);
        if (field.isEmpty() && within.isMap()) {
            within.missingKeyFault(key, "is missing: " + help);
        }
        return field;
    }

    private static List<String> plus(Collection<String> some, String... others) {
        Set<String> all = new LinkedHashSet<>(List.of(others));
        all.addAll(some);
        return List.copyOf(all);
    }
}
