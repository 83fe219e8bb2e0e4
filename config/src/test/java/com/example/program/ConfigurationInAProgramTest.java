package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Objection;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.config.Adapters;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program of somebody else does with a configuration: it sees the public types only. */
final class ConfigurationInAProgramTest {
    @TempDir
    private Path folder;

    private final ConfigurationReader reader = ConfigurationReader.standard().variables(Map.of());

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<String> faults(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
        List<String> faults = new ArrayList<>();
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> e.faults().stream().map(Fault::toString).forEach(faults::add));
        return faults;
    }

    @Test
    void a_file_becomes_syncs_that_can_be_applied() throws Exception {
        file("people.txt", "ann@example.com\nbob@example.com\n");
        file("team.txt", "bob@example.com\n");
        Path yaml = file("go-sync.yml", """
                syncs:
                  - name: team
                    source: { file: { path: people.txt } }
                    destinations: [{ name: the team, file: { path: team.txt } }]
                """);

        try (Configuration configuration = reader.read(yaml)) {
            ConfiguredSync sync = configuration.syncs().get(0);
            List<Report> reports = sync.group().sync();

            assertThat(sync.name()).isEqualTo("team");
            assertThat(sync.isMadeByForEach()).isFalse();
            assertThat(sync.destination(reports.get(0)).name()).isEqualTo("the team");
            assertThat(reports.get(0).isClean()).isTrue();
        }
        assertThat(folder.resolve("team.txt")).hasContent("bob@example.com\nann@example.com");
    }

    @Test
    void each_group_reads_the_source_anew() throws Exception {
        file("people.txt", "ann@example.com\n");
        file("team.txt", "bob@example.com\n");
        Path yaml = file("go-sync.yml", """
                guards: { allow-full-replacement: true }
                syncs:
                  - { name: team, source: { file: { path: people.txt } }, destinations: [{ file: { path: team.txt } }] }
                """);

        try (Configuration configuration = reader.read(yaml)) {
            ConfiguredSync sync = configuration.syncs().get(0);
            Plans first = sync.group().plan();
            file("people.txt", "cat@example.com\n");
            Plans second = sync.group().plan();

            assertThat(first.plans().get(0).additions()).containsExactly("ann@example.com");
            assertThat(second.plans().get(0).additions()).containsExactly("cat@example.com");
        }
    }

    @Test
    void given_changes_are_planned_with_the_settings_of_a_destination_and_without_its_source() throws Exception {
        file("team.txt", "ann@example.com\nbob@example.com\nroot@example.com\n");
        file("other.txt", "ann@example.com\n");
        Path yaml = file("go-sync.yml", """
                mode: add-only
                syncs:
                  - name: team
                    source: { file: { path: not-there.txt } }
                    destinations:
                      - { file: { path: team.txt }, protect: [root@example.com], guards: { max-removals: 0 } }
                      - { file: { path: other.txt }, mode: remove-add }
                """);

        try (Configuration configuration = reader.read(yaml)) {
            ConfiguredSync configured = configuration.syncs().get(0);
            ConfiguredDestination team = configured.destinations().get(0);
            ConfiguredSync sync = configured.withSource(
                    Sources.of("run 1", () -> List.of("kim@example.com")),
                    List.of(team.place().name()));
            Mode mode = sync.destinations().get(0).mode();
            Change change =
                    new Change(List.of("kim@example.com"), List.of("bob@example.com", "root@example.com"), mode);
            Plans plans = sync.group().plan(Map.of(team.place(), change));

            assertThat(sync.name()).isEqualTo("team");
            assertThat(sync.destinations()).hasSize(1);
            assertThat(mode).isEqualTo(Mode.ADD_REMOVE);
            assertThat(plans.plans()).singleElement().satisfies(plan -> {
                assertThat(plan.source().name()).isEqualTo("run 1");
                assertThat(plan.additions()).containsExactly("kim@example.com");
                assertThat(plan.removals()).containsExactly("bob@example.com");
                assertThat(plan.kept()).containsOnlyKeys("root@example.com");
                assertThat(plan.objections()).extracting(Objection::option).containsExactly("max-removals");
            });
            assertThat(configured
                            .withSource(Sources.of("run 1", List::of), List.of("no place"))
                            .destinations())
                    .isEmpty();
            ConfiguredSync both = configured.withSource(
                    sync.source(),
                    configured.destinations().stream()
                            .map(destination -> destination.place().name())
                            .toList());
            assertThat(both.destinations())
                    .extracting(ConfiguredDestination::mode)
                    .containsExactly(Mode.ADD_REMOVE, Mode.REMOVE_ADD);
        }
    }

    @Test
    void a_configuration_need_not_be_a_file() throws Exception {
        file("people.txt", "ann@example.com\n");
        String yaml = """
                syncs:
                  - { name: '${NAME}', source: { file: { path: people.txt } }, destinations: [{ file: { path: out.txt, create: true } }] }
                """;

        try (Configuration configuration = reader.variables(Map.of("NAME", "from a database"))
                .read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "the row 7", folder)) {
            assertThat(configuration.syncs()).hasToString("[from a database]");
            configuration.syncs().get(0).group().sync();
        }
        assertThat(folder.resolve("out.txt")).hasContent("ann@example.com");

        assertThat(faults(() -> reader.read(
                        new ByteArrayInputStream("syncs: []".getBytes(StandardCharsets.UTF_8)), "the row 7", folder)))
                .containsExactly("the row 7:1:8: syncs: is empty");
    }

    @Test
    void all_faults_come_at_once_with_their_places() throws Exception {
        Path yaml = file("go-sync.yml", """
                sycns: []
                syncs:
                  - name: team
                    source: { file: { pth: people.txt } }
                    destinations: [{ file: { path: out.txt } }]
                """);

        assertThat(faults(() -> reader.read(folder, "go-sync.yml")))
                .containsExactly(
                        "go-sync.yml:1:1: sycns: unknown key; did you mean 'syncs'?",
                        "go-sync.yml:4:15: path: is missing: The file; a relative path is relative to the configuration file; - is standard"
                                + " input",
                        "go-sync.yml:4:23: pth: unknown key; did you mean 'path'?");
        assertThat(faults(() -> reader.read(yaml)).get(0)).startsWith(yaml + ":1:1: ");
    }

    @Test
    void a_missing_file_and_a_folder_are_faults() {
        assertThat(faults(() -> reader.read(folder, "go-sync.yml"))).containsExactly("go-sync.yml: file not found");
        assertThat(faults(() -> reader.read(folder, "."))).containsExactly(".: is a folder, not a file");
        assertThat(faults(() -> reader.read(folder, "a\0b")).get(0)).contains("is not a valid path: ");
    }

    @Test
    void more_faults_than_a_person_can_read_are_counted() throws Exception {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            yaml.append("unknown-").append(i).append(": 1\n");
        }
        Path file = file("go-sync.yml", yaml.toString());

        List<String> faults = faults(() -> reader.read(file.getParent(), "go-sync.yml"));

        assertThat(faults).hasSize(101);
        assertThat(faults.get(100)).isEqualTo("go-sync.yml: 99901 more faults; correct these first");
    }

    // Variables

    private static final String TWO_SYNCS = """
            syncs:
              - { name: one, source: { file: { path: '${ONE}' } }, destinations: [{ file: { path: out1.txt } }] }
              - name: two
                source: { file: { path: people.txt } }
                destinations:
                  - { name: two-a, file: { path: '${TWO_A}' } }
                  - { name: two-b, file: { path: '${TWO_B}' } }
            """;

    @Test
    void only_what_is_selected_needs_its_variables() throws Exception {
        file("go-sync.yml", TWO_SYNCS);

        assertThat(faults(() -> reader.read(folder, "go-sync.yml"))).hasSize(3);
        assertThat(faults(() -> reader.only(List.of("one")).read(folder, "go-sync.yml")))
                .singleElement()
                .asString()
                .contains("the variable ONE is not set");
        assertThat(faults(() -> reader.only(List.of("two")).read(folder, "go-sync.yml")))
                .hasSize(2);
        try (Configuration configuration = reader.variables(Map.of("TWO_B", "b.txt"))
                .only(List.of("two-b"))
                .read(folder, "go-sync.yml")) {
            assertThat(configuration.syncs()).hasToString("[two]");
            assertThat(configuration.syncs().get(0).destinations()).hasSize(1);
        }
    }

    @Test
    void what_is_not_selected_is_checked_all_the_same() throws Exception {
        file("go-sync.yml", TWO_SYNCS.replace("name: two-a", "name: two-a, nam: x"));

        assertThat(faults(() -> reader.variables(Map.of("ONE", "people.txt"))
                        .only(List.of("one"))
                        .read(folder, "go-sync.yml")))
                .containsExactly("go-sync.yml:6:24: nam: unknown key; did you mean 'name'?");
    }

    @Test
    void offline_needs_no_variable() throws Exception {
        file("go-sync.yml", TWO_SYNCS);

        try (Configuration configuration = reader.offline().read(folder, "go-sync.yml")) {
            assertThat(configuration.syncs()).isEmpty();
            assertThat(configuration.unsetVariables()).containsExactly("ONE", "TWO_A", "TWO_B");
        }
        assertThat(faults(() -> {
                    file("go-sync.yml", TWO_SYNCS.replace("'${ONE}'", "'${ONE'"));
                    reader.offline().read(folder, "go-sync.yml");
                }))
                .singleElement()
                .asString()
                .contains("has no closing '}'");
    }

    @Test
    void a_name_that_may_be_behind_a_variable_is_said_so() throws Exception {
        file("go-sync.yml", TWO_SYNCS);

        assertThat(faults(() -> reader.only(List.of("tow")).read(folder, "go-sync.yml")))
                .containsExactly("go-sync.yml: has no sync or destination 'tow'; did you mean 'two'?"
                        + " (some places have no name yet, because a variable is not set: ONE, TWO_A, TWO_B)");
    }

    // Adapters

    @Test
    void a_program_can_choose_the_adapters() throws Exception {
        file("go-sync.yml", TWO_SYNCS);

        assertThat(faults(() -> ConfigurationReader.of(Adapters.of(List.of())).read(folder, "go-sync.yml")))
                .allSatisfy(fault -> assertThat(fault).doesNotContain("null"))
                .anySatisfy(fault -> assertThat(fault).contains("file: unknown adapter type"));
        assertThat(Adapters.in(getClass().getClassLoader()).types()).containsExactly("file");
        assertThatThrownBy(() -> Adapters.in(getClass().getClassLoader()).get("fiel"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean 'file'?");
    }

    @Test
    void the_schema_knows_the_adapters() throws IOException {
        StringBuilder schema = new StringBuilder();

        reader.writeSchema(schema);

        assertThat(schema).contains("\"adapter-file\"", "\"for-each\"").endsWith("}\n");
    }
}
