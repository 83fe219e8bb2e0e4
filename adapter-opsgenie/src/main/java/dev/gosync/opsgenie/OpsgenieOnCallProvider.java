package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes {@link OnCall} of Opsgenie from a configuration: the type {@code opsgenie-oncall}. Stateless, and safe for use by several threads.
 */
public final class OpsgenieOnCallProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public OpsgenieOnCallProvider() {}

    @Override
    public String type() {
        return "opsgenie-oncall";
    }

    @Override
    public String summary() {
        return "Who is on call in a schedule of Opsgenie, now or at a given time (to read only)";
    }

    @Override
    public List<ConfigKey> keys() {
        return Settings.onCall(Settings.opsgenie());
    }

    @Override
    public Source create(Config config) {
        Settings settings = new Settings(config);
        Supplier<Opsgenie> account = settings.opsgenieAccount();
        return settings.anOnCall(key -> account.get().onCall(key));
    }
}
