package dev.gosync.slack;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Locale;

/**
 * Makes Slack's user groups from a configuration: the type {@code slack-usergroup}. Stateless, and safe for use by several
 * threads.
 */
public final class SlackUserGroupProvider implements AdapterProvider {
    private static final ConfigKey USERGROUP = ConfigKey.of(
                    "usergroup", "The user group, by its id like S0123 or its handle like '@platform-oncall'")
            .required();
    private static final ConfigKey WHEN_EMPTY = ConfigKey.of(
                    "when-empty", "What becomes of it when it would have nobody; by default that is refused")
            .oneOf("clear", "disable", "refuse");

    /** For {@link java.util.ServiceLoader}. */
    public SlackUserGroupProvider() {}

    @Override
    public String type() {
        return "slack-usergroup";
    }

    @Override
    public String summary() {
        return "A user group of Slack, which people mention by its handle; things are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(WorkspaceKeys.TOKEN, USERGROUP, WHEN_EMPTY, WorkspaceKeys.TEAM_ID, WorkspaceKeys.BASE_URL);
    }

    @Override
    public Source create(Config config) {
        String group = config.text(USERGROUP.name());
        List<Fault> faults = WorkspaceKeys.faults(config);
        SlackWorkspace.faultOf(group, "@", "S0123", "'@platform-oncall'")
                .ifPresent(fault -> faults.add(new Fault(USERGROUP.name(), fault)));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        WhenEmpty whenEmpty = config.find(WHEN_EMPTY.name())
                .map(value -> WhenEmpty.valueOf(value.toUpperCase(Locale.ROOT)))
                .orElse(WhenEmpty.REFUSE);
        return WorkspaceKeys.workspace(config).userGroup(group, whenEmpty);
    }
}
