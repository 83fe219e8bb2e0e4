package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan and its result show what cannot be added, which things are members already, and who still has access. */
final class PlanTextTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    private void configured(String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]"));
        for (String line : more) {
            lines.add("    " + line);
        }
        cli.file("go-sync.yml", lines.toArray(String[]::new));
    }

    private void oneUnknownNewcomer() {
        FakeGroup.of("people", "ann", "zoe@example.com");
        FakeGroup.of("team", "ann")
                .unableToAdd("zoe@example.com", FailureKind.UNKNOWN_THING, "unknown to workspace acme");
    }

    @Test
    void a_plan_shows_what_cannot_be_added_and_why() {
        configured();
        FakeGroup.of("people", "ann", "bob", "zoe@example.com");
        FakeGroup.of("team", "ann", "eve")
                .unableToAdd("zoe@example.com", FailureKind.UNKNOWN_THING, "unknown to workspace acme");

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from group people, 3 members",
                        "  group team: 1 to add, 1 to remove, 1 cannot be added, 1 stays",
                        "    + bob",
                        "    - eve",
                        "    ? zoe@example.com: unknown to workspace acme",
                        "Planned: 1 to add, 1 to remove, 1 cannot be added. Nothing has changed yet.",
                        "To make these changes:",
                        "  go-sync apply go-sync.yml");
    }

    @Test
    void a_plan_shows_who_is_already_there_under_another_spelling() {
        configured();
        FakeGroup.of("people", "ann@work.example");
        FakeGroup.of("team", "ann@home.example").foreseeing("ann@work.example", "ann@home.example");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from group people, 1 member",
                        "  group team: nothing to do, 1 stays",
                        "    = ann@work.example is already there as ann@home.example",
                        "Nothing to do.");
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void a_plan_shows_pairs_that_look_like_a_moved_domain() {
        configured();
        FakeGroup.of("people", "ann", "bob", "eve@new.example");
        FakeGroup.of("team", "ann", "bob", "eve@old.example")
                .unableToAdd("eve@new.example", FailureKind.UNKNOWN_THING, "unknown to workspace acme");

        Run run = cli.run("plan", "go-sync.yml", "--format", "json");

        assertThat(cli.run("plan", "go-sync.yml").out())
                .contains("    moved to another domain? eve@old.example -> eve@new.example");
        assertThat(destination(run)).containsEntry("movedDomains", Map.of("eve@old.example", "eve@new.example"));
        assertThat(destination(run))
                .extractingByKey("cannotAdd")
                .asString()
                .startsWith("[{thing=eve@new.example, kind=unknown-thing, reason=preview: unknown to workspace acme. ");
    }

    // --- Exit codes

    @Test
    void what_cannot_be_added_fails_apply_even_if_there_is_nothing_else_to_do() {
        configured();
        oneUnknownNewcomer();

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("  group team: nothing to do, 1 cannot be added, 1 stays")
                .contains("  group team: 1 NOT done")
                .contains("    + zoe@example.com: failed. Check its spelling, ")
                .contains("Not everything was done: 0 added, 0 removed.");
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void what_cannot_be_added_is_skipped_if_that_is_tolerated() {
        configured("tolerate: [unknown-thing]");
        oneUnknownNewcomer();

        Run run = cli.run("apply", "go-sync.yml", "--yes");
        Run json = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  group team: 1 skipped", "    + zoe@example.com: skipped\n")
                .endsWith("Nothing to do, but 1 member cannot be added." + System.lineSeparator());
        assertThat(json.exitCode()).isZero();
        assertThat(json.out()).contains("\"result\" : \"nothing-to-do\"", "\"state\" : \"skipped\"");
    }

    @Test
    void a_plan_in_which_nothing_can_be_added_has_no_changes() {
        configured();
        oneUnknownNewcomer();

        assertThat(cli.run("plan", "go-sync.yml").exitCode()).isZero();
        assertThat(cli.run("plan", "go-sync.yml", "--detailed-exitcode").exitCode())
                .isZero();
        assertThat(cli.run("apply", "go-sync.yml", "--dry-run").exitCode()).isZero();
        FakeGroup.of("people", "ann", "bob", "zoe@example.com");
        assertThat(cli.run("plan", "go-sync.yml", "--detailed-exitcode").exitCode())
                .isEqualTo(4);
    }

    @Test
    void nobody_is_asked_if_nothing_would_be_written() {
        configured();
        oneUnknownNewcomer();
        cli.answering("n");

        Run run = cli.run("apply", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(cli.unusedAnswers()).isEqualTo(1);
    }

    @Test
    void the_leaver_goes_although_a_newcomer_cannot_be_added() {
        configured();
        FakeGroup.of("people", "ann", "bob", "zoe@example.com");
        FakeGroup.of("team", "ann", "bob", "eve")
                .unableToAdd("zoe@example.com", FailureKind.UNKNOWN_THING, "unknown to workspace acme");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("  group team: 1 removed, 1 NOT done");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    // --- Results

    @Test
    void a_result_says_first_that_members_still_have_access() {
        configured();
        FakeGroup.of("people", "ann", "zoe");
        FakeGroup.of("team", "ann", "eve", "fox").refusing("zoe", FailureKind.AUTHENTICATION);

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .contains("  group team: 2 members who should have lost access still have it; 3 NOT done");
        assertThat(FakeGroup.of("team").things()).contains("eve", "fox");
    }

    @Test
    void removals_that_do_not_start_after_failed_additions_are_explained_on_one_line() {
        configured("guards: { allow-full-replacement: true }");
        FakeGroup.of("people", "ann", "zoe");
        FakeGroup.of("team", "eve", "fox")
                .refusing("ann", FailureKind.REFUSED_THING)
                .refusing("zoe", FailureKind.REFUSED_THING);

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .contains("  group team: 2 members who should have lost access still have it; 4 NOT done")
                .anyMatch(line -> line.startsWith("    FAILED: The second half did not start. group team: "));
        assertThat(run.out()).doesNotContain("\\u000a");
        assertThat(FakeGroup.of("team").things()).containsExactly("eve", "fox");
    }

    @Test
    void a_note_is_shown_with_its_member() {
        configured();
        FakeGroup.of("people", "ann", "bob", "cid");
        FakeGroup.of("team").noting("ann", "invited");

        Run run = cli.run("apply", "go-sync.yml", "--yes");
        FakeGroup.of("team", "bob");
        Run json = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("    + ann: done (invited)").doesNotContain("+ bob: done");
        assertThat(json.out()).contains("\"note\" : \"invited\"");
    }

    @Test
    void a_member_who_was_there_already_does_not_count_as_added() {
        configured();
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team").noting("ann", "already there");

        Run run = cli.run("apply", "go-sync.yml", "--yes");
        FakeGroup.of("team", "bob");
        Run json = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  group team: 1 added, 1 already there", "    + ann: done (already there)")
                .contains("Done: 1 added, 0 removed.");
        assertThat(json.out()).contains("\"alreadyThere\" : true");
    }

    // --- Things with the same reason

    private static String[] newcomers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("newcomer%02d@example.com"::formatted)
                .toArray(String[]::new);
    }

    private void elevenUnknownNewcomers() {
        configured();
        FakeGroup.of("people", newcomers(0, 14));
        FakeGroup team = FakeGroup.of("team");
        for (String newcomer : newcomers(0, 11)) {
            team.unableToAdd(newcomer, FailureKind.UNKNOWN_THING, "unknown to workspace acme");
        }
        team.unableToAdd("newcomer11@example.com", FailureKind.REFUSED_THING, "no seat is free");
    }

    @Test
    void eleven_people_with_one_reason_share_one_line_of_a_plan() {
        elevenUnknownNewcomers();

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from group people, 14 members",
                        "  group team: 2 to add, 12 cannot be added, 0 stay",
                        "    + newcomer12@example.com",
                        "    + newcomer13@example.com",
                        "    ? 11 members: unknown to workspace acme",
                        "        newcomer00@example.com, newcomer01@example.com, newcomer02@example.com,",
                        "        newcomer03@example.com, newcomer04@example.com, newcomer05@example.com,",
                        "        newcomer06@example.com, newcomer07@example.com, newcomer08@example.com,",
                        "        newcomer09@example.com, newcomer10@example.com",
                        "    ? newcomer11@example.com: no seat is free",
                        "Planned: 2 to add, 0 to remove, 12 cannot be added. Nothing has changed yet.",
                        "To make these changes:",
                        "  go-sync apply go-sync.yml");
    }

    @Test
    void a_result_does_not_name_again_who_the_plan_named() {
        elevenUnknownNewcomers();

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--debug");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .containsSequence("  group team: 2 added, 12 NOT done")
                .anyMatch(line -> line.startsWith("    + 11 members (listed above): failed. Check its spelling, "))
                .anyMatch(line -> line.startsWith("    + newcomer11@example.com: failed. Change the policy, "));
        assertThat(run.out()).containsOnlyOnce("unknown to workspace acme").containsOnlyOnce("no seat is free");
        assertThat(run.out()).containsOnlyOnce("newcomer05@example.com");
        assertThat(run.err()).contains("dev.gosync.SyncException", "\tat ").doesNotContain("newcomer");
    }

    @Test
    void a_plan_that_could_compare_nothing_has_no_numbers() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team").broken();

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\nNothing could be planned.\nRepair the cause, then plan again:\n");
    }

    @Test
    void a_long_reason_is_told_once_for_the_destinations_of_a_sync() {
        String reason = "no account of workspace acme has this e-mail address";
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall } }]");
        FakeGroup.of("people", "ann", "zoe");
        FakeGroup.of("team", "root").keeping("root", "owner").unableToAdd("zoe", FailureKind.UNKNOWN_THING, reason);
        FakeGroup.of("hall", "root").keeping("root", "owner").unableToAdd("zoe", FailureKind.UNKNOWN_THING, reason);
        String warning = "who is added here can be on call at once";
        FakeGroup.of("people").warning(warning);

        Run plan = cli.run("plan", "go-sync.yml");

        assertThat(plan.out().lines())
                .containsSequence("    ? zoe: " + reason, "    = root (owner)")
                .containsSequence("    ? zoe: as above", "    = root (owner)", "    warning: as above");
        assertThat(plan.out()).containsOnlyOnce(warning);
        assertThat(cli.run("plan", "go-sync.yml", "--quiet").out()).contains("? zoe: " + reason, "? zoe: as above");
        assertThat(cli.run("apply", "go-sync.yml", "--yes", "--quiet").out())
                .containsOnlyOnce(reason)
                .contains("    + zoe: as above");
    }

    @Test
    void a_result_names_everybody_if_the_plan_was_not_printed() {
        elevenUnknownNewcomers();

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--quiet");

        assertThat(run.out().lines())
                .hasSize(8)
                .startsWith("staff: not everything was done", "  group team: 2 added, 12 NOT done")
                .contains("        newcomer09@example.com, newcomer10@example.com");
        for (String newcomer : newcomers(0, 12)) {
            assertThat(run.out()).containsOnlyOnce(newcomer);
        }
    }

    @Test
    void people_whom_the_service_refuses_for_one_reason_share_one_line_of_the_result() {
        configured("tolerate: [refused-thing]");
        FakeGroup.of("people", "ann", "bob", "cid", "dan");
        FakeGroup.of("team", "ann").onWrite(() -> {
            throw AdapterException.of(FailureKind.REFUSED_THING, "group team", "invite", "the group is full")
                    .remedy("Free a seat.")
                    .build();
        });

        Run run = cli.run("apply", "go-sync.yml", "--yes");
        Run json = cli.run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.out().lines())
                .containsSequence(
                        "  group team: 3 skipped",
                        "    + 3 members: skipped (invite: the group is full. Free a seat.)",
                        "        bob, cid, dan");
        assertThat(destination(json))
                .extractingByKey("outcomes")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3);
    }

    @Test
    void a_destination_that_needs_nothing_is_not_repeated_beside_one_that_skips_a_member() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall } }]",
                "    tolerate: [unknown-thing]");
        oneUnknownNewcomer();
        FakeGroup.of("hall", "ann", "zoe@example.com");

        Run run = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(run.out().lines())
                .filteredOn(line -> line.startsWith("  group hall"))
                .containsExactly("  group hall: nothing to do, 2 stay");
        assertThat(run.out()).contains("  group team: 1 skipped\n");
    }

    @Test
    void every_name_is_shown_however_long_it_is() {
        configured();
        String[] names = {"a".repeat(150), "b\nb", "c".repeat(99), "d".repeat(40), "e".repeat(40)};
        FakeGroup.of("people", names);
        FakeGroup team = FakeGroup.of("team");
        for (String name : names) {
            team.unableToAdd(name, FailureKind.UNKNOWN_THING, "unknown");
        }

        Run run = cli.run("plan", "go-sync.yml");

        assertThat(run.out().lines())
                .containsSequence(
                        "    ? 5 members: unknown",
                        "        " + "a".repeat(150) + ",",
                        "        b\\u000ab,",
                        "        " + "c".repeat(99) + ",",
                        "        " + "d".repeat(40) + ", " + "e".repeat(40));
    }

    // --- Quiet

    @Test
    void quiet_prints_who_cannot_be_added_and_nothing_else() {
        configured();
        FakeGroup.of("people", "ann", "bob", "eve@new.example");
        FakeGroup.of("team", "ann", "eve@old.example", "root")
                .keeping("root", "owner")
                .unableToAdd("eve@new.example", FailureKind.UNKNOWN_THING, "unknown to workspace acme");

        for (String[] command :
                new String[][] {{"plan", "go-sync.yml", "-q"}, {"apply", "go-sync.yml", "--dry-run", "-q"}}) {
            assertThat(cli.run(command).out().lines())
                    .containsExactly(
                            "staff: from group people, 3 members",
                            "  group team: 1 to add, 1 to remove, 1 cannot be added, 2 stay",
                            "    ? eve@new.example: unknown to workspace acme",
                            "    moved to another domain? eve@old.example -> eve@new.example");
        }
    }

    @Test
    void quiet_prints_nothing_about_what_is_tolerated() {
        configured("tolerate: [unknown-thing]");
        oneUnknownNewcomer();

        for (String[] command :
                new String[][] {{"plan", "go-sync.yml", "-q"}, {"apply", "go-sync.yml", "--yes", "-q"}}) {
            assertThat(cli.run(command).out()).isEmpty();
        }
    }

    @Test
    void quiet_prints_who_cannot_be_added_also_next_to_a_refusal() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }, { group: { id: full }, guards: { max-additions: 0 } }]");
        oneUnknownNewcomer();

        Run run = cli.run("apply", "go-sync.yml", "--yes", "-q");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("    ? zoe@example.com: unknown to workspace acme", "REFUSED by max-additions")
                .doesNotContain("= ann");
    }

    // --- Line breaks

    @Test
    void a_message_with_line_breaks_is_printed_on_one_line() {
        configured();
        FakeGroup.of("people", "ann", "bob", "zoe");
        FakeGroup.of("team", "eve")
                .keeping("eve", "owner\r\n  of it")
                .leavingOut("bots\nof it", 1)
                .unableToAdd("zoe", FailureKind.UNKNOWN_THING, "un\n\n known\u2028here\u0085")
                .noting("bob", "note\nof bob")
                .onWrite(() -> System.getLogger("dev.gosync").log(System.Logger.Level.WARNING, "log\nof it"));

        Run run = cli.run("apply", "go-sync.yml", "--yes", "-v");
        FakeGroup.of("team").broken("not\nthere");
        Run broken = cli.run("plan", "go-sync.yml", "-v");

        assertThat(run.out())
                .contains("left out: 1 bots of it", "= eve (owner of it)", "? zoe: un known here", "(note of bob)")
                .contains("+ zoe: failed. Check its spelling");
        assertThat(run.err()).contains("log of it", "group team: + zoe: failed (preview: un known here");
        assertThat(broken.out()).contains("FAILED: group team: read: not there");
        assertThat(run.out() + run.err() + broken.out() + broken.err())
                .doesNotContain("\\u000a", "\\u000d", "\\u2028", "\\u0085");
    }

    // --- Invisible characters

    @Test
    void invisible_characters_are_shown_in_every_output() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: \"st\u200baff\"",
                "    source: { group: { id: \"peo\u2060ple\" } }",
                "    destinations: [{ name: \"te\uFEFFam\", group: { id: team } }]",
                "  - { name: \"bad\u200b\", source: { group: { id: lost } }, destinations: [{ group: { id: b } }] }");
        FakeGroup.of("peo\u2060ple", "ann\u200b", "b\u00ADob\u001b");
        FakeGroup.of("team", "eve\u2060@example.com", "x\uD83D\uDE00\uDB40\uDC41")
                .unableToAdd("b\u00ADob\u001b", FailureKind.UNKNOWN_THING, "unk\u200bnown");
        FakeGroup.of("lost").broken();
        String invisible = "[\u200b\u2060\uFEFF\u00AD\u001b]|\uDB40\uDC41";

        for (String command : List.of("plan", "apply", "validate")) {
            for (String format : List.of("text", "json")) {
                cli.answering("n");
                Run run = cli.run(command, "go-sync.yml", "--format", format);

                assertThat(run.out() + run.err()).doesNotContainPattern(invisible);
            }
        }
        assertThat(cli.run("plan", "go-sync.yml", "-v").err()).doesNotContainPattern(invisible);
        assertThat(cli.run("plan", "go-sync.yml").out())
                .contains("st\\u200baff: from group peo\\u2060ple", "te\\ufeffam (", "+ ann\\u200b");
    }

    @Test
    void invisible_characters_in_json_keep_their_value() {
        configured();
        FakeGroup.of("people", "ann\u200b", "bob\uD83D\uDE00", "cid\uDB40\uDC41");
        FakeGroup.of("team");

        Run run = cli.run("plan", "go-sync.yml", "--format", "json");

        assertThat(run.out()).contains("\"ann\\u200b\"");
        assertThat(destination(run))
                .containsEntry("additions", List.of("ann\u200b", "bob\uD83D\uDE00", "cid\uDB40\uDC41"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> destination(Run run) {
        List<Map<String, Object>> syncs = (List<Map<String, Object>>) run.json().get("syncs");
        return ((List<Map<String, Object>>) syncs.get(0).get("destinations")).get(0);
    }
}
