package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Markdown is one document that fits a comment, and in which no name can format anything or mention a user. */
final class MarkdownTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        configured();
    }

    private void configured(String... more) {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]",
                "    " + String.join("\n    ", more));
    }

    private Run markdown(String... command) {
        String[] args = Arrays.copyOf(command, command.length + 2);
        args[command.length] = "--format";
        args[command.length + 1] = "markdown";
        return cli.run(args);
    }

    private static String[] people(int count) {
        return IntStream.range(0, count)
                .mapToObj("person%05d@example.com"::formatted)
                .toArray(String[]::new);
    }

    /** {@return what is left of a document without its code, which shows text as it is} */
    private static String withoutCode(String document) {
        return document.replaceAll("(?s)```.*?```", "")
                .replaceAll("(?s)(`+)(?!`).*?(?<!`)\\1(?!`)", "")
                .replaceAll("<code>[^<]*</code>", "");
    }

    @Test
    void a_destination_beside_one_that_failed_has_its_own_result() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: bad } }, { group: { id: new } }, { group: { id: same } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("bad").broken();
        FakeGroup.of("same", "ann");

        assertThat(markdown("plan", "go-sync.yml").out())
                .contains("<code>group bad</code> |  |  |  |  | **could not be read** |")
                .contains("<code>group new</code> | 1 | 0 | 0 | 0 | planned |")
                .contains("<code>group same</code> | 0 | 0 | 0 | 1 | nothing to do |");
        assertThat(markdown("apply", "go-sync.yml", "--yes").out())
                .contains("<code>group new</code> | 1 | 0 | 0 | done |")
                .contains("<code>group same</code> | 0 | 0 | 0 | nothing to do |");
    }

    @Test
    void an_interrupt_is_no_failure() {
        Thread worker = Thread.currentThread();
        FakeGroup.of("people", "ann", "bob", "cat");
        FakeGroup.of("team").hangingAt("bob", worker::interrupt);

        Run run = markdown("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out())
                .contains("**Interrupted: 1 added, 0 removed.**", "**Interrupted. No further change started.**")
                .contains("To make the remaining changes:\n\n```sh\ngo-sync apply go-sync.yml --yes\n```")
                .doesNotContain("Failed");
        assertThat(cli.run("history", "last").out())
                .contains("    Interrupted. No further change started.\n")
                .doesNotContain("FAILED");
    }

    @Test
    void a_plan_has_a_summary_a_table_lists_and_the_next_command() {
        FakeGroup.of("people", "ann", "bob", "zoe");
        FakeGroup.of("team", "ann", "eve", "root")
                .keeping("root", "owner")
                .unableToAdd("zoe", FailureKind.UNKNOWN_THING, "unknown to workspace acme");

        Run run = markdown("plan", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        ## go-sync plan `go-sync.yml`

                        **Planned: 1 to add, 1 to remove, 1 cannot be added. Nothing has changed yet.**

                        | Sync | Destination | To add | To remove | Cannot be added | Stay | Result |
                        | --- | --- | ---: | ---: | ---: | ---: | --- |
                        | <code>staff</code> | <code>group team</code> | 1 | 1 | 1 | 2 | planned |

                        ### `staff`: `group team`

                        <details open>
                        <summary>1 to add</summary>

                        - `bob`

                        </details>

                        <details open>
                        <summary>1 to remove</summary>

                        - `eve`

                        </details>

                        <details open>
                        <summary>1 cannot be added</summary>

                        - `zoe`: `unknown to workspace acme`

                        </details>

                        <details open>
                        <summary>1 kept</summary>

                        - `root`: `owner`

                        </details>

                        To make these changes:

                        ```sh
                        go-sync apply go-sync.yml
                        ```

                        """);
    }

    @Test
    void a_result_tells_each_reason_once_and_who_still_has_access() {
        configured("tolerate: [refused-thing]");
        FakeGroup.of("people", "ann", "bob", "cid", "dan", "new");
        FakeGroup.of("team", "ann", "eve")
                .noting("new", "invited")
                .unableToAdd("bob", FailureKind.REFUSED_THING, "no seat is free")
                .unableToAdd("cid", FailureKind.REFUSED_THING, "no seat is free")
                .refusing("dan", FailureKind.AUTHENTICATION);

        Run run = markdown("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("## go-sync apply `go-sync.yml`\n\n**Not everything was done: ")
                .contains("| Added | Removed | Not done | Result |", "**failed** |", "**Failed**: `")
                .contains("**1 member who should have lost access still has it**")
                .containsPattern("- `[^`]+`:\n  - `bob`\n  - `cid`\n");
    }

    @Test
    void an_invitation_is_counted() {
        FakeGroup.of("people", "ann", "new");
        FakeGroup.of("team", "ann").noting("new", "invited");

        Run run = markdown("apply", "go-sync.yml", "--yes");

        assertThat(run.out())
                .contains("| 1 (1 only invited) | 0 | 0 | done |")
                .contains("<summary>1 done, with a note</summary>\n\n- `new`: `invited`\n");
    }

    @Test
    void a_refusal_says_what_was_measured_and_required_and_has_the_command() {
        FakeGroup.of("people", "person00000@example.com");
        FakeGroup.of("team", people(30));

        Run run = markdown("plan", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("**Refused. Nothing was written.**", "| **refused** |")
                .contains("""
                        - **Refused by max-removals**
                          - measured: `would remove 29 of 30 members (96.7%)`
                          - required: `at most 10 removals, or 20% of the members if that is more`

                        """)
                .contains("```sh\ngo-sync apply go-sync.yml --allow max-removals=29\n```");
    }

    @Test
    void an_undo_says_what_it_leaves_alone() {
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "ann");
        cli.run("apply", "go-sync.yml", "--yes");
        FakeGroup.of("people", "ann");
        cli.run("apply", "go-sync.yml", "--yes");
        String first = cli.run("history").out().substring(0, "20260301-090000-000".length());

        Run run = markdown("undo", first, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("## go-sync undo `" + first + "`\n\n**Nothing to undo.**\n")
                .contains("Left alone in `group team`:", "<summary>1 left alone</summary>", "- `bob`: `run ");
    }

    @Test
    void a_stale_saved_plan_is_told() {
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "ann");
        Run planned = markdown("plan", "go-sync.yml", "--out", "plan.json");
        FakeGroup.of("people", "ann");

        Run run = markdown("apply", "go-sync.yml", "--plan", "plan.json");

        assertThat(planned.out())
                .contains("Saved plan `plan.json` of ")
                .contains("To apply exactly this plan:\n\n```sh\ngo-sync apply go-sync.yml --plan plan.json\n```");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("**Refused: the saved plan is stale. Nothing was written.**", "<summary>1 stale</summary>")
                .contains("- \\+ `bob` in `group team`: `the source does not want it any more`")
                .contains("```sh\ngo-sync plan go-sync.yml --out plan.json\n```");
    }

    // --- Text of others

    @Test
    void no_name_can_format_anything_or_mention_a_user() {
        List<String> names = List.of(
                "@octocat", "a|b@example.com", "<img src=x>", "`a``b", "b`", "**bold**", "#1", "x\ny", "[l](http://a)");
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: 'all | @staff `of` <b>us</b>'",
                "    source: { group: { id: people } }",
                "    destinations: [{ name: 'te|am @org/team', group: { id: team } }]");
        FakeGroup.of("people", names.toArray(String[]::new));
        FakeGroup.of("team")
                .unableToAdd("@octocat", FailureKind.UNKNOWN_THING, "ask @admin | or <b>call</b>")
                .broken("lost @octocat");
        Run failed = markdown("plan", "go-sync.yml");
        FakeGroup.clearAll();
        FakeGroup.of("people", names.toArray(String[]::new));
        FakeGroup.of("team").unableToAdd("@octocat", FailureKind.UNKNOWN_THING, "ask @admin | or <b>call</b>");
        Run planned = markdown("plan", "go-sync.yml");

        for (Run run : List.of(failed, planned)) {
            assertThat(withoutCode(run.out()))
                    .doesNotContain("@", "<b>", "<img", "http", "#1", "bold", "`")
                    .contains("| Sync |");
            assertThat(run.out().lines().filter(line -> line.startsWith("|")))
                    .allMatch(line -> line.chars().filter(c -> c == '|').count() == 8);
        }
        assertThat(planned.out()).contains("- ``` `a``b ```", "- `` b` ``", "`x\\u000ay`");
    }

    // --- Size

    @Test
    void a_large_plan_fits_a_comment_and_says_what_was_cut() {
        cli.file(
                "go-sync.yml",
                "guards: { max-removals: 100000, allow-full-replacement: true }",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall } }, { group: { id: roof } }]");
        FakeGroup.of("people", "ann");
        for (String group : List.of("team", "hall", "roof")) {
            FakeGroup.of(group, people(5000));
        }

        Run run = markdown("plan", "go-sync.yml");

        assertThat(run.out().length()).isBetween(10_000, 60_000);
        assertThat(run.out())
                .contains("<summary>5000 to remove</summary>", "- ... and 4700 more\n")
                .contains("_Cut to fit a comment: 14100 entries are not shown. The plan as text has all of them._");
    }

    @Test
    void long_names_and_many_syncs_fit_too() {
        List<String> lines = new ArrayList<>(List.of("syncs:"));
        for (int i = 0; i < 700; i++) {
            String name = ("|".repeat(200) + i);
            lines.add("  - { name: '" + name + "', source: { group: { id: people } }, destinations: [{ name: '" + name
                    + "', group: { id: g" + i + " } }] }");
        }
        cli.file("go-sync.yml", lines.toArray(String[]::new));
        FakeGroup.of("people", "b");
        FakeGroup.of("g690").broken();
        Run run = markdown("plan", "go-sync.yml");
        Run one = markdown("plan", "go-sync.yml", "--only", "|".repeat(200) + 7);

        assertThat(run.out().length()).isLessThan(60_000);
        assertThat(run.out())
                .contains(" more destinations\n", "_Cut to fit a comment: ")
                .as("problems are shown first")
                .contains("| **could not be read** |", "**Failed**: `group g690: read");
        assertThat(one.out()).doesNotContain("Cut to fit");
    }

    @Test
    void a_name_longer_than_a_comment_is_cut() {
        FakeGroup.of("people", "a".repeat(70_000));

        Run run = markdown("plan", "go-sync.yml");

        assertThat(run.out()).contains("- `" + "a".repeat(500) + "...`\n");
        assertThat(run.out().length()).isLessThan(2000);
    }

    // --- One document, whatever happens

    @Test
    void a_fault_of_the_configuration_or_the_command_line_is_a_document_too() {
        cli.file("bad.yml", "syncs: [{ name: '@x', source: { grup: { id: people } } }]");

        Run configuration = markdown("apply", "bad.yml", "--yes");
        Run usage = markdown("plan", "go-sync.yml", "--unknown");

        assertThat(configuration.exitCode()).isEqualTo(2);
        assertThat(configuration.out())
                .startsWith("## go-sync `apply`\n\n**Nothing was done: the configuration or the command line cannot be")
                .contains("- `bad.yml:1:");
        assertThat(usage.exitCode()).isEqualTo(2);
        assertThat(usage.out()).startsWith("## go-sync `plan`\n").contains("unknown option '--unknown'");
    }

    @Test
    void a_failure_of_the_program_is_a_document_too() {
        cli.file("plan.json", "{}");

        Run run = markdown("apply", "go-sync.yml", "--plan", "plan.json");

        assertThat(run.out()).startsWith("## go-sync `apply`\n").contains("- `--plan: ");
    }

    @Test
    void the_plan_to_confirm_goes_to_standard_error() {
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");
        cli.answering("y");

        Run run = markdown("apply", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("    + ann", "Apply this plan to staff? [y/N]");
        assertThat(run.out()).startsWith("## go-sync apply").contains("**Done: 1 added, 0 removed.**");
    }

    @Test
    void commands_without_a_run_do_not_take_it() {
        for (String command : List.of("validate", "adapters", "history")) {
            Run run = cli.run(command, "--format", "markdown");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .contains("--format: cannot be 'markdown'; known are: json, text. Run go-sync " + command);
        }
    }
}
