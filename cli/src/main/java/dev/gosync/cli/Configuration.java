package dev.gosync.cli;

import dev.gosync.Adapter;
import dev.gosync.Config;
import dev.gosync.Source;
import java.util.List;

/**
 * A configuration without a fault, its places made and none of them read.
 *
 * @param file as it was named
 * @param syncs in the file's order
 * @param parallel how many destinations are worked on side by side
 * @param scope what the places share
 */
record Configuration(String file, List<SyncSetup> syncs, int parallel, Config.Scope scope) implements AutoCloseable {

    /**
     * One source and where its things are to be.
     *
     * @param name the sync's name, one of its own
     * @param source what is read
     * @param destinations at least one, each another place
     */
    record SyncSetup(String name, Source source, List<Destination> destinations) {}

    /**
     * A place that a sync writes to.
     *
     * @param name as configured, or else the name of the place
     * @param place what is written to
     * @param policy how
     */
    record Destination(String name, Adapter place, Policy policy) {}

    @Override
    public void close() {
        for (SyncSetup sync : syncs) {
            sync.source().close();
            sync.destinations().forEach(destination -> destination.place().close());
        }
        scope.close();
    }
}
