package dev.gosync.opsgenie;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    // The README shows the lines between the two marks.
    static Report example(String apiKey) throws InterruptedException {
        // example
        try (Opsgenie opsgenie = Opsgenie.builder(apiKey).eu().build()) {
            OpsgenieOnCall onCall = opsgenie.onCall("Platform");
            OpsgenieSchedule backup = opsgenie.schedule("Backup").rotation("Nights");

            Report report = Sync.from(onCall).syncWith(backup);
            // end of example
            return report;
        }
    }

    @Test
    void the_readme_shows_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/opsgenie/ReadmeTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("            // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(readme()).contains("```java\n" + lines + "\n}\n```");
    }

    @Test
    void the_readme_names_every_key_and_its_values() throws IOException {
        String readme = readme();

        assertThat(providers()).hasSize(4);
        for (AdapterProvider provider : providers().values()) {
            assertThat(readme).contains("`" + provider.type() + "`");
            for (ConfigKey key : provider.keys()) {
                assertThat(readme).contains("| `" + key.name() + "` |");
                assertThat(key.allowed()).allSatisfy(value -> assertThat(readme).contains("`" + value + "`"));
            }
        }
    }

    @Test
    void the_configurations_of_the_readme_are_valid_and_the_move_is_ten_lines() throws IOException {
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(readme())
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```yaml\n".length(), block.length() - "```".length()))
                .toList();
        List<String> names = new ArrayList<>();

        for (String block : blocks) {
            Map<?, ?> syncs = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(block);
            for (Object sync : (List<?>) syncs.get("syncs")) {
                Map<?, ?> source = (Map<?, ?>) ((Map<?, ?>) sync).get("source");
                source.forEach((type, values) ->
                        names.add(create(type, (Map<?, ?>) values).name()));
            }
        }

        assertThat(names)
                .containsExactly(
                        "Opsgenie on-call of schedule Platform",
                        "Jira Service Management 0c7a2f9e-5d5b-4f0e-9c55-1f6b1a2c3d4e on-call of schedule Platform");
        assertThat(blocks.get(1).lines()).hasSize(10);
    }

    private static Source create(Object type, Map<?, ?> values) {
        AdapterProvider provider = providers().get(type);
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((key, value) -> copy.put((String) key, value));
        try (Config.Scope scope = new Config.Scope(MODULE, Retry.standard())) {
            return provider.create(Config.of(provider.type(), provider.keys(), copy, scope));
        }
    }

    private static Map<String, AdapterProvider> providers() {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(AdapterProvider::type, provider -> provider));
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
