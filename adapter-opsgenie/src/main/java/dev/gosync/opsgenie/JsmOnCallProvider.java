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

/** Makes {@link JsmOnCall} from a configuration: the type {@code jsm-oncall}. Stateless; threads may share it. */
public final class JsmOnCallProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JsmOnCallProvider() {}

    @Override
    public String type() {
        return "jsm-oncall";
    }

    @Override
    public String summary() {
        return "The people who are on call in a schedule of Jira Service Management, now or at a given time (read-only)";
    }

    @Override
    public List<ConfigKey> keys() {
        return OpsgenieKeys.onCall(OpsgenieKeys.jira());
    }

    @Override
    public List<String> rights() {
        return List.of(OpsgenieKeys.JIRA_READING, OpsgenieKeys.JIRA_RIGHTS);
    }

    @Override
    public Map<String, Object> example() {
        return OpsgenieKeys.jiraExample();
    }

    @Override
    public Source create(Config config) {
        OpsgenieKeys keys = new OpsgenieKeys(config);
        Supplier<JiraOperations> account = keys.jiraAccount();
        Optional<Instant> at = keys.at();
        ScheduleKey key = keys.schedule();
        JsmOnCall onCall = account.get().onCall(key);
        return at.map(onCall::at).orElse(onCall);
    }
}
