package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the output has colours, wraps and folds. {@link ScreenTest} shows how it then looks. */
final class ColorTest {
    private static final String ESCAPE = "\u001b[";

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", people(20));
        FakeGroup.of("team");
    }

    private static String[] people(int count) {
        return IntStream.range(0, count)
                .mapToObj("person%02d@example.com"::formatted)
                .toArray(String[]::new);
    }

    @Test
    void a_file_or_a_pipe_gets_no_colours_and_everything() {
        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.out()).contains("    + person19@example.com").doesNotContain(ESCAPE, "more");
    }

    @Test
    void a_screen_gets_colours_and_folded_lists() {
        Run run = cli.screen(80).run("plan", "go-sync.yml");

        assertThat(run.out())
                .contains(ESCAPE + "32m+ person09@example.com" + ESCAPE + "0m", "+ ... and 10 more (--all shows them)")
                .doesNotContain("person10");
    }

    @Test
    void no_list_folds_to_hide_only_one_or_two_things() {
        cli.screen(80);
        FakeGroup.of("people", people(12));
        Run twelve = cli.run("plan", "go-sync.yml");
        FakeGroup.of("people", people(13));
        Run thirteen = cli.run("plan", "go-sync.yml");

        assertThat(twelve.out()).contains("person11").doesNotContain("more");
        assertThat(thirteen.out()).contains("... and 3 more");
    }

    @Test
    void colours_can_be_switched_off_and_on() {
        cli.screen(80);

        assertThat(cli.run("plan", "go-sync.yml", "--color", "never").out()).doesNotContain(ESCAPE);
        assertThat(cli.run("--color", "never", "plan", "go-sync.yml").out()).doesNotContain(ESCAPE);
        cli.variable("NO_COLOR", "1");
        assertThat(cli.run("plan", "go-sync.yml").out()).doesNotContain(ESCAPE).contains("... and 10 more");
        assertThat(cli.run("plan", "go-sync.yml", "--color", "always").out()).contains(ESCAPE);
        cli.variable("NO_COLOR", "");
        assertThat(cli.run("plan", "go-sync.yml").out())
                .as("an empty variable says nothing")
                .contains(ESCAPE);
        cli.variable("TERM", "dumb");
        assertThat(cli.run("plan", "go-sync.yml").out()).doesNotContain(ESCAPE);
    }

    @Test
    void colours_in_a_pipe_change_nothing_else() {
        Run plain = cli.run("plan", "go-sync.yml");
        Run colored = cli.run("plan", "go-sync.yml", "--color", "ALWAYS");

        assertThat(colored.out().replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain.out());
    }

    @Test
    void an_unknown_value_is_a_fault() {
        Run run = cli.run("plan", "go-sync.yml", "--color", "sometimes");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--color: cannot be 'sometimes'; known are: always, auto, never. Run go-sync plan --help.");
    }

    @Test
    void help_obeys_too() {
        assertThat(cli.run("plan", "--help", "--color", "always").out()).contains(ESCAPE);
        assertThat(cli.run("--color", "always", "--help").out()).contains(ESCAPE);
        assertThat(cli.run("plan", "--help", "--color", "never").out()).doesNotContain(ESCAPE);
    }

    @Test
    void documents_have_no_colours() {
        cli.screen(80);

        for (String format : List.of("json", "markdown")) {
            assertThat(cli.run("plan", "go-sync.yml", "--format", format).out()).doesNotContain(ESCAPE);
        }
    }

    @Test
    void wide_letters_take_two_columns() {
        FakeGroup.of("people", "e\u0301milie");
        FakeGroup.of("team").unableToAdd("e\u0301milie", FailureKind.UNKNOWN_THING, "\u540D\u524D \u4E0D\u660E \u5B9B");

        Run run = cli.screen(28).run("plan", "go-sync.yml", "--color", "never");

        assertThat(run.out().lines()).contains("    ? e\u0301milie: \u540D\u524D \u4E0D\u660E \u5B9B");
        assertThat(cli.screen(24)
                        .run("plan", "go-sync.yml", "--color", "never")
                        .out()
                        .lines())
                .contains("    ? e\u0301milie: \u540D\u524D \u4E0D\u660E", "      \u5B9B");
    }

    @Test
    void a_name_is_never_broken() {
        String name = "Anna Maria Magdalena of the long names@example.com";
        FakeGroup.of("people", name, "bob");
        FakeGroup.of("team").unableToAdd(name, FailureKind.UNKNOWN_THING, "unknown to this workspace");

        Run run = cli.screen(40).run("plan", "go-sync.yml", "--color", "never");

        assertThat(run.out().lines()).containsSequence("    ? " + name + ":", "      unknown to this workspace");
    }

    @Test
    void results_fold_only_if_the_journal_has_the_rest() {
        cli.screen(80);
        for (String person : people(20)) {
            FakeGroup.of("team").noting(person, "invited");
        }
        Run without = cli.run("apply", "go-sync.yml", "--yes", "--state", "none");
        FakeGroup.of("team", "x").noting("x", "");
        Run with = cli.run("apply", "go-sync.yml", "--yes", "--allow", "allow-full-replacement");

        assertThat(without.out()).contains("20 members", "person19@example.com");
        assertThat(with.out())
                .contains("... and 10 more (go-sync history shows them)")
                .doesNotContain("person19");
    }
}
