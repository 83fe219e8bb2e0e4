package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the JSON document. Programs rely on them, and docs/command-line.md describes them. */
final class JsonTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
    }

    /** The document without texts of adapters and the engine, which may change. */
    private static String shape(String json) {
        return json.strip()
                .replace(System.lineSeparator(), "\n")
                .replaceAll("\"(message|measured|limit|remedy|reason)\" : \"[^\"]+\"", "\"$1\" : \"...\"");
    }

    @Test
    void a_plan_has_this_shape() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations:",
                "      - { name: team, group: { id: team }, protect: [bob], guards: { max-additions: 0 } }",
                "      - { group: { id: locked } }",
                "  - { name: more, source: { group: { id: lost } }, destinations: [{ group: { id: other } }] }");
        FakeGroup.of("people", "ann", "\"quoted\"");
        FakeGroup.of("team", "bob", "eve", "\"quoted\"").leavingOut("bot", 2);
        FakeGroup.of("locked").broken();
        FakeGroup.of("lost").broken();

        Run run = cli.run("plan", "go-sync.yml", "--format", "json");

        assertThat(shape(run.out())).isEqualTo("""
                        {
                          "version" : 1,
                          "command" : "plan",
                          "exitCode" : 1,
                          "faults" : [ ],
                          "dryRun" : true,
                          "allowed" : { },
                          "run" : null,
                          "cutShort" : null,
                          "vanished" : [ ],
                          "syncs" : [ {
                            "name" : "staff",
                            "source" : "group people",
                            "result" : "refused",
                            "failure" : null,
                            "destinations" : [ {
                              "name" : "team",
                              "place" : "group team",
                              "mode" : "add-remove",
                              "additions" : [ "ann" ],
                              "removals" : [ "eve" ],
                              "cannotAdd" : [ ],
                              "alreadyThere" : { },
                              "movedDomains" : { },
                              "unchanged" : 2,
                              "kept" : {
                                "bob" : "protected"
                              },
                              "leftOut" : {
                                "bot" : 2
                              },
                              "warnings" : [ ],
                              "objections" : [ {
                                "option" : "max-additions",
                                "measured" : "...",
                                "limit" : "...",
                                "remedy" : "..."
                              } ],
                              "outcomes" : [ ],
                              "failure" : null
                            }, {
                              "name" : "group locked",
                              "place" : "group locked",
                              "mode" : "add-remove",
                              "additions" : [ ],
                              "removals" : [ ],
                              "cannotAdd" : [ ],
                              "alreadyThere" : { },
                              "movedDomains" : { },
                              "unchanged" : null,
                              "kept" : { },
                              "leftOut" : { },
                              "warnings" : [ ],
                              "objections" : [ ],
                              "outcomes" : [ ],
                              "failure" : {
                                "kind" : "permission",
                                "message" : "..."
                              }
                            } ]
                          }, {
                            "name" : "more",
                            "source" : "group lost",
                            "result" : "failed",
                            "failure" : {
                              "kind" : "permission",
                              "message" : "..."
                            },
                            "destinations" : [ {
                              "name" : "group other",
                              "place" : "group other",
                              "mode" : "add-remove",
                              "additions" : [ ],
                              "removals" : [ ],
                              "cannotAdd" : [ ],
                              "alreadyThere" : { },
                              "movedDomains" : { },
                              "unchanged" : null,
                              "kept" : { },
                              "leftOut" : { },
                              "warnings" : [ ],
                              "objections" : [ ],
                              "outcomes" : [ ],
                              "failure" : null
                            } ]
                          } ]
                        }""");
    }

    @Test
    void an_applied_plan_has_this_shape() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    mode: add-only",
                "    guards: { max-additions: 1 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team").refusing("bob", FailureKind.REFUSED_THING);

        Run run = cli.run("apply", "go-sync.yml", "--yes", "--allow", "max-additions=2", "--format", "json");

        assertThat(shape(run.out())).isEqualTo("""
                        {
                          "version" : 1,
                          "command" : "apply",
                          "exitCode" : 1,
                          "faults" : [ ],
                          "dryRun" : false,
                          "allowed" : {
                            "max-additions" : "2"
                          },
                          "run" : "20260301-090000-000",
                          "cutShort" : null,
                          "vanished" : [ ],
                          "syncs" : [ {
                            "name" : "staff",
                            "source" : "group people",
                            "result" : "failed",
                            "failure" : null,
                            "destinations" : [ {
                              "name" : "group team",
                              "place" : "group team",
                              "mode" : "add-only",
                              "additions" : [ "ann", "bob" ],
                              "removals" : [ ],
                              "cannotAdd" : [ ],
                              "alreadyThere" : { },
                              "movedDomains" : { },
                              "unchanged" : 0,
                              "kept" : { },
                              "leftOut" : { },
                              "warnings" : [ ],
                              "objections" : [ ],
                              "outcomes" : [ {
                                "thing" : "ann",
                                "action" : "add",
                                "state" : "done",
                                "kind" : null,
                                "reason" : "",
                                "note" : "",
                                "alreadyThere" : false
                              }, {
                                "thing" : "bob",
                                "action" : "add",
                                "state" : "failed",
                                "kind" : "refused-thing",
                                "reason" : "...",
                                "note" : "",
                                "alreadyThere" : false
                              } ],
                              "failure" : null
                            } ]
                          } ]
                        }""");
    }

    @Test
    void results_and_exit_codes_go_together() {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: staff, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }");
        FakeGroup.of("people", "ann");

        assertThat(cli.run("plan", "go-sync.yml", "--format", "json").out()).contains("\"result\" : \"planned\"");
        assertThat(cli.run("apply", "go-sync.yml", "--dry-run", "--format", "json")
                        .out())
                .contains("\"result\" : \"planned\"", "\"dryRun\" : true");
        assertThat(cli.run("apply", "go-sync.yml", "--yes", "--format", "json").out())
                .contains("\"result\" : \"done\"");
        assertThat(cli.run("apply", "go-sync.yml", "--yes", "--format", "json").out())
                .contains("\"result\" : \"nothing-to-do\"");
    }

    // A document, whatever happens

    private static void isDocument(Run run, String command, int exitCode, String problem) {
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.json()).containsEntry("command", command).containsEntry("exitCode", exitCode);
        assertThat(run.json().get("faults").toString()).contains(problem);
    }

    @Test
    void wrong_usage_is_a_document() {
        isDocument(cli.run("plan", "--format", "json"), "plan", 2, "FILE");
        isDocument(cli.run("plan", "go-sync.yml", "--onyl", "x", "--format=JSON"), "plan", 2, "--onyl");
        isDocument(cli.run("plan", "nowhere.yml", "--format", "json"), "plan", 2, "file not found");
        isDocument(cli.run("adapters", "gruop", "--format", "json"), "adapters", 2, "did you mean 'group'?");
        isDocument(
                cli.run("plan", "x.yml", "--adapters", "nowhere", "--format", "json"), "plan", 2, "no folder nowhere");
    }

    @Test
    void a_failure_of_the_program_is_a_document_and_no_stack_trace() {
        cli.file(
                "go-sync.yml",
                "syncs: [{ name: a, source: { group: { id: b } }, destinations: [{ group: { id: a } }] }]");
        cli.answering(() -> {
            throw new StackOverflowError();
        });
        FakeGroup.of("b", "ann");

        Run run = cli.run("apply", "go-sync.yml", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json()).containsEntry("exitCode", 1);
        assertThat(run.err()).doesNotContain("\tat ");
    }
}
