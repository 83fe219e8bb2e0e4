package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.AdapterException;
import dev.gosync.Kind;
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

    private Fixture here;

    @BeforeEach
    void set_up() {
        here = new Fixture(folder);
    }

    /** A configuration of one sync, from {@code people} to {@code team}, with more lines at the sync. */
    private void configured(String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: team } }]"));
        for (String line : more) {
            lines.add("    " + line);
        }
        here.file("go-sync.yml", lines.toArray(String[]::new));
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
        return here.run(args.toArray(String[]::new));
    }

    private static String[] people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "p%03d@example.com".formatted(i))
                .toArray(String[]::new);
    }

    // --- What is done

    @Test
    void a_plan_changes_nothing() {
        configured();
        Shelf.of("people", "ann", "bob");
        Shelf.of("team", "bob", "eve");

        Run run = plan();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from shelf people, which has 2",
                        "  shelf team: 1 to remove, 1 to add, 1 stays",
                        "    - eve",
                        "    + ann",
                        "Planned: 1 to add, 1 to remove. Nothing was written.");
        assertThat(Shelf.of("team").writes()).isZero();
    }

    @Test
    void a_thing_forges_no_line_of_a_plan_and_steers_no_terminal() {
        configured();
        Shelf.of("people", "ann\nDone: 0 added", "b\u001b[2Job");
        Shelf.of("team");

        assertThat(plan().out()).contains("    + ann\\u000aDone: 0 added", "    + b\\u001b[2Job");
    }

    @Test
    void what_a_service_answers_forges_no_line_either() {
        configured();
        Shelf.of("people", "ann");
        Shelf.of("team", "eve").keeping("eve", "owner\nDone").leavingOut("bots\u001b[2J", 1);
        assertThat(plan().out()).contains("= eve (owner\\u000aDone)", "left out: 1 bots\\u001b[2J");

        Shelf.of("team").onRead(() -> {
            throw AdapterException.of(Kind.UNAVAILABLE, "shelf team", "read", "out\u001b[2J\nDone: 0 added")
                    .build();
        });
        Run run = here.run("plan", "go-sync.yml", "-v");

        assertThat(run.out()).contains("FAILED: shelf team: read: out\\u001b[2J\\u000aDone: 0 added");
        assertThat(run.out() + run.err()).doesNotContain("\nDone");
        assertThat(here.run("plan", "go-sync.yml", "--debug").err())
                .contains("out\\u001b[2J", "\n\tat ")
                .doesNotContain("\u001b");
    }

    @Test
    void apply_does_what_it_printed() {
        configured();
        Shelf.of("people", "ann", "bob");
        Shelf.of("team", "bob", "eve");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "staff: from shelf people, which has 2",
                        "  shelf team: 1 to remove, 1 to add, 1 stays",
                        "    - eve",
                        "    + ann",
                        "  shelf team: 1 removed, 1 added",
                        "Done: 1 added, 1 removed.");
        assertThat(Shelf.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void applying_again_has_nothing_to_do() {
        configured();
        Shelf.of("people", "ann");
        Shelf.of("team");
        apply("--yes");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Nothing to do." + System.lineSeparator());
        assertThat(Shelf.of("team").writes()).isEqualTo(1);
    }

    @Test
    void a_dry_run_writes_nothing_and_asks_nobody() {
        configured();
        Shelf.of("people", "ann");
        Shelf.of("team");

        Run run = apply("--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("+ ann", "Nothing was written.");
        assertThat(Shelf.of("team").writes()).isZero();
    }

    @Test
    void what_is_kept_left_out_or_odd_is_said() {
        configured("protect: [BOB]");
        Shelf.of("people", "ann", "Ann").leavingOut("no e-mail", 2);
        Shelf.of("team", "bob", "eve", "old").keeping("eve", "owner").leavingOut("bot", 1);

        Run run = plan();

        assertThat(run.out().lines().map(String::strip))
                .contains(
                        "staff: from shelf people, which has 2; left out: 2 no e-mail",
                        "shelf team: 1 to remove, 1 to add, 2 stay; left out: 1 bot",
                        "= bob (protected)",
                        "= eve (owner)")
                .anyMatch(line -> line.startsWith("warning: ") && line.contains("ann"));
    }

    @Test
    void syncs_run_in_the_order_of_the_file_each_planned_when_its_turn_comes() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: first, source: { shelf: { id: people } }, destinations: [{ shelf: { id: middle } }] }",
                "  - { name: second, source: { shelf: { id: middle } }, destinations: [{ shelf: { id: end } }] }");
        Shelf.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(Shelf.of("end").things()).containsExactly("ann");
    }

    @Test
    void the_failure_of_one_sync_does_not_stop_the_next() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: first, source: { shelf: { id: lost } }, destinations: [{ shelf: { id: a } }] }",
                "  - { name: second, source: { shelf: { id: people } }, destinations: [{ shelf: { id: b } }] }");
        Shelf.of("lost").broken();
        Shelf.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("first: FAILED: shelf lost: read: the shelf is locked");
        assertThat(Shelf.of("b").things()).containsExactly("ann");
    }

    @Test
    void a_destination_that_cannot_be_read_stops_no_other() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: a } }, { shelf: { id: b } }]");
        Shelf.of("people", "ann");
        Shelf.of("a").broken();

        Run planned = plan();
        Run applied = apply("--yes");

        assertThat(planned.exitCode()).isEqualTo(1);
        assertThat(planned.out())
                .contains(
                        "shelf a: not read",
                        "the shelf is locked",
                        "Not all planned: 1 to add, 0 to remove. Nothing was written.");
        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(Shelf.of("b").things()).containsExactly("ann");
    }

    @Test
    void what_is_not_done_is_listed_with_its_reason() {
        configured();
        Shelf.of("people", "ann", "bob");
        Shelf.of("team").refusing("ann", Kind.UNKNOWN_THING);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("shelf team: 1 added, 1 NOT done", "    + ann: failed (", "not ann");
        assertThat(run.out()).doesNotContain("+ bob: done");
    }

    @Test
    void what_is_tolerated_is_skipped_and_no_failure() {
        configured("tolerate: [unknown-thing]");
        Shelf.of("people", "ann", "bob");
        Shelf.of("team").refusing("ann", Kind.UNKNOWN_THING);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 added, 1 skipped", "+ ann: skipped");
    }

    @Test
    void sources_combine_filter_and_map() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source:",
                "      minus:",
                "        - union: [{ shelf: { id: a } }, { shelf: { id: b } }]",
                "        - intersection: [{ shelf: { id: b } }, { shelf: { id: c } }]",
                "          may-be-empty: true",
                "      filter: { matches: ['@OLD\\.example$', '^keep'], not-matches: robot }",
                "      map: { domain: { from: Old.example, to: new.example } }",
                "    destinations: [{ shelf: { id: team } }]");
        Shelf.of("a", "ann@old.example", "Robot@old.example", "elsewhere@other.example");
        Shelf.of("b", "bob@old.example", "cid@old.example", "keep@sub.old.example");
        Shelf.of("c", "CID@old.example");
        Shelf.of("team");

        apply("--yes");

        assertThat(Shelf.of("team").things())
                .containsExactly("ann@new.example", "bob@new.example", "keep@sub.old.example");
    }

    @Test
    void filters_and_combinations_tell_case_where_the_sync_does() {
        here.file(
                "go-sync.yml",
                "matching: exact",
                "syncs:",
                "  - name: staff",
                "    source:",
                "      minus: [{ shelf: { id: a } }, { shelf: { id: b } }]",
                "      filter: { matches: example }",
                "    destinations: [{ shelf: { id: team } }]");
        Shelf.of("a", "ann@example.com", "bob@EXAMPLE.com", "cid@example.com");
        Shelf.of("b", "ANN@example.com", "cid@example.com");
        Shelf.of("team");

        apply("--yes");

        assertThat(Shelf.of("team").things()).containsExactly("ann@example.com");
    }

    @Test
    void places_with_the_same_credentials_share_a_connection_which_is_closed() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source: { shelf: { id: a, token: t1 } }",
                "    destinations: [{ shelf: { id: b, token: t1 } }, { shelf: { id: c, token: t2 } }]",
                "  - { name: two, source: { shelf: { id: b, token: t2 } }, destinations: [{ shelf: { id: d } }] }");
        Shelf.of("a", "ann");

        apply("--yes");

        assertThat(Shelf.CONNECTIONS).containsExactlyInAnyOrder("opened t1", "opened t2", "closed t1", "closed t2");
    }

    // --- Policies at three levels

    @Test
    void the_nearest_mode_matching_and_tolerance_win() {
        here.file(
                "go-sync.yml",
                "mode: add-only",
                "tolerate: [unknown-thing]",
                "syncs:",
                "  - name: staff",
                "    mode: remove-only",
                "    source: { shelf: { id: people } }",
                "    destinations:",
                "      - shelf: { id: a }",
                "      - { shelf: { id: b }, mode: add-remove, matching: exact, tolerate: [] }",
                "  - { name: more, source: { shelf: { id: people } }, destinations: [{ shelf: { id: c } }] }");
        Shelf.of("people", "ann", "bob");
        for (String shelf : List.of("a", "b", "c")) {
            Shelf.of(shelf, "ANN", "eve").refusing("bob", Kind.UNKNOWN_THING);
        }

        Run run = apply("--yes", "--format", "json");

        assertThat(Shelf.of("a").things()).containsExactly("ANN");
        assertThat(Shelf.of("b").things()).containsExactly("ann");
        assertThat(Shelf.of("c").things()).containsExactly("ANN", "eve");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsOnlyOnce("\"state\" : \"failed\"").containsOnlyOnce("\"state\" : \"skipped\"");
    }

    @Test
    void the_nearest_guard_wins_key_by_key() {
        here.file(
                "go-sync.yml",
                "guards: { max-removals: 0, max-additions: 0 }",
                "syncs:",
                "  - name: staff",
                "    guards: { max-removals: 1 }",
                "    source: { shelf: { id: people } }",
                "    destinations:",
                "      - { name: strict, shelf: { id: a } }",
                "      - { name: lax, shelf: { id: b }, guards: { max-additions: 9 } }");
        Shelf.of("people", "ann", "bob");
        Shelf.of("a", "ann", "eve", "sue");
        Shelf.of("b", "bob", "eve");

        Run run = plan("--format", "json");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(objections(run, 0)).containsExactlyInAnyOrder("max-removals", "max-additions");
        assertThat(objections(run, 1)).isEmpty();
    }

    @Test
    void protect_and_require_add_up() {
        here.file(
                "go-sync.yml",
                "protect: [a]",
                "guards: { require: [x] }",
                "syncs:",
                "  - name: staff",
                "    protect: [b]",
                "    guards: { require: [y] }",
                "    source: { shelf: { id: people } }",
                "    destinations:",
                "      - { shelf: { id: team }, protect: [c], guards: { require: [z] } }");
        Shelf.of("people", "ann");
        Shelf.of("team", "a", "b", "c", "ann");

        Run run = plan();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("= a (protected)", "= b (protected)", "= c (protected)");
        assertThat(run.out()).contains("REFUSED by require: would be without x, y, z");
    }

    @Test
    void an_inner_level_may_switch_off_what_an_outer_one_allows() {
        configured("guards: { allow-empty-source: false }");
        here.file(
                "go-sync.yml",
                "guards: { allow-empty-source: true, allow-full-replacement: true }",
                "syncs:",
                "  - name: a",
                "    source: { shelf: { id: nobody } }",
                "    destinations: [{ shelf: { id: a } }, { shelf: { id: b }, guards: { allow-empty-source: false } }]");
        Shelf.of("nobody");
        Shelf.of("a", "ann");
        Shelf.of("b", "bob");

        Run run = plan("--format", "json");

        assertThat(objections(run, 0)).isEmpty();
        assertThat(objections(run, 1)).containsExactly("allow-empty-source");
    }

    // --- Guards and exit codes

    @Test
    void one_objection_keeps_everything_of_that_sync_from_being_written() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations:",
                "      - { shelf: { id: a }, guards: { max-additions: 0 } }",
                "      - shelf: { id: b }",
                "  - { name: more, source: { shelf: { id: people } }, destinations: [{ shelf: { id: c } }] }");
        Shelf.of("people", "ann");

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("REFUSED by max-additions: would add 1; the limit is at most 0.")
                .contains("nothing is written to any destination of staff");
        assertThat(Shelf.of("b").writes()).isZero();
        assertThat(Shelf.of("c").things()).containsExactly("ann");
    }

    @Test
    void a_refusal_has_an_exit_code_of_its_own_for_plan_and_dry_run_too() {
        configured();
        Shelf.of("people");
        Shelf.of("team", "ann");

        assertThat(plan().exitCode()).isEqualTo(3);
        assertThat(plan("--detailed-exitcode").exitCode()).isEqualTo(3);
        assertThat(apply("--dry-run").exitCode()).isEqualTo(3);
        assertThat(apply("--yes").exitCode()).isEqualTo(3);
    }

    @Test
    void a_failure_beats_a_refusal() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: a, source: { shelf: { id: nobody } }, destinations: [{ shelf: { id: a } }] }",
                "  - { name: b, source: { shelf: { id: people } }, destinations: [{ shelf: { id: b } }] }");
        Shelf.of("nobody");
        Shelf.of("people", "ann");
        Shelf.of("b").broken();

        assertThat(apply("--yes").exitCode()).isEqualTo(1);
        assertThat(plan().exitCode()).isEqualTo(1);
    }

    @Test
    void a_detailed_exit_code_tells_changes_from_none() {
        configured();
        Shelf.of("people", "ann");
        Shelf.of("team");

        assertThat(plan().exitCode()).isZero();
        assertThat(plan("--detailed-exitcode").exitCode()).isEqualTo(4);
        apply("--yes");
        assertThat(plan("--detailed-exitcode").exitCode()).isZero();
    }

    @Test
    void removals_at_all_destinations_together_have_a_limit() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    guards: { max-total-removals: 1 }",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: a } }, { shelf: { id: b } }]");
        Shelf.of("people", "ann");
        Shelf.of("a", "ann", "eve");
        Shelf.of("b", "ann", "eve");

        assertThat(apply("--yes").exitCode()).isEqualTo(3);
        assertThat(apply("--yes", "--only", "shelf a").exitCode()).isZero();
    }

    // --- Lifting a guard for one run

    @Test
    void a_guard_is_lifted_for_one_run_which_the_output_says() {
        configured("guards: { max-removals: 1 }");
        Shelf.of("people", "ann");
        Shelf.of("team", "ann", "eve", "sue");

        Run tooFew = apply("--yes", "--allow", "max-removals=1");
        Run refused = apply("--yes");
        Run lifted = apply("--yes", "--allow", "max-removals=2");

        assertThat(tooFew.exitCode()).isEqualTo(3);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(lifted.exitCode()).isZero();
        assertThat(lifted.out())
                .contains("Allowed for this run: max-removals=2")
                .doesNotContain("REFUSED");
        assertThat(Shelf.of("team").things()).containsExactly("ann");
    }

    @Test
    void lifting_wins_over_what_stands_at_a_destination() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: team }, guards: { max-additions: 1 } }]");
        Shelf.of("people", "ann", "bob");

        Run run = apply("--yes", "--allow", "max-additions=2", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json()).containsEntry("allowed", Map.of("max-additions", "2"));
        assertThat(Shelf.of("team").things()).hasSize(2);
    }

    @Test
    void lifting_the_usual_limit_makes_it_stricter_nowhere() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: small } }, { shelf: { id: large } }]");
        Shelf.of("people", people(0, 180));
        Shelf.of("small", people(160, 200));
        Shelf.of("large", people(0, 200));

        assertThat(apply("--yes").exitCode()).isEqualTo(3);
        Shelf.of("large", people(0, 210));
        Run lifted = apply("--yes", "--allow", "max-removals=20");

        assertThat(lifted.out()).contains("20 removed").contains("30 removed");
        assertThat(lifted.exitCode()).isZero();
    }

    @Test
    void switches_are_lifted_too() {
        configured();
        Shelf.of("people");
        Shelf.of("team", "ann");

        Run run = apply("--yes", "--allow", "allow-empty-source=true");

        assertThat(run.exitCode()).isZero();
        assertThat(Shelf.of("team").things()).isEmpty();
    }

    @Test
    void one_lifted_guard_leaves_the_others() {
        configured();
        Shelf.of("people");
        Shelf.of("team", people(0, 6));

        Run run = apply("--yes", "--allow", "allow-empty-source=true", "--allow", "max-removals=100");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("REFUSED by allow-full-replacement").doesNotContain("REFUSED by allow-empty");
    }

    @Test
    void what_cannot_be_lifted_is_wrong_usage() {
        configured();

        Run run = plan("--allow", "max-removal=3", "--allow", "max-removals=many", "--allow", "require=ann");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .contains(
                        "--allow: max-removal: unknown key; did you mean 'max-removals'?",
                        "--allow: max-removals=many must be a whole number, 0 or more")
                .anyMatch(line -> line.startsWith("--allow: require: "));
    }

    // --- Only a part

    @Test
    void only_takes_names_of_syncs_and_of_destinations() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ name: first, shelf: { id: a } }, { name: second, shelf: { id: b } }]",
                "  - { name: two, source: { shelf: { id: people } }, destinations: [{ shelf: { id: c } }] }",
                "  - { name: three, source: { shelf: { id: people } }, destinations: [{ shelf: { id: d } }] }");
        Shelf.of("people", "ann");

        Run run = apply("--yes", "--only", "second", "--only=two");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("second (shelf b)").doesNotContain("first", "three");
        assertThat(List.of("a", "b", "c", "d"))
                .filteredOn(shelf -> Shelf.of(shelf).reads() > 0)
                .containsExactly("b", "c");
    }

    @Test
    void only_with_an_unknown_name_is_wrong_usage() {
        configured();

        Run run = plan("--only", "stuff", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo("--only: cannot be 'stuff'; did you mean 'staff'?");
        assertThat((List<?>) run.json().get("faults")).hasSize(1);
        assertThat(Shelf.of("people").reads()).isZero();
    }

    // --- Asking

    @Test
    void apply_refuses_where_nobody_can_be_asked_before_it_reads_anything() {
        configured();
        Shelf.of("people", "ann");

        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(Shelf.of("people").reads()).isZero();
    }

    @Test
    void each_sync_is_asked_for() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { shelf: { id: people } }, destinations: [{ shelf: { id: a } }] }",
                "  - { name: two, source: { shelf: { id: people } }, destinations: [{ shelf: { id: b } }] }",
                "  - { name: three, source: { shelf: { id: people } }, destinations: [{ shelf: { id: c } }] }");
        Shelf.of("people", "ann");
        Shelf.of("b", "ann");
        here.answering("n").answering(" YES ");

        Run run = apply();

        assertThat(run.err()).isEqualTo("Apply this to one? [y/N] Apply this to three? [y/N] ");
        assertThat(run.out()).contains("Not applied.");
        assertThat(Shelf.of("a").things()).isEmpty();
        assertThat(Shelf.of("c").things()).containsExactly("ann");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void the_end_of_the_input_is_no_yes() {
        configured();
        Shelf.of("people", "ann");
        here.answering(Optional::empty);

        assertThat(apply().exitCode()).isEqualTo(1);
        assertThat(Shelf.of("team").writes()).isZero();
    }

    @Test
    void nobody_is_asked_about_what_is_refused_or_empty() {
        configured("guards: { max-additions: 0 }");
        Shelf.of("people", "ann");
        here.answering("y");

        assertThat(apply().exitCode()).isEqualTo(3);
        Shelf.of("team", "ann");
        assertThat(apply().exitCode()).isZero();

        assertThat(here.unaskedAnswers()).isEqualTo(1);
    }

    @Test
    void a_quick_answer_applies_the_plan_that_was_shown() {
        configured();
        Shelf.of("people", "ann");
        here.answering(() -> {
            here.pass(Duration.ofSeconds(60));
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isZero();

        assertThat(Shelf.of("people").reads()).isEqualTo(1);
        assertThat(Shelf.of("team").things()).containsExactly("ann");
    }

    @Test
    void a_slow_answer_plans_again_and_goes_on_where_nothing_changed() {
        configured();
        Shelf.of("people", "ann");
        here.answering(() -> {
            here.pass(Duration.ofSeconds(61));
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isZero();

        assertThat(Shelf.of("people").reads()).isEqualTo(2);
        assertThat(Shelf.of("team").things()).containsExactly("ann");
    }

    @Test
    void a_slow_answer_is_asked_for_again_where_the_plan_changed() {
        configured();
        Shelf.of("people", "ann");
        here.answering(() -> {
            here.pass(Duration.ofSeconds(61));
            Shelf.of("people", "ann", "bob");
            return Optional.of("y");
        });
        here.answering("y");

        Run run = apply();

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("the plan has changed").containsPattern("(?s)Apply this.*Apply this");
        assertThat(run.out()).contains("1 to add", "2 to add");
        assertThat(Shelf.of("team").things()).containsExactly("ann", "bob");
    }

    @Test
    void a_slow_answer_is_not_asked_for_again_where_a_guard_now_refuses() {
        configured("guards: { max-additions: 1 }");
        Shelf.of("people", "ann");
        here.answering(() -> {
            here.pass(Duration.ofHours(1));
            Shelf.of("people", "ann", "bob");
            return Optional.of("y");
        });

        assertThat(apply().exitCode()).isEqualTo(3);
        assertThat(Shelf.of("team").writes()).isZero();
    }

    @Test
    void the_document_stays_alone_on_standard_output_when_somebody_is_asked() {
        configured();
        Shelf.of("people", "ann");
        here.answering("y");

        Run run = apply("--format", "json");

        assertThat(run.json()).containsEntry("exitCode", 0);
        assertThat(run.err()).contains("+ ann", "Apply this to staff?");
    }

    // --- Interrupts

    @Test
    void an_interrupt_while_planning_starts_nothing_more() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { shelf: { id: people } }, destinations: [{ shelf: { id: a } }] }",
                "  - { name: two, source: { shelf: { id: people } }, destinations: [{ shelf: { id: b } }] }");
        Thread worker = Thread.currentThread();
        Shelf.of("people", "ann").onRead(worker::interrupt);

        Run run = apply("--yes");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).contains("one: interrupted, nothing written", "two: not started");
        assertThat(Shelf.of("a").writes()).isZero();
    }

    @Test
    void an_interrupt_while_writing_says_what_was_done() {
        configured();
        Shelf.of("people", "ann", "bob", "cid");
        Thread worker = Thread.currentThread();
        Shelf.of("team").onWrite(worker::interrupt);

        Run run = apply("--yes", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).contains("\"result\" : \"interrupted\"", "\"not-started\"");
        assertThat(Shelf.of("team").things()).hasSizeLessThan(3);
    }

    @Test
    void an_interrupt_while_somebody_thinks_writes_nothing() {
        configured();
        Shelf.of("people", "ann");
        here.interruptedAtTheQuestion();

        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(Shelf.of("team").writes()).isZero();
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
