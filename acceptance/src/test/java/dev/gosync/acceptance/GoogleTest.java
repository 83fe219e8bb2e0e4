package dev.gosync.acceptance;

import static dev.gosync.google.GoogleFake.ADMIN;
import static dev.gosync.google.GoogleFake.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.google.GoogleFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoogleTest {
    @TempDir
    private Path folder;

    private final GoogleFake fake = new GoogleFake();

    @AfterEach
    void close() {
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private CommandLine commandLine(String place) throws Exception {
        return new CommandLine(folder)
                .file("people.csv", DemoPeople.csv())
                .file("key.json", fake.serviceAccount())
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source:
                              file: { path: people.csv, column: email, where: { team: platform } }
                            destinations:
                              - google-group: { group: %s, base-url: %s, act-for: %s%s }
                        """.formatted(GROUP, fake.address(), ADMIN, place));
    }

    @Test
    void the_demos_people_come_into_a_group() throws Exception {
        List<String> platform = DemoPeople.of("platform");
        fake.introduce(platform);
        fake.join(GROUP, List.of("gone@example.com"), "MEMBER");
        fake.join(GROUP, List.of("boss@example.com"), "OWNER");
        CommandLine commandLine = commandLine(", credentials-file: key.json");

        Run plan = commandLine.run("plan", "go-sync.yml");
        Run apply = commandLine.run("apply", "--yes", "go-sync.yml");

        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).contains("Google group " + GROUP, "boss@example.com", "owner", "gone@example.com");
        assertThat(apply.err()).isEmpty();
        assertThat(apply.exitCode()).isZero();
        assertThat(fake.members(GROUP, "MEMBER")).containsExactlyInAnyOrderElementsOf(platform);
        assertThat(fake.members(GROUP, "OWNER")).containsExactly("boss@example.com");
        assertThat(fake.subjects()).containsOnly(ADMIN);
        assertThat(fake.calls()).isEqualTo(Map.of("token", 2, "members.list", 2, "batch", 2));
        assertThat(commandLine.run("apply", "--yes", "go-sync.yml").out()).contains("Nothing to do");
    }

    @Test
    void application_default_credentials_come_from_the_environment() throws Exception {
        List<String> platform = DemoPeople.of("platform");
        fake.introduce(platform);
        CommandLine commandLine = commandLine("")
                .variable(
                        "GOOGLE_APPLICATION_CREDENTIALS",
                        folder.resolve("key.json").toString());

        Run apply = commandLine.run("apply", "--yes", "go-sync.yml");

        assertThat(apply.err()).isEmpty();
        assertThat(apply.exitCode()).isZero();
        assertThat(fake.members(GROUP, "MEMBER")).containsExactlyInAnyOrderElementsOf(platform);
        assertThat(fake.subjects()).containsOnly(ADMIN);
    }

    @Test
    void a_group_with_derived_members_is_refused_as_a_destination_before_anything_is_read() throws Exception {
        Run run = commandLine(", credentials-file: key.json, include-derived: true")
                .run("plan", "go-sync.yml");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("is read-only, so it cannot be a destination");
        assertThat(fake.requests()).isEmpty();
    }
}
