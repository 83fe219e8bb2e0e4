package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.Source;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredPlace;
import dev.gosync.config.Fault;
import dev.gosync.config.PartialSync;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The places of a configuration, by the names that the output of other commands shows. */
final class NamedPlaces {
    /**
     * One place.
     *
     * @param type the type of its adapter; several for a combined source
     * @param names what it can be called; the first is the shortest
     */
    private record Named(Source place, String type, List<String> names) {}

    private final String file;
    private final List<Named> all = new ArrayList<>();

    /**
     * Collects the places.
     *
     * @param file the configuration file, for messages
     */
    NamedPlaces(String file, Configuration configuration) {
        this.file = file;
        for (PartialSync sync : configuration.partialSyncs()) {
            String types = sync.sourcePlaces().stream()
                    .map(ConfiguredPlace::type)
                    .distinct()
                    .collect(Collectors.joining(", "));
            sync.source().ifPresent(source -> all.add(new Named(source, types, List.of(sync.name(), source.name()))));
            for (ConfiguredDestination destination : sync.destinations()) {
                all.add(new Named(
                        destination.place(),
                        destination.configured().type(),
                        List.of(destination.name(), destination.place().name())));
            }
        }
    }

    /**
     * Prints the places, one on each line: the type, the name as a shell takes it, and what it is. Then the command with a
     * name.
     *
     * @param missing what keeps other places from being used
     */
    void print(TextOutput out, List<Fault> missing) {
        out.text(WholeText.of(shownIn(file)) + ": "
                + (all.isEmpty() ? "no place of it can be read." : "name one of its places:"));
        TextTable table = new TextTable(out, 2);
        Set<String> shown = new LinkedHashSet<>();
        for (Named named : all) {
            String place = named.place.name();
            String name = named.names.stream()
                    .filter(each -> placesNamed(each).size() == 1)
                    .findFirst()
                    .orElse(place);
            if (shown.add(name)) {
                String what = name.equals(place) ? "" : ": " + WholeText.of(shownIn(place));
                table.row(WholeText.of(NextCommand.quoted(name)) + what, named.type);
            }
        }
        table.print();
        shown.stream().findFirst().ifPresent(name -> {
            out.text("For example:");
            out.command(2, ProgramName.with("list " + NextCommand.quoted(file) + " " + NextCommand.quoted(name)));
        });
        if (!missing.isEmpty()) {
            out.text("Other places may be missing here, because of these problems:");
            missing.forEach(fault -> out.text("  " + WholeText.inMessage(TextFormat.oneLine(fault.toString()))));
        }
        out.flush();
    }

    boolean has(String name) {
        return all.stream().anyMatch(each -> each.names.contains(name));
    }

    /**
     * Finds a place.
     *
     * @param name the name of a sync, which means its source; the name of a destination; or that of the place itself
     * @throws ConfigurationException if no place has the name, or several have it
     */
    Source find(String name) {
        Map<String, Source> found = placesNamed(name);
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        Set<String> known = new LinkedHashSet<>();
        all.forEach(each -> known.addAll(each.names));
        if (name.isEmpty()) {
            throw fault("name one of its places: " + quoted(known));
        }
        throw fault(
                found.isEmpty()
                        ? "has no sync or place '" + name + "'" + ConfigException.Fault.hint(name, known)
                        : "has several places that are called '" + name + "'; name one of these: "
                                + quoted(found.keySet()));
    }

    /** The same place can be part of several syncs. */
    private Map<String, Source> placesNamed(String name) {
        Map<String, Source> found = new LinkedHashMap<>();
        all.stream()
                .filter(each -> each.names.contains(name))
                .forEach(each -> found.putIfAbsent(each.place.name(), each.place));
        return found;
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    private ConfigurationException fault(String problem) {
        return new ConfigurationException(List.of(Fault.of(file, problem)));
    }
}
