package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.PseudoTerminal.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users see in a terminal of 40, 80 and 200 columns, for each way in which a run can end. The expected screens are in
 * {@code src/test/resources/dev/gosync/cli/screens}. After a wanted change, write them anew with {@code
 * -Dscreens.write=true}, and read the difference.
 */
@Timeout(120)
final class ScreenTest {
    private static final Path SCREENS = Path.of("src/test/resources/dev/gosync/cli/screens");
    private static final String QUESTION = "[y/N] ";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    /** One way in which a run can end. One process runs them in this order, except for the last one, which ends its process. */
    private enum Scene {
        EVERYTHING(0, "everything plan go-sync.yml"),
        FOLDED(0, "long plan go-sync.yml --only staff"),
        UNFOLDED(0, "long plan go-sync.yml --only team --all"),
        REFUSED(3, "refused plan go-sync.yml --state none"),
        REFUSED_TWICE(3, "refused apply two.yml --yes --state none"),
        APPLIED(0, "invited apply go-sync.yml --only team --state none"),
        DECLINED(1, "invited apply go-sync.yml --only team --state none"),
        ALLOWED(0, "refused apply go-sync.yml --only team --allow max-removals=14 --state none"),
        EMPTY_SOURCE(3, "empty plan go-sync.yml --state none"),
        REFUSED_BESIDE(3, "beside plan two.yml --state none"),
        FAILED(1, "failed apply go-sync.yml --only team --yes --state none"),
        UNREADABLE(1, "unreadable plan go-sync.yml"),
        NOTHING_TO_DO(0, "equal apply go-sync.yml --only team --state none"),
        WAITING(0, "one-new plan waiting.yml --first-run"),
        SAVED(0, "one-new plan go-sync.yml --only team --out plan.json"),
        STALE(3, "one-more apply go-sync.yml --plan plan.json"),
        DONE(0, "one-new apply go-sync.yml --only team --yes"),
        UNDO_PLANNED(0, "one-more undo last --dry-run"),
        UNDONE(0, "one-more undo last --yes"),
        CUT_SHORT(0, "cut-short apply go-sync.yml --only team --yes"),
        REFUSED_PEOPLE(1, "policy apply go-sync.yml --only team --yes --state none"),
        TOLERATED(0, "policy apply tolerant.yml --yes --state none"),
        KNOWN_LATER(0, "joined plan joined.yml"),
        SAVED_TOO_EARLY(0, "joined plan joined.yml --out joined.json"),
        APPLIED_TOO_EARLY(1, "joined apply joined.yml --plan joined.json"),
        NOT_KNOWN(1, "silent apply go-sync.yml --only team --yes --state none"),
        INTERRUPTED(130, "endless apply go-sync.yml --only team --yes --state none");

        private final int exitCode;
        private final String command;

        Scene(int exitCode, String command) {
            this.exitCode = exitCode;
            this.command = command;
        }

