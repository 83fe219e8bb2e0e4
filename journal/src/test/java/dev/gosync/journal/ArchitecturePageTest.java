package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Source;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/architecture.md is short, and does what the page says. */
final class ArchitecturePageTest {
    private static final String PROGRAM = """
            import dev.gosync.*;
            import dev.gosync.adapter.*;
            import dev.gosync.journal.*;
            import java.nio.file.Path;

            public final class Program {
                public static void run(Path folder, Source people, Adapter team) throws Exception {
            EXAMPLE    }
            }
            """;

    @TempDir
    private Path temporary;

    @Test
    void the_example_with_a_journal_has_at_most_20_lines_and_works() throws Exception {
        String example = example();
        MemberList people = MemberList.of("people", "ann", "bob", "new");
        MemberList team = MemberList.of("team", "ann", "bob", "eve");
        Path folder = temporary.resolve("state");

        run(example, folder, people, team);

        assertThat(example.lines()).hasSizeBetween(10, 20);
        assertThat(team.members()).containsExactly("ann", "bob", "eve");
        List<Run> runs = Journal.in(folder).runs();
        assertThat(runs).extracting(run -> run.info().command()).containsExactly("apply", "undo");
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(run.entries()).extracting(Entry::thing).containsExactlyInAnyOrder("new", "eve"));
        assertThat(runs.get(1).info().undoes()).contains(runs.get(0).id());
    }

    private static String example() throws Exception {
        Matcher example = Pattern.compile("```java\n(Journal journal = .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/architecture.md")));
        assertThat(example.find()).isTrue();
        return example.group(1);
    }

    /** Compiles the example as a program of others would: in another package, with public types only. */
    private void run(String example, Path folder, Source people, Adapter team) throws Exception {
        Path source = Files.writeString(temporary.resolve("Program.java"), PROGRAM.replace("EXAMPLE", example));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", temporary.toString());
        boolean isCompiled;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            isCompiled = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        assertThat(isCompiled).as(errors.toString()).isTrue();
        URL[] compiled = {temporary.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(compiled, getClass().getClassLoader())) {
            loader.loadClass("Program")
                    .getMethod("run", Path.class, Source.class, Adapter.class)
                    .invoke(null, folder, people, team);
        }
    }
}
