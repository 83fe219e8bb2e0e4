package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gosync.journal.RunStore.Lock;
import dev.gosync.journal.RunStore.RunWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a folder, and every kind of folder that cannot have them. */
class FolderRunStoreTest extends RunStoreContract {
    @TempDir
    Path temporary;

    @Override
    RunStore open() {
        return new FolderRunStore(folder());
    }

    @Override
    boolean isUntouched() {
        return Files.notExists(folder());
    }

    @Override
    AutoCloseable lockElsewhere(String configuration, String holder) throws IOException {
        return LockingProcess.start(folder().toString(), configuration, holder);
    }

    private Path folder() {
        return temporary.resolve("state").resolve("journal");
    }

    private Path file(String run) {
        return folder().resolve("runs").resolve(run + ".jsonl");
    }

    @Test
    void a_second_attempt_in_the_same_process_does_not_free_the_lock_for_others() throws Exception {
        try (Lock lock = open().lock("nightly", "ann").orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(open().lock("nightly", "bob")).isEmpty();
            assertThat(open().holder("nightly")).contains("ann");

            assertThatThrownBy(() -> lockElsewhere("nightly", "another process"))
                    .hasMessage("the process has no lock: refused by Optional[ann]");
        }
    }

    @Test
    void a_link_to_the_folder_has_the_same_locks() throws Exception {
        try (Lock lock = open().lock("nightly", "ann").orElseThrow()) {
            assertThat(lock).isNotNull();
            Path link = Files.createSymbolicLink(temporary.resolve("link"), folder());

            assertThat(new FolderRunStore(link).lock("nightly", "bob")).isEmpty();
        }
    }

    @Test
    void a_last_line_without_an_end_is_left_out_wherever_it_was_cut() throws Exception {
        write(open(), "a", List.of("first", "zo\u00eb"));
        byte[] whole = Files.readAllBytes(file("a"));

        for (int length = 0; length <= whole.length; length++) {
            Files.write(file("a"), Arrays.copyOf(whole, length));

            List<String> expected =
                    length < 6 ? List.of() : length < whole.length ? List.of("first") : List.of("first", "zo\u00eb");
            assertThat(open().lines("a")).as("%s bytes", length).isEqualTo(expected);
        }
    }

    @Test
    void what_a_crash_leaves_while_the_folder_is_made_is_no_fault() throws Exception {
        write(open(), "a", List.of("1"));
        String marker = Files.readString(folder().resolve("go-sync-state"));

        for (int length = 0; length <= marker.length(); length++) {
            Path made = Files.createDirectory(temporary.resolve("made" + length));
            Files.writeString(made.resolve("go-sync-state"), marker.substring(0, length));

            write(new FolderRunStore(made), "a", List.of("1"));

            assertThat(made.resolve("go-sync-state")).hasContent(marker);
            assertThat(new FolderRunStore(made).lines("a")).containsExactly("1");
        }
    }

