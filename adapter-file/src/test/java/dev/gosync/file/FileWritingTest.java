package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileWritingTest {
    @TempDir
    Path folder;

    @Test
    void a_missing_file_is_an_error_that_says_how_to_create_it() {
        FileAdapter adapter = FileAdapter.text(folder.resolve("none.txt"));

        Report report = add(adapter, "ann@x");

        assertThatThrownBy(adapter::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(e.problem()).isEqualTo("the file does not exist");
            assertThat(e.remedy()).isEqualTo("Check the path. To create the file of a destination, set create: true.");
        });
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).contains(FailureKind.NOT_FOUND));
        assertThat(report.count(Outcome.State.NOT_STARTED)).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_missing_file_with_create_counts_as_empty_until_something_is_added() throws Exception {
        Path file = folder.resolve("new.txt");
        FileAdapter adapter = FileAdapter.text(file).create();

        Listing before = adapter.get();
        Report removed = remove(adapter, "ann@x");
        boolean madeByRemoving = Files.exists(file);
        Report added = add(adapter, "ann@x");

        assertThat(before.things()).isEmpty();
        assertThat(removed.isClean()).isTrue();
        assertThat(madeByRemoving).isFalse();
        assertThat(added.isClean()).isTrue();
        assertThat(content(file)).isEqualTo("ann@x\n");
        Path likeAnyOther = file(folder, "any.txt", "");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(likeAnyOther));
    }

    @Test
    void folders_are_never_created() {
        FileAdapter adapter = FileAdapter.text(folder.resolve("none/new.txt")).create();

        assertThatThrownBy(adapter::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(e.problem()).isEqualTo("the folder " + folder.resolve("none") + " does not exist");
        });
        assertThat(add(adapter, "ann@x").isClean()).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_folder_is_an_error(boolean create) {
        FileAdapter text = FileAdapter.text(folder);
        FileAdapter adapter = create ? text.create() : text;

        assertThatThrownBy(adapter::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(e.problem()).isEqualTo("it is a folder");
        });
        assertThat(add(adapter, "ann@x").failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("it is a folder"));
    }

    @Test
    void the_target_of_a_symbolic_link_is_replaced_and_the_link_stays() throws IOException {
        Path target = file(Files.createDirectory(folder.resolve("real")), "team.txt", "ann@x\n");
        Path link = Files.createSymbolicLink(folder.resolve("team.txt"), Path.of("real/../real/team.txt"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("link.txt"), link);

        add(FileAdapter.text(linkToLink), "bob@x");

        assertThat(link).isSymbolicLink();
        assertThat(linkToLink).isSymbolicLink();
        assertThat(target).isRegularFile();
        assertThat(content(target)).isEqualTo("ann@x\nbob@x\n");
        assertThat(names(folder)).containsExactlyInAnyOrder("real", "team.txt", "link.txt");
    }

    @Test
    void the_missing_target_of_a_symbolic_link_is_created_with_create() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("team.txt"));

        assertThat(add(FileAdapter.text(link), "ann@x").isClean()).isFalse();
        add(FileAdapter.text(link).create(), "ann@x");

        assertThat(link).isSymbolicLink();
        assertThat(content(folder.resolve("team.txt"))).isEqualTo("ann@x\n");
    }

    @Test
    void links_that_form_a_circle_are_an_error() throws IOException {
        Path one = folder.resolve("one.txt");
        Files.createSymbolicLink(one, Path.of("two.txt"));
        Files.createSymbolicLink(folder.resolve("two.txt"), Path.of("one.txt"));

        assertThat(add(FileAdapter.text(one).create(), "ann@x").failure())
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .contains("links form a circle")
                        .contains("Correct the links."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-------", "rw-rw-rw-", "rwxr-x--x"})
    void permissions_stay_the_same(String permissions) throws IOException {
        Path file = file(folder, "team.txt", "ann@x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        add(FileAdapter.text(file), "bob@x");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
    }

    @Test
    void owner_and_group_stay_the_same_if_the_process_can_set_them() throws IOException {
        Path file = file(folder, "team.txt", "ann@x\n");
        assumeTrue(Files.getOwner(file).getName().equals("root"), "only root may give a file away");
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var users = folder.getFileSystem().getUserPrincipalLookupService();
        view.setOwner(users.lookupPrincipalByName("daemon"));
        view.setGroup(users.lookupPrincipalByGroupName("daemon"));

        add(FileAdapter.text(file), "bob@x");

        PosixFileAttributes after = view.readAttributes();
        assertThat(after.owner().getName()).isEqualTo("daemon");
        assertThat(after.group().getName()).isEqualTo("daemon");
    }

    @Test
    void a_read_only_file_is_not_replaced() throws IOException {
        Path file = file(folder, "team.txt", "ann@x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeTrue(!Files.isWritable(file), "root may write everything");

        Report report = add(FileAdapter.text(file), "bob@x");

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).contains(FailureKind.PERMISSION));
        assertThat(content(file)).isEqualTo("ann@x\n");
    }

    @Test
    void a_write_leaves_no_temporary_file() {
        Path file = file(folder, "team.txt", "ann@x\n");

        Asking.change(FileAdapter.text(file), Mode.REMOVE_ADD, List.of("bob@x"), List.of("ann@x"));

        assertThat(names(folder)).containsExactly("team.txt");
    }

    @Test
    void a_write_that_fails_half_way_leaves_nothing_and_changes_nothing() {
        Path file = file(folder, "team.txt", "ann@x\n");

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> AtomicWrite.prepare(file, new byte[1_000_000]))
                .isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(names(folder)).containsExactly("team.txt");
        assertThat(content(file)).isEqualTo("ann@x\n");
    }

    @Test
    void an_interrupted_reader_reads_nothing() {
        Path file = file(folder, "team.txt", "ann@x\n");

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> FileAdapter.text(file).get()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void additions_and_removals_are_one_write() throws IOException {
        Path file = file(folder, "team.txt", "ann@x\n");
        Path hardLink = Files.createLink(folder.resolve("before.txt"), file);

        Asking.change(FileAdapter.text(file), Mode.ADD_REMOVE, List.of("bob@x"), List.of("ann@x"));

        assertThat(content(file)).isEqualTo("bob@x\n");
        assertThat(content(hardLink)).as("no write goes into the file itself").isEqualTo("ann@x\n");
    }

    @Test
    void errors_of_the_file_system_are_translated_with_a_remedy() {
        FileFailures failures = new FileFailures(new DiskFile(folder.resolve("team.txt"), ""), "Check the path.");
        Map<IOException, FailureKind> kinds = Map.of(
                new AccessDeniedException("/x/team.txt"), FailureKind.PERMISSION,
                new FileSystemException("/x/team.txt", null, "No space left on device"), FailureKind.UNAVAILABLE,
                new IOException("Input/output error"), FailureKind.UNAVAILABLE,
                new IOException(), FailureKind.UNAVAILABLE);

        kinds.forEach((thrown, kind) -> {
            assertThatThrownBy(() -> failures.translate("write", () -> {
                        throw thrown;
                    }))
                    .isInstanceOfSatisfying(AdapterException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.answerLost()).isFalse();
                        assertThat(e.remedy()).isNotBlank();
                        assertThat(e.getMessage()).startsWith("file " + folder.resolve("team.txt") + ": write: ");
                        assertThat(e).hasCause(thrown);
                    });
            assertThatThrownBy(() -> failures.translateCommit("replace", () -> {
                        throw thrown;
                    }))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            e -> assertThat(e.answerLost()).isTrue());
        });
    }

    @Test
    void a_file_that_is_not_regular_is_read_and_never_replaced() throws Exception {
        FileAdapter device = FileAdapter.text(Path.of("/dev/null"));

        assertThat(device.get().things()).isEmpty();
        assertThat(add(device, "ann@x").failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains("it is not a regular file"));
        assertThat(Files.isRegularFile(Path.of("/dev/null"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
