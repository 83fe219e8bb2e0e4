package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes {@link OpsgenieOnCall} from a configuration: the type {@code opsgenie-oncall}. Stateless; threads may share it.
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
        return "The people who are on call in a schedule of Opsgenie, now or at a given time (read-only)";
    }

    @Override
    public List<ConfigKey> keys() {
        return OpsgenieKeys.onCall(OpsgenieKeys.opsgenie());
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading: the key of an API integration with configuration access; read-only is enough",
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
        Optional<Instant> at = keys.at();
        ScheduleKey key = keys.schedule();
        OpsgenieOnCall onCall = account.get().onCall(key);
        return at.map(onCall::at).orElse(onCall);
    }
}
