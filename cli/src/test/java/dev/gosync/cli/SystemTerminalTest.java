package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SystemTerminalTest {
    private static final int ANY_SYSTEM = 72;

    private static int columns(Map<String, String> environment, OptionalInt stty) {
        return SystemTerminal.columns(environment, () -> stty, () -> ANY_SYSTEM);
    }

    @Test
    void the_terminal_of_windows_has_colours_and_an_old_console_has_none() {
        assertThat(SystemTerminal.hasColors(Map.of("WT_SESSION", "0aaf"), () -> false))
                .isTrue();
        assertThat(SystemTerminal.hasColors(Map.of("TERM", "dumb"), () -> false))
                .isFalse();
    }

    @Test
    void another_console_has_colours_if_it_obeys_their_codes() {
        assertThat(SystemTerminal.hasColors(Map.of(), () -> true)).isTrue();
    }

    @Test
    void the_variable_for_the_width_comes_before_what_the_terminal_says() {
        assertThat(columns(Map.of("COLUMNS", "50"), OptionalInt.of(100))).isEqualTo(50);
        assertThat(columns(Map.of(), OptionalInt.of(100))).isEqualTo(100);
    }

    @Test
    void a_width_that_cannot_be_right_is_not_used() {
        assertThat(columns(Map.of("COLUMNS", "wide"), OptionalInt.of(100))).isEqualTo(100);
        assertThat(columns(Map.of("COLUMNS", "5"), OptionalInt.of(0))).isEqualTo(ANY_SYSTEM);
        assertThat(columns(Map.of(), OptionalInt.empty())).isEqualTo(ANY_SYSTEM);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"24 80, 80", "'0 0\n', 0", "'', none", "80, none", "24 wide, none", "24 80 8, none", "24 -1, none"
            })
    void the_answer_of_stty_is_the_rows_and_the_columns(String answer, String columns) {
        assertThat(Stty.columns(answer))
                .isEqualTo(columns.equals("none") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(columns)));
    }
}
