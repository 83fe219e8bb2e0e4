package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes {@link OnCall} of Jira Service Management from a configuration: the type {@code jsm-oncall}. Stateless, and safe for use by several threads.
 */
public final class JsmOnCallProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JsmOnCallProvider() {}

    @Override
    public String type() {
        return "jsm-oncall";
    }

    @Override
    public String summary() {
        return "Who is on call in a schedule of Jira Service Management, now or at a given time (to read only)";
    }

    @Override
    public List<ConfigKey> keys() {
        return Settings.onCall(Settings.jira());
    }

    @Override
    public Source create(Config config) {
        Settings settings = new Settings(config);
        Supplier<JiraOperations> account = settings.jiraAccount();
        return settings.anOnCall(key -> account.get().onCall(key));
    }
}
