package dev.gosync.config;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings at one level of a configuration: the file, a sync or a destination.
 *
 * @param guards valid values by option; {@code false} switches off the guard of the outer level
 */
record SyncSettings(
        Optional<Mode> mode,
        Optional<Matching> matching,
        List<String> protect,
        Map<GuardOption, String> guards,
        List<String> require,
        Optional<Set<FailureKind>> tolerate) {

    /** Adds the settings of an inner level. The inner value wins; {@code protect} and {@code require} are joined. */
    SyncSettings overriddenBy(SyncSettings inner) {
        Map<GuardOption, String> merged = new LinkedHashMap<>(guards);
        merged.putAll(inner.guards);
        return new SyncSettings(
                inner.mode.or(() -> mode),
                inner.matching.or(() -> matching),
                joined(protect, inner.protect),
                merged,
                joined(require, inner.require),
                inner.tolerate.or(() -> tolerate));
    }

    /** {@return the sync with these settings} Settings that are not configured keep the defaults of core. */
    Sync applyTo(Sync sync) {
        Sync result = sync.protect(protect);
        if (mode.isPresent()) {
            result = result.mode(mode.get());
        }
        if (matching.isPresent()) {
            result = result.matching(matching.get());
        }
        for (Map.Entry<GuardOption, String> configured : guards.entrySet()) {
            Optional<Guard> guard = configured.getKey().guard(configured.getValue());
            if (guard.isPresent()) {
                result = result.guard(guard.get());
            }
        }
        if (!require.isEmpty()) {
            result = result.guard(Guards.require(require));
        }
        return tolerate.isPresent() ? result.tolerate(tolerate.get().toArray(FailureKind[]::new)) : result;
    }

    /** {@return settings that run both halves, in the configured order if there is one} */
    SyncSettings withBothHalves() {
        Mode whole = mode.filter(chosen -> chosen.actions().size() == Action.values().length)
                .orElse(Mode.ADD_REMOVE);
        // These two are about what the source lacks, and a given change does not come from the source.
        Map<GuardOption, String> others = new LinkedHashMap<>(guards);
        others.keySet().removeAll(Set.of(GuardOption.MAX_SOURCE_SHRINK, GuardOption.REMOVE_AFTER));
        return new SyncSettings(Optional.of(whole), matching, protect, others, require, tolerate);
    }

    private static List<String> joined(List<String> outer, List<String> inner) {
        List<String> all = new ArrayList<>(outer);
        all.addAll(inner);
        return List.copyOf(all);
    }
}
