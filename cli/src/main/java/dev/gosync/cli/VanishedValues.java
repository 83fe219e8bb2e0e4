package dev.gosync.cli;

import dev.gosync.config.ConfiguredSync;
import dev.gosync.journal.Journal;
import dev.gosync.journal.JournalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The syncs that {@code for-each} made at the last {@code apply} and does not make any more, because their value is gone.
 * The journal remembers them.
 */
final class VanishedValues {
    /**
     * A sync that is not there any more.
     *
     * @param name its name
     * @param places the names of its destinations, whose members stay
     */
    record Vanished(String name, List<String> places) {
        @Override
        public String toString() {
            return "'" + name
                    + "' is not there any more, because for-each has no such value now. Nobody was removed from "
                    + String.join(", ", places);
        }
    }

    private VanishedValues() {}

    /**
     * Compares the syncs of the last {@code apply} with those of today. What cannot be read is not known.
     *
     * @param configuration the name of the configuration
     */
    static List<Vanished> since(Journal journal, String configuration, List<ConfiguredSync> syncs) {
        Set<String> today = syncs.stream().map(ConfiguredSync::name).collect(Collectors.toSet());
        Map<String, List<String>> last;
        try {
            last = journal.lastSyncs(configuration);
        } catch (JournalException e) {
            return List.of();
        }
        return last.entrySet().stream()
                .filter(known -> !today.contains(known.getKey()))
                .map(known -> new Vanished(known.getKey(), known.getValue()))
                .toList();
    }

    /** {@return the syncs of today that {@code for-each} made, each with the names of its places} */
    static Map<String, List<String>> of(List<ConfiguredSync> syncs) {
        Map<String, List<String>> made = new LinkedHashMap<>();
        syncs.stream()
                .filter(ConfiguredSync::isMadeByForEach)
                .forEach(sync -> made.put(
                        sync.name(),
                        sync.destinations().stream()
                                .map(destination -> destination.place().name())
                                .toList()));
        return made;
    }
}
