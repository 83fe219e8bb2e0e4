package dev.gosync.config;

import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Optional;

/**
 * A sync of a configuration with what could be made of it. It is complete unless the reader was {@link
 * ConfigurationReader#offline} or {@link ConfigurationReader#partial}. Immutable; threads may share it.
 */
public final class PartialSync {
    private final String name;
    private final boolean isMadeByForEach;
    private final boolean isComplete;
    private final Optional<Source> source;
    private final List<ConfiguredPlace> sourcePlaces;
    private final List<ConfiguredDestination> destinations;
    private final int configuredDestinations;

    PartialSync(
            String name,
            boolean isMadeByForEach,
            boolean isComplete,
            Optional<Source> source,
            List<ConfiguredPlace> sourcePlaces,
            List<ConfiguredDestination> destinations,
            int configuredDestinations) {
        this.name = name;
        this.isMadeByForEach = isMadeByForEach;
        this.isComplete = isComplete;
        this.source = source;
        this.sourcePlaces = List.copyOf(sourcePlaces);
        this.destinations = List.copyOf(destinations);
        this.configuredDestinations = configuredDestinations;
    }

    /** {@return the name; {@code (no name)} if a variable in it is not set} */
    public String name() {
        return name;
    }

    /** {@return whether a {@code for-each} made this sync, for one of its values} */
    public boolean isMadeByForEach() {
        return isMadeByForEach;
    }

    /** {@return whether it is part of {@link Configuration#syncs}} */
    public boolean isComplete() {
        return isComplete;
    }

    /** {@return the source; empty if a place in it could not be made} */
    public Optional<Source> source() {
        return source;
    }

    /** {@return the places that were made for the source} */
    public List<ConfiguredPlace> sourcePlaces() {
        return sourcePlaces;
    }

    /** {@return the destinations that were made} */
    public List<ConfiguredDestination> destinations() {
        return destinations;
    }

    /** {@return how many destinations are configured} */
    public int configuredDestinations() {
        return configuredDestinations;
    }

    void close() {
        sourcePlaces.forEach(place -> place.place().close());
        destinations.forEach(destination -> destination.place().close());
    }
}
