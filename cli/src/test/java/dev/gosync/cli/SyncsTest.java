package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncsTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    /** Writes a configuration with one sync from {@code people} to {@code team}, with extra lines in the sync. */
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

    private Run plan(String... options) {
        return run("plan", options);
    }

    private Run apply(String... options) {
        return run("apply", options);
    }

    private Run run(String command, String... options) {
        List<String> args = new ArrayList<>(List.of(command, "go-sync.yml"));
        args.addAll(List.of(options));
        return cli.run(args.toArray(String[]::new));
    }

    private static String[] people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "p%03d@example.com".formatted(i))
                .toArray(String[]::new);
    }

    // --- Planning and applying

    @Test
    void a_plan_changes_nothing() {
        configured();
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "bob", "eve");

        Run run = plan();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from group people, 2 members",
                        "  group team: 1 to add, 1 to remove, 1 stays",
                        "    + ann",
                        "    - eve",
                        "Planned: 1 to add, 1 to remove. Nothing has changed yet.",
                        "To make these changes:",
                        "  go-sync apply go-sync.yml");
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void control_characters_in_a_thing_are_escaped() {
        configured();
        FakeGroup.of("people", "ann\nDone: 0 added", "b\u001b[2Job");
        FakeGroup.of("team");

        assertThat(plan().out()).contains("    + ann\\u000aDone: 0 added", "    + b\\u001b[2Job");
    }

    @Test
    void control_characters_in_answers_of_a_service_are_escaped() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team", "eve").keeping("eve", "owner\nDone").leavingOut("bots\u001b[2J", 1);
        assertThat(plan().out()).contains("= eve (owner Done)", "left out: 1 bots\\u001b[2J");

        FakeGroup.of("team").onRead(() -> {
            throw AdapterException.of(FailureKind.UNAVAILABLE, "group team", "read", "out\u001b[2J\nDone: 0 added")
                    .build();
        });
        Run run = cli.run("plan", "go-sync.yml", "-v");

        assertThat(run.out()).contains("FAILED: group team: read: out\\u001b[2J Done: 0 added");
        assertThat(run.out() + run.err()).doesNotContain("\nDone");
        assertThat(cli.run("plan", "go-sync.yml", "--debug").err())
                .contains("out\\u001b[2J", "\n\tat ")
                .doesNotContain("\u001b");
    }

    @Test
    void apply_makes_the_printed_changes() {
        configured();
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "bob", "eve");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from group people, 2 members",
                        "  group team: 1 to add, 1 to remove, 1 stays",
                        "    + ann",
                        "    - eve",
                        "  group team: 1 added, 1 removed",
                        "Done: 1 added, 1 removed.",
                        "To undo this run:",
                        "  go-sync undo 20260301-090000-000 --config go-sync.yml");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void applying_again_has_nothing_to_do() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");
        apply("--yes");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to do." + System.lineSeparator());
        assertThat(FakeGroup.of("team").writes()).isEqualTo(1);
    }

    @Test
    void a_dry_run_writes_nothing_and_needs_no_confirmation() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");

        Run run = apply("--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("+ ann", "Nothing has changed yet.");
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void the_plan_shows_kept_and_left_out_members_and_warnings() {
        configured("protect: [BOB]");
        FakeGroup.of("people", "ann", "Ann").leavingOut("no e-mail", 2);
        FakeGroup.of("team", "bob", "eve", "old").keeping("eve", "owner").leavingOut("bot", 1);

        Run run = plan();

        assertThat(run.out().lines().map(String::strip))
                .contains(
                        "staff: from group people, 2 members; left out: 2 no e-mail",
                        "group team: 1 to add, 1 to remove, 2 stay; left out: 1 bot",
                        "= bob (protected)",
                        "= eve (owner)")
                .anyMatch(line -> line.startsWith("warning: ") && line.contains("ann"));
    }

    @Test
    void each_sync_is_planned_after_the_sync_before_it_was_applied() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: first, source: { group: { id: people } }, destinations: [{ group: { id: middle } }] }",
                "  - { name: second, source: { group: { id: middle } }, destinations: [{ group: { id: end } }] }");
        FakeGroup.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(FakeGroup.of("end").things()).containsExactly("ann");
    }

    @Test
    void the_failure_of_one_sync_does_not_stop_the_next() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: first, source: { group: { id: lost } }, destinations: [{ group: { id: a } }] }",
                "  - { name: second, source: { group: { id: people } }, destinations: [{ group: { id: b } }] }");
        FakeGroup.of("lost").broken();
        FakeGroup.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("first: FAILED: group lost: read: access denied");
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
    }

    @Test
    void a_destination_that_cannot_be_read_does_not_stop_the_others() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("a").broken();

        Run planned = plan();
        Run applied = apply("--yes");

        assertThat(planned.exitCode()).isEqualTo(1);
        assertThat(planned.out())
                .contains(
                        "group a: could not be read",
                        "access denied",
                        "Not everything was planned: 1 to add, 0 to remove. Nothing has changed yet.");
        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
    }

    @Test
    void failed_changes_are_listed_with_their_reason() {
        configured();
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team").refusing("ann", FailureKind.UNKNOWN_THING);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("group team: 1 added, 1 NOT done", "    + ann: failed (", "not ann");
        assertThat(run.out()).doesNotContain("+ bob: done");
    }

    @Test
    void tolerated_failures_are_skipped() {
        configured("tolerate: [unknown-thing]");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team").refusing("ann", FailureKind.UNKNOWN_THING);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 added, 1 skipped", "+ ann: skipped");
    }

    @Test
    void a_source_can_combine_filter_and_map_places() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source:",
                "      minus:",
                "        - union: [{ group: { id: a } }, { group: { id: b } }]",
                "        - intersection: [{ group: { id: b } }, { group: { id: c } }]",
                "          may-be-empty: true",
                "      filter: { matches: ['@OLD\\.example$', '^keep'], not-matches: robot }",
                "      map: { domain: { from: Old.example, to: new.example } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("a", "ann@old.example", "Robot@old.example", "elsewhere@other.example");
        FakeGroup.of("b", "bob@old.example", "cid@old.example", "keep@sub.old.example");
        FakeGroup.of("c", "CID@old.example");
        FakeGroup.of("team");

        apply("--yes");

        assertThat(FakeGroup.of("team").things())
                .containsExactly("ann@new.example", "bob@new.example", "keep@sub.old.example");
    }

    @Test
    void filters_and_combinations_are_case_sensitive_if_the_sync_is() {
        cli.file(
                "go-sync.yml",
                "matching: exact",
                "syncs:",
                "  - name: staff",
                "    source:",
                "      minus: [{ group: { id: a } }, { group: { id: b } }]",
                "      filter: { matches: example }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("a", "ann@example.com", "bob@EXAMPLE.com", "cid@example.com");
        FakeGroup.of("b", "ANN@example.com", "cid@example.com");
        FakeGroup.of("team");

        apply("--yes");

        assertThat(FakeGroup.of("team").things()).containsExactly("ann@example.com");
    }

    @Test
    void places_with_the_same_credentials_share_one_connection_and_close_it() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source: { group: { id: a, token: t1 } }",
                "    destinations: [{ group: { id: b, token: t1 } }, { group: { id: c, token: t2 } }]",
                "  - { name: two, source: { group: { id: b, token: t2 } }, destinations: [{ group: { id: d } }] }");
        FakeGroup.of("a", "ann");

        apply("--yes");

        assertThat(FakeGroup.CONNECTIONS).containsExactlyInAnyOrder("opened t1", "opened t2", "closed t1", "closed t2");
    }

    // --- Settings at three levels

    @Test
    void the_nearest_mode_matching_and_tolerance_win() {
        cli.file(
                "go-sync.yml",
                "mode: add-only",
                "tolerate: [unknown-thing]",
                "syncs:",
                "  - name: staff",
                "    mode: remove-only",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - group: { id: a }",
                "      - { group: { id: b }, mode: add-remove, matching: exact, tolerate: [] }",
                "  - { name: more, source: { group: { id: people } }, destinations: [{ group: { id: c } }] }");
        FakeGroup.of("people", "ann", "bob");
        for (String group : List.of("a", "b", "c")) {
            FakeGroup.of(group, "ANN", "eve").refusing("bob", FailureKind.UNKNOWN_THING);
        }

        Run run = apply("--yes", "--format", "json");

        assertThat(FakeGroup.of("a").things()).containsExactly("ANN");
        assertThat(FakeGroup.of("b").things()).containsExactly("ann");
        assertThat(FakeGroup.of("c").things()).containsExactly("ANN", "eve");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsOnlyOnce("\"state\" : \"failed\"").containsOnlyOnce("\"state\" : \"skipped\"");
    }

    @Test
    void the_nearest_guard_wins_key_by_key() {
        cli.file(
                "go-sync.yml",
                "guards: { max-removals: 0, max-additions: 0 }",
                "syncs:",
                "  - name: staff",
                "    guards: { max-removals: 1 }",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - { name: strict, group: { id: a } }",
                "      - { name: lax, group: { id: b }, guards: { max-additions: 9 } }");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("a", "ann", "eve", "sue");
        FakeGroup.of("b", "bob", "eve");

        Run run = plan("--format", "json");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(objections(run, 0)).containsExactlyInAnyOrder("max-removals", "max-additions");
        assertThat(objections(run, 1)).isEmpty();
    }

    @Test
    void protect_and_require_are_joined_over_all_levels() {
        cli.file(
                "go-sync.yml",
                "protect: [a]",
                "guards: { require: [x] }",
                "syncs:",
                "  - name: staff",
                "    protect: [b]",
                "    guards: { require: [y] }",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - { group: { id: team }, protect: [c], guards: { require: [z] } }");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team", "a", "b", "c", "ann");

        Run run = plan();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("    = 3 members (protected)", "        a, b, c");
        assertThat(run.out()).contains("REFUSED by require\n      measured: would be without x, y, z");
    }

    @Test
    void a_pattern_protects_members_at_every_level() {
        cli.file(
                "go-sync.yml",
                "protect: ['*@Partner.example']",
                "syncs:",
                "  - name: staff",
                "    protect: ['svc-*']",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team", "ann", "bob@partner.example", "svc-1", "eve@other.example");

        Run run = apply("--yes");

        assertThat(run.out()).contains("    = 2 members (protected)", "        bob@partner.example, svc-1");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob@partner.example", "svc-1");
    }

    @Test
    void the_default_mode_is_that_of_core() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team").broken();

        assertThat(plan("--format", "json").out()).contains("\"mode\" : \"add-remove\"");
        assertThat(cli.run("schema").out()).contains("in which order; add-remove if not set");
    }

    @Test
    void an_inner_level_can_switch_off_a_permission_of_an_outer_level() {
        cli.file(
                "go-sync.yml",
                "guards: { allow-empty-source: true, allow-empty-destination: true }",
                "syncs:",
                "  - name: a",
                "    source: { group: { id: empty } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b }, guards: { allow-empty-source: false } }]");
        FakeGroup.of("empty");
        FakeGroup.of("a", "ann");
        FakeGroup.of("b", "bob");

        Run run = plan("--format", "json");

        assertThat(objections(run, 0)).isEmpty();
        assertThat(objections(run, 1)).containsExactly("allow-empty-source");
    }

    // --- Guards and exit codes

    @Test
    void one_objection_stops_all_writes_of_the_sync() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - { group: { id: a }, guards: { max-additions: 0 } }",
                "      - group: { id: b }",
                "  - { name: more, source: { group: { id: people } }, destinations: [{ group: { id: c } }] }");
        FakeGroup.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("REFUSED by max-additions\n      measured: would add 1\n      required: at most 0\n")
                .contains("nothing was written to any destination of staff");
        assertThat(FakeGroup.of("b").writes()).isZero();
        assertThat(FakeGroup.of("c").things()).containsExactly("ann");
    }

    @Test
    void a_refusal_has_its_own_exit_code_also_for_plan_and_dry_run() {
        configured();
        FakeGroup.of("people");
        FakeGroup.of("team", "ann");

        assertThat(plan().exitCode()).isEqualTo(3);
        assertThat(plan("--detailed-exitcode").exitCode()).isEqualTo(3);
        assertThat(apply("--dry-run").exitCode()).isEqualTo(3);
        assertThat(apply("--yes").exitCode()).isEqualTo(3);
    }

    @Test
    void a_failure_wins_over_a_refusal() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: a, source: { group: { id: empty } }, destinations: [{ group: { id: a } }] }",
                "  - { name: b, source: { group: { id: people } }, destinations: [{ group: { id: b } }] }");
        FakeGroup.of("empty");
        FakeGroup.of("people", "ann");
        FakeGroup.of("b").broken();

        assertThat(apply("--yes").exitCode()).isEqualTo(1);
        assertThat(plan().exitCode()).isEqualTo(1);
    }

    @Test
    void a_detailed_exit_code_shows_whether_there_are_changes() {
        configured();
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");

        assertThat(plan().exitCode()).isZero();
        assertThat(plan("--detailed-exitcode").exitCode()).isEqualTo(4);
        apply("--yes");
        assertThat(plan("--detailed-exitcode").exitCode()).isZero();
    }

    @Test
    void removals_at_all_destinations_together_have_a_limit() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { max-total-removals: 1 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("a", "ann", "eve");
        FakeGroup.of("b", "ann", "eve");

        assertThat(apply("--yes").exitCode()).isEqualTo(3);
        assertThat(apply("--yes", "--only", "group a").exitCode()).isZero();
    }

    @Test
    void a_plan_that_is_too_old_is_refused_with_the_reason() {
        cli.file(
                "go-sync.yml",
                "parallel: 1",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: a } }, { group: { id: b } }]");
        FakeGroup.of("people", "ann");
        FakeGroup.of("b").onRead(() -> cli.advanceClock(Duration.ofMinutes(16)));

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("staff: REFUSED: the plan is too old: group a was read at", "Plan again.")
                .contains("Refused. Nothing was written.")
                .doesNotContain("--allow");
        assertThat(FakeGroup.of("b").writes()).isZero();
    }

    // --- Overriding a guard for one run

    @Test
    void a_guard_can_be_overridden_for_one_run_and_the_output_says_so() {
        configured("guards: { max-removals: 1 }");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team", "ann", "eve", "sue");

        Run tooFew = apply("--yes", "--allow", "max-removals=1");
        Run refused = apply("--yes");
        Run lifted = apply("--yes", "--allow", "max-removals=2");

        assertThat(tooFew.exitCode()).isEqualTo(3);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(lifted.exitCode()).isZero();
        assertThat(lifted.out())
                .contains("Allowed for this run: max-removals=2")
                .doesNotContain("REFUSED");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann");
    }

    @Test
    void an_override_wins_over_the_setting_of_a_destination() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team }, guards: { max-additions: 1 } }]");
        FakeGroup.of("people", "ann", "bob");

        Run run = apply("--yes", "--allow", "max-additions=2", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json()).containsEntry("allowed", Map.of("max-additions", "2"));
        assertThat(FakeGroup.of("team").things()).hasSize(2);
    }

    @Test
    void an_override_does_not_make_the_default_limit_stricter_elsewhere() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: small } }, { group: { id: large } }]");
        FakeGroup.of("people", people(0, 180));
        FakeGroup.of("small", people(160, 200));
        FakeGroup.of("large", people(0, 200));

        assertThat(apply("--yes").exitCode()).isEqualTo(3);
        FakeGroup.of("large", people(0, 210));
        Run lifted = apply("--yes", "--allow", "max-removals=20");

        assertThat(lifted.out()).contains("20 removed").contains("30 removed");
        assertThat(lifted.exitCode()).isZero();
    }

    @Test
    void guards_with_true_or_false_can_be_overridden() {
        configured();
        FakeGroup.of("people");
        FakeGroup.of("team", "ann");

        Run run = apply("--yes", "--allow", "allow-empty-source=true", "--allow", "allow-empty-destination");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Allowed for this run: allow-empty-source, allow-empty-destination");
        assertThat(FakeGroup.of("team").things()).isEmpty();
    }

    @Test
    void an_override_does_not_affect_other_guards() {
        configured();
        FakeGroup.of("people");
        FakeGroup.of("team", people(0, 6));

        Run run = apply("--yes", "--allow", "allow-empty-source=true", "--allow", "max-removals=100");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("REFUSED by allow-full-replacement")
                .doesNotContain("REFUSED by allow-empty-source");
    }

    @Test
    void an_invalid_override_is_wrong_usage() {
        configured();

        Run run = plan(
                "--allow",
                "max-removal=3",
                "--allow",
                "max-removals=many",
                "--allow",
                "max-additions",
                "--allow",
                "max-removal-share",
                "--allow",
                "require=ann",
                "--allow",
                "allow-empty-source=false");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .contains(
                        "--allow: max-removal: unknown key; did you mean 'max-removals'?",
                        "--allow: max-removals=many must be a whole number, 0 or more",
                        "--allow: max-additions needs a value, for example max-additions=30",
                        "--allow: max-removal-share needs a value, for example max-removal-share=20%",
                        "--allow: allow-empty-source=false has no effect; use allow-empty-source")
                .anyMatch(line -> line.startsWith("--allow: require: "));
    }

    // --- Selecting syncs

    @Test
    void only_accepts_names_of_syncs_and_destinations() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source: { group: { id: people } }",
                "    destinations: [{ name: first, group: { id: a } }, { name: second, group: { id: b } }]",
                "  - { name: two, source: { group: { id: people } }, destinations: [{ group: { id: c } }] }",
                "  - { name: three, source: { group: { id: people } }, destinations: [{ group: { id: d } }] }");
        FakeGroup.of("people", "ann");

        Run run = apply("--yes", "--only", "second", "--only=two");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("second (group b)").doesNotContain("first", "three");
        assertThat(List.of("a", "b", "c", "d"))
                .filteredOn(group -> FakeGroup.of(group).reads() > 0)
                .containsExactly("b", "c");
    }

    @Test
    void only_with_an_unknown_name_is_wrong_usage() {
        configured();

        Run run = plan("--only", "stuff", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("go-sync.yml: has no sync or destination 'stuff'; did you mean 'staff'?");
        assertThat((List<?>) run.json().get("faults")).hasSize(1);
        assertThat(FakeGroup.of("people").reads()).isZero();
    }

    // --- Confirmation

    @Test
    void apply_without_a_terminal_needs_yes_and_reads_nothing() {
        configured();
        FakeGroup.of("people", "ann");

        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(FakeGroup.of("people").reads()).isZero();
    }

    @Test
    void each_sync_is_confirmed_separately() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { group: { id: people } }, destinations: [{ group: { id: a } }] }",
                "  - { name: two, source: { group: { id: people } }, destinations: [{ group: { id: b } }] }",
                "  - { name: three, source: { group: { id: people } }, destinations: [{ group: { id: c } }] }");
        FakeGroup.of("people", "ann");
        FakeGroup.of("b", "ann");
        cli.answering("n").answering(" YES ");

        Run run = apply();

        assertThat(run.err()).isEqualTo("Apply this plan to one? [y/N] Apply this plan to three? [y/N] ");
        assertThat(run.out()).contains("Not applied.");
        assertThat(FakeGroup.of("a").things()).isEmpty();
        assertThat(FakeGroup.of("c").things()).containsExactly("ann");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void if_one_plan_is_declined_and_the_others_need_nothing_nothing_was_written() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }",
                "  - { name: two, source: { group: { id: people } }, destinations: [{ group: { id: hall } }] }");
        FakeGroup.of("people", "ann");
        FakeGroup.of("team");
        FakeGroup.of("hall", "ann");
        cli.answering("n");

        Run run = apply();

        assertThat(run.out()).endsWith("You declined 1 of 2 syncs. Nothing was written." + System.lineSeparator());
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void the_end_of_the_input_declines_the_plan() {
        configured();
        FakeGroup.of("people", "ann");
        cli.answering(Optional::empty);

        assertThat(apply().exitCode()).isEqualTo(1);
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void refused_and_empty_plans_need_no_confirmation() {
        configured("guards: { max-additions: 0 }");
        FakeGroup.of("people", "ann");
        cli.answering("y");

        assertThat(apply().exitCode()).isEqualTo(3);
        FakeGroup.of("team", "ann");
        assertThat(apply().exitCode()).isZero();

        assertThat(cli.unusedAnswers()).isEqualTo(1);
    }

    @Test
    void a_quick_answer_applies_the_plan_that_was_shown() {
        configured();
        FakeGroup.of("people", "ann");
        cli.answering(() -> {
            cli.advanceClock(Duration.ofSeconds(60));
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isZero();

        assertThat(FakeGroup.of("people").reads()).isEqualTo(1);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann");
    }

    @Test
    void after_a_slow_answer_an_unchanged_plan_is_applied() {
        configured();
        FakeGroup.of("people", "ann");
        cli.answering(() -> {
            cli.advanceClock(Duration.ofSeconds(61));
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isZero();

        assertThat(FakeGroup.of("people").reads()).isEqualTo(2);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann");
    }

    @Test
    void after_a_slow_answer_a_changed_plan_must_be_confirmed_again() {
        configured();
        FakeGroup.of("people", "ann");
        cli.answering(() -> {
            cli.advanceClock(Duration.ofSeconds(61));
            FakeGroup.of("people", "ann", "bob");
            return Optional.of("y");
        });
        cli.answering("y");

        Run run = apply();

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("the plan has changed").containsPattern("(?s)Apply this.*Apply this");
        assertThat(run.out()).contains("1 to add", "2 to add");
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void after_a_slow_answer_a_refused_plan_is_not_applied() {
        configured("guards: { max-additions: 1 }");
        FakeGroup.of("people", "ann");
        cli.answering(() -> {
            cli.advanceClock(Duration.ofHours(1));
            FakeGroup.of("people", "ann", "bob");
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isEqualTo(3);
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void the_prompt_and_the_plan_go_to_standard_error_if_the_format_is_json() {
        configured();
        FakeGroup.of("people", "ann");
        cli.answering("y");

        Run run = apply("--format", "json");

        assertThat(run.json()).containsEntry("exitCode", 0);
        assertThat(run.err()).contains("+ ann", "Apply this plan to staff?");
    }

    // --- Interrupts

    @Test
    void an_interrupt_while_planning_stops_the_run() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { group: { id: people } }, destinations: [{ group: { id: a } }] }",
                "  - { name: two, source: { group: { id: people } }, destinations: [{ group: { id: b } }] }");
        Thread worker = Thread.currentThread();
        FakeGroup.of("people", "ann").onRead(worker::interrupt);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).contains("one: interrupted, nothing written", "two: not started");
        assertThat(FakeGroup.of("a").writes()).isZero();
    }

    @Test
    void after_an_interrupt_while_writing_the_result_is_printed() {
        configured();
        FakeGroup.of("people", "ann", "bob", "cid");
        Thread worker = Thread.currentThread();
        FakeGroup.of("team").onWrite(worker::interrupt);

        Run run = apply("--yes", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).contains("\"result\" : \"interrupted\"", "\"not-started\"");
        assertThat(FakeGroup.of("team").things()).hasSizeLessThan(3);
    }

    @Test
    void an_interrupt_at_the_prompt_writes_nothing() {
        configured();
        FakeGroup.of("people", "ann");
        cli.interruptedAtPrompt();

        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @SuppressWarnings("unchecked")
    private static List<String> objections(Run run, int destination) {
        List<Map<String, Object>> syncs = (List<Map<String, Object>>) run.json().get("syncs");
        List<Map<String, Object>> destinations =
                (List<Map<String, Object>>) syncs.get(0).get("destinations");
        List<Map<String, String>> objections =
                (List<Map<String, String>>) destinations.get(destination).get("objections");
        return objections.stream().map(objection -> objection.get("option")).toList();
    }
}
