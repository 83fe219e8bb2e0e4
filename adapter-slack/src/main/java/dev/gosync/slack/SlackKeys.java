package dev.gosync.slack;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that both types of a configuration have. It is light to load, because it does not need Slack's client. */
final class SlackKeys {
    static final ConfigKey TOKEN = ConfigKey.of("token", "Token of the Slack app, xoxb-... for a bot")
            .required()
            .secret();
    static final ConfigKey TEAM_ID = ConfigKey.of(
            "team-id", "Id of the workspace, like T0123; required if the token is for a whole organization");
    static final ConfigKey BASE_URL = ConfigKey.of(
            "base-url", "Address of Slack's Web API, up to and including /api/ (default: https://slack.com/api/)");

    static final String READING_PEOPLE = "Reading any place: the scopes users:read and users:read.email";
    static final String GRANTING =
            "Grant them at https://api.slack.com/apps: choose the app, add the scopes under OAuth &"
                    + " Permissions, then install the app again";

    private SlackKeys() {}

    /** {@return an example with the values that every place needs, and this one} */
    static Map<String, Object> example(ConfigKey place, String value) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put(TOKEN.name(), "${SLACK_TOKEN}");
        example.put(place.name(), value);
        return example;
    }

    /**
     * Checks the values of these keys and of the key of a place.
     *
     * @throws ConfigException with everything that is wrong
     */
    static void check(Config config, ConfigKey place, Optional<String> faultOfPlace) {
        List<Fault> faults = new ArrayList<>();
        SlackWorkspace.Builder.faultOfToken(config.text(TOKEN.name()))
                .ifPresent(fault -> faults.add(new Fault(TOKEN.name(), fault)));
        config.find(TEAM_ID.name())
                .flatMap(SlackWorkspace.Builder::faultOfTeamId)
                .ifPresent(fault -> faults.add(new Fault(TEAM_ID.name(), fault)));
        config.find(BASE_URL.name())
                .flatMap(SlackWorkspace.Builder::faultOfBaseUrl)
                .ifPresent(fault -> faults.add(new Fault(BASE_URL.name(), fault)));
        faultOfPlace.ifPresent(fault -> faults.add(new Fault(place.name(), fault)));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    /** The workspace, which all places with the same values of these keys share. */
    static SlackWorkspace workspace(Config config) {
        String token = config.text(TOKEN.name());
        List<Object> identity = List.of(token, config.find(TEAM_ID.name()), config.find(BASE_URL.name()));
        return config.shared(SlackWorkspace.class, identity, () -> {
            SlackWorkspace.Builder builder = SlackWorkspace.builder(token).retry(config.retry());
            config.find(TEAM_ID.name()).ifPresent(builder::teamId);
            config.find(BASE_URL.name()).map(URI::create).ifPresent(builder::baseUrl);
            return builder.build();
        });
    }
}
