package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A journal that cannot be used is one message, and nothing is written or deleted. */
final class BadJournalTest {
    private static final String ID = "20260301-090000-000";
    private static final String CANNOT_BE_TRUSTED =
            "Run " + ID + " in folder STATE cannot be trusted: line %d: the line before it is missing or was changed."
                    + " Restore it from a copy, or move it out of the journal";

    /** What is wrong with the journal, and the message about it. */
    enum Fault {
        A_MISSING_LINE(CANNOT_BE_TRUSTED.formatted(3)) {
            @Override
            void make(Path state) throws IOException {
                List<String> lines = lines(state);
                lines.remove(2);
                Files.write(run(state), lines);
            }
        },
        A_CHANGED_LINE(CANNOT_BE_TRUSTED.formatted(4)) {
            @Override
            void make(Path state) throws IOException {
                List<String> lines = lines(state);
                lines.set(2, lines.get(2).replaceFirst("\"at\":\"20", "\"at\":\"19"));
                Files.write(run(state), lines);
            }
        },
        A_NEWER_VERSION("Run " + ID + " in folder STATE was written by a newer version of Go Sync (9.1)."
                + " Use that version to read it") {
            @Override
            void make(Path state) throws IOException {
                List<String> lines = new ArrayList<>();
                String previous = "";
                for (String line : lines(state)) {
                    String newer = line.replace("\"format\":1", "\"format\":2")
                            .replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"9.1\"")
                            .replaceFirst("\"previous\":\"[0-9a-f]*\"", "\"previous\":\"" + previous + "\"");
                    lines.add(newer);
                    previous = digest(newer);
                }
                Files.write(run(state), lines);
            }
        },
        A_FOLDER_OF_A_NEWER_VERSION("folder STATE was written by a newer version of Go Sync."
                + " Use that version, or name another folder") {
            @Override
            void make(Path state) throws IOException {
                Path marker = state.resolve("go-sync-state");
                Files.writeString(marker, Files.readString(marker).replace("Format 1", "Format 2"));
            }
        },
        A_FOLDER_THAT_IS_NOT_OURS(
                "folder STATE has files in it, but no journal of Go Sync." + " Name an empty folder or a new one") {
            @Override
            void make(Path state) throws IOException {
                Files.delete(state.resolve("go-sync-state"));
            }
        },
        A_READ_ONLY_FOLDER("The journal in folder STATE cannot be written: access to FILE is denied."
                + " Run as the user who owns the folder, or name another folder") {
            @Override
            void make(Path state) throws IOException {
                assumeTrue(
                        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no permissions");
                allow(state, "r-x------");
                assumeFalse(Files.isWritable(state), "this user may write everywhere");
            }
        };

        private final String message;

        Fault(String message) {
            this.message = message;
        }

        abstract void make(Path state) throws IOException;

        private static Path run(Path state) {
            return state.resolve("runs").resolve(ID + ".jsonl");
        }

        private static List<String> lines(Path state) throws IOException {
            List<String> lines = new ArrayList<>(Files.readAllLines(run(state)));
            assertThat(lines).hasSizeGreaterThan(5);
            return lines;
        }

        private static String digest(String line) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @TempDir
    private Path folder;

    private Path state;

    private Fixture cli;

    @BeforeEach
    void a_run_is_in_the_journal() {
        cli = new Fixture(folder)
                .file(
                        "go-sync.yml",
                        "syncs:",
                        "  - name: staff",
                        "    source: { group: { id: people } }",
                        "    destinations: [{ group: { id: team } }]");
        state = folder.resolve("state");
        FakeGroup.of("people", "ann", "bob");
        FakeGroup.of("team", "bob", "eve");
        assertThat(cli.run("apply", "go-sync.yml", "--yes", "--state", "state").exitCode())
                .isZero();
        FakeGroup.of("people", "ann", "zoe");
    }

    @AfterEach
    void the_folder_can_be_deleted() throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            allow(state, "rwx------");
        }
    }

    private static void allow(Path state, String permissions) throws IOException {
        for (Path each : List.of(state, state.resolve("runs"), state.resolve("locks"))) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
        }
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

    static Stream<Arguments> everyFaultInEveryCommand() {
        List<String> commands =
                List.of("apply go-sync.yml --yes --keep 1s", "history last", "history --thing ann", "undo last --yes");
        return Stream.of(Fault.values())
                .flatMap(fault -> commands.stream()
                        // what can be read is shown
                        .filter(command -> fault != Fault.A_READ_ONLY_FOLDER || !command.startsWith("history"))
                        .map(command -> Arguments.of(fault, command)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyFaultInEveryCommand")
    void a_bad_journal_is_one_message_and_nothing_changes(Fault fault, String command) throws IOException {
        fault.make(state);
        Map<String, String> before = content();
        cli.advanceClock(Duration.ofDays(1));

        Run run = cli.run((command + " --state state").split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat((run.out() + run.err()).strip().lines())
                .singleElement()
                .asString()
                .contains(fault.message.replace("STATE", state.toString()).split("FILE", 2));
        assertThat(content()).isEqualTo(before);
        assertThat(FakeGroup.of("team").things()).containsExactly("ann", "bob");
    }
}
