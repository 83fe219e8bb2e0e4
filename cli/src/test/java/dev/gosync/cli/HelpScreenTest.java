package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.PseudoTerminal.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users see in a terminal of 40, 80 and 200 columns when they ask for help, or something is wrong before a run: lines
 * wrap, and names, commands and YAML stay whole. The expected screens are beside those of {@link ScreenTest}, and are written
 * anew in the same way.
 */
@Timeout(120)
final class HelpScreenTest {
    private static final Path SCREENS = Path.of("src/test/resources/dev/gosync/cli/screens");

    /** The commands without the groups in memory, in the order in which one process runs them. */
    private enum Scene {
        ADAPTER_TYPE(0, "adapters group"),
        DOCTOR(1, "doctor doctor.yml"),
        EXPLAINED(0, "validate explained.yml --explain"),
        LIST_WITHOUT_NAME(2, "list doctor.yml"),
        LIST_OF_UNKNOWN_TYPE(2, "list --type slak"),
        LISTED(0, "list explained.yml staff"),
        FAULTS(2, "plan doctor.yml"),
        WRONG_OPTION(2, "plan doctor.yml --yes"),
        INIT(0, "init mine.yml");

        private final int exitCode;
        private final String command;

        Scene(int exitCode, String command) {
            this.exitCode = exitCode;
            this.command = command;
        }

        private Path screen(int columns) {
            return SCREENS.resolve("help-" + TextFormat.kebab(this) + "-" + columns + ".txt");
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void set_up() {
        new Fixture(folder)
                .file("people.csv", "email,team", "ann@example.com,platform")
                .file(
                        "doctor.yml",
                        "syncs:",
                        "  - name: staff of the platform",
                        "    source: { file: { path: people.csv, column: email, where: { team: platfrom } } }",
                        "    destinations: [{ name: team, group: { id: team } }, { group: { id: hall, token: '${HALL_TOKEN}' } }]",
                        "  - name: leavers",
                        "    source: { google-group: { group: a@b.example, credentials-file: missing.json } }",
                        "    destinations: [{ group: { id: hall } }]")
                .file(
                        "explained.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ name: team, group: { id: team } }]",
                        "    protect: [root@example.com, '*@partner.example']");
    }

    private PseudoTerminal terminal(int columns) {
        return new PseudoTerminal(folder).columns(columns).program(ProgramWithGroups.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void each_line_fits_the_screen_and_names_and_commands_are_whole(int columns) throws Exception {
        PseudoTerminal terminal = terminal(columns);
        for (String answer : List.of(
                "number or name: file",
                "path: people.csv",
                "column: email",
                "number or name: group",
                "id: team",
                "token [GROUP_TOKEN]: ABCDEFGH1234",
                "token [GROUP_TOKEN]: ",
                "limit: 5",
                "topics: ",
                "name [team]: staff")) {
            int end = answer.indexOf(": ") + 2;
            terminal.answering(answer.substring(0, end), answer.substring(end) + "\n");
        }
        Shown shown = terminal.run(List.of(Scene.values()).stream()
                .map(scene -> "unreadable " + scene.command)
                .toArray(String[]::new));

        String[] screens = shown.styledText().split("(?m)^(?=" + Pattern.quote(ProgramWithGroups.END) + ")");
        assertThat(screens).as(shown.text()).hasSize(Scene.values().length + 1);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < Scene.values().length; i++) {
            Scene scene = Scene.values()[i];
            String screen = screens[i].replaceFirst("^" + Pattern.quote(ProgramWithGroups.END) + "[0-9]+\n", "");
            assertThat(screens[i + 1]).as(shown.text()).startsWith(ProgramWithGroups.END + scene.exitCode);
            compare(scene.screen(columns), screen, wrong);
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static void compare(Path file, String screen, List<String> wrong) throws IOException {
        if (Boolean.getBoolean("screens.write")) {
            Files.writeString(file, screen);
        }
        String expected = Files.readString(file, UTF_8);
        if (!screen.equals(expected)) {
            wrong.add(file + " is\n" + expected + "\nbut the screen shows\n" + screen);
        }
    }

    @Test
    void the_list_of_types_says_what_shows_a_type() throws Exception {
        assertThat(terminal(80)
                        .variable("NO_COLOR", "1")
                        .run("unreadable adapters")
                        .text())
                .contains("To see the keys of a type, the rights it needs and an example:\n  go-sync adapters TYPE\n");
    }

    @Test
    void help_is_as_wide_as_the_screen() throws Exception {
        Shown wide = terminal(120).variable("NO_COLOR", "1").run("unreadable list --help");
        Shown narrow = terminal(40).variable("NO_COLOR", "1").run("unreadable list --help");

        assertThat(wide.text().lines()).allMatch(line -> line.length() <= 120).anyMatch(line -> line.length() > 100);
        assertThat(narrow.text().lines())
                .containsSequence(
                        "      --format=FORMAT", "        The output format: text", "        (default), csv or json.")
                .contains("        go-sync list --type TYPE --help");
    }

    @Test
    void messages_in_a_file_stay_on_one_line() throws Exception {
        Shown shown = new PseudoTerminal(folder)
                .columns(40)
                .shell("\"$@\" 2> err.txt; cat err.txt | tr ' ' '_'")
                .run("plan", "doctor.yml", "--yes");

        assertThat(shown.text().replace("\n", ""))
                .isEqualTo("go-sync:_'--yes'_is_an_option_of_apply_and_undo,_not_of_plan._Run_go-sync_plan_--help.");
        assertThat(folder.resolve("err.txt")).content().hasLineCount(1);
    }
}
