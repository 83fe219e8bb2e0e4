package dev.gosync.file;

import static dev.gosync.file.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Source;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of objects, JSON lines, and several documents in one file. */
class TreeObjectsTest {
    private static final String MEMBERS = """
            members:
              - {name: Ann, email: ann@x, active: true, role: [owner, dev]}
              - {name: Bob, email: bob@x, active: false, role: dev}
              - {name: Cem, email: null, active: true}
              - {name: Dora, email: '', active: true}
              - {name: Eve, active: true, profile: {login: eve}}
            """;
    private static final String GROUPS = """
            {"groups": [
              {"name": "web", "members": ["ann@x", "bob@x"], "people": [{"id": "a", "role": "owner"}, {"id": "b"}]},
              {"name": "ops", "members": ["cem@x", "ann@x"], "people": [{"id": "c", "role": "owner"}]},
              {"name": "none"}
            ]}
            """;

    @TempDir
    Path folder;

    @Test
    void a_key_of_the_objects_in_a_list_is_read_and_objects_without_it_are_counted() throws Exception {
        FileSource members = FileSource.yaml(file(folder, "team.yaml", MEMBERS), "members[].email");

        assertThat(members.get().things()).containsExactly("ann@x", "bob@x");
        assertThat(members.get().leftOut()).isEqualTo(Map.of("no email", 3));
        assertThat(members.name()).endsWith("team.yaml (at members[].email)");
        assertThat(FileSource.yaml(folder.resolve("team.yaml"), "members[].profile.login")
                        .get()
                        .things())
                .containsExactly("eve");
    }

    @Test
    void conditions_select_objects_and_a_list_needs_only_one_item() throws Exception {
        FileSource members = FileSource.yaml(file(folder, "team.yaml", MEMBERS), "members[].email");

        assertThat(members.where("active", "true").get().things()).containsExactly("ann@x");
        assertThat(members.where("active", "true").get().leftOut()).isEqualTo(Map.of("no email", 3));
        assertThat(members.where("role", "dev").get().things()).containsExactly("ann@x", "bob@x");
        assertThat(members.whereNot("role", "owner").get().things()).containsExactly("bob@x");
        assertThat(members.where("name", "Ann", "Cem").get().things()).containsExactly("ann@x");
        assertThat(members.where("active", "true").whereNot("name", "Ann").name())
                .endsWith("(at members[].email where active=true, name!=Ann)");
    }

    @Test
    void lists_in_lists_are_one_list() throws Exception {
        Path json = file(folder, "groups.json", GROUPS);

        assertThat(FileSource.json(json, "groups[].members").get().things()).containsExactly("ann@x", "bob@x", "cem@x");
        assertThat(FileSource.json(json, "groups[].members[]").get())
                .isEqualTo(FileSource.json(json, "groups[].members").get());
        assertThat(FileSource.json(json, "groups[].members").get().leftOut()).isEqualTo(Map.of("no members", 1));
        assertThat(FileSource.json(json, "groups[].people[].id").get().things()).containsExactly("a", "b", "c");
        assertThat(FileSource.json(file(folder, "a.json", "[[\"a\"], [], [\"b\", \"a\"]]"), "[][]")
                        .get()
                        .things())
                .containsExactly("a", "b");
    }

    @Test
    void a_condition_is_about_the_last_list_of_objects_or_the_list_that_it_names() throws Exception {
        Path json = file(folder, "groups.json", GROUPS);
        FileSource members = FileSource.json(json, "groups[].members");
        FileSource people = FileSource.json(json, "groups[].people[].id");

        assertThat(members.where("name", "ops").get().things()).containsExactly("cem@x", "ann@x");
        assertThat(members.where("groups[].name", "ops").get().things()).containsExactly("cem@x", "ann@x");
        assertThat(people.where("role", "owner").get().things()).containsExactly("a", "c");
        assertThat(people.where("role", "owner")
                        .where("groups[].name", "web")
                        .get()
                        .things())
                .containsExactly("a");
        assertThat(people.where(".groups.name", "web").get().things()).containsExactly("a", "b", "c");
    }

