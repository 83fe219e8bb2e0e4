package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Kind;
import dev.gosync.Matching;
import dev.gosync.Mode;
import dev.gosync.Sync;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a destination is brought in step, as far as one level of the configuration says it.
 *
 * @param guards by option; empty where a level switches off what an outer one has set
 */
record Policy(
        Optional<Mode> mode,
        Optional<Matching> matching,
        List<String> protect,
        Map<GuardOption, Optional<Guard>> guards,
        List<String> require,
        Optional<Set<Kind>> tolerate) {

    static final Policy NONE =
            new Policy(Optional.empty(), Optional.empty(), List.of(), Map.of(), List.of(), Optional.empty());

    /** What holds where an inner level says something too: the nearest wins, {@code protect} and {@code require} add up. */
    Policy refinedBy(Policy inner) {
        Map<GuardOption, Optional<Guard>> nearest = new LinkedHashMap<>(guards);
        nearest.putAll(inner.guards);
        return new Policy(
                inner.mode.or(() -> mode),
                inner.matching.or(() -> matching),
                joined(protect, inner.protect),
                nearest,
                joined(require, inner.require),
                inner.tolerate.or(() -> tolerate));
    }

    Policy with(Map<GuardOption, Guard> others) {
        Map<GuardOption, Optional<Guard>> replaced = new LinkedHashMap<>(guards);
        others.forEach((option, guard) -> replaced.put(option, Optional.of(guard)));
        return new Policy(mode, matching, protect, replaced, require, tolerate);
    }

    Mode effectiveMode() {
        return mode.orElse(Mode.REMOVE_ADD);
    }

    Matching effectiveMatching() {
        return matching.orElse(Matching.ignoringCase());
    }

    Sync on(Sync sync) {
        Sync result = sync.mode(effectiveMode()).matching(effectiveMatching()).protect(protect);
        for (Optional<Guard> guard : guards.values()) {
            if (guard.isPresent()) {
                result = result.guard(guard.get());
            }
        }
        if (!require.isEmpty()) {
            result = result.guard(Guards.require(require));
        }
        return tolerate.isPresent() ? result.tolerate(tolerate.get().toArray(Kind[]::new)) : result;
    }

    private static List<String> joined(List<String> outer, List<String> inner) {
        List<String> all = new ArrayList<>(outer);
        all.addAll(inner);
        return List.copyOf(all);
    }
}
