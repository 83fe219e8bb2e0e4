package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An author of an adapter makes a provider. */
class OwnProviderTest {
    private static class TeamProvider implements AdapterProvider {
        @Override
        public String type() {
            return "memory-team";
        }

        @Override
        public String summary() {
            return "A team in memory";
        }

        @Override
        public List<ConfigKey> keys() {
            return List.of(
                    ConfigKey.of("workspace", "the workspace of the team").required(),
                    ConfigKey.of("token", "the token of the workspace").secret());
        }

        @Override
        public Source create(Config config) {
            return Team.of("team of " + config.text("workspace"));
        }
    }

    private static final class TeamOfAnAccountProvider extends TeamProvider {
        @Override
        public Optional<String> account(Config config) {
            return Optional.of("memory " + config.text("workspace"));
        }
    }

    private static Config config(AdapterProvider provider) {
        return Config.of(
                provider.type(),
                provider.keys(),
                Map.of("workspace", "acme", "token", "secret-canary"),
                new Config.Scope(Path.of(""), Retry.standard()));
    }

    @Test
    void a_place_belongs_to_no_account_unless_its_provider_names_one() {
        AdapterProvider provider = new TeamProvider();

        assertThat(provider.account(config(provider))).isEmpty();
    }

    @Test
    void a_provider_names_the_account_of_a_place() {
        AdapterProvider provider = new TeamOfAnAccountProvider();

        assertThat(provider.account(config(provider))).contains("memory acme");
        assertThat(provider.create(config(provider)).name()).isEqualTo("team of acme");
    }
}
