package dev.gosync.cli;

import dev.gosync.AdapterProvider;
import dev.gosync.ConfigException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The adapters on the class path, by their types. */
final class Providers {
    private final SortedMap<String, AdapterProvider> byType = new TreeMap<>();

    Providers() {
        for (AdapterProvider provider : ServiceLoader.load(AdapterProvider.class)) {
            byType.putIfAbsent(provider.type(), provider);
        }
    }

    Map<String, AdapterProvider> byType() {
        return byType;
    }

    Collection<AdapterProvider> all() {
        return byType.values();
    }

    /**
     * Finds one.
     *
     * @throws FaultsException with the nearest, if there is none
     */
    AdapterProvider get(String type) {
        AdapterProvider provider = byType.get(type);
        if (provider == null) {
            throw new FaultsException(List.of(
                    Fault.ofOption("adapters", ConfigException.Fault.unknownValue("adapters", type, byType.keySet()))));
        }
        return provider;
    }
}
