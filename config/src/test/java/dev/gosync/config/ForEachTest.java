package dev.gosync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForEachTest {
    @TempDir
    private Path folder;

    private final ConfigurationReader reader = ConfigurationReader.standard().variables(Map.of("UNIT", "eng"));

    @BeforeEach
    void people() throws IOException {
        file("people.csv", """
                email,team
                ann@example.com,red
                bob@example.com,blue
                cat@example.com,red
                """);
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private Configuration read(String forEach, String name, String team, String place) throws IOException {
        file("go-sync.yml", """
                guards: { max-total-removals: 3 }
                syncs:
                  - name: %s
                    for-each: %s
                    source: { file: { path: people.csv, column: email, where: { team: %s } } }
                    destinations: [{ file: { path: '%s', create: true } }]
                """.formatted(name, forEach, team, place));
        return reader.read(folder, "go-sync.yml");
    }

    private Configuration teams(String forEach) throws IOException {
        return read(forEach, "team ${each}", "'${each}'", "${each}.txt");
    }

    private List<String> faults(String forEach, String name, String team, String place) {
        List<String> faults = new ArrayList<>();
        assertThatThrownBy(() -> read(forEach, name, team, place))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> e.faults().forEach(fault -> faults.add(fault.toString())));
        return faults;
    }

    private List<String> faults(String forEach) {
        return faults(forEach, "team ${each}", "'${each}'", "${each}.txt");
    }

    private void sync(Configuration configuration) {
        configuration.syncs().forEach(sync -> sync.group().sync());
    }

    @Test
    void a_list_makes_one_sync_for_each_value() throws IOException {
        try (Configuration configuration = teams("[red, blue]")) {
            assertThat(configuration.syncs()).hasToString("[team red, team blue]");
            assertThat(configuration.syncs()).allMatch(ConfiguredSync::isMadeByForEach);
            sync(configuration);
        }
        assertThat(folder.resolve("red.txt")).hasContent("ann@example.com\ncat@example.com");
        assertThat(folder.resolve("blue.txt")).hasContent("bob@example.com");
    }

    @Test
    void a_column_of_a_csv_file_makes_one_sync_for_each_value() throws IOException {
        try (Configuration configuration = teams("{ file: { path: people.csv, column: team } }")) {
            assertThat(configuration.syncs()).hasToString("[team blue, team red]");
            sync(configuration);
        }
        assertThat(folder.resolve("red.txt")).hasContent("ann@example.com\ncat@example.com");
    }

    @Test
    void a_path_in_yaml_or_json_makes_one_sync_for_each_value() throws IOException {
        file("teams.yml", "company: { teams: [red, blue] }\n");
        file("teams.json", "{\"groups\": [{\"teams\": [\"red\"]}, {\"teams\": [\"blue\"]}]}\n");

        try (Configuration configuration = teams("{ path: teams.yml, at: company.teams }")) {
            assertThat(configuration.syncs()).hasToString("[team red, team blue]");
        }
        try (Configuration configuration = teams("{ path: teams.json, at: 'groups[].teams' }")) {
            assertThat(configuration.syncs()).hasToString("[team red, team blue]");
        }
    }

    @Test
    void a_value_may_be_an_object() throws IOException {
        file("teams.yml", "- { team: red, list: r, size: 3 }\n- { team: blue, list: b }\n");

        for (String forEach : List.of("[{ team: red, list: r }, { team: blue, list: b }]", "{ path: teams.yml }")) {
            try (Configuration configuration =
                    read(forEach, "team ${each.team}", "'${each.team}'", "list-${each.list}-${UNIT}.txt")) {
                assertThat(configuration.syncs()).hasToString("[team red, team blue]");
                sync(configuration);
            }
            assertThat(folder.resolve("list-r-eng.txt")).hasContent("ann@example.com\ncat@example.com");
        }
    }

    @Test
    void the_syncs_of_one_for_each_are_one_batch() throws IOException {
        try (Configuration configuration = teams("[red, blue]")) {
            assertThat(configuration.batches()).hasToString("[[team red, team blue]]");
        }
    }

    @Test
    void guards_count_over_all_values() throws Exception {
        file("red.txt", "ann@example.com\ncat@example.com\nx1@example.com\nx2@example.com\n");
        file("blue.txt", "bob@example.com\ny1@example.com\ny2@example.com\n");

        try (Configuration configuration = teams("[red, blue]")) {
            List<Plans> plans = new ArrayList<>();
            for (ConfiguredSync sync : configuration.syncs()) {
                plans.add(sync.group().plan());
            }
            assertThat(plans).noneMatch(Plans::isRefused);

            List<Plans> judged = Plans.judgedTogether(plans);

            assertThat(judged).allMatch(Plans::isRefused);
            assertThat(judged.get(0).plans().get(0).objections().get(0).toString())
                    .contains("would remove 4 from all destinations together");
        }
    }

    @Test
    void one_value_can_be_selected() throws IOException {
        try (Configuration all = teams("[red, blue]");
                Configuration one = reader.only(List.of("team blue")).read(folder, "go-sync.yml")) {
            assertThat(all.syncs()).hasSize(2);
            assertThat(one.syncs()).hasToString("[team blue]");
        }
    }

    @Test
    void a_selected_value_that_is_gone_is_ignored_if_it_need_not_be_there() throws IOException {
        try (Configuration all = teams("[red, blue]");
                Configuration one =
                        reader.onlyIfThere(List.of("team blue", "team green")).read(folder, "go-sync.yml");
                Configuration none = reader.onlyIfThere(List.of("team green")).read(folder, "go-sync.yml")) {
            assertThat(all.syncs()).hasSize(2);
            assertThat(one.syncs()).hasToString("[team blue]");
            assertThat(none.syncs()).isEmpty();
        }
    }

    @Test
    void an_anchor_may_be_shared_with_other_syncs() throws IOException {
        file("go-sync.yml", """
                syncs:
                  - name: ${each}
                    for-each: [red]
                    guards: &limits { max-removals: 1 }
                    source: { file: { path: people.csv, column: email, where: { team: '${each}' } } }
                    destinations: [{ file: { path: '${each}.txt' } }]
                  - name: all
                    guards: *limits
                    source: { file: { path: people.csv, column: email } }
                    destinations: [{ file: { path: all.txt } }]
                """);

        try (Configuration configuration = reader.read(folder, "go-sync.yml")) {
            assertThat(configuration.syncs()).hasToString("[red, all]");
            assertThat(configuration.batches()).hasSize(2);
        }
    }

    // Faults

    @Test
    void a_fault_in_all_syncs_is_told_once() {
        assertThat(faults("[red, blue]", "team ${each}", "'${each}'", "${each}.txt', colum: 'x"))
                .hasSize(1);
    }

    @Test
    void names_and_places_must_differ() {
        assertThat(faults("[red, blue]", "team", "'${each}'", "${each}.txt"))
                .containsExactly("go-sync.yml:3:11: name: is not unique: team is already used on line 3;"
                        + " use ${each} in it, and give each value once");
        assertThat(faults("[red, red]", "team ${each}", "'${each}'", "${each}.txt")
                        .get(0))
                .contains("is not unique: team red");
        assertThat(faults("[red, blue]", "team ${each}", "'${each}'", "all.txt"))
                .singleElement()
                .asString()
                .contains("is the same place as on line 6 in sync team red");
    }

    @Test
    void wrong_values_are_faults() throws IOException {
        file("teams.yml", "company: { teams: [] }\n");
        file("broken.yml", "a: [");
        file("deep.yml", "- [1, 2]\n");

        assertThat(faults("[{}]", "a", "b", "c.txt").get(0)).contains("must have at least one key with a value");
        assertThat(faults("[]")).containsExactly("go-sync.yml:4:15: for-each: is empty");
        assertThat(faults("red").get(0)).contains("must be a list, a place, or {path: FILE, at: KEY}");
        assertThat(faults("{ path: nowhere.yml }"))
                .containsExactly("go-sync.yml:4:23: path: file not found: nowhere.yml");
        assertThat(faults("{ at: x }").get(0)).contains("path: is missing");
        assertThat(faults("{ path: teams.yml, ta: x }")).last().asString().contains("did you mean 'at'?");
        assertThat(faults("{ path: teams.yml, at: compny.teams }").get(0)).contains("did you mean 'company'?");
        assertThat(faults("{ path: teams.yml, at: company.teams }").get(0)).contains("has no value at company.teams");
        assertThat(faults("{ path: broken.yml }").get(0)).contains("is neither valid YAML nor valid JSON");
        assertThat(faults("{ path: deep.yml }").get(0)).contains("neither a text nor an object of texts");
        assertThat(faults("{ path: . }").get(0)).contains("is a folder, not a file");
        assertThat(faults("{ file: { path: people.csv, column: tem } }").get(0)).contains("could not be read", "tem");
        assertThat(faults("{ fiel: { path: people.csv } }").get(0)).contains("did you mean 'file'?");
    }

    @Test
    void wrong_references_are_faults() throws IOException {
        assertThat(faults("[{ team: red }]", "${each}", "'${each.team}'", "x.txt")
                        .get(0))
                .contains("${each} is an object here; use ${each.KEY} with one of team");
        assertThat(faults("[{ team: red }]", "${each.team}", "'${each.tema}'", "x.txt")
                        .get(0))
                .contains("did you mean 'team'?");
        assertThat(faults("[red]", "${each.team}", "'${each}'", "x.txt").get(0))
                .contains("${each.team} needs an object, but the value is red; use ${each}");
        file(
                "go-sync.yml",
                "syncs: [{ name: '${each}', source: { file: { path: a } }, destinations: [{ file: { path: b } }] }]");
        assertThatThrownBy(() -> reader.read(folder, "go-sync.yml"))
                .hasMessage("go-sync.yml:1:17: name: ${each} has a value only in a sync with for-each");
    }

    @Test
    void a_value_that_comes_from_a_variable_is_not_shown() {
        assertThat(faults(
                        "[{ team: red, key: '${UNIT}' }]",
                        "${each.team}",
                        "'${each.team}'",
                        "x.txt', format: '${each.key}"))
                .singleElement()
                .asString()
                .contains("format: cannot be '${each.key}'")
                .doesNotContain("eng");
    }

    @Test
    void a_wrong_column_does_not_make_thousands_of_syncs() throws IOException {
        file(
                "many.csv",
                "email\n"
                        + IntStream.range(0, 1001)
                                .mapToObj(i -> "p" + i + "@example.com\n")
                                .collect(Collectors.joining()));

        assertThat(faults("{ file: { path: many.csv, column: email } }"))
                .singleElement()
                .asString()
                .contains("has 1001 values; at most 1000 are allowed");
    }

    @Test
    void values_that_need_a_variable_are_not_read_offline() throws IOException {
        file("go-sync.yml", """
                syncs:
                  - name: ${each}
                    for-each: { file: { path: '${TEAMS}', column: team } }
                    source: { file: { path: people.csv, column: email } }
                    destinations: [{ file: { path: '${each}.txt' } }]
                """);

        try (Configuration configuration = reader.offline().read(folder, "go-sync.yml")) {
            assertThat(configuration.syncs()).isEmpty();
            assertThat(configuration.unsetVariables()).containsExactly("TEAMS");
        }
    }

    @Test
    void another_sync_that_is_selected_does_not_need_the_variables_of_for_each() throws IOException {
        file("go-sync.yml", """
                syncs:
                  - name: ${each}
                    for-each: { file: { path: '${TEAMS}', column: team } }
                    source: { file: { path: people.csv, column: email } }
                    destinations: [{ file: { path: '${each}.txt' } }]
                  - name: all
                    source: { file: { path: people.csv, column: email } }
                    destinations: [{ file: { path: all.txt } }]
                """);

        try (Configuration configuration = reader.only(List.of("all")).read(folder, "go-sync.yml")) {
            assertThat(configuration.syncs()).hasToString("[all]");
        }
        assertThatThrownBy(() -> reader.only(List.of("red")).read(folder, "go-sync.yml"))
                .hasMessageStartingWith("go-sync.yml: has no sync or destination 'red'; known are: all, ")
                .hasMessageEndingWith("(some places have no name yet, because a variable is not set: TEAMS)");
    }
}
