package dev.gosync.config;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys that a configuration can have at any level. Faults can show them. Another key may be a secret in the wrong
 * position.
 *
 * @param all every key and every adapter type
 * @param secret the keys whose values are never shown
 * @param descriptions what the keys mean; it holds no secret
 */
record KnownKeys(Set<String> all, Set<String> secret, Set<String> descriptions) {
    static KnownKeys of(Collection<AdapterProvider> providers, Collection<String> keysOfTheProgram) {
        Set<String> all = new LinkedHashSet<>(keysOfTheProgram);
        Set<String> secret = new LinkedHashSet<>();
        Set<String> descriptions = new LinkedHashSet<>();
        for (AdapterProvider provider : providers) {
            all.add(provider.type());
            for (ConfigKey key : provider.keys()) {
                all.add(key.name());
                descriptions.add(key.help());
                if (key.isSecret()) {
                    secret.add(key.name());
                }
            }
        }
        return new KnownKeys(all, secret, descriptions);
    }
}
