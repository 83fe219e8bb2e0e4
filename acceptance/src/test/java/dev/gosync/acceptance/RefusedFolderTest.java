package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.cli.ProgramInProcess;
import dev.gosync.cli.ProgramInProcess.Run;
import dev.gosync.journal.Journal;
import dev.gosync.journal.JournalException;
import dev.gosync.journal.RunInfo;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A folder for the journal that this user may not read, and one on a disk that is read-only. The disk refuses, so these tests
 * work for a user who may read and write everything, too.
 */
final class RefusedFolderTest {
    private static final String APPLY = "apply go-sync.yml --yes";
    private static final String UNDO = "undo last --yes";

    @TempDir
    private Path folder;

    private Path state;

    @BeforeEach
    void a_run_is_in_the_journal() throws IOException {
        Files.writeString(folder.resolve("go-sync.yml"), """
                syncs:
                  - name: platform
                    source: { file: { path: people.csv, column: email } }
                    destinations: [{ file: { path: out.txt, create: true } }]
                """);
        people("ann@example.com");
        state = folder.resolve("state");
        assertThat(run(folder, APPLY).exitCode()).isZero();
        people("ann@example.com", "bob@example.com");
    }

    private void people(String... people) throws IOException {
        Files.writeString(folder.resolve("people.csv"), "email\n" + String.join("\n", people) + "\n");
    }

    private static Run run(Path where, String command) {
        return ProgramInProcess.run(where, Map.of(), Clock.systemUTC(), (command + " --state state").split(" ", -1));
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                content.put(file.toString(), Files.isDirectory(file) ? "folder" : Files.readString(file));
            }
        }
        return content;
    }

    /** The owner of the folder has taken every right from others. */
    private HaltingDisk notOursToRead() {
        HaltingDisk.Hook refusal = path -> {
            if (path.startsWith(state) && !path.equals(state)) {
                throw new AccessDeniedException(path.toString());
            }
        };
        return new HaltingDisk(refusal, refusal);
    }

    private HaltingDisk readOnly() {
        return new HaltingDisk(path -> {
            if (path.startsWith(state)) {
                throw new FileSystemException(path.toString(), null, "Read-only file system");
            }
        });
    }

    private void isRefused(HaltingDisk disk, String command, String... message) throws IOException {
        Map<String, String> before = content();

        Run run = run(disk.path(folder), command);

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat((run.out() + run.err()).strip().lines())
                .singleElement()
                .asString()
                .contains(message);
        assertThat(content()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {APPLY, UNDO, "history", "history last", "history --thing ann@example.com"})
    void a_folder_that_may_not_be_read_is_one_message_and_nothing_changes(String command) throws IOException {
        isRefused(
                notOursToRead(),
                command,
                "The journal in folder " + state + " cannot be read: access to " + state,
                " is denied. Run as the user who owns the folder, or name another folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {APPLY, UNDO})
    void a_read_only_disk_is_one_message_and_nothing_changes(String command) throws IOException {
        isRefused(
                readOnly(),
                command,
                "The journal in folder " + state + " cannot be written: " + state,
                ": Read-only file system. Make the folder writable and see that the disk has room, or name another folder");
    }

    @Test
    void a_journal_on_a_read_only_disk_can_be_shown() throws IOException {
        Map<String, String> before = content();

        Run run = run(readOnly().path(folder), "history --thing ann@example.com");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("out.txt: added by run ");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void every_method_of_the_journal_refuses_a_folder_that_may_not_be_read() throws IOException {
        Map<String, String> before = content();
        Journal journal = Journal.in(notOursToRead().path(state));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                journal::ids,
                journal::runs,
                () -> journal.run("20260301-090000-000"),
                () -> journal.find("last"),
                () -> journal.holder("go-sync.yml"),
                () -> journal.undo("last", false),
                () -> journal.deleteOlderThan(Duration.ofDays(1)),
                () -> journal.begin(RunInfo.of("apply", "go-sync.yml")))) {
            assertThatThrownBy(use)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("Run as the user who owns the folder, or name another folder");
        }
        assertThat(content()).isEqualTo(before);
    }
}
