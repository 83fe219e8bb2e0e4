package dev.gosync.config;

import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.SyncGroup;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Source;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** One source and its destinations, as configured. Immutable; threads may share it. */
public final class ConfiguredSync {
    private final String name;
    private final boolean isMadeByForEach;
    private final Source source;
    private final List<ConfiguredPlace> sourcePlaces;
    private final List<ConfiguredDestination> destinations;
    private final OptionalInt parallel;

    ConfiguredSync(
            String name,
            boolean isMadeByForEach,
            Source source,
            List<ConfiguredPlace> sourcePlaces,
            List<ConfiguredDestination> destinations,
            OptionalInt parallel) {
        this.name = name;
        this.isMadeByForEach = isMadeByForEach;
        this.source = source;
        this.sourcePlaces = List.copyOf(sourcePlaces);
        this.destinations = List.copyOf(destinations);
        this.parallel = parallel;
    }

    /** {@return the unique name of the sync} */
    public String name() {
        return name;
    }

    /** {@return whether {@code for-each} made this sync for one of its values} */
    public boolean isMadeByForEach() {
        return isMadeByForEach;
    }

    /** {@return the source} */
    public Source source() {
        return source;
    }

    /** {@return the places that are read for the source, which may combine several; empty after {@link #withSource}} */
    public List<ConfiguredPlace> sourcePlaces() {
        return sourcePlaces;
    }

    /** {@return at least one destination; each is a different place} */
    public List<ConfiguredDestination> destinations() {
        return destinations;
    }

    /**
     * Finds the destination that a report is about.
     *
     * @param report a report of this sync
     * @return its destination
     * @throws java.util.NoSuchElementException if the report is about another place
     */
    public ConfiguredDestination destination(Report report) {
        return destinations.stream()
                .filter(destination -> destination.place().name().equals(report.destination()))
                .findFirst()
                .orElseThrow();
    }

    /** {@return the sync, ready to plan and apply} Each call returns one that reads the source anew. */
    public SyncGroup group() {
        return group(sync -> sync);
    }

    /**
     * Makes the sync, ready to plan and apply. Each call returns one that reads the source anew.
     *
     * @param options adds what is not configured, such as a listener; configured settings win
     * @return the sync with all its destinations
     */
    public SyncGroup group(UnaryOperator<Sync> options) {
        return group(options.apply(Sync.from(source)), (destination, sync) -> sync);
    }

    /**
     * Makes the sync, ready to plan and apply. Each call returns one that reads the source anew.
     *
     * @param options adds to the sync of each destination what is not configured, after the configured settings: guards that
     *     replace others with the same name, or a listener
     * @return the sync with all its destinations
     */
    public SyncGroup group(BiFunction<? super ConfiguredDestination, ? super Sync, Sync> options) {
        return group(Sync.from(source), options);
    }

    private SyncGroup group(Sync base, BiFunction<? super ConfiguredDestination, ? super Sync, Sync> options) {
        Sync shared = parallel.isPresent() ? base.parallel(parallel.getAsInt()) : base;
        Map<Adapter, Sync> syncs = new LinkedHashMap<>();
        destinations.forEach(
                destination -> syncs.put(destination.place(), options.apply(destination, destination.applyTo(shared))));
        return SyncGroup.of(syncs);
    }

    /**
     * Makes a sync from another source, to plan given changes with the settings of this one, for example to undo a run. The
     * settings of each destination hold, except that its mode has both halves.
     *
     * @param source what to read instead of the configured source
     * @param places the names of the places to keep as destinations; the others are left out
     * @return a sync with the same name
     */
    public ConfiguredSync withSource(Source source, Collection<String> places) {
        List<ConfiguredDestination> kept = destinations.stream()
                .filter(destination -> places.contains(destination.place().name()))
                .map(ConfiguredDestination::withBothHalves)
                .toList();
        return new ConfiguredSync(name, isMadeByForEach, source, List.of(), kept, parallel);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
