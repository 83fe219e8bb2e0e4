package dev.gosync;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several destinations of one source, each with its own settings. They are read together, judged together before the
 * first write, and written in parallel. For destinations with the same settings use {@link Sync#syncWithAll}. Immutable;
 * threads may share it.
 */
public final class SyncGroup {
    private final List<Destination> destinations;

    private SyncGroup(List<Destination> destinations) {
        this.destinations = destinations;
    }

    /**
     * Groups destinations.
     *
     * @param syncs for each destination, the sync that says how; all derived from one {@link Sync#from}. The order of the
     *     map is the order of the reports. The largest {@link Sync#parallel} holds for the group.
     * @return the group
     * @throws IllegalArgumentException if a place is a destination twice or its own source, or the syncs read different
     *     sources
     */
    public static SyncGroup of(Map<? extends Adapter, Sync> syncs) {
        List<Destination> destinations = new ArrayList<>();
        syncs.forEach((adapter, sync) -> destinations.add(sync.destination(adapter)));
        if (destinations.stream().map(Destination::reading).distinct().count() > 1) {
            throw new IllegalArgumentException("The syncs of a group must all be derived from one Sync.from");
        }
        Destination.checkTogether(destinations);
        return new SyncGroup(List.copyOf(destinations));
    }

    /**
     * Reads the source once and every destination, and judges all plans. Changes nothing. A guard never makes it throw.
     *
     * @return the plans, and why a destination could not be read
     * @throws AdapterException if the source cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public Plans plan() throws InterruptedException {
        return Plans.of(destinations, Destination::compare);
    }

    /**
     * Plans exactly given changes, whatever the source wants, like {@link Sync#plan(Change, Adapter)}.
     *
     * @param changes for each destination of the group, what to add and remove; the mode must be that of its sync
     * @return the plans, and why a destination could not be read
     * @throws AdapterException if the source cannot be read
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if a destination has no change, or a mode differs
     */
    public Plans plan(Map<? extends Adapter, Change> changes) throws InterruptedException {
        Map<String, Change> byName = new HashMap<>();
        changes.forEach((adapter, change) -> byName.put(adapter.name(), change));
        for (Destination destination : destinations) {
            Change change = byName.get(destination.name());
            if (change == null) {
                throw new IllegalArgumentException("There is no change for " + destination.name());
            }
            destination.checkMode(change);
        }
        return Plans.of(
                destinations,
                (destination, source) ->
                        destination.given(Objects.requireNonNull(byName.get(destination.name())), source));
    }

    /**
     * Plans and applies.
     *
     * @return one report for each destination, in their order
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard refuses one of the plans; nothing was written anywhere
     * @throws SyncException if not everything ended as planned, a destination could not be read, or the thread was
     *     interrupted
     */
    public List<Report> sync() {
        return Plans.planAndApply(destinations);
    }
}
