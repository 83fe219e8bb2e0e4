package dev.gosync.config;

import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One destination of a sync, as configured. Immutable; threads may share it. */
public final class ConfiguredDestination {
    private final String name;
    private final Adapter place;
    private final ConfiguredPlace configured;
    private final SyncSettings settings;

    ConfiguredDestination(String name, Adapter place, ConfiguredPlace configured, SyncSettings settings) {
        this.name = name;
        this.place = place;
        this.configured = configured;
        this.settings = settings;
    }

    /** {@return the configured name, or the name of the place} */
    public String name() {
        return name;
    }

    /** {@return the place} */
    public Adapter place() {
        return place;
    }

    /** {@return the place, with its type} */
    public ConfiguredPlace configured() {
        return configured;
    }

    /** {@return the mode, which is core's default if none is configured} */
    public Mode mode() {
        return settings.mode().orElse(Mode.DEFAULT);
    }

    /** {@return which spellings are one member, which is core's default if nothing is configured} */
    public Matching matching() {
        return settings.matching().orElse(Matching.ignoringCase());
    }

    /** {@return the members and patterns that are never removed} */
    public List<String> protectedThings() {
        return settings.protect();
    }

    /** {@return the members that must be there afterwards} */
    public List<String> requiredThings() {
        return settings.require();
    }

    /**
     * Returns the configured guards. Guards that are not configured have core's defaults.
     *
     * @return their values, as {@link GuardOption#number} takes them
     */
    public Map<GuardOption, String> guards() {
        return Collections.unmodifiableMap(settings.guards());
    }

    /** {@return the failures of single things that are skipped} */
    public Set<FailureKind> tolerated() {
        return settings.tolerate().orElse(Set.of());
    }

    /** {@return the same destination, with a mode that has both halves} */
    ConfiguredDestination withBothHalves() {
        return new ConfiguredDestination(name, place, configured, settings.withBothHalves());
    }

    SyncSettings settings() {
        return settings;
    }

    /** {@return the configured guards that remember earlier runs} */
    public MemoryGuards memoryGuards() {
        return MemoryGuards.of(settings.guards());
    }

    /**
     * Puts the configured settings on a sync: mode, matching, guards, protected members and tolerated failures.
     *
     * @param sync the sync
     * @return the changed sync
     */
    public Sync applyTo(Sync sync) {
        return settings.applyTo(sync);
    }
}
