package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./go-sync}, with scripts in place of Maven and the JVM that write down how they are called. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private Path clone;

    @BeforeEach
    void set_up() throws IOException {
        clone = clone("clone with a space");
        script(
                "bin/mvn",
                "echo \"mvn $*\" >>\"$CALLS\"",
                "target=${2%/pom.xml}/cli/target",
                ": >\"$target/go-sync-cli-0.1.0-all.jar\"");
        script(
                "jdk/bin/java",
                "case \" $* \" in",
                "  *' -XshowSettings:properties '*) echo '    java.specification.version = 17' >&2; exit ;;",
                "  *' -XX:AOTCacheOutput=archive '*) echo caching >>\"$CALLS\"; echo cache >archive; exit ;;",
                "  *' -XX:DumpLoadedClassList=classes '*) echo training >>\"$CALLS\"; : >classes; exit ;;",
                "  *' -Xshare:dump '*) echo archive >archive; exit ;;",
                "esac",
                "for word; do echo \"$word\"; done >>\"$CALLS\"");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"17.0.1+1\"\n");
    }

    private Path clone(String name) throws IOException {
        Path made = folder.resolve(name);
        for (String module : List.of("core", "config", "journal", "cli", "adapter-x")) {
            source(made.resolve(module + "/pom.xml"));
            source(made.resolve(module + "/src/main/java/A.java"));
        }
        source(made.resolve("pom.xml"));
        Files.copy(Path.of("..", "go-sync"), made.resolve("go-sync"));
        made.resolve("go-sync").toFile().setExecutable(true);
        return made;
    }

    private static void source(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        for (Path changed = file; changed.toString().contains("src"); changed = changed.getParent()) {
            Files.setLastModifiedTime(changed, LONG_AGO);
        }
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private void script(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the script of a clone. {@return how Maven and the JVM were called: the JVM with one line for each word} */
    private List<String> run(Path of, String... arguments) throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Files.deleteIfExists(calls);
        List<String> command = new ArrayList<>(List.of(of.resolve("go-sync").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        return Files.readAllLines(calls);
    }

    private static Stream<String> builds(List<String> calls) {
        return calls.stream().filter(call -> call.startsWith("mvn "));
    }

    @Test
    void the_program_is_built_once_and_runs_from_one_file_with_its_archive() throws Exception {
        List<String> first = run(clone, "plan", "a file.yml");
        List<String> second = run(clone, "plan", "a file.yml");

        assertThat(builds(first)).hasSize(1);
        assertThat(first).contains("training");
        assertThat(second)
                .doesNotContain("training")
                .containsSequence("-cp", clone + "/cli/target/go-sync/go-sync.jar", "dev.gosync.cli.Main")
                .contains(
                        "-XX:SharedArchiveFile=" + clone + "/cli/target/go-sync/classes-17.0.1+1",
                        "-XX:ArchiveRelocationMode=0",
                        "-Dgo-sync.home=" + clone,
                        "-Dgo-sync.command=" + clone + "/go-sync")
                .endsWith("plan", "a file.yml");
        assertThat(builds(second)).isEmpty();
    }

    @Test
    void a_newer_jvm_has_a_cache_which_the_version_does_without() throws Exception {
        Files.writeString(folder.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"25+36\"\n");
        String cache = "-XX:AOTCache=" + clone + "/cli/target/go-sync/classes-25+36";

        assertThat(run(clone, "plan", "a.yml")).contains("caching", cache).doesNotContain("training");
        assertThat(run(clone, "plan", "a.yml")).contains(cache).doesNotContain("caching");
        assertThat(run(clone, "--version")).doesNotContain(cache, "caching").endsWith("--version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "core/src/main/java/A.java",
                "config/src/main/java/A.java",
                "journal/src/main/java/A.java",
                "journal/pom.xml",
                "cli/src/main/java/A.java",
                "adapter-x/src/main/java/A.java",
                "adapter-x/pom.xml"
            })
    void a_change_to_any_of_its_sources_builds_it_again(String changed) throws Exception {
        run(clone, "--version");

        Files.setLastModifiedTime(
                clone.resolve(changed), FileTime.from(Instant.now().plusSeconds(60)));
        List<String> after = run(clone, "--version");

        assertThat(builds(after)).hasSize(1);
        assertThat(after).contains("training");
    }

    @Test
    void a_clone_that_was_moved_makes_its_archive_again() throws Exception {
        run(clone, "--version");
        Path moved = Files.move(clone, folder.resolve("moved"));

        List<String> after = run(moved, "--version");
        List<String> later = run(moved, "--version");

        assertThat(builds(after)).isEmpty();
        assertThat(after).contains("training");
        assertThat(later)
                .doesNotContain("training")
                .anyMatch(word -> word.startsWith("-XX:SharedArchiveFile=" + moved));
    }

    @Test
    void a_large_list_beside_a_configuration_is_worth_both_compilers() throws Exception {
        run(clone, "--version");
        Path lists = Files.createDirectory(folder.resolve("large lists"));
        try (RandomAccessFile list =
                new RandomAccessFile(lists.resolve("people.csv").toFile(), "rw")) {
            list.seek(17 << 20);
            list.write('\n');
        }

        assertThat(run(clone, "plan", lists + "/go-sync.yml"))
                .contains("-XX:+TieredCompilation")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(run(clone, "plan", folder + "/go-sync.yml")).contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void a_link_to_the_script_runs_the_program_of_the_clone() throws Exception {
        run(clone, "--version");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("go-sync"), clone.resolve("go-sync"));

        assertThat(run(elsewhere, "--version"))
                .contains("-Dgo-sync.home=" + clone, "-Dgo-sync.command=" + elsewhere + "/go-sync");
    }
}
