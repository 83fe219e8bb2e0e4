package dev.gosync.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.ConfigException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigExceptionTest {
    private static final Set<String> KNOWN = Set.of("token", "usergroup", "base-url");

    @ParameterizedTest
    @CsvSource({
        "tokn, token",
        "tokens, token",
        "TOKEN, token",
        "user-group, usergroup",
        "usergruop, usergroup",
        "baseurl, base-url",
        "base_url, base-url",
    })
    void a_key_that_is_nearly_right_suggests_the_right_one(String wrong, String right) {
        assertThat(Fault.unknownKey(wrong, KNOWN).problem()).isEqualTo("unknown key; did you mean '" + right + "'?");
    }

    @ParameterizedTest
    @CsvSource({"channel", "x", "tknnoe", "''"})
    void a_key_that_is_far_from_all_known_keys_lists_them_in_order(String wrong) {
        assertThat(Fault.unknownKey(wrong, KNOWN).problem())
                .isEqualTo("unknown key; known are: base-url, token, usergroup");
    }

    @Test
    void of_several_keys_as_near_the_first_in_order_is_named() {
        assertThat(Fault.unknownKey("cat", List.of("hat", "bat")).problem()).endsWith("did you mean 'bat'?");
    }

    @Test
    void case_is_ignored_whatever_the_machines_language() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(Fault.unknownKey("LIMIT", List.of("limit")).problem()).endsWith("did you mean 'limit'?");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void a_value_that_is_not_allowed_is_named_with_the_nearest() {
        assertThat(Fault.unknownValue("mode", "add", List.of("add-only", "add")).problem())
                .isEqualTo("cannot be 'add'; did you mean 'add'?");
        assertThat(Fault.unknownValue("matching", "case", List.of("exact", "ignore-case")))
                .hasToString("matching: cannot be 'case'; known are: exact, ignore-case");
    }

    @Test
    void every_fault_has_a_line_of_the_message_in_the_order_given() {
        Fault first = new Fault("b", "is wrong");
        Fault second = new Fault("a", "is missing");
        List<Fault> faults = new ArrayList<>(List.of(first, second));

        ConfigException thrown = new ConfigException(faults);
        faults.clear();

        assertThat(thrown).hasMessage("b: is wrong\na: is missing").isInstanceOf(GoSyncException.class);
        assertThat(thrown.faults()).containsExactly(first, second);
        assertThatThrownBy(() -> thrown.faults().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void an_exception_without_a_fault_is_refused() {
        assertThatThrownBy(() -> new ConfigException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
