package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, permissions, and names that a write cannot use. */
class WriteProblemsTest {
    @TempDir
    Path folder;

    @Test
    void a_disk_without_space_leaves_no_lock_file_and_no_half_file() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");

        String message = OtherProcess.outputOfAdditionOnFullDisk(file);

        assertThat(message)
                .contains("team.txt: lock: ")
                .contains("Check the disk, its free space and the quota of the user, then run again.");
        assertThat(names()).containsExactly("team.txt");
        assertThat(content(file)).isEqualTo("ann@x\n");
    }

    @Test
    void an_interrupt_while_it_locks_leaves_no_lock_file() {
        Path file = file(folder, "team.txt", "ann@x\n");

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> WriteLock.acquire(file, Duration.ofSeconds(1)))
                .isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(names()).containsExactly("team.txt");
    }

    @Test
    void in_a_folder_with_the_sticky_bit_the_message_names_it_and_the_owner() throws Exception {
        assumeTrue(Files.getOwner(folder).getName().equals("root"), "only root may give a file away");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Path file = file(shared, "team.txt", "ann@x\n");
        UserPrincipal daemon =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
        Files.setOwner(file, daemon);
        Files.setAttribute(shared, "unix:mode", 01777);
        StickyBit nobody = new StickyBit(shared, "nobody");

        assertThat(nobody.problem(daemon)).hasValueSatisfying(problem -> {
            assertThat(problem.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(problem)
                    .hasMessage("the folder " + shared + " has the sticky bit (permission t), so only the owner of the"
                            + " file, daemon, can replace it");
            assertThat(problem.remedy()).contains("chmod -t");
        });
        assertThat(new StickyBit(shared, "daemon").problem(daemon)).isEmpty();
        assertThat(new StickyBit(shared, "root").problem(daemon)).isEmpty();
        Files.setAttribute(shared, "unix:mode", 0777);
        assertThat(nobody.problem(daemon)).isEmpty();
        assertThat(add(FileAdapter.text(file), "bob@x").isClean()).isTrue();
    }

    @Test
    void a_long_name_leaves_room_for_the_files_of_a_write() {
        Path longest = file(folder, "x".repeat(251) + ".txt", "ann@x\n");
        Path wide = file(folder, "\u738b".repeat(80) + ".txt", "ann@x\n");

        assertThat(add(FileAdapter.text(longest), "bob@x").isClean()).isTrue();
        assertThat(add(FileAdapter.text(wide), "bob@x").isClean()).isTrue();

        assertThat(content(longest)).isEqualTo("ann@x\nbob@x\n");
        assertThat(names()).hasSize(2);
    }

    @Test
    void a_name_that_is_too_long_is_an_error_with_a_remedy() {
        FileAdapter tooLong = FileAdapter.text(folder.resolve("x".repeat(300))).create();

        assertThat(add(tooLong, "bob@x").failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("Use a shorter path."));
        assertThatThrownBy(tooLong::get).hasMessageContaining("Use a shorter path.");
    }

    @Test
    void a_folder_in_the_way_of_a_write_is_named() throws Exception {
        Path file = file(folder, "team.txt", "ann@x\n");
        Path lock = Files.createDirectory(folder.toRealPath().resolve(".team.txt.go-sync-lock"));

        Report report = add(FileAdapter.text(file), "bob@x");

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .contains("the folder " + lock + " has the name of a file that a write needs")
                        .contains("Rename or delete the folder."));
        Files.delete(lock);
        Path half = Files.createDirectory(folder.toRealPath().resolve(".team.txt.go-sync-new"));
        Files.createFile(half.resolve("something"));
        assertThat(add(FileAdapter.text(file), "bob@x").failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("the folder " + half));
        assertThat(content(file)).isEqualTo("ann@x\n");
        assertThat(names()).containsExactly(".team.txt.go-sync-new", "team.txt");
    }

    @Test
    void a_path_below_a_file_is_an_error_that_names_the_file() {
        Path file = file(folder, "team.txt", "ann@x\n");
        FileAdapter below = FileAdapter.text(file.resolve("more/ann.txt")).create();

        assertThat(add(below, "bob@x").failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).contains(FailureKind.NOT_FOUND);
            assertThat(failure.message()).contains(file + " is not a folder");
        });
        assertThatThrownBy(below::get).hasMessageContaining(file + " is not a folder");
    }

    @Test
    void a_disk_that_is_mounted_read_only_is_named() throws Exception {
        Path readOnly = Path.of("/proc/sys/kernel/ostype");
        assumeTrue(Files.exists(readOnly) && Files.getFileStore(readOnly).isReadOnly(), "no read-only disk here");

        assertThat(add(FileAdapter.text(readOnly), "bob@x").failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).contains(FailureKind.READ_ONLY);
            assertThat(failure.message()).contains("its disk is mounted read-only");
        });
    }

    @Test
    void an_operation_that_is_not_permitted_is_a_matter_of_permission() {
        FileFailures failures = new FileFailures(new DiskFile(folder.resolve("team.txt"), ""), "Check the path.");

        assertThatThrownBy(() -> failures.translateCommit("replace", () -> {
                    throw new FileSystemException("/x/.team.txt.go-sync-new", null, "Operation not permitted");
                }))
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(e.problem()).isEqualTo("/x/.team.txt.go-sync-new: Operation not permitted");
                    assertThat(e.remedy()).contains("the attributes of the file");
                });
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
