package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No output shows a secret of the configuration, or more than four characters of its beginning. */
final class SecretsTest {
    private static final List<String> SECRETS =
            List.of("hushhush4711", "hush-4711-hush", "Hush/4711+hush==", "hush4711.hush", "wrong-hush-4711");

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private void assertHidden(String secret, String configuration) {
        cli.file("go-sync.yml", configuration);
        for (String options : List.of("validate --verbose", "validate --format=json", "plan --debug", "plan --quiet")) {
            String[] words = options.split(" ", -1);
            Run run = cli.run(words[0], "go-sync.yml", words[1]);

            assertThat(run.out() + run.err())
                    .as("%s of:%n%s", options, configuration)
                    .doesNotContain(secret.substring(0, 5));
            assertThat(run.exitCode()).isIn(0, 1, 2);
        }
    }

    private static String withToken(String token) {
        return """
                syncs:
                  - name: staff
                    source:
                      group:
                        id: people
                        %s
                        colour: blue
                    destinations: [{ group: { id: team } }]
                """.formatted(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // References that are not valid, not set or not found
                "token: ${SECRET}",
                "token: '${SECRET'",
                "token: '${SECRET:default}'",
                "token: '${ SECRET }'",
                "token: 'SECRET${'",
                "token: 'SECRET${x y}'",
                "token: '${x:-SECRET} ${'",
                "token: '${x:-SECRET}'",
                "token: '${file:SECRET}'",
                "token: '${file:./SECRET}'",
                "token: '${file:/SECRET}'",
                "token: '${file:nowhere/SECRET}'",
                "token: '$${SECRET}'",
                // Wrong types
                "token: [SECRET]",
                "token: [[SECRET], { SECRET: SECRET }]",
                "token: { SECRET: x }",
                "token: { x: SECRET }",
                "token: { ? [SECRET] : SECRET }",
                "token: { SECRET: x, SECRET: y }",
                "token: { SECRET: '${' }",
                "token: { SECRET: *none }",
                "token: { SECRET, SECRET }",
                // Wrong keys
                "token:SECRET",
                "token:SECRET: ''",
                "tokne: SECRET",
                "SECRET: token",
                "SECRET:",
                "? SECRET",
                "? [SECRET]\n        : token",
                "topics: { token:SECRET }",
                "muted: [{ token, SECRET }]",
                // The same value at another key
                "token: &t SECRET\n        limit: *t\n        muted: *t",
                "token: &t SECRET\n        *t : x",
                "token: x\n        token: SECRET\n        limit: SECRET",
                "token: SECRET\n        labels: { SECRET: x, SECRET: y }",
                // YAML that is not valid
                "token: *SECRET",
                "token: &SECRET",
                "token: !SECRET x",
                "token: !SECRET!x y",
                "token: !<SECRET x",
                "token: @SECRET",
                "token: %SECRET",
                "token: `SECRET`",
                "token: |SECRET",
                "token: >9SECRET",
                "token: \"SECRET",
                "token: 'SECRET",
                "token: \"SECRET\\q\"",
                "token: \"\\SECRET\"",
                "token: \"\\uSECRET\"",
                "token: \"\\USECRET\"",
                "token: \"SECRET\" SECRET",
                "token: SECRET: SECRET",
                "token: [SECRET",
                "token: {SECRET",
                "token: SECRET]",
                "token: x\n         SECRET",
                "token: x\n\tSECRET: x",
                "token: SECRET\u0001",
                "- SECRET",
                "token: SECRET\n---\nSECRET",
                "token: SECRET\n%SECRET",
            })
    void a_broken_value_of_a_secret_key_is_not_shown(String token) {
        for (String secret : SECRETS) {
            assertHidden(secret, withToken(token.replace("SECRET", secret)));
        }
    }

    @Test
    void a_secret_in_another_position_of_the_file_is_not_shown() {
        for (String secret : SECRETS) {
            for (String configuration : List.of(
                    "token: " + secret,
                    "token:" + secret,
                    "%TAG ! " + secret + "\n--- x",
                    "%YAML 1." + secret + "\n--- x",
                    "{ syncs, token:" + secret + " }",
                    "guards: { token:" + secret + ": x }",
                    "syncs: [{ name: a, token: " + secret + " }]",
                    "syncs: [{ name: a, source: { token:" + secret + " } }]",
                    "syncs: [{ name: a, source: { group: { id: x }, token: " + secret + ", token: " + secret + " } }]",
                    "syncs: [{ name: a, source: { group: { id: x }, filter: { token:" + secret + " } } }]",
                    "syncs: [{ name: a, destinations: [{ group:" + secret + " }] }]")) {
                assertHidden(secret, configuration);
            }
        }
    }

    private static String valid(String token) {
        return withToken(token).replace("blue", "red");
    }

    @Test
    void what_an_adapter_says_about_a_secret_is_not_shown() {
        for (String secret : SECRETS) {
            for (String shown : List.of(secret, secret.substring(0, 5), "'" + secret.substring(0, 9) + "...'")) {
                FakeGroup.of("people").onCreate(() -> {
                    throw new IllegalArgumentException("token must not begin with " + shown);
                });

                assertHidden(secret, valid("token: " + secret));
                assertHidden(secret, valid("token: \"" + secret + "\\u200b\""));
                cli.variable("TOKEN", secret).variable("PART", secret.substring(0, 7));
                assertHidden(secret, valid("token: ${TOKEN}"));
                assertHidden(secret, valid("token: ${PART}" + secret.substring(7)));
            }
        }
    }

    @Test
    void a_hidden_key_is_explained() {
        Run run = cli.file("go-sync.yml", withToken("x: { token:hush4711 }\n        token:hush4711: x"))
                .run("validate", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith("go-sync.yml:7:9: (hidden key): unknown key; known are: ")
                        && line.endsWith(
                                "; it is hidden, because it may be a secret; put a space between a colon and the"
                                        + " value"));
    }

    @Test
    void a_description_with_the_beginning_of_a_secret_is_still_shown() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: x, token: Name of-4711 } }",
                "    destinations: [{ group: { } }]");

        assertThat(cli.run("validate", "go-sync.yml").err()).contains("id: is missing: Name of the group");
    }
}
