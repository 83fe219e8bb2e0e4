package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NextCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "team | team | team",
                "on call | 'on call' | \"on call\"",
                "Ann's | 'Ann'\\''s' | \"Ann's\"",
                "x\" & calc & \" | 'x\" & calc & \"' | \"x? & calc & ?\"",
                "$(calc) | '$(calc)' | \"?(calc)\"",
                "%PATH% | %PATH% | \"?PATH?\"",
                "`calc` | '`calc`' | \"?calc?\"",
            })
    void a_word_is_safe_in_the_shells_of_each_system(String word, String elsewhere, String windows) {
        assertThat(NextCommand.quoted(word, false)).isEqualTo(elsewhere);
        assertThat(NextCommand.quoted(word, true)).isEqualTo(windows);
    }
}
