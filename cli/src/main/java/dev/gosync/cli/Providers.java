package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The adapters on the class path, by type. */
final class Providers {
    private final SortedMap<String, AdapterProvider> byType = new TreeMap<>();

    Providers() {
        try {
            for (AdapterProvider provider : ServiceLoader.load(AdapterProvider.class)) {
                byType.putIfAbsent(provider.type(), provider);
            }
        } catch (ServiceConfigurationError | LinkageError e) { // for example, a jar without the library it needs
            throw new FaultsException(List.of(Fault.of("adapters", "an adapter cannot be loaded: " + e)));
        }
    }

    Map<String, AdapterProvider> byType() {
        return byType;
    }

    Collection<AdapterProvider> all() {
        return byType.values();
    }

    /**
     * Finds the adapter of a type.
     *
     * @throws FaultsException if the type is unknown; the message suggests the nearest type
     */
    AdapterProvider get(String type) {
        AdapterProvider provider = byType.get(type);
        if (provider == null) {
            throw new FaultsException(List.of(Fault.of(
                    "adapters",
                    ConfigException.Fault.unknownValue("adapters", type, byType.keySet())
                            .problem())));
        }
        return provider;
    }
}
