package dev.gosync.file;

import static dev.gosync.file.TestFiles.content;
import static dev.gosync.file.TestFiles.file;
import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.testkit.Asking;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheet programs and reports write them. */
class CsvLayoutTest {
    private static final String REPORT = """
            "Members, 2026",,
            "exported by ""HR""

            name,email,team
            Ann,ann@x,web
            Bob,bob@x,ops
            ,,
            Total,2
            "not closed
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void title_lines_and_totals_are_not_read_and_survive_a_write(String lineEnding) throws Exception {
        Path file = file(folder, "report.csv", REPORT.replace("\n", lineEnding));
        FileAdapter report = FileAdapter.csv(file, "email").headerRow(4).untilBlank();

        assertThat(report.get()).isEqualTo(Listing.of(List.of("ann@x", "bob@x")));
        Asking.change(report, Mode.REMOVE_ADD, List.of("cem@x"), List.of("ann@x"));

        String written = lineEnding.equals("\r") ? "\n" : lineEnding;
        assertThat(content(file))
                .isEqualTo(REPORT.replace("\n", lineEnding)
                        .replace("Ann,ann@x,web" + lineEnding, "")
                        .replace(
                                "Bob,bob@x,ops" + lineEnding,
                                "Bob,bob@x,ops" + lineEnding + (lineEnding.equals("\r") ? "\n" : "") + ",cem@x,"
                                        + written));
        assertThat(report.get().things()).containsExactly("bob@x", "cem@x");
    }

    @Test
    void rows_end_at_a_blank_line_as_well_and_at_the_end_of_the_file() throws Exception {
        Path blank = file(folder, "blank.csv", "email,team\nann@x,web\n \t\nTotal,1\n");
        Path header = file(folder, "header.csv", "email,team\n\nTotal,1\n");
        Path end = file(folder, "end.csv", "email,team\nann@x,web");

        for (Path file : List.of(blank, header, end)) {
            add(FileAdapter.csv(file, "email").untilBlank(), "bob@x");
        }

        assertThat(content(blank)).isEqualTo("email,team\nann@x,web\nbob@x,\n \t\nTotal,1\n");
        assertThat(content(header)).isEqualTo("email,team\nbob@x,\n\nTotal,1\n");
        assertThat(content(end)).isEqualTo("email,team\nann@x,web\nbob@x,\n");
        assertThat(FileAdapter.csv(blank, "email").untilBlank().get().things()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void without_until_blank_the_rows_after_a_blank_line_are_read() throws Exception {
        Path file = file(folder, "a.csv", "email\nann@x\n\nbob@x\n");

        assertThat(FileAdapter.csv(file, "email").get().things()).containsExactly("ann@x", "bob@x");
        assertThat(FileAdapter.csv(file, "email").untilBlank().get().things()).containsExactly("ann@x");
    }

    @Test
    void the_line_of_excel_names_the_separator_and_survives_a_write() throws Exception {
        String rows = "name;email\r\nMeier, Ann;ann@x\r\n";
        Path excel = file(folder, "excel.csv", "\uFEFFsep=;\r\n" + rows);
        Path tab = file(folder, "tab.csv", "SEP=\t\nname\temail\nAnn\tann@x\n");
        Path quoted = file(folder, "quoted.csv", "\"sep=|\"\n\nname|email\nAnn|ann@x\n");

        add(FileAdapter.csv(excel, "email"), "b;ob@x");
        add(FileAdapter.csv(excel, "email").separator(';').headerRow(2), "cem@x");

        assertThat(content(excel)).isEqualTo("\uFEFFsep=;\r\n" + rows + ";\"b;ob@x\"\r\n;cem@x\r\n");
        assertThat(FileAdapter.csv(excel, "email").get().things()).containsExactly("ann@x", "b;ob@x", "cem@x");
        assertThat(FileAdapter.csv(tab, "email").get().things()).containsExactly("ann@x");
        assertThat(FileAdapter.csv(quoted, "email").get().things()).containsExactly("ann@x");
        refused(
                FileAdapter.csv(excel, "email").separator(','),
                "line 1: it names the separator ';', but the configured separator is ','",
                "Remove separator from the configuration, or correct the line.");
    }

    @Test
    void short_rows_have_empty_cells_at_their_end() throws Exception {
        Path file = file(folder, "outlook.csv", "name,email,team\nAnn,ann@x\nBob\nCem,cem@x,web\n");
        FileAdapter outlook = FileAdapter.csv(file, "email").shortRows();

        assertThat(outlook.get().things()).containsExactly("ann@x", "cem@x");
        assertThat(outlook.get().leftOut()).isEqualTo(Map.of("empty cell", 1));
        assertThat(outlook.where("team", "web").get().things()).containsExactly("cem@x");
        assertThat(outlook.whereNot("team", "web").get().things()).containsExactly("ann@x");
        add(outlook, "dora@x");
        assertThat(content(file)).isEqualTo("name,email,team\nAnn,ann@x\nBob\nCem,cem@x,web\n,dora@x,\n");
    }

    @Test
    void short_rows_are_an_error_by_default_and_long_rows_always_are() {
        Path file = file(folder, "outlook.csv", "name,email,team\nAnn,ann@x\n");
        Path longRow = file(folder, "long.csv", "name,email\nAnn,ann@x,web\n");

        refused(
                FileAdapter.csv(file, "email"),
                "line 2: the row has 2 cells, but the header has 3",
                "Correct the line. If the program that wrote the file leaves out empty cells at the end of a row, set"
                        + " short-rows: true.");
        refused(
                FileAdapter.csv(longRow, "email").shortRows(),
                "line 2: the row has 3 cells, but the header has 2",
                "Correct the line; nothing was changed.");
        refused(
                FileAdapter.csv(file(folder, "total.csv", "name,email\nAnn,ann@x\n\nTotal\n"), "email"),
                "line 4: the row has 1 cells, but the header has 2",
                "Correct the line. If the rows end at the blank line 3, set until-blank: true.");
    }

    @Test
    void a_header_that_is_elsewhere_is_an_error_that_names_its_line() {
        Path file = file(folder, "report.csv", "Members\n\nname;email\nAnn;ann@x\n");

        refused(
                FileAdapter.csv(file, "email").separator(';'),
                "line 1: there is no column 'email'; known are: Members",
                "Line 3 has this column. If it is the header, set header-row: 3.");
        refused(
                FileAdapter.csv(file, "email").separator(';').headerRow(2),
                "line 2: the line is blank, but header-row says that the header is here",
                "Set header-row: 3, the line with the column email.");
        refused(
                FileAdapter.csv(file, "email").separator(';').headerRow(9),
                "line 9: the file ends before, but header-row says that the header is here",
                "Set header-row: 3, the line with the column email.");
        refused(
                FileAdapter.csv(file, "login").headerRow(5),
                "line 5: the file ends here, but header-row says that the header is here",
                "Correct header-row in the configuration.");
    }

    @Test
    void faults_after_title_lines_name_the_line_of_the_file() {
        Path file = file(folder, "report.csv", "Members\n\"two\nlines\"\n\nname,email\nAnn,ann@x\nBob\n");
        Path quote = file(folder, "quote.csv", "Members\nname,email\nAnn,ann@x\nBob,\"x\n");

        refused(FileAdapter.csv(file, "email").headerRow(5), "line 7: the row has 1 cells", "Correct the line.");
        refused(FileAdapter.csv(quote, "email").headerRow(2), "line 4: invalid CSV: Unclosed", "Correct the line");
    }

    @Test
    void a_new_file_has_its_header_in_the_configured_row() throws Exception {
        FileAdapter created =
                FileAdapter.csv(folder.resolve("new.csv"), "email").headerRow(3).create();

        add(created, "ann@x");

        assertThat(content(folder.resolve("new.csv"))).isEqualTo("\n\nemail\nann@x\n");
        assertThat(created.get().things()).containsExactly("ann@x");
    }

    private static void refused(FileAdapter adapter, String problem, String remedy) {
        assertThatThrownBy(adapter::get).isInstanceOfSatisfying(AdapterException.class, e -> {
            assertThat(e.problem()).startsWith(problem);
            assertThat(e.remedy()).startsWith(remedy);
        });
    }
}
