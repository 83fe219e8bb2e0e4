package dev.gosync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.config.Webhook.Event;
import dev.gosync.config.Webhook.Format;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {
    private static final String SYNCS =
            "\nsyncs: [{ name: a, source: { file: { path: a } }, destinations: [{ file: { path: b } }] }]\n";

    private static ConfigurationReader reader(String address) {
        return ConfigurationReader.standard().variables(Map.of("WEBHOOK", address, "JOB", "42"));
    }

    private static Configuration read(ConfigurationReader reader, String notify) {
        byte[] file = ("notify: " + notify + SYNCS).getBytes(StandardCharsets.UTF_8);
        return reader.read(new ByteArrayInputStream(file), "go-sync.yml", Path.of(""));
    }

    private static Webhook webhook(String address, String notify) {
        try (Configuration configuration = read(reader(address), notify)) {
            return configuration.webhook().orElseThrow();
        }
    }

    private static List<String> faults(String address, String notify) {
        return catchThrowableOfType(ConfigurationException.class, () -> webhook(address, notify)).faults().stream()
                .map(Fault::problem)
                .toList();
    }

    @Test
    void all_keys_are_read() {
        Webhook webhook = webhook(
                "https://example.com/hook?key=s3cr3t",
                "{ url: '${WEBHOOK}', on: [refused, changed], link: 'https://ci.example.com/${JOB}', format: slack }");

        assertThat(webhook.address()).isEqualTo(URI.create("https://example.com/hook?key=s3cr3t"));
        assertThat(webhook.events()).containsExactlyInAnyOrder(Event.REFUSED, Event.CHANGED);
        assertThat(webhook.link()).isEqualTo(Optional.of(URI.create("https://ci.example.com/42")));
        assertThat(webhook.format()).isEqualTo(Format.SLACK);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.slack.com/services/T0/B0/s3cr3t, SLACK",
        "https://HOOKS.slack.com/services/T0/B0/s3cr3t, SLACK",
        "https://example.com/hooks.slack.com, JSON",
        "http://localhost:8080/hook, JSON",
        "http://127.0.0.1/hook, JSON"
    })
    void by_default_it_hears_of_everything_in_the_format_of_its_address(String address, Format format) {
        Webhook webhook = webhook(address, "{ url: '${WEBHOOK}' }");

        assertThat(webhook.events()).containsExactlyInAnyOrder(Event.values());
        assertThat(webhook.link()).isEmpty();
        assertThat(webhook.format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/s3cr3t",
                "https://ann:s3cr3t@example.com/",
                "https:///s3cr3t",
                "https://example.com/s3cr3t#s3cr3t",
                "ftp://example.com/s3cr3t",
                "s3cr3t-token",
                "https://example.com/ s3cr3t",
                "https://example.com:99999/s3cr3t",
            })
    void an_address_that_is_not_safe_is_refused_and_not_shown(String address) {
        assertThat(faults(address, "{ url: '${WEBHOOK}' }"))
                .singleElement()
                .asString()
                .startsWith("url: must ")
                .contains("https://")
                .doesNotContain("s3cr3t");
        assertThat(faults("", "{ url: '" + address + "' }").toString()).doesNotContain("s3cr3t");
    }

    @Test
    void all_faults_are_reported_at_once_and_none_shows_the_address() {
        assertThat(
                        faults(
                                "https://example.com/s3cr3t-path",
                                "{ uri: x, url: '${WEBHOOK}', on: [changd, failed], link: 'no address', format: /s3cr3t-path }"))
                .hasSize(4)
                .anySatisfy(fault -> assertThat(fault).isEqualTo("uri: unknown key; did you mean 'url'?"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("on: cannot be 'changd'; did you mean 'changed'?"))
                .anySatisfy(fault ->
                        assertThat(fault).isEqualTo("link: must be an address like https://ci.example.com/jobs/42"))
                .anySatisfy(fault -> assertThat(fault).startsWith("format: cannot be '***'"))
                .noneSatisfy(fault -> assertThat(fault).contains("s3cr3t"));
        assertThat(faults("x", "{ on: [] }").toString())
                .contains("url: is missing: the address of the webhook", "on: is empty");
    }

    @Test
    void the_address_is_in_no_text() {
        assertThat(webhook("https://example.com/s3cr3t", "{ url: '${WEBHOOK}' }")
                        .toString())
                .doesNotContain("s3cr3t", "example.com");
    }

    @Test
    void a_variable_that_is_not_set_is_a_fault_except_offline() {
        ConfigurationReader unset = ConfigurationReader.standard().variables(Map.of());

        assertThat(catchThrowableOfType(
                                ConfigurationException.class,
                                () -> read(unset, "{ url: '${WEBHOOK}' }").close())
                        .faults())
                .singleElement()
                .asString()
                .contains("url: the variable WEBHOOK is not set");
        try (Configuration configuration = read(unset.offline(), "{ url: '${WEBHOOK}' }")) {
            assertThat(configuration.webhook()).isEmpty();
            assertThat(configuration.unsetVariables()).containsExactly("WEBHOOK");
        }
    }

    @Test
    void an_address_that_is_an_empty_variable_switches_it_off() {
        for (String url : List.of("${WEBHOOK}", "${OTHER:-}")) {
            try (Configuration configuration = read(reader(""), "{ url: '" + url + "' }")) {
                assertThat(configuration.webhook()).isEmpty();
            }
        }
        assertThat(faults("", "{ url: '' }")).containsExactly("url: is empty");
    }
}
