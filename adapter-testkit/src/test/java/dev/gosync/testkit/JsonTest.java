package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void everyKindOfValueIsReadAndWrittenTheSame() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a\"b\\c/\n\t\u0001ж😀");
        object.put("nothing", null);
        object.put("list", Arrays.asList(1L, -2.5, 1e30, true, false, null, List.of(), Map.of()));

        String text = Json.write(object);

        assertThat(Json.read(text)).isEqualTo(object);
        assertThat(Json.readObject(" " + text + "\n")).isEqualTo(object);
        assertThat(text)
                .startsWith("{\"text\":\"a\\\"b\\\\c/\\u000a\\u0009\\u0001ж😀\",\"nothing\":null,\"list\":[1,-2.5,");
    }

    @Test
    void escapesAndSpaceAreUnderstood() {
        assertThat(Json.read(" [ \"\\u00e9\\uD83D\\uDE00\\b\\f\\n\\r\\t\\/\" , { \"a\" : 1 } ] "))
                .isEqualTo(List.of("é😀\b\f\n\r\t/", Map.of("a", 1L)));
        assertThat(Json.read("20000000000000000000")).isEqualTo(2e19);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "\"a", "\"\\x\"",
                "\"\\u12g4\"", "\"\n\"", "01", "1.", ".5", "+1", "-", "1e", "NaN", "nul", "true false", "[1 2]",
                "{\"a\":1,\"a\":2}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text)).withMessageStartingWith("not JSON");
    }

    @Test
    void anObjectIsAnObject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.readObject("[]"))
                .withMessage("not JSON: expected '{' at position 0, found '['");
    }

    @Test
    void whatJsonDoesNotHaveIsNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.write(new ArrayList<>(List.of(new Object()))));
    }
}
