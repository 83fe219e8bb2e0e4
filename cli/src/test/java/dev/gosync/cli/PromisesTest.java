package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of the README has a row in docs/promises.md that names the tests that hold it, and they exist. */
final class PromisesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!Promise )(.+?) \\| (.*[a-z]: .*) \\|$");
    private static final Pattern TESTS = Pattern.compile("([a-z-]+): ([A-Za-z0-9]+(?:, [A-Za-z0-9]+)*)");

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static String onOneLine(String markdown) {
        return markdown.replaceAll("\\s+", " ");
    }

    /** The cell with the tests of each promise. */
    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(page("docs/promises.md")).results().forEach(row -> rows.put(row.group(1), row.group(2)));
        assertThat(rows).hasSizeGreaterThan(20);
        return rows;
    }

    /** The text of a section of the README. */
    private static String section(String heading) throws IOException {
        String readme = page("README.md");
        int from = readme.indexOf("\n## " + heading + "\n");
        assertThat(from).as(heading).isPositive();
        int to = readme.indexOf("\n## ", from + 1);
        return readme.substring(from, to < 0 ? readme.length() : to);
    }

    private static List<String> matches(String pattern, String text) {
        List<String> found = Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(found).as(pattern).hasSizeGreaterThan(4);
        return found;
    }

    @Test
    void each_promise_of_the_readme_has_a_row() throws IOException {
        String readme = page("README.md");
        List<String> promises = new ArrayList<>(matches("^- \\*\\*(.+?)\\*\\*", readme));
        promises.addAll(matches("^\\| ([^|]+?) \\| [0-9]+ \\|", section("How many calls")));
        promises.addAll(matches("^\\| ([^|]+\\?) \\|", section("What holds by default")));
        promises.addAll(matches("(?s)^- (.+?\\.)(?=\\s)", section("What it promises")).stream()
                .map(PromisesTest::onOneLine)
                .toList());

        assertThat(rows().keySet()).containsAll(promises);
    }

    @Test
    void each_row_quotes_the_readme() throws IOException {
        String readme = onOneLine(page("README.md"));

        assertThat(rows().keySet()).allSatisfy(promise -> assertThat(readme).contains(promise));
    }

    @Test
    void each_named_test_class_exists_in_its_module() throws IOException {
        for (Map.Entry<String, String> row : rows().entrySet()) {
            List<MatchResult> modules = TESTS.matcher(row.getValue()).results().toList();
            assertThat(modules).as(row.getKey()).isNotEmpty();
            for (MatchResult module : modules) {
                try (Stream<Path> files =
                        Files.walk(ROOT.resolve(module.group(1)).resolve("src/test/java"))) {
                    List<String> names =
                            files.map(file -> file.getFileName().toString()).toList();
                    assertThat(names)
                            .as("tests of: " + row.getKey())
                            .containsAll(Arrays.stream(module.group(2).split(", ", -1))
                                    .map(name -> name + ".java")
                                    .toList());
                }
            }
        }
    }

    @Test
    void the_example_adapter_has_as_many_lines_as_the_readme_says() throws IOException {
        long lines = 0;
        Path example = ROOT.resolve("examples/custom-adapter");
        List<Path> files = new ArrayList<>(List.of(example.resolve("pom.xml")));
        try (Stream<Path> sources = Files.walk(example.resolve("src"))) {
            sources.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            lines += Files.readAllLines(file).size();
        }

        assertThat(onOneLine(page("README.md"))).contains("certification, in " + lines + " lines.");
    }
}
