package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Retry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigConditionsTest {
    private static final Path FOLDER = Path.of("somewhere");

    @Test
    void conditions_are_a_value_or_a_list_or_not_one_of_these() {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("team", "platform");
        where.put("status", Map.of("not", List.of("left", 7)));
        where.put("role", List.of("admin", true));
        where.put("site", Map.of("not", "Bern"));

        Config config = config(Map.of("where", where));

        assertThat(config.anyOf("where"))
                .containsExactly(Map.entry("team", List.of("platform")), Map.entry("role", List.of("admin", "true")));
        assertThat(config.noneOf("where"))
                .containsExactly(Map.entry("status", List.of("left", "7")), Map.entry("site", List.of("Bern")));
        assertThat(config(Map.of()).anyOf("where")).isEmpty();
        assertThat(config(Map.of()).noneOf("where")).isEmpty();
    }

    static List<Object> wrongConditions() {
        return List.of(
                "a",
                List.of("a"),
                Map.of("a", " "),
                Map.of("a", List.of()),
                Map.of("a", List.of(List.of("b"))),
                Map.of("a", Map.of()),
                Map.of("a", Map.of("nott", "b")),
                Map.of("a", Map.of("not", "b", "or", "c")),
                Map.of("a", Map.of("not", Map.of("not", "b"))),
                Map.of("a", Map.of("not", List.of())));
    }

    @ParameterizedTest
    @MethodSource("wrongConditions")
    void other_conditions_are_a_fault_of_their_key(Object wrong) {
        assertThatThrownBy(() -> config(Map.of("where", wrong)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .satisfies(fault -> assertThat(fault.key()).isEqualTo("where")));
    }

    @Test
    void a_dash_is_no_file_of_the_folder() {
        assertThat(config(Map.of("path", "-")).path("path")).contains(Path.of("-"));
        assertThat(config(Map.of("path", "./-")).path("path")).contains(FOLDER.resolve("./-"));
    }

    private static Config config(Map<String, ?> values) {
        List<ConfigKey> keys = List.of(
                ConfigKey.of("where", "which rows").form(Form.CONDITIONS),
                ConfigKey.of("path", "the file").form(Form.PATH));
        return Config.of("file", keys, values, new Config.Scope(FOLDER, Retry.standard()));
    }
}
