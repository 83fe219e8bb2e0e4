package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every adapter that the program ships tells which rights it needs, and shows an example that is right. */
final class ShippedAdaptersTest {
    private static String[] key = {};

    @TempDir
    private Path folder;

    @BeforeAll
    static void make_a_key() throws GeneralSecurityException {
        key = key();
    }

    static Stream<String> types() {
        return shipped().map(AdapterProvider::type);
    }

    private static Stream<AdapterProvider> shipped() {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> !provider.getClass().getPackageName().equals("dev.gosync.cli"));
    }

    private static AdapterProvider provider(String type) {
        return shipped().filter(each -> each.type().equals(type)).findFirst().orElseThrow();
    }

    @Test
    void the_shipped_types_are_looked_at() {
        assertThat(types())
                .contains("file", "github-team", "google-group", "slack-usergroup")
                .hasSizeGreaterThan(14);
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_example_of_each_type_validates(String type) {
        Fixture cli = new Fixture(folder);
        Run shown = cli.run("adapters", type);
        List<String> example = shown.out()
                .lines()
                .dropWhile(line -> !line.equals("Example:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(line -> line.substring(2))
                .toList();
        cli.file("example.yml", example.toArray(String[]::new));

        Run offline = cli.run("validate", "example.yml", "--offline");
        AdapterExample.variables(provider(type).example()).forEach(name -> cli.variable(name, "example"));
        cli.file("key.json", key).variable("GOOGLE_KEY_FILE", "key.json");
        Run validated = cli.run("validate", "example.yml");

        assertThat(shown.exitCode()).isZero();
        assertThat(example).isNotEmpty();
        assertThat(offline.exitCode()).as(offline.err()).isZero();
        assertThat(validated.exitCode()).as(validated.err()).isZero();
        assertThat(validated.out()).contains("valid (1 sync, 1 destination)");
        assertThat(String.join("\n", example)).contains(type + ":");
    }

    @ParameterizedTest
    @MethodSource("types")
    void an_example_has_the_required_keys_and_no_secret(String type) {
        AdapterProvider provider = provider(type);

        for (ConfigKey key : provider.keys()) {
            if (key.isRequired()) {
                assertThat(provider.example()).containsKey(key.name());
            }
            if (key.isSecret() && provider.example().containsKey(key.name())) {
                assertThat((String) provider.example().get(key.name())).matches("\\$\\{[A-Z_]+}");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_type_with_credentials_says_which_rights_they_need_and_how_to_grant_them(String type) {
        List<String> rights = provider(type).rights();

        if (type.equals("file")) {
            assertThat(rights).isEmpty();
        } else {
            assertThat(rights)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(right ->
                            assertThat(right).isNotBlank().doesNotEndWith(".").doesNotContain("\n"));
            assertThat(rights.stream().filter(right -> right.matches("(Grant|Make|Enable).*")))
                    .isNotEmpty();
        }
    }

    private static String[] key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String key = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return new String[] {
            "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key_id\": \"1\", \"client_id\": \"1\",",
            "\"client_email\": \"sync@p.example.com\", \"token_uri\": \"https://oauth2.googleapis.com/token\",",
            "\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n" + key + "\\n-----END PRIVATE KEY-----\\n\"}"
        };
    }
}
