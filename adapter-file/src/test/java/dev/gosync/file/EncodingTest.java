package dev.gosync.file;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Charset BIG5 = Charset.forName("Big5");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "windows-1252, zo\u00eb@x",
        "iso-8859-15, \u20ac@x",
        "windows-1251, \u0430\u043d\u043d\u0430@x",
        "big5, \u738b\u5c0f\u660e",
        "gb18030, \u738b\u5c0f\u660e",
        "shift_jis, \u3042\u3044\u8868",
        "euc-kr, \uae40\ubbfc\uc900",
        "utf-16le, zo\u00eb@x",
        "utf-16be, \u738b\u5c0f\u660e",
        "utf-32be, \u738b\u5c0f\u660e",
        "ibm850, zo\u00eb@x"
    })
    void a_file_is_read_and_written_in_its_encoding(String encoding, String thing) throws Exception {
        Charset charset = Charset.forName(encoding);
        Path text = bytes("team.txt", (thing + "\r\n# " + thing + "\r\nann@x").getBytes(charset));
        Path csv = bytes("team.csv", ("id,mail\n\"" + thing + "\n\"," + thing + "\n,ann@x\n").getBytes(charset));
        FileAdapter list = FileAdapter.text(text).encoding(charset);
        FileAdapter column = FileAdapter.csv(csv, "mail").encoding(charset);

        assertThat(list.get().things()).containsExactly(thing, "ann@x");
        assertThat(column.get().things()).containsExactly(thing, "ann@x");
        Asking.change(list, Mode.REMOVE_ADD, List.of("2" + thing), List.of("ann@x"));
        Asking.change(column, Mode.REMOVE_ADD, List.of("2" + thing), List.of("ann@x"));

        assertThat(Files.readAllBytes(text))
                .isEqualTo((thing + "\r\n# " + thing + "\r\n2" + thing + "\r\n").getBytes(charset));
        assertThat(Files.readAllBytes(csv))
                .isEqualTo(("id,mail\n\"" + thing + "\n\"," + thing + "\n,2" + thing + "\n").getBytes(charset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"})
    void a_byte_order_mark_wins_and_stays(String encoding) throws Exception {
        Charset charset = Charset.forName(encoding);
        Path text = bytes("team.txt", "\uFEFFann@x\nzo\u00eb@x\n".getBytes(charset));
        Path csv = bytes("team.csv", "\uFEFFmail,id\r\nann@x,1\r\n".getBytes(charset));

        assertThat(FileAdapter.text(text).get().things()).containsExactly("ann@x", "zo\u00eb@x");
        assertThat(FileAdapter.text(text).encoding(BIG5).get().things()).containsExactly("ann@x", "zo\u00eb@x");
        add(FileAdapter.text(text).encoding(WINDOWS), "\u738b");
        add(FileAdapter.csv(csv, "mail"), "\u738b");

        assertThat(Files.readAllBytes(text)).isEqualTo("\uFEFFann@x\nzo\u00eb@x\n\u738b\n".getBytes(charset));
        assertThat(Files.readAllBytes(csv)).isEqualTo("\uFEFFmail,id\r\nann@x,1\r\n\u738b,\r\n".getBytes(charset));
        assertThat(FileSource.json(bytes("a.json", "\uFEFF[\"ann@x\"]".getBytes(charset)))
                        .get()
                        .things())
                .containsExactly("ann@x");
        assertThat(FileSource.yaml(bytes("a.yaml", "\uFEFF- zo\u00eb@x\n".getBytes(charset)))
                        .get()
                        .things())
                .containsExactly("zo\u00eb@x");
    }

    @Test
    void yaml_and_json_are_read_in_other_encodings() throws Exception {
        assertThat(FileSource.yaml(bytes("a.yaml", "- zo\u00eb@x\n".getBytes(WINDOWS)))
                        .encoding(WINDOWS)
                        .get()
                        .things())
                .containsExactly("zo\u00eb@x");
        assertThat(FileSource.json(bytes("a.json", "[\"\u738b\"]".getBytes(BIG5)))
                        .encoding(BIG5)
                        .get()
                        .things())
                .containsExactly("\u738b");
    }

    @Test
    void a_file_that_is_not_in_its_encoding_is_refused_with_the_option_and_a_likely_encoding() throws Exception {
        String names = "ann@x\nZo\u00eb M\u00fcller\n";
        refused(names.getBytes(WINDOWS), UTF_8, "line 2: bytes that are not UTF-8", "Set encoding: windows-1252");
        refused("\u738b\u5c0f\u660e\n\u9673\u7f8e\u73b2\n".getBytes(BIG5), UTF_8, "line 1: ", "Set encoding: big5");
        refused(
                "\u738b\u5c0f\u660e\n\u674e\u534e\n".getBytes(Charset.forName("GBK")),
                UTF_8,
                "line 1: ",
                "Set encoding: gb18030");
        refused(
                "\u3042\u304b\u308a\n\u6771\u4eac\n".getBytes(Charset.forName("Shift_JIS")),
                UTF_8,
                "line 1: ",
                "Set encoding: shift_jis");
        refused("\uae40\ubbfc\uc900\n".getBytes(Charset.forName("EUC-KR")), UTF_8, "line 1: ", "Set encoding: euc-kr");
        refused(
                "\u0410\u043d\u043d\u0430\n".getBytes(Charset.forName("windows-1251")),
                UTF_8,
                "line 1: ",
                "Set encoding: windows-1251");
        refused(names.getBytes(UTF_16LE), UTF_8, "line 1: ", "Set encoding: utf-16le");
        refused(names.getBytes(UTF_16BE), UTF_8, "line 1: ", "Set encoding: utf-16be");
        refused(names.getBytes(Charset.forName("UTF-32LE")), UTF_8, "line 1: ", "Set encoding: utf-32le");
        refused("a\n\u00e4\u738b\n".getBytes(UTF_8), BIG5, "line 2: bytes that are not Big5", "Set encoding: utf-8");
        refused(
                new byte[] {'a', '\n', (byte) 0x81},
                WINDOWS,
                "line 2: bytes that are not windows-1252",
                "Set encoding");
        refused(
                new byte[] {(byte) 0xFE, (byte) 0x80, 'a'},
                UTF_8,
                "line 1: ",
                "Set encoding to that of the file, such as windows-1252 or big5, or save the file as UTF-8");
    }

    @Test
    void utf_8_is_never_read_in_another_encoding() throws IOException {
        refused("zo\u00eb@x\n".getBytes(UTF_8), WINDOWS, "its content is UTF-8, not windows-1252", "Remove encoding");
        refused("zo\u00eb@x\n".getBytes(UTF_8), ISO_8859_1, "its content is UTF-8, not ISO-8859-1", "Remove encoding");
        refused("\u00e4\u00f6\u00fc\u00df".getBytes(UTF_8), BIG5, "its content is UTF-8, not Big5", "Remove encoding");
        refused("ann@xy\nb".getBytes(UTF_8), UTF_16LE, "its content is UTF-8, not UTF-16LE", "Remove encoding");
    }

    @Test
    void utf_16_without_a_mark_is_refused_because_the_order_of_the_bytes_is_not_known() throws IOException {
        refused(
                "ann@x\n".getBytes(UTF_16LE),
                UTF_16,
                "it has no byte-order mark",
                "Set encoding to UTF-16LE or UTF-16BE; it probably is utf-16le.");
    }

    @Test
    void a_new_file_has_the_encoding_and_utf_16_has_a_mark() throws Exception {
        Path windows = folder.resolve("a.csv");
        Path wide = folder.resolve("b.txt");

        add(FileAdapter.csv(windows, "mail").encoding(WINDOWS).create(), "zo\u00eb@x");
        add(FileAdapter.text(wide).encoding(UTF_16).create(), "zo\u00eb@x");

        assertThat(Files.readAllBytes(windows)).isEqualTo("mail\nzo\u00eb@x\n".getBytes(WINDOWS));
        assertThat(Files.readAllBytes(wide)).isEqualTo("\uFEFFzo\u00eb@x\n".getBytes(UTF_16LE));
        assertThat(FileAdapter.text(wide).get().things()).containsExactly("zo\u00eb@x");
    }

    @Test
    void a_thing_that_the_encoding_does_not_have_is_refused_before_any_write() throws Exception {
        byte[] before = "zo\u00eb@x\n".getBytes(WINDOWS);
        Path file = bytes("team.txt", before);
        FileAdapter team = FileAdapter.text(file).encoding(WINDOWS);
        Path source = bytes("source.txt", "zo\u00eb@x\nbob@x\n\u738b@x\n".getBytes(UTF_8));

        Plan plan = Sync.from(FileAdapter.text(source)).plan(team);

        assertThat(plan.additions()).containsExactly("bob@x");
        assertThat(plan.cannotAdd()).containsOnlyKeys("\u738b@x");
        assertThat(plan.cannotAdd().get("\u738b@x").problem())
                .isEqualTo("the file cannot contain this thing: the encoding of the file, windows-1252, does not have"
                        + " all of its characters");
        Report report = add(team, "\u738b@x", "bob@x");
        assertThat(report.count(Outcome.State.FAILED)).isEqualTo(1);
        assertThat(Files.readAllBytes(file)).isEqualTo("zo\u00eb@x\nbob@x\n".getBytes(WINDOWS));
        assertThat(add(team, "\u738b@x").count(Outcome.State.FAILED)).isEqualTo(1);
    }

    @Test
    void a_mark_decides_what_the_file_can_contain() throws Exception {
        Path file = bytes("team.txt", "\uFEFFann@x\n".getBytes(UTF_16LE));

        Report report = add(FileAdapter.text(file).encoding(WINDOWS), "\u738b@x");

        assertThat(report.isClean()).isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo("\uFEFFann@x\n\u738b@x\n".getBytes(UTF_16LE));
    }

    @Test
    void a_file_whose_other_lines_would_change_is_not_written() throws Exception {
        Charset japanese = Charset.forName("windows-31j");
        // NEC's code of a character that the JDK writes with IBM's code.
        byte[] before = {(byte) 0xED, (byte) 0x40, '\n', 'a', '\n'};
        Path file = bytes("team.txt", before);
        FileAdapter team = FileAdapter.text(file).encoding(japanese);

        assertThat(team.get().things()).hasSize(2).contains("a");
        Report report = remove(team, "a");

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .contains("it cannot be written in windows-31j without a change of other lines"));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void an_encoding_that_the_jdk_only_reads_is_no_destination() {
        assertThatThrownBy(() -> FileAdapter.text(folder.resolve("a")).encoding(Charset.forName("ISO-2022-CN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the JDK cannot write ISO-2022-CN");
    }

    private void refused(byte[] content, Charset charset, String problem, String remedy) throws IOException {
        Path file = bytes("refused.txt", content);
        FileAdapter adapter = FileAdapter.text(file).encoding(charset);

        assertThatThrownBy(adapter::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(e.problem()).startsWith(problem);
            assertThat(e.remedy()).startsWith(remedy);
        });
        assertThat(add(adapter, "new").isClean()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    private Path bytes(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
