package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static String readme() throws IOException {
        return Files.readString(MODULE.resolve("README.md"), UTF_8);
    }
}
