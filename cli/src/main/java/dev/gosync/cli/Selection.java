package dev.gosync.cli;

import dev.gosync.ConfigException;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a configuration {@code --only} leaves. */
final class Selection {
    private Selection() {}

    /**
     * Leaves the syncs of these names whole, and of the others the destinations of these names.
     *
     * @throws FaultsException with every name that nothing has
     */
    static List<SyncSetup> of(Configuration configuration, List<String> names) {
        if (names.isEmpty()) {
            return configuration.syncs();
        }
        Set<String> known = new LinkedHashSet<>();
        List<SyncSetup> selected = new ArrayList<>();
        for (SyncSetup sync : configuration.syncs()) {
            known.add(sync.name());
            sync.destinations().forEach(destination -> known.add(destination.name()));
            if (names.contains(sync.name())) {
                selected.add(sync);
                continue;
            }
            List<Destination> destinations = sync.destinations().stream()
                    .filter(destination -> names.contains(destination.name()))
                    .toList();
            if (!destinations.isEmpty()) {
                selected.add(new SyncSetup(sync.name(), sync.source(), destinations));
            }
        }
        List<Fault> faults = names.stream()
                .filter(name -> !known.contains(name))
                .map(name -> Fault.ofOption("--only", ConfigException.Fault.unknownValue("--only", name, known)))
                .toList();
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return selected;
    }
}