    @Test
    void json_lines_are_a_list_of_documents() throws Exception {
        Path lines = file(
                folder,
                "people.jsonl",
                "{\"mail\": \"ann@x\", \"status\": \"ACTIVE\"}\r\n\n{\"mail\":\"bob@x\",\"status\":\"GONE\"}\n{\"id\":3}");

        assertThat(FileSource.jsonLines(lines, "mail").get().things()).containsExactly("ann@x", "bob@x");
        assertThat(FileSource.jsonLines(lines, "mail").get().leftOut()).isEqualTo(Map.of("no mail", 1));
        assertThat(FileSource.jsonLines(lines, "mail")
                        .where("status", "ACTIVE")
                        .get()
                        .things())
                .containsExactly("ann@x");
        assertThat(FileSource.jsonLines(file(folder, "a.ndjson", "\"ann@x\"\n[\"bob@x\", \"cem@x\"]\n"))
                        .get()
                        .things())
                .containsExactly("ann@x", "bob@x", "cem@x");
        assertThat(FileSource.jsonLines(file(folder, "b.ndjson", "\n")).get().things())
                .isEmpty();
        malformed(
                FileSource.jsonLines(file(folder, "c.ndjson", "{\"a\":\"b\"}\n{\"a\":\"c"), "a"),
                "line 2: invalid JSON");
        malformed(FileSource.json(lines, "mail"), "line 1: mail is a string, not a list");
        malformed(
                FileSource.json(file(folder, "d.json", "{\"a\": [\"b\"]}\n{\"a\": [\"b\"]}"), "a"),
                "line 2: there is text after the end of the JSON value");
    }

    @Test
    void all_documents_of_a_yaml_file_are_read() throws Exception {
        Path yaml = file(
                folder,
                "teams.yaml",
                "---\nname: web\nmembers: [ann@x]\n---\n---\nname: ops\nmembers: [bob@x, ann@x]\n");
        Path mixed = file(
                folder, "mixed.yaml", "kind: Team\nowner: ann@x\n---\nkind: Host\n---\nkind: Team\nowner: bob@x\n");

        assertThat(FileSource.yaml(yaml, "members").get().things()).containsExactly("ann@x", "bob@x");
        assertThat(FileSource.yaml(yaml, "members").where("name", "ops").get().things())
                .containsExactly("bob@x", "ann@x");
        assertThat(FileSource.yaml(mixed, "owner").where("kind", "Team").get().things())
                .containsExactly("ann@x", "bob@x");
        malformed(
                FileSource.yaml(mixed, "owner"),
                "line 2: owner is a string, not a list",
                "Write it as a list, or select its object with where.");
        malformed(FileSource.yaml(yaml, "people"), "line 2: at the top, there is no key 'people'");
    }

    @Test
    void a_key_that_no_object_has_is_an_error_with_the_nearest_key() {
        Path yaml = file(folder, "team.yaml", MEMBERS);
        Path json = file(folder, "groups.json", GROUPS);

        malformed(
                FileSource.yaml(yaml, "members[].emial"),
                "line 2: under members[], there is no key 'emial'; did you mean 'email'?");
        malformed(
                FileSource.json(json, "groups[].member"),
                "line 2: under groups[], there is no key 'member'; did you mean 'members'?");
        malformed(
                FileSource.json(json, "groups[].members").where("nane", "web"),
                "line 2: for where, there is no key 'nane'; did you mean 'name'?");
        malformed(
                FileSource.yaml(yaml, "members[].email").whereNot("activ", "true"),
                "line 2: for where, there is no key 'activ'; did you mean 'active'?");
    }

    @Test
    void not_may_be_about_a_key_that_no_object_has() throws Exception {
        assertThat(FileSource.yaml(file(folder, "team.yaml", MEMBERS), "members[].email")
                        .whereNot("suspended", "true")
                        .get()
                        .things())
                .containsExactly("ann@x", "bob@x");
    }

