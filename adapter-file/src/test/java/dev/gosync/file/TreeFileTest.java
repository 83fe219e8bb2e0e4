package dev.gosync.file;

import static dev.gosync.file.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeFileTest {
    private static final String YAML = """
            # who is where
            people: &people
              - ann@x
              - "bob@x"   # on leave
              - ' cem@x '
            teams:
              platform:
                members: *people
              example.com: [dora@x, ann@x, dora@x]
              nobody: []
            """;
    private static final String JSON = """
            {
              "people": ["ann@x", "bob@x"],
              "teams": {
                "platform": {"members": ["cem@x", "d\\u00f6ra@x", " ann@x "]},
                "example.com": [],
                "count": 3
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void reads_the_list_at_the_top_or_at_a_path() throws Exception {
        Path yaml = file(folder, "teams.yaml", YAML);
        Path json = file(folder, "teams.json", JSON);

        assertThat(FileSource.yaml(yaml, "teams.platform.members").get().things())
                .containsExactly("ann@x", "bob@x", "cem@x");
        assertThat(FileSource.yaml(yaml, "teams.example\\.com").get().things()).containsExactly("dora@x", "ann@x");
        assertThat(FileSource.yaml(yaml, "teams.nobody").get().things()).isEmpty();
        assertThat(FileSource.yaml(file(folder, "top.yml", "\uFEFF- ann@x\r\n- bob@x\r\n"))
                        .get()
                        .things())
                .containsExactly("ann@x", "bob@x");
        assertThat(FileSource.json(json, "teams.platform.members").get().things())
                .containsExactly("cem@x", "d\u00f6ra@x", "ann@x");
        assertThat(FileSource.json(json, "teams.example\\.com").get().things()).isEmpty();
        assertThat(FileSource.json(file(folder, "top.json", "\uFEFF[\"ann@x\"]"))
                        .get()
                        .things())
                .containsExactly("ann@x");
    }

    @Test
    void is_read_only() {
        assertThat(FileSource.yaml(folder.resolve("a.yaml"))).isNotInstanceOf(Adapter.class);
    }

    @Test
    void a_wrong_path_is_an_error_with_the_nearest_key_and_the_line() {
        malformedYaml(
                YAML,
                "teams.platfrom.members",
                "line 7: under teams, there is no key 'platfrom'; did you mean" + " 'platform'?");
        malformedYaml(YAML, "persons", "line 2: at the top, there is no key 'persons'; known are: people, teams");
        malformedYaml(YAML, "people.x", "line 2: people is a list, so it has no key 'x'");
        malformedYaml(YAML, "teams.platform", "line 8: teams.platform is a map, not a list");
        malformedYaml("{}", "teams", "line 1: at the top, there is no key 'teams'; there are none");
        malformedJson(
                JSON,
                "teams.platfrom",
                "line 3: under teams, there is no key 'platfrom'; did you mean" + " 'platform'?");
        malformedJson(JSON, "teams.count", "line 6: teams.count is a number, not a list");
        malformedJson(JSON, "teams.count.x", "line 6: teams.count is a number, so it has no key 'x'");
    }

    @Test
    void an_item_that_is_not_a_string_is_an_error_with_its_position_and_line() {
        malformedYaml("- ann@x\n- 17\n", "", "line 2: item 2 is a number, not a string");
        malformedYaml("a:\n- yes\n- true\n", "a", "line 3: item 2 of a is true or false, not a string");
        malformedYaml("- ann@x\n-\n- bob@x\n", "", "line 2: item 2 is null, not a string");
        malformedYaml("- {a: b}\n", "", "line 1: item 1 is a map, not a string");
        malformedYaml("- ''\n", "", "line 1: item 1 is empty");
        malformedYaml("- !!binary aGk=\n", "", "line 1: item 1 is of the type");
        malformedJson("[\"a\",\n null]", "", "line 2: item 2 is null, not a string");
        malformedJson("[\"a\",\n {\"a\": \"b\"}]", "", "line 2: item 2 is an object, not a string");
        malformedJson("[\"a\", 1]", "", "line 1: item 2 is a number, not a string");
        malformedJson("[\" \"]", "", "line 1: item 1 is empty");
    }

    @Test
    void invalid_yaml_is_one_error_with_its_line() {
        malformedYaml("", "", "line 1: the file is empty");
        malformedYaml("# nothing\n", "", "line 1: the file is empty");
        malformedYaml("a: b\n", "", "line 1: the top is a map, not a list");
        malformedYaml("- a\n---\nb: c\n", "", "line 3: the top is a map, not a list");
        malformedYaml("---\n---\n", "", "line 1: the file is empty");
        malformedYaml("- a\n- \"b\n", "", "line 3: invalid YAML: found unexpected end of stream");
        malformedYaml("- a\n\t- b: c: d\n", "", "line 2: invalid YAML: ");
        malformedYaml("a: [x]\nb: c\na: [y]\n", "a", "line 3: the key 'a' is used twice");
        malformedYaml("[".repeat(100_000), "", "nested too deeply");
    }

    @Test
    void yaml_makes_no_objects_and_copies_no_aliases() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        bomb.append("evil: !!javax.script.ScriptEngineManager [x]\nmembers: [ann@x]\n");

        Path yaml = file(folder, "bomb.yaml", bomb.toString());

        assertThat(FileSource.yaml(yaml, "members").get().things()).containsExactly("ann@x");
        assertThatThrownBy(() -> FileSource.yaml(yaml, "a29").get()).hasMessageContaining("item 1 of a29 is a list");
    }

    @Test
    void invalid_json_is_one_error_with_its_line() {
        malformedJson("", "", "line 1: the file is empty");
        malformedJson("{\"a\": 1}", "", "line 1: the top is an object, not a list");
        malformedJson("[\"a\",\n\"b\"", "", "line 2: invalid JSON: Unexpected end-of-input");
        malformedJson("[\"a\",\n'b']", "", "line 2: invalid JSON: ");
        malformedJson("[\"a\"]\n[]", "", "line 2: there is text after the end of the JSON value");
        malformedJson("{\"a\": [],\n\"a\": []}", "a", "line 2: invalid JSON: Duplicate");
        malformedJson("{\"b\": {\"x\": 1,\n\"x\": 2}, \"a\": []}", "a", "line 2: invalid JSON: Duplicate");
        malformedJson("[".repeat(100_000), "", "line 1: ");
    }

    @Test
    void a_missing_file_is_an_error_that_does_not_suggest_to_create_it() {
        assertThatThrownBy(() -> FileSource.yaml(folder.resolve("none.yaml")).get())
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
                    assertThat(e.problem()).isEqualTo("the file does not exist");
                    assertThat(e.remedy()).isEqualTo("Check the path.");
                });
    }

    @Test
    void a_hundred_thousand_items_are_read() throws Exception {
        StringBuilder yaml = new StringBuilder("members:\n");
        StringBuilder json = new StringBuilder("{\"members\": [\"first@x\"");
        for (int i = 0; i < 100_000; i++) {
            yaml.append("  - user").append(i).append("@example.com\n");
            json.append(",\n\"user").append(i).append("@example.com\"");
        }

        assertThat(FileSource.yaml(file(folder, "a.yaml", yaml.toString()), "members")
                        .get()
                        .things())
                .hasSize(100_000);
        assertThat(FileSource.json(file(folder, "a.json", json + "]}"), "members")
                        .get()
                        .things())
                .hasSize(100_001);
    }

    private void malformedYaml(String content, String at, String problem) {
        Path file = file(folder, "malformed.yaml", content);
        malformed(at.isEmpty() ? FileSource.yaml(file) : FileSource.yaml(file, at), problem);
    }

    private void malformedJson(String content, String at, String problem) {
        Path file = file(folder, "malformed.json", content);
        malformed(at.isEmpty() ? FileSource.json(file) : FileSource.json(file, at), problem);
    }

    private static void malformed(FileSource source, String problem) {
        assertThatThrownBy(source::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(e.problem()).startsWith(problem);
        });
    }
}
