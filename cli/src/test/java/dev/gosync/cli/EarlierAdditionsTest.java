package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two syncs of which the earlier one makes members known to the service of the later one: an organization, then a team. */
final class EarlierAdditionsTest {
    @TempDir
    private Path folder;

    private Fixture cli;
    private FakeGroup everyone;
    private FakeGroup team;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: company",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: acme/everyone } }]",
                        "  - name: crew",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: acme/team } }]");
        FakeGroup.of("people", "ann", "Bob", "cat");
        everyone = FakeGroup.of("acme/everyone", "ann");
        team = FakeGroup.of("acme/team", "ann").within(everyone);
    }

    @Test
    void a_plan_says_that_apply_adds_them_first_and_apply_does() {
        Run planned = cli.run("plan", "go-sync.yml");
        Run markdown = cli.run("plan", "go-sync.yml", "--format", "markdown");
        Run json = cli.run("plan", "go-sync.yml", "--format", "json");
        Run applied = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(planned.out()).contains("""
                crew: from group people, 3 members
                  group acme/team: nothing to do, 2 cannot be added, 1 stays
                    ? 2 members: unknown to acme/everyone
                        Bob, cat
                      The sync company adds these 2 members to group acme/everyone. \
                apply does that first, and then plans this sync again.
                """);
        assertThat(markdown.out())
                .contains("`The sync company adds these 2 members to group acme/everyone. apply does that first, and"
                        + " then plans this sync again.`");
        assertThat(json.out()).contains("\"addedBy\" : \"company\"");
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out()).doesNotContain("cannot be added", " adds these ");
        assertThat(team.things()).containsExactly("Bob", "ann", "cat");
    }

    @Test
    void a_saved_plan_does_not_have_them_and_says_so_before_and_after() {
        Run saved = cli.run("plan", "go-sync.yml", "--out", "plan.json");
        Run applied = cli.run("apply", "go-sync.yml", "--plan", "plan.json");

        String sentence = "The sync company adds these 2 members to group acme/everyone."
                + " A saved plan cannot add them here. After it is applied, plan again.";
        assertThat(saved.out()).contains(sentence);
        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(applied.out()).contains(sentence).endsWith("""
                Not everything was done: 2 added, 0 removed.
                2 members were unknown to the service when the plan was made. This run has added them to it since. Plan again:
                  go-sync plan go-sync.yml --out plan.json
                """);
        cli.run("plan", "go-sync.yml", "--out", "plan.json");
        assertThat(cli.run("apply", "go-sync.yml", "--plan", "plan.json").exitCode())
                .isZero();
        assertThat(team.things()).containsExactly("Bob", "ann", "cat");
    }

    @Test
    void another_failure_still_has_to_be_repaired() {
        everyone.refusing("Bob", FailureKind.REFUSED_THING);
        cli.run("plan", "go-sync.yml", "--out", "plan.json");

        Run applied = cli.run("apply", "go-sync.yml", "--plan", "plan.json");

        assertThat(applied.out()).endsWith("""
                A saved plan is applied once. Repair the cause, then plan again:
                  go-sync plan go-sync.yml --out plan.json
                """);
    }

    @Test
    void destinations_of_one_sync_are_planned_together_so_it_has_to_run_again() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: company",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: acme/everyone } }, { group: { id: acme/team } }]");

        Run applied = cli.run("apply", "go-sync.yml", "--yes");
        Run again = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(applied.out())
                .contains("This sync adds these 2 members to group acme/everyone. Run again afterwards to add them"
                        + " here.")
                .endsWith("""
                        2 members were unknown to the service when the plan was made. This run has added them to it since. \
                        Run again:
                          go-sync apply go-sync.yml --yes
                        """);
        assertThat(again.exitCode()).isZero();
        assertThat(team.things()).containsExactly("Bob", "ann", "cat");
    }

    @Test
    void nothing_is_promised_if_the_earlier_sync_is_refused_or_comes_later_or_has_another_account() {
        cli.file(
                "refused.yml",
                "syncs:",
                "  - name: company",
                "    guards: { max-additions: 1 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: acme/everyone } }]",
                "  - { name: crew, source: { group: { id: people } }, destinations: [{ group: { id: acme/team } }] }");
        cli.file(
                "later.yml",
                "syncs:",
                "  - { name: crew, source: { group: { id: people } }, destinations: [{ group: { id: acme/team } }] }",
                "  - { name: company, source: { group: { id: people } }, destinations: [{ group: { id: acme/everyone } }] }");
        cli.file(
                "other.yml",
                "syncs:",
                "  - { name: company, source: { group: { id: people } }, destinations: [{ group: { id: umbrella/all } }] }",
                "  - { name: crew, source: { group: { id: people } }, destinations: [{ group: { id: acme/team } }] }");

        for (String file : new String[] {"refused.yml", "later.yml", "other.yml"}) {
            assertThat(cli.run("plan", file).out())
                    .as(file)
                    .contains("2 cannot be added")
                    .doesNotContain(" adds these ");
            assertThat(cli.run("plan", file, "--format", "markdown").out())
                    .as(file)
                    .doesNotContain(" adds these ");
            assertThat(cli.run("plan", file, "--format", "json").out())
                    .as(file)
                    .contains("\"addedBy\" : null")
                    .doesNotContain("\"addedBy\" : \"");
        }
    }
}