    @Test
    void values_in_another_case_and_conditions_that_nothing_meets_are_explained() throws Exception {
        Path json = file(folder, "groups.json", GROUPS);

        malformed(
                FileSource.json(json, "groups[].members").where("name", "Web"),
                "where selects 'Web', but name is 'web' once and never 'Web'",
                "Correct where in the configuration, or the file. Case counts.");
        malformed(
                FileSource.json(json, "groups[].people[].id").where("groups[].name", "OPS"),
                "where selects 'OPS', but groups[].name is 'ops' once and never 'OPS'");
        assertThat(FileSource.json(json, "groups[].members")
                        .where("name", "wbe")
                        .get()
                        .leftOut())
                .isEqualTo(Map.of("not selected by where: name is never 'wbe'; did you mean 'web'?", 3));
    }

    @Test
    void a_wrong_step_is_an_error_that_shows_the_right_path() {
        Path yaml = file(folder, "team.yaml", MEMBERS);

        malformed(
                FileSource.yaml(yaml, "members.email"),
                "line 2: members is a list, so it has no key 'email'",
                "For every item of the list, write members[].email in the configuration.");
        malformed(
                FileSource.json(file(folder, "a.json", "[{\"login\": \"a\"}]"), "login"),
                "line 1: the top is a list, so it has no key 'login'",
                "For every item of the list, write [].login in the configuration.");
        malformed(
                FileSource.yaml(yaml, "members"),
                "line 2: item 1 of members is a map, not a string",
                "For a key of the objects, write members[].KEY, with one of the keys active, email, name, role.");
        malformed(
                FileSource.json(folder.resolve("a.json"), "[]"),
                "line 1: item 1 is an object, not a string",
                "For a key of the objects, write [].KEY, with one of the keys login.");
        malformed(FileSource.yaml(yaml, "members[].active"), "line 2: members[].active is true or false, not a string");
        malformed(
                FileSource.json(file(folder, "b.json", "{\"a\": {\"b\": \"c\"}}"), "a[].b"),
                "line 1: a is an object, not a list");
        malformed(
                FileSource.json(file(folder, "c.json", "[\"a\",\n null]"), "[]"),
                "line 2: item 2 is null, not a string");
        malformed(FileSource.json(file(folder, "d.json", "[[\"a\"]]"), "[]"), "line 1: item 1 is a list, not a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a.", ".a", "a[]b", "[]..a", "a.[]b", "a[0]", "a[", "[x]", "a[].", ""})
    void an_invalid_path_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> FileSource.yaml(folder.resolve("a"), path));
    }

    @Test
    void dots_and_brackets_of_a_key_have_a_backslash() throws Exception {
        Path json = file(folder, "a.json", "{\"a.b[]\": [{\"c[\": \"x\"}], \"a\\\\b\": [\"y\"]}");

        assertThat(FileSource.json(json, "a\\.b\\[][].c\\[").get().things()).containsExactly("x");
        assertThat(FileSource.json(json, "a\\.b\\[][].c\\[").name()).contains("(at a\\.b\\[][].c\\[)");
        assertThat(FileSource.json(json, "a\\b").get().things()).containsExactly("y");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileSource.json(json, "[].a").where("b..c", "d"))
                .withMessageContaining("where has an empty key");
    }

    @Test
    void a_hundred_thousand_objects_are_read() throws Exception {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < 100_000; i++) {
            json.append(i == 0 ? "" : ",\n")
                    .append("{\"login\": \"user")
                    .append(i)
                    .append("\", \"id\": 7, \"more\": {\"a\": [1, 2]}, \"odd\": ")
                    .append(i % 2 == 1)
                    .append('}');
        }

        assertThat(FileSource.json(file(folder, "a.json", json + "]"), "[].login")
                        .where("odd", "true")
                        .get()
                        .things())
                .hasSize(50_000);
    }

    private static void malformed(Source source, String problem, String remedy) {
        assertThatThrownBy(source::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(e.problem()).startsWith(problem);
            assertThat(e.remedy()).startsWith(remedy);
        });
    }

    private static void malformed(Source source, String problem) {
        malformed(source, problem, "");
    }
}
