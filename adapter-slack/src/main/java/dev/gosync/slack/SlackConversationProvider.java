package dev.gosync.slack;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;

/** Makes adapters for Slack's channels from a configuration of type {@code slack-conversation}. Threads may share it. */
public final class SlackConversationProvider implements AdapterProvider {
    private static final ConfigKey CONVERSATION = ConfigKey.of(
                    "conversation", "Id of the channel, like C0123, or its name, like '#platform' (in quotes)")
            .required();

    /** For {@link java.util.ServiceLoader}. */
    public SlackConversationProvider() {}

    @Override
    public String type() {
        return "slack-conversation";
    }

    @Override
    public String summary() {
        return "A Slack channel, public or private; things are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(WorkspaceKeys.TOKEN, CONVERSATION, WorkspaceKeys.TEAM_ID, WorkspaceKeys.BASE_URL);
    }

    @Override
    public Source create(Config config) {
        String conversation = config.text(CONVERSATION.name());
        WorkspaceKeys.check(
                config, CONVERSATION, SlackWorkspace.faultOf(conversation, "#", "C0123", "'#platform' (in quotes)"));
        return WorkspaceKeys.workspace(config).conversation(conversation);
    }
}
