package dev.gosync.config;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The adapters that a configuration can use, by type. Immutable; threads may share it. */
public final class Adapters {
    private final SortedMap<String, AdapterProvider> byType;

    private Adapters(SortedMap<String, AdapterProvider> byType) {
        this.byType = Collections.unmodifiableSortedMap(byType);
    }

    /**
     * Uses the given adapters.
     *
     * @param providers the adapters
     * @return the adapters
     * @throws ConfigurationException if two adapters have the same type
     */
    public static Adapters of(Iterable<? extends AdapterProvider> providers) {
        SortedMap<String, AdapterProvider> byType = new TreeMap<>();
        for (AdapterProvider provider : providers) {
            AdapterProvider before = byType.putIfAbsent(provider.type(), provider);
            if (before != null) {
                throw new ConfigurationException(List.of(Fault.of(
                        "adapters",
                        "two adapters have the type " + provider.type() + ": "
                                + before.getClass().getName() + " and "
                                + provider.getClass().getName() + "; remove one of them")));
            }
        }
        return new Adapters(byType);
    }

    /**
     * Finds the adapters that {@link ServiceLoader} knows.
     *
     * @param loader the class loader to search, such as that of the current thread
     * @return the adapters
     * @throws ConfigurationException if an adapter cannot be loaded, or two adapters have the same type
     */
    public static Adapters in(ClassLoader loader) {
        try {
            return of(ServiceLoader.load(AdapterProvider.class, loader));
        } catch (ServiceConfigurationError | LinkageError e) { // for example, a jar without the library it needs
            throw new ConfigurationException(List.of(Fault.of(
                    "adapters",
                    "an adapter cannot be loaded: "
                            + (e instanceof LinkageError ? "a class is missing or does not fit: " : "")
                            + e.getMessage())));
        }
    }

    /** {@return the types, in alphabetical order} */
    public Collection<String> types() {
        return byType.keySet();
    }

    /** {@return the adapters, in the order of their types} */
    public Collection<AdapterProvider> all() {
        return byType.values();
    }

    /**
     * Finds the adapter of a type.
     *
     * @param type such as {@code slack-usergroup}
     * @return the adapter
     * @throws ConfigurationException if the type is unknown; the message suggests the nearest type
     */
    public AdapterProvider get(String type) {
        AdapterProvider provider = byType.get(type);
        if (provider == null) {
            throw new ConfigurationException(List.of(Fault.of(
                    "adapters",
                    ConfigException.Fault.unknownValue("adapters", type, byType.keySet())
                            .problem())));
        }
        return provider;
    }
}
