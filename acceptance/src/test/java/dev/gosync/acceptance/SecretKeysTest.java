package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret that is wrong, or in the wrong place, is shown by no message. */
final class SecretKeysTest {
    private static final List<String> VALUES = List.of(
            "\"s3cr3t value\"",
            "\"s3cr3t\\n\"",
            "\"${s3cr3t-value}\"",
            "[s3cr3t]",
            "{ s3cr3t: s3cr3t }",
            "\"s3cr3t\u00e9\"");

    @TempDir
    private Path folder;

    static Stream<AdapterProvider> types() {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.keys().stream().anyMatch(ConfigKey::isSecret));
    }

    @Test
    void the_types_with_secrets_are_looked_at() {
        assertThat(types().map(AdapterProvider::type))
                .contains("entra-group", "entra-users", "github-team", "jsm-schedule", "opsgenie-schedule")
                .contains("slack-conversation", "slack-usergroup")
                .contains("terraform-organization", "terraform-team", "terraform-teams");
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_wrong_secret_is_not_shown(AdapterProvider type) throws Exception {
        StringBuilder destinations = new StringBuilder();
        for (ConfigKey key : type.keys()) {
            if (key.isSecret()) {
                VALUES.forEach(value ->
                        destinations.append("      - %s: { %s: %s }%n".formatted(type.type(), key.name(), value)));
                destinations.append("      - %s: { %s: s3cr3t, \"s3cr3t\": 1 }%n".formatted(type.type(), key.name()));
            }
        }

        Run run = new CommandLine(folder)
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source: { file: { path: people.csv } }
                            destinations:
                        %s""".formatted(destinations))
                .run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()
                        .lines()
                        .filter(line -> line.matches("go-sync\\.yml:[0-9]+:.*"))
                        .count())
                .as("faults in the output: %n%s", run.err())
                .isGreaterThanOrEqualTo(destinations.toString().lines().count());
        assertThat(run.out() + run.err()).doesNotContain("s3cr3");
    }
}
