package dev.gosync.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final Config.Scope SCOPE = new Config.Scope(Path.of(""), Retry.standard());

    private static Source create(AdapterProvider provider, Map<String, ?> values) {
        return create(provider, values, SCOPE);
    }

    private static Source create(AdapterProvider provider, Map<String, ?> values, Config.Scope scope) {
        return provider.create(Config.of(provider.type(), provider.keys(), values, scope));
    }

    private static List<String> faults(AdapterProvider provider, Map<String, ?> values) {
        try {
            create(provider, values);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).doesNotContain("se cret");
            return e.faults().stream().map(Fault::toString).toList();
        }
        throw new AssertionError("There was nothing wrong with " + values);
    }

    @Test
    void both_types_are_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("slack-conversation", "slack-usergroup");
    }

    @Test
    void they_are_light_to_load_and_do_not_need_slacks_client() throws Exception {
        List<URL> ours = new ArrayList<>();
        for (Class<?> type : List.of(AdapterProvider.class, SlackConversationProvider.class)) {
            ours.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader withoutSlack =
                new URLClassLoader(ours.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> service = withoutSlack.loadClass(AdapterProvider.class.getName());

            List<Object> keys = new ArrayList<>();
            for (Object provider : ServiceLoader.load(service, withoutSlack)) {
                keys.add(service.getMethod("keys").invoke(provider));
            }

            assertThat(keys).hasSize(2);
            assertThatThrownBy(() -> withoutSlack.loadClass("com.slack.api.Slack"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void they_make_the_same_adapters_as_the_java_api() {
        Source conversation =
                create(new SlackConversationProvider(), Map.of("token", "xoxb-1", "conversation", "#platform"));
        Source group = create(
                new SlackUserGroupProvider(),
                Map.of("token", "xoxb-1", "usergroup", "S0123", "when-empty", "disable", "team-id", "T0123"));

        assertThat(conversation).isInstanceOf(Adapter.class);
        assertThat(conversation.name()).isEqualTo("Slack conversation #platform");
        assertThat(group).isInstanceOf(Adapter.class);
        assertThat(group.name()).isEqualTo("Slack user group S0123 (team T0123)");
    }

    @Test
    void a_wrong_address_is_refused() {
        for (String url : List.of("http://slack.example.com/api/", "HTTP://10.0.0.1:8080/api/")) {
            assertThat(faults(
                            new SlackUserGroupProvider(),
                            Map.of("token", "xoxb-1", "usergroup", "S0123", "base-url", url)))
                    .containsExactly(
                            "base-url: must begin with https://; plain http would show the credentials, so it is for"
                                    + " this machine only");
        }
        for (String url : List.of("https://slack.example.com/api/?key=x/", "https://slack.example.com/api/#/")) {
            assertThat(faults(
                            new SlackUserGroupProvider(),
                            Map.of("token", "xoxb-1", "usergroup", "S0123", "base-url", url)))
                    .containsExactly(
                            "base-url: must be an address alone, like https://slack.com/api/, without user name, password,"
                                    + " query or fragment");
        }
    }

    @Test
    void all_faults_are_reported_at_once_and_without_the_token() {
        assertThat(faults(
                        new SlackConversationProvider(),
                        Map.of(
                                "token",
                                "se cret",
                                "conversation",
                                "platform",
                                "team-id",
                                "acme",
                                "base-url",
                                "slack.com")))
                .containsExactly(
                        "token: is empty, or has characters that no token has",
                        "team-id: must be the id of a workspace, like T0123",
                        "base-url: must be an address like https://slack.com/api/",
                        "conversation: must be an id like C0123 or a name like '#platform' (in quotes)");
        assertThat(faults(new SlackUserGroupProvider(), Map.of("token", "xoxb-1", "usergroup", "#oncall")))
                .containsExactly("usergroup: must be an id like S0123 or a name like '@platform-oncall' (in quotes)");
        assertThat(faults(new SlackUserGroupProvider(), Map.of("when-empty", "delete")))
                .anyMatch(fault -> fault.startsWith("token: is missing"))
                .anyMatch(fault -> fault.startsWith("usergroup: is missing"))
                .anyMatch(fault -> fault.startsWith("when-empty: cannot be 'delete'"));
    }

    @Test
    void when_empty_does_what_it_says() {
        for (String whenEmpty : List.of("clear", "disable", "keep", "refuse", "")) {
            try (SlackFixture fixture = new SlackFixture();
                    Config.Scope scope = new Config.Scope(Path.of(""), fixture.retry())) {
                fixture.fake.joinGroup(SlackFixture.people(0, 1));
                Map<String, String> values = new HashMap<>(values(fixture));
                values.put("usergroup", SlackFake.GROUP);
                if (!whenEmpty.isEmpty()) {
                    values.put("when-empty", whenEmpty);
                }

                boolean clean = SlackFixture.sync(
                                (Adapter) create(new SlackUserGroupProvider(), values, scope), List.of())
                        .isClean();

                assertThat(clean).isEqualTo(!whenEmpty.equals("refuse") && !whenEmpty.isEmpty());
                assertThat(fixture.fake.group().disabled).isEqualTo(whenEmpty.equals("disable"));
                assertThat(fixture.fake.group().users).hasSize(whenEmpty.equals("clear") ? 0 : 1);
            }
        }
    }

    @Test
    void places_with_the_same_credentials_share_what_was_learnt_about_the_workspace() throws Exception {
        try (SlackFixture fixture = new SlackFixture();
                Config.Scope scope = new Config.Scope(Path.of(""), fixture.retry())) {
            fixture.fake.populate(20, 30);
            Map<String, String> conversation = new HashMap<>(values(fixture));
            conversation.put("conversation", SlackFake.CHANNEL);
            Map<String, String> group = new HashMap<>(values(fixture));
            group.put("usergroup", "@" + SlackFake.HANDLE);

            assertThat(create(new SlackConversationProvider(), conversation, scope)
                            .get()
                            .things())
                    .hasSize(20);
            assertThat(create(new SlackUserGroupProvider(), group, scope).get().things())
                    .hasSize(20);
            assertThat(fixture.fake.calls()).containsEntry("users.list", 1);

            group.put("team-id", SlackFake.TEAM);
            create(new SlackUserGroupProvider(), group, scope).get();
            assertThat(fixture.fake.calls()).containsEntry("users.list", 2);
        }
    }

    @Test
    void the_token_is_a_secret_key() {
        for (AdapterProvider provider : List.of(new SlackConversationProvider(), new SlackUserGroupProvider())) {
            assertThat(provider.keys())
                    .filteredOn(ConfigKey::isSecret)
                    .extracting(ConfigKey::name)
                    .containsExactly("token");
            assertThat(provider.summary()).isNotBlank();
        }
    }

    private static Map<String, String> values(SlackFixture fixture) {
        return Map.of("token", Conditions.SECRET, "base-url", fixture.fake.baseUrl());
    }
}
