package dev.gosync.config;

import static dev.gosync.config.Values.optional;
import static dev.gosync.config.Values.required;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the {@link Configuration} of one file. */
final class ConfigurationParser {
    private static final List<String> FILE_KEYS = List.of("syncs", "parallel", "timeout", "retry", NotifyParser.KEY);
    private static final List<String> SYNC_KEYS = List.of("name", "source", "destinations", ForEachParser.KEY);

    /** All keys at all levels, except for those of adapters. */
    static final Set<String> KEYS = Stream.of(
                    SourceParser.COMBINATIONS,
                    SourceParser.OPTIONS,
                    SettingsParser.KEYS,
                    SettingsParser.RETRY,
                    ForEachParser.FILE_KEYS,
                    FILE_KEYS,
                    NotifyParser.KEYS,
                    SYNC_KEYS,
                    GuardOption.keys(),
                    List.of(GuardOption.REQUIRE, "matches", "not-matches", "domain", "from", "to"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * A sync of the file, with what could be made of it.
     *
     * @param item its entry, in which {@code ${each}} is replaced
     * @param name empty if it is missing, or a variable in it is not set
     * @param source empty if it could not be made
     * @param parts the places of the source
     */
    private record ParsedSync(
            Field item,
            boolean isMadeByForEach,
            Optional<String> name,
            Optional<Source> source,
            List<ConfiguredPlace> parts,
            List<ParsedDestination> destinations) {}

    /**
     * A destination of the file, with what could be made of it.
     *
     * @param entry its entry
     * @param made empty if it could not be made
     */
    private record ParsedDestination(Field entry, Optional<String> name, Optional<ConfiguredDestination> made) {}

    /** A destination, the name of its sync and its key in the file. */
    private record LocatedDestination(String sync, ConfiguredDestination destination, Field key) {}

    private static final String NO_NAME = "(no name)";

    private final Yaml yaml;
    private final String file;
    private final Path folder;
    private final Adapters adapters;
    private final Set<String> only;
    private final boolean isOffline;
    private final Map<String, List<LocatedDestination>> destinationsByPlace = new HashMap<>();

    ConfigurationParser(Yaml yaml, String file, Path folder, Adapters adapters, Set<String> only, boolean isOffline) {
        this.yaml = yaml;
        this.file = file;
        this.folder = folder;
        this.adapters = adapters;
        this.only = only;
        this.isOffline = isOffline;
    }

    /**
     * Makes the configuration.
     *
     * @param mustBeThere whether a selected name that nothing has is a fault
     * @throws ConfigurationException with all faults
     */
    Configuration configuration(boolean mustBeThere) {
        Map<String, Field> fields =
                yaml.root().fields(Values.plus(SettingsParser.KEYS, FILE_KEYS.toArray(String[]::new)));
        fields.values().stream()
                .filter(field -> !field.name().equals("syncs"))
                .forEach(field -> yaml.checkReferences(field, !isOffline));
        OptionalInt parallel = optional(fields, "parallel")
                .flatMap(Values::atLeastOne)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Config.Scope scope = new Config.Scope(folder, SettingsParser.retry(fields));
        SyncSettings settings = SettingsParser.settings(fields);
        Optional<Webhook> webhook = optional(fields, NotifyParser.KEY).flatMap(NotifyParser::webhook);
        List<List<ParsedSync>> parsed = new ArrayList<>();
        required(yaml.root(), fields, "syncs", "a list of syncs, each with name, source and destinations")
                .ifPresent(list -> parsed.addAll(batches(list, settings, new PlaceParser(adapters, scope, isOffline))));
        boolean areSettingsKnown = fields.values().stream()
                .noneMatch(field -> !List.of("syncs", NotifyParser.KEY).contains(field.name()) && lacksValue(field));
        List<List<ConfiguredSync>> batches = new ArrayList<>();
        List<PartialSync> partial = new ArrayList<>();
        for (List<ParsedSync> batch : parsed) {
            List<ConfiguredSync> whole = new ArrayList<>();
            for (ParsedSync sync : batch) {
                Optional<PartialSync> selected = selected(sync, areSettingsKnown);
                selected.ifPresent(partial::add);
                selected.filter(PartialSync::isComplete)
                        .ifPresent(made -> whole.add(new ConfiguredSync(
                                made.name(),
                                made.isMadeByForEach(),
                                made.source().orElseThrow(),
                                made.sourcePlaces(),
                                made.destinations(),
                                parallel)));
            }
            if (!whole.isEmpty()) {
                batches.add(List.copyOf(whole));
            }
        }
        Configuration configuration = new Configuration(
                List.copyOf(batches), partial, yaml.missing(), yaml.unset(), webhook, yaml.warnings(), scope);
        try {
            yaml.throwFaults();
            if (mustBeThere) {
                throwUnknownNames(parsed.stream().flatMap(List::stream).toList());
            }
        } catch (ConfigurationException e) {
            configuration.close();
            throw e;
        }
        return configuration;
    }

    private List<List<ParsedSync>> batches(Field list, SyncSettings outer, PlaceParser places) {
        List<List<ParsedSync>> batches = new ArrayList<>();
        Map<String, Field> names = new HashMap<>();
        for (Field item : Values.nonEmpty(list)) {
            Map<String, Field> fields = item.fields(Values.plus(SettingsParser.KEYS, SYNC_KEYS.toArray(String[]::new)));
            Optional<Field> forEach = optional(fields, ForEachParser.KEY);
            if (forEach.isEmpty()) {
                batches.add(List.of(sync(item, false, outer, places, names)));
                continue;
            }
            yaml.checkReferences(forEach.get(), !isOffline && only.isEmpty());
            yaml.use(item);
            List<ParsedSync> batch = new ArrayList<>();
            for (Each each : new ForEachParser(folder, places).values(forEach.get(), item)) {
                batch.add(sync(yaml.copy(item, each), true, outer, places, names));
            }
            batches.add(batch);
        }
        return batches;
    }

    private ParsedSync sync(
            Field item, boolean isMadeByForEach, SyncSettings outer, PlaceParser places, Map<String, Field> names) {
        Map<String, Field> fields = item.fields();
        if (!item.isMap()) {
            return new ParsedSync(item, isMadeByForEach, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        Optional<String> name = required(item, fields, "name", "the name of the sync, for --only and for the output")
                .flatMap(field -> isMadeByForEach ? uniqueForEach(field, names) : Values.unique(field, names));
        SyncSettings settings = outer.overriddenBy(SettingsParser.settings(fields));
        SourceParser sources = new SourceParser(places, settings.matching(), item);
        Optional<Source> source = required(item, fields, "source", "the place to read, or a combination of places")
                .flatMap(sources::source);
        List<ParsedDestination> destinations = new ArrayList<>();
        required(item, fields, "destinations", "a list of the places to sync").ifPresent(list -> {
            Map<String, Field> destinationNames = new HashMap<>();
            for (Field entry : Values.nonEmpty(list)) {
                destinations.add(
                        destination(entry, name.orElse(NO_NAME), settings, places, sources.places(), destinationNames));
            }
        });
        return new ParsedSync(item, isMadeByForEach, name, source, sources.parts(), destinations);
    }

    private static Optional<String> uniqueForEach(Field field, Map<String, Field> names) {
        Optional<String> name = field.text();
        name.map(text -> names.putIfAbsent(text, field))
                .ifPresent(before -> field.valueFault("is not unique: " + name.orElseThrow()
                        + " is already used on line " + before.line()
                        + "; use ${each} in it, and give each value once"));
        return name;
    }

    private ParsedDestination destination(
            Field entry,
            String sync,
            SyncSettings outer,
            PlaceParser places,
            Map<String, Field> sourceParts,
            Map<String, Field> names) {
        Map<String, Field> fields = entry.fields();
        Optional<Field> type = places.typeOf(entry, fields, places.types(), Values.plus(SettingsParser.KEYS, "name"));
        SyncSettings settings = outer.overriddenBy(SettingsParser.settings(fields));
        Optional<String> configured = optional(fields, "name").flatMap(field -> Values.unique(field, names));
        Optional<ConfiguredDestination> made =
                type.flatMap(at -> places.place(at, entry).flatMap(place -> {
                    if (!(place.place() instanceof Adapter adapter)) {
                        at.keyFault("is read-only, so it cannot be a destination: " + place);
                        return Optional.empty();
                    }
                    ConfiguredDestination destination =
                            new ConfiguredDestination(configured.orElse(adapter.name()), adapter, place, settings);
                    checkPlace(new LocatedDestination(sync, destination, at), sourceParts);
                    return Optional.of(destination);
                }));
        return new ParsedDestination(
                entry, made.map(ConfiguredDestination::name).or(() -> configured), made);
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
        Mode mode = located.destination.mode();
        return mode.actions().size() == 2;
    }

    /** Whether a reference in a field has no value. */
    private boolean lacksValue(Field field) {
        return !yaml.unset().isEmpty() && field.hasUnresolvedReference();
    }

    private boolean lacksValueOfSetting(ParsedDestination destination) {
        return destination.entry.fields().values().stream()
                .anyMatch(field -> !adapters.types().contains(field.name()) && lacksValue(field));
    }

    /**
     * The sync with the destinations that are selected. Its references need values, and its faults matter. Offline, a
     * destination whose settings are not known is not made.
     *
     * @param areSettingsKnown whether the settings of the file have their values
     */
    private Optional<PartialSync> selected(ParsedSync sync, boolean areSettingsKnown) {
        boolean isWhole = only.isEmpty() || sync.name.filter(only::contains).isPresent();
        List<ParsedDestination> destinations = sync.destinations.stream()
                .filter(destination ->
                        isWhole || destination.name.filter(only::contains).isPresent())
                .toList();
        boolean isSelected = isWhole || !destinations.isEmpty();
        boolean lacksValue = !areSettingsKnown;
        if (sync.item.isMap()) {
            for (Field field : sync.item.fields().values()) {
                if (!field.name().equals("destinations")) {
                    yaml.checkReferences(field, isSelected && !isOffline);
                    lacksValue |= lacksValue(field);
                }
            }
        }
        for (ParsedDestination destination : sync.destinations) {
            boolean isNeeded = destinations.contains(destination);
            yaml.checkReferences(destination.entry, isNeeded && !isOffline);
            if (isNeeded) {
                yaml.use(destination.entry);
                lacksValue |= lacksValue(destination.entry);
            }
        }
        if (!isSelected) {
            return Optional.empty();
        }
        yaml.use(sync.item);
        boolean areOuterSettingsKnown = areSettingsKnown
                && sync.item.fields().values().stream()
                        .noneMatch(field -> SettingsParser.KEYS.contains(field.name()) && lacksValue(field));
        List<ConfiguredDestination> made = destinations.stream()
                .filter(each -> !isOffline || (areOuterSettingsKnown && !lacksValueOfSetting(each)))
                .flatMap(each -> each.made.stream())
                .toList();
        boolean isComplete =
                !lacksValue && sync.name.isPresent() && sync.source.isPresent() && made.size() == destinations.size();
        return Optional.of(new PartialSync(
                sync.name.orElse(NO_NAME),
                sync.isMadeByForEach,
                isComplete,
                sync.source,
                sync.parts,
                made,
                destinations.size()));
    }

    private void throwUnknownNames(Collection<ParsedSync> syncs) {
        Set<String> known = new LinkedHashSet<>();
        for (ParsedSync sync : syncs) {
            sync.name.ifPresent(known::add);
            sync.destinations.forEach(destination -> destination.name.ifPresent(known::add));
        }
        List<Fault> faults = only.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> Fault.of(file, "has no sync or destination '" + name + "'" + hint(name, known)))
                .toList();
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    private String hint(String name, Set<String> known) {
        String hint = ConfigException.Fault.hint(name, known);
        return yaml.unset().isEmpty()
                ? hint
                : hint + " (some places have no name yet, because a variable is not set: "
                        + String.join(", ", yaml.unset()) + ")";
    }
}
