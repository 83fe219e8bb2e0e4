package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    // The README contains the lines between the two marks.
    private static Report example(Path folder) {
        // example
        FileAdapter roster =
                FileAdapter.csv(folder.resolve("roster.csv"), "email").where(Map.of("team", "platform"));
        FileAdapter team = FileAdapter.text(folder.resolve("platform.txt")).create();

        Report report = Sync.from(roster).syncWith(team);
        // end of example
        return report;
    }

    @Test
    void the_example_does_what_it_says() throws Exception {
        file(
                folder,
                "roster.csv",
                "name,email,team\nAnn,ann@x,platform\nBob,bob@x,web\nCem,,platform\nDora,dora@x,platform\n");

        Report report = example(folder);

        assertThat(report.isClean()).isTrue();
        assertThat(content(folder.resolve("platform.txt"))).isEqualTo("ann@x\ndora@x\n");
        Plan again = Sync.from(FileAdapter.text(folder.resolve("platform.txt")))
                .plan(FileAdapter.csv(folder.resolve("roster.csv"), "email").where(Map.of("team", "platform")));
        assertThat(again.isEmpty()).isTrue();
    }

    @Test
    void the_readme_holds_the_example() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/file/ReadmeTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("        // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(readme()).contains("```java\n" + lines + "\n```");
    }

    @Test
    void the_readme_names_every_key_and_its_values() throws IOException {
        String readme = readme();

        for (ConfigKey key : new FileProvider().keys()) {
            assertThat(readme).contains("| `" + key.name() + "` |");
            assertThat(key.allowed())
                    .filteredOn(value -> !value.equals("|")) // would end a cell of the table
                    .allSatisfy(value -> assertThat(readme).contains("`" + value + "`"));
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher found = Pattern.compile(
                        "### (.+?)\n.*?```\\w+\n(.*?)```\n\n```yaml\n(.*?)```\n\nThings: (.*?)\n", Pattern.DOTALL)
                .matcher(readme());
        while (found.find()) {
            List<String> things = Pattern.compile("`([^`]+)`")
                    .matcher(found.group(4))
                    .results()
                    .map(thing -> thing.group(1))
                    .toList();
            examples.add(new Example(found.group(1), found.group(2), found.group(3), things));
        }
        return examples;
    }

    record Example(String title, String content, String configuration, List<String> things) {
        @Override
        public String toString() {
            return title;
        }
    }

    @Test
    void every_example_has_a_file_a_configuration_and_things() throws IOException {
        assertThat(examples())
                .extracting(Example::title)
                .containsExactlyElementsOf(readme().lines()
                        .filter(line -> line.startsWith("### "))
                        .map(line -> line.substring(4))
                        .toList())
                .hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_reads_its_things(Example example) throws Exception {
        Object parsed = new Load(LoadSettings.builder().build()).loadFromString(example.configuration());
        Map<String, Object> keys = new LinkedHashMap<>();
        ((Map<?, ?>) ((Map<?, ?>) parsed).get("file")).forEach((key, value) -> keys.put((String) key, value));
        Charset charset = Charset.forName((String) keys.getOrDefault("encoding", "utf-8"));
        Files.writeString(folder.resolve((String) keys.get("path")), example.content(), charset);

        Source source = new FileProvider().create(keys, new Config.Scope(folder, Retry.standard()));

        assertThat(source.get().things()).containsExactlyElementsOf(example.things());
    }

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
