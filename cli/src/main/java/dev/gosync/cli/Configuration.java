package dev.gosync.cli;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.OptionalInt;

/**
 * A valid configuration. Its places exist, and none of them was read.
 *
 * @param syncs in the order of the file
 * @param parallel how many destinations are synced in parallel, if configured
 * @param scope what the places share
 */
record Configuration(List<SyncSetup> syncs, OptionalInt parallel, Config.Scope scope) implements AutoCloseable {

    /**
     * One source and its destinations.
     *
     * @param name the unique name of the sync
     * @param source the source
     * @param destinations at least one; each is a different place
     */
    record SyncSetup(String name, Source source, List<Destination> destinations) {
        /** {@return the destination that a report is about} */
        Destination destination(Report report) {
            return destinations.stream()
                    .filter(destination -> destination.place().name().equals(report.destination()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * One destination of a sync.
     *
     * @param name the configured name, or the name of the place
     * @param place the place
     * @param settings the settings for this destination, with those of the outer levels
     */
    record Destination(String name, Adapter place, SyncSettings settings) {}

    @Override
    public void close() {
        for (SyncSetup sync : syncs) {
            sync.source().close();
            sync.destinations().forEach(destination -> destination.place().close());
        }
        scope.close();
    }
}
