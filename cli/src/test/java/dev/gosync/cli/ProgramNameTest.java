package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgramNameTest {
    private static final String PATH = "/usr/local/bin:/usr/bin";

    @Test
    void a_launcher_is_shown_as_it_was_called() {
        assertThat(ProgramName.ofLauncher("./go-sync", PATH)).isEqualTo("./go-sync");
        assertThat(ProgramName.ofLauncher("/opt/go-sync/go-sync", PATH)).isEqualTo("/opt/go-sync/go-sync");
        assertThat(ProgramName.ofLauncher("/opt/go sync/go-sync", PATH)).isEqualTo("'/opt/go sync/go-sync'");
    }

    @Test
    void a_launcher_that_the_shell_finds_needs_no_folder() {
        assertThat(ProgramName.ofLauncher("/usr/local/bin/go-sync", PATH)).isEqualTo("go-sync");
    }

    @Test
    void a_launcher_that_sh_was_given_is_in_the_working_directory() {
        assertThat(ProgramName.ofLauncher("go-sync", PATH)).isEqualTo("./go-sync");
    }

    @Test
    void the_one_file_program_is_called_by_java() {
        assertThat(ProgramName.ofJar("/opt/go-sync.jar plan a.yml", "/opt/go-sync.jar"))
                .isEqualTo("java -jar /opt/go-sync.jar");
        assertThat(ProgramName.ofJar("go-sync-cli-1.0.jar", "go-sync-cli-1.0.jar"))
                .isEqualTo("java -jar go-sync-cli-1.0.jar");
    }

    @Test
    void otherwise_it_has_its_usual_name() {
        assertThat(ProgramName.ofJar("dev.gosync.cli.Main plan a.yml", "/opt/go-sync/go-sync-cli.jar"))
                .isEqualTo("go-sync");
        assertThat(ProgramName.ofJar("/tmp/other.jar 1", "/tmp/other.jar")).isEqualTo("go-sync");
        assertThat(ProgramName.shown()).isEqualTo("go-sync");
    }
}
