package dev.gosync.slack;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;

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
        return "A Slack channel, public or private; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(SlackKeys.TOKEN, CONVERSATION, SlackKeys.TEAM_ID, SlackKeys.BASE_URL);
    }

    @Override
    public List<String> rights() {
        return List.of(
                SlackKeys.READING_PEOPLE,
                "Reading a public channel: channels:read; a private one: groups:read; one by its name: both",
                "Writing a public channel: channels:manage (for the token of a user: channels:write); a private one:"
                        + " groups:write",
                SlackKeys.GRANTING,
                "The app must be a member of a private channel, and of every channel that it writes: send /invite @APP in"
                        + " the channel");
    }

    @Override
    public Map<String, Object> example() {
        return SlackKeys.example(CONVERSATION, "#platform");
    }

    @Override
    public Source create(Config config) {
        String conversation = config.text(CONVERSATION.name());
        SlackKeys.check(
                config, CONVERSATION, SlackWorkspace.faultOf(conversation, "#", "C0123", "'#platform' (in quotes)"));
        return SlackKeys.workspace(config).conversation(conversation);
    }
}
