package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that walks through the example shows the example, all of it and as it is. */
class WritingAnAdapterTest {
    private static final Path PAGE = Path.of("../docs/writing-an-adapter.md");
    private static final Path EXAMPLE = Path.of("../examples/custom-adapter");
    private static final Pattern SNIPPET =
            Pattern.compile("^```(?:java|xml)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everySnippetIsTakenFromTheExample() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path file : files()) {
            files.add(Files.readString(file));
        }

        assertThat(snippets())
                .hasSizeGreaterThan(5)
                .allSatisfy(snippet -> assertThat(files)
                        .as("a file of the example that holds:%n%s", snippet)
                        .anyMatch(file -> file.contains(snippet)));
    }

    @Test
    void everyClassOfTheExampleIsShownWholeButForItsImports() throws IOException {
        String shown = String.join("\n", snippets()).replaceAll("\n+", "\n");

        List<Path> classes = files().stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        assertThat(classes).hasSize(3).allSatisfy(file -> {
            String body = Files.readString(file)
                    .replaceAll("(?m)^(package|import) .*\n", "")
                    .replaceAll("\n+", "\n");
            assertThat(shown).contains(body.strip());
        });
    }

    @Test
    void theExampleHasAtMost250LinesAndThePageSaysHowMany() throws IOException {
        int lines = 0;
        for (Path file : files()) {
            lines += Files.readAllLines(file).size();
        }

        assertThat(lines).isLessThanOrEqualTo(250);
        assertThat(Files.readString(PAGE)).contains(lines + " lines in all");
    }

    private static List<String> snippets() throws IOException {
        Matcher matcher = SNIPPET.matcher(Files.readString(PAGE));
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            snippets.add(matcher.group(1));
        }
        return snippets;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !EXAMPLE.relativize(file).startsWith("target"))
                    .sorted()
                    .toList();
        }
    }
}
