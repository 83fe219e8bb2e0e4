package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class YamlTextTest {
    private static Object parsed(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two words",
                "/Sales",
                "people.csv",
                "ann@example.com",
                "@platform",
                "#platform",
                "${TOKEN}",
                "true",
                "No",
                "null",
                "123",
                "1e3",
                "",
                " padded ",
                "a: b",
                "a #b",
                "a, b",
                "say \"it\"",
                "back\\slash",
                "two\nlines",
                "tab\tand bell\u0007",
                "line\u2028separator",
                "- item",
                "*@example.com",
                "department eq 'Platform'",
                "\u00e9\ud83d\ude00"
            })
    void text_is_read_back_as_it_was(String text) {
        assertThat(parsed("key: " + YamlText.value(text))).isEqualTo(Map.of("key", text));
        assertThat(YamlText.value(text)).doesNotContain("\n");
    }

    @Test
    void lists_maps_numbers_and_flags_are_read_back_as_they_were() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("list", List.of("a", "b, c", "{"));
        values.put("map", Map.of("team", "platform: all"));
        values.put("number", 7);
        values.put("flag", true);

        assertThat(parsed(String.join("\n", YamlText.place("type", values)))).isEqualTo(Map.of("type", values));
    }

    @Test
    void a_place_without_values_is_an_empty_map() {
        assertThat(parsed(String.join("\n", YamlText.place("type", Map.of())))).isEqualTo(Map.of("type", Map.of()));
    }
}
