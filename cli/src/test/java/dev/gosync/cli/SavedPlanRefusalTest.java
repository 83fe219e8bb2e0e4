package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which saved plans {@code apply --plan} refuses before it plans, and which {@code plan --out} does not save. */
final class SavedPlanRefusalTest {
    private static final String[] APPLY = {"apply", "go-sync.yml", "--plan", "plan.json"};

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        configure("");
        FakeGroup.of("people", "ann", "bob", "cat");
        FakeGroup.of("team", "cat", "eve");
    }

    private void configure(String settings) {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                settings,
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
    }

    private Run plan(String... more) {
        Run run = cli.run(concat(new String[] {"plan", "go-sync.yml", "--out", "plan.json"}, more));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    private Run apply(String... more) {
        return cli.run(concat(APPLY, more));
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    private static String lastLine(Run run) {
        return run.out().lines().reduce("", (before, line) -> line);
    }

    private void nothingWritten() {
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    private Path file() {
        return folder.resolve("plan.json");
    }

    @Test
    void a_plan_is_applied_once() {
        plan();
        apply();
        String run = Journal.in(folder.resolve(".go-sync")).ids().get(0);
        FakeGroup.of("team", "cat", "eve");

        Run again = apply();
        Run json = apply("--format", "json");

        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err())
                .startsWith("go-sync: The saved plan was applied already, by run " + run + " (")
                .contains(", 2026-03-01T09:00:00Z) in folder ")
                .endsWith("""
                        Plan again.
                        To see what that run did:
                          go-sync history %s --config go-sync.yml
                        To plan again:
                          go-sync plan go-sync.yml --out plan.json
                        """.formatted(run));
        assertThat(cli.run("history", run, "--config", "go-sync.yml").out()).contains("result   done: ");
        assertThat(FakeGroup.of("team").things()).containsExactly("cat", "eve");
        assertThat(json.json()).containsEntry("exitCode", 3).containsEntry("syncs", List.of());
        assertThat(json.json().get("faults").toString()).contains("was applied already, by run " + run);
    }

    @Test
    void a_refused_plan_can_be_applied_later() {
        plan();
        FakeGroup.of("people", "bob", "cat");
        assertThat(apply().exitCode()).isEqualTo(3);
        FakeGroup.of("people", "ann", "bob", "cat");

        assertThat(apply().exitCode()).isZero();
    }

    @Test
    void without_a_journal_a_plan_is_refused() {
        plan();
        cli.file(".go-sync", "a file, so no folder can be there");

        Run none = apply("--state", "none");
        Run unusable = apply();
        Run named = apply("--state", "elsewhere");

        String reason =
                "A saved plan is applied once only, and the journal remembers that. Name its folder with --state.";
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--state: A saved plan is applied once only");
        assertThat(unusable.exitCode()).isEqualTo(1);
        assertThat(unusable.err()).contains(".go-sync is a file", reason).doesNotContain("leaves no journal");
        assertThat(named.exitCode()).isZero();
    }

    @Test
    void a_dry_run_needs_no_journal_and_does_not_use_the_plan() {
        plan();

        Run dry = apply("--dry-run");

        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).endsWith("""
                        Planned: 2 to add, 1 to remove. Nothing has changed yet.
                        To make these changes:
                          go-sync apply go-sync.yml --plan plan.json
                        """);
        nothingWritten();
        assertThat(apply().exitCode()).isZero();
    }

    @Test
    void a_plan_must_not_be_too_old() {
        plan();
        cli.advanceClock(Duration.ofHours(24).plusSeconds(1));

        Run old = apply();
        Run longer = apply("--max-age", "2d");

        assertThat(old.exitCode()).isEqualTo(3);
        assertThat(old.err())
                .contains("plan.json was made at 2026-03-01T09:00:00Z, which is 24h1s ago. It may be at most 24h old.");
        assertThat(longer.exitCode()).isZero();
    }

    @Test
    void a_plan_must_not_become_too_old_while_it_waits_for_another_run() {
        plan();
        cli.advanceClock(Duration.ofHours(24).minusSeconds(1));
        Journal journal = Journal.in(folder.resolve(".go-sync"));
        RecordedRun other = journal.begin(RunInfo.of("apply", "go-sync.yml"));
        cli.onSleep(() -> {
            cli.advanceClock(Duration.ofSeconds(2));
            other.close();
        });

        Run late = apply("--wait", "5m");

        assertThat(late.exitCode()).isEqualTo(3);
        assertThat(late.err()).contains("It may be at most 24h old.");
        nothingWritten();
    }

    @Test
    void a_plan_must_not_be_from_the_future() {
        plan();
        cli.advanceClock(Duration.ofMinutes(-6));

        Run applied = apply();

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.err()).contains("but here it is only 2026-03-01T08:54:00Z");
        nothingWritten();
    }

    @Test
    void an_edited_plan_is_refused_before_anything_is_read() throws IOException {
        plan();
        Files.writeString(file(), Files.readString(file()).replace("\"ann\"", "\"mallory\""));
        int reads = FakeGroup.of("people").reads();

        Run applied = apply("--format", "json");

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.err()).contains("plan.json was edited after it was saved.");
        assertThat(applied.json()).containsEntry("exitCode", 3);
        assertThat(FakeGroup.of("people").reads()).isEqualTo(reads);
    }

    @Test
    void a_key_signs_a_plan() {
        cli.file("key", "0123456789abcdef").file("other", "0123456789abcdeg").file("short", "0123");
        Run planned = plan("--plan-key-file", "key");

        assertThat(planned.out()).contains("  go-sync apply go-sync.yml --plan plan.json --plan-key-file key\n");
        assertThat(apply().err()).contains("is signed with a key. Name the file of that key with --plan-key-file.");
        Run other = apply("--plan-key-file", "other");
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.err()).contains("is signed with another key").doesNotContain("0123456789");
        Run tooShort = apply("--plan-key-file", "short");
        assertThat(tooShort.exitCode()).isEqualTo(2);
        assertThat(tooShort.err()).contains("--plan-key-file: The key file", "holds 4 bytes; at least 16 are needed");
        assertThat(apply("--plan-key-file", "key").exitCode()).isZero();
    }

    @Test
    void a_plan_without_a_signature_is_refused_if_a_key_is_named() {
        cli.file("key", "0123456789abcdef");
        plan();

        Run applied = apply("--plan-key-file", "key");

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.err()).contains("is not signed, but a key was named");
    }

    @Test
    void what_is_not_a_plan_is_wrong_usage() {
        Run missing = apply();
        cli.file("plan.json", "{}");
        Run other = apply("--format", "json");

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err())
                .startsWith("--plan: ")
                .contains("plan.json does not exist. To make it: go-sync plan FILE --out ");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.json().get("faults").toString()).contains("where=--plan", "is not a saved plan");
    }

    @Test
    void wrong_options_are_all_reported() {
        cli.file("taken.txt", "mine");

        Run apply = cli.run(
                "apply",
                "go-sync.yml",
                "--yes",
                "--only",
                "staff",
                "--plan",
                "plan.json",
                "--max-age",
                "soon",
                "--plan-key-file",
                "none");
        Run without = cli.run("apply", "go-sync.yml", "--yes", "--max-age", "1h", "--plan-key-file", "none");
        Run plan = cli.run("plan", "go-sync.yml", "--out", "taken.txt");

        assertThat(apply.exitCode()).isEqualTo(2);
        assertThat(apply.err())
                .contains("--only: cannot be used with --plan; use it with go-sync plan --out instead")
                .contains("--max-age: soon must be a duration greater than zero")
                .contains("--plan-key-file: The key file");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err())
                .contains("--max-age: has no effect without a saved plan; add --plan")
                .contains("--plan-key-file: has no effect without a saved plan; add --plan");
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.err())
                .contains("--out: ", "taken.txt exists and is not a saved plan, so it is not overwritten");
        assertThat(FakeGroup.of("people").reads()).isZero();
        assertThat(folder.resolve("taken.txt")).hasContent("mine");
    }

    @Test
    void a_refused_plan_is_not_saved_unless_it_is_allowed() {
        configure("    guards: { max-additions: 1 }");

        Run refused = cli.run("plan", "go-sync.yml", "--out", "plan.json");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err().strip())
                .isEqualTo("The plan was not saved in plan.json, because not every sync can be applied.");
        assertThat(file()).doesNotExist();

        Run allowed = plan("--allow", "max-additions=2");

        assertThat(allowed.out()).contains("go-sync apply go-sync.yml --plan plan.json --allow max-additions=2\n");
        assertThat(cli.run("plan", "go-sync.yml", "--out", "plan.json").err())
                .contains("The file still has an earlier plan.");
        Run without = apply();
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.out())
                .contains("REFUSED by max-additions")
                .contains("    go-sync apply go-sync.yml --plan plan.json --allow max-additions=2\n");
        assertThat(lastLine(without)).isEqualTo("Refused. Nothing was written.");
        assertThat(apply("--allow", "max-additions=2").exitCode()).isZero();
    }

    @Test
    void an_interrupt_while_planning_uses_nothing_up() {
        plan();
        Thread worker = Thread.currentThread();
        FakeGroup.of("team").onRead(worker::interrupt);

        Run interrupted = apply();
        FakeGroup.of("team").onRead(() -> {});

        assertThat(interrupted.exitCode()).isEqualTo(130);
        nothingWritten();
        assertThat(apply().exitCode()).isZero();
    }
}
