package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README of the repository. */
class FirstSyncTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    // The README contains the lines between the two marks.
    private static void firstSync(Path folder) throws InterruptedException {
        // example
        Source people = FileAdapter.csv(folder.resolve("people.csv"), "email").where(Map.of("team", "platform"));
        Adapter team = FileAdapter.text(folder.resolve("platform.txt"));
        Sync sync = Sync.from(people).protect("root@example.com").guard(Guards.maxRemovals(5));

        Plan plan = sync.plan(team);
        System.out.println(plan);

        Report report = sync.apply(plan, team);
        System.out.println(report);
        // end of example
    }

    @Test
    void the_first_sync_makes_a_team_equal_to_its_source() throws Exception {
        file(folder, "people.csv", "name,email,team\nAnn,Ann@x,platform\nBob,bob@x,web\nDora,dora@x,platform\n");
        file(folder, "platform.txt", "# Platform\nann@x\ngone@x\nroot@example.com\n");

        firstSync(folder);

        assertThat(content(folder.resolve("platform.txt"))).isEqualTo("# Platform\nann@x\nroot@example.com\ndora@x\n");
    }

    @Test
    void the_readme_holds_it() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/gosync/file/FirstSyncTest.java"), UTF_8);
        int from = source.indexOf("// example\n") + "// example\n".length();
        String example = source.substring(from, source.indexOf("        // end of example\n"));
        String lines = example.lines()
                .map(line -> line.isEmpty() ? line : line.substring("        ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(MODULE.resolve("../README.md"), UTF_8)).contains("```java\n" + lines + "\n```");
        assertThat(lines.lines()).hasSizeLessThanOrEqualTo(15);
    }
}