    @Test
    void only_the_owner_can_read_what_is_written() throws Exception {
        assumeTrue(isPosix(), "files have no owners here");
        Files.createDirectories(folder()); // as a user makes it
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));

        write(open(), "a", List.of("1"));
        try (Lock lock = open().lock("nightly", "ann").orElseThrow()) {
            assertThat(lock).isNotNull();
            try (Stream<Path> made = Files.walk(folder())) {
                List<Path> all = made.filter(path -> !path.equals(folder())).toList();
                assertThat(all).hasSize(6);
                assertThat(all)
                        .allSatisfy(
                                path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                                        .as(path.toString())
                                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
            }
        }
    }

    @Test
    void a_new_folder_is_for_its_owner_only() throws Exception {
        assumeTrue(isPosix(), "files have no owners here");

        write(open(), "a", List.of("1"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void an_empty_folder_and_a_new_volume_are_taken() throws Exception {
        Files.createDirectories(folder().resolve("lost+found"));

        write(open(), "a", List.of("1"));

        assertThat(open().lines("a")).containsExactly("1");
    }

    @Test
    void a_folder_with_other_files_is_refused() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("notes.txt"), "mine");

        isRefused(folder() + " has files in it, but no journal of Go Sync. Name an empty folder or a new one");
    }

    @Test
    void a_folder_whose_marker_is_something_else_is_refused() throws Exception {
        Files.createDirectories(folder());
        Files.write(folder().resolve("go-sync-state"), new byte[] {(byte) 0xff, 0, 1});

        isRefused(folder() + " has files in it, but no journal of Go Sync. Name an empty folder or a new one");
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws Exception {
        Files.createDirectories(folder().getParent());
        Files.writeString(folder(), "mine");

        isRefused(folder() + " is a file, but a folder for the journal is needed. Name another one");
    }

    @Test
    void a_file_in_place_of_a_folder_above_is_refused() throws Exception {
        Files.writeString(folder().getParent(), "mine");

        isRefused("The journal in folder " + folder() + " cannot be read: ");
    }

    @Test
    void a_folder_of_a_newer_version_is_refused() throws Exception {
        write(open(), "a", List.of("1"));
        Files.writeString(folder().resolve("go-sync-state"), "This folder has the journal of Go Sync. Format 2.\n");

        isRefused(folder() + " was written by a newer version of Go Sync. Use that version, or name another folder");
    }

    @Test
    void a_folder_that_may_not_be_read_is_refused() throws Exception {
        write(open(), "a", List.of("1"));
        withPermissions(
                folder(), "---------", () -> isRefused("Run as the user who owns the folder, or name another folder"));
    }

    @Test
    void a_folder_below_one_that_may_not_be_entered_is_refused() throws Exception {
        write(open(), "a", List.of("1"));
        withPermissions(
                folder().getParent(),
                "r--------",
                () -> isRefused("Run as the user who owns the folder, or name another folder"));
    }

    @Test
    void a_folder_that_may_not_be_written_can_still_be_read() throws Exception {
        write(open(), "a", List.of("1"));
        withPermissions(folder().resolve("runs"), "r-x------", () -> {
            assertThat(open().lines("a")).containsExactly("1");
            isRefused(() -> open().create("b"), "Run as the user who owns the folder, or name another folder");
            isRefused(() -> open().delete("a"), "Run as the user who owns the folder, or name another folder");
        });
        assertThat(open().runs()).containsExactly("a");
    }

    @Test
    void a_full_disk_says_so() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "this system has no device that is always full");
        FolderRunStore store = new FolderRunStore(folder());

        try (RunWriter writer = store.new Writer(full)) {
            isRefused(
                    () -> writer.append("1"),
                    "The journal in folder " + folder() + " cannot be written: No space left on device. See that the"
                            + " disk has room, then run again");
        }
    }

    @Test
    void a_run_whose_first_line_does_not_fit_on_the_disk_leaves_nothing() throws Exception {
        RunStore full = new SteppingStore(open(), step -> {
            if (step.startsWith("before append")) {
                throw new JournalException("The disk is full. Make room", null);
            }
        });

        assertThatThrownBy(() -> Journal.in(full).begin(RunInfo.of("apply", "nightly")))
                .isInstanceOf(JournalException.class);

        assertThat(open().holder("nightly")).isEmpty();
        assertThat(Journal.in(folder()).ids()).isEmpty();
    }

    /** Every method refuses it with the same message, and nothing in the folder changes. */
    private void isRefused(String message) throws Exception {
        Map<String, String> before = content();
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> open().runs(),
                () -> open().lines("a"),
                () -> open().holder("nightly"),
                () -> open().create("b"),
                () -> open().delete("a"),
                () -> open().lock("nightly", "ann"))) {
            isRefused(use, message);
        }
        assertThat(content()).isEqualTo(before);
    }

    private static void isRefused(ThrowingCallable use, String message) {
        assertThatThrownBy(use).isInstanceOf(JournalException.class).hasMessageContaining(message);
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (isPosix() && !Files.isReadable(folder())) {
            return content;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.toList()) {
                content.put(
                        file.toString(),
                        Files.isDirectory(file)
                                ? "folder"
                                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void withPermissions(Path path, String permissions, Check check) throws Exception {
        assumeTrue(isPosix(), "files have no owners here");
        String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        try {
            assumeTrue(!Files.isWritable(path), "this user may read and write everything");
            check.run();
        } finally {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(before));
        }
    }

    private static boolean isPosix() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
