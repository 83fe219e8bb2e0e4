package dev.gosync.opsgenie;

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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {
    private final Config.Scope scope = new Config.Scope(Path.of(""), Retry.standard());

    @AfterEach
    void close() {
        scope.close();
    }

    private static AdapterProvider provider(String type) {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private Source create(String type, Map<String, ?> values) {
        return provider(type)
                .create(Config.of(provider(type).type(), provider(type).keys(), values, scope));
    }

    private static Map<String, Object> valid(String type) {
        return type.startsWith("opsgenie")
                ? Map.of("api-key", Conditions.SECRET, "schedule", "Platform")
                : Map.of(
                        "cloud-id", "0c7a",
                        "email", "me@example.com",
                        "api-token", Conditions.SECRET,
                        "schedule", "Platform");
    }

    private static Map<String, Object> with(String type, Map<String, ?> more) {
        Map<String, Object> values = new LinkedHashMap<>(valid(type));
        values.putAll(more);
        return values;
    }

    private List<Fault> faults(String type, Map<String, ?> more) {
        try {
            create(type, with(type, more));
        } catch (ConfigException e) {
            assertThat(e).hasMessageNotContaining(Conditions.SECRET);
            return e.faults();
        }
        throw new AssertionError("there is no fault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opsgenie-oncall", "opsgenie-schedule", "jsm-oncall", "jsm-schedule"})
    void needs_only_the_required_keys_and_shows_no_secret(String type) {
        Source source = create(type, valid(type));

        assertThat(source instanceof Adapter).isEqualTo(type.endsWith("schedule"));
        assertThat(source.name()).contains("schedule Platform").doesNotContain(Conditions.SECRET);
        assertThat(provider(type).keys())
                .filteredOn(ConfigKey::isSecret)
                .extracting(ConfigKey::name)
                .containsExactly(type.startsWith("opsgenie") ? "api-key" : "api-token");
        assertThat(provider(type).keys())
                .filteredOn(ConfigKey::isRequired)
                .extracting(ConfigKey::name)
                .containsExactlyInAnyOrderElementsOf(valid(type).keySet());
    }

    @Test
    void makes_the_same_places_as_the_builders() {
        assertThat(create("opsgenie-schedule", with("opsgenie-schedule", Map.of("region", "eu", "rotation", "Primary")))
                        .name())
                .isEqualTo(Opsgenie.builder("k")
                        .eu()
                        .build()
                        .schedule("Platform")
                        .rotation("Primary")
                        .name());
        assertThat(create("opsgenie-oncall", with("opsgenie-oncall", Map.of("at", "2026-12-24T18:00:00+01:00")))
                        .name())
                .isEqualTo("Opsgenie on-call of schedule Platform at 2026-12-24T17:00:00Z");
        assertThat(create("jsm-schedule", with("jsm-schedule", Map.of("base-url", "https://proxy.example.com")))
                        .name())
                .isEqualTo("Jira Service Management 0c7a at proxy.example.com schedule Platform");
    }

    @Test
    void identifier_type_decides_whether_a_schedule_is_an_id_or_a_name() throws Exception {
        try (OpsgenieFake fake = new OpsgenieFake()) {
            fake.order("ann@example.com");
            Map<String, String> named =
                    Map.of("base-url", fake.address().toString(), "schedule", OpsgenieFake.SCHEDULE);
            Map<String, String> wrong = new LinkedHashMap<>(named);
            wrong.put("identifier-type", "id");

            assertThat(create("opsgenie-schedule", with("opsgenie-schedule", named))
                            .get()
                            .things())
                    .containsExactly("ann@example.com");
            assertThatThrownBy(create("opsgenie-schedule", with("opsgenie-schedule", wrong))::get)
                    .hasMessageContaining("NOT_FOUND");
        }
    }

    @Test
    void reports_all_faults_at_once() {
        assertThat(faults(
                        "opsgenie-oncall",
                        Map.of("region", "us", "base-url", "ftp://x", "at", "noon", "schedule", "..")))
                .containsExactlyInAnyOrder(
                        new Fault("base-url", "must be an address like https://api.opsgenie.com"),
                        new Fault("region", "cannot be combined with base-url; remove one of them"),
                        new Fault("schedule", "schedule must be the id or the name of a schedule, but is '..'"),
                        new Fault("at", "must be a time with its offset, like 2026-12-24T18:00:00+01:00"));
        assertThat(faults(
                        "opsgenie-oncall",
                        Map.of("api-key", "k", "schedule", "Platform", "base-url", "http://proxy.example.com")))
                .containsExactly(
                        new Fault(
                                "base-url",
                                "must begin with https://; plain http would show the credentials, so it is for this machine only"));
        assertThat(faults(
                        "jsm-schedule",
                        Map.of("cloud-id", "a/b", "site", "https://me:pw@example.com", "api-token", "two words")))
                .containsExactlyInAnyOrder(
                        new Fault(
                                "cloud-id",
                                "must be a cloud id, which has letters, digits and hyphens only;"
                                        + " https://SITE.atlassian.net/_edge/tenant_info shows it"),
                        new Fault(
                                "site",
                                "must be an address alone, like https://example.atlassian.net, without user name, password,"
                                        + " query or fragment"),
                        new Fault(
                                "api-token",
                                "must not be empty or hold spaces, line breaks or characters outside of ASCII; copy it again"));
    }

    @Test
    void an_unknown_region_is_a_fault() {
        assertThat(faults("opsgenie-schedule", Map.of("region", "mars")))
                .extracting(Fault::key)
                .containsExactly("region");
    }

    @Test
    void places_with_the_same_credentials_share_what_was_learnt() throws Exception {
        try (JsmFake fake = new JsmFake()) {
            fake.join(List.of("ann@example.com"));
            Map<String, Object> values = Map.of(
                    "cloud-id", JsmFake.CLOUD,
                    "email", JsmFake.EMAIL,
                    "api-token", Conditions.SECRET,
                    "base-url", fake.address().toString(),
                    "schedule", JsmFake.SCHEDULE_ID);

            create("jsm-schedule", values).get();
            create("jsm-schedule", values).get();

            assertThat(fake.calls()).isEqualTo(Map.of("List rotations", 2, "Bulk get users", 1));
        }
    }
}
