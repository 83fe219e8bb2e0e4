package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code go-sync history} shows on a screen. */
final class HistoryScreenTest {
    private static final String ID = "\\d{8}-\\d{6}-\\d{3}";

    @TempDir
    private Path folder;

    @BeforeEach
    void set_up() {
        new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ name: team, group: { id: team } }]");
    }

    private String shown(int columns, String command) throws Exception {
        return new PseudoTerminal(folder)
                .columns(columns)
                .program(ProgramWithGroups.class)
                .variable("NO_COLOR", "1")
                .run("one-new apply go-sync.yml --yes --quiet", "one-new " + command)
                .text();
    }

    @Test
    void a_wide_screen_has_a_table_with_a_header() throws Exception {
        assertThat(shown(200, "history").lines())
                .anyMatch(line -> line.matches("RUN +BEGAN +COMMAND +CHANGES +RESULT +BY"))
                .anyMatch(line -> line.matches(ID + "  \\S+  apply go-sync.yml  \\+1 -1 +done +\\S+ on .*"))
                .containsSubsequence("To see a run, or to undo it:", "  go-sync history RUN", "  go-sync undo RUN");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80})
    void on_a_narrow_screen_the_text_of_each_run_wraps_at_spaces(int columns) throws Exception {
        String shown = shown(columns, "history");

        assertThat(shown.lines())
                .noneMatch(line -> line.startsWith("RUN"))
                .anyMatch(line -> line.matches(ID + "( .*)?"))
                .contains("To see a run, or to undo it:");
        assertThat(shown.replaceAll("\\s+", " ")).contains("Z apply go-sync.yml: +1 -1, done, by ");
    }

    @Test
    void one_run_ends_with_the_command_that_undoes_it() throws Exception {
        assertThat(shown(40, "history last --state .go-sync"))
                .containsPattern("Run " + ID + ": apply\n  go-sync.yml\n  began    \\S+Z\n")
                .containsPattern("To undo it:\n  go-sync undo " + ID + " --sta\nte .go-sync\n");
    }
}
