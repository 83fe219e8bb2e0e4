package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes {@link Schedule} of Opsgenie from a configuration: the type {@code opsgenie-schedule}. Stateless, and safe for use by several threads.
 */
public final class OpsgenieScheduleProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public OpsgenieScheduleProvider() {}

    @Override
    public String type() {
        return "opsgenie-schedule";
    }

    @Override
    public String summary() {
        return "Who takes turns in a schedule of Opsgenie, in the order of duty";
    }

    @Override
    public List<ConfigKey> keys() {
        return Settings.schedule(Settings.opsgenie());
    }

    @Override
    public Source create(Config config) {
        Settings settings = new Settings(config);
        Supplier<Opsgenie> account = settings.opsgenieAccount();
        return settings.aSchedule(key -> account.get().schedule(key));
    }
}
