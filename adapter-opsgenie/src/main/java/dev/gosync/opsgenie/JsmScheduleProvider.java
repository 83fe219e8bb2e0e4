package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes {@link JsmSchedule} from a configuration: the type {@code jsm-schedule}. Stateless; threads may share it. */
public final class JsmScheduleProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JsmScheduleProvider() {}

    @Override
    public String type() {
        return "jsm-schedule";
    }

    @Override
    public String summary() {
        return "The people who take turns in a schedule of Jira Service Management";
    }

    @Override
    public List<ConfigKey> keys() {
        return OpsgenieKeys.schedule(OpsgenieKeys.jira());
    }

    @Override
    public List<String> rights() {
        return List.of(
                OpsgenieKeys.JIRA_READING,
                "Changing a schedule: the account must be an admin of its team; a token with scopes also needs"
                        + " write:ops-config:jira-service-management",
                OpsgenieKeys.JIRA_RIGHTS);
    }

    @Override
    public Map<String, Object> example() {
        return OpsgenieKeys.jiraExample();
    }

    @Override
    public Source create(Config config) {
        OpsgenieKeys keys = new OpsgenieKeys(config);
        Supplier<JiraOperations> account = keys.jiraAccount();
        ScheduleKey key = keys.schedule();
        JsmSchedule schedule = account.get().schedule(key);
        return keys.rotation().map(schedule::rotation).orElse(schedule);
    }
}
