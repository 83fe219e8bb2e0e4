package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes {@link OpsgenieSchedule} from a configuration: the type {@code opsgenie-schedule}. Stateless; threads may
 * share it.
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
        return "The people who take turns in a schedule of Opsgenie";
    }

    @Override
    public List<ConfigKey> keys() {
        return OpsgenieKeys.schedule(OpsgenieKeys.opsgenie());
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading: the key of an API integration with configuration access",
                "Changing a schedule: the same, and the integration must not be read-only",
                OpsgenieKeys.OPSGENIE_RIGHTS,
                OpsgenieKeys.OPSGENIE_TEAM);
    }

    @Override
    public Map<String, Object> example() {
        return OpsgenieKeys.opsgenieExample();
    }

    @Override
    public Source create(Config config) {
        OpsgenieKeys keys = new OpsgenieKeys(config);
        Supplier<Opsgenie> account = keys.opsgenieAccount();
        ScheduleKey key = keys.schedule();
        OpsgenieSchedule schedule = account.get().schedule(key);
        return keys.rotation().map(schedule::rotation).orElse(schedule);
    }
}
