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

/**
 * The page that walks through the example shows the example, all of it and as it is. Its other snippets are taken from
 * code that the kit certifies in its own tests.
 */
class WritingAnAdapterTest {
    private static final Path PAGE = Path.of("../docs/writing-an-adapter.md");
    private static final Path EXAMPLE = Path.of("../examples/custom-adapter");
    private static final Path TESTS = Path.of("src/test/java/dev/gosync/testkit");
    private static final Pattern SNIPPET =
            Pattern.compile("^```(?:java|xml)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everySnippetIsTakenFromTheExampleOrFromCodeThatIsCertified() throws IOException {
        List<String> example = texts(files());
        List<String> certified = texts(certified());

        List<String> others = snippets().stream()
                .filter(snippet -> example.stream().noneMatch(file -> file.contains(snippet)))
                .toList();

        assertThat(snippets()).hasSizeGreaterThan(others.size() + 5);
        assertThat(others)
                .as("WholeList, and things that are not e-mail addresses")
                .hasSize(2)
                .allSatisfy(snippet -> assertThat(certified)
                        .as("a file of the example, or one that is certified, that holds:%n%s", snippet)
                        .anyMatch(file -> file.contains(snippet)));
    }

    /** The adapters and harnesses of the kit's own certifications: each has a test with its name. */
    private static List<Path> certified() throws IOException {
        List<Path> certified = new ArrayList<>();
        try (Stream<Path> tests = Files.list(TESTS)) {
            for (Path test :
                    tests.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                Path code = test.resolveSibling(test.getFileName().toString().replace("Test.java", ".java"));
                String name = code.getFileName().toString().replace(".java", "");
                String text = Files.readString(test);
                if (Files.exists(code)
                        && text.contains("class " + name + "Test extends AdapterContract")
                        && text.matches("(?s).*\\b" + name + "(::new|\\().*")) {
                    certified.add(code);
                }
            }
        }
        return certified;
    }

    private static List<String> texts(List<Path> files) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(Files.readString(file));
        }
        return texts;
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
