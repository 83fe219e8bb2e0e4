package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal says that nothing was written, and prints the command that applies the plan once. */
final class RefusalTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private static String[] people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("p%03d@example.com"::formatted)
                .toArray(String[]::new);
    }

    private static String lastLine(Run run) {
        return run.out().lines().reduce((first, second) -> second).orElseThrow();
    }

    /** Runs the command that a refusal prints. */
    private Run runPrinted(Run refused, String... more) {
        String command = refused.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("go-sync apply "))
                .findFirst()
                .orElseThrow();
        String[] words = (command.substring("go-sync ".length()) + " " + String.join(" ", more)).split(" ");
        return cli.run(words);
    }

    private void twoSyncs() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: staff, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }",
                "  - { name: more, source: { group: { id: few } }, destinations: [{ group: { id: other } }] }");
        FakeGroup.of("people", "p000@example.com");
        FakeGroup.of("team", people(0, 23));
        FakeGroup.of("few", "p000@example.com");
        FakeGroup.of("other", people(0, 30));
    }

    @Test
    void the_last_line_never_plans_what_is_refused() {
        twoSyncs();

        for (String[] command : new String[][] {
            {"plan", "go-sync.yml"}, {"apply", "go-sync.yml", "--dry-run"}, {"apply", "go-sync.yml", "--yes"}
        }) {
            Run all = cli.run(command);
            String[] only = Arrays.copyOf(command, command.length + 2);
            only[command.length] = "--only";
            only[command.length + 1] = "staff";

            assertThat(lastLine(all)).isEqualTo("Refused: 2 of 2 syncs. Nothing was written.");
            assertThat(lastLine(cli.run(only))).isEqualTo("Refused. Nothing was written.");
        }
    }

    @Test
    void the_last_line_counts_only_the_syncs_that_are_not_refused() {
        twoSyncs();
        FakeGroup.of("other", "p000@example.com", "eve");

        Run planned = cli.run("plan", "go-sync.yml");
        Run saving = cli.run("plan", "go-sync.yml", "--out", "plan.json");
        Run applied = cli.run("apply", "go-sync.yml", "--yes", "--only", "more");

        assertThat(planned.out()).endsWith("""
                Refused: 1 of 2 syncs. Planned: 0 to add, 1 to remove. Nothing has changed yet.
                To make these changes, without the refused sync:
                  go-sync apply go-sync.yml --only more
                """);
        assertThat(saving.out()).endsWith("""
                To save these changes, without the refused sync:
                  go-sync plan go-sync.yml --out plan.json --only more
                """);
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out()).contains("\nDone: 0 added, 1 removed.\nTo undo this run:\n");
        FakeGroup.of("other", "p000@example.com", "eve");
        assertThat(cli.run("apply", "go-sync.yml", "--yes").out())
                .contains("\nRefused: 1 of 2 syncs. Done: 0 added, 1 removed.\nTo undo this run:\n");
        assertThat(lastLine(cli.run("plan", "go-sync.yml"))).isEqualTo("Refused: 1 of 2 syncs. Nothing was written.");
    }

    @Test
    void the_printed_command_applies_the_refused_sync_and_no_other() {
        twoSyncs();

        Run refused = cli.run("plan", "go-sync.yml");
        Run applied = runPrinted(refused, "--yes");

        assertThat(refused.out().lines())
                .containsSequence(
                        "  Refused: nothing was written to any destination of staff.",
                        "  WARNING: This plan would remove 22 of 23 members.",
                        "  Check the source first. Only if these members must go, apply the plan once:",
                        "    go-sync apply go-sync.yml --only staff --allow max-removals=22")
                .contains("    go-sync apply go-sync.yml --only more --allow max-removals=29");
        assertThat(applied.exitCode()).isZero();
        assertThat(FakeGroup.of("team").things()).hasSize(1);
        assertThat(FakeGroup.of("other").writes()).isZero();
    }

    @Test
    void the_printed_command_is_enough_for_all_destinations_and_all_guards() {
        cli.file(
                "go sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { min-remaining: 40, max-removal-share: 1% }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { name: 'B''s', group: { id: b } }, { group: { id: c } }]");
        FakeGroup.of("people", people(0, 5));
        FakeGroup.of("a", people(0, 12));
        FakeGroup.of("b", people(4, 22)).unableToAdd("p000@example.com", FailureKind.UNKNOWN_THING, "unknown");
        FakeGroup.of("c", people(0, 5));

        Run run = cli.run("plan", "go sync.yml", "--allow", "max-additions=9");
        Run part = cli.run("plan", "go sync.yml", "--only", "B's");

        assertThat(run.out())
                .contains("    go-sync apply 'go sync.yml' --allow max-additions=9 --allow max-removal-share=94.5%"
                        + " --allow min-remaining=4 --allow allow-shrinking");
        assertThat(part.out())
                .contains("    go-sync apply 'go sync.yml' --only 'B'\\''s' --allow max-removal-share=94.5% --allow");
        Run applied = cli.run(
                "apply",
                "go sync.yml",
                "--yes",
                "--allow",
                "max-removal-share=94.5%",
                "--allow",
                "min-remaining=4",
                "--allow",
                "allow-shrinking");
        assertThat(applied.out()).doesNotContain("REFUSED");
    }

    @Test
    void every_switch_is_printed_without_a_value_and_can_be_typed_without_one() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b } }]");
        FakeGroup.of("people");
        FakeGroup.of("a", people(0, 6));

        Run refused = cli.run("apply", "go-sync.yml", "--yes");
        Run applied = runPrinted(refused, "--yes");

        assertThat(refused.out())
                .containsOnlyOnce("measured: no member was read from group people")
                .contains("REFUSED by allow-full-replacement\n", "REFUSED by allow-empty-source, as above\n")
                .contains("    go-sync apply go-sync.yml --allow allow-empty-source --allow allow-full-replacement"
                        + " --allow allow-empty-destination");
        assertThat(applied.exitCode()).isZero();
        assertThat(FakeGroup.of("a").things()).isEmpty();
    }

    @Test
    void an_empty_source_is_a_warning_before_the_command_that_removes_everybody() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b } }]",
                "  - name: guests",
                "    source: { union: [{ group: { id: people } }, { group: { id: few } }] }",
                "    destinations: [{ group: { id: c } }]");
        FakeGroup.of("people");
        FakeGroup.of("few", people(0, 2));
        FakeGroup.of("a", people(0, 6));
        FakeGroup.of("b", people(0, 3));
        FakeGroup.of("c", people(0, 2));

        Run run = cli.run("plan", "go-sync.yml");
        Run markdown = cli.run("plan", "go-sync.yml", "--format", "markdown");

        assertThat(run.out().lines())
                .containsSequence(
                        "  WARNING: The source is empty. This plan would remove all 9 members at 2 destinations.",
                        "  Check the source first. Only if it is meant to be empty, apply the plan once:",
                        "    go-sync apply go-sync.yml --only staff --allow allow-empty-source"
                                + " --allow allow-full-replacement --allow allow-empty-destination")
                .containsSequence( // there is nothing to allow
                        "      required: the source and each of its parts must not be empty",
                        "      Check the source. If it may be empty, set may-be-empty for it.",
                        "  Refused: nothing was written to any destination of guests.",
                        "Refused: 2 of 2 syncs. Nothing was written.");
        assertThat(markdown.out()).contains("""
                **Warning**: The source is empty. This plan would remove all 9 members at 2 destinations.

                Check the source first. Only if it is meant to be empty, apply the plan once:
                """);
    }

    @Test
    void a_refusal_that_leaves_most_members_needs_no_warning() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { max-removals: 1 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", people(0, 4));
        FakeGroup.of("team", people(0, 6));

        assertThat(cli.run("plan", "go-sync.yml").out())
                .doesNotContain("WARNING")
                .contains("""
                  Check the plan. To apply it once as it is:
                    go-sync apply go-sync.yml --allow max-removals=2
                """);
    }

    @Test
    void what_is_allowed_stands_right_before_the_question_and_in_the_summary() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { max-removals: 0 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: more } }]");
        FakeGroup.of("people", people(0, 3));
        FakeGroup.of("team", people(0, 4));
        FakeGroup.of("more", people(0, 3));
        List<String> whenAsked = new ArrayList<>();

        Run run = cli.answering(() -> {
                    whenAsked.addAll(cli.shown().lines().toList());
                    return Optional.of("y");
                })
                .run("apply", "go-sync.yml", "--allow", "max-removals=1");

        assertThat(whenAsked).endsWith("  group more: nothing to do, 3 stay", "  Allowed for this run: max-removals=1");
        assertThat(run.out()).endsWith("""
                Allowed for this run: max-removals=1
                Done: 0 added, 1 removed.
                To undo this run:
                  go-sync undo 20260301-090000-000 --config go-sync.yml
                """);
    }

    @Test
    void no_command_is_printed_if_it_would_be_refused_too() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { require: [boss], max-additions: 0 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("REFUSED by require").doesNotContain("go-sync apply");
    }

    @Test
    void a_group_whose_newcomers_are_all_unknown_is_not_emptied() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup team = FakeGroup.of("team", "old1", "old2", "old3");
        FakeGroup.of("people", "new1", "new2", "new3");
        for (String newcomer : List.of("new1", "new2", "new3")) {
            team.unableToAdd(newcomer, FailureKind.UNKNOWN_THING, "unknown to workspace acme");
        }

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("REFUSED by allow-empty-destination", "REFUSED by allow-shrinking");
        assertThat(lastLine(run)).isEqualTo("Refused. Nothing was written.");
        assertThat(team.writes()).isZero();
    }

    @Test
    void the_guards_on_the_destination_can_be_lifted_in_the_configuration() {
        cli.file(
                "go-sync.yml",
                "guards: { allow-empty-destination: true, allow-shrinking: true }",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "new1");
        FakeGroup.of("team", "old1", "old2").unableToAdd("new1", FailureKind.UNKNOWN_THING, "unknown");

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("2 to remove, 1 cannot be added");
    }
}
