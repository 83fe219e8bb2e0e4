package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of the README links to the test methods that hold it in docs/promises.md, and they exist. */
final class PromisesTest {
    private static final Path ROOT = Path.of("..");
    private static final String PAGE = "docs/promises.md";

    /** The part of the page that is not about promises of the README. */
    private static final String TROUBLES = "\n## Troubles\n";

    private static final Pattern LINK = Pattern.compile("(?s)\\[([^]]+)]\\(" + PAGE + "#([^)]+)\\)");
    private static final Pattern SECTION = Pattern.compile("(?s)### (.+?)\n(.*?)(?=\n#|$)");
    private static final Pattern METHOD = Pattern.compile("(?m)^- ([a-z-]+): `(\\w+)\\.(\\w+)`$");
    private static final Pattern TEST =
            Pattern.compile("(?m)^    @(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

    /** A test method as the page names it. */
    private record Method(String module, String type, String name) {}

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static String onOneLine(String markdown) {
        return markdown.replaceAll("\\s+", " ");
    }

    /** The README without its links to the page. */
    private static String readme() throws IOException {
        return LINK.matcher(page("README.md")).replaceAll("$1");
    }

    /** The methods below each heading of a part of the page. */
    private static Map<String, List<Method>> methods(String part) {
        Map<String, List<Method>> methods = new LinkedHashMap<>();
        SECTION.matcher(part)
                .results()
                .forEach(section -> methods.put(
                        section.group(1),
                        METHOD.matcher(section.group(2))
                                .results()
                                .map(line -> new Method(line.group(1), line.group(2), line.group(3)))
                                .toList()));
        assertThat(methods).hasSizeGreaterThan(15);
        return methods;
    }

    private static Map<String, List<Method>> promises() throws IOException {
        String page = page(PAGE);
        return methods(page.substring(0, page.indexOf(TROUBLES)));
    }

    /** The anchor of a heading on the website of the repository. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    /** The text of a section of the README. */
    private static String section(String heading) throws IOException {
        String readme = readme();
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
    void each_promise_of_the_readme_has_a_heading() throws IOException {
        List<String> promises = new ArrayList<>(matches("^- \\*\\*(.+?)\\*\\*", readme()));
        promises.addAll(matches("^\\| ([^|]+?) \\| [0-9]+ \\|", section("How many calls")));
        promises.addAll(matches("^\\| ([^|]+\\?) \\|", section("What holds by default")));
        promises.addAll(matches("(?s)^- (.+?\\.)(?=\\s)", section("What it promises")).stream()
                .map(PromisesTest::onOneLine)
                .toList());

        assertThat(promises().keySet()).containsAll(promises);
    }

    @Test
    void each_promise_of_the_page_is_a_link_of_the_readme_to_its_heading() throws IOException {
        Map<String, String> links = new LinkedHashMap<>();
        LINK.matcher(page("README.md"))
                .results()
                .forEach(link -> links.put(onOneLine(link.group(1)).replace("**", ""), link.group(2)));

        Map<String, String> anchors = new LinkedHashMap<>();
        promises().keySet().forEach(heading -> anchors.put(heading, anchor(heading)));
        assertThat(links).isEqualTo(anchors);
        assertThat(anchors.values()).doesNotHaveDuplicates();
    }

    @Test
    void each_promise_and_each_trouble_names_test_methods_that_exist() throws IOException {
        Map<String, List<Method>> all = methods(page(PAGE));

        assertThat(all.keySet()).containsAll(promises().keySet());
        for (Map.Entry<String, List<Method>> heading : all.entrySet()) {
            assertThat(heading.getValue()).as(heading.getKey()).isNotEmpty();
            for (Method method : heading.getValue()) {
                assertThat(isTest(method, method.type))
                        .as("tests of: %s; %s", heading.getKey(), method)
                        .isTrue();
            }
        }
    }

    /** Whether a class of tests has the method, or inherits it. */
    private static boolean isTest(Method method, String type) throws IOException {
        Optional<Path> file;
        try (Stream<Path> files = Files.walk(ROOT.resolve(method.module).resolve("src/test/java"))) {
            file = files.filter(each -> each.endsWith(type + ".java")).findFirst();
        }
        if (file.isEmpty()) {
            return false;
        }
        String source = Files.readString(file.get());
        Matcher declared = Pattern.compile("(?m)^    (?:final |public )*[\\w<>?, ]+ " + method.name + "\\(")
                .matcher(source);
        if (declared.find()) {
            int before = Math.max(source.lastIndexOf("\n    }\n", declared.start()), source.indexOf("\n"));
            String annotations = source.substring(before, declared.start());
            return TEST.matcher(annotations).find() && !annotations.contains("@Disabled");
        }
        Matcher parent = Pattern.compile("class " + type + " extends (\\w+)").matcher(source);
        return parent.find() && isTest(method, parent.group(1));
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
