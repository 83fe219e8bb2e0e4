package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void reads_one_thing_on_each_line_without_comments_blank_lines_and_padding() throws Exception {
        Path file = file(folder, "team.txt", """
                # the team

                ann@example.com
                  bob@example.com\t
                cem@example.com  # on leave
                   # nobody
                issue#7
                dora@example.com\t#x
                """);

        Listing listing = FileAdapter.text(file).get();

        assertThat(listing.things())
                .containsExactly(
                        "ann@example.com", "bob@example.com", "cem@example.com", "issue#7", "dora@example.com");
        assertThat(listing.leftOut()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@x\nbob@x\n",
                "ann@x\r\nbob@x\r\n",
                "ann@x\r\nbob@x\n",
                "ann@x\nbob@x",
                "\uFEFFann@x\nbob@x\n",
                "ann@x\nbob@x\nann@x\n",
                "\u00a0ann@x\u00a0\n\u3000bob@x\u00a0# caf\u00e9\n",
                "ann@x\r\r\nbob@x\r"
            })
    void reads_every_line_ending_byte_order_marks_and_unusual_padding(String content) throws Exception {
        Path file = file(folder, "team.txt", content);

        Set<String> things = FileAdapter.text(file).get().things();

        assertThat(things).containsExactly("ann@x", "bob@x");
    }

    @Test
    void reads_nothing_from_a_file_without_things() throws Exception {
        assertThat(FileAdapter.text(file(folder, "a.txt", "")).get().things()).isEmpty();
        assertThat(FileAdapter.text(file(folder, "b.txt", "\uFEFF")).get().things())
                .isEmpty();
        assertThat(FileAdapter.text(file(folder, "c.txt", "# only\n\n \n"))
                        .get()
                        .things())
                .isEmpty();
    }

    @Test
    void keeps_things_that_are_not_ascii_as_they_are() throws Exception {
        Path file = file(folder, "team.txt", "zo\u00eb@x\nzoe\u0308@x\n\ud83d\ude00\n\ufffd\n");

        Set<String> things = FileAdapter.text(file).get().things();

        assertThat(things).containsExactly("zo\u00eb@x", "zoe\u0308@x", "\ud83d\ude00", "\ufffd");
    }

    @Test
    void bytes_that_are_not_utf_8_are_an_error_with_their_line() throws IOException {
        Path file = folder.resolve("team.txt");
        Files.write(file, "ann@x\n# caf\u00e9\nbob@x\n".getBytes(ISO_8859_1));

        assertThatThrownBy(() -> FileAdapter.text(file).get()).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(e.problem()).isEqualTo("line 2: bytes that are not UTF-8");
            assertThat(e.remedy())
                    .isEqualTo("Set encoding: windows-1252, which this file probably has, or save the file as UTF-8;"
                            + " nothing was changed.");
            assertThat(e.getMessage()).startsWith("file " + file + ": read: line 2: ");
        });
    }

    @Test
    void utf_16_and_carriage_returns_alone_are_errors() throws IOException {
        Path utf16 = folder.resolve("utf16.txt");
        Files.write(utf16, "ann@x\nbob@x\n".getBytes(UTF_16LE));
        Path classic = file(folder, "classic.txt", "# team\rann@x\rbob@x\r");

        assertThatThrownBy(() -> FileAdapter.text(utf16).get()).hasMessageContaining("line 1: a zero byte");
        assertThatThrownBy(() -> FileAdapter.text(classic).get())
                .hasMessageContaining("line 1: a carriage return in the middle of a line");
    }

    @Test
    void adds_at_the_end_and_keeps_all_other_bytes() {
        Path file = file(folder, "team.txt", "# team\n\n ann@x \t# lead\n\n");

        Report report = add(FileAdapter.text(file), "bob@x", "cem@x");

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo("# team\n\n ann@x \t# lead\n\nbob@x\ncem@x\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a\n'|'a\nb\n'",
                "'a\r\n'|'a\r\nb\r\n'",
                "'a'|'a\nb\n'",
                "'x\r\na'|'x\r\na\r\nb\r\n'",
                "'x\r\na\ny\n'|'x\r\na\ny\nb\r\n'",
                "''|'b\n'",
                "'\uFEFF'|'\uFEFFb\n'",
                "'a\r'|'a\r\nb\n'",
                "'# c'|'# c\nb\n'"
            })
    void adds_with_the_line_ending_of_the_first_line_and_never_joins_two_lines(String before, String after) {
        Path file = file(folder, "team.txt", before);

        add(FileAdapter.text(file), "b");

        assertThat(content(file)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a\nb\nc\n'|'a\nc\n'",
                "'a\r\nb\r\nc'|'a\r\nc'",
                "'a\nb'|'a\n'",
                "'b\n'|''",
                "'\uFEFFb\na\n'|'\uFEFFa\n'",
                "'b # x\n# y\n  b\na\nb'|'# y\na\n'"
            })
    void removes_every_line_of_a_thing_and_keeps_all_other_bytes(String before, String after) {
        Path file = file(folder, "team.txt", before);

        Report report = remove(FileAdapter.text(file), "b");

        assertThat(report.isClean()).isTrue();
        assertThat(content(file)).isEqualTo(after);
    }

    @Test
    void makes_additions_and_removals_at_once_in_both_modes() {
        for (Mode mode : List.of(Mode.REMOVE_ADD, Mode.ADD_REMOVE)) {
            Path file = file(folder, mode + ".txt", "ann@x\nbob@x");

            Report report = Asking.change(FileAdapter.text(file), mode, List.of("BOB@x"), List.of("bob@x"));

            assertThat(report.isClean()).isTrue();
            assertThat(content(file)).isEqualTo("ann@x\nBOB@x\n");
        }
    }

    @Test
    void spellings_that_differ_are_different_things() {
        Path file = file(folder, "team.txt", "Ann@X\n");
        FileAdapter adapter = FileAdapter.text(file);

        remove(adapter, "ANN@x");
        add(adapter, "ann@x");

        assertThat(content(file)).isEqualTo("Ann@X\nann@x\n");
    }

    @Test
    void removes_the_spelling_that_was_asked_for_and_no_other() {
        Path file = file(folder, "team.txt", "ann@x\nANN@x\nAnn@x\n");

        remove(FileAdapter.text(file), "ANN@x");

        assertThat(content(file)).isEqualTo("ann@x\nAnn@x\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#ann", "ann\nbob", "ann\rbob", "ann # x", "ann\u00a0#x", "\uFEFFann", "an\0n", "an\ud800n"})
    void a_thing_that_a_line_cannot_contain_is_refused_and_the_others_are_added(String thing) {
        Path file = file(folder, "team.txt", "");

        Report report = add(FileAdapter.text(file), "a@x", thing, "z@x");

        assertThat(content(file)).isEqualTo("a@x\nz@x\n");
        assertThat(report.outcomes())
                .hasSize(3)
                .filteredOn(o -> o.thing().equals(thing))
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.state()).isEqualTo(Outcome.State.FAILED);
                    assertThat(outcome.kind()).contains(FailureKind.REFUSED_THING);
                });
        assertThat(report.count(Outcome.State.DONE)).isEqualTo(2);
    }

    @Test
    void if_all_things_are_refused_the_file_is_not_touched() {
        Path file = file(folder, "team.txt", "");

        Report report = add(FileAdapter.text(file), "#a");

        assertThat(report.count(Outcome.State.FAILED)).isEqualTo(1);
        assertThat(content(file)).isEmpty();
    }

    @Test
    void no_removal_starts_if_all_additions_before_it_are_refused() {
        Path file = file(folder, "team.txt", "ann@x\n");

        Report report = Asking.change(FileAdapter.text(file), Mode.ADD_REMOVE, List.of("#bob"), List.of("ann@x"));

        assertThat(report.isClean()).isFalse();
        assertThat(content(file)).isEqualTo("ann@x\n");
    }

    @Test
    void a_second_time_changes_nothing_and_does_not_write() throws IOException {
        Path file = file(folder, "team.txt", "ann@x\nbob@x # x");
        FileAdapter adapter = FileAdapter.text(file);
        add(adapter, "cem@x");
        remove(adapter, "bob@x");
        Object identity = Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime");

        Report added = add(adapter, "cem@x");
        Report removed = remove(adapter, "bob@x");

        assertThat(added.isClean()).isTrue();
        assertThat(removed.isClean()).isTrue();
        assertThat(Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime"))
                .isEqualTo(identity);
        assertThat(content(file)).isEqualTo("ann@x\ncem@x\n");
    }

    @Test
    void any_change_of_any_file_keeps_all_other_bytes() throws Exception {
        Random random = new Random(42);
        List<String> lines = List.of(
                "",
                " ",
                "# c\u00f6mment",
                "a@x",
                "A@x",
                " b@x ",
                "b@x # x",
                "c#@x",
                "c@x\t# \u00fc",
                "d\u00e9@x",
                "\u3000d@x",
                "e@x # a # b",
                "#",
                "  #");
        List<String> things =
                List.of("a@x", "A@X", "b@x", "c#@x", "c@x", "d\u00e9@x", "d@x", "e@x", "new@x", "n\u00e9w@x");
        for (int round = 0; round < 500; round++) {
            List<String> written = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                String line = lines.get(random.nextInt(lines.size()));
                boolean last = i == 1 && random.nextBoolean();
                written.add(line + (last ? "" : random.nextBoolean() ? "\n" : "\r\n"));
            }
            String mark = random.nextBoolean() ? "\uFEFF" : "";
            String removal = things.get(random.nextInt(things.size()));
            String addition = things.get(random.nextInt(things.size()));
            if (removal.equals(addition)) {
                continue;
            }
            Path file = file(folder, "any.txt", mark + String.join("", written));

            Asking.change(FileAdapter.text(file), Mode.REMOVE_ADD, List.of(addition), List.of(removal));

            assertThat(content(file))
                    .as("round %d: %s without %s, with %s", round, written, removal, addition)
                    .isEqualTo(mark + expected(written, removal, addition));
        }
    }

    /** The same line by line, slowly and simply. */
    private String expected(List<String> lines, String removal, String addition) throws Exception {
        List<Set<String>> things = new ArrayList<>();
        for (String line : lines) {
            things.add(FileAdapter.text(file(folder, "line.txt", line)).get().things());
        }
        StringBuilder kept = new StringBuilder();
        boolean there = false;
        for (int i = 0; i < lines.size(); i++) {
            String thing = String.join("", things.get(i));
            if (!thing.equals(removal)) {
                kept.append(lines.get(i));
                there |= thing.equals(addition);
            }
        }
        String lineEnding = !lines.isEmpty() && lines.get(0).endsWith("\r\n") ? "\r\n" : "\n";
        boolean glued = !kept.isEmpty() && kept.charAt(kept.length() - 1) != '\n';
        return there ? kept.toString() : kept + (glued ? lineEnding : "") + addition + lineEnding;
    }

    @Test
    void a_million_lines_are_read_and_written() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            lines.append("user").append(i).append("@example.com\n");
        }
        Path file = file(folder, "many.txt", lines.toString());
        FileAdapter adapter = FileAdapter.text(file);

        remove(adapter, "user7@example.com");
        add(adapter, "New@example.com", "user8@example.com");

        assertThat(adapter.get().things()).hasSize(1_000_000).contains("New@example.com");
        assertThat(Files.size(file))
                .isEqualTo(lines.length() - "user7@example.com\n".length() + "New@example.com\n".length());
    }
}
