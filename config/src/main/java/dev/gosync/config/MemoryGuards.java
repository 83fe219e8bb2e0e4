package dev.gosync.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The configured guards that remember earlier runs. {@code config} has no journal, so it puts guards with their names on a
 * sync that refuse every plan. A program with a journal replaces them. Immutable; threads may share it.
 *
 * @param maxSourceShrink the largest share of the source that may be gone, from 0 to 1
 * @param maxRemovalsPerDay the largest number of removals in 24 hours, 0 or more
 * @param onlyManaged whether only members that a run has added are removed
 * @param removeAfterRuns for how many runs in a row a member must be missing, 2 or more
 * @param removeAfterTime how long a member must be missing, positive; never together with the number of runs
 */
public record MemoryGuards(
        OptionalDouble maxSourceShrink,
        OptionalInt maxRemovalsPerDay,
        boolean onlyManaged,
        OptionalInt removeAfterRuns,
        Optional<Duration> removeAfterTime) {

    /**
     * Takes the values of a configuration.
     *
     * @param guards valid values by option
     */
    static MemoryGuards of(Map<GuardOption, String> guards) {
        Optional<String> shrink = value(guards, GuardOption.MAX_SOURCE_SHRINK);
        Optional<String> removals = value(guards, GuardOption.MAX_REMOVALS_PER_DAY);
        Optional<RemoveAfter> wait = value(guards, GuardOption.REMOVE_AFTER).map(RemoveAfter::parse);
        return new MemoryGuards(
                shrink.isPresent()
                        ? OptionalDouble.of(GuardOption.MAX_SOURCE_SHRINK.number(shrink.get()))
                        : OptionalDouble.empty(),
                removals.isPresent()
                        ? OptionalInt.of((int) GuardOption.MAX_REMOVALS_PER_DAY.number(removals.get()))
                        : OptionalInt.empty(),
                value(guards, GuardOption.ONLY_MANAGED).isPresent(),
                wait.isPresent() && wait.get().runs() > 0
                        ? OptionalInt.of(wait.get().runs())
                        : OptionalInt.empty(),
                wait.map(RemoveAfter::time).filter(time -> !time.isZero()));
    }

    private static Optional<String> value(Map<GuardOption, String> guards, GuardOption option) {
        return Optional.ofNullable(guards.get(option)).filter(text -> !option.isOff(text));
    }

    /** {@return the names of the configured ones: {@code max-source-shrink}} */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (maxSourceShrink.isPresent()) {
            names.add(GuardOption.MAX_SOURCE_SHRINK.key());
        }
        if (maxRemovalsPerDay.isPresent()) {
            names.add(GuardOption.MAX_REMOVALS_PER_DAY.key());
        }
        if (onlyManaged) {
            names.add(GuardOption.ONLY_MANAGED.key());
        }
        if (removeAfterRuns.isPresent() || removeAfterTime.isPresent()) {
            names.add(GuardOption.REMOVE_AFTER.key());
        }
        return List.copyOf(names);
    }
}
