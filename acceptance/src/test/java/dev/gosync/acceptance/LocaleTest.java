package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process without a locale, as in a job of cron, can name files beyond ASCII. */
@EnabledOnOs(OS.LINUX)
final class LocaleTest {
    @TempDir
    private Path folder;

    private CommandLine commandLine() throws Exception {
        return new CommandLine(folder)
                .withoutEnvironment()
                .file("people.txt", "j\u00f6rg@example.com\n")
                .file("go-sync.yml", """
                        syncs:
                          - name: gr\u00fc\u00dfe
                            source: { file: { path: people.txt } }
                            destinations: [{ name: \u65e5\u672c, file: { path: 'gr\u00fc\u00dfe.txt', create: true } }]
                        """);
    }

    @Test
    void paths_names_and_configurations_work_without_a_locale() throws Exception {
        Run first = commandLine().run("apply", "go-sync.yml", "--yes");
        Run second = commandLine().run("plan", "go-sync.yml", "--detailed-exitcode");

        assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
        assertThat(first.out()).contains("gr\u00fc\u00dfe", "\u65e5\u672c", "j\u00f6rg@example.com", "Done: 1 added");
        assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith("e.txt")
                            && !file.getFileName().toString().startsWith("people")))
                    .hasSize(1);
        }
    }

    @Test
    void the_exit_code_and_both_streams_are_those_of_the_program() throws Exception {
        Run run = commandLine().run("paln");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip())
                .startsWith("go-sync: unknown command 'paln'; did you mean 'plan'? Run java -jar ")
                .endsWith(".jar --help.");
    }

    @Test
    void a_command_line_that_the_locale_does_not_know_says_what_to_set() throws Exception {
        Files.writeString(folder.resolve("run.sh"), "exec \"$@\" plan gr\u00fc\u00dfe.yml\n");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "run.sh"));
        command.addAll(commandLine().command());

        Run run = commandLine().execute(command);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Set the environment variable LC_ALL=C.UTF-8");
    }
}
