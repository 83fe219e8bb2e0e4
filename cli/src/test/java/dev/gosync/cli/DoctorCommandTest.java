package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source:",
                "      union: [{ group: { id: people } }, { export: { id: more } }]",
                "      filter: { matches: a }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall } }]",
                "  - name: two",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: roof, token: '${TOKEN:-open}' } }]");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("more", "cem").leavingOut("bot", 2);
        FakeGroup.of("team", "ann");
    }

    private static void failing(String group, FailureKind kind, String problem) {
        FakeGroup.of(group).onRead(() -> {
            throw AdapterException.of(kind, "group " + group, "members.list", problem)
                    .build();
        });
    }

    @Test
    void each_place_is_read_once_and_told_with_what_was_found() {
        Run run = cli.run("doctor", "go-sync.yml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "ok      group people (source of one, source of two): 2 members",
                        "ok      export of group more (source of one): 1 member; left out: 2 bot",
                        "ok      group team (destination of one): 1 member",
                        "ok      group hall (destination of one): 0 members",
                        "ok      group roof (destination of two): 0 members",
                        "5 places were tried: 5 ok, 0 failed. Nothing was written.");
        assertThat(FakeGroup.of("people").reads()).isEqualTo(1);
        assertThat(FakeGroup.of("team").writes()).isZero();
    }

    @Test
    void a_missing_right_is_told_with_how_to_grant_it_and_the_other_places_are_tried() {
        failing("people", FailureKind.PERMISSION, "the scope groups:read is missing");
        failing("team", FailureKind.AUTHENTICATION, "the token has expired");
        failing("hall", FailureKind.NOT_FOUND, "there is no such group");

        Run run = cli.run("doctor", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .containsExactly(
                        "FAILED  group people (source of one, source of two): members.list: the scope groups:read is"
                                + " missing (permission). Give the credentials the missing permission.",
                        "        What the credentials must be allowed to do:",
                        "          - Reading a group: groups:read",
                        "          - Grant it in the memory of the program",
                        "ok      export of group more (source of one): 1 member; left out: 2 bot",
                        "FAILED  group team (destination of one): members.list: the token has expired (authentication)."
                                + " Check the credentials.",
                        "        It needs the rights that are listed above, at group people.",
                        "FAILED  group hall (destination of one): members.list: there is no such group (not found)."
                                + " Check the name of the place, and that the credentials may see it.",
                        "ok      group roof (destination of two): 0 members",
                        "5 places were tried: 2 ok, 3 failed. Nothing was written.");
    }

    @Test
    void whatever_a_place_throws_fails_only_that_place() {
        FakeGroup.of("people").onRead(() -> {
            throw new IllegalStateException();
        });
        FakeGroup.of("more").onRead(() -> {
            throw new StackOverflowError();
        });

        Run run = cli.run("doctor", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "an unexpected error without a message",
                        "ran out of stack",
                        "5 places were tried: 3 ok, 2 failed");
    }

    @Test
    void only_the_selected_places_are_tried() {
        Run sync = cli.run("doctor", "go-sync.yml", "--only", "two");
        Run destination = cli.run("doctor", "go-sync.yml", "--only", "group hall");

        assertThat(sync.out()).contains("people", "roof", "2 places were tried").doesNotContain("team");
        assertThat(destination.out()).contains("people", "more", "hall").doesNotContain("team", "roof");
    }

    @Test
    void a_variable_that_is_not_set_is_a_problem_and_the_other_places_are_tried() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }",
                "  - { name: two, source: { group: { id: '${GROUP}' } }, destinations: [{ group: { id: roof } }] }");

        Run run = cli.run("doctor", "go-sync.yml");
        Run selected = cli.run("doctor", "go-sync.yml", "--only", "one");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "ok      group people (source of one): 2 members",
                        "ok      group team (destination of one): 1 member",
                        "ok      group roof (destination of two): 0 members",
                        "FAILED  go-sync.yml:3:41: id: the variable GROUP is not set; set it (export GROUP=...) or add a"
                                + " default: ${GROUP:-default}",
                        "3 places were tried: 3 ok, 0 failed. Because of 1 fault in the configuration, not everything could be tried: see above. Nothing was"
                                + " written.");
        assertThat(selected.exitCode()).isZero();
    }

    @Test
    void everything_that_can_be_tried_is_tried_and_all_that_cannot_is_told() {
        cli.file(
                "go-sync.yml",
                "notify: { url: '${WEBHOOK}' }",
                "syncs:",
                "  - name: one",
                "    source: { google-group: { group: a@b.example, credentials-file: missing.json } }",
                "    destinations: [{ group: { id: team } }, { group: { id: hall, token: '${HALL}' } }]",
                "  - name: two",
                "    source: { union: [{ group: { id: people } }, { group: { id: more, token: '${file:keys/more}' } }] }",
                "    destinations: [{ group: { id: roof } }]",
                "    guards: { max-removals: '${MAX}' }",
                "  - name: each ${each}",
                "    for-each: { path: missing.yml, at: teams }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: '${each}' } }]");

        Run run = cli.run("doctor", "go-sync.yml");
        Run one = cli.run("doctor", "go-sync.yml", "--only", "one");
        Run json = cli.run("doctor", "go-sync.yml", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(line -> line.replaceFirst("; set it .*|: the file [^ ]*missing.json.*", "")))
                .containsExactly(
                        "ok      group team (destination of one): 1 member",
                        "ok      group people (source of two): 2 members",
                        "ok      group roof (destination of two): 0 members",
                        "FAILED  go-sync.yml:1:16: url: the variable WEBHOOK is not set",
                        "FAILED  go-sync.yml:4:69: credentials-file",
                        "FAILED  go-sync.yml:5:73: token: the variable HALL is not set",
                        "FAILED  go-sync.yml:7:78: token: file not found; check the path in '${file:...}' (it is not shown,"
                                + " because it may be a secret)",
                        "FAILED  go-sync.yml:9:29: max-removals: the variable MAX is not set",
                        "FAILED  go-sync.yml:11:23: path: file not found: missing.yml",
                        "3 places were tried: 3 ok, 0 failed. Because of 6 faults in the configuration, not everything could be tried: see above. Nothing was"
                                + " written.");
        assertThat(one.out())
                .contains("group team", "WEBHOOK", "credentials-file", "HALL")
                .doesNotContain("roof", "MAX");
        assertThat(json.json().get("faults").toString()).contains("line=4", "problem=credentials-file: ", "line=11");
        assertThat(json.json().get("unsetVariables").toString()).isEqualTo("[${file:...}, HALL, MAX, WEBHOOK]");
    }

    @Test
    void a_source_that_is_empty_is_a_warning_with_the_nearest_values() {
        cli.file("people.csv", "email,team", "ann@example.com,platform", "bob@example.com,data");
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: one",
                "    source: { file: { path: people.csv, column: email, where: { team: platfrom } } }",
                "    destinations: [{ group: { id: team } }]",
                "  - { name: two, source: { group: { id: nobody } }, destinations: [{ group: { id: hall } }] }");

        Run run = cli.run("doctor", "go-sync.yml");
        Run quiet = cli.run("doctor", "go-sync.yml", "--quiet");
        Run json = cli.run("doctor", "go-sync.yml", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "warning file " + folder.resolve("people.csv")
                                + " (column email where team=platfrom) (source of one): 0 members; left out: 2"
                                + " not selected by where: team is never 'platfrom'; did you mean 'platform'? By default,"
                                + " an empty source is refused; allow-empty-source or may-be-empty allows it.",
                        "ok      group team (destination of one): 1 member",
                        "warning group nobody (source of two): 0 members. By default, an empty source is refused;"
                                + " allow-empty-source or may-be-empty allows it.",
                        "ok      group hall (destination of two): 0 members",
                        "4 places were tried: 2 ok, 2 warnings, 0 failed. Nothing was written.");
        assertThat(quiet.out()).contains("warning file ", "2 warnings").doesNotContain("ok ");
        assertThat(json.json().toString())
                .contains("result=ok, things=0", "warnings=[By default, an empty source is refused");
    }

    @Test
    void quiet_prints_problems_only() {
        assertThat(cli.run("doctor", "go-sync.yml", "-q").out()).isEmpty();

        failing("team", FailureKind.PERMISSION, "no");

        assertThat(cli.run("doctor", "go-sync.yml", "-q").out())
                .startsWith("FAILED  group team")
                .contains("4 ok, 1 failed");
    }

    @Test
    void no_secret_is_shown() {
        cli.variable("TOKEN", "s3cr3t");
        failing("roof", FailureKind.AUTHENTICATION, "the token is wrong");

        Run run = cli.run("doctor", "go-sync.yml", "-v", "--debug");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out() + run.err()).contains("group roof").doesNotContain("s3cr3t");
    }

    @Test
    void the_same_place_with_other_credentials_is_tried_too() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: one, source: { group: { id: people, token: a } }, destinations: [{ group: { id: team } }] }",
                "  - { name: two, source: { group: { id: people, token: b } }, destinations: [{ group: { id: hall } }] }");

        assertThat(cli.run("doctor", "go-sync.yml").out()).contains("4 places were tried");
        assertThat(FakeGroup.of("people").reads()).isEqualTo(2);
    }

    @Test
    void an_interrupt_ends_it() {
        FakeGroup.of("people").onRead(() -> Thread.currentThread().interrupt());

        Run run = cli.run("doctor", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).contains("Interrupted. 1 place was tried: 1 ok, 0 failed.");
        assertThat(FakeGroup.of("more").reads()).isZero();
    }

    @Test
    void the_result_can_be_printed_as_json() {
        failing("team", FailureKind.PERMISSION, "no");

        Run run = cli.run("doctor", "go-sync.yml", "--only", "group team", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().toString())
                .isEqualTo("{version=1, command=doctor, exitCode=1, faults=[], places=[{type=group, place=group people,"
                        + " uses=[source of one], result=ok, things=2, leftOut={}, failure=null, warnings=[], rights=[]},"
                        + " {type=export, place=export of group more, uses=[source of one], result=ok, things=1,"
                        + " leftOut={bot=2}, failure=null, warnings=[], rights=[]}, {type=group, place=group team, uses=[destination of"
                        + " one], result=failed, things=null, leftOut={}, failure={kind=permission, message=group team:"
                        + " members.list: no (PERMISSION). Give the credentials the missing permission.},"
                        + " warnings=[], rights=[Reading a group: groups:read, Grant it in the memory of the program]}],"
                        + " unsetVariables=[]}");
    }

    @Test
    void a_faulty_configuration_is_told_with_all_faults() {
        cli.file("go-sync.yml", "syncs: [{ name: one, source: { grup: { id: a } } }]");

        Run run = cli.run("doctor", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean 'group'?", "destinations");
    }
}
