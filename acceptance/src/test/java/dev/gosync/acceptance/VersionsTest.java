package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every module has a version of its own; the bom, the parent and the examples say the same. */
final class VersionsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern OURS = Pattern.compile(
            "<groupId>dev\\.gosync</groupId>\\s*<artifactId>go-sync-([a-z-]+)</artifactId>\\s*(<version>([^<]*)</version>)?");

    private static String pom(String folder) {
        try {
            return Files.readString(ROOT.resolve(folder).resolve("pom.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> found(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().toList();
    }

    /** Where artifacts of ours are named, the version they are given there, or "none". */
    private static Map<String, String> ours(String xml) {
        Map<String, String> versions = new TreeMap<>();
        OURS.matcher(xml)
                .results()
                .forEach(match -> versions.put(match.group(1), match.group(3) == null ? "none" : match.group(3)));
        return versions;
    }

    private static String managed(String pom) {
        return pom.substring(pom.indexOf("<dependencyManagement>"), pom.indexOf("</dependencyManagement>"));
    }

    private static List<String> modules() {
        List<String> modules = found("<module>([^<]+)</module>", pom("")).stream()
                .map(match -> match.group(1))
                .toList();
        assertThat(modules).contains("bom", "core", "cli", "acceptance");
        return modules;
    }

    private static boolean isPublished(String module) {
        return !pom(module).contains("<maven.deploy.skip>true");
    }

    /** The own versions of all modules that are published, but for the bom. */
    private static Map<String, String> published() {
        Map<String, String> versions = new TreeMap<>();
        for (String module : modules()) {
            if (isPublished(module) && !module.equals("bom")) {
                List<MatchResult> own = found(
                        "</parent>\\s*<artifactId>go-sync-" + module + "</artifactId>\\s*<version>([^<]*)</version>",
                        pom(module));
                assertThat(own).as(module + "/pom.xml says its own version").hasSize(1);
                versions.put(module, own.get(0).group(1));
            }
        }
        assertThat(versions).hasSizeGreaterThan(4);
        return versions;
    }

    private static String own(String module) {
        return found("<artifactId>go-sync-" + module + "</artifactId>\\s*<version>([^<]*)</version>", pom(module))
                .get(0)
                .group(1);
    }

    @Test
    void the_bom_lists_every_published_module_in_its_version() {
        assertThat(ours(managed(pom("bom")))).isEqualTo(published());
    }

    @Test
    void the_modules_are_built_against_one_another_in_these_versions() {
        assertThat(ours(managed(pom("")))).isEqualTo(published());
    }

    @Test
    void no_module_says_which_version_of_another_it_wants() {
        for (String module : modules()) {
            if (!module.equals("bom")) {
                String dependencies = pom(module).replaceFirst("(?s).*?</parent>", "");
                assertThat(ours(dependencies).values())
                        .as("the versions of ours in " + module + "/pom.xml")
                        .allMatch("none"::equals);
            }
        }
    }

    @Test
    void the_documentation_names_them() throws IOException {
        assertThat(ours(Files.readString(ROOT.resolve("README.md")))).containsEntry("bom", own("bom"));
        assertThat(Files.readString(ROOT.resolve("adapter-archetype/README.md")))
                .contains("-DarchetypeVersion=" + own("adapter-archetype") + " ");
        String program = own("cli").replace("-SNAPSHOT", "");
        assertThat(Files.readString(ROOT.resolve("docs/running.md")))
                .contains("VERSION: " + program + "\n", "gosync/go-sync:" + program + "\n");
    }

    @Test
    void the_examples_import_the_bom_of_this_build() throws IOException {
        String version = own("bom");
        try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            assertThat(examples.map(example -> pom("examples/" + example.getFileName())))
                    .isNotEmpty()
                    .allSatisfy(pom -> assertThat(ours(managed(pom))).isEqualTo(Map.of("bom", version)));
        }
    }
}
