package dev.gosync.cli;

import dev.gosync.Sync;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import dev.gosync.config.GuardOption;
import dev.gosync.config.MemoryGuards;
import dev.gosync.journal.JournalException;
import dev.gosync.journal.Memory;
import dev.gosync.journal.RunInProgressException;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlanException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the configured guards that remember earlier runs on the syncs of a run. Until then, they refuse every plan.
 *
 * @param memory the memory without any guard; empty if the configuration has none of these guards
 * @param overrides the guards to override in this run
 * @param names the names of the configured ones
 * @param reach how far they look back, if they look back for a time
 */
record GuardMemory(Optional<Memory> memory, List<GuardOverride> overrides, Set<String> names, Duration reach) {
    /** {@return the memory of a run that needs none} */
    static GuardMemory none() {
        return new GuardMemory(Optional.empty(), List.of(), Set.of(), Duration.ZERO);
    }

    /**
     * Takes the guards of a configuration.
     *
     * @param configuration the name of the configuration in the journal
     * @throws ConfigurationException if there are such guards, and the user wants no journal
     */
    static GuardMemory of(Collection<ConfiguredSync> syncs, RunRequest request, State state, String configuration) {
        Set<String> names = new LinkedHashSet<>();
        Duration reach = Duration.ZERO;
        for (ConfiguredSync sync : syncs) {
            for (ConfiguredDestination destination : sync.destinations()) {
                MemoryGuards guards = destination.memoryGuards();
                names.addAll(guards.names());
                reach = longer(reach, guards.removeAfterTime().orElse(Duration.ZERO));
                reach = longer(reach, guards.maxRemovalsPerDay().isPresent() ? Duration.ofDays(1) : Duration.ZERO);
            }
        }
        if (names.isEmpty()) {
            return new GuardMemory(Optional.empty(), List.of(), names, reach);
        }
        if (state.journal().isEmpty()) {
            throw needed(names, "; name its folder with " + State.OPTION);
        }
        Memory memory = Memory.of(state.journal().get(), configuration, "");
        return new GuardMemory(
                Optional.of(request.firstRun() ? memory.firstRun() : memory), request.overrides(), names, reach);
    }

    /** {@return whether a member stays for this reason until {@code remove-after} is over} */
    static boolean isWaiting(String reason) {
        return reason.startsWith("waits");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /**
     * Checks that runs are kept for as long as the guards look back.
     *
     * @throws ConfigurationException if they are not
     */
    void checkKept(String option, Duration keep) {
        if (keep.compareTo(reach) < 0) {
            throw new ConfigurationException(List.of(Fault.of(
                    option,
                    "must be at least " + reach.toHours()
                            + "h, because a guard of the configuration needs the runs of this time")));
        }
    }

    /**
     * Begins the journal of a run. With these guards, a run without a journal is an error, even in the default folder.
     *
     * @throws RunInProgressException if another run has not ended after this time
     * @throws ConfigurationException if there are such guards, and the journal cannot be used
     */
    RunJournal begin(Cli cli, State state, RunInfo info, Duration wait) {
        if (memory.isEmpty()) {
            return RunJournal.begin(cli, state, info, wait);
        }
        try {
            return RunJournal.begin(cli, state.required(), info, wait);
        } catch (RunInProgressException | SavedPlanException e) {
            throw e;
        } catch (JournalException e) {
            throw needed(names, ": " + e.getMessage());
        }
    }

    private static ConfigurationException needed(Set<String> names, String reason) {
        return new ConfigurationException(List.of(Fault.of(
                "guards",
                String.join(", ", names) + (names.size() == 1 ? " needs" : " need") + " a journal" + reason)));
    }

    /** {@return the memory of the runs before this one} */
    GuardMemory before(Optional<String> run) {
        return new GuardMemory(memory.map(all -> run.map(all::before).orElse(all)), overrides, names, reach);
    }

    /** Puts the guards of a destination on its sync. */
    Sync on(ConfiguredSync setup, ConfiguredDestination destination, Sync sync) {
        MemoryGuards guards = destination.memoryGuards();
        if (memory.isEmpty() || guards.names().isEmpty()) {
            return sync;
        }
        Memory with = memory.get().sync(setup.name());
        if (guards.maxSourceShrink().isPresent()) {
            with = with.maxSourceShrink(wider(guards.maxSourceShrink().getAsDouble(), GuardOption.MAX_SOURCE_SHRINK));
        }
        if (guards.maxRemovalsPerDay().isPresent()) {
            with = with.maxRemovalsPerDay(
                    (int) wider(guards.maxRemovalsPerDay().getAsInt(), GuardOption.MAX_REMOVALS_PER_DAY));
        }
        if (guards.onlyManaged()) {
            with = with.onlyManaged();
        }
        if (guards.removeAfterRuns().isPresent()) {
            with = with.removeAfter(guards.removeAfterRuns().getAsInt());
        }
        if (guards.removeAfterTime().isPresent()) {
            with = with.removeAfter(guards.removeAfterTime().get());
        }
        return with.on(sync);
    }

    /** The journal has the objections of a plan. So the limit of this run holds from the beginning. */
    private double wider(double configured, GuardOption option) {
        return overrides.stream()
                .filter(override -> override.option() == option)
                .mapToDouble(override -> option.number(override.value()))
                .reduce(configured, Math::max);
    }
}
