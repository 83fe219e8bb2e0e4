package dev.gosync.slack;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes adapters for Slack's user groups from a configuration of type {@code slack-usergroup}. Threads may share it. */
public final class SlackUserGroupProvider implements AdapterProvider {
    private static final ConfigKey USERGROUP = ConfigKey.of(
                    "usergroup", "Id of the user group, like S0123, or its handle, like '@platform-oncall' (in quotes)")
            .required();
    private static final ConfigKey WHEN_EMPTY = ConfigKey.of(
                    "when-empty", "What to do when the user group would become empty (default: refuse)")
            .oneOf("clear", "disable", "keep", "refuse");

    /** For {@link java.util.ServiceLoader}. */
    public SlackUserGroupProvider() {}

    @Override
    public String type() {
        return "slack-usergroup";
    }

    @Override
    public String summary() {
        return "A Slack user group, which people mention by its handle; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(SlackKeys.TOKEN, USERGROUP, WHEN_EMPTY, SlackKeys.TEAM_ID, SlackKeys.BASE_URL);
    }

    @Override
    public List<String> rights() {
        return List.of(
                SlackKeys.READING_PEOPLE,
                "Reading a user group: usergroups:read",
                "Writing a user group: usergroups:write",
                SlackKeys.GRANTING,
                "A bot can write user groups only if the workspace lets all members manage them; otherwise use the token of"
                        + " an admin (xoxp-...)");
    }

    @Override
    public Map<String, Object> example() {
        return SlackKeys.example(USERGROUP, "@platform-oncall");
    }

    @Override
    public Source create(Config config) {
        String group = config.text(USERGROUP.name());
        SlackKeys.check(
                config, USERGROUP, SlackWorkspace.faultOf(group, "@", "S0123", "'@platform-oncall' (in quotes)"));
        WhenEmpty whenEmpty = config.find(WHEN_EMPTY.name())
                .map(value -> WhenEmpty.valueOf(value.toUpperCase(Locale.ROOT)))
                .orElse(WhenEmpty.REFUSE);
        return SlackKeys.workspace(config).userGroup(group, whenEmpty);
    }
}
