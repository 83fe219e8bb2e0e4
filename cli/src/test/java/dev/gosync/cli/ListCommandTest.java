package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListCommandTest {
    @TempDir
    private Path folder;

    private Fixture withTwoSyncs() {
        return new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations:",
                        "      - { name: list, group: { id: team } }",
                        "      - group: { id: hall }",
                        "  - name: guests",
                        "    source: { group: { id: visitors } }",
                        "    destinations:",
                        "      - { name: list, group: { id: door, token: '${DOOR}' } }");
    }

    @Test
    void a_destination_is_listed_by_its_name_and_by_the_name_of_its_place() {
        Fixture cli = withTwoSyncs().variable("DOOR", "secret");
        FakeGroup.of("hall", "cat", "ann", "bob");

        Run run = cli.run("list", "go-sync.yml", "group hall");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("ann", "bob", "cat");
        assertThat(run.err().strip()).isEqualTo("group hall: 3 members");
        assertThat(FakeGroup.of("people").reads()).isZero();
    }

    @Test
    void the_name_of_a_sync_means_its_source() {
        Fixture cli = withTwoSyncs().variable("DOOR", "secret");
        FakeGroup.of("people", "ann");

        assertThat(cli.run("list", "go-sync.yml", "staff").out().strip()).isEqualTo("ann");
        assertThat(cli.run("list", "go-sync.yml", "group people").out().strip()).isEqualTo("ann");
    }

    @Test
    void a_name_that_several_places_have_is_refused_with_the_names_to_choose_from() {
        Fixture cli = withTwoSyncs().variable("DOOR", "secret");

        Run run = cli.run("list", "go-sync.yml", "list");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("go-sync.yml: has several places that are called 'list'; name one of these: "
                        + "'group team', 'group door'");
        assertThat(FakeGroup.of("team").reads()).isZero();
    }

    @Test
    void an_unknown_name_suggests_the_nearest_and_no_name_shows_all() {
        Fixture cli = withTwoSyncs().variable("DOOR", "secret");

        assertThat(cli.run("list", "go-sync.yml", "group hal").err())
                .contains("has no sync or place 'group hal'; did you mean 'group hall'?");
        Run none = cli.run("list", "go-sync.yml");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.out()).isEmpty();
        assertThat(none.err().lines())
                .containsExactly(
                        "go-sync.yml: name one of its places:",
                        "  group  staff: group people",
                        "  group  'group team'",
                        "  group  'group hall'",
                        "  group  guests: group visitors",
                        "  group  'group door'",
                        "For example:",
                        "  go-sync list go-sync.yml staff");
        assertThat(cli.run("list").exitCode()).isEqualTo(2);
        assertThat(cli.run("list", "go-sync.yml", "--format", "json").json().toString())
                .contains("name one of its places: 'staff', 'group people', 'list', 'group team'");
    }

    @Test
    void without_a_name_the_problems_that_hide_other_places_are_told() {
        Run run = withTwoSyncs().run("list", "go-sync.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("  group  guests: group visitors")
                .contains("because of these problems:\n  go-sync.yml:10:49: token: the variable DOOR is not set; ")
                .doesNotContain("group door");
    }

    @Test
    void only_the_variables_of_the_place_are_needed() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann");

        FakeGroup.of("visitors", "vic");

        assertThat(cli.run("list", "go-sync.yml", "group hall").out().strip()).isEqualTo("ann");
        assertThat(cli.run("list", "go-sync.yml", "guests").out().strip()).isEqualTo("vic");
        cli.file(
                "go-sync.yml",
                "syncs: [{ name: a, source: { group: { id: x, token: '${DOOR}' } }, destinations: [{ group: { id: y } }] }]");
        Run needed = cli.run("list", "go-sync.yml", "a");

        assertThat(needed.exitCode()).isEqualTo(2);
        assertThat(needed.err()).contains("token: the variable DOOR is not set");
    }

    @Test
    void the_csv_file_is_a_source_of_a_sync() throws IOException {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann@example.com", "\"bob, jr\"@example.com", "cat@example.com")
                .aliasing("ann@home.example", "ann@example.com")
                .aliasing("a@example.com", "ann@example.com")
                .keeping("cat@example.com", "owner, \"first\"");

        Run listed = cli.run("list", "go-sync.yml", "group hall", "--format", "csv");
        Files.writeString(folder.resolve("people.csv"), listed.out());
        cli.file(
                "again.yml",
                "syncs:",
                "  - name: again",
                "    source: { file: { path: people.csv, column: email } }",
                "    destinations: [{ group: { id: copy } }]");
        FakeGroup.of("copy", "zoe@example.com");
        Run applied = cli.run("apply", "again.yml", "--yes", "--allow", "allow-full-replacement");

        assertThat(listed.out().lines())
                .containsExactly(
                        "email,aliases,kept",
                        "\"\"\"bob, jr\"\"@example.com\",,",
                        "ann@example.com,a@example.com ann@home.example,",
                        "cat@example.com,,\"owner, \"\"first\"\"\"");
        assertThat(applied.exitCode()).as(applied.out() + applied.err()).isZero();
        assertThat(FakeGroup.of("copy").things()).isEqualTo(FakeGroup.of("hall").things());
    }

    @Test
    void members_that_are_no_addresses_have_the_column_name() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann@example.com", "octocat");

        Run run = cli.run("list", "go-sync.yml", "group hall", "--format", "csv");

        assertThat(run.out().lines().findFirst()).contains("name,aliases,kept");
    }

    @Test
    void json_has_everything_that_is_known_of_each_member() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann", "bob")
                .aliasing("anna", "ann")
                .keeping("bob", "owner")
                .leavingOut("bot", 2);

        Run run = cli.run("list", "go-sync.yml", "group hall", "--format", "json");

        assertThat(run.json())
                .containsEntry("version", 1)
                .containsEntry("command", "list")
                .containsEntry("exitCode", 0)
                .containsEntry("faults", List.of())
                .containsEntry("place", "group hall")
                .containsEntry("leftOut", Map.of("bot", 2));
        assertThat(run.json().get("things").toString())
                .isEqualTo("[{thing=ann, aliases=[anna], kept=null}, {thing=bob, aliases=[], kept=owner}]");
    }

    @Test
    void members_that_are_not_in_the_list_are_counted_on_standard_error() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann").leavingOut("no e-mail", 1).leavingOut("bot", 2);

        Run run = cli.run("list", "go-sync.yml", "group hall");

        assertThat(run.out().strip()).isEqualTo("ann");
        assertThat(run.err().strip()).isEqualTo("group hall: 1 member; left out: 2 bot, 1 no e-mail");
        assertThat(cli.run("list", "go-sync.yml", "group hall", "--quiet").err())
                .isEmpty();
    }

    @Test
    void a_place_that_cannot_be_read_completely_prints_nothing_and_exits_with_code_1() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann").broken("page 2 is missing");

        Run text = cli.run("list", "go-sync.yml", "group hall");
        Run json = cli.run("list", "go-sync.yml", "group hall", "--format", "json");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).contains("group hall", "page 2 is missing").doesNotContain("member");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json()).containsEntry("exitCode", 1).doesNotContainKey("things");
    }

    @Test
    void a_listing_that_contradicts_itself_is_an_error() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann").aliasing("bobby", "bob");

        Run run = cli.run("list", "go-sync.yml", "group hall");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the alias 'bobby' of 'bob', which is not listed");
    }

    @Test
    void an_interrupted_read_exits_with_code_130() {
        Fixture cli = withTwoSyncs();
        Thread worker = Thread.currentThread();
        FakeGroup.of("hall", "ann").onCreate(worker::interrupt);

        Run run = cli.run("list", "go-sync.yml", "group hall");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void invisible_characters_are_escaped_in_text_and_kept_in_csv() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "a\u200bnn@example.com");

        assertThat(cli.run("list", "go-sync.yml", "group hall").out().strip()).isEqualTo("a\\u200bnn@example.com");
        assertThat(cli.run("list", "go-sync.yml", "group hall", "--format", "csv")
                        .out())
                .contains("a\u200bnn@example.com");
        assertThat(cli.screen(80)
                        .run("list", "go-sync.yml", "group hall", "--format", "csv")
                        .out())
                .as("no name may steer a terminal")
                .contains("a\\u200bnn@example.com");
    }

    @Test
    void verbose_shows_the_read() {
        Fixture cli = withTwoSyncs();
        FakeGroup.of("hall", "ann");

        assertThat(cli.run("list", "go-sync.yml", "group hall", "--verbose").err())
                .contains("reading group hall", "read group hall: 1 member");
    }

    @Test
    void the_keys_of_a_type_are_options() {
        Fixture cli = new Fixture(folder).variable("TOKEN", "t0psecret");
        FakeGroup.of("team a=1 b=2 x y", "ann");

        Run run = cli.run(
                "list",
                "--type",
                "group",
                "--id=team",
                "--token",
                "${TOKEN}",
                "--muted",
                "--limit",
                "5",
                "--topics",
                "x",
                "--topics",
                "y",
                "--labels",
                "a=1",
                "--labels",
                "b=2");

        assertThat(run.err().strip()).isEqualTo("group team a=1 b=2 x y: 1 member");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("ann");
        assertThat(FakeGroup.CONNECTIONS).containsExactly("opened t0psecret", "closed t0psecret");
    }

    @Test
    void conditions_are_options_too_and_a_key_with_the_name_of_an_option_begins_with_the_type() {
        Fixture cli = new Fixture(folder)
                .file(
                        "people.txt",
                        "email,team,status",
                        "ann@example.com,platform,Member",
                        "bob@example.com,platform,Bot",
                        "cat@example.com,storage,Member",
                        "dan@example.com,hall,Member");

        Run run = cli.run(
                "list",
                "--type",
                "file",
                "--path",
                "people.txt",
                "--file-format",
                "csv",
                "--column",
                "email",
                "--where",
                "team=platform",
                "--where",
                "team=storage",
                "--where",
                "status!=Bot");

        assertThat(run.err()).doesNotContain("unknown");
        assertThat(run.out().lines()).containsExactly("ann@example.com", "cat@example.com");
        assertThat(cli.run("list", "--type", "file", "--path", "people.txt", "--file-format", "xml")
                        .err())
                .startsWith("--file-format: cannot be 'xml'");
    }

    @Test
    void help_shows_the_keys_of_the_type() {
        Run run = new Fixture(folder).run("list", "--type", "group", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("--id=VALUE", "Name of the group. Required.", "--token='${NAME}'", "--muted")
                .contains("Colour of the group; one of red, green.");
    }

    @Test
    void a_secret_on_the_command_line_is_refused_and_not_shown() {
        for (String secret : List.of("xoxb-1", "${TOKEN:-xoxb-1}", "Bearer ${TOKEN} xoxb-1", "")) {
            Run run = new Fixture(folder)
                    .variable("TOKEN", "t0psecret")
                    .run("list", "--type", "group", "--id", "team", "--token", secret);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out() + run.err())
                    .contains("--token: takes no secret", "'${NAME}' in single quotes")
                    .doesNotContain("xoxb", "t0psecret");
        }
    }

    @Test
    void a_wrong_option_is_named_without_its_value() {
        Fixture cli = new Fixture(folder);

        Run run = cli.run("list", "--type", "group", "--id", "team", "--tokn=xoxb-1");
        Run apart = cli.run("list", "--type", "group", "--id", "team", "--tokn", "xoxb-1");
        Run without = cli.run("list", "--token", "xoxb-1");

        assertThat(List.of(run, apart, without)).allSatisfy(each -> {
            assertThat(each.exitCode()).isEqualTo(2);
            assertThat(each.out() + each.err()).doesNotContain("xoxb");
        });
        assertThat(run.err()).contains("--tokn: unknown option; did you mean '--token'?");
        assertThat(apart.err()).contains("--tokn: unknown option; did you mean '--token'?");
        assertThat(without.err()).contains("--token: unknown option", "options after --type");
        assertThat(cli.run("list", "go-sync.yml", "a", "--only=x").err())
                .contains("--only: is an option of plan, apply, undo, validate and doctor, not of list");
    }

    @Test
    void every_fault_names_its_option_and_shows_no_value_of_a_variable() {
        Fixture cli = new Fixture(folder).variable("TOKEN", "wrong-t0psecret");

        Run missing = cli.run("list", "--type", "group", "--limit", "many", "--token", "${NOT_SET}");
        Run refused = cli.run("list", "--type", "group", "--id", "team", "--token", "${TOKEN}");

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err())
                .contains(
                        "--id: is missing: Name of the group",
                        "--limit: must be a whole number",
                        "--token: the variable NOT_SET is not set");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--token: ").doesNotContain("t0psecret");
    }

    @Test
    void an_unknown_type_suggests_the_nearest() {
        Run run = new Fixture(folder).run("list", "--type", "grop", "--id", "team", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "--type: unknown adapter type 'grop'; did you mean 'group'? To see all types: go-sync adapters");
        assertThat(run.json()).containsEntry("exitCode", 2);
    }

    @Test
    void a_value_that_begins_with_an_at_sign_is_no_file_of_arguments() {
        Fixture cli = new Fixture(folder).file("@team", "--debug");
        FakeGroup.of("@team", "ann");

        assertThat(cli.run("list", "--type", "group", "--id", "@team").out().strip())
                .isEqualTo("ann");
    }
}
