package dev.gosync.config;

import dev.gosync.adapter.Source;
import java.util.Map;
import java.util.Optional;

/**
 * One place that a sync reads or writes, as configured. Two are equal if they have the same type and the same values, so
 * that reading both would read the same place with the same credentials. Immutable; threads may share it.
 */
public final class ConfiguredPlace {
    private final String type;
    private final Map<String, Object> values;
    private final Source place;
    private final Optional<String> account;

    ConfiguredPlace(String type, Map<String, Object> values, Source place, Optional<String> account) {
        this.type = type;
        this.values = values;
        this.place = place;
        this.account = account;
    }

    /** {@return the type of its adapter: {@code slack-usergroup}} */
    public String type() {
        return type;
    }

    /** {@return the place; an {@link dev.gosync.adapter.Adapter} if it can be written} */
    public Source place() {
        return place;
    }

    /**
     * Names the account of the service that the place belongs to.
     *
     * @return a label without a secret, as {@link dev.gosync.adapter.AdapterProvider#account} makes it; empty if the adapter
     *     does not tell
     */
    public Optional<String> account() {
        return account;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfiguredPlace that && type.equals(that.type) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + values.hashCode();
    }

    /** {@return the name of the place} */
    @Override
    public String toString() {
        return place.name();
    }
}
