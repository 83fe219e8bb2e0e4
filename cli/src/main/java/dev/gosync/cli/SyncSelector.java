package dev.gosync.cli;

import dev.gosync.adapter.ConfigException;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Selects the syncs and destinations that {@code --only} names. */
final class SyncSelector {
    static final String OPTION = "--only";

    private SyncSelector() {}

    /**
     * Selects syncs. A sync is complete if its own name is given; otherwise it has only the named destinations.
     *
     * @param names names of syncs and destinations; if empty, all syncs are selected
     * @throws FaultsException with every unknown name
     */
    static List<SyncSetup> select(Configuration configuration, List<String> names) {
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
                .map(name -> Fault.of(
                        OPTION,
                        ConfigException.Fault.unknownValue(OPTION, name, known).problem()))
                .toList();
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return selected;
    }
}
