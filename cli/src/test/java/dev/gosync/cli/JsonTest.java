package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Kind;
import dev.gosync.cli.Fixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shape of the document that programs rely on: docs/command-line.md has it too. */
final class JsonTest {
    @TempDir
    private Path folder;

    private Fixture here;

    @BeforeEach
    void set_up() {
        here = new Fixture(folder);
    }

    /** The document without the texts that adapters and the engine compose, which are no promise. */
    private static String shape(String json) {
        return json.strip()
                .replace(System.lineSeparator(), "\n")
                .replaceAll("\"(message|measured|limit|remedy|reason)\" : \"[^\"]+\"", "\"$1\" : \"...\"");
    }

    @Test
    void a_plan_has_this_shape() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { shelf: { id: people } }",
                "    destinations:",
                "      - { name: team, shelf: { id: team }, protect: [bob], guards: { max-additions: 0 } }",
                "      - { shelf: { id: locked } }",
                "  - { name: more, source: { shelf: { id: lost } }, destinations: [{ shelf: { id: other } }] }");
        Shelf.of("people", "ann", "\"quoted\"");
        Shelf.of("team", "bob", "eve", "\"quoted\"").leavingOut("bot", 2);
        Shelf.of("locked").broken();
        Shelf.of("lost").broken();

        Run run = here.run("plan", "go-sync.yml", "--format", "json");

        assertThat(shape(run.out())).isEqualTo("""
                        {
                          "version" : 1,
                          "command" : "plan",
                          "exitCode" : 1,
                          "faults" : [ ],
                          "dryRun" : true,
                          "allowed" : { },
                          "syncs" : [ {
                            "name" : "staff",
                            "source" : "shelf people",
                            "result" : "refused",
                            "failure" : null,
                            "destinations" : [ {
                              "name" : "team",
                              "place" : "shelf team",
                              "mode" : "remove-add",
                              "additions" : [ "ann" ],
                              "removals" : [ "eve" ],
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
                              "name" : "shelf locked",
                              "place" : "shelf locked",
                              "mode" : "remove-add",
                              "additions" : [ ],
                              "removals" : [ ],
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
                            "source" : "shelf lost",
                            "result" : "failed",
                            "failure" : {
                              "kind" : "permission",
                              "message" : "..."
                            },
                            "destinations" : [ {
                              "name" : "shelf other",
                              "place" : "shelf other",
                              "mode" : "remove-add",
                              "additions" : [ ],
                              "removals" : [ ],
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
    void what_was_applied_has_this_shape() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    mode: add-only",
                "    guards: { max-additions: 1 }",
                "    source: { shelf: { id: people } }",
                "    destinations: [{ shelf: { id: team } }]");
        Shelf.of("people", "ann", "bob");
        Shelf.of("team").refusing("bob", Kind.REFUSED_THING);

        Run run = here.run("apply", "go-sync.yml", "--yes", "--allow", "max-additions=2", "--format", "json");

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
                          "syncs" : [ {
                            "name" : "staff",
                            "source" : "shelf people",
                            "result" : "failed",
                            "failure" : null,
                            "destinations" : [ {
                              "name" : "shelf team",
                              "place" : "shelf team",
                              "mode" : "add-only",
                              "additions" : [ "ann", "bob" ],
                              "removals" : [ ],
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
                                "reason" : ""
                              }, {
                                "thing" : "bob",
                                "action" : "add",
                                "state" : "failed",
                                "kind" : "refused-thing",
                                "reason" : "..."
                              } ],
                              "failure" : null
                            } ]
                          } ]
                        }""");
    }

    @Test
    void results_and_exit_codes_go_together() {
        here.file(
                "go-sync.yml",
                "syncs:",
                "  - { name: staff, source: { shelf: { id: people } }, destinations: [{ shelf: { id: team } }] }");
        Shelf.of("people", "ann");

        assertThat(here.run("plan", "go-sync.yml", "--format", "json").out()).contains("\"result\" : \"planned\"");
        assertThat(here.run("apply", "go-sync.yml", "--dry-run", "--format", "json")
                        .out())
                .contains("\"result\" : \"planned\"", "\"dryRun\" : true");
        assertThat(here.run("apply", "go-sync.yml", "--yes", "--format", "json").out())
                .contains("\"result\" : \"done\"");
        assertThat(here.run("apply", "go-sync.yml", "--yes", "--format", "json").out())
                .contains("\"result\" : \"nothing-to-do\"");
    }
}
