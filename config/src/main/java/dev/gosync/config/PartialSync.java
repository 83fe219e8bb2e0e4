package dev.gosync.config;

import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Optional;

/**
 * A sync of a configuration with what could be made of it. It is complete unless the reader was {@link
 * ConfigurationReader#offline} or {@link ConfigurationReader#partial}. Immutable; threads may share it.
 *
 * @param name the name; {@code (no name)} if a variable in it is not set
 * @param isComplete whether it is part of {@link Configuration#syncs}
 * @param source the source; empty if a place in it could not be made
 * @param sourcePlaces the places that were made for the source
 * @param destinations the destinations that were made
 * @param configuredDestinations how many destinations are configured
 */
public record PartialSync(
        String name,
        boolean isComplete,
        Optional<Source> source,
        List<ConfiguredPlace> sourcePlaces,
        List<ConfiguredDestination> destinations,
        int configuredDestinations) {

    /** Copies the lists. */
    public PartialSync {
        sourcePlaces = List.copyOf(sourcePlaces);
        destinations = List.copyOf(destinations);
    }

    void close() {
        sourcePlaces.forEach(place -> place.place().close());
        destinations.forEach(destination -> destination.place().close());
    }
}
