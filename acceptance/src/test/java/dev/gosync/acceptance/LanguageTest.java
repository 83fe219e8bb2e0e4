package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and language follow the word list {@code words.txt}, which says what to write instead. */
final class LanguageTest {
    private static final Path ROOT = Path.of("..");

    /** Comments and string literals of Java code; everything of other files is text. */
    private static final Pattern TEXT_IN_JAVA = Pattern.compile("//.*|^\\s*/?\\*.*|\"(?:\\\\.|[^\"\\\\])*\"");

    private record Rule(boolean isName, Pattern wrong, String instead) {
        static Rule of(String kind, String line) {
            String[] parts = line.split(" -> ", 2);
            boolean isName = kind.equals("name");
            return new Rule(
                    isName, Pattern.compile(parts[0].strip(), isName ? 0 : Pattern.CASE_INSENSITIVE), parts[1].strip());
        }

        /**
         * Whether a line breaks this rule.
         *
         * @param texts the parts of the line that are text
         */
        boolean isBrokenBy(String line, List<String> texts, boolean isJava) {
            return isName
                    ? isJava && wrong.matcher(line).find()
                    : texts.stream().anyMatch(text -> wrong.matcher(text).find());
        }
    }

    private static List<String> list() {
        try (InputStream in = Objects.requireNonNull(LanguageTest.class.getResourceAsStream("words.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> entries(String kind) {
        return list().stream()
                .filter(line -> line.startsWith(kind + " "))
                .map(line -> line.substring(kind.length()).strip())
                .toList();
    }

    private static List<Rule> rules() {
        return Stream.of("name", "text")
                .flatMap(kind -> entries(kind).stream().map(line -> Rule.of(kind, line)))
                .toList();
    }

    private static final List<Rule> RULES = rules();

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String entry : entries("file")) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(entry))) {
                found.filter(file -> file.toString().matches(".*\\.(java|md|yml|csv|txt)"))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static List<String> violations(Path file, String content) {
        boolean isJava = file.toString().endsWith(".java");
        List<String> violations = new ArrayList<>();
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            List<String> texts = isJava
                    ? TEXT_IN_JAVA
                            .matcher(line)
                            .results()
                            .map(MatchResult::group)
                            .toList()
                    : List.of(line);
            for (Rule rule : RULES) {
                if (rule.isBrokenBy(line, texts, isJava)) {
                    violations.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + line.strip() + "\n    write instead: "
                            + rule.instead);
                }
            }
        }
        return violations;
    }

    @Test
    void names_and_texts_use_none_of_the_listed_words() throws IOException {
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(80);
        assertThat(RULES).hasSizeGreaterThan(30);

        List<String> violations = new ArrayList<>();
        for (Path file : files) {
            violations.addAll(violations(file, Files.readString(file)));
        }

        assertThat(violations).as(String.join("\n", violations)).isEmpty();
    }

    @Test
    void a_listed_word_is_found_in_names_comments_messages_and_documentation() {
        assertThat(violations(ROOT.resolve("A.java"), "final class Surroundings {}"))
                .hasSize(1);
        assertThat(violations(ROOT.resolve("A.java"), "    // nothing besides")).hasSize(1);
        assertThat(violations(ROOT.resolve("A.java"), "     * Whoever reads this."))
                .hasSize(1);
        assertThat(violations(ROOT.resolve("A.java"), "say(\"for Somebody\");")).hasSize(1);
        assertThat(violations(ROOT.resolve("a.md"), "Two run side by side.")).hasSize(1);
        assertThat(violations(ROOT.resolve("A.java"), "int besides = 1;")).isEmpty();
    }
}
