package dev.gosync.cli;

import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.Source;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
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
     * @param names what it can be called; the first is the shortest
     */
    private record Named(Source place, List<String> names) {}

    private final String file;
    private final List<Named> all = new ArrayList<>();

    /**
     * Collects the places.
     *
     * @param file the configuration file, for messages
     */
    NamedPlaces(String file, Configuration configuration) {
        this.file = file;
        for (ConfiguredSync sync : configuration.syncs()) {
            all.add(new Named(sync.source(), List.of(sync.name(), sync.source().name())));
            for (ConfiguredDestination destination : sync.destinations()) {
                all.add(new Named(
                        destination.place(),
                        List.of(destination.name(), destination.place().name())));
            }
        }
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
        // The same place can be part of several syncs.
        Map<String, Source> found = new LinkedHashMap<>();
        all.stream()
                .filter(each -> each.names.contains(name))
                .forEach(each -> found.putIfAbsent(each.place.name(), each.place));
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

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    private ConfigurationException fault(String problem) {
        return new ConfigurationException(List.of(Fault.of(file, problem)));
    }
}
