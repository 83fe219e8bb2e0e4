package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.config.Adapters;
import dev.gosync.config.GuardOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
    private static final String[] SETTINGS = {"mode", "matching", "protect", "guards", "tolerate"};

    @TempDir
    private Path folder;

    private Map<String, Object> schema() {
        Fixture.Run run = new Fixture(folder).run("schema");
        assertThat(run.exitCode()).isZero();
        return run.json();
    }

    private static Map<String, Object> at(Map<String, Object> schema, String... path) {
        Map<String, Object> found = schema;
        for (String step : path) {
            assertThat(found).containsKey(step);
            found = child(found, step);
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> schema, String step) {
        return (Map<String, Object>) schema.get(step);
    }

    @Test
    void the_schema_has_every_key_of_every_adapter() {
        Map<String, Object> definitions = at(schema(), "definitions");

        for (AdapterProvider provider : Adapters.in(getClass().getClassLoader()).all()) {
            Map<String, Object> keys = at(definitions, "adapter-" + provider.type(), "properties");
            assertThat(keys.keySet())
                    .containsExactlyElementsOf(
                            provider.keys().stream().map(ConfigKey::name).toList());
            assertThat(at(definitions, "source", "properties")).containsKey(provider.type());
            assertThat(at(definitions, "destination", "properties")).containsKey(provider.type());
        }
        assertThat(at(definitions, "adapter-group")).containsEntry("required", List.of("id"));
        assertThat(at(definitions, "adapter-group", "properties", "colour").toString())
                .contains("red, green");
        assertThat(at(definitions, "adapter-group", "properties", "topics").toString())
                .contains("minItems=1");
    }

    @Test
    void the_schema_has_every_setting_of_every_level() {
        Map<String, Object> schema = schema();

        assertThat(at(schema, "properties"))
                .containsKeys("syncs", "parallel", "timeout", "retry", "notify")
                .containsKeys(SETTINGS);
        assertThat(at(schema, "definitions", "sync", "properties"))
                .containsKeys("name", "source", "destinations", "for-each")
                .containsKeys(SETTINGS);
        assertThat(at(schema, "definitions", "destination", "properties"))
                .containsKeys("name")
                .containsKeys(SETTINGS);
        assertThat(at(schema, "definitions", "source", "properties"))
                .containsKeys("union", "intersection", "minus", "filter", "map", "may-be-empty");
        assertThat(at(schema, "properties", "guards", "properties").keySet())
                .containsAll(GuardOption.keys())
                .contains("require");
        for (String guard : List.of("max-source-shrink", "max-removals-per-day", "remove-after")) {
            assertThat(at(schema, "properties", "guards", "properties", guard).toString())
                    .as("it can be switched off")
                    .contains("{enum=[false]}");
        }
    }

    @Test
    void the_schema_has_the_keys_of_notify() {
        Map<String, Object> notify = at(schema(), "properties", "notify");

        assertThat(at(notify, "properties").keySet()).containsExactly("url", "on", "link", "format");
        assertThat(at(notify, "properties", "on").toString()).contains("[refused, failed, changed]");
        assertThat(at(notify, "properties", "format").toString()).contains("[slack, json]");
        assertThat(notify).containsEntry("required", List.of("url")).containsEntry("additionalProperties", false);
    }

    @Test
    void the_schema_allows_no_other_keys() {
        Map<String, Object> schema = schema();

        assertThat(schema).containsEntry("additionalProperties", false);
        for (String definition : List.of("sync", "source", "destination", "adapter-group")) {
            assertThat(at(schema, "definitions", definition)).containsEntry("additionalProperties", false);
        }
    }
}
