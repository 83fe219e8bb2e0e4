package dev.gosync.cli;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Change;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.journal.Run;
import dev.gosync.journal.Undo;
import dev.gosync.journal.Undo.LeftAlone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The undo of a run at the places of a configuration.
 *
 * @param undo the undo; each place has the name of the sync that the configuration has it in
 * @param batches the syncs to plan, which read the run instead of their configured source
 * @param missing the places of the run that the configuration does not have
 * @param options the options that the command was given to find them
 */
record PlannedUndo(Undo undo, List<List<ConfiguredSync>> batches, List<Undo.Place> missing, List<String> options) {
    /** A destination of a sync. */
    private record At(String sync, String place) {}

    /**
     * Finds the places of an undo in a configuration.
     *
     * @param configuration has the selected syncs and destinations only
     * @param only the names that are selected; if empty, all are
     * @param options the options that the command was given to find the undo
     */
    static PlannedUndo of(Undo undo, Configuration configuration, List<String> only, List<String> options) {
        Map<At, Undo.Place> found = new LinkedHashMap<>();
        List<Undo.Place> missing = new ArrayList<>();
        for (Undo.Place place : undo.places()) {
            Optional<ConfiguredSync> sync = syncOf(place, configuration.syncs(), only.isEmpty());
            if (sync.isPresent()) {
                Undo.Place moved = new Undo.Place(
                        sync.get().name(), place.name(), place.additions(), place.removals(), place.leftAlone());
                found.merge(new At(moved.sync(), moved.name()), moved, PlannedUndo::joined);
            } else if (only.isEmpty() || only.contains(place.sync())) {
                missing.add(place);
            }
        }
        Undo selected = new Undo(undo.run(), List.copyOf(found.values()));
        List<List<ConfiguredSync>> batches = configuration.batches().stream()
                .map(batch -> batch.stream()
                        .map(sync -> sync.withSource(selected.source(sync.name()), changedPlaces(selected, sync)))
                        .filter(sync -> !sync.destinations().isEmpty())
                        .toList())
                .filter(batch -> !batch.isEmpty())
                .toList();
        return new PlannedUndo(selected, batches, List.copyOf(missing), options);
    }

    /** The sync of the run if it still has the place, or another one: syncs can be renamed. */
    private static Optional<ConfiguredSync> syncOf(Undo.Place place, List<ConfiguredSync> syncs, boolean anySync) {
        List<ConfiguredSync> having = syncs.stream()
                .filter(sync -> sync.destinations().stream()
                        .anyMatch(destination -> destination.place().name().equals(place.name())))
                .toList();
        return having.stream()
                .filter(sync -> sync.name().equals(place.sync()))
                .findFirst()
                .or(() -> having.stream().filter(sync -> anySync).findFirst());
    }

    private static Undo.Place joined(Undo.Place one, Undo.Place other) {
        return new Undo.Place(
                one.sync(),
                one.name(),
                joined(one.additions(), other.additions()),
                joined(one.removals(), other.removals()),
                joined(one.leftAlone(), other.leftAlone()));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    private static List<String> changedPlaces(Undo undo, ConfiguredSync sync) {
        return undo.places().stream()
                .filter(place -> place.sync().equals(sync.name()) && isChanged(place))
                .map(Undo.Place::name)
                .toList();
    }

    private static boolean isChanged(Undo.Place place) {
        return !place.additions().isEmpty() || !place.removals().isEmpty();
    }

    Run run() {
        return undo.run();
    }

    /** Whether there is nothing to plan. */
    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** The change of each destination of a sync. */
    Map<Adapter, Change> changes(ConfiguredSync sync) {
        Map<Adapter, Change> changes = new LinkedHashMap<>();
        for (ConfiguredDestination destination : sync.destinations()) {
            changes.put(destination.place(), place(sync, destination).change(destination.mode()));
        }
        return changes;
    }

    /** What is asked for at a destination. */
    Undo.Place place(ConfiguredSync sync, ConfiguredDestination destination) {
        return undo.places().stream()
                .filter(place -> place.sync().equals(sync.name())
                        && place.name().equals(destination.place().name()))
                .findFirst()
                .orElseThrow();
    }

    /** The places at which something is left alone. */
    List<Undo.Place> leavingAlone() {
        return Stream.concat(undo.places().stream(), missing.stream())
                .filter(place -> !place.leftAlone().isEmpty())
                .toList();
    }

    /** The missing places at which there is something to undo. */
    List<Undo.Place> notConfigured() {
        return missing.stream().filter(PlannedUndo::isChanged).toList();
    }

    /** What a reader of the plan should know. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!isEmpty()) {
            warnings.add("the journal does not contain changes that were made by hand; check the plan");
        }
        if (undo.places().stream().anyMatch(place -> !place.additions().isEmpty())) {
            warnings.add("members who are added again come back without the role, note or order that they had");
        }
        return warnings;
    }

    /** The command that makes the same undo, without the options that every run has. */
    List<String> command() {
        return Stream.concat(Stream.of("undo", run().id()), options.stream()).toList();
    }

    static String why(LeftAlone left) {
        boolean canBeIncluded = left.reason() == Undo.Reason.NOT_KNOWN || left.reason() == Undo.Reason.ALREADY_THERE;
        return left.why() + (canBeIncluded ? "; " + UndoCommand.INCLUDE_UNKNOWN + " undoes it" : "");
    }
}
