package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WholeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "see 'group of ann', please | see / 'group of ann', / please",
                "today's group isn't 'a b' | today's / group / isn't / 'a b'",
                "name it: go-sync list FILE NAME, or go-sync list --type TYPE ... | name / it: / go-sync list FILE NAME, / or / go-sync list --type TYPE ...",
                "Run go-sync plan --help. | Run / go-sync plan --help.",
                "go-sync adapters lists the types | go-sync adapters / lists / the / types",
                "take go-sync plan --out has written | take / go-sync plan --out / has / written",
                "go-sync: no go-sync.yml here | go-sync: / no / go-sync.yml / here",
                "go-sync apply go-sync.yml asks first | go-sync apply go-sync.yml / asks / first",
                "set it (read -rs A; export A) or not (a b) | set / it / (read -rs A; export A) / or / not / (a / b)"
            })
    void names_in_quotes_and_commands_stay_whole(String message, String parts) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);

        new TextOutput(out, Screen.plain(OptionalInt.of(2)), true).text(WholeText.inMessage(message));

        assertThat(text.toString().lines().map(String::strip)).containsExactly(parts.split(" / ", -1));
    }

    @Test
    void the_marks_are_not_printed_where_nothing_wraps() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);

        new TextOutput(out, Screen.none(), true).text("  " + WholeText.of("a b") + " c");

        assertThat(text.toString().stripTrailing()).isEqualTo("  a b c");
        assertThat(WholeText.plain(WholeText.of("a b"))).isEqualTo("a b");
    }
}
