package dev.gosync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of which some places cannot be made. */
final class PartialTest {
    private static final List<String> LINES = List.of(
            "notify: { url: '${WEBHOOK}' }",
            "syncs:",
            "  - name: whole",
            "    source: { file: { path: a.txt } }",
            "    destinations: [{ file: { path: b.txt } }]",
            "  - name: half",
            "    source: { union: [{ file: { path: a.txt } }, { file: { path: '${MORE}' } }] }",
            "    destinations: [{ name: one, file: { path: c.txt } }, { name: two, file: { path: '${file:keys/two}' } }]",
            "  - name: limited",
            "    source: { file: { path: a.txt } }",
            "    destinations: [{ file: { path: d.txt } }]",
            "    guards: { max-removals: '${MAX}' }",
            "  - name: each ${each}",
            "    for-each: { path: missing.yml }",
            "    source: { file: { path: a.txt } }",
            "    destinations: [{ file: { path: '${each}' } }]");

    @TempDir
    private Path folder;

    private ConfigurationReader reader() {
        return ConfigurationReader.standard().variables(Map.of());
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("go-sync.yml"), lines);
    }

    @Test
    void what_can_be_made_is_made_and_what_keeps_the_rest_is_told() throws IOException {
        try (Configuration configuration = reader().partial().read(file(LINES))) {
            assertThat(configuration.syncs()).extracting(ConfiguredSync::name).containsExactly("whole");
            assertThat(configuration.partialSyncs())
                    .extracting(sync -> sync.name() + " " + sync.isComplete() + " "
                            + sync.sourcePlaces().size() + " "
                            + sync.source().isPresent() + " "
                            + sync.destinations().size() + "/"
                            + sync.configuredDestinations())
                    .containsExactly("whole true 1 true 1/1", "half false 1 false 1/2", "limited false 1 true 1/1");
            assertThat(configuration.missing())
                    .extracting(fault -> fault.line() + ": " + fault.problem().replaceFirst("(not set|found).*", "$1"))
                    .containsExactly(
                            "1: url: the variable WEBHOOK is not set",
                            "7: path: the variable MORE is not set",
                            "8: path: file not found",
                            "12: max-removals: the variable MAX is not set",
                            "14: path: file not found");
            assertThat(configuration.unsetVariables()).containsExactly("${file:...}", "MAX", "MORE", "WEBHOOK");
        }
    }

    @Test
    void only_what_is_selected_can_be_missing() throws IOException {
        try (Configuration configuration =
                reader().only(List.of("one")).partial().read(file(LINES.subList(1, 12)))) {
            assertThat(configuration.missing())
                    .singleElement()
                    .extracting(Fault::line)
                    .isEqualTo(6);
            assertThat(configuration.partialSyncs()).singleElement().satisfies(half -> {
                assertThat(half.configuredDestinations()).isEqualTo(1);
                assertThat(half.isComplete()).isFalse();
            });
        }
    }

    @Test
    void other_faults_are_thrown_as_ever() throws IOException {
        Path file = file(List.of("syncs: [{ name: a, sorce: 1, destinations: [{ file: { pth: '${X}' } }] }]"));

        assertThatThrownBy(() -> reader().partial().read(file).close())
                .hasMessageContainingAll("sorce: unknown key", "pth: unknown key")
                .hasMessageNotContaining("is not set");
    }

    @Test
    void offline_a_sync_with_a_setting_that_is_not_known_is_not_part_of_the_result() throws IOException {
        try (Configuration configuration = reader().offline().read(file(LINES.subList(0, 12)))) {
            assertThat(configuration.syncs()).extracting(ConfiguredSync::name).containsExactly("whole");
            assertThat(configuration.missing()).isEmpty();
        }
        try (Configuration configuration = reader().offline()
                .read(file(List.of("protect: ['${ROOT}']", String.join("\n", LINES.subList(1, 5)))))) {
            assertThat(configuration.syncs()).isEmpty();
            assertThat(configuration.partialSyncs()).hasSize(1);
        }
    }

    @Test
    void offline_no_other_value_than_a_secret_is_replaced() throws IOException {
        List<String> lines = List.of(
                "syncs:",
                "  - name: a",
                "    source: { file: { path: '${MORE}' } }",
                "    destinations: [{ file: { path: c.txt } }, { file: { path: '${MORE}' } }]",
                "    protect: [root]");

        try (Configuration configuration = reader().offline().read(file(lines))) {
            PartialSync sync = configuration.partialSyncs().get(0);
            assertThat(sync.source()).isEmpty();
            assertThat(sync.destinations()).hasSize(1);
            assertThat(sync.configuredDestinations()).isEqualTo(2);
        }
    }
}
