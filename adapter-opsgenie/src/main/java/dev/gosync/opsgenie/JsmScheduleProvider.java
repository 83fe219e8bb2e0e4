package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes {@link Schedule} of Jira Service Management from a configuration: the type {@code jsm-schedule}. Stateless, and safe for use by several threads.
 */
public final class JsmScheduleProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JsmScheduleProvider() {}

    @Override
    public String type() {
        return "jsm-schedule";
    }

    @Override
    public String summary() {
        return "Who takes turns in a schedule of Jira Service Management, in the order of duty";
    }

    @Override
    public List<ConfigKey> keys() {
        return Settings.schedule(Settings.jira());
    }

    @Override
    public Source create(Config config) {
        Settings settings = new Settings(config);
        Supplier<JiraOperations> account = settings.jiraAccount();
        return settings.aSchedule(key -> account.get().schedule(key));
    }
}