        private Path screen(int columns) {
            return SCREENS.resolve(TextFormat.kebab(this) + "-" + columns + ".txt");
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void set_up() {
        new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "guards: { allow-shrinking: true }",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ name: team, group: { id: team } }, { group: { id: hall } }]",
                        "    protect: [root*]")
                .file(
                        "two.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]",
                        "    guards: { max-removals: 5, max-changes: 6 }",
                        "  - { name: more, source: { group: { id: people } }, destinations: [{ group: { id: hall } }] }")
                .file(
                        "tolerant.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ name: team, group: { id: team } }]",
                        "    tolerate: [refused-thing]")
                .file(
                        "joined.yml",
                        "syncs:",
                        "  - name: company",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: acme/all the people of each of the offices in the north } }]",
                        "  - name: crew",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: acme/team } }]")
                .file(
                        "waiting.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]",
                        "    guards: { remove-after: 7d }");
    }

    private PseudoTerminal terminal(int columns) {
        return new PseudoTerminal(folder)
                .columns(columns)
                .program(ProgramWithGroups.class)
                .replacing("\\^C", ""); // a progress bar that ends may have erased it
    }

    /** {@return the screens of all scenes, in their order} */
    private static List<String> runAll(Supplier<PseudoTerminal> terminals, Function<Shown, String> text)
            throws IOException, InterruptedException {
        List<Scene> together = List.of(Scene.values()).subList(0, Scene.values().length - 1);
        Shown shown = terminals
                .get()
                .answering(QUESTION, "y\n")
                .answering(QUESTION, "n\n")
                .answering(QUESTION, "y\n")
                .run(together.stream().map(scene -> scene.command).toArray(String[]::new));
        List<String> ends = shown.text()
                .lines()
                .filter(line -> line.startsWith(ProgramWithGroups.END))
                .toList();
        assertThat(ends).as(shown.text()).hasSameSizeAs(together);
        for (int i = 0; i < ends.size(); i++) {
            Scene scene = together.get(i);
            assertThat(ends.get(i)).as(scene + " of " + shown.text()).isEqualTo(ProgramWithGroups.END + scene.exitCode);
        }
        Shown interrupted =
                terminals.get().answering(ProgramWithGroups.HANGS, CTRL_C).run(Scene.INTERRUPTED.command);
        assertThat(interrupted.exitCode()).as(interrupted.text()).isEqualTo(Scene.INTERRUPTED.exitCode);
        List<String> screens = new ArrayList<>(screens(text.apply(shown)));
        // The process may end before it prints the exit code.
        screens.add(screens(text.apply(interrupted)).get(0).stripTrailing() + "\n");
        assertThat(screens).hasSameSizeAs(Scene.values());
        return screens;
    }

    /** Splits the screen by scene, and replaces what differs from run to run. */
    private static List<String> screens(String text) {
        String steady = text.replaceAll("[0-9]{8}-[0-9]{6}-[0-9]{3}", "20260301-090000-000")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", "2026-03-01T09:00:00Z")
                .replaceAll(
                        "(?s)Saved plan (plan|joined).json .*?to\\s+remove",
                        "Saved plan $1.json of ANN: 1 to add, 1 to remove")
                .replaceAll("(?s)by\\s[^()]*\\(process\\s+[0-9]+\\)", "by ann on build-7 (process 4711)");
        // Where it wraps depends on the names of the user and the computer.
        steady = Pattern.compile("(?s)Run [0-9-]+\\s+by ann .*?everything\\s+again")
                .matcher(steady)
                .replaceAll(message -> message.group().replaceAll("\\s+", " "));
        return List.of(steady.split("(?m)^" + Pattern.quote(ProgramWithGroups.END) + "[0-9]+\n?"));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void each_ending_shows_what_happened_and_what_to_do_next(int columns) throws Exception {
        List<String> screens = runAll(() -> terminal(columns), Shown::styledText);

        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < screens.size(); i++) {
            Scene scene = Scene.values()[i];
            Path file = scene.screen(columns);
            String screen = screens.get(i);
            if (Boolean.getBoolean("screens.write")) {
                Files.createDirectories(SCREENS);
                Files.writeString(file, screen);
            }
            String expected = Files.readString(file, UTF_8);
            if (!screen.equals(expected)) {
                wrong.add(file + " is\n" + expected + "\nbut the screen shows\n" + screen);
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void without_colours_the_text_is_the_same(int columns) throws Exception {
        List<String> screens = runAll(() -> terminal(columns).variable("NO_COLOR", "1"), Shown::styledText);

        for (int i = 0; i < screens.size(); i++) {
            Scene scene = Scene.values()[i];
            String expected = Files.readString(scene.screen(columns), UTF_8).replaceAll("<[a-z ]*>|</>", "");
            assertThat(screens.get(i)).as(scene.toString()).isEqualTo(expected);
        }
    }

    @Test
    void ctrl_c_at_the_question_writes_nothing_and_says_so_on_a_line_of_its_own() throws Exception {
        Shown shown =
                terminal(80).answering(QUESTION, CTRL_C).run("one-new apply go-sync.yml --only team --state none");

        assertThat(shown.exitCode()).isEqualTo(130);
        assertThat(shown.text()).contains("""
                Apply this plan to staff? [y/N]
                staff: interrupted, nothing written
                Interrupted: 0 added, 0 removed.
                """);
    }

    @Test
    void bars_are_drawn_while_places_are_slow_and_nothing_stays_of_them() throws Exception {
        Shown shown = terminal(80)
                .answering("reading group people ", CTRL_D)
                .answering("writing to group team ", CTRL_D)
                .run("slow apply go-sync.yml --only team --yes --state none");

        assertThat(shown.output()).containsPattern("reading group people +\\[[^]]*] 0 requests \\(0:00:0[0-9]\\)");
        assertThat(shown.output()).containsPattern("writing to group team +0% \\[ *] 0/1 \\(");
        assertThat(shown.text()).isEqualTo("""
                staff: from group people, 2 members
                  team (group team): 1 to add, 1 stays
                    + ann001@example.com
                  team: 1 added
                Done: 1 added, 0 removed.
                *** ended with 0""");
    }

    @Test
    void the_question_comes_after_the_bars_of_the_reading_and_before_those_of_the_writing() throws Exception {
        Shown shown = terminal(80)
                .answering("reading group people ", CTRL_D)
                .answering(QUESTION, "y\n")
                .answering("writing to group team ", CTRL_D)
                .run("slow apply go-sync.yml --only team --state none");

        assertThat(shown.output()).containsPattern("(?s)reading group people .*\\[y/N] .*writing to group team ");
        assertThat(shown.text()).isEqualTo("""
                staff: from group people, 2 members
                  team (group team): 1 to add, 1 stays
                    + ann001@example.com
                Apply this plan to staff? [y/N] y
                  team: 1 added
                Done: 1 added, 0 removed.
                *** ended with 0""");
    }

    @Test
    void the_doctor_shows_a_bar_for_a_place_that_is_slow() throws Exception {
        Shown shown =
                terminal(80).answering("reading group people ", CTRL_D).run("slow doctor go-sync.yml --only team");

        assertThat(shown.output()).containsPattern("reading group people +\\[[^]]*] 0 requests \\(0:00:0[0-9]\\)");
        assertThat(shown.text()).isEqualTo("""
                ok      group people (source of staff): 2 members
                ok      group team (destination of staff): 1 member
                2 places were tried: 2 ok, 0 failed. Nothing was written.
                To see the changes without making them:
                  go-sync plan go-sync.yml
                *** ended with 0""");
    }

    @Test
    void the_real_program_asks_and_applies_in_a_terminal() throws Exception {
        Files.writeString(folder.resolve("people.txt"), "ann@example.com\n");
        Files.writeString(folder.resolve("team.txt"), "");
        Files.writeString(
                folder.resolve("files.yml"),
                "syncs: [{ name: staff, source: { file: { path: people.txt } },"
                        + " destinations: [{ file: { path: team.txt } }] }]");

        Shown shown = new PseudoTerminal(folder)
                .columns(60)
                .answering(QUESTION, "y\n")
                .run("apply", "files.yml", "--state", "none", "--color", "never");

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.styledText()).isEqualTo("""
                        staff: from file people.txt, 1 member
                          file team.txt: 1 to add, 0 stay
                            + ann@example.com
                        Apply this plan to staff? [y/N] y
                          file team.txt: 1 added
                        Done: 1 added, 0 removed.""");
        assertThat(folder.resolve("team.txt")).hasContent("ann@example.com");
    }
}
