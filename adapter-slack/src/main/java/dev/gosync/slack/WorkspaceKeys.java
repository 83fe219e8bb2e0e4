package dev.gosync.slack;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import java.util.ArrayList;
import java.util.List;

/** What both types of a configuration say of their workspace. Knows nothing of the SDK, so that it is light to load. */
final class WorkspaceKeys {
    static final ConfigKey TOKEN = ConfigKey.of("token", "The token of the Slack app, xoxb-... for a bot")
            .required()
            .secret();
    static final ConfigKey TEAM_ID =
            ConfigKey.of("team-id", "The workspace, like T0123; needed with the token of a whole organization");
    static final ConfigKey BASE_URL = ConfigKey.of(
            "base-url", "Where Slack's Web API is, up to and including /api/; https://slack.com/api/ by default");

    private WorkspaceKeys() {}

    /** Everything that is wrong with the values of these. */
    static List<Fault> faults(Config config) {
        List<Fault> faults = new ArrayList<>();
        SlackWorkspace.Builder.faultOfToken(config.text(TOKEN.name()))
                .ifPresent(fault -> faults.add(new Fault(TOKEN.name(), fault)));
        config.find(TEAM_ID.name())
                .flatMap(SlackWorkspace.Builder::faultOfTeamId)
                .ifPresent(fault -> faults.add(new Fault(TEAM_ID.name(), fault)));
        config.find(BASE_URL.name())
                .flatMap(SlackWorkspace.Builder::faultOfBaseUrl)
                .ifPresent(fault -> faults.add(new Fault(BASE_URL.name(), fault)));
        return faults;
    }

    /** The workspace, one for all places with the same of these. */
    static SlackWorkspace workspace(Config config) {
        String token = config.text(TOKEN.name());
        List<Object> identity = List.of(token, config.find(TEAM_ID.name()), config.find(BASE_URL.name()));
        return config.shared(SlackWorkspace.class, identity, () -> {
            SlackWorkspace.Builder builder = SlackWorkspace.builder(token).retry(config.retry());
            config.find(TEAM_ID.name()).ifPresent(builder::teamId);
            config.find(BASE_URL.name()).ifPresent(builder::baseUrl);
            return builder.build();
        });
    }
}
